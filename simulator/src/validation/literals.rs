//! What the library does not look at in values that are written into the query: RunPod's own scalars, for which it takes any
//! value, and whether a variable inside of a list or an object may be null.

use apollo_compiler::ast::Type;
use apollo_compiler::executable::{Operation, Value as Literal};
use apollo_compiler::parser::SourceSpan;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node, Schema};
use serde_json::Value;

use super::error::{ValidationError, line_column};

pub fn check(schema: &Valid<Schema>, document: &ExecutableDocument) -> Vec<ValidationError> {
    let mut found = Vec::new();
    for operation in document.operations.iter() {
        let mut walk = Walk { schema, operation, found: Vec::new() };
        for variable in &operation.variables {
            if let Some(default) = &variable.default_value {
                walk.value(default, &variable.ty, false);
            }
        }
        for field in operation.all_fields(document) {
            for argument in &field.arguments {
                if let Some(defined) = field.definition.argument_by_name(&argument.name) {
                    walk.value(&argument.value, &defined.ty, false);
                }
            }
        }
        found.append(&mut walk.found);
    }
    found.into_iter().map(|(message, at)| ValidationError::invalid(message, line_column(document, at))).collect()
}

struct Walk<'a> {
    schema: &'a Schema,
    operation: &'a Operation,
    found: Vec<(String, Option<SourceSpan>)>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Node<Literal>, ty: &Type, is_inside: bool) {
        let schema = self.schema;
        match (&**value, schema.types.get(ty.inner_named_type())) {
            (Literal::Null, _) => {}
            (Literal::Variable(name), _) if is_inside => self.variable(name, ty, value.location()),
            (Literal::Variable(_), _) => {}
            (Literal::List(items), _) if ty.is_list() => {
                items.iter().for_each(|item| self.value(item, ty.item_type(), true));
            }
            (Literal::Object(given), Some(ExtendedType::InputObject(input))) => {
                for (name, value) in given {
                    if let Some(field) = input.fields.get(name) {
                        // RunPod's inputs have no default values, which would stand in for null.
                        self.value(value, &field.ty, true);
                    }
                }
            }
            (literal, Some(ExtendedType::Scalar(scalar))) if !scalar.is_built_in() => {
                let problem = wrong_value(&scalar.name, &plain(literal), &literal.to_string());
                self.found.extend(problem.map(|message| (message, value.location())));
            }
            _ => {}
        }
    }

    fn variable(&mut self, name: &str, ty: &Type, at: Option<SourceSpan>) {
        let Some(variable) = self.operation.variables.iter().find(|variable| variable.name == name) else { return };
        let declared = &variable.ty;
        let has_default = variable.default_value.as_ref().is_some_and(|default| !default.is_null());
        let given = if has_default { declared.as_ref().clone().non_null() } else { declared.as_ref().clone() };
        // The library sees it if the names differ.
        if declared.inner_named_type() == ty.inner_named_type() && !given.is_assignable_to(ty) {
            self.found.push((misplaced(name, &declared.to_string(), &ty.to_string()), at));
        }
    }
}

/// A variable of a type that does not fit where it is used.
pub fn misplaced(variable: &str, declared: &str, expected: &str) -> String {
    format!("Variable \"${variable}\" of type \"{declared}\" used in position expecting type \"{expected}\".")
}

/// What is neither a number nor a text counts as nothing: none of RunPod's scalars that are checked takes it.
fn plain(value: &Literal) -> Value {
    match value {
        Literal::String(text) => Value::from(text.as_str()),
        Literal::Int(number) => number.as_str().parse::<i64>().map_or(Value::Null, Value::from),
        Literal::Float(number) => number.try_to_f64().map_or(Value::Null, Value::from),
        _ => Value::Null,
    }
}

/// What is wrong with a value for such a scalar, `shown` as the client wrote it.
pub fn wrong_value(scalar: &str, value: &Value, shown: &str) -> Option<String> {
    match scalar {
        "Port" if value.as_u64().is_none_or(|port| u16::try_from(port).is_err()) => {
            Some(format!("Value is not a valid TCP port: {shown}"))
        }
        "DateTime" if !value.is_string() => Some(format!("DateTime cannot represent a non string value: {shown}")),
        _ => None,
    }
}
