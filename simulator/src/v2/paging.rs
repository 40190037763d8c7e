//! Lists in pages: newest first, and an opaque mark of where the next page begins.

use std::fmt::Write;

use serde_json::{Value, json};

use super::asked::Asked;
use super::problem::{Answer, Problem};

/// Where something stands in its list: when it was made, and its id.
pub type Place = (i64, String);

/// More than that the contract does not allow either.
const MOST: usize = 1_000;

/// A page of `items`, and where the next one begins. `list` tells its cursors from those of other lists.
pub fn page<T>(asked: &Asked, list: &str, mut items: Vec<T>, place: impl Fn(&T) -> Place) -> Answer<(Vec<T>, Value)> {
    let limit = asked.parameter("limit").and_then(|limit| limit.parse().ok()).unwrap_or(MOST);
    let after = asked.parameter("cursor").map(|cursor| read(list, cursor)).transpose()?;
    items.sort_by_key(|item| std::cmp::Reverse(place(item)));
    if let Some(after) = after {
        items.retain(|item| place(item) < after);
    }
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| has_more).map(|last| cursor(list, &place(last)));
    Ok((items, json!({ "nextCursor": next, "hasNextPage": has_more })))
}

/// Opaque is what nobody can read at a glance: somebody who takes it apart anyway is on his own.
fn cursor(list: &str, (made, id): &Place) -> String {
    let mut text = String::new();
    for byte in format!("{list}|{made}|{id}").bytes() {
        // Writing to a text does not fail.
        let _ = write!(text, "{:02x}", byte ^ MASK);
    }
    text
}

const MASK: u8 = 0x5a;

fn read(list: &str, cursor: &str) -> Answer<Place> {
    let wrong = || Problem::invalid(vec!["cursor: is not one that this list has given out".to_owned()]);
    let digits: Vec<char> = cursor.chars().collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok().map(|byte| byte ^ MASK);
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(wrong)?;
    let mut parts = text.splitn(3, '|');
    let (Some(of), Some(made), Some(id)) = (parts.next(), parts.next(), parts.next()) else { return Err(wrong()) };
    let made = made.parse().map_err(|_| wrong())?;
    if of == list { Ok((made, id.to_owned())) } else { Err(wrong()) }
}
