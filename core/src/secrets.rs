//! Secrets that RunPod keeps: a value is written once, and RunPod never tells it again. A pod's variable refers to one by its
//! name, and RunPod puts the value in when the pod starts.

use std::fmt;

use launchpod_words::{list_plain, order_problems, secrets as say, sentences};

use crate::order::{Variable, key_in_pod};
use crate::types::api_key::ApiKey;
use crate::types::ids::SecretId;
use crate::types::time::Timestamp;

/// Bytes of a name (RunPod's description of its API, 2026-09).
const MAX_NAME: usize = 191;
/// Names that RunPod keeps for itself begin with this, in any case.
const RESERVED: &str = "RUNPOD";
/// What a reference puts before the name.
const PREFIX: &str = "RUNPOD_SECRET_";
/// Bytes of a value as JSON: RunPod takes no larger request (102,400 bytes), and the name stands in it too.
const MAX_VALUE: usize = 102_000 - MAX_NAME;

/// A secret that RunPod keeps. Its value is not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// RunPod's id.
    pub id: SecretId,
    /// Its name; each is there once, and stays.
    pub name: String,
    /// When its value was written, on RunPod's clock.
    pub written: Option<Timestamp>,
}

/// A field of the form for a new secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Its name.
    Name,
    /// Its value.
    Value,
}

/// What is wrong with a field, in words that do not repeat a value.
pub type Problem = (Field, String);

/// A secret that may be made. Prints without its value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSecret {
    name: String,
    value: String,
}

impl NewSecret {
    /// Reads what was typed as a name and a value; `known` are those that there are, `own` is the key in use. A value is kept
    /// as it is, spaces and line breaks too.
    ///
    /// # Errors
    /// One [`Problem`] for each field that can't be sent.
    pub fn read(raw: &Variable, known: &[Secret], own: &ApiKey) -> Result<Self, Vec<Problem>> {
        let (name, value) = (raw.key.trim(), raw.value.as_str());
        let name_problem =
            problem_of_name(name, known).or_else(|| key_in_pod(order_problems::secret_name_has_key(), name, own));
        let value_problem = problem_of_value(value, own);
        let problems = [(Field::Name, name_problem), (Field::Value, value_problem)];
        let problems: Vec<Problem> = problems.into_iter().filter_map(|(field, text)| Some((field, text?))).collect();
        match problems.is_empty() {
            true => Ok(Self { name: name.to_owned(), value: value.to_owned() }),
            false => Err(problems),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its value, for the one request that writes it.
    pub(crate) fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Debug for NewSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("NewSecret").field("name", &self.name).finish_non_exhaustive()
    }
}

fn problem_of_name(name: &str, known: &[Secret]) -> Option<String> {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    if name.is_empty() {
        return Some(say::name_missing().into());
    }
    if !name.starts_with(first) || !name.chars().all(is_of_name) {
        return Some(say::name_letters().into());
    }
    if name.len() > MAX_NAME {
        return Some(say::name_too_long(MAX_NAME));
    }
    if name.get(..RESERVED.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(RESERVED)) {
        return Some(say::name_reserved().into());
    }
    if known.iter().any(|other| other.name == name) {
        return Some(say::name_taken(name));
    }
    None
}

fn problem_of_value(value: &str, own: &ApiKey) -> Option<String> {
    if value.is_empty() {
        return Some(say::value_missing().into());
    }
    let escaped = serde_json::to_string(value).map_or(usize::MAX, |json| json.len());
    if escaped > MAX_VALUE {
        return Some(say::value_too_long().into());
    }
    key_in_pod(order_problems::secret_value_has_key(), value, own)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_.-/".contains(c)
}

/// What stands in a variable that gets this secret: `{{ RUNPOD_SECRET_name }}`.
pub fn reference(name: &str) -> String {
    format!("{{{{ {PREFIX}{name} }}}}")
}

/// The name of the secret that a variable's value refers to; `None` where it is no reference.
pub fn referred(value: &str) -> Option<&str> {
    let inner = value.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    inner.strip_prefix(PREFIX).filter(|name| !name.is_empty() && name.chars().all(is_of_name))
}

/// The names of all secrets that a text refers to, wherever in it, each once and in order.
pub fn referred_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(PREFIX).skip(1).map(|rest| {
        let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        // A full stop behind a name ends a sentence.
        rest.get(..end).unwrap_or_default().trim_end_matches('.')
    })
}

