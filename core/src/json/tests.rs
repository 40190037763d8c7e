use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

fn read(text: &str) -> Document {
    Document::read(text).unwrap()
}

#[test]
fn an_odd_field_is_none_and_nothing_worse() {
    let document = read(r#"{"a": 1, "b": null, "c": "", "d": [null, 2, {"e": "x"}], "f": true, "g": -0.5, "a": 2}"#);
    let json = document.json();
    assert_eq!(
        (json.number("a"), json.text("a"), json.number("b"), json.number("none")),
        (Some(1.0), None, None, None)
    );
    assert_eq!((json.is_null("b"), json.is_null("a"), json.is_null("none")), (true, false, false));
    assert_eq!((json.text("c"), json.get("c").as_text()), (None, Some("")));
    assert_eq!((json.is_true("f"), json.is_true("a"), json.whole("g"), json.whole("a")), (true, false, 0, 1));
    assert_eq!(json.list("d").unwrap().count(), 3);
    assert_eq!(json.entries("d").filter_map(|entry| entry.text("e")).collect::<Vec<_>>(), ["x"]);
    assert_eq!(json.keys().collect::<String>(), "abcdfg", "of a name that comes twice, the first");
    assert!(json.list("a").is_none() && json.list("b").is_none() && json.get("d").keys().next().is_none());
}

#[test]
fn what_is_no_json_comes_back_as_it_was() {
    for text in ["", "{", "[1,]", "{} {}", "<html>", &"[".repeat(10_000)] {
        assert_eq!(Document::read(text).unwrap_err(), text);
    }
    assert!(read("null").json().some().is_none());
}

#[test]
fn of_our_own_only_a_known_version_is_read() {
    assert_eq!(Document::read_version(r#"{"version": 2, "a": 1}"#, 2).unwrap().json().number("a"), Some(1.0));
    for text in [r#"{"version": 3}"#, r#"{"version": "2"}"#, "{}", "[2]", "{"] {
        assert!(Document::read_version(text, 2).is_none(), "{text}");
    }
}

/// What the document says of a value of which everything is known.
fn told(json: Json, expected: &Value) -> Value {
    match expected {
        Value::Object(fields) => {
            let keys: Vec<&str> = json.keys().collect();
            assert!(keys.iter().all(|key| fields.contains_key(*key)) && keys.len() == fields.len());
            let field = |(name, value): (&String, &Value)| {
                assert_eq!(json.is_null(name), value.is_null());
                let told = match value {
                    Value::Array(list) => {
                        json.list(name).unwrap().zip(list).map(|(one, value)| told(one, value)).collect()
                    }
                    value => told(json.get(name), value),
                };
                (name.clone(), told)
            };
            Value::Object(fields.iter().map(field).collect())
        }
        Value::String(_) => json.as_text().map(Value::from).unwrap_or_default(),
        Value::Number(_) => json.as_number().map(Value::from).unwrap_or_default(),
        Value::Bool(_) => json!(json.node().is_some_and(|node| matches!(node, Node::Bool(true)))),
        Value::Null | Value::Array(_) => Value::Null,
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(|number| Value::from(f64::from(number) / 8.0)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let object = prop::collection::btree_map(any::<String>(), inner.clone(), 0..6);
        let object = object.prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>()));
        // Lists are reached through a field.
        prop_oneof![object, prop::collection::vec(inner, 0..6).prop_map(|list| json!({ "list": list }))]
    })
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_as_it_was(value in any_value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        prop_assert_eq!(told(read(&text).json(), &value), value);
    }
}
