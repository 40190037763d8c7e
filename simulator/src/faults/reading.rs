//! How a fault is read: the short form, and the values under its keys.

use clap::ValueEnum;
use serde_json::{Map, Value, json};

/// `name[:operation[:times]]`
pub fn short_form(text: &str) -> Result<Map<String, Value>, String> {
    let mut parts = text.split(':');
    let mut given = Map::new();
    given.insert("name".to_owned(), json!(parts.next().unwrap_or_default()));
    if let Some(operation) = parts.next().filter(|operation| !operation.is_empty()) {
        given.insert("operation".to_owned(), json!(operation));
    }
    if let Some(times) = parts.next() {
        let times: u32 = times.parse().map_err(|_| format!("\"{times}\" is not a number of times"))?;
        given.insert("times".to_owned(), json!(times));
    }
    if parts.next().is_some() {
        return Err("expected JSON, or name[:operation[:times]]".to_owned());
    }
    Ok(given)
}

pub fn choice<T: ValueEnum>(given: &Map<String, Value>, key: &str) -> Result<Option<T>, String> {
    let Some(text) = words(given, key)? else { return Ok(None) };
    let names = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let names: Vec<String> = names.map(|value| value.get_name().to_owned()).collect();
    let unknown = |_| format!("\"{key}\" is \"{text}\", which is none of: {}", names.join(", "));
    T::from_str(&text, false).map(Some).map_err(unknown)
}

/// One text, or a list of them.
pub fn texts(given: &Map<String, Value>, key: &str) -> Result<Vec<String>, String> {
    let items = match given.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(items)) => items.clone(),
        Some(one) => vec![one.clone()],
    };
    let named =
        |item: Value| item.as_str().map(str::to_owned).ok_or(format!("\"{key}\" must be text, or a list of it"));
    items.into_iter().map(named).collect()
}

fn given_as<T>(
    given: &Map<String, Value>,
    key: &str,
    kind: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<Option<T>, String> {
    match given.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => read(value).map(Some).ok_or_else(|| format!("\"{key}\" must be {kind}")),
    }
}

pub fn words(given: &Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    given_as(given, key, "text", |value| value.as_str().map(str::to_owned))
}

pub fn whole(given: &Map<String, Value>, key: &str) -> Result<Option<u64>, String> {
    given_as(given, key, "a whole number", Value::as_u64)
}

pub fn number(given: &Map<String, Value>, key: &str) -> Result<Option<f64>, String> {
    given_as(given, key, "a number", Value::as_f64)
}

pub fn flag(given: &Map<String, Value>, key: &str) -> Result<bool, String> {
    given_as(given, key, "true or false", Value::as_bool).map(Option::unwrap_or_default)
}
