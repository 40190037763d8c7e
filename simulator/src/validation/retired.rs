//! Fields that are no more: whoever asks for one gets what graphql-js says of a field that has never been.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;

use super::error::{ValidationError, line_column};
use super::request::parsed;
use super::schema::SCHEMA;

/// Whether any type has that field, given as `field` or as `Type.field`.
pub fn has_field(wanted: &str) -> bool {
    SCHEMA.types.iter().any(|(name, ty)| match ty {
        ExtendedType::Object(object) => object.fields.keys().any(|field| is_meant(wanted, name, field)),
        _ => false,
    })
}

/// What is said of each of these fields that the request asks for.
pub fn uses_of(query: &str, operation_name: Option<&str>, retired: &[String]) -> Vec<ValidationError> {
    let request = parsed(query);
    let mut found = Vec::new();
    // A request that is wrong already is refused for that.
    if let (true, Ok(operation)) = (request.errors.is_empty(), request.document.operations.get(operation_name)) {
        walk(&operation.selection_set, &request.document, retired, &mut found);
    }
    found
}

fn walk(set: &SelectionSet, document: &ExecutableDocument, retired: &[String], found: &mut Vec<ValidationError>) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                if retired.iter().any(|wanted| is_meant(wanted, &set.ty, &field.name)) {
                    let message = format!("Cannot query field \"{}\" on type \"{}\".", field.name, set.ty);
                    found.push(ValidationError::invalid(message, line_column(document, field.location())));
                } else {
                    walk(&field.selection_set, document, retired, found);
                }
            }
            Selection::InlineFragment(fragment) => walk(&fragment.selection_set, document, retired, found),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.fragment_name) {
                    walk(&fragment.selection_set, document, retired, found);
                }
            }
        }
    }
}

fn is_meant(wanted: &str, ty: &str, field: &str) -> bool {
    match wanted.split_once('.') {
        Some((of, name)) => of == ty && name == field,
        None => wanted == field,
    }
}
