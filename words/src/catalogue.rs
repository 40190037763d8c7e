//! The catalogue as a list: for translators, and for the tests that compare languages.

use serde_json::{Map, Value, json};

use crate::english::AREAS;

/// One message.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its area.
    pub area: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// What is said of one thing, where that differs.
    pub one: Option<&'static str>,
    /// The English text.
    pub text: &'static str,
    /// The names of its gaps.
    pub gaps: &'static [&'static str],
}

/// All messages, in the order of the files.
pub fn catalogue() -> impl Iterator<Item = &'static Entry> {
    AREAS.iter().flat_map(|area| area.iter())
}

/// The catalogue in the form of a language's file. Keys are sorted.
pub fn english_json() -> String {
    let mut areas = Map::new();
    for entry in catalogue() {
        let said = match entry.one {
            Some(one) => json!({ "one": one, "other": entry.text }),
            None => Value::from(entry.text),
        };
        let area = areas.entry(entry.area).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(area) = area {
            area.insert(entry.name.to_owned(), said);
        }
    }
    // A map of strings is always JSON.
    serde_json::to_string_pretty(&areas).unwrap_or_default() + "\n"
}
