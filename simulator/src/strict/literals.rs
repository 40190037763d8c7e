//! Values written into the query.

use async_graphql_parser::Pos;
use async_graphql_parser::types::{BaseType, Type};
use async_graphql_value::{Name, Value};

use super::document::Walk;
use super::hints::{did_you_mean, did_you_mean_the_value};
use super::rules::{Kind, Slot, slot_names};

pub fn check(walk: &mut Walk<'_>, value: &Value, slot: &Slot, at: Pos) {
    value_fits(walk, value, &slot.ty, slot.has_default, at);
}

fn value_fits(walk: &mut Walk<'_>, value: &Value, ty: &Type, has_default: bool, at: Pos) {
    if let Value::Variable(name) = value {
        return variable_fits(walk, name, ty, has_default, at);
    }
    if *value == Value::Null {
        if !ty.nullable {
            walk.invalid(format!("Expected value of type \"{ty}\", found null."), at);
        }
        return;
    }
    match (&ty.base, value) {
        (BaseType::List(inner), Value::List(items)) => {
            items.iter().for_each(|item| value_fits(walk, item, inner, false, at));
        }
        // GraphQL takes one value for a list of one.
        (BaseType::List(inner), one) => value_fits(walk, one, inner, false, at),
        (BaseType::Named(name), value) => named_fits(walk, value, name, at),
    }
}

fn variable_fits(walk: &mut Walk<'_>, name: &Name, ty: &Type, has_default: bool, at: Pos) {
    walk.used.insert(name.to_string());
    let Some(declared) = walk.declared.get(name.as_str()) else {
        let operation = walk.operation.as_ref().map(|name| format!(" by operation \"{name}\""));
        let message = format!("Variable \"${name}\" is not defined{}.", operation.unwrap_or_default());
        return walk.invalid(message, at);
    };
    if !assignable(declared, ty, has_default) {
        let message = format!("Variable \"${name}\" of type \"{declared}\" used in position expecting type \"{ty}\".");
        walk.invalid(message, at);
    }
}

fn assignable(from: &Type, to: &Type, has_default: bool) -> bool {
    if from.nullable && !to.nullable && !has_default {
        return false;
    }
    match (&from.base, &to.base) {
        (BaseType::Named(from), BaseType::Named(to)) => from == to,
        (BaseType::List(from), BaseType::List(to)) => assignable(from, to, false),
        _ => false,
    }
}

fn named_fits(walk: &mut Walk<'_>, value: &Value, name: &str, at: Pos) {
    let rules = walk.rules;
    match (rules.kind(name), value) {
        (Some(Kind::Input(slots)), Value::Object(given)) => {
            for (key, value) in given {
                match slots.iter().find(|slot| slot.name == key.as_str()) {
                    Some(slot) => check(walk, value, slot, at),
                    None => {
                        let hint = did_you_mean(key, slot_names(slots));
                        walk.invalid(format!("Field \"{key}\" is not defined by type \"{name}\".{hint}"), at);
                    }
                }
            }
            for slot in slots.iter().filter(|slot| slot.is_required()) {
                if !given.contains_key(slot.name.as_str()) {
                    let message =
                        format!("Field \"{name}.{}\" of required type \"{}\" was not provided.", slot.name, slot.ty);
                    walk.invalid(message, at);
                }
            }
        }
        (Some(Kind::Input(_)), other) => {
            walk.invalid(format!("Expected value of type \"{name}\", found {other}."), at);
        }
        (Some(Kind::Enum(values)), Value::Enum(given)) => {
            if !values.iter().any(|value| value == given.as_str()) {
                let hint = did_you_mean_the_value(given, values.iter().map(String::as_str));
                walk.invalid(format!("Value \"{given}\" does not exist in \"{name}\" enum.{hint}"), at);
            }
        }
        (Some(Kind::Enum(values)), other) => {
            let hint = did_you_mean_the_value(&other.to_string(), values.iter().map(String::as_str));
            walk.invalid(format!("Enum \"{name}\" cannot represent non-enum value: {other}.{hint}"), at);
        }
        (_, value) => {
            if let Some(message) = scalar_problem(name, value) {
                walk.invalid(message, at);
            }
        }
    }
}

fn scalar_problem(name: &str, value: &Value) -> Option<String> {
    let is_int = |value: &Value| match value {
        Value::Number(number) => number.as_i64().is_some_and(|whole| i32::try_from(whole).is_ok()),
        _ => false,
    };
    let is_whole = matches!(value, Value::Number(number) if number.is_i64() || number.is_u64());
    let wrong = match name {
        "Int" if is_whole && !is_int(value) => "non 32-bit signed integer",
        "Int" if !is_int(value) => "non-integer",
        "Float" if !matches!(value, Value::Number(_)) => "non numeric",
        "Boolean" if !matches!(value, Value::Boolean(_)) => "a non boolean",
        "Port" if !is_port(value) => return Some(format!("Value is not a valid TCP port: {value}")),
        "String" | "DateTime" if !matches!(value, Value::String(_)) => "a non string",
        _ => return None,
    };
    Some(format!("{name} cannot represent {wrong} value: {value}"))
}

fn is_port(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_u64().is_some_and(|port| u16::try_from(port).is_ok()),
        _ => false,
    }
}
