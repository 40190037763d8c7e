//! What Apollo Server refuses before anything is executed. The `apollo-compiler` crate finds what is wrong; here its findings
//! get Apollo Server's codes and texts, because clients read them.
//!
//! async-graphql validates too, but with other texts and no codes.

mod hints;
mod literals;
mod messages;
mod request;
mod variables;

use std::sync::LazyLock;

use apollo_compiler::Schema;
use apollo_compiler::executable::Operation;
use apollo_compiler::parser::LineColumn;
use apollo_compiler::validation::Valid;
use serde_json::{Map, Value, json};

pub use request::parsed;

const SDL: &str = include_str!("../../../schema/runpod.graphql");

/// Should the file be invalid, every request is refused; a test makes sure that it is valid.
static SCHEMA: LazyLock<Valid<Schema>> = LazyLock::new(|| {
    Schema::parse_and_validate(SDL, "runpod.graphql").unwrap_or_else(|_| Valid::assume_valid(Schema::new()))
});

/// Whether RunPod has a query or a mutation of that name.
pub fn has_operation(name: &str) -> bool {
    ["Query", "Mutation"].iter().any(|root| SCHEMA.type_field(root, name).is_ok())
}

/// One thing wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    pub message: String,
    pub code: &'static str,
    location: Option<LineColumn>,
    is_introspection: bool,
}

impl ValidationError {
    fn new(code: &'static str, message: String, location: Option<LineColumn>) -> Self {
        Self { message, code, location, is_introspection: false }
    }

    fn invalid(message: String, location: Option<LineColumn>) -> Self {
        Self::new("GRAPHQL_VALIDATION_FAILED", message, location)
    }

    fn bad_input(message: String, location: Option<LineColumn>) -> Self {
        Self::new("BAD_USER_INPUT", message, location)
    }

    fn introspection(location: Option<LineColumn>) -> Self {
        let message = "GraphQL introspection is not allowed by Apollo Server, but the query contained __schema or __type. To enable introspection, pass introspection: true to ApolloServer in production";
        Self { is_introspection: true, ..Self::invalid(message.to_owned(), location) }
    }

    /// As an entry of `errors`.
    pub fn as_json(&self) -> Value {
        let mut extensions = json!({ "code": self.code });
        if let (true, Some(extensions)) = (self.is_introspection, extensions.as_object_mut()) {
            extensions.insert("validationErrorCode".to_owned(), json!("INTROSPECTION_DISABLED"));
        }
        let mut error = json!({ "message": self.message, "extensions": extensions });
        if let (Some(at), Some(error)) = (self.location, error.as_object_mut()) {
            error.insert("locations".to_owned(), json!([{ "line": at.line, "column": at.column }]));
        }
        error
    }
}

/// What a request that may pass is going to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    Query,
    Mutation,
}

impl OperationKind {
    fn of(operation: &Operation) -> Self {
        if operation.is_query() { Self::Query } else { Self::Mutation }
    }
}

/// Lets a request pass or says what is wrong with it.
pub fn check(
    query: &str,
    variables: &Map<String, Value>,
    operation_name: Option<&str>,
) -> Result<OperationKind, Vec<ValidationError>> {
    let request = parsed(query);
    if !request.errors.is_empty() {
        return Err(request.errors.clone());
    }
    let operation = request.document.operations.get(operation_name).map_err(|_| vec![unresolved(operation_name)])?;
    let errors = variables::check(&SCHEMA, &request.document, operation, variables);
    if errors.is_empty() { Ok(OperationKind::of(operation)) } else { Err(errors) }
}

/// What the chosen operation does, and the fields at its root. Nothing, if it cannot be read.
pub fn root_fields(query: &str, operation_name: Option<&str>) -> (OperationKind, Vec<String>) {
    let request = parsed(query);
    match request.document.operations.get(operation_name) {
        Ok(operation) if !request.has_syntax_error => {
            let fields = operation.root_fields(&request.document).map(|field| field.name.to_string());
            (OperationKind::of(operation), fields.collect())
        }
        _ => (OperationKind::Query, Vec::new()),
    }
}

fn unresolved(operation_name: Option<&str>) -> ValidationError {
    let message = match operation_name {
        Some(name) => format!("Unknown operation named \"{name}\"."),
        None => "Must provide operation name if query contains multiple operations.".to_owned(),
    };
    ValidationError::new("OPERATION_RESOLUTION_FAILURE", message, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_file_is_valid() {
        assert!(Schema::parse_and_validate(SDL, "runpod.graphql").is_ok());
        assert!(has_operation("myself") && has_operation("podStop") && !has_operation("nonsense"));
    }
}
