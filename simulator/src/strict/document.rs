//! Fields, arguments, fragments and the use of variables.

use std::collections::{HashMap, HashSet};

use async_graphql_parser::types::{
    ExecutableDocument, Field as Asked, FragmentDefinition, OperationDefinition, OperationType, Selection,
    SelectionSet, Type,
};
use async_graphql_parser::{Pos, Positioned};
use async_graphql_value::{Name, Value};

use super::Complaint;
use super::hints::did_you_mean;
use super::literals;
use super::rules::{Field, Kind, Rules, base, slot_names};

pub fn check(rules: &Rules, document: &ExecutableDocument) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut operations: Vec<_> = document.operations.iter().collect();
    // As they are written: a map's own order is another one each time.
    operations.sort_by_key(|(_, operation)| operation.pos);
    for (name, operation) in operations {
        let mut walk = Walk {
            rules,
            fragments: &document.fragments,
            declared: declared(&operation.node),
            used: HashSet::new(),
            inside: Vec::new(),
            operation: name.map(ToString::to_string),
            complaints: Vec::new(),
        };
        walk.operation(operation);
        complaints.append(&mut walk.complaints);
    }
    complaints
}

fn declared(operation: &OperationDefinition) -> HashMap<String, Type> {
    let variables = operation.variable_definitions.iter().map(|variable| &variable.node);
    variables.map(|variable| (variable.name.node.to_string(), variable.var_type.node.clone())).collect()
}

/// The names of a root's own fields. A fragment at the root is looked into once, not within itself.
pub fn root_fields(document: &ExecutableDocument, set: &SelectionSet, found: &mut Vec<String>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => found.push(field.node.name.node.to_string()),
            Selection::InlineFragment(inner) => own_fields(&inner.node.selection_set.node, found),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    own_fields(&fragment.node.selection_set.node, found);
                }
            }
        }
    }
}

fn own_fields(set: &SelectionSet, found: &mut Vec<String>) {
    found.extend(set.items.iter().filter_map(|selection| match &selection.node {
        Selection::Field(field) => Some(field.node.name.node.to_string()),
        _ => None,
    }));
}

/// One walk through one operation.
pub struct Walk<'a> {
    pub rules: &'a Rules,
    pub declared: HashMap<String, Type>,
    pub used: HashSet<String>,
    pub operation: Option<String>,
    pub complaints: Vec<Complaint>,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    inside: Vec<Name>,
}

