//! The schema as a checker needs it, read from schema/runpod.graphql itself.

use std::collections::HashMap;
use std::sync::LazyLock;

use async_graphql_parser::parse_schema;
use async_graphql_parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};

const SDL: &str = include_str!("../../../schema/runpod.graphql");

/// Every type there is.
#[derive(Default)]
pub struct Rules {
    types: HashMap<String, Kind>,
}

pub enum Kind {
    Scalar,
    Enum(Vec<String>),
    Object(HashMap<String, Field>),
    Input(Vec<Slot>),
}

pub struct Field {
    pub ty: Type,
    pub arguments: Vec<Slot>,
}

/// An argument, or a field of an input.
pub struct Slot {
    pub name: String,
    pub ty: Type,
    pub has_default: bool,
}

static SHARED: LazyLock<Rules> = LazyLock::new(Rules::read);

impl Rules {
    /// They are the same for all, and are read once.
    pub fn shared() -> &'static Self {
        &SHARED
    }

    /// Should the file be unreadable, every request is refused; a test sees to it that it is not.
    fn read() -> Self {
        let mut types: HashMap<String, Kind> =
            ["String", "Int", "Float", "Boolean", "ID"].map(|name| (name.to_owned(), Kind::Scalar)).into();
        let definitions = parse_schema(without_preface(SDL)).map(|document| document.definitions).unwrap_or_default();
        for definition in definitions {
            if let TypeSystemDefinition::Type(definition) = definition {
                let definition = definition.node;
                types.insert(definition.name.node.to_string(), kind(definition));
            }
        }
        Self { types }
    }

    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.types.get(name)
    }

    pub fn field(&self, on: &str, name: &str) -> Option<&Field> {
        match self.kind(on)? {
            Kind::Object(fields) => fields.get(name),
            _ => None,
        }
    }

    /// The names of that type's fields.
    pub fn fields_of(&self, on: &str) -> impl Iterator<Item = &str> {
        let fields = match self.kind(on) {
            Some(Kind::Object(fields)) => Some(fields),
            _ => None,
        };
        fields.into_iter().flat_map(HashMap::keys).map(String::as_str)
    }

    /// The names of all types.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.types.keys().map(String::as_str)
    }

    pub fn is_leaf(&self, name: &str) -> bool {
        matches!(self.kind(name), Some(Kind::Scalar | Kind::Enum(_)))
    }
}

/// The parser knows no description on `schema` itself.
fn without_preface(sdl: &str) -> &str {
    sdl.find("\nschema").and_then(|start| sdl.get(start..)).unwrap_or(sdl)
}

fn kind(definition: TypeDefinition) -> Kind {
    match definition.kind {
        TypeKind::Enum(found) => {
            Kind::Enum(found.values.into_iter().map(|value| value.node.value.node.to_string()).collect())
        }
        TypeKind::InputObject(found) => {
            Kind::Input(found.fields.into_iter().map(|slot_of| slot(slot_of.node)).collect())
        }
        TypeKind::Object(found) => Kind::Object(found.fields.into_iter().map(|found| field(found.node)).collect()),
        _ => Kind::Scalar,
    }
}

fn field(definition: FieldDefinition) -> (String, Field) {
    let arguments = definition.arguments.into_iter().map(|argument| slot(argument.node)).collect();
    (definition.name.node.to_string(), Field { ty: definition.ty.node, arguments })
}

fn slot(definition: InputValueDefinition) -> Slot {
    Slot {
        name: definition.name.node.to_string(),
        ty: definition.ty.node,
        has_default: definition.default_value.is_some(),
    }
}

/// The name inside any brackets and marks.
pub fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => base(inner),
    }
}

/// Their names.
pub fn slot_names(slots: &[Slot]) -> impl Iterator<Item = &str> {
    slots.iter().map(|slot| slot.name.as_str())
}

impl Slot {
    pub fn is_required(&self) -> bool {
        !self.ty.nullable && !self.has_default
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_file_can_be_read() {
        parse_schema(without_preface(SDL)).expect("schema/runpod.graphql parses");
        assert!(Rules::read().field("Query", "myself").is_some());
    }
}
