//! Pods without a GPU: kinds of processor, their sizes, and what one costs.

use launchpod_words::catalog;

use crate::catalog::Stock;
use crate::types::money::HourlyRate;
use crate::types::sort::sort_by_rank;

/// No size beyond this is asked for, whatever RunPod says.
const MOST_VCPUS: u32 = 1024;

/// A kind of processor, like `cpu3g`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CpuFlavor {
    /// RunPod's id: lower-case letters and digits alone, as [`CpuFlavor::is_plain`] has it.
    pub id: String,
    /// RunPod's name for people.
    pub name: String,
    /// The group that it belongs to.
    pub group: String,
    /// The fewest vCPUs of a pod.
    pub min_vcpu: u32,
    /// The most vCPUs of a pod.
    pub max_vcpu: u32,
    /// Gigabytes of memory that come with each vCPU.
    pub ram_per_vcpu: u32,
    /// Gigabytes of container disk that each vCPU allows; `None` where RunPod does not say.
    pub disk_per_vcpu: Option<u32>,
}

impl CpuFlavor {
    /// Whether the text is one that may stand in an instance's id.
    pub fn is_plain(id: &str) -> bool {
        (1..=16).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    }

    /// The numbers of vCPUs to offer: powers of two.
    pub fn sizes(&self) -> impl Iterator<Item = u32> {
        let (least, most) = (self.min_vcpu, self.max_vcpu.min(MOST_VCPUS));
        (0..u32::BITS).map(|power| 1 << power).filter(move |size| (least..=most).contains(size))
    }

    /// What `instanceId` takes for a pod with so many vCPUs, and its gigabytes of memory; `None` for a size that is not
    /// offered.
    pub fn instance(&self, vcpus: u32) -> Option<(String, u32)> {
        let offered = Self::is_plain(&self.id) && self.sizes().any(|size| size == vcpus);
        let ram_gb = vcpus.checked_mul(self.ram_per_vcpu).filter(|ram| offered && *ram > 0)?;
        Some((format!("{}-{vcpus}-{ram_gb}", self.id), ram_gb))
    }
}

/// The sizes of all flavors together, the smallest first.
pub fn sizes(flavors: &[CpuFlavor]) -> Vec<u32> {
    let mut all: Vec<u32> = flavors.iter().flat_map(CpuFlavor::sizes).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A pod without a GPU, as RunPod would give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CpuOffer {
    /// What `instanceId` takes, like `cpu3g-2-8`: flavor, vCPUs, gigabytes of memory.
    pub instance_id: String,
    /// The flavor's name for people.
    pub flavor: String,
    /// How many vCPUs.
    pub vcpus: u32,
    /// Gigabytes of memory.
    pub ram_gb: u32,
    /// The largest container disk that RunPod gives it, in GB; `None` where it does not say.
    pub most_disk_gb: Option<u32>,
    /// The price of the whole pod.
    pub price: HourlyRate,
    /// What is left.
    pub stock: Stock,
}

impl CpuOffer {
    /// What it is, for people.
    pub fn name(&self) -> String {
        catalog::cpu_offer(&self.flavor, self.vcpus, self.ram_gb)
    }

    /// Whether it may have a container disk of so many GB.
    pub fn holds(&self, disk_gb: u32) -> bool {
        self.most_disk_gb.is_none_or(|most| disk_gb <= most)
    }
}

/// The one to begin with, of offers that are in order: the first with room for the disk, else the first.
pub fn first_for(offers: &[CpuOffer], disk_gb: u32) -> Option<&CpuOffer> {
    offers.iter().find(|offer| offer.stock.is_some() && offer.holds(disk_gb)).or(offers.first())
}

/// What is available first, the cheapest of it first (of equal price the one with more memory), then what is out of stock.
pub fn in_order(offers: Vec<CpuOffer>) -> Vec<CpuOffer> {
    sort_by_rank(offers, |offer| {
        let out = if offer.stock.is_some() { 0 } else { 1 << 63 };
        (out | offer.price.micros().unsigned_abs(), u64::MAX - u64::from(offer.ram_gb))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn flavor(id: &str, min_vcpu: u32, max_vcpu: u32, ram_per_vcpu: u32) -> CpuFlavor {
        CpuFlavor {
            id: id.into(),
            name: id.into(),
            group: String::new(),
            min_vcpu,
            max_vcpu,
            ram_per_vcpu,
            disk_per_vcpu: None,
        }
    }

    #[test]
    fn sizes_are_powers_of_two_from_least_to_most() {
        assert_eq!(flavor("a", 2, 32, 4).sizes().collect::<Vec<_>>(), [2, 4, 8, 16, 32]);
        assert_eq!(flavor("a", 3, 20, 4).sizes().collect::<Vec<_>>(), [4, 8, 16]);
        assert_eq!(flavor("a", 9, 8, 4).sizes().count(), 0);
        assert_eq!(sizes(&[flavor("a", 2, 8, 4), flavor("b", 1, 4, 4)]), [1, 2, 4, 8]);
    }

    #[test]
    fn an_instance_is_flavor_vcpus_and_memory() {
        assert_eq!(flavor("cpu3g", 2, 32, 4).instance(2), Some(("cpu3g-2-8".into(), 8)));
        assert_eq!(flavor("cpu3g", 2, 32, 4).instance(3), None);
        assert_eq!(flavor("cpu3g", 2, 32, 0).instance(2), None);
        assert_eq!(flavor("cpu3g", 2, 32, u32::MAX).instance(2), None);
    }

    #[test]
    fn what_is_to_be_had_comes_first_and_the_cheapest_of_it() {
        let offer = |id: &str, micros, ram_gb, stock| CpuOffer {
            instance_id: id.into(),
            flavor: String::new(),
            vcpus: 2,
            ram_gb,
            most_disk_gb: Some(10 * ram_gb),
            price: HourlyRate::from_micros(micros),
            stock,
        };
        let offers = in_order(vec![
            offer("out", 1, 4, Stock::Out),
            offer("dear", 9, 4, Stock::High),
            offer("cheap", 5, 4, Stock::Low),
            offer("cheap and large", 5, 8, Stock::Low),
        ]);
        let ids: Vec<_> = offers.iter().map(|offer| offer.instance_id.as_str()).collect();
        assert_eq!(ids, ["cheap and large", "cheap", "dear", "out"]);
        let first = |offers: &[CpuOffer], gb| first_for(offers, gb).map(|offer| offer.instance_id.clone());
        assert_eq!(first(&offers, 80).as_deref(), Some("cheap and large"));
        assert_eq!(first(&offers[1..], 40).as_deref(), Some("cheap"));
        assert_eq!(first(&offers, 81).as_deref(), Some("cheap and large"), "none has room for it: that is told");
        let untold = CpuOffer { most_disk_gb: None, ..offers[2].clone() };
        assert_eq!(first(&[offers[1].clone(), untold], 41).as_deref(), Some("dear"));
        assert_eq!(first(&[], 1), None);
    }

    proptest! {
        #[test]
        fn whatever_runpod_says_an_instance_has_a_plain_id(id: String, min: u32, max: u32, ram: u32, vcpus: u32) {
            let odd = flavor(&id, min, max, ram);
            for size in odd.sizes().chain([vcpus]) {
                if let Some((instance, _)) = odd.instance(size) {
                    prop_assert!(instance.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
                }
            }
        }
    }
}