/// What is lost when a secret is deleted; `users` are the variables of the form that refer to it.
pub fn loss(secret: &Secret, users: &[&str]) -> String {
    let users = match users {
        [] => String::new(),
        users => say::loss_in_form(list_plain(users)),
    };
    sentences(&[say::loss(&secret.name), users])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> ApiKey {
        ApiKey::read("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123").unwrap()
    }

    fn secret(name: &str) -> Secret {
        Secret { id: SecretId::new("s1"), name: name.into(), written: None }
    }

    fn read(name: &str, value: &str) -> Result<NewSecret, Vec<Problem>> {
        NewSecret::read(&Variable { key: name.into(), value: value.into() }, &[secret("taken")], &own())
    }

    fn fields(name: &str, value: &str) -> Vec<Field> {
        read(name, value).err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn a_name_as_runpod_takes_it_and_a_value_as_it_is() {
        for name in ["hf-token", "_a", "a/b.c-D_1", "Taken", &"n".repeat(191)] {
            let made = read(&format!(" {name} "), " x\ny ").unwrap();
            assert_eq!((made.name(), made.value()), (name, " x\ny "));
        }
    }

    #[test]
    fn what_runpod_would_refuse_is_refused_beside_its_field() {
        for name in ["", "1a", "-a", "a b", "ä", "taken", "RUNPOD_X", "runpodx", &"n".repeat(192)] {
            assert_eq!(fields(name, "x"), [Field::Name], "{name}");
        }
        assert_eq!(fields("a", ""), [Field::Value]);
        assert_eq!(fields("", ""), [Field::Name, Field::Value]);
        assert_eq!(
            (fields("a", &"x".repeat(101_000)), fields("a", &"\n".repeat(60_000))),
            (vec![], vec![Field::Value])
        );
    }

    #[test]
    fn the_key_is_no_secret_for_pods() {
        assert_eq!(fields("a", "rpa_0123456789ABCDEF"), [Field::Value]);
        assert_eq!(fields("a", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123"), [Field::Value]);
        assert_eq!(fields("rpa_0123456789ABCDEF", "x"), [Field::Name]);
    }

    #[test]
    fn no_words_repeat_a_value() {
        assert!(!format!("{:?}", read("a", "hunter2hunter2")).contains("hunter2"));
        assert!(!format!("{:?}", read("a", "rpa_0123456789ABCDEF")).contains("0123456789ABCDEF"));
    }

    #[test]
    fn a_reference_is_read_back() {
        for name in ["hf-token", "a/b.c", "_1"] {
            assert_eq!(referred(&reference(name)), Some(name));
        }
        assert_eq!(
            (reference("hf"), referred("{{RUNPOD_SECRET_hf}}")),
            ("{{ RUNPOD_SECRET_hf }}".to_owned(), Some("hf"))
        );
        for none in ["", "{{ hf }}", "{{ RUNPOD_SECRET_ }}", "{{ RUNPOD_SECRET_a b }}", "x{{ RUNPOD_SECRET_a }}"] {
            assert_eq!(referred(none), None, "{none}");
        }
        let text = "run --token {{ RUNPOD_SECRET_a/b }} and RUNPOD_SECRET_c.";
        assert_eq!(referred_in(text).collect::<Vec<_>>(), ["a/b", "c"]);
    }

    #[test]
    fn what_is_lost_is_said_with_who_refers_to_it() {
        assert!(loss(&secret("hf"), &[]).ends_with("when they start."));
        assert!(loss(&secret("hf"), &["A", "B"]).ends_with("This form refers to it in A, B."));
    }
}
