//! The machines that stand in the data centers, and what is free on them.

use std::collections::BTreeSet;

use crate::data_centers::{PLACES, Place, place_of};
use crate::gpu_models::{GPU_MODELS, GpuModel, gpu_model};
use crate::money::MicroUsd;
use crate::rng::SeededRng;

/// What a machine rents out.
#[derive(Clone, Copy)]
pub enum MachineKind {
    Gpu(&'static GpuModel),
    Cpu,
}

/// One host. Its units are GPUs, or vCPUs on a host without.
pub struct Machine {
    pub id: String,
    pub gear: MachineKind,
    pub secure: bool,
    pub place: &'static Place,
    pub total: i32,
    pub free: i32,
    pub vcpus_per_unit: i32,
    pub memory_per_unit: i32,
    pub disk: i32,
    pub cuda: &'static str,
    pub download: i32,
    pub upload: i32,
    pub public_ip: bool,
    pub ip: String,
    pub cached_images: BTreeSet<String>,
    /// Whether a spot bid may be lower than the price on demand.
    pub cheap_spot: bool,
}

/// What a machine must have. The default is content with any.
#[derive(Clone, Default)]
pub struct Needs {
    pub count: i32,
    pub secure: Option<bool>,
    pub place: Option<String>,
    pub country: Option<String>,
    pub disk: i32,
    pub memory: i32,
    pub vcpus: i32,
    pub download: i32,
    pub upload: i32,
    pub public_ip: bool,
    pub allowed_cuda: Vec<String>,
    pub min_cuda: Option<String>,
}

impl Machine {
    /// Dollars per unit-hour on demand.
    pub fn price(&self) -> MicroUsd {
        self.with_surcharge(self.model().map_or(0, |model| model.on_demand_cents(self.secure)))
    }

    /// Dollars per unit-hour that a spot bid must reach here: the price on demand, in every live answer of 2026.
    pub fn spot_price(&self) -> Option<MicroUsd> {
        let cents = self.model()?.spot_cents(self.secure)?;
        Some(if self.cheap_spot { self.with_surcharge(cents) } else { self.price() })
    }

    pub fn model(&self) -> Option<&'static GpuModel> {
        match self.gear {
            MachineKind::Gpu(model) => Some(model),
            MachineKind::Cpu => None,
        }
    }

    /// Whether what is free here would do.
    pub fn suits(&self, needs: &Needs) -> bool {
        self.free >= needs.count.max(1) && self.is_of_the_kind(needs)
    }

    /// Whether this machine would do if it were empty.
    pub fn is_of_the_kind(&self, needs: &Needs) -> bool {
        let count = needs.count.max(1);
        self.stands_where(needs)
            && self.disk >= needs.disk
            && self.memory_per_unit.saturating_mul(count) >= needs.memory
            && self.vcpus_per_unit.saturating_mul(count) >= needs.vcpus
            && self.download >= needs.download
            && self.upload >= needs.upload
            && (self.public_ip || !needs.public_ip)
            && self.has_cuda(needs)
    }

    fn stands_where(&self, needs: &Needs) -> bool {
        needs.secure.is_none_or(|secure| secure == self.secure)
            && needs.place.as_ref().is_none_or(|id| id.eq_ignore_ascii_case(self.place.id))
            && needs.country.as_ref().is_none_or(|code| code == self.place.code)
    }

    fn has_cuda(&self, needs: &Needs) -> bool {
        let allowed = needs.allowed_cuda.is_empty() || needs.allowed_cuda.iter().any(|version| version == self.cuda);
        let new_enough = needs.min_cuda.as_ref().is_none_or(|least| version(self.cuda) >= version(least));
        allowed && new_enough
    }

    fn with_surcharge(&self, cents: i64) -> MicroUsd {
        let whole_cents = (cents * (100 + self.place.surcharge_percent) + 50) / 100;
        MicroUsd(whole_cents * 10_000)
    }
}

