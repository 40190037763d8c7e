//! The account's public keys: one set, replaced as a whole. GraphQL keeps the same ones as one text with a line for each.

use serde_json::{Value, json};

use super::answers::ok;
use super::asked::Request;
use super::contract::{Contract, Kind, keys, must};
use super::problem::Answer;

const FORM: &str = "^(ssh|ecdsa|sk)-[^\\s]+ [^\\s]+([ \\t][^\\n\\r]*)?$";
const ENTRY: Kind = Kind::Formed(is_key, FORM, usize::MAX);
pub const UPDATE: Contract = keys(&[must("keys", Kind::List(&ENTRY))]);

fn is_key(line: &str) -> bool {
    let kind = ["ssh-", "ecdsa-", "sk-"].iter().find_map(|start| line.strip_prefix(start));
    let Some((kind, rest)) = kind.and_then(|kind| kind.split_once(' ')) else { return false };
    // A remark may follow, after a space or a tab.
    let key = rest.split([' ', '\t']).next().unwrap_or_default();
    // `\s` is ASCII's white space in Go.
    let is_word = |word: &str| !word.is_empty() && !word.contains(|letter: char| letter.is_ascii_whitespace());
    is_word(kind) && is_word(key) && !line.contains(['\n', '\r'])
}

pub fn get(request: &Request<'_>) -> Answer {
    Ok(ok(lines_of(&request.look(|world, _| world.account.pub_key.clone()))))
}

pub fn update(request: &Request<'_>) -> Answer {
    let lines = request.body(&UPDATE)?.texts("keys").unwrap_or_default().join("\n");
    request.act("updateSshKeys", |world, _| {
        world.account.pub_key.clone_from(&lines);
        Ok(())
    })?;
    Ok(ok(lines_of(&lines)))
}

fn lines_of(lines: &str) -> Value {
    json!({ "keys": lines.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>() })
}
