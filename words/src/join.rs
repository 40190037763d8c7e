//! Joins texts as the language that is spoken does.

use crate::english::common;

/// `a`, `a and b`, `a, b and c`; empty for nothing.
pub fn list_and<T: AsRef<str>>(items: &[T]) -> String {
    list(items, |before, last| common::and(before, last))
}

/// `a`, `a or b`, `a, b or c`; empty for nothing.
pub fn list_or<T: AsRef<str>>(items: &[T]) -> String {
    list(items, |before, last| common::or(before, last))
}

/// `a, b, c`; empty for nothing.
pub fn list_plain<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, common::list_gap())
}

/// Sentences, one after another; empty ones are left out.
pub fn sentences<T: AsRef<str>>(parts: &[T]) -> String {
    let said: Vec<&str> = parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty()).collect();
    joined(&said, common::sentence_gap())
}

/// Stands in a sentence where an element of the page stands.
pub const ELEMENT: char = '\u{fffc}';

/// What stands before the [`ELEMENT`] of a sentence, and what stands after it.
pub fn around(sentence: &str) -> (String, String) {
    let (before, after) = sentence.split_once(ELEMENT).unwrap_or((sentence, ""));
    (before.to_owned(), after.to_owned())
}

fn list<T: AsRef<str>>(items: &[T], join: fn(String, &str) -> String) -> String {
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.as_ref().to_owned(),
        Some((last, before)) => join(joined(before, common::list_gap()), last.as_ref()),
    }
}

fn joined<T: AsRef<str>>(items: &[T], gap: &str) -> String {
    items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined() {
        assert_eq!(list_and::<&str>(&[]), "");
        assert_eq!(list_and(&["a"]), "a");
        assert_eq!(list_or(&["a", "b"]), "a or b");
        assert_eq!(list_and(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list_plain(&["a", "b"]), "a, b");
        assert_eq!(sentences(&["A.", "", "B."]), "A. B.");
    }

    #[test]
    fn an_element_stands_where_the_sentence_wants_it() {
        let before_and_after = |before: &str, after: &str| (before.to_owned(), after.to_owned());
        assert_eq!(around(&common::and("a", ELEMENT)), before_and_after("a and ", ""));
        assert_eq!(around(&common::and(ELEMENT, "b")), before_and_after("", " and b"));
        assert_eq!(around("none"), before_and_after("none", ""));
    }
}
