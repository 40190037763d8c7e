//! Values sent beside the query. The library says whether they fit; it does not say where they do not, so that is looked for
//! here, in the order and the words of graphql-js.

use apollo_compiler::ast::Type;
use apollo_compiler::executable::{Operation, VariableDefinition};
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::JsonMap;
use apollo_compiler::schema::{ExtendedType, InputObjectType};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node, Schema};
use serde_json::{Map, Value};

use super::error::{ValidationError, line_column};
use super::hints::{did_you_mean, did_you_mean_the_value};
use super::literals::wrong_value;

pub fn check(
    schema: &Valid<Schema>,
    document: &ExecutableDocument,
    operation: &Operation,
    values: &Map<String, Value>,
) -> Vec<ValidationError> {
    let explained: Vec<ValidationError> = operation
        .variables
        .iter()
        .flat_map(|variable| {
            let at = line_column(document, variable.location());
            let messages = Coercion::of(schema, variable, values);
            messages.into_iter().map(move |message| ValidationError::bad_input(message, at))
        })
        .collect();
    let given: JsonMap = values.iter().map(|(name, value)| (name.as_str().into(), value.clone().into())).collect();
    match coerce_variable_values(schema, operation, &given) {
        Err(refused) if explained.is_empty() => {
            let at = line_column(document, refused.location());
            vec![ValidationError::bad_input(refused.message().to_string(), at)]
        }
        _ => explained,
    }
}

struct Coercion<'a> {
    schema: &'a Schema,
    variable: &'a str,
    messages: Vec<String>,
}

impl<'a> Coercion<'a> {
    fn of(schema: &'a Schema, variable: &'a Node<VariableDefinition>, values: &Map<String, Value>) -> Vec<String> {
        let (name, ty) = (variable.name.as_str(), &*variable.ty);
        let mut coercion = Self { schema, variable: name, messages: Vec::new() };
        match values.get(name) {
            Some(value) => coercion.value(value, ty, name),
            None if ty.is_non_null() && variable.default_value.is_none() => {
                coercion.messages.push(format!("Variable \"${name}\" of required type \"{ty}\" was not provided."));
            }
            None => {}
        }
        coercion.messages
    }

    fn value(&mut self, value: &Value, ty: &Type, path: &str) {
        let schema = self.schema;
        if value.is_null() {
            if ty.is_non_null() {
                self.wrong(value, path, &format!("Expected non-nullable type \"{ty}\" not to be null."));
            }
            return;
        }
        match (schema.types.get(ty.inner_named_type()), value) {
            (_, Value::Array(items)) if ty.is_list() => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, ty.item_type(), &format!("{path}[{index}]"));
                }
            }
            // GraphQL takes one value for a list of one.
            _ if ty.is_list() => self.value(value, ty.item_type(), path),
            (Some(ExtendedType::InputObject(input)), Value::Object(given)) => self.object(value, input, given, path),
            (Some(ExtendedType::InputObject(input)), _) => {
                self.wrong(value, path, &format!("Expected type \"{}\" to be an object.", input.name));
            }
            (Some(ExtendedType::Enum(found)), Value::String(given)) => {
                if !found.values.contains_key(given.as_str()) {
                    let hint = did_you_mean_the_value(given, found.values.keys().map(|name| name.as_str()));
                    let name = &found.name;
                    self.wrong(value, path, &format!("Value \"{given}\" does not exist in \"{name}\" enum.{hint}"));
                }
            }
            (Some(ExtendedType::Enum(found)), _) => {
                let problem = format!("Enum \"{}\" cannot represent non-string value: {value}.", found.name);
                self.wrong(value, path, &problem);
            }
            _ => {
                if let Some(problem) = scalar_problem(ty.inner_named_type(), value) {
                    self.wrong(value, path, &problem);
                }
            }
        }
    }

    fn object(&mut self, value: &Value, input: &InputObjectType, given: &Map<String, Value>, path: &str) {
        for (name, field) in &input.fields {
            match given.get(name.as_str()) {
                Some(inner) => self.value(inner, &field.ty, &format!("{path}.{name}")),
                None if field.is_required() => {
                    let ty = &field.ty;
                    self.wrong(value, path, &format!("Field \"{name}\" of required type \"{ty}\" was not provided."));
                }
                None => {}
            }
        }
        for key in given.keys().filter(|key| !input.fields.contains_key(key.as_str())) {
            let hint = did_you_mean(key, input.fields.keys().map(|name| name.as_str()));
            self.wrong(value, path, &format!("Field \"{key}\" is not defined by type \"{}\".{hint}", input.name));
        }
    }

    fn wrong(&mut self, value: &Value, path: &str, problem: &str) {
        let place = if path == self.variable { String::new() } else { format!(" at \"{path}\"") };
        let message =
            format!("Variable \"${}\" got invalid value {}{place}; {problem}", self.variable, inspected(value));
        self.messages.push(message);
    }
}

fn scalar_problem(name: &str, value: &Value) -> Option<String> {
    let wrong = match name {
        "Int" if !value.is_i64() && !value.is_u64() => "non-integer",
        "Int" if value.as_i64().is_none_or(|whole| i32::try_from(whole).is_err()) => "non 32-bit signed integer",
        "Float" if !value.is_number() => "non numeric",
        "Boolean" if !value.is_boolean() => "a non boolean",
        "String" if !value.is_string() => "a non string",
        _ => return wrong_value(name, value, &inspected(value)),
    };
    Some(format!("{name} cannot represent {wrong} value: {}", inspected(value)))
}

/// As graphql-js prints a value: keys without quotes, spaces inside braces.
fn inspected(value: &Value) -> String {
    match value {
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(fields) => {
            let one = |(key, value): (&String, &Value)| format!("{key}: {}", inspected(value));
            format!("{{ {} }}", fields.iter().map(one).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inspected).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
