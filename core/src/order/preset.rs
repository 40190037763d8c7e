//! Forms that are kept under a name on this device. No secret is kept: the page's rule for the key holds for these too.

use launchpod_words::{order as say, sentences};
use serde_json::{Value, json};

use crate::json::Json;
use crate::order::secret_detection::is_no_name;
use crate::order::{Broken, Field, OrderForm, Reading, parse, plain, read_fields, sealed, write_fields};
use crate::types::time::Timestamp;

/// What the keys of all presets in storage begin with. Each has one of its own, so that two tabs never overwrite each
/// other's.
pub const SHELF: &str = "launchpod.presets/";
/// Characters of a name.
const MAX_NAME: usize = 60;
/// Bytes of a file, and presets in it.
const MAX_FILE: usize = 2 * 1024 * 1024;
const MAX_PRESETS: usize = 200;
/// In the place of a name that has a secret in it.
const NAMELESS: &str = "••••••••";
/// Bytes of one preset.
const MAX_BYTES: usize = 80 * 1024;

/// A form with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its place on the shelf.
    pub id: String,
    /// The person's name for it; each is there once.
    pub name: String,
    /// When it was saved.
    pub saved: Timestamp,
    /// The form.
    pub raw: OrderForm,
}

/// What a file brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// To be kept, under their ids.
    pub presets: Vec<Preset>,
    /// What to tell the person.
    pub told: Vec<String>,
}

impl Preset {
    /// The form under a name, in the place of the one among `others` that has it. With it the names of what is not kept.
    ///
    /// # Errors
    /// Words, if it can't be kept.
    pub fn new(
        name: &str,
        raw: &OrderForm,
        others: &[Self],
        (id, now): (String, Timestamp),
    ) -> Result<(Self, Vec<String>), String> {
        let name = named(name)?;
        if is_no_name(&name) {
            return Err(say::preset_name_has_secret().into());
        }
        let (raw, left_out) = raw.without_secrets();
        if raw.write().is_none() {
            return Err(say::preset_too_large().into());
        }
        let id = others.iter().find(|other| other.name == name).map_or(id, |other| other.id.clone());
        Ok((Self { id, name, saved: now, raw }, left_out))
    }

    /// As text.
    pub fn write(&self) -> String {
        sealed(self.value()).to_string()
    }

    fn value(&self) -> Value {
        json!({ "preset": self.name, "saved": self.saved.millis(), "order": write_fields(&self.raw) })
    }

    /// As it may leave the device: whoever got the address for notices could read them.
    fn for_others(&self) -> Self {
        // Names that were given before they were looked at.
        let name = if is_no_name(&self.name) { NAMELESS.to_owned() } else { self.name.clone() };
        Self { name, raw: self.raw.clone().with(Field::Notify, ""), ..self.clone() }
    }

    /// Reads what [`Preset::write`] wrote; with it what is to be told of the form.
    ///
    /// # Errors
    /// [`Broken`], if nothing of it can be used.
    pub fn read(id: &str, text: &str) -> Result<(Self, Reading), Broken> {
        Self::of(id, parse(text, MAX_BYTES)?.json())
    }

    fn of(id: &str, json: Json) -> Result<(Self, Reading), Broken> {
        let name = json.text("preset").and_then(|name| named(name).ok()).ok_or(Broken::Damaged)?;
        let reading = read_fields(json.get("order").some().ok_or(Broken::Damaged)?)?;
        let saved = Timestamp::from_millis(json.number("saved").unwrap_or_default().max(0.0) as u64);
        Ok((Self { id: id.to_owned(), name, saved, raw: reading.raw.clone() }, reading))
    }
}

fn named(name: &str) -> Result<String, String> {
    let name = plain(name, MAX_NAME + 1);
    match name.chars().count() {
        0 => Err(say::preset_name_missing().into()),
        count if count > MAX_NAME => Err(say::preset_name_too_long(MAX_NAME)),
        _ => Ok(name),
    }
}

/// All presets as one file, without secrets and addresses for notices.
pub fn export(presets: &[Preset]) -> String {
    let presets: Vec<Value> = presets.iter().map(|preset| preset.for_others().value()).collect();
    sealed(json!({ "presets": presets })).to_string()
}

/// What a file of presets brings to those that are there. One of a name that is there takes its place.
///
/// # Errors
/// [`Broken`], if nothing of it can be used.
pub fn import(text: &str, own: &[Preset], place: &mut dyn FnMut() -> (String, Timestamp)) -> Result<Import, Broken> {
    let document = parse(text, MAX_FILE)?;
    let mut import = Import::default();
    let mut refused = 0;
    for entry in document.json().list("presets").ok_or(Broken::Damaged)?.take(MAX_PRESETS + 1) {
        if import.presets.len() >= MAX_PRESETS {
            return Err(Broken::TooLarge);
        }
        let read = Preset::of("", entry).ok().and_then(|(preset, reading)| {
            let (new, left_out) = Preset::new(&preset.name, &preset.raw, own, place()).ok()?;
            Some((new, Reading { left_out, ..reading }))
        });
        let Some((mut preset, mut reading)) = read else {
            refused += 1;
            continue;
        };
        let before = own.iter().find(|other| other.name == preset.name);
        // Nobody else's address comes in with a file, and one's own stays.
        if !preset.raw.get(Field::Notify).is_empty() {
            reading.left_out.push(Field::Notify.describe());
        }
        preset.raw.set(Field::Notify, before.map_or("", |before| before.raw.get(Field::Notify)));
        let done = match before {
            Some(before) if before.raw == preset.raw => say::preset_same(&preset.name),
            Some(_) => say::preset_replaced(&preset.name),
            None => say::preset_new(&preset.name),
        };
        import.told.push(sentences(&[done, sentences(&reading.told("preset"))]));
        import.presets.retain(|other| other.name != preset.name);
        import.presets.push(preset);
    }
    match refused {
        0 if import.presets.is_empty() => import.told.push(say::no_preset().into()),
        0 => {}
        count => import.told.push(say::presets_refused(count)),
    }
    Ok(import)
}

#[cfg(test)]
mod tests;
