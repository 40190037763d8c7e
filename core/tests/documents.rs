//! Every GraphQL document is valid against the schema, and every input that the client sends fits it.
#![allow(clippy::unwrap_used, clippy::panic)]

use apollo_compiler::{ExecutableDocument, Schema};
use launchpod_core::runpod::documents;

fn schema() -> apollo_compiler::validation::Valid<Schema> {
    let sdl = include_str!("../../schema/runpod.graphql");
    Schema::parse_and_validate(sdl, "runpod.graphql").unwrap()
}

#[test]
fn every_document_fits_the_schema() {
    let schema = schema();
    for (name, document) in documents::ALL {
        if let Err(invalid) = ExecutableDocument::parse_and_validate(&schema, document, name) {
            panic!("{name}: {}", invalid.errors);
        }
    }
}

#[test]
fn a_field_that_the_schema_lacks_is_found() {
    let wrong = documents::ACCOUNT.replace("clientBalance", "creditBalance");
    assert!(ExecutableDocument::parse_and_validate(&schema(), &wrong, "wrong").is_err());
}
