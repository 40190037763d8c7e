//! The library's findings in the words of graphql-js.
//!
//! The library has most of them itself (`unstable_compat_message`, made for Apollo's own router). They are not a part of its
//! interface that it promises to keep, so its version is pinned.

use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::executable::Operation;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::{DiagnosticData, DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Node, Schema};

use super::error::ValidationError;
use super::hints::{did_you_mean, did_you_mean_the_value};
use super::literals::misplaced;

const LEAVES_OUT: [&str; 5] = [
    "UndefinedField",
    "SubselectionOnScalarType",
    "SubselectionOnEnumType",
    "UndefinedTypeInNamedFragmentTypeCondition",
    "UndefinedTypeInInlineFragmentTypeCondition",
];
const MISSES: [&str; 4] = ["MissingSubselection", "UnusedFragment", "UnusedVariable", "UndefinedFragment"];

pub fn all(schema: &Valid<Schema>, document: &ExecutableDocument, found: &DiagnosticList) -> Vec<ValidationError> {
    let mut errors = Vec::new();
    // What the library can't make sense of it leaves out, and then misses it.
    let is_partial = found.iter().any(|one| LEAVES_OUT.contains(&name(one.error)));
    for one in found.iter().filter(|one| !(is_partial && MISSES.contains(&name(one.error)))) {
        let message = message(schema, document, one.error);
        let error = ValidationError::invalid(message, one.line_column_range().map(|range| range.start));
        // A fragment is checked once for each operation that spreads it.
        if !errors.contains(&error) {
            errors.push(error);
        }
    }
    errors
}

/// The operation in which that stands, if it stands in one.
fn operation_at(document: &ExecutableDocument, offset: Option<usize>) -> Option<&Operation> {
    let holds = |operation: &Node<Operation>| {
        let span = operation.location().zip(offset);
        span.is_some_and(|(span, offset)| (span.offset()..span.end_offset()).contains(&offset))
    };
    document.operations.iter().find(|operation| holds(operation)).map(AsRef::as_ref)
}

/// What kind of finding that is. Nothing for an error of syntax.
fn name(error: &DiagnosticData) -> &'static str {
    error.unstable_error_name().unwrap_or_default()
}

fn message(schema: &Valid<Schema>, document: &ExecutableDocument, error: &DiagnosticData) -> String {
    let text = error.unstable_compat_message().unwrap_or_else(|| error.to_string());
    // None of the names in a message has quotes in it.
    let quoted = |index: usize| text.split('"').nth(2 * index + 1).unwrap_or_default();
    let in_operation = |word: &str| {
        let offset = error.location().map(|span| span.offset());
        let name = operation_at(document, offset).and_then(|operation| operation.name.as_ref());
        let place = name.map(|name| format!(" {word} operation \"{name}\"")).unwrap_or_default();
        format!("{}{place}.", text.trim_end_matches('.'))
    };
    match name(error) {
        "UndefinedField" => format!("{text}{}", did_you_mean(quoted(0), fields(schema, quoted(1)))),
        "UndefinedArgument" => {
            let (ty, field) = quoted(1).split_once('.').unwrap_or_default();
            let field = schema.type_field(ty, field).ok();
            let known = field.iter().flat_map(|field| field.arguments.iter().map(|slot| slot.name.as_str()));
            format!("{text}{}", did_you_mean(quoted(0), known))
        }
        "UndefinedInputValue" => format!("{text}{}", did_you_mean(quoted(0), fields(schema, quoted(1)))),
        "UndefinedEnumValue" => format!("{text}{}", did_you_mean_the_value(quoted(0), values(schema, quoted(1)))),
        "UndefinedDefinition"
        | "UndefinedTypeInNamedFragmentTypeCondition"
        | "UndefinedTypeInInlineFragmentTypeCondition" => {
            let known = schema.types.keys().map(|name| name.as_str()).filter(|name| !name.starts_with("__"));
            format!("{text}{}", did_you_mean(quoted(0), known))
        }
        "MissingSubselection" => {
            let (field, parent) = (quoted(0), quoted(1));
            let ty = schema.type_field(parent, field).map(|field| field.ty.to_string()).unwrap_or_default();
            text.replacen(&format!("of type \"{parent}\""), &format!("of type \"{ty}\""), 1)
        }
        "SubselectionOnScalarType" | "SubselectionOnEnumType" => format!("{text}."),
        "UnusedVariable" => in_operation("in"),
        "UndefinedVariable" => in_operation("by"),
        // It names another way round than graphql-js.
        "RecursiveFragmentDefinition" => format!("{}.", text.split(" via ").next().unwrap_or_default()),
        "UnsupportedValueType" => unsupported(schema, document, &text),
        _ => text.clone(),
    }
}

fn fields<'a>(schema: &'a Schema, ty: &str) -> Vec<&'a str> {
    match schema.types.get(ty) {
        Some(ExtendedType::Object(found)) => found.fields.keys().map(|name| name.as_str()).collect(),
        Some(ExtendedType::InputObject(found)) => found.fields.keys().map(|name| name.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn values<'a>(schema: &'a Schema, ty: &str) -> Vec<&'a str> {
    match schema.types.get(ty) {
        Some(ExtendedType::Enum(found)) => found.values.keys().map(|name| name.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn unsupported(schema: &Schema, document: &ExecutableDocument, text: &str) -> String {
    let Some((ty, value)) = text.split_once(" cannot represent value: ") else { return text.to_owned() };
    if let Some(name) = value.strip_prefix('$') {
        let mut variables = document.operations.iter().flat_map(|operation| &operation.variables);
        let declared = variables.find(|variable| variable.name == name).map(|variable| variable.ty.to_string());
        return misplaced(name, &declared.unwrap_or_default(), ty);
    }
    let wrong = match (ty, schema.types.get(ty)) {
        _ if value == "null" => return format!("Expected value of type \"{ty}\", found null."),
        ("Int", _) => "non-integer",
        ("Float", _) => "non numeric",
        ("Boolean", _) => "a non boolean",
        (_, Some(ExtendedType::Enum(_))) => {
            let hint = did_you_mean_the_value(value, values(schema, ty));
            return format!("Enum \"{ty}\" cannot represent non-enum value: {value}.{hint}");
        }
        (_, Some(ExtendedType::InputObject(_))) => {
            return format!("Expected value of type \"{ty}\", found {value}.");
        }
        _ => "a non string",
    };
    format!("{ty} cannot represent {wrong} value: {value}")
}
