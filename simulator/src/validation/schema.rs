//! schema/runpod.graphql, as the library reads it.

use std::sync::LazyLock;

use apollo_compiler::Schema;
use apollo_compiler::validation::Valid;

const SDL: &str = include_str!("../../../schema/runpod.graphql");

/// Should the file be invalid, every request is refused; a test makes sure that it is valid.
pub static SCHEMA: LazyLock<Valid<Schema>> = LazyLock::new(|| {
    Schema::parse_and_validate(SDL, "runpod.graphql").unwrap_or_else(|_| Valid::assume_valid(Schema::new()))
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_file_is_valid() {
        assert!(Schema::parse_and_validate(SDL, "runpod.graphql").is_ok());
        assert!(SCHEMA.type_field("Query", "myself").is_ok());
    }
}