/// Compared by number: 12.11 is above 12.2.
pub fn version(text: &str) -> (u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

/// How much is left, in RunPod's words. Where it draws the lines is our guess.
pub fn stock_status(free: i32) -> Option<&'static str> {
    match free {
        ..=0 => None,
        1..=3 => Some("Low"),
        4..=11 => Some("Medium"),
        _ => Some("High"),
    }
}

/// All machines, as the seed has it.
pub fn build(rng: &mut SeededRng) -> Vec<Machine> {
    let mut machines = Vec::new();
    for model in GPU_MODELS {
        for place in PLACES {
            for secure in [true, false] {
                settle(&mut machines, rng, model, place, secure);
            }
        }
    }
    for place in PLACES.iter().filter(|place| place.volumes) {
        machines.push(cpu_machine(rng, place));
    }
    keep_promises(&mut machines, rng);
    machines
}

fn settle(
    machines: &mut Vec<Machine>,
    rng: &mut SeededRng,
    model: &'static GpuModel,
    place: &'static Place,
    secure: bool,
) {
    if !model.offered(secure) || !rng.percent(if secure { 35 } else { 20 }) {
        return;
    }
    for _ in 0..rng.count(1, 3) {
        let mut machine = gpu_machine(rng, model, place, secure);
        machine.free = if rng.percent(30) { 0 } else { rng.count(1, machine.total) };
        machines.push(machine);
    }
}

fn gpu_machine(rng: &mut SeededRng, model: &'static GpuModel, place: &'static Place, secure: bool) -> Machine {
    let mut machine = bare_machine(rng, MachineKind::Gpu(model), place, secure);
    machine.total = model.max_count(secure);
    machine.vcpus_per_unit = rng.count(3, 12) * 2;
    machine.memory_per_unit = if model.memory >= 80 { 125 } else { rng.count(1, 2) * 31 };
    machine.cuda = if needs_new_cuda(model) || rng.percent(50) { "12.8" } else { "12.4" };
    machine
}

fn needs_new_cuda(model: &GpuModel) -> bool {
    model.id.contains("Blackwell")
        || model.id.contains("RTX 50")
        || model.id.contains("B200")
        || model.id.contains("B300")
}

fn cpu_machine(rng: &mut SeededRng, place: &'static Place) -> Machine {
    let mut machine = bare_machine(rng, MachineKind::Cpu, place, true);
    machine.total = 128;
    machine.free = rng.count(32, 128);
    machine.vcpus_per_unit = 1;
    machine.memory_per_unit = 8;
    machine
}

fn bare_machine(rng: &mut SeededRng, gear: MachineKind, place: &'static Place, secure: bool) -> Machine {
    Machine {
        id: rng.id(12),
        gear,
        secure,
        place,
        total: 0,
        free: 0,
        vcpus_per_unit: 0,
        memory_per_unit: 0,
        disk: rng.count(4, 40) * 100,
        cuda: "12.8",
        download: rng.count(300, 9_000),
        upload: rng.count(200, 5_000),
        public_ip: secure || rng.percent(50),
        ip: format!("213.173.{}.{}", rng.count(96, 111), rng.count(2, 250)),
        cached_images: BTreeSet::new(),
        cheap_spot: false,
    }
}

/// What the tests and the walk through the page rely on, whatever the seed: RTX 4090 available in
/// EU-RO-1, where the volume "models" is, and A100 SXM only elsewhere.
fn keep_promises(machines: &mut Vec<Machine>, rng: &mut SeededRng) {
    for machine in machines.iter_mut() {
        let is_a100_sxm = machine.model().is_some_and(|model| model.id == "NVIDIA A100-SXM4-80GB");
        if is_a100_sxm && machine.place.id == "EU-RO-1" {
            machine.free = 0;
        }
    }
    for (model, place, free) in [("NVIDIA GeForce RTX 4090", "EU-RO-1", 8), ("NVIDIA A100-SXM4-80GB", "US-KS-2", 4)] {
        if let (Some(model), Some(place)) = (gpu_model(model), place_of(place)) {
            let mut machine = gpu_machine(rng, model, place, true);
            machine.free = free;
            machine.disk = 4_000;
            machine.cuda = "12.8";
            machines.push(machine);
        }
    }
}
