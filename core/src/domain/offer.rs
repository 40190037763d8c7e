//! What RunPod could give, in the order in which a person would want to read it, and what it would cost.

use super::catalog::{Catalog, Cloud, GpuType, Shelf, Stock};
use super::ids::GpuTypeId;
use super::money::{GbMonthRate, HourlyRate};
use super::rank::ranked;

/// One GPU type on one shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What `gpuTypeId` takes.
    pub gpu_type: GpuTypeId,
    /// The GPU's name for people.
    pub name: String,
    /// Gigabytes of GPU memory.
    pub memory_gb: u32,
    /// Price per GPU and hour.
    pub price: HourlyRate,
    /// What is left.
    pub stock: Stock,
    /// How many one pod may have.
    pub max_count: u32,
}

/// What `catalog` offers in `cloud`: what is to be had first, cheapest first (of equal price the one with
/// more memory), then what is out of stock. `search` keeps
/// those whose name or memory holds every word of it ("4090", "24 gb").
pub fn offers(catalog: &Catalog, cloud: Cloud, search: &str) -> Vec<Offer> {
    let words: Vec<String> = search.split_whitespace().map(str::to_ascii_lowercase).collect();
    let offers = catalog.gpu_types.iter().filter_map(|gpu| gpu.shelf(cloud).map(|shelf| offer(gpu, shelf)));
    ranked(offers.filter(|offer| offer.holds(&words)).collect(), |offer| {
        let price = offer.price.micros().unsigned_abs();
        let out = if offer.stock.is_some() { 0 } else { 1 << 63 };
        (out | price, u64::MAX - u64::from(offer.memory_gb))
    })
}

fn offer(gpu: &GpuType, shelf: &Shelf) -> Offer {
    Offer {
        gpu_type: gpu.id.clone(),
        name: gpu.name.clone(),
        memory_gb: gpu.memory_gb,
        price: shelf.price,
        stock: shelf.stock.clone(),
        max_count: shelf.max_count,
    }
}

impl Offer {
    fn holds(&self, words: &[String]) -> bool {
        let text = format!("{} {} {} gb {}gb", self.name, self.gpu_type, self.memory_gb, self.memory_gb);
        let text = text.to_ascii_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    }
}

/// What an order would cost per hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// All its GPUs.
    pub gpus: HourlyRate,
    /// Its container disk: an estimate from the published price per month.
    pub disk: HourlyRate,
}

impl Quote {
    /// The price of `count` GPUs at `price` each with a container disk of `disk_gb`.
    pub fn new(price: HourlyRate, count: u32, disk_gb: u32) -> Self {
        Self { gpus: price.times(count), disk: GbMonthRate::CONTAINER_DISK.hourly(disk_gb) }
    }

    /// Everything together.
    pub fn total(&self) -> HourlyRate {
        self.gpus + self.disk
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalog::Scope;
    use crate::domain::time::Timestamp;

    fn gpu(name: &str, memory_gb: u32, price: i64, stock: Stock) -> GpuType {
        let shelf = Shelf { price: HourlyRate::from_micros(price), stock, max_count: 8 };
        GpuType {
            id: GpuTypeId::new(format!("NVIDIA {name}")),
            name: name.into(),
            memory_gb,
            secure: Some(shelf),
            community: None,
        }
    }

    fn catalog() -> Catalog {
        let gpu_types = vec![
            gpu("A100 PCIe", 80, 1_640_000, Stock::High),
            gpu("RTX A5000", 24, 260_000, Stock::Out),
            gpu("RTX 4090", 24, 690_000, Stock::Low),
            gpu("A40", 48, 400_000, Stock::Medium),
        ];
        Catalog { scope: Scope::default(), gpu_types, as_of: Timestamp::default() }
    }

    fn names(cloud: Cloud, search: &str) -> Vec<String> {
        offers(&catalog(), cloud, search).into_iter().map(|offer| offer.name).collect()
    }

    #[test]
    fn what_is_to_be_had_comes_first_and_the_cheapest_of_it() {
        assert_eq!(names(Cloud::Secure, ""), ["A40", "RTX 4090", "A100 PCIe", "RTX A5000"]);
        assert!(names(Cloud::Community, "").is_empty());
    }

    #[test]
    fn the_search_reads_names_and_memory() {
        assert_eq!(names(Cloud::Secure, "rtx 24gb"), ["RTX 4090", "RTX A5000"]);
        assert_eq!(names(Cloud::Secure, "80 GB"), ["A100 PCIe"]);
        assert!(names(Cloud::Secure, "banana").is_empty());
    }

    #[test]
    fn a_quote_counts_gpus_and_disk() {
        let quote = Quote::new(HourlyRate::from_micros(690_000), 2, 50);
        assert_eq!(quote.total(), HourlyRate::from_micros(1_386_944));
    }
}
