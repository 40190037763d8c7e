//! What RunPod rents out, where, for how much, and how much of it is left: all as of one instant.

pub mod apps;
pub mod availability;
pub mod country;
pub mod cpu;
pub mod gpu_descriptions;
pub mod image_reference;
pub mod place_choices;
pub mod template;

use launchpod_words::availability as say;

use crate::types::ids::{DataCenterId, GpuTypeId};
use crate::types::money::{GpuRate, HourlyRate};
use crate::types::time::Timestamp;

/// RunPod's two clouds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cloud {
    /// RunPod's own data centers. The only one with network volumes.
    #[default]
    Secure,
    /// Other people's machines: cheaper, no network volumes.
    Community,
}

impl Cloud {
    /// RunPod's word, as `cloudType` takes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secure => "SECURE",
            Self::Community => "COMMUNITY",
        }
    }

    /// RunPod's name for it.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Secure => "Secure Cloud",
            Self::Community => "Community Cloud",
        }
    }
}

/// The clouds that a person lets RunPod choose from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CloudFilter {
    /// Either, whichever is cheaper.
    All,
    /// The secure one alone.
    #[default]
    Secure,
    /// The community one alone.
    Community,
}

impl CloudFilter {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Secure, Self::Community, Self::All];

    /// RunPod's word, as the form keeps it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Secure => Cloud::Secure.as_str(),
            Self::Community => Cloud::Community.as_str(),
        }
    }

    /// RunPod's word, read back. `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clouds| clouds.as_str() == text)
    }

    /// Those that it allows.
    pub const fn each(self) -> &'static [Cloud] {
        match self {
            Self::All => &[Cloud::Secure, Cloud::Community],
            Self::Secure => &[Cloud::Secure],
            Self::Community => &[Cloud::Community],
        }
    }
}

/// How much of a GPU type is left. RunPod gives words, not numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stock {
    /// Plenty.
    High,
    /// Some.
    Medium,
    /// Nearly gone.
    Low,
    /// A word that we do not know yet; shown as it is.
    Other(String),
    /// None left.
    Out,
}

impl Stock {
    /// From RunPod's `stockStatus`, compared without case; null, empty and "None" mean that none is left.
    pub fn parse(text: Option<&str>) -> Self {
        let text = text.map(str::trim).unwrap_or_default();
        match text.to_ascii_lowercase().as_str() {
            "" | "none" => Self::Out,
            "high" => Self::High,
            "medium" => Self::Medium,
            "low" => Self::Low,
            _ => Self::Other(text.to_owned()),
        }
    }

    /// Whether a launch can be tried with some hope.
    pub fn is_some(&self) -> bool {
        *self != Self::Out
    }

    /// The word for people.
    pub fn describe(&self) -> &str {
        match self {
            Self::High => say::in_stock(),
            Self::Medium => say::some_left(),
            Self::Low => say::few_left(),
            Self::Other(word) => word,
            Self::Out => say::out_of_stock(),
        }
    }

    /// RunPod's word for it, which tells two from each other in any language.
    pub fn as_str(&self) -> &str {
        match self {
            Self::High => "High",
            Self::Medium => "Medium",
            Self::Low => "Low",
            Self::Other(word) => word,
            Self::Out => "None",
        }
    }
}

/// One GPU type in one cloud, for the count and data center that the catalog was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudOffer {
    /// Price per GPU and hour.
    pub price: GpuRate,
    /// The least that a bid for spot must be, per GPU and hour; `None` where there is no spot.
    pub spot: Option<GpuRate>,
    /// What is left.
    pub stock: Stock,
    /// How many of them one pod may have.
    pub max_count: u32,
}

/// A GPU type with its shelves. A cloud that does not carry it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GpuType {
    /// What `gpuTypeId` takes.
    pub id: GpuTypeId,
    /// RunPod's name for people, like `RTX 4090`.
    pub name: String,
    /// Gigabytes of GPU memory (VRAM); 0 where RunPod does not say.
    pub memory_gb: u32,
    /// In the secure cloud.
    pub secure: Option<CloudOffer>,
    /// In the community cloud.
    pub community: Option<CloudOffer>,
}

impl GpuType {
    /// The shelf of `cloud`, if that cloud carries the type.
    pub fn shelf(&self, cloud: Cloud) -> Option<&CloudOffer> {
        match cloud {
            Cloud::Secure => self.secure.as_ref(),
            Cloud::Community => self.community.as_ref(),
        }
    }
}

/// What the catalog was asked for: prices and stock hold for this alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AvailabilityQuery {
    /// GPUs in one pod.
    pub gpu_count: u32,
    /// One data center, or anywhere.
    pub data_center: Option<DataCenterId>,
    /// Two letters: anywhere in one country, or anywhere.
    pub country: Option<String>,
    /// CUDA versions of the host; none named means any. A machine with another one is no stock for this image.
    pub cuda: Vec<String>,
    /// vCPUs that the pod needs at least; 0 for any.
    pub min_vcpu: u32,
    /// GB of memory that the pod needs at least; 0 for any.
    pub min_memory_gb: u32,
    /// GB of disk that the machine must have; 0 for any.
    pub min_disk_gb: u32,
}

impl Default for AvailabilityQuery {
    fn default() -> Self {
        Self {
            gpu_count: 1,
            data_center: None,
            country: None,
            cuda: vec![],
            min_vcpu: 0,
            min_memory_gb: 0,
            min_disk_gb: 0,
        }
    }
}

/// All GPU types as of an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// What was asked.
    pub scope: AvailabilityQuery,
    /// What RunPod rents out, in no special order.
    pub gpu_types: Vec<GpuType>,
    /// When RunPod said so.
    pub as_of: Timestamp,
}

impl Catalog {
    /// The GPU type of this id.
    pub fn gpu_type(&self, id: &GpuTypeId) -> Option<&GpuType> {
        self.gpu_types.iter().find(|gpu| gpu.id == *id)
    }

    /// What so many GPUs of this name cost on demand, in the cheaper cloud: a pod tells no more of them.
    pub fn on_demand(&self, name: &str, count: u32) -> Option<HourlyRate> {
        let gpu = self.gpu_types.iter().find(|gpu| gpu.name == name)?;
        let price = [&gpu.secure, &gpu.community].into_iter().flatten().map(|shelf| shelf.price).min()?;
        (count > 0).then(|| price.for_gpus(count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_words_are_compared_without_case_and_unknown_ones_survive() {
        assert_eq!(Stock::parse(Some("HIGH")), Stock::High);
        assert_eq!(Stock::parse(Some("none")), Stock::Out);
        assert_eq!(Stock::parse(Some(" ")), Stock::Out);
        assert_eq!(Stock::parse(None), Stock::Out);
        assert_eq!(Stock::parse(Some("Plenty")), Stock::Other("Plenty".into()));
        assert!(Stock::parse(Some("Plenty")).is_some());
    }
}
