//! What Apollo Server refuses before anything is executed. The `apollo-compiler` crate finds what is wrong; here its findings
//! get Apollo Server's codes and texts, because clients read them.
//!
//! async-graphql validates too, but with other texts and no codes.

mod cost;
mod error;
mod hints;
mod literals;
mod messages;
mod request;
mod retired;
mod schema;
mod variables;

use apollo_compiler::executable::Operation;
use serde_json::{Map, Value};

pub use error::ValidationError;
pub use request::parsed;
pub use retired::{has_field, uses_of};
use schema::SCHEMA;

/// Whether RunPod has a query or a mutation of that name.
pub fn has_operation(name: &str) -> bool {
    ["Query", "Mutation"].iter().any(|root| SCHEMA.type_field(root, name).is_ok())
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
