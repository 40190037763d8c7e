//! What a body may hold, and what is said of one that holds something else. The recorded texts are those of a JSON Schema
//! library for Go; all others are worded after it.

use serde_json::{Map, Value};

use crate::clock::Moment;

/// One key of an object.
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
}

/// What a value must be.
pub enum Kind {
    /// So many characters.
    Text(usize, usize),
    /// Text of a certain form, that form as the API's own contract writes it, and so many characters at most.
    Formed(fn(&str) -> bool, &'static str, usize),
    OneOf(&'static [&'static str]),
    /// From, to. As in any JSON Schema, 11.0 is whole.
    Whole(i64, i64),
    Flag,
    /// Of RFC 3339.
    Time,
    /// Text or null.
    MaybeText,
    /// Names and texts.
    Env,
    /// Of texts.
    List(&'static Kind),
    /// One such object at most.
    One(&'static [Key]),
    Object(&'static [Key]),
}

/// A key that may be left out.
pub const fn may(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, required: false }
}

/// A key that must be there.
pub const fn must(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, required: true }
}

/// As long as one likes.
pub const ANY_TEXT: Kind = Kind::Text(0, usize::MAX);
/// And not empty.
pub const SOME_TEXT: Kind = Kind::Text(1, usize::MAX);

/// What a body may be: its keys, and what they must be together.
pub struct Contract {
    pub keys: &'static [Key],
    pub also: Also,
}

/// What no key can say for itself.
pub enum Also {
    Nothing,
    /// One key at least.
    NotEmpty,
    /// The first, unless the second is there.
    Unless(&'static str, &'static str),
}

/// Keys, and nothing else.
pub const fn keys(keys: &'static [Key]) -> Contract {
    Contract { keys, also: Also::Nothing }
}

/// All that is wrong with a body.
pub fn faults_of(body: &Value, contract: &Contract) -> Vec<String> {
    let mut found = Vec::new();
    object(body, contract.keys, "$", &mut found);
    if !found.is_empty() {
        return found;
    }
    let is_empty = body.as_object().is_some_and(Map::is_empty);
    match contract.also {
        Also::NotEmpty if is_empty => found.push("$: minProperties: got 0, want 1".to_owned()),
        Also::Unless(key, other) if body.get(key).is_none() && body.get(other).is_none() => {
            found.push(format!("$: missing property '{key}'"));
        }
        Also::Nothing | Also::NotEmpty | Also::Unless(..) => {}
    }
    found
}

fn object(value: &Value, keys: &[Key], at: &str, found: &mut Vec<String>) {
    let Some(fields) = value.as_object() else { return found.push(wrong_type(at, value, "object")) };
    let missing = keys.iter().filter(|key| key.required && !fields.contains_key(key.name));
    list(at, "missing propert", &missing.map(|key| key.name).collect::<Vec<_>>(), "", found);
    let strangers = fields.keys().map(String::as_str).filter(|name| !keys.iter().any(|key| key.name == *name));
    list(at, "additional propert", &strangers.collect::<Vec<_>>(), " not allowed", found);
    for key in keys {
        if let Some(value) = fields.get(key.name) {
            one(value, &key.kind, &format!("{at}.{}", key.name), found);
        }
    }
}

/// `missing property 'a'`, `additional properties 'a', 'b' not allowed`. The second has a plural even for one, as recorded.
fn list(at: &str, what: &str, names: &[&str], end: &str, found: &mut Vec<String>) {
    if names.is_empty() {
        return;
    }
    let names_text = names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let ending = if names.len() == 1 && end.is_empty() { "y" } else { "ies" };
    found.push(format!("{at}: {what}{ending} {names_text}{end}"));
}

fn one(value: &Value, kind: &Kind, at: &str, found: &mut Vec<String>) {
    match kind {
        Kind::Text(least, most) => match value.as_str().map(|text| text.chars().count()) {
            None => found.push(wrong_type(at, value, "string")),
            Some(length) if length < *least => found.push(format!("{at}: minLength: got {length}, want {least}")),
            Some(length) if length > *most => found.push(format!("{at}: maxLength: got {length}, want {most}")),
            Some(_) => {}
        },
        Kind::Formed(fits, form, most) => match value.as_str() {
            None => found.push(wrong_type(at, value, "string")),
            Some(text) if text.chars().count() > *most => {
                found.push(format!("{at}: maxLength: got {}, want {most}", text.chars().count()));
            }
            Some(text) if !fits(text) => found.push(format!("{at}: '{text}' does not match pattern '{form}'")),
            Some(_) => {}
        },
        Kind::OneOf(words) => {
            if !value.as_str().is_some_and(|text| words.contains(&text)) {
                found.push(format!("{at}: {}", one_of(words)));
            }
        }
        Kind::Whole(least, most) => match whole(value) {
            None => found.push(wrong_type(at, value, "integer")),
            Some(number) if number < *least => found.push(format!("{at}: minimum: got {number}, want {least}")),
            Some(number) if number > *most => found.push(format!("{at}: maximum: got {number}, want {most}")),
            Some(_) => {}
        },
        Kind::Time => {
            if value.as_str().is_none_or(|text| Moment::read(text).is_none()) {
                found.push(format!("{at}: must be a time of RFC 3339"));
            }
        }
        Kind::Flag if !value.is_boolean() => found.push(wrong_type(at, value, "boolean")),
        Kind::MaybeText if !(value.is_string() || value.is_null()) => {
            found.push(wrong_type(at, value, "null or string"));
        }
        Kind::Flag | Kind::MaybeText => {}
        Kind::Env => env(value, at, found),
        Kind::List(kind) => items(value, at, found, |item, at, found| one(item, kind, at, found)),
        Kind::One(keys) => {
            if let Some(count) = value.as_array().map(Vec::len).filter(|count| *count > 1) {
                found.push(format!("{at}: maxItems: got {count}, want 1"));
            }
            items(value, at, found, |item, at, found| object(item, keys, at, found));
        }
        Kind::Object(keys) => object(value, keys, at, found),
    }
}

/// Larger ones than can be counted are as large as can be.
fn whole(value: &Value) -> Option<i64> {
    let as_written = || value.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as i64);
    value.as_i64().or_else(as_written)
}

