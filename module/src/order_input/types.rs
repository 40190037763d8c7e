//! Whether each thing of an order is of its kind.

use launchpod_core::catalog::CloudFilter;
use launchpod_core::json::Json;
use launchpod_core::order::{Field, GpuChoiceForm, Variable, WhenSoldOut};
use launchpod_core::types::money::HourlyRate;
use serde_json::Number;

use crate::order_input::problem::{Problem, name_of};

/// What the things of an order are.
enum Kind {
    Text,
    /// A whole number, or any: the form's rules say which it may be.
    Number,
    Dollars,
    /// Hours; null for none.
    Hours,
    Switch,
    /// Texts in a row.
    Texts,
    OneOf(&'static [&'static str]),
}

const CLOUDS: [&str; 3] = [CloudFilter::All.as_str(), CloudFilter::Secure.as_str(), CloudFilter::Community.as_str()];
const SOLD_OUT: [&str; 2] = ["stop", "wait"];

/// All that stands in the form as a text, by its name in an order.
const PLAIN: [(&str, Field, Kind); 22] = [
    ("name", Field::Name, Kind::Text),
    ("image", Field::Image, Kind::Text),
    ("template", Field::Template, Kind::Text),
    ("gpuCount", Field::GpuCount, Kind::Number),
    ("cpu", Field::Cpu, Kind::Text),
    ("networkVolume", Field::NetworkVolume, Kind::Text),
    ("podVolumeGb", Field::PodVolume, Kind::Number),
    ("mountPath", Field::MountPath, Kind::Text),
    ("containerDiskGb", Field::ContainerDisk, Kind::Number),
    ("ports", Field::Ports, Kind::Texts),
    ("startCommand", Field::StartCommand, Kind::Text),
    ("ssh", Field::Ssh, Kind::Switch),
    ("jupyter", Field::Jupyter, Kind::Switch),
    ("registry", Field::Registry, Kind::Text),
    ("cloud", Field::Cloud, Kind::OneOf(&CLOUDS)),
    ("place", Field::Place, Kind::Text),
    ("minVcpu", Field::MinVcpu, Kind::Number),
    ("minMemoryGb", Field::MinMemory, Kind::Number),
    ("cuda", Field::Cuda, Kind::Texts),
    ("maxPerHour", Field::Ceiling, Kind::Dollars),
    ("endAfterHours", Field::EndAfter, Kind::Hours),
    ("notify", Field::Notify, Kind::Text),
];

/// An order as it was written, each thing of its kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderInput {
    /// What goes into the form as it is.
    pub(super) texts: Vec<(Field, String)>,
    /// What the pod may run on.
    pub(super) choices: Option<Vec<GpuChoiceForm>>,
    /// The environment.
    pub(super) env: Vec<Variable>,
    /// What is not of its kind, or not known.
    pub problems: Vec<Problem>,
}

impl OrderInput {
    /// Reads an order.
    pub fn read(order: Json) -> Self {
        let mut wish = Self::default();
        let Some(fields) = order.fields() else {
            wish.note("order", "An order is an object, like { image: \"comfyui\" }.");
            return wish;
        };
        fields.for_each(|(key, value)| wish.take(key, value));
        wish
    }

    /// What was written for a field.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.texts.iter().find(|(known, _)| *known == field).map(|(_, text)| text.as_str())
    }

    fn take(&mut self, key: &str, value: Json) {
        if let Some((name, field, kind)) = PLAIN.iter().find(|(name, ..)| *name == key) {
            return match kind.read(value) {
                Ok(text) => self.texts.push((*field, text)),
                Err(text) => self.note(name, text),
            };
        }
        match key {
            "gpus" => self.take_gpus(value),
            "env" => self.take_env(value),
            "spot" => self.take_spot(value),
            "whenSoldOut" => self.take_when_sold_out(value),
            _ => self.note(key, "An order knows nothing of this name."),
        }
    }

    fn take_gpus(&mut self, value: Json) {
        let Some(listed) = value.items() else {
            return self.note("gpus", "That must be a list, like [\"NVIDIA GeForce RTX 4090\", { memoryGb: 24 }].");
        };
        let mut choices = vec![];
        for each in listed {
            match choice(each) {
                Ok(choice) => choices.push(choice),
                Err(text) => self.note("gpus", text),
            }
        }
        self.choices = Some(choices);
    }

    fn take_env(&mut self, value: Json) {
        let Some(variables) = value.fields() else {
            return self.note("env", "That must be an object of texts, like { HF_HOME: \"/workspace/hf\" }.");
        };
        for (key, value) in variables {
            match value.as_text() {
                Some(value) => self.env.push(Variable { key: key.to_owned(), value: value.to_owned() }),
                None => self.note("env", format!("The value of {key} must be a text.")),
            }
        }
    }

    fn take_spot(&mut self, value: Json) {
        let bid = if only(value, &["bid"]) { Kind::Dollars.read(value.get("bid")) } else { Err(String::new()) };
        match bid {
            Ok(text) => self.texts.push((Field::Bid, text)),
            _ => self.note("spot", "That must be { bid: dollars per GPU and hour }, like { bid: 0.35 }."),
        }
    }

    fn take_when_sold_out(&mut self, value: Json) {
        let launch = WhenSoldOut::Launch.as_str();
        match Kind::OneOf(&SOLD_OUT).read(value) {
            Ok(text) => self.texts.push((Field::WhenSoldOut, if text == "wait" { launch.to_owned() } else { text })),
            Err(text) => self.note(name_of(Field::WhenSoldOut), text),
        }
    }

    fn note(&mut self, field: &str, text: impl Into<String>) {
        self.problems.push(Problem::new(field, text));
    }
}

