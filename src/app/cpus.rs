//! Machines without a GPU: asked for when somebody wants one.

use launchpod_core::catalog::cpu::{CpuFlavor, CpuOffer, first_for, sizes};
use launchpod_core::order::Field;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::DataCenterId;
use launchpod_core::types::number_input::plain_digits;
use leptos::prelude::*;

use super::desk::Desk;
use super::form::{FRESH, PATIENCE};
use super::session::PageClient;
use super::store::Store;
use super::watched::Shared;

/// The size that is looked at first.
const SMALL: u32 = 4;

/// What is asked for: so many vCPUs, there or anywhere.
type Wanted = (u32, Option<DataCenterId>);
/// What comes: all kinds, and what they offer in the size that was asked for.
type Offered = (Vec<CpuFlavor>, Vec<CpuOffer>);

/// Machines without a GPU, followed.
#[derive(Clone, Copy)]
pub struct Cpus {
    /// How many vCPUs are looked at.
    pub size: Shared<u32>,
    offered: Store<Wanted, Offered>,
}

impl Default for Cpus {
    fn default() -> Self {
        Self { size: Shared::new(SMALL), offered: Store::new(Some(FRESH), PATIENCE) }
    }
}

impl Cpus {
    /// The sizes that there are, followed.
    pub fn sizes(self) -> Vec<u32> {
        self.offered.with(|offered| offered.map(|(flavors, _)| sizes(flavors)).unwrap_or_default())
    }

    /// What is on offer, followed.
    pub fn offers(self) -> Vec<CpuOffer> {
        self.offered.with(|offered| offered.map(|(_, offers)| offers.clone()).unwrap_or_default())
    }

    /// Whether they are still on their way, followed.
    pub fn is_checking(self) -> bool {
        self.offered.with(|offered| offered.is_none())
    }

    /// Why they could not be had, followed.
    pub fn trouble(self) -> Option<ApiError> {
        self.offered.trouble()
    }
}

impl Desk {
    /// Keeps prices and stock fresh while the view that calls it is in sight.
    pub fn follow_cpus(self) {
        Effect::new(move |_| {
            let wanted = (self.cpus.size.get(), self.scope().data_center);
            self.clock.wall();
            self.cpus.offered.refresh(wanted, move |wanted| self.ask_for_cpus(wanted));
        });
        Effect::new(move |_| self.choose_a_cpu(&self.cpus.offers()));
    }

    async fn ask_for_cpus(self, (size, place): Wanted) -> Result<Offered, ApiError> {
        let client = self.client.peek(PageClient::clone);
        let known = self.cpus.offered.peek(|offered| offered.map(|(flavors, _)| flavors.clone()));
        let flavors = match known {
            Some(known) => known,
            None => client.cpu_flavors().await?,
        };
        let offers = client.cpu_offers(&flavors, size, place.as_ref()).await?;
        Ok((flavors, offers))
    }

    /// The cheapest of the size with room for the disk, unless one of it is chosen already.
    fn choose_a_cpu(self, offers: &[CpuOffer]) {
        let (chosen, disk) = self.form.raw.peek(|raw| {
            let disk = plain_digits(raw.get(Field::ContainerDisk)).trim().parse().unwrap_or_default();
            (offers.iter().any(|offer| offer.instance_id == raw.get(Field::Cpu)), disk)
        });
        if let Some(first) = first_for(offers, disk).filter(|_| !chosen) {
            self.form.change(&[Field::Cpu], |raw| raw.set(Field::Cpu, &first.instance_id));
        }
    }
}
