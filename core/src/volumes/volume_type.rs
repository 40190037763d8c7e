//! The kinds of network volumes. REST v2 tells which ones a data center has and what a volume is; GraphQL does not.

use launchpod_words::volumes as say;

use crate::account::NetworkVolume;
use crate::types::ids::DataCenterId;
use crate::types::money::MicroUsd;
use crate::volumes::monthly;

/// A kind of network volume. It can't be changed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VolumeType {
    /// The usual one, at the price that RunPod publishes.
    Standard,
    /// A faster one, at a price that differs by data center and stands only in RunPod's console.
    HighPerformance,
}

impl VolumeType {
    /// RunPod's word for it; `None` for one that is not known here.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Standard, Self::HighPerformance].into_iter().find(|kind| kind.as_str() == word)
    }

    /// RunPod's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::HighPerformance => "HIGH_PERFORMANCE",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Standard => say::standard(),
            Self::HighPerformance => say::high_performance(),
        }
    }
}

/// Which kinds each data center has, as far as it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VolumeTypes(Vec<(DataCenterId, Vec<VolumeType>)>);

impl VolumeTypes {
    /// Of these data centers.
    pub fn new(told: Vec<(DataCenterId, Vec<VolumeType>)>) -> Self {
        Self(told)
    }

    /// The kinds in this data center: an empty list where it has none, `None` where it is not told.
    pub fn at(&self, data_center: &str) -> Option<&[VolumeType]> {
        let told = self.0.iter().find(|(id, _)| id.as_str() == data_center);
        told.map(|(_, kinds)| kinds.as_slice())
    }

    /// The kinds to choose from in this data center: none where there is no choice.
    pub fn choice(&self, data_center: &str) -> &[VolumeType] {
        self.at(data_center).filter(|kinds| kinds.len() > 1).unwrap_or_default()
    }

    /// What a new volume in this data center is, given what was chosen; `None` where it is not told.
    pub fn of_new(&self, data_center: &str, chosen: &str) -> Option<VolumeType> {
        let kinds = self.at(data_center)?;
        VolumeType::parse(chosen).filter(|kind| kinds.contains(kind)).or(kinds.first().copied())
    }

    /// What this volume is; `None` where it is not told.
    pub fn of(&self, volume: &NetworkVolume) -> Option<VolumeType> {
        let only = || match self.at(volume.data_center.as_str()) {
            Some([only]) => Some(*only),
            _ => None,
        };
        volume.volume_type.or_else(only)
    }
}

/// What a network volume of `gb` gigabytes costs a month; `None` where RunPod publishes no price. One whose kind is not told
/// counts as a standard one.
pub fn price(gb: u32, kind: Option<VolumeType>) -> Option<MicroUsd> {
    (kind != Some(VolumeType::HighPerformance)).then(|| monthly(gb))
}

/// The same in words.
pub fn price_text(gb: u32, kind: Option<VolumeType>) -> String {
    price(gb, kind).map_or_else(|| say::price_not_published().to_owned(), say::monthly)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::ids::NetworkVolumeId;
    use VolumeType::{HighPerformance, Standard};

    fn types() -> VolumeTypes {
        let told = [("EU-RO-1", vec![Standard]), ("EU-FR-1", vec![HighPerformance]), ("EU-CZ-1", vec![])];
        let both = ("US-KS-2", vec![Standard, HighPerformance]);
        VolumeTypes::new(told.into_iter().chain([both]).map(|(id, kinds)| (DataCenterId::new(id), kinds)).collect())
    }

    #[test]
    fn a_choice_is_offered_only_where_there_is_one() {
        let types = types();
        assert_eq!(types.choice("US-KS-2"), [Standard, HighPerformance]);
        for place in ["EU-RO-1", "EU-FR-1", "EU-CZ-1", "XX-1", ""] {
            assert_eq!(types.choice(place), [], "{place}");
        }
        assert_eq!(types.of_new("US-KS-2", "HIGH_PERFORMANCE"), Some(HighPerformance));
        assert_eq!(types.of_new("US-KS-2", ""), Some(Standard));
        assert_eq!(types.of_new("EU-FR-1", "STANDARD"), Some(HighPerformance), "there is no other one");
        assert_eq!((types.of_new("EU-CZ-1", ""), types.of_new("XX-1", "STANDARD")), (None, None));
    }

    #[test]
    fn a_price_that_runpod_does_not_publish_is_not_made_up() {
        assert_eq!(price_text(100, None), "$7.00 a month");
        assert_eq!(price_text(100, Some(Standard)), "$7.00 a month");
        assert_eq!(
            (price(100, Some(HighPerformance)), price_text(100, Some(HighPerformance)).as_str()),
            (None, "price only in RunPod's console")
        );
    }

    #[test]
    fn a_volume_is_what_is_told_of_it_or_the_only_kind_of_its_data_center() {
        let volume = |place: &str, volume_type| NetworkVolume {
            id: NetworkVolumeId::new("v"),
            name: "models".into(),
            size_gb: 100,
            data_center: DataCenterId::new(place),
            volume_type,
        };
        assert_eq!(types().of(&volume("EU-FR-1", None)), Some(HighPerformance));
        assert_eq!(types().of(&volume("US-KS-2", None)), None);
        assert_eq!(types().of(&volume("US-KS-2", Some(HighPerformance))), Some(HighPerformance));
        assert_eq!(types().of(&volume("XX-1", None)), None);
    }
}
