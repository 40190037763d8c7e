//! A form as text, to be kept and passed on: JSON with a version, in which each field has its name and only what differs
//! from an untouched form is written. What is read may be anything: what can't be used is left out, and told.

use launchpod_words::{list_plain, order as say, sentences};
use serde_json::{Map, Value, json};

use crate::catalog::CloudFilter;
use crate::catalog::apps;
use crate::json::{Document, Json};
use crate::order::validation::{MAX_TEXT, unseen_in_name};
use crate::order::{Field, GpuChoiceForm, OWN_IMAGE, OrderForm, TEMPLATE, Variable, WhenSoldOut};
use crate::secrets::{reference, referred_in};
use crate::types::number_input::is_unseen;

/// Whoever changes what an untouched form holds, or what a field means, raises it, and says here how to read the old.
const VERSION: u32 = 1;
/// Its name in the text.
const MARK: &str = "launchpod";
/// Bytes of one form.
const MAX_BYTES: usize = 64 * 1024;
const MAX_LINE: usize = 512;
const MAX_VARIABLES: usize = 50;
const MAX_CHOICES: usize = 20;
/// Names of fields that we do not know are shown to people: so many, and so long.
const MAX_TOLD: usize = 10;
const MAX_TOLD_CHARS: usize = 40;

/// What tells of these names.
type Tell = fn(String) -> String;

/// Why a text can't be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Not what we write: damaged, cut off, or something else.
    Damaged,
    /// A newer page has written it.
    Newer,
    /// More than we ever write.
    TooLarge,
}

impl Broken {
    /// What to tell a person. `what` is what was read: `file`, else `link`.
    pub fn describe(self, what: &str) -> String {
        let is_file = what == "file";
        let (happened, advice) = match self {
            Self::Damaged if is_file => (say::file_damaged(), say::ask_again()),
            Self::Damaged => (say::link_damaged(), say::ask_again()),
            Self::Newer if is_file => (say::file_newer(), say::reload()),
            Self::Newer => (say::link_newer(), say::reload()),
            Self::TooLarge if is_file => (say::file_too_large(), ""),
            Self::TooLarge => (say::link_too_large(), ""),
        };
        sentences(&[happened, say::form_as_it_was(), advice])
    }
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The form.
    pub raw: OrderForm,
    /// Names of what this page does not know.
    pub unknown: Vec<String>,
    /// Names of fields that held what they can't hold.
    pub odd: Vec<String>,
    /// Names of what was left out on purpose.
    pub left_out: Vec<String>,
}

impl Reading {
    /// A form with nothing to be told of it.
    pub fn of(raw: OrderForm) -> Self {
        Self { raw, unknown: vec![], odd: vec![], left_out: vec![] }
    }

    /// What to tell a person besides what the form shows: what is missing, and what follows from it. `what` is what was
    /// read: `pod`, `preset`, else `link`.
    pub fn told(&self, what: &str) -> Vec<String> {
        let blank =
            self.raw.env.iter().filter(|own| own.value.is_empty() && crate::order::is_secret_value(&own.key, "x"));
        let blank: Vec<&str> = blank.map(|variable| variable.key.as_str()).collect();
        let left_out: Vec<&str> =
            self.left_out.iter().map(String::as_str).filter(|name| !blank.contains(name)).collect();
        let asked: Vec<String> = self.raw.secrets_of_runpod();
        let unknown: Tell = match what {
            "pod" => say::pod_unknown,
            "preset" => say::preset_unknown,
            _ => say::link_unknown,
        };
        let lines: [(String, Tell); 5] = [
            (list_plain(&blank), |names| say::secrets_not_passed_on(reference("name"), names)),
            (list_plain(&left_out), say::left_out),
            (list_plain(&asked), say::asks_for_secrets),
            (list_plain(&self.odd), say::unreadable),
            (list_plain(&self.unknown), unknown),
        ];
        lines.into_iter().filter(|(names, _)| !names.is_empty()).map(|(names, tell)| tell(names)).collect()
    }
}

impl OrderForm {
    /// As text. `None` if it holds more than can be read back, or characters that nobody can see.
    pub fn write(&self) -> Option<String> {
        let text = sealed(write_fields(self)).to_string();
        let back = Self::read(&text).ok()?;
        let env = |raw: &Self| raw.env.iter().filter(|own| !is_blank(own)).cloned().collect::<Vec<_>>();
        let same = back.odd.is_empty() && back.raw.choices == self.choices && env(&back.raw) == env(self);
        same.then_some(text)
    }

    /// Reads what [`OrderForm::write`] wrote.
    ///
    /// # Errors
    /// [`Broken`], if nothing of it can be used.
    pub fn read(text: &str) -> Result<Reading, Broken> {
        read_fields(parse(text, MAX_BYTES)?.json())
    }