fn env(value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(variables) = value.as_object() else { return found.push(wrong_type(at, value, "object")) };
    for (name, value) in variables.iter().filter(|(_, value)| !value.is_string()) {
        found.push(wrong_type(&format!("{at}.{name}"), value, "string"));
    }
}

fn items(value: &Value, at: &str, found: &mut Vec<String>, check: impl Fn(&Value, &str, &mut Vec<String>)) {
    let Some(items) = value.as_array() else { return found.push(wrong_type(at, value, "array")) };
    for (index, item) in items.iter().enumerate() {
        check(item, &format!("{at}[{index}]"), found);
    }
}

/// As recorded for a wrong action.
pub fn one_of(words: &[&str]) -> String {
    let words = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ");
    format!("value must be one of {words}")
}

fn wrong_type(at: &str, value: &Value, wanted: &str) -> String {
    let got = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    format!("{at}: got {got}, want {wanted}")
}

/// A body that has been found good, and what it says.
pub struct Body(pub Value);

impl Body {
    pub fn text(&self, key: &str) -> Option<String> {
        self.0.get(key)?.as_str().map(str::to_owned)
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        self.0.get(key)?.as_bool()
    }

    pub fn whole(&self, key: &str) -> Option<i32> {
        let number = whole(self.0.get(key)?)?;
        Some(i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX }))
    }

    pub fn texts(&self, key: &str) -> Option<Vec<String>> {
        let items = self.0.get(key)?.as_array()?;
        Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    pub fn env(&self) -> Option<Vec<(String, String)>> {
        let variables: &Map<String, Value> = self.0.get("env")?.as_object()?;
        let pair = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
        Some(variables.iter().filter_map(pair).collect())
    }

    /// What stands under that key, read on in the same way.
    pub fn inner(&self, key: &str) -> Option<Self> {
        Some(Self(self.0.get(key)?.clone()))
    }

    pub fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some()
    }
}

/// `12.8`
pub fn is_cuda(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.').is_some_and(|(major, minor)| digits(major) && digits(minor))
}

/// A CUDA version.
pub const CUDA: Kind = Kind::Formed(is_cuda, "^\\d+\\.\\d+$", usize::MAX);
/// As many as one likes, of what there may be so many of at least.
pub const fn from(least: i64) -> Kind {
    Kind::Whole(least, i64::MAX)
}
