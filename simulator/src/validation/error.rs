//! What is wrong with a request, as Apollo Server tells it.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::parser::{LineColumn, SourceSpan};
use serde_json::{Value, json};

/// One thing wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    pub message: String,
    pub code: &'static str,
    location: Option<LineColumn>,
    is_introspection: bool,
}

impl ValidationError {
    pub fn new(code: &'static str, message: String, location: Option<LineColumn>) -> Self {
        Self { message, code, location, is_introspection: false }
    }

    pub fn invalid(message: String, location: Option<LineColumn>) -> Self {
        Self::new("GRAPHQL_VALIDATION_FAILED", message, location)
    }

    pub fn bad_input(message: String, location: Option<LineColumn>) -> Self {
        Self::new("BAD_USER_INPUT", message, location)
    }

    pub fn introspection(location: Option<LineColumn>) -> Self {
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

/// Where that is in the request.
pub fn line_column(document: &ExecutableDocument, span: Option<SourceSpan>) -> Option<LineColumn> {
    span?.line_column(&document.sources)
}
