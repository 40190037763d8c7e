//! How many fields a request asks for once its fragments are put in their places. Fragments that hold each other twice double
//! with each line: found out before anything else is done with them.

use std::collections::HashMap;

use apollo_compiler::Name;
use apollo_compiler::ast::{Definition, Document, Selection};

/// Far more than any client asks for; what the real one allows is not known.
pub const MOST_FIELDS: u64 = 5_000;
/// Deeper than any client asks.
const DEEPEST: usize = 100;

/// The fields of the most expensive operation, if they are too many; those beyond counting are `u64::MAX`. With them, whether
/// the request could be read.
pub fn too_many_fields(query: &str) -> Option<(u64, bool)> {
    let (document, is_read) = match Document::parse(query, "request") {
        Ok(document) => (document, true),
        Err(odd) => (odd.partial, false),
    };
    Some((fields(&document), is_read)).filter(|(fields, _)| *fields > MOST_FIELDS)
}

fn fields(document: &Document) -> u64 {
    let fragments = document.definitions.iter().filter_map(|definition| match definition {
        Definition::FragmentDefinition(fragment) => Some((fragment.name.clone(), fragment.selection_set.as_slice())),
        _ => None,
    });
    let mut count = Count { fragments: fragments.collect(), known: HashMap::new() };
    let operations = document.definitions.iter().filter_map(|definition| match definition {
        Definition::OperationDefinition(operation) => Some(operation.selection_set.as_slice()),
        _ => None,
    });
    operations.map(|selections| count.of(selections, 0)).max().unwrap_or_default()
}

struct Count<'d> {
    fragments: HashMap<Name, &'d [Selection]>,
    /// Fragments that were counted; one that holds itself is refused elsewhere, and counts for nothing here.
    known: HashMap<Name, u64>,
}

impl<'d> Count<'d> {
    fn of(&mut self, selections: &'d [Selection], depth: usize) -> u64 {
        if depth > DEEPEST {
            return u64::MAX;
        }
        selections.iter().map(|selection| self.one(selection, depth + 1)).fold(0, u64::saturating_add)
    }

    fn one(&mut self, selection: &'d Selection, depth: usize) -> u64 {
        match selection {
            Selection::Field(field) => self.of(&field.selection_set, depth).saturating_add(1),
            Selection::InlineFragment(inline) => self.of(&inline.selection_set, depth),
            Selection::FragmentSpread(spread) => self.fragment(&spread.fragment_name, depth),
        }
    }

    fn fragment(&mut self, name: &Name, depth: usize) -> u64 {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let Some(selections) = self.fragments.get(name).copied() else { return 0 };
        self.known.insert(name.clone(), 0);
        let fields = self.of(selections, depth);
        self.known.insert(name.clone(), fields);
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(query: &str) -> u64 {
        super::fields(&Document::parse(query, "request").unwrap_or_else(|odd| odd.partial))
    }

    /// Fragments each of which holds the next one twice.
    fn doubling(lines: u32) -> String {
        let fragments =
            (1..lines).map(|line| format!("fragment f{line} on User {{ ...f{} ...f{} }} ", line + 1, line + 1));
        format!("{{ myself {{ ...f1 }} }} {} fragment f{lines} on User {{ id }}", fragments.collect::<String>())
    }

    #[test]
    fn what_stands_in_fragments_counts_wherever_it_is_put() {
        assert_eq!(fields("{ myself { id ... { email } } }"), 3);
        assert_eq!(fields("{ a: myself { ...x } b: myself { ...x } } fragment x on User { id email }"), 6);
        assert_eq!(fields("query A { myself { id } } query B { myself { id email } }"), 3);
        assert_eq!(fields(&doubling(26)), 1 + (1 << 25));
        assert_eq!(fields(&doubling(90)), u64::MAX);
    }

    #[test]
    fn circles_and_nonsense_come_to_an_end() {
        assert_eq!(fields("{ myself { ...x } } fragment x on User { id ...x }"), 2);
        assert_eq!(fields(""), 0);
        assert_eq!(fields("{ myself { ...gone"), 1);
        let chain = (1..20_000).map(|line| format!("fragment f{line} on User {{ ...f{} }} ", line + 1));
        assert_eq!(fields(&format!("{{ myself {{ ...f1 }} }} {}", chain.collect::<String>())), u64::MAX);
    }
}
