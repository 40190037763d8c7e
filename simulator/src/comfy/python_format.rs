//! How Python writes and converts values: ComfyUI's messages are full of it.

use serde_json::Value;

/// What Python raises.
#[derive(Debug, PartialEq, Eq)]
pub struct Raised {
    pub kind: &'static str,
    pub text: String,
}

impl Raised {
    pub fn new(kind: &'static str, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

/// `repr(value)`
pub fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(repr).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| format!("{}: {}", quoted(key), repr(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// `str(value)`
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => repr(other),
    }
}

fn quoted(text: &str) -> String {
    let mark = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let text = text.replace('\\', "\\\\").replace('\n', "\\n").replace(mark, &format!("\\{mark}"));
    format!("{mark}{text}{mark}")
}

/// `bool(value)`
pub fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is) => *is,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
    }
}

/// `key in value`; `None` where Python raises.
pub fn holds(value: &Value, key: &str) -> Option<bool> {
    match value {
        Value::Object(entries) => Some(entries.contains_key(key)),
        Value::Array(items) => Some(items.iter().any(|item| item == key)),
        Value::String(text) => Some(text.contains(key)),
        _ => None,
    }
}

/// `float(value)`; `None` where Python raises.
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(is) => Some(f64::from(u8::from(*is))),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_read_as_python_prints_them() {
        let value = json!([null, true, 1, 1.5, "a", "it's", "\"it's\"", { "k": [] }]);
        assert_eq!(repr(&value), "[None, True, 1, 1.5, 'a', \"it's\", '\"it\\'s\"', {'k': []}]");
    }

    #[test]
    fn numbers_are_taken_as_python_takes_them() {
        assert_eq!(number(&json!(" 8.5 ")), Some(8.5));
        assert_eq!(number(&json!(true)), Some(1.0));
        assert_eq!([json!(null), json!("x"), json!([])].map(|value| number(&value)), [None; 3]);
    }
}
