//! What a value may be that stands in a workflow itself.

use serde_json::{Value, json};

use super::nodes::{Input, Kind};
use super::python::{self, Raised};
use super::validate::{Check, picture_place, problem};

/// Choices that are still listed in a refusal.
const MOST_LISTED: usize = 20;

impl Check<'_> {
    /// A value, in the type that the input has.
    pub fn value(&self, input: &Input, value: Value) -> Result<Value, Value> {
        let value = match value {
            Value::Object(mut wrapped) if wrapped.contains_key("__value__") => {
                wrapped.remove("__value__").unwrap_or_default()
            }
            value => value,
        };
        let complain = |kind: &str, message: &str, details: &str| {
            let more = json!({ "input_name": input.name, "input_config": self.config(input), "received_value": value });
            problem(kind, message, details, more)
        };
        let no_such_type = |kind: &str, raised: Raised| {
            let details = format!("{}, {}, {}", input.name, python::text(&value), raised.text);
            let message = format!("Failed to convert an input value to a {kind} value");
            let mut found = complain("invalid_input_type", &message, &details);
            if let Some(more) = found.get_mut("extra_info").and_then(Value::as_object_mut) {
                more.insert("exception_message".to_owned(), json!(raised.text));
            }
            found
        };
        let too_small = |value: &str, least: &str| {
            complain("value_smaller_than_min", &format!("Value {value} smaller than min of {least}"), input.name)
        };
        let too_big = |value: &str, most: &str| {
            complain("value_bigger_than_max", &format!("Value {value} bigger than max of {most}"), input.name)
        };
        match &input.kind {
            // Nothing but a link makes sense here, and ComfyUI finds that out when it executes.
            Kind::Link(_) => Ok(value),
            Kind::Whole { least, most, .. } => {
                let whole = python::whole(&value).map_err(|raised| no_such_type("INT", raised))?;
                if whole < i128::from(*least) {
                    return Err(too_small(&whole.to_string(), &least.to_string()));
                }
                // What fits below `most` fits into a `u64` or an `i64`.
                match (u64::try_from(whole), i64::try_from(whole)) {
                    (Ok(whole), _) if whole <= *most => Ok(json!(whole)),
                    (Err(_), Ok(whole)) => Ok(json!(whole)),
                    _ => Err(too_big(&whole.to_string(), &most.to_string())),
                }
            }
            Kind::Number { least, most, .. } => {
                let number = python::number(&value).map_err(|raised| no_such_type("FLOAT", raised))?;
                match number {
                    number if number < *least => Err(too_small(&format!("{number:?}"), &format!("{least:?}"))),
                    number if number > *most => Err(too_big(&format!("{number:?}"), &format!("{most:?}"))),
                    number => Ok(json!(number)),
                }
            }
            Kind::Text { .. } => Ok(json!(python::text(&value))),
            Kind::Choice(choices) if choices.iter().any(|choice| value == *choice) => Ok(value),
            Kind::Choice(choices) => Err(self.not_in_list(input, &value, &json!(choices))),
            Kind::Model => Err(self.not_in_list(input, &value, &json!([]))),
            Kind::Picture => {
                let place = value.as_str().and_then(picture_place);
                let found = place.and_then(|(folder, path)| self.folders.get(folder, &path));
                if found.is_some() { Ok(value) } else { Err(no_such_picture(input, &value)) }
            }
        }
    }

    fn not_in_list(&self, input: &Input, value: &Value, list: &Value) -> Value {
        let length = list.as_array().map_or(0, Vec::len);
        let is_long = length > MOST_LISTED;
        let listed = if is_long { format!("(list of length {length})") } else { python::repr(list) };
        let details = format!("{}: {} not in {listed}", input.name, python::repr(value));
        let config = if is_long { Value::Null } else { self.config(input) };
        let more = json!({ "input_name": input.name, "input_config": config, "received_value": value });
        problem("value_not_in_list", "Value not in list", &details, more)
    }
}

fn no_such_picture(input: &Input, value: &Value) -> Value {
    let details = format!("{} - Invalid image file: {}", input.name, python::text(value));
    let more = json!({ "input_name": input.name });
    problem("custom_validation_failed", "Custom validation failed for node", &details, more)
}
