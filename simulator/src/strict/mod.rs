//! What Apollo Server refuses before anything is executed, in its words.
//!
//! async-graphql validates too, but in other words and with other codes; clients read these.

mod document;
mod hints;
mod literals;
mod parsed;
mod rules;
mod variables;

use async_graphql_parser::Pos;
use async_graphql_parser::types::{DocumentOperations, OperationDefinition, OperationType};
use serde_json::{Map, Value, json};

pub use parsed::parsed;
pub use rules::Rules;

/// One thing wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    pub message: String,
    pub code: &'static str,
    pub at: Option<Pos>,
    pub introspection: bool,
}

impl Complaint {
    fn new(code: &'static str, message: String, at: Option<Pos>) -> Self {
        Self { message, code, at, introspection: false }
    }

    fn invalid(message: String, at: Pos) -> Self {
        Self::new("GRAPHQL_VALIDATION_FAILED", message, Some(at))
    }

    fn bad_input(message: String, at: Pos) -> Self {
        Self::new("BAD_USER_INPUT", message, Some(at))
    }

    fn introspection(at: Pos) -> Self {
        let message = "GraphQL introspection is not allowed by Apollo Server, but the query contained __schema or __type. To enable introspection, pass introspection: true to ApolloServer in production";
        Self { introspection: true, ..Self::invalid(message.to_owned(), at) }
    }

    pub fn as_json(&self) -> Value {
        let mut extensions = json!({ "code": self.code });
        if let (true, Some(extensions)) = (self.introspection, extensions.as_object_mut()) {
            extensions.insert("validationErrorCode".to_owned(), json!("INTROSPECTION_DISABLED"));
        }
        let mut error = json!({ "message": self.message, "extensions": extensions });
        if let (Some(at), Some(error)) = (self.at, error.as_object_mut()) {
            let place = json!([{ "line": at.line, "column": at.column }]);
            error.insert("locations".to_owned(), place);
        }
        error
    }
}

/// What a request that may pass is going to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    Ask,
    Act,
}

/// Lets a request pass or says everything that is wrong with it.
pub fn check(
    rules: &Rules,
    query: &str,
    variables: &Map<String, Value>,
    operation_name: Option<&str>,
) -> Result<Intent, Vec<Complaint>> {
    let document = parsed(query).map_err(|error| vec![syntax_error(query, &error)])?;
    let complaints = document::check(rules, &document);
    if !complaints.is_empty() {
        return Err(complaints);
    }
    let operation = chosen(&document.operations, operation_name).ok_or_else(|| vec![unresolved(operation_name)])?;
    let complaints = variables::check(rules, operation, variables);
    if !complaints.is_empty() {
        return Err(complaints);
    }
    Ok(intent(operation))
}

/// What the chosen operation asks for at its root, and whether it acts. Nothing, if it cannot be read.
pub fn root_fields(query: &str, operation_name: Option<&str>) -> (Intent, Vec<String>) {
    let Ok(document) = parsed(query) else { return (Intent::Ask, Vec::new()) };
    let Some(operation) = chosen(&document.operations, operation_name) else { return (Intent::Ask, Vec::new()) };
    let mut fields = Vec::new();
    document::root_fields(&document, &operation.selection_set.node, &mut fields);
    (intent(operation), fields)
}

fn intent(operation: &OperationDefinition) -> Intent {
    if operation.ty == OperationType::Query { Intent::Ask } else { Intent::Act }
}

/// The named operation, or the only one.
fn chosen<'a>(operations: &'a DocumentOperations, wanted: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut fitting =
        operations.iter().filter(|(name, _)| wanted.is_none_or(|wanted| name.is_some_and(|name| name == wanted)));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(&first.1.node)
}

fn unresolved(operation_name: Option<&str>) -> Complaint {
    let message = match operation_name {
        Some(name) => format!("Unknown operation named \"{name}\"."),
        None => "Must provide operation name if query contains multiple operations.".to_owned(),
    };
    Complaint::new("OPERATION_RESOLUTION_FAILURE", message, None)
}

/// graphql-js names the token it did not expect; near enough.
fn syntax_error(query: &str, error: &async_graphql_parser::Error) -> Complaint {
    let at = error.positions().next();
    let rest = at.and_then(|at| query.lines().nth(at.line.saturating_sub(1)).map(|line| (at, line)));
    let found = rest.map_or("", |(at, line)| tail(line, at.column));
    let token = found.chars().next().map_or_else(|| "<EOF>".to_owned(), |next| format!("\"{next}\""));
    let message = format!("Syntax Error: Unexpected {token}.");
    Complaint::new("GRAPHQL_PARSE_FAILED", message, at)
}

fn tail(line: &str, column: usize) -> &str {
    line.char_indices()
        .nth(column.saturating_sub(1))
        .and_then(|(index, _)| line.get(index..))
        .unwrap_or_default()
        .trim_start()
}
