//! What looks like a secret in a form, so that it is never written down. One harmless text too many is left out rather than
//! one secret too few: what is left out is told, and can be typed again.

use launchpod_words::order as say;

use crate::models::list;
use crate::notices::address::is_topic;
use crate::order::{Field, GpuChoiceForm, OrderForm, is_secret};

/// What a variable's name, or the name before a value, ends with if the value is nobody else's business.
const NAMES: [&str; 21] = [
    "TOKEN",
    "TOKENS",
    "KEY",
    "KEYS",
    "SECRET",
    "SECRETS",
    "PASSWORD",
    "PASSWORDS",
    "PASSWD",
    "PASS",
    "PASSPHRASE",
    "PWD",
    "PW",
    "AUTH",
    "AUTHORIZATION",
    "CREDENTIAL",
    "CREDENTIALS",
    "CREDS",
    "COOKIE",
    "JWT",
    "DSN",
];
/// The same where it is a whole word: others end with it too.
const WORDS: [&str; 14] = [
    "PIN",
    "OTP",
    "TOTP",
    "SIG",
    "SIGNATURE",
    "SIGNATURES",
    "SESSION",
    "SESSIONS",
    "SESSIONID",
    "LICENSE",
    "LICENCE",
    "PASSCODE",
    "PINCODE",
    "MNEMONIC",
];
/// What makes a name one of these wherever it stands in a word.
const PARTS: [&str; 9] =
    ["SECRET", "PASSW", "PASSCODE", "CREDENTIAL", "PRIVATE", "APIKEY", "BEARER", "MNEMONIC", "SEED_PHRASE"];
/// What the keys of well known services begin with.
const MARKS: [&str; 29] = [
    "hf_",
    "sk-",
    "sk_",
    "rk_",
    "pk_",
    "gsk_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "rpa_",
    "AKIA",
    "ASIA",
    "xoxa",
    "xoxb",
    "xoxp",
    "xoxe",
    "xoxs",
    "xapp",
    "eyJ",
    "AIza",
    "npm_",
    "pypi-",
    "dckr_pat_",
    "nvapi-",
    "r8_",
];
/// Letters and digits in one piece from here on are no word.
const LONG: usize = 20;

impl OrderForm {
    /// The same without what looks like a secret, and the names of what was left out: variables lose their values, other
    /// fields all that stood there.
    #[must_use]
    pub fn without_secrets(&self) -> (Self, Vec<String>) {
        let (mut raw, usual) = (self.clone(), Self::default());
        let mut left_out = vec![];
        // Ids of things in the account are long and random too, and no secret.
        let ids = [Field::NetworkVolume, Field::Template, Field::Registry];
        for field in Field::ALL {
            let text = self.get(field);
            let found = match field {
                Field::Models => text.lines().any(model_holds_secret),
                Field::Notify if is_topic(text) => has_mark(text),
                field if ids.contains(&field) => has_mark(text),
                _ => holds_secret(without_digest(text)),
            };
            if found {
                raw.set(field, usual.get(field));
                left_out.push(field.describe());
            }
        }
        let tells = |choice: &GpuChoiceForm| {
            [&choice.gpu_type, &choice.memory, &choice.at_most].into_iter().any(|text| holds_secret(text))
        };
        if raw.choices.iter().any(tells) {
            raw.choices.retain(|choice| !tells(choice));
            left_out.push(Field::GpuType.describe());
        }
        raw.env.retain(|variable| {
            let tells = is_secret_itself(&variable.key);
            if tells {
                left_out.push(say::nameless_variable().into());
            }
            !tells
        });
        for variable in &mut raw.env {
            if !variable.value.is_empty() && is_secret_value(&variable.key, &variable.value) {
                variable.value.clear();
                left_out.push(variable.key.clone());
            }
        }
        (raw, left_out)
    }
}

/// Addresses of models and their SHA-256 are long and public; what is no model may be anything.
fn model_holds_secret(line: &str) -> bool {
    match list::readable(line).is_empty() {
        true => holds_secret(line),
        false => has_mark(line) || has_login(line) || is_told_a_secret(line),
    }
}

