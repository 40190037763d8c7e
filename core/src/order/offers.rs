//! What RunPod could give, in the order in which a person would want to read it, and what it would cost.

use launchpod_words::{order as say, sentences};

use crate::catalog::cpu::CpuOffer;
use crate::catalog::{Catalog, Cloud, CloudFilter, CloudOffer, GpuType, Stock};
use crate::order::{Choice, Hardware, Order, RentalMode};
use crate::readiness::diagnosis::image_cuda::cuda;
use crate::types::ids::GpuTypeId;
use crate::types::money::{GbMonthRate, GpuRate, HourlyRate};
use crate::types::sort::sort_by_rank;

/// GPUs of NVIDIA's Volta generation and before, by what is in their ids.
const OLD: [&str; 8] = ["V100", "TITAN V", "P100", "P40", "M40", "M60", "K80", "GTX 10"];
/// From this CUDA version on, images such as PyTorch's are made without them.
const WITHOUT_OLD: (u8, u8) = (12, 8);

/// One GPU type on one shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What `gpuTypeId` takes.
    pub gpu_type: GpuTypeId,
    /// The GPU's name for people.
    pub name: String,
    /// Gigabytes of GPU memory.
    pub memory_gb: u32,
    /// Whose machine it is.
    pub cloud: Cloud,
    /// Price per GPU and hour; for spot the least that must be bid.
    pub price: GpuRate,
    /// What is left.
    pub stock: Stock,
    /// How many one pod may have.
    pub max_count: u32,
}

/// Which of the catalog's shelves count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfferFilter {
    /// In these clouds.
    pub clouds: CloudFilter,
    /// At the price of spot; what is not let out as spot does not count.
    pub spot: bool,
}

/// What `catalog` offers: available GPUs first, cheapest at the top (of equal price the one with more memory), then what is
/// out of stock. Of two clouds with one GPU type the better one stands for it.
pub fn offers(catalog: &Catalog, want: OfferFilter) -> Vec<Offer> {
    let all = catalog.gpu_types.iter().flat_map(|gpu| shelves(gpu, want));
    let mut offers: Vec<Offer> = vec![];
    for offer in by_price(all.collect()) {
        if offers.iter().all(|better| better.gpu_type != offer.gpu_type) {
            offers.push(offer);
        }
    }
    offers
}

/// Those whose name or memory holds every word of `search` ("4090", "24 gb"), in their order.
pub fn found(offers: &[Offer], search: &str) -> Vec<Offer> {
    let words: Vec<String> = search.split_whitespace().map(str::to_ascii_lowercase).collect();
    offers.iter().filter(|offer| offer.holds(&words)).cloned().collect()
}

fn shelves(gpu: &GpuType, want: OfferFilter) -> impl Iterator<Item = Offer> {
    want.clouds.each().iter().filter_map(move |cloud| offer(gpu, *cloud, gpu.shelf(*cloud)?, want.spot))
}

fn offer(gpu: &GpuType, cloud: Cloud, shelf: &CloudOffer, spot: bool) -> Option<Offer> {
    Some(Offer {
        gpu_type: gpu.id.clone(),
        name: gpu.name.clone(),
        memory_gb: gpu.memory_gb,
        cloud,
        price: if spot { shelf.spot? } else { shelf.price },
        stock: shelf.stock.clone(),
        max_count: shelf.max_count,
    })
}

fn by_price(offers: Vec<Offer>) -> Vec<Offer> {
    sort_by_rank(offers, |offer| {
        let price = offer.price.micros().unsigned_abs();
        let out = if offer.stock.is_some() { 0 } else { 1 << 63 };
        (out | price, u64::MAX - u64::from(offer.memory_gb))
    })
}

impl Offer {
    fn holds(&self, words: &[String]) -> bool {
        let text = format!("{} {} {} gb {}gb", self.name, self.gpu_type, self.memory_gb, self.memory_gb);
        let text = text.to_ascii_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    }

    /// Whether a choice would take it for a pod with this image.
    pub fn is_of(&self, choice: &Choice, image: &str) -> bool {
        match choice {
            Choice::Type(id) => self.gpu_type == *id,
            Choice::Any { memory_gb, at_most } => {
                let affordable = at_most.is_none_or(|limit| self.price <= limit);
                self.memory_gb >= *memory_gb && affordable && self.runs(image)
            }
        }
    }

    /// Whether it can be taken for this image without having been named: an image is made for one maker's GPUs, and a new
    /// one no longer for old GPUs.
    fn runs(&self, image: &str) -> bool {
        let id = self.gpu_type.as_str();
        let for_amd = image.to_ascii_lowercase().contains("rocm");
        let is_old = || OLD.iter().any(|old| id.contains(old));
        id.starts_with("AMD ") == for_amd && !(is_old() && cuda(image).is_some_and(|cuda| cuda >= WITHOUT_OLD))
    }
}

/// What a choice gets for a pod with this image, in the order in which it would be tried: of one type the cheaper cloud first, of many the cheapest.
pub fn offers_of(choice: &Choice, image: &str, catalog: &Catalog, want: OfferFilter) -> Vec<Offer> {
    let all = catalog.gpu_types.iter().flat_map(|gpu| shelves(gpu, want));
    by_price(all.filter(|offer| offer.is_of(choice, image)).collect())
}

/// One thing to ask RunPod for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// GPUs or none.
    pub on: Machine,
    /// What it is, for people: `2 × RTX 4090`.
    pub name: String,
    /// Gigabytes of GPU memory of each; 0 without a GPU.
    pub memory_gb: u32,
    /// Whose machine it is.
    pub cloud: Cloud,
    /// What the machine costs, all GPUs together; for spot what is bid.
    pub rate: HourlyRate,
}

