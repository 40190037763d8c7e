//! How Python writes and converts values: ComfyUI's messages are full of it.

use serde_json::{Number, Value};

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
    let mut quoted = String::from(mark);
    for letter in text.chars() {
        match letter {
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            '\\' => quoted.push_str("\\\\"),
            letter if letter == mark => quoted.extend(['\\', letter]),
            letter => quoted.push(letter),
        }
    }
    quoted.push(mark);
    quoted
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

/// `int(value)`
pub fn whole(value: &Value) -> Result<i128, Raised> {
    match value {
        Value::Bool(is) => Ok(i128::from(*is)),
        Value::Number(number) => Ok(of_number(number)),
        Value::String(text) => {
            let digits = text.trim().replace('_', "");
            digits.parse().map_err(|_| {
                let text = quoted(text);
                Raised::new("ValueError", format!("invalid literal for int() with base 10: {text}"))
            })
        }
        other => Err(wrong_type("int() argument must be a string, a bytes-like object or a real number", other)),
    }
}

#[allow(clippy::cast_possible_truncation, reason = "saturates, and is then out of every range")]
fn of_number(number: &Number) -> i128 {
    let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    whole.unwrap_or_else(|| number.as_f64().unwrap_or_default().trunc() as i128)
}

/// `float(value)`
pub fn number(value: &Value) -> Result<f64, Raised> {
    match value {
        Value::Bool(is) => Ok(f64::from(u8::from(*is))),
        Value::Number(number) => Ok(number.as_f64().unwrap_or_default()),
        Value::String(text) => text
            .trim()
            .parse()
            .map_err(|_| Raised::new("ValueError", format!("could not convert string to float: {}", quoted(text)))),
        other => Err(wrong_type("float() argument must be a string or a real number", other)),
    }
}

fn wrong_type(what: &str, value: &Value) -> Raised {
    let kind = match value {
        Value::Null => "NoneType",
        Value::Array(_) => "list",
        _ => "dict",
    };
    Raised::new("TypeError", format!("{what}, not '{kind}'"))
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
        assert_eq!(whole(&json!("12")), Ok(12));
        assert_eq!(whole(&json!(-1.9)), Ok(-1));
        assert_eq!(whole(&json!(true)), Ok(1));
        assert_eq!(whole(&json!(u64::MAX)), Ok(i128::from(u64::MAX)));
        assert_eq!(whole(&json!("x")).unwrap_err().text, "invalid literal for int() with base 10: 'x'");
        assert_eq!(number(&json!(null)).unwrap_err().kind, "TypeError");
    }
}