impl<'a> Walk<'a> {
    fn operation(&mut self, operation: &'a Positioned<OperationDefinition>) {
        let root = match operation.node.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => {
                let message = "Schema is not configured to execute subscription operation.";
                return self.invalid(message.to_owned(), operation.pos);
            }
        };
        self.variable_types(&operation.node);
        self.selections(&operation.node.selection_set.node, root);
        self.unused_variables(&operation.node);
    }

    fn variable_types(&mut self, operation: &OperationDefinition) {
        for variable in &operation.variable_definitions {
            let name = base(&variable.node.var_type.node);
            if self.rules.kind(name).is_none() {
                let hint = did_you_mean(name, self.rules.names());
                self.invalid(format!("Unknown type \"{name}\".{hint}"), variable.node.var_type.pos);
            }
        }
    }

    fn unused_variables(&mut self, operation: &OperationDefinition) {
        for variable in &operation.variable_definitions {
            let name = &variable.node.name.node;
            if !self.used.contains(name.as_str()) {
                let place = self.operation.as_ref().map(|name| format!(" in operation \"{name}\""));
                let message = format!("Variable \"${name}\" is never used{}.", place.unwrap_or_default());
                self.invalid(message, variable.pos);
            }
        }
    }

    fn selections(&mut self, set: &'a SelectionSet, on: &str) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => self.field(field, on),
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let on = condition.map_or(on, |condition| condition.node.on.node.as_str());
                    self.fragment(&fragment.node.selection_set.node, on, fragment.pos);
                }
                Selection::FragmentSpread(spread) => {
                    self.spread(&spread.node.fragment_name.node, selection.pos);
                }
            }
        }
    }

    fn spread(&mut self, name: &Name, at: Pos) {
        let Some(fragment) = self.fragments.get(name) else {
            return self.invalid(format!("Unknown fragment \"{name}\"."), at);
        };
        if self.inside.contains(name) {
            return self.invalid(format!("Cannot spread fragment \"{name}\" within itself."), at);
        }
        self.inside.push(name.clone());
        let on = fragment.node.type_condition.node.on.node.as_str();
        self.fragment(&fragment.node.selection_set.node, on, fragment.pos);
        self.inside.pop();
    }

    fn fragment(&mut self, set: &'a SelectionSet, on: &str, at: Pos) {
        match self.rules.kind(on) {
            Some(Kind::Object(_)) => self.selections(set, on),
            Some(_) => {
                let message = format!("Fragment cannot condition on non composite type \"{on}\".");
                self.invalid(message, at);
            }
            None => {
                let hint = did_you_mean(on, self.rules.names());
                self.invalid(format!("Unknown type \"{on}\".{hint}"), at);
            }
        }
    }

    fn field(&mut self, field: &'a Positioned<Asked>, on: &str) {
        let name = field.node.name.node.as_str();
        match name {
            "__typename" => return,
            "__schema" | "__type" => {
                return self.complaints.push(Complaint::introspection(field.pos));
            }
            _ => {}
        }
        let Some(known) = self.rules.field(on, name) else {
            let hint = did_you_mean(name, self.rules.fields_of(on));
            return self.invalid(format!("Cannot query field \"{name}\" on type \"{on}\".{hint}"), field.pos);
        };
        self.arguments(&field.node, known, on, field.pos);
        self.sub_selection(field, known);
    }

    fn sub_selection(&mut self, field: &'a Positioned<Asked>, known: &Field) {
        let name = &field.node.name.node;
        let (ty, empty) = (base(&known.ty), field.node.selection_set.node.items.is_empty());
        if self.rules.is_leaf(ty) && !empty {
            let message =
                format!("Field \"{name}\" must not have a selection since type \"{}\" has no subfields.", known.ty);
            return self.invalid(message, field.pos);
        }
        if !self.rules.is_leaf(ty) && empty {
            let message = format!(
                "Field \"{name}\" of type \"{}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?",
                known.ty
            );
            return self.invalid(message, field.pos);
        }
        self.selections(&field.node.selection_set.node, ty);
    }

    fn arguments(&mut self, field: &'a Asked, known: &Field, on: &str, at: Pos) {
        let name = &field.name.node;
        for (argument, value) in &field.arguments {
            match known.arguments.iter().find(|slot| slot.name == argument.node.as_str()) {
                Some(slot) => literals::check(self, &value.node, slot, value.pos),
                None => {
                    let hint = did_you_mean(&argument.node, slot_names(&known.arguments));
                    let message = format!("Unknown argument \"{}\" on field \"{on}.{name}\".{hint}", argument.node);
                    self.invalid(message, argument.pos);
                }
            }
        }
        for slot in known.arguments.iter().filter(|slot| slot.is_required()) {
            if !given(field, &slot.name) {
                let message = format!(
                    "Field \"{name}\" argument \"{}\" of type \"{}\" is required, but it was not provided.",
                    slot.name, slot.ty
                );
                self.invalid(message, at);
            }
        }
    }

    pub fn invalid(&mut self, message: String, at: Pos) {
        self.complaints.push(Complaint::invalid(message, at));
    }
}

fn given(field: &Asked, name: &str) -> bool {
    let found = field.arguments.iter().find(|(argument, _)| argument.node.as_str() == name);
    found.is_some_and(|(_, value)| value.node != Value::Null)
}
