//! The account's public keys: one set, replaced as a whole. GraphQL keeps the same ones as one text with a line for each.

use serde_json::{Value, json};

use super::answers::ok;
use super::asked::Request;
use super::contract::{Key, Kind, must};
use super::problem::Answer;

const FORM: &str = "^(ssh|ecdsa|sk)-[^\\s]+ [^\\s]+([ \\t][^\\n\\r]*)?$";
const ENTRY: Kind = Kind::Formed(is_key, FORM);
const UPDATE: &[Key] = &[must("keys", Kind::List(&ENTRY))];

fn is_key(line: &str) -> bool {
    let mut words = line.split(' ');
    let kind =
        words.next().and_then(|word| ["ssh-", "ecdsa-", "sk-"].iter().find_map(|start| word.strip_prefix(start)));
    let is_word = |word: Option<&str>| word.is_some_and(|word| !word.is_empty() && !word.contains(char::is_whitespace));
    is_word(kind) && is_word(words.next()) && !line.contains(['\n', '\r'])
}

pub fn get(request: &Request<'_>) -> Answer {
    Ok(ok(keys(&request.look(|world, _| world.account.pub_key.clone()))))
}

pub fn update(request: &Request<'_>) -> Answer {
    let lines = request.body(UPDATE)?.texts("keys").unwrap_or_default().join("\n");
    request.act("updateSshKeys", |world, _| {
        world.account.pub_key.clone_from(&lines);
        Ok(())
    })?;
    Ok(ok(keys(&lines)))
}

fn keys(lines: &str) -> Value {
    json!({ "keys": lines.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>() })
}
