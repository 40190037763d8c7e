//! The pod's environment.

use launchpod_words::order_problems;

use crate::models::list::ENV;
use crate::notices;
use crate::order::key_in_pod::key_in_pod;
use crate::order::validation::{MAX_NAME, MAX_TEXT, Note};
use crate::order::{Field, OrderForm, Problem, Variable};
use crate::secrets::{reference, referred};
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
    // The list of models is one, too, and so is the address for notices.
    let models = raw.takes_models() && raw.given(Field::Models).is_some();
    let most = MAX_VARIABLES - usize::from(models) - usize::from(raw.sends_notices());
    if env.len() > most {
        note(Problem::new(Field::Env, order_problems::too_many_variables(most)));
    }
    env
}

fn odd(variable: &Variable, before: &[Variable], own: &ApiKey) -> Option<String> {
    let Variable { key, value } = variable;
    if let Some(text) = key_in_pod(order_problems::variable_name_has_key(), key, own) {
        return Some(text);
    }
    let head = |c: char| c.is_ascii_alphabetic() || c == '_';
    if key.is_empty() {
        return Some(order_problems::variable_nameless().into());
    }
    if !key.starts_with(head) || !key.chars().all(|c| head(c) || c.is_ascii_digit()) || key.len() > MAX_NAME {
        return Some(order_problems::variable_misnamed(key));
    }
    if [LaunchTag::ENV, ENV, notices::ENV].contains(&key.as_str()) {
        return Some(order_problems::variable_taken(key));
    }
    if before.iter().any(|other| other.key == *key) {
        return Some(order_problems::listed_twice(key));
    }
    if let Some(text) = key_in_pod(&order_problems::variable_has_key(key), value, own) {
        return Some(text);
    }
    if value.len() > MAX_TEXT || value.contains('\0') {
        return Some(order_problems::variable_odd(key));
    }
    let open = value.contains("{{");
    (open && !is_secret(value)).then(|| order_problems::variable_no_secret(key, reference("name")))
}

/// Whether the value is a reference to a secret that RunPod keeps: `{{ RUNPOD_SECRET_name }}`.
pub fn is_secret(value: &str) -> bool {
    referred(value).is_some()
}
