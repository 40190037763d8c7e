//! Requests, parsed and checked. Clients send the same few documents over and over, and reading one takes longer than answering it.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use apollo_compiler::ExecutableDocument;
use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::parser::LineColumn;
use apollo_compiler::validation::DiagnosticList;
use async_graphql::parser::parse_query;

use super::error::{ValidationError, line_column};
use super::schema::SCHEMA;
use super::{cost, literals, messages};

/// A document, and what is wrong with it.
pub struct ParsedRequest {
    /// All of it that could be read.
    pub document: ExecutableDocument,
    pub errors: Vec<ValidationError>,
    pub has_syntax_error: bool,
    /// The same for async-graphql, if it can read it.
    pub executable: Option<async_graphql::parser::types::ExecutableDocument>,
}

type Cache = HashMap<String, Arc<ParsedRequest>>;

static CACHE: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);

/// More than a client has; whoever sends ever new ones does not fill the memory.
const MOST: usize = 64;

pub fn parsed(query: &str) -> Arc<ParsedRequest> {
    if let Some(known) = with_cache(|cache| cache.get(query).cloned()) {
        return known;
    }
    let request = Arc::new(ParsedRequest::read(query));
    with_cache(|cache| {
        if cache.len() >= MOST {
            cache.clear();
        }
        cache.insert(query.to_owned(), Arc::clone(&request));
    });
    request
}

fn with_cache<T>(with: impl FnOnce(&mut Cache) -> T) -> T {
    with(&mut CACHE.lock().unwrap_or_else(PoisonError::into_inner))
}

impl ParsedRequest {
    fn read(query: &str) -> Self {
        if let Some((fields, is_read)) = cost::too_many_fields(query) {
            return Self::too_costly(if is_read { too_costly(fields) } else { unexpected(query, query.len(), None) });
        }
        let (document, found) = match ExecutableDocument::parse_and_validate(&SCHEMA, query, "request") {
            Ok(document) => (document.into_inner(), None),
            Err(invalid) => (invalid.partial, Some(invalid.errors)),
        };
        let executable = parse_query(query);
        if let Some(error) = found.as_ref().and_then(|found| syntax_error(query, found)) {
            return Self { document, errors: vec![error], has_syntax_error: true, executable: None };
        }
        let mut errors: Vec<_> = found.iter().flat_map(|found| messages::all(&SCHEMA, &document, found)).collect();
        errors.extend(introspection(&document));
        errors.extend(literals::check(&SCHEMA, &document));
        if errors.is_empty() && executable.is_err() {
            // A document without any definition, or one that async-graphql cannot read.
            let error = unexpected(query, query.len(), None);
            return Self { document, errors: vec![error], has_syntax_error: true, executable: None };
        }
        Self { document, errors, has_syntax_error: false, executable: executable.ok() }
    }
}

impl ParsedRequest {
    /// Nothing more is done with it.
    fn too_costly(error: ValidationError) -> Self {
        Self { document: ExecutableDocument::new(), errors: vec![error], has_syntax_error: true, executable: None }
    }
}

fn too_costly(fields: u64) -> ValidationError {
    ValidationError::invalid(format!("Query Cost limit of {} exceeded, found {fields}.", cost::MOST_FIELDS), None)
}

fn introspection(document: &ExecutableDocument) -> Vec<ValidationError> {
    let fields = document.operations.iter().flat_map(|operation| operation.all_fields(document));
    let asked = fields.filter(|field| matches!(field.name.as_str(), "__schema" | "__type"));
    asked.map(|field| ValidationError::introspection(line_column(document, field.location()))).collect()
}

/// graphql-js stops at the first, and names the token that it did not expect: here it is only its first letter.
fn syntax_error(query: &str, found: &DiagnosticList) -> Option<ValidationError> {
    let first = found.iter().find(|one| one.error.unstable_error_name().is_none())?;
    let span = first.error.location();
    let offset = span.map_or(query.len(), |span| span.offset());
    Some(unexpected(query, offset, first.line_column_range().map(|range| range.start)))
}

fn unexpected(query: &str, offset: usize, at: Option<LineColumn>) -> ValidationError {
    let rest = query.get(offset..).unwrap_or_default().trim_start();
    let token = rest.chars().next().map_or_else(|| "<EOF>".to_owned(), |next| format!("\"{next}\""));
    ValidationError::new("GRAPHQL_PARSE_FAILED", format!("Syntax Error: Unexpected {token}."), at)
}
