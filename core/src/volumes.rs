//! Network volumes: what may be asked for, what it costs, who uses one, and whether one that was asked for was made.

use launchpod_words::{sentences, volumes as say};

use crate::account::NetworkVolume;
use crate::catalog::availability::DataCenter;
use crate::pods::pod::Pod;
use crate::types::ids::{DataCenterId, NetworkVolumeId};
use crate::types::money::{GbMonthRate, HourlyRate, MicroUsd};
use crate::types::number_input::plain_digits;

mod creation;
mod volume_type;

pub use creation::{LookupResult, PendingVolume};
pub use volume_type::{VolumeType, VolumeTypes, price, price_text};

/// GB, both included: what RunPod's REST v2 takes.
const SIZES: std::ops::RangeInclusive<u32> = 10..=4096;
/// GB that cost the full price.
const FIRST: u32 = 1000;
/// The longest name that the page takes. RunPod names no limit.
const MAX_NAME: usize = 60;

/// What a network volume of `gb` gigabytes costs a month, whether or not a pod uses it.
pub fn monthly(gb: u32) -> MicroUsd {
    let first = gb.min(FIRST);
    GbMonthRate::NETWORK_FIRST.monthly(first) + GbMonthRate::NETWORK_BEYOND.monthly(gb - first)
}

/// The same per hour.
pub fn hourly(gb: u32) -> HourlyRate {
    HourlyRate::of_monthly(monthly(gb))
}

/// A field of the form for a new volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Its name.
    Name,
    /// Its size.
    Size,
    /// Where it is to lie.
    Place,
    /// Its kind, where the data center has several.
    Type,
}

impl Field {
    /// A stable name: the input's id on the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "volume-name",
            Self::Size => "volume-size",
            Self::Place => "volume-place",
            Self::Type => "volume-type",
        }
    }
}

/// Why a field can't be sent as it stands, in words.
pub type Problem = (Field, &'static str);

/// The form for a new volume as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VolumeForm {
    /// Its name.
    pub name: String,
    /// Its size in GB.
    pub size: String,
    /// The data center's id; empty while none is chosen.
    pub data_center: String,
    /// RunPod's word for the kind; empty while none is chosen.
    pub volume_type: String,
}

/// A volume that may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVolume {
    /// Its name.
    pub name: String,
    /// Gigabytes.
    pub size_gb: u32,
    /// Where it is to lie.
    pub data_center: DataCenterId,
    /// Its kind, where there was a choice: REST v2 alone takes one. `None` for the data center's own.
    pub volume_type: Option<VolumeType>,
}

impl NewVolume {
    /// Reads the form. All problems at once, in the order of the form.
    ///
    /// # Errors
    /// One [`Problem`] for each field that can't be sent.
    pub fn read(raw: &VolumeForm, places: &[DataCenter], types: &VolumeTypes) -> Result<Self, Vec<Problem>> {
        let (name, size, place) = (name(&raw.name), size(&raw.size), place(&raw.data_center, places, types));
        let choice = types.choice(&raw.data_center);
        let volume_type = types.of_new(&raw.data_center, &raw.volume_type).filter(|_| !choice.is_empty());
        match (name, size, place) {
            (Ok(name), Ok(size_gb), Ok(data_center)) => Ok(Self { name, size_gb, data_center, volume_type }),
            (name, size, place) => {
                let problems = [
                    name.err().map(|words| (Field::Name, words)),
                    size.err().map(|words| (Field::Size, words)),
                    place.err().map(|words| (Field::Place, words)),
                ];
                Err(problems.into_iter().flatten().collect())
            }
        }
    }

    /// Whether a volume is like this one.
    fn is_like(&self, volume: &NetworkVolume) -> bool {
        self.name == volume.name && self.size_gb == volume.size_gb && self.data_center == volume.data_center
    }
}

fn name(text: &str) -> Result<String, &'static str> {
    let name = text.trim();
    if name.is_empty() {
        return Err(say::name_missing());
    }
    if name.chars().count() > MAX_NAME {
        return Err(say::name_too_long());
    }
    match name.chars().all(|c| c.is_alphanumeric() || " -_.()".contains(c)) {
        true => Ok(name.to_owned()),
        false => Err(say::name_characters()),
    }
}

/// The size as typed, in GB.
///
/// # Errors
/// What is wrong with it, in words.
pub fn size(text: &str) -> Result<u32, &'static str> {
    let text = plain_digits(text);
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(say::size_not_whole());
    }
    match text.parse() {
        Ok(gb) if SIZES.contains(&gb) => Ok(gb),
        Ok(gb) if gb < *SIZES.start() => Err(say::size_too_small()),
        _ => Err(say::size_too_large()),
    }
}

/// The size that `volume` is to grow to.
///
/// # Errors
/// What is wrong with it, in words.
pub fn growth(volume: &NetworkVolume, text: &str) -> Result<u32, &'static str> {
    match size(text)? {
        gb if gb == volume.size_gb => Err(say::same_size()),
        gb if gb < volume.size_gb => Err(say::smaller()),
        gb => Ok(gb),
    }
}

/// The size that is proposed to somebody who wants more room.
pub fn next_size(gb: u32) -> u32 {
    gb.saturating_add(50).min(*SIZES.end())
}

/// What it costs now and at another size, and the difference where the price is known, in words.
pub fn growth_price_text(from: u32, to: u32, kind: Option<VolumeType>) -> String {
    let then = say::price_then(price_text(from, kind), price_text(to, kind));
    match (price(from, kind), price(to, kind)) {
        (Some(before), Some(after)) if after > before => sentences(&[then, say::costs_more(after - before)]),
        _ => then,
    }
}

fn place(id: &str, places: &[DataCenter], types: &VolumeTypes) -> Result<DataCenterId, &'static str> {
    match places.iter().find(|place| place.id.as_str() == id) {
        Some(place) if takes_volumes(place, types) => Ok(place.id.clone()),
        _ if id.is_empty() => Err(say::place_missing()),
        _ => Err(say::place_without_volumes()),
    }
}

/// Whether volumes can be made there: what is told of its kinds counts before what GraphQL says.
pub fn takes_volumes(place: &DataCenter, types: &VolumeTypes) -> bool {
    types.at(place.id.as_str()).map_or(place.volumes, |kinds| !kinds.is_empty())
}

/// The names of the pods that use this volume, running or not.
pub fn users<'a>(id: &NetworkVolumeId, pods: impl IntoIterator<Item = &'a Pod>) -> Vec<String> {
    let uses = |pod: &&Pod| pod.network_volume.as_ref() == Some(id);
    pods.into_iter().filter(uses).map(|pod| say::quoted(&pod.name)).collect()
}

/// What a person must know before they delete it.
pub fn loss(volume: &NetworkVolume, kind: Option<VolumeType>) -> String {
    let saved = price(volume.size_gb, kind).map_or_else(|| say::saves_unknown().to_owned(), say::saves);
    sentences(&[say::loss(&volume.name, volume.size_gb, &volume.data_center), saved])
}

#[cfg(test)]
mod tests;
