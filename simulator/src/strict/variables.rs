//! Values sent beside the query.

use async_graphql_parser::Pos;
use async_graphql_parser::types::{BaseType, OperationDefinition, Type};
use serde_json::{Map, Value};

use super::Complaint;
use super::hints::{did_you_mean, did_you_mean_the_value};
use super::rules::{Kind, Rules, slot_names};

pub fn check(rules: &Rules, operation: &OperationDefinition, values: &Map<String, Value>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for variable in &operation.variable_definitions {
        let (name, ty, at) = (&variable.node.name.node, &variable.node.var_type.node, variable.pos);
        let mut check = Coercion { rules, variable: name, at, complaints: Vec::new() };
        match values.get(name.as_str()) {
            None if ty.nullable || variable.node.default_value.is_some() => {}
            None => check.missing(ty),
            Some(value) => check.value(value, ty, name),
        }
        complaints.append(&mut check.complaints);
    }
    complaints
}

struct Coercion<'a> {
    rules: &'a Rules,
    variable: &'a str,
    at: Pos,
    complaints: Vec<Complaint>,
}

impl Coercion<'_> {
    fn missing(&mut self, ty: &Type) {
        let message = format!("Variable \"${}\" of required type \"{ty}\" was not provided.", self.variable);
        self.complaints.push(Complaint::bad_input(message, self.at));
    }

    fn value(&mut self, value: &Value, ty: &Type, path: &str) {
        if value.is_null() {
            if !ty.nullable {
                let problem = format!("Expected non-nullable type \"{ty}\" not to be null.");
                self.bad(value, path, &problem);
            }
            return;
        }
        match (&ty.base, value) {
            (BaseType::List(inner), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, inner, &format!("{path}[{index}]"));
                }
            }
            (BaseType::List(inner), one) => self.value(one, inner, path),
            (BaseType::Named(name), value) => self.named(value, name, path),
        }
    }

    fn named(&mut self, value: &Value, name: &str, path: &str) {
        let rules = self.rules;
        match (rules.kind(name), value) {
            (Some(Kind::Input(slots)), Value::Object(given)) => {
                for slot in slots {
                    match given.get(&slot.name) {
                        Some(inner) => {
                            self.value(inner, &slot.ty, &format!("{path}.{}", slot.name));
                        }
                        None if slot.is_required() => {
                            let problem =
                                format!("Field \"{}\" of required type \"{}\" was not provided.", slot.name, slot.ty);
                            self.bad(value, path, &problem);
                        }
                        None => {}
                    }
                }
                let known = |key: &&String| slots.iter().any(|slot| slot.name == **key);
                for key in given.keys().filter(|key| !known(key)) {
                    let hint = did_you_mean(key, slot_names(slots));
                    self.bad(value, path, &format!("Field \"{key}\" is not defined by type \"{name}\".{hint}"));
                }
            }
            (Some(Kind::Input(_)), _) => {
                self.bad(value, path, &format!("Expected type \"{name}\" to be an object."));
            }
            (Some(Kind::Enum(values)), Value::String(given)) => {
                if !values.contains(given) {
                    let hint = did_you_mean_the_value(given, values.iter().map(String::as_str));
                    let problem = format!("Value \"{given}\" does not exist in \"{name}\" enum.{hint}");
                    self.bad(value, path, &problem);
                }
            }
            (Some(Kind::Enum(_)), _) => {
                let problem = format!("Enum \"{name}\" cannot represent non-string value: {value}.");
                self.bad(value, path, &problem);
            }
            (_, value) => {
                if let Some(problem) = scalar_problem(name, value) {
                    self.bad(value, path, &problem);
                }
            }
        }
    }

    fn bad(&mut self, value: &Value, path: &str, problem: &str) {
        let place = if path == self.variable { String::new() } else { format!(" at \"{path}\"") };
        let message =
            format!("Variable \"${}\" got invalid value {}{place}; {problem}", self.variable, inspected(value));
        self.complaints.push(Complaint::bad_input(message, self.at));
    }
}

fn scalar_problem(name: &str, value: &Value) -> Option<String> {
    let whole = value.as_i64().or_else(|| value.as_f64().filter(|n| n.fract() == 0.0).map(saturated));
    let wrong = match name {
        "Int" if whole.is_none() => "non-integer",
        "Int" if whole.is_some_and(|whole| i32::try_from(whole).is_err()) => "non 32-bit signed integer",
        "Float" if !value.is_number() => "non numeric",
        "Boolean" if !value.is_boolean() => "a non boolean",
        "Port" if whole.is_none_or(|port| u16::try_from(port).is_err()) => {
            return Some(format!("Value is not a valid TCP port: {}", inspected(value)));
        }
        "String" | "DateTime" if !value.is_string() => "a non string",
        _ => return None,
    };
    Some(format!("{name} cannot represent {wrong} value: {}", inspected(value)))
}

#[allow(clippy::cast_possible_truncation, reason = "saturates, and is refused as too large then")]
fn saturated(number: f64) -> i64 {
    number as i64
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
