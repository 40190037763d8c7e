//! Fields that RunPod no longer has. It may drop them one by one before it switches GraphQL off, and refuses a whole document
//! for one of them: without that field it answers the rest.

use crate::json::{Document, Json};
use crate::runpod::transport::Response;

/// Where in `query` the fields begin for which RunPod refuses it, before anything of it is done.
pub(super) fn unknown_fields(response: &Response, query: &str) -> Vec<usize> {
    if response.status != 400 {
        return vec![];
    }
    let Ok(document) = Document::read(response.body.as_str()) else { return vec![] };
    let errors = document.json().entries("errors");
    errors.filter_map(|error| unknown_field(error, query)).collect()
}

fn unknown_field(error: Json, query: &str) -> Option<usize> {
    let is_validation = error.get("extensions").text("code") == Some("GRAPHQL_VALIDATION_FAILED");
    let named = error.text("message").filter(|_| is_validation)?.strip_prefix("Cannot query field \"")?;
    let field = named.split('"').next()?;
    let place = error.entries("locations").next()?;
    let line = usize::try_from(place.whole("line")).ok()?.checked_sub(1)?;
    let begin: usize = query.split_inclusive('\n').take(line).map(str::len).sum();
    let at = begin + usize::try_from(place.whole("column")).ok()?.checked_sub(1)?;
    (next_token(query.get(at..)?) == Some(field)).then_some(at)
}

/// A document without the fields that begin at these places, and whatever stands below them. `None` where that are none, or where
/// nothing else is asked for beside one.
pub(super) fn without(document: &str, fields: &[usize]) -> Option<String> {
    let mut kept = String::new();
    let mut rest = document;
    // Where the selections that are open begin in `kept`, after their braces.
    let mut open: Vec<usize> = vec![];
    while let Some(token) = next_token(rest) {
        let after = rest.strip_prefix(token).unwrap_or_default();
        match token {
            "}" if open.pop().and_then(|begin| kept.get(begin..)).is_some_and(is_blank) => return None,
            _ if fields.contains(&(document.len() - rest.len())) => {
                without_alias(&mut kept);
                rest = past_selection(after);
                continue;
            }
            _ => kept.push_str(token),
        }
        if token == "{" {
            open.push(kept.len());
        }
        rest = after;
    }
    (kept.len() < document.len()).then_some(kept)
}

/// A name, everything within parentheses, a comment, or one letter.
fn next_token(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let end = match first {
        '(' => text.find(')').map_or(text.len(), |at| at + 1),
        '#' => text.find('\n').unwrap_or(text.len()),
        _ if is_of_name(first) => text.find(|letter| !is_of_name(letter)).unwrap_or(text.len()),
        _ => first.len_utf8(),
    };
    text.get(..end)
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || letter == ',')
}

/// `a: ` before a field goes with it.
fn without_alias(kept: &mut String) {
    if let Some(before) = kept.trim_end().strip_suffix(':') {
        kept.truncate(before.trim_end().trim_end_matches(is_of_name).len());
    }
}

/// What follows on a field's arguments and its own selection.
fn past_selection(after: &str) -> &str {
    let mut rest = after;
    let mut depth = 0_u32;
    loop {
        let trimmed = rest.trim_start();
        let Some(token) = next_token(trimmed) else { return rest };
        match token {
            "{" => depth += 1,
            "}" if depth > 0 => depth -= 1,
            _ if depth == 0 && !token.starts_with('(') => return rest,
            _ => {}
        }
        rest = trimmed.strip_prefix(token).unwrap_or_default();
        if depth == 0 && token == "}" {
            return rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUERY: &str =
        "# b is told\nquery A($b: B) { a b x: b(of: $b) { a { c } b } ...b c { d } }\nfragment b on B { a b }";

    /// Where this is in the query, for the so-manieth time.
    fn at(what: &str, which: usize) -> usize {
        QUERY.match_indices(what).nth(which).unwrap().0
    }

    fn refusal(status: u16, code: &str, message: &str, column: usize) -> Response {
        let place = format!(r#"[{{"line":2,"column":{column}}}]"#);
        let error = format!(r#"{{"message":{message:?},"locations":{place},"extensions":{{"code":"{code}"}}}}"#);
        Response { status, retry_after: None, body: format!(r#"{{"errors":[{error}]}}"#) }
    }

    #[test]
    fn only_a_refused_field_is_an_unknown_one() {
        let (message, column) = ("Cannot query field \"b\" on type \"A\".", at(" b x", 0) + 2 - at("query", 0));
        let named = |status, code| unknown_fields(&refusal(status, code, message, column), QUERY);
        assert_eq!(named(400, "GRAPHQL_VALIDATION_FAILED"), [at(" b x", 0) + 1]);
        assert!(named(200, "GRAPHQL_VALIDATION_FAILED").is_empty() && named(400, "INTERNAL_SERVER_ERROR").is_empty());
        let other =
            |message, column| unknown_fields(&refusal(400, "GRAPHQL_VALIDATION_FAILED", message, column), QUERY);
        assert!(other("Unknown argument \"b\"", column).is_empty() && other(message, column + 1).is_empty());
        assert!(other(message, 9_999).is_empty());
    }

    #[test]
    fn a_field_goes_with_its_alias_its_arguments_and_what_stands_below_it() {
        let left = |fields: &[usize]| {
            let left = without(QUERY, fields)?;
            let words: Vec<&str> = left.split_whitespace().collect();
            Some(words.join(" "))
        };
        let first = "# b is told query A($b: B) { a x: b(of: $b) { a { c } b } ...b c { d } } fragment b on B { a b }";
        assert_eq!(left(&[at(" b x", 0) + 1]).as_deref(), Some(first));
        let both = "# b is told query A($b: B) { a ...b c { d } } fragment b on B { a b }";
        assert_eq!(left(&[at(" b x", 0) + 1, at("b(of", 0)]).as_deref(), Some(both));
        assert_eq!(left(&[at("{ d }", 0) + 2]), None, "nothing would be left of c");
        assert_eq!(left(&[]), None);
    }
}