    /// The names of the secrets that RunPod would put into the pod.
    pub fn secrets_of_runpod(&self) -> Vec<String> {
        let texts = Field::ALL.into_iter().map(|field| self.get(field));
        let mut names: Vec<String> = vec![];
        for text in texts.chain(self.env.iter().map(|variable| variable.value.as_str())) {
            for name in referred_in(text) {
                if !names.iter().any(|known| known == name) && names.len() < MAX_VARIABLES {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }
}

fn is_blank(variable: &Variable) -> bool {
    variable.key.trim().is_empty() && variable.value.is_empty()
}

/// With our mark and version.
pub(crate) fn sealed(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert(MARK.into(), VERSION.into());
    }
    value
}

/// JSON of ours of a version that we know.
pub(crate) fn parse(text: &str, most: usize) -> Result<Document, Broken> {
    if text.len() > most {
        return Err(Broken::TooLarge);
    }
    let document = Document::read(text).map_err(|_| Broken::Damaged)?;
    match document.json().number(MARK) {
        Some(version) if version == f64::from(VERSION) => Ok(document),
        Some(version) if version > f64::from(VERSION) => Err(Broken::Newer),
        _ => Err(Broken::Damaged),
    }
}

pub(crate) fn write_fields(raw: &OrderForm) -> Value {
    let usual = OrderForm::default();
    let mut fields = Map::new();
    let mut put = |field: Field, value: Value| _ = fields.insert(field.as_str().into(), value);
    for field in Field::ALL {
        // Its number is of the pods that there are now.
        let name = if field == Field::Name { raw.name_of_choice() } else { None };
        let text = name.as_deref().unwrap_or(raw.get(field));
        if text != usual.get(field) {
            put(field, text.into());
        }
    }
    if raw.choices != usual.choices {
        let choice = |choice: &GpuChoiceForm| match choice.gpu_type.as_str() {
            "" => json!({ "memory": choice.memory, "at-most": choice.at_most }),
            gpu_type => json!({ "type": gpu_type, "memory": choice.memory, "at-most": choice.at_most }),
        };
        put(Field::GpuType, raw.choices.iter().map(choice).collect());
    }
    let env = raw.env.iter().filter(|own| !is_blank(own));
    let env: Vec<Value> = env.map(|own| json!({ "key": own.key, "value": own.value })).collect();
    if !env.is_empty() {
        put(Field::Env, env.into());
    }
    Value::Object(fields)
}

pub(crate) fn read_fields(json: Json) -> Result<Reading, Broken> {
    let mut reading = Reading::of(OrderForm::default());
    for key in json.keys().filter(|key| *key != MARK) {
        let Some(field) = Field::ALL.into_iter().find(|field| field.as_str() == key) else {
            if reading.unknown.len() < MAX_TOLD {
                reading.unknown.push(plain(key, MAX_TOLD_CHARS));
            }
            continue;
        };
        let fine = match field {
            Field::GpuType => fill(json, field, MAX_CHOICES, &mut reading.raw.choices, choice)?,
            Field::Env => fill(json, field, MAX_VARIABLES, &mut reading.raw.env, variable)?,
            _ => {
                let text = json.get(key).as_text().filter(|text| fits(field, text));
                text.map(|text| reading.raw.set(field, text)).is_some()
            }
        };
        if !fine {
            reading.odd.push(field.describe());
        }
    }
    reading.raw.read_from_elsewhere();
    Ok(reading)
}

/// Reads the list of a field, as far as its entries can be read. Whether all of it could.
fn fill<T>(
    json: Json,
    field: Field,
    most: usize,
    into: &mut Vec<T>,
    read: impl Fn(Json) -> Option<T>,
) -> Result<bool, Broken> {
    let Some(listed) = json.list(field.as_str()) else { return Ok(false) };
    let mut fine = true;
    into.clear();
    for entry in listed {
        match read(entry) {
            Some(entry) => into.push(entry),
            None => fine = false,
        }
        if into.len() > most {
            return Err(Broken::TooLarge);
        }
    }
    Ok(fine)
}

/// The text of an entry's field; empty where it is not told.
fn part(entry: Json, name: &str) -> String {
    entry.text(name).unwrap_or_default().to_owned()
}

fn choice(entry: Json) -> Option<GpuChoiceForm> {
    let choice =
        GpuChoiceForm { gpu_type: part(entry, "type"), memory: part(entry, "memory"), at_most: part(entry, "at-most") };
    let fits = [&choice.gpu_type, &choice.memory, &choice.at_most].iter().all(|text| fits(Field::GpuType, text));
    fits.then_some(choice)
}

fn variable(entry: Json) -> Option<Variable> {
    let variable = Variable { key: part(entry, "key"), value: part(entry, "value") };
    let fits = !is_blank(&variable) && fits(Field::Place, &variable.key) && fits(Field::Env, &variable.value);
    fits.then_some(variable)
}

/// Whether the field could hold that: whether it is sensible, the form says.
fn fits(field: Field, text: &str) -> bool {
    let known = |all: &[&str]| all.contains(&text);
    let lines = matches!(field, Field::StartCommand | Field::Env | Field::Models);
    let odd = |c: char| is_unseen(c) && !(lines && matches!(c, '\n' | '\r' | '\t'));
    let unseen = match field {
        Field::Name => unseen_in_name(text).is_some(),
        _ => text.contains(odd),
    };
    let sane = text.len() <= if lines { MAX_TEXT } else { MAX_LINE } && !unseen;
    sane && match field {
        Field::Compute => known(&["gpu", "cpu"]),
        Field::Rent => known(&["on-demand", "spot"]),
        Field::Ssh | Field::Jupyter => known(&["yes", ""]),
        Field::Image => text == OWN_IMAGE || text == TEMPLATE || apps::app(text).is_some(),
        Field::Cloud => CloudFilter::parse(text).is_some(),
        Field::WhenSoldOut => WhenSoldOut::ALL.into_iter().any(|known| known.as_str() == text),
        _ => true,
    }
}

/// Somebody's text as it may be shown in a sentence: what can't be seen becomes a space, many spaces one, and too long is cut.
pub(crate) fn plain(text: &str, most: usize) -> String {
    let seen: String = text.chars().map(|c| if is_unseen(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    let all = words.join(" ");
    match all.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", all.get(..at).unwrap_or_default()),
        None => all,
    }
}

#[cfg(test)]
mod tests;