impl Selection {
    /// For spot: what the same machine costs on demand, as `catalog` stands.
    pub fn on_demand(&self, catalog: &Catalog) -> Option<HourlyRate> {
        match &self.on {
            Machine::Gpus { gpu_type, count, bid: Some(_) } => {
                Some(catalog.gpu_type(gpu_type)?.shelf(self.cloud)?.price.for_gpus(*count))
            }
            _ => None,
        }
    }

    /// That it is spot, what is bid, and the price on demand beside it; empty where nothing is bid.
    pub fn spot_text(&self, on_demand: Option<HourlyRate>) -> String {
        let Machine::Gpus { bid: Some(_), .. } = self.on else { return String::new() };
        let bid = self.rate;
        let beside = match on_demand {
            None => String::new(),
            Some(rate) if bid >= rate => say::on_demand_is_cheaper(rate),
            Some(rate) => say::on_demand(rate),
        };
        sentences(&[say::spot(bid), beside])
    }
}

/// What a pod runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Machine {
    /// So many GPUs of one type.
    Gpus {
        /// Which type.
        gpu_type: GpuTypeId,
        /// How many.
        count: u32,
        /// For spot: what is offered per GPU and hour.
        bid: Option<GpuRate>,
    },
    /// No GPU.
    Cpu {
        /// What `instanceId` takes.
        instance: String,
    },
}

/// Why something is not even asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// None is left.
    SoldOut,
    /// One pod can't have as many.
    TooMany(u32),
    /// The going price of spot is above the bid.
    BidTooLow(GpuRate),
}

impl SkipReason {
    /// In words.
    pub fn describe(self) -> String {
        match self {
            Self::SoldOut => say::out_of_stock().into(),
            Self::TooMany(most) => say::too_many(most),
            Self::BidTooLow(going) => say::bid_too_low(going),
        }
    }
}

/// One step of a launch's way through its choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What would be asked for.
    pub pick: Selection,
    /// Why it is not.
    pub skip: Option<SkipReason>,
}

/// The way of `order` through its choices, as `catalog` stands: each thing once, in the order in which it is tried.
pub fn candidates(order: &Order, catalog: &Catalog) -> Vec<Candidate> {
    candidates_of(&order.hardware, order.clouds, &order.image, catalog)
}

/// The same of what stands in a form that is no order yet.
pub fn candidates_of(hardware: &Hardware, clouds: CloudFilter, image: &str, catalog: &Catalog) -> Vec<Candidate> {
    let (choices, count, rent) = match hardware {
        Hardware::Gpus { choices, count, rent } => (choices, *count, *rent),
        Hardware::Cpu(offer) => return vec![cpu_step(offer)],
    };
    let want = OfferFilter { clouds, spot: rent != RentalMode::OnDemand };
    let mut candidates: Vec<Candidate> = vec![];
    for offer in choices.iter().flat_map(|choice| offers_of(choice, image, catalog, want)) {
        let step = step(offer, count, rent);
        if candidates.iter().all(|other| (&other.pick.on, other.pick.cloud) != (&step.pick.on, step.pick.cloud)) {
            candidates.push(step);
        }
    }
    candidates
}

/// The one step of an order without a GPU.
pub fn cpu_step(offer: &CpuOffer) -> Candidate {
    let on = Machine::Cpu { instance: offer.instance_id.clone() };
    let skip = (!offer.stock.is_some()).then_some(SkipReason::SoldOut);
    Candidate {
        pick: Selection { on, name: offer.name(), memory_gb: 0, cloud: Cloud::Secure, rate: offer.price },
        skip,
    }
}

fn step(offer: Offer, count: u32, rent: RentalMode) -> Candidate {
    let bid = match rent {
        RentalMode::OnDemand => None,
        RentalMode::Spot(bid) => Some(bid),
    };
    let skip = if count > offer.max_count {
        Some(SkipReason::TooMany(offer.max_count))
    } else if !offer.stock.is_some() {
        Some(SkipReason::SoldOut)
    } else {
        bid.filter(|bid| *bid < offer.price).map(|_| SkipReason::BidTooLow(offer.price))
    };
    let name = if count == 1 { offer.name } else { format!("{count} × {}", offer.name) };
    let rate = bid.unwrap_or(offer.price).for_gpus(count);
    let on = Machine::Gpus { gpu_type: offer.gpu_type, count, bid };
    Candidate { pick: Selection { on, name, memory_gb: offer.memory_gb, cloud: offer.cloud, rate }, skip }
}

/// What an order would cost per hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The machine: all its GPUs.
    pub gpus: HourlyRate,
    /// Its disks while it runs: an estimate from the published price per month.
    pub disk: HourlyRate,
    /// Its disks while it is stopped.
    pub stopped: HourlyRate,
}

impl Quote {
    /// The price of a machine at `gpus` with a container disk and a pod volume of so many GB.
    pub fn new(gpus: HourlyRate, disk_gb: u32, volume_gb: u32) -> Self {
        let running = GbMonthRate::CONTAINER_DISK.hourly(disk_gb) + GbMonthRate::VOLUME_RUNNING.hourly(volume_gb);
        Self { gpus, disk: running, stopped: GbMonthRate::VOLUME_STOPPED.hourly(volume_gb) }
    }

    /// Everything together, while it runs.
    pub fn total(&self) -> HourlyRate {
        self.gpus + self.disk
    }
}

#[cfg(test)]
mod tests;
