//! What async-graphql makes and what schema/runpod.graphql says are the same schema.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;

use apollo_compiler::ast::InputValueDefinition;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Node, Schema};
use launchpod_simulator::schema;

/// Every type, field, argument, enum value and input field as one line, with its type.
fn lines(sdl: &str, name: &str) -> BTreeSet<String> {
    let schema = Schema::parse_and_validate(sdl, name).expect("valid SDL");
    let mut lines = BTreeSet::new();
    for (name, definition) in schema.types.iter().filter(|(_, definition)| !definition.is_built_in()) {
        match definition {
            ExtendedType::Scalar(_) => {
                lines.insert(format!("scalar {name}"));
            }
            ExtendedType::Enum(found) => {
                lines.extend(found.values.keys().map(|value| format!("enum {name} {value}")));
            }
            ExtendedType::InputObject(found) => {
                lines.extend(found.fields.values().map(|field| format!("input {name}.{}", slot(&field.node))));
            }
            ExtendedType::Object(found) => {
                for field in found.fields.values() {
                    let mut arguments: Vec<String> = field.arguments.iter().map(slot).collect();
                    arguments.sort();
                    lines.insert(format!("type {name}.{}({}): {}", field.name, arguments.join(", "), field.ty));
                }
            }
            other => panic!("unforeseen kind of type: {}", other.name()),
        }
    }
    lines
}

fn slot(slot: &Node<InputValueDefinition>) -> String {
    let default = slot.default_value.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
    format!("{}: {}{default}", slot.name, slot.ty)
}

#[test]
fn the_schema_made_and_the_schema_written_agree() {
    let made = lines(&schema().sdl(), "made.graphql");
    let written = lines(include_str!("../../schema/runpod.graphql"), "runpod.graphql");
    let missing: Vec<_> = written.difference(&made).collect();
    let surplus: Vec<_> = made.difference(&written).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing: {missing:#?}\nsurplus: {surplus:#?}");
    assert!(written.len() > 300);
}