impl Kind {
    /// As it would be typed into the form.
    fn read(&self, value: Json) -> Result<String, String> {
        let number = value.as_number();
        match self {
            Self::Text => match value.as_text() {
                Some("") => Err("That is empty. Leave it out if you mean none.".into()),
                Some(text) => Ok(text.to_owned()),
                None => Err("That must be a text.".into()),
            },
            Self::Number => number.map(written).ok_or_else(|| "That must be a number.".into()),
            Self::Dollars => number.map(typed_dollars).ok_or_else(|| "That must be a number of dollars.".into()),
            Self::Hours if value.some().is_none() => Ok(String::new()),
            Self::Hours => number.map(typed_hours).ok_or_else(|| "That must be a number of hours, or null.".into()),
            Self::Switch => match value.as_bool() {
                Some(true) => Ok("yes".into()),
                Some(false) => Ok(String::new()),
                None => Err("That must be true or false.".into()),
            },
            Self::Texts => {
                let texts: Option<Vec<&str>> = value.items().and_then(|all| all.map(Json::as_text).collect());
                texts.map(|texts| texts.join(",")).ok_or_else(|| "That must be a list of texts.".into())
            }
            Self::OneOf(words) => {
                let word = value.as_text().filter(|text| words.contains(text));
                word.map(str::to_owned).ok_or_else(|| format!("That must be one of “{}”.", words.join("”, “")))
            }
        }
    }
}

fn choice(value: Json) -> Result<GpuChoiceForm, String> {
    if let Some(gpu_type) = value.as_text() {
        return if gpu_type.is_empty() { Err("A GPU type is empty.".into()) } else { Ok(GpuChoiceForm::of(gpu_type)) };
    }
    if !only(value, &["memoryGb", "atMost"]) {
        return Err("Each must be a GPU type, or “any with at least”, like { memoryGb: 24, atMost: 0.5 }.".into());
    }
    let has = |field: &str| value.keys().any(|key| key == field);
    if !has("memoryGb") {
        return Err("memoryGb is missing.".into());
    }
    let memory = Kind::Number.read(value.get("memoryGb"))?;
    let at_most = if has("atMost") { Kind::Dollars.read(value.get("atMost"))? } else { String::new() };
    Ok(GpuChoiceForm::any(&memory, &at_most))
}

/// Whether it is an object, and knows none but these.
fn only(value: Json, keys: &[&str]) -> bool {
    value.fields().is_some_and(|mut fields| fields.all(|(key, _)| keys.contains(&key)))
}

/// As JavaScript would write it.
fn written(number: f64) -> String {
    let whole = number as i64;
    match whole as f64 == number {
        true => whole.to_string(),
        false => Number::from_f64(number).map_or_else(String::new, |number| number.to_string()),
    }
}

/// Rounded to the millionth, as all dollars are; what is none stays as it is, for the form's rules to refuse.
fn typed_dollars(dollars: f64) -> String {
    let rate = HourlyRate::from_dollars(dollars).filter(|_| dollars > 0.0);
    rate.map_or_else(|| written(dollars), HourlyRate::typed)
}

/// Rounded up to the hundredth of an hour, the smallest step that a timer has.
fn typed_hours(hours: f64) -> String {
    if !(hours > 0.0 && hours < 1e6) {
        return written(hours);
    }
    let hundredths = (hours * 100.0 - 1e-6).ceil() as u64;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