/// Whether somebody has written the secret where its name belongs. `rk_password` is a name, whatever it begins with.
fn is_secret_itself(name: &str) -> bool {
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        || name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    if plain { has_noise(name) } else { holds_secret(name) }
}

/// Whether the value of this variable looks like a secret. A reference to one that RunPod keeps is none.
pub fn is_secret_value(key: &str, value: &str) -> bool {
    if is_secret(value) {
        return false;
    }
    let number = || value.trim().bytes().all(|byte| byte.is_ascii_digit());
    let counts = key.to_ascii_uppercase().ends_with("TOKENS") && number();
    (is_secret_name(key) && !counts) || holds_secret(value)
}

/// Whether something of this name is a secret: by its words, in any case and writing.
fn is_secret_name(name: &str) -> bool {
    let whole = name.to_ascii_uppercase();
    if PARTS.iter().any(|part| whole.contains(part)) {
        return true;
    }
    describe(name).any(|word| {
        let word = word.to_ascii_uppercase();
        // HFTOKEN and MYKEY, but not TOKENIZERS and KEYBOARD.
        WORDS.contains(&word.as_str())
            || NAMES.iter().any(|known| word == *known || (known.len() > 2 && word.ends_with(known)))
    })
}

/// The words of `HF_TOKEN`, `hf-token`, `hfToken`.
fn describe(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(|part| {
        let bytes = part.as_bytes();
        let mut from = 0;
        let mut ends: Vec<usize> = bytes
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| matches!(pair, [a, b] if kind(*a) != kind(*b) && !(a.is_ascii_uppercase() && b.is_ascii_lowercase())))
            .map(|(at, _)| at + 1)
            .collect();
        ends.push(part.len());
        ends.into_iter().filter_map(move |to| part.get(std::mem::replace(&mut from, to)..to))
    })
}

/// Whether something in this text looks like a secret.
fn holds_secret(text: &str) -> bool {
    text.contains("-----BEGIN")
        || has_mark(text)
        || has_login(text)
        || is_told_a_secret(text)
        || hands_over_a_password(text)
        || has_noise(text)
}

/// Whether the key of a well known service stands in it.
fn has_mark(text: &str) -> bool {
    let runs = text.split(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c)));
    runs.filter(|run| run.len() >= 8).any(|run| {
        MARKS.iter().any(|mark| {
            run.match_indices(mark).any(|(at, _)| {
                let before = at.checked_sub(1).and_then(|before| run.as_bytes().get(before));
                let rest = run.len() - at - mark.len();
                rest >= 8 && before.is_none_or(|byte| !byte.is_ascii_alphanumeric())
            })
        })
    })
}

/// Whether an address in it carries a name or a password: `https://name:password@host`.
fn has_login(text: &str) -> bool {
    text.split("://").skip(1).any(|rest| {
        let end = rest.find(|c: char| c.is_whitespace() || "/?#\"'".contains(c)).unwrap_or(rest.len());
        rest.get(..end).is_some_and(|host| host.contains('@'))
    })
}

/// Whether a command hands over a secret: `--token x`, `PASSWORD=x`, `Authorization: Bearer x`. An empty one, and one that
/// stands in the environment, is none.
fn is_told_a_secret(text: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let mut rest = text;
    while let Some(from) = rest.find(name) {
        let tail = rest.get(from..).unwrap_or_default();
        let end = tail.find(|c| !name(c)).unwrap_or(tail.len());
        let (word, after) = tail.split_at(end);
        rest = after;
        if !is_secret_name(word) {
            continue;
        }
        let after = after.trim_start_matches(['"', '\'']);
        let value = match after.strip_prefix(['=', ':']) {
            Some(value) => value,
            None if word.starts_with('-') || word.eq_ignore_ascii_case("bearer") => after,
            None => continue,
        };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let number = value.split(char::is_whitespace).next().is_some_and(|value| value.parse::<u64>().is_ok());
        if number && word.to_ascii_uppercase().ends_with("TOKENS") {
            continue;
        }
        let begins = value.chars().next();
        if begins.is_some_and(|c| !c.is_whitespace() && !"-$;&|,)}{".contains(c)) {
            return true;
        }
    }
    false
}

