//! The pod's environment.

use crate::order::key_in_pod::key_in_pod;
use crate::order::validation::{MAX_NAME, MAX_TEXT, Note};
use crate::order::{Field, OrderForm, Problem, Variable};
use crate::secrets::referred;
use crate::types::api_key::ApiKey;
use crate::types::ids::LaunchTag;

/// Variables in one pod's environment (RunPod's docs, 2026-08), one of them the launch's mark.
const MAX_VARIABLES: usize = 49;

/// The environment; rows that are wholly empty are none.
pub(in crate::order) fn env(raw: &OrderForm, own: &ApiKey, note: Note) -> Vec<Variable> {
    let mut env: Vec<Variable> = vec![];
    for variable in raw.env.iter().filter(|variable| !(variable.key.trim().is_empty() && variable.value.is_empty())) {
        let variable = Variable { key: variable.key.trim().to_owned(), value: variable.value.clone() };
        match odd(&variable, &env, own) {
            Some(text) => note(Problem::new(Field::Env, text)),
            None => env.push(variable),
        }
    }
    if env.len() > MAX_VARIABLES {
        note(Problem::new(Field::Env, format!("A pod can have at most {MAX_VARIABLES} variables of yours.")));
    }
    env
}

fn odd(variable: &Variable, before: &[Variable], own: &ApiKey) -> Option<String> {
    let Variable { key, value } = variable;
    if let Some(text) = key_in_pod("A variable's name", key, own) {
        return Some(text);
    }
    let head = |c: char| c.is_ascii_alphabetic() || c == '_';
    if key.is_empty() {
        return Some("A variable has a value and no name. Give it a name, or remove it.".into());
    }
    if !key.starts_with(head) || !key.chars().all(|c| head(c) || c.is_ascii_digit()) || key.len() > MAX_NAME {
        return Some(format!(
            "“{key}” can't be a variable's name: it holds letters, digits and _ and does not start with a digit, like HF_TOKEN."
        ));
    }
    if key == LaunchTag::ENV {
        return Some(format!("{key} is how Launchpod knows its pods again. Choose another name."));
    }
    if before.iter().any(|other| other.key == *key) {
        return Some(format!("{key} is listed twice."));
    }
    if let Some(text) = key_in_pod(&format!("The value of {key}"), value, own) {
        return Some(text);
    }
    if value.len() > MAX_TEXT || value.contains('\0') {
        return Some(format!("The value of {key} is too long, or has an invisible character in it."));
    }
    let open = value.contains("{{");
    (open && !is_secret(value)).then(|| {
        format!("The value of {key} looks like a secret of RunPod's and is none. Write {{{{ RUNPOD_SECRET_name }}}}.")
    })
}

/// Whether the value is a reference to a secret that RunPod keeps: `{{ RUNPOD_SECRET_name }}`.
pub fn is_secret(value: &str) -> bool {
    referred(value).is_some()
}