/// Programs that take a password, and the options by which they do: joined to it, or before it.
const PASSWORD_OPTIONS: [(&str, &str, bool); 9] = [
    ("sshpass", "-p", true),
    ("mysql", "-p", false),
    ("mysqldump", "-p", false),
    ("mysqladmin", "-p", false),
    ("mariadb", "-p", false),
    ("docker", "-p", true),
    ("podman", "-p", true),
    ("redis-cli", "-a", true),
    ("curl", "-u", true),
];

/// Whether a command hands over a password where no name stands before it: `curl -u name:password`, `sshpass -p x`,
/// `aws configure set aws_secret_access_key x`. One that stands in the environment is none.
fn hands_over_a_password(text: &str) -> bool {
    let commands = text.split(['\n', ';', '&', '|', '(', ')', '`']);
    commands.map(|command| command.split_whitespace().collect::<Vec<_>>()).any(|words| {
        let program = |word: &str| word.trim_matches(['"', '\'']).rsplit('/').next().unwrap_or_default().to_owned();
        words.iter().enumerate().any(|(at, word)| {
            let (program, rest) = (program(word), words.get(at + 1..).unwrap_or_default());
            let takes = |(known, option, apart): &(&str, &str, bool)| {
                program == *known && (program != "docker" && program != "podman" || rest.first() == Some(&"login")) && {
                    rest.iter().enumerate().any(|(at, word)| {
                        let value = match word.strip_prefix(option) {
                            Some("") if *apart => rest.get(at + 1).copied(),
                            Some("") | None => word.strip_prefix("--user=").filter(|_| program == "curl"),
                            joined => joined,
                        };
                        let value = value.map(|value| value.trim_start_matches(['"', '\'']));
                        value.is_some_and(|value| is_given(value) && (program != "curl" || value.contains(':')))
                    })
                }
            };
            let configures = program == "aws"
                && matches!(rest, ["configure", "set", name, value, ..] if is_secret_name(name) && is_given(value));
            configures || PASSWORD_OPTIONS.iter().any(takes)
        })
    })
}

/// Whether this is a value, and nothing that the shell puts in its place.
fn is_given(value: &str) -> bool {
    !value.is_empty() && !value.starts_with(['$', '-', '<', '>', '{'])
}

/// Whether a name that a person gives a thing looks as if a secret stood in it.
pub(super) fn is_no_name(name: &str) -> bool {
    holds_secret(name)
}

/// Whether something in it looks thrown by dice: a word of letters and digits longer than words are, or one that changes
/// between capitals, small letters and digits more often than words do.
fn has_noise(text: &str) -> bool {
    let pieces = |between: &'static str| text.split(move |c: char| !(c.is_ascii_alphanumeric() || between.contains(c)));
    let long = pieces("").any(|piece| {
        let digits = piece.bytes().filter(u8::is_ascii_digit).count();
        let (length, changes) = (piece.len(), changes(piece));
        let mixed = digits > 0 && digits < length;
        (length >= LONG && (mixed || changes * 4 >= length))
            || (length >= 16 && changes * 10 >= length * 3)
            || length >= 32
    });
    // Keys in base64 have such signs between, and rarely enough for the pieces to look like words.
    let noisy = |run: &str| changes(run) * 100 >= run.len() * if run.len() >= 32 { 25 } else { 35 };
    let hex = |run: &str| run.len() >= 32 && run.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    long || pieces("-").any(hex) || pieces("+/=_-").any(|run| run.len() >= 24 && noisy(run))
}

fn changes(text: &str) -> usize {
    let pairs = text.as_bytes().windows(2);
    pairs.filter(|pair| matches!(pair, [a, b] if kind(*a) * kind(*b) > 0 && kind(*a) != kind(*b))).count()
}

fn kind(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        b'0'..=b'9' => 3,
        _ => 0,
    }
}

/// An image without the digest that pins it: that is a long number, and public.
fn without_digest(text: &str) -> &str {
    match text.split_once("@sha256:") {
        Some((image, digest)) if digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) => image,
        _ => text,
    }
}

#[cfg(test)]
mod tests;
