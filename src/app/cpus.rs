//! Machines without a GPU: asked for when somebody wants one.

use std::time::Duration;

use launchpod_core::domain::cpu::{CpuFlavor, CpuOffer, sizes};
use launchpod_core::domain::ids::DataCenterId;
use launchpod_core::domain::order::Field;
use launchpod_core::domain::time::Timestamp;
use launchpod_core::runpod::failure::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clock;
use super::desk::Desk;
use super::session::PageClient;
use super::watched::Watched;

/// Prices and stock older than this are asked for again while they are in sight.
const FRESH: Duration = Duration::from_secs(60);
/// After a failure.
const PATIENCE: Duration = Duration::from_secs(10);
/// The size that is looked at first.
const SMALL: u32 = 4;

/// What is asked for: so many vCPUs, there or anywhere.
type Wanted = (u32, Option<DataCenterId>);

/// Machines without a GPU, followed.
#[derive(Clone, Copy)]
pub struct Cpus {
    /// How many vCPUs are looked at.
    pub size: Watched<u32>,
    held: Watched<Held>,
}

#[derive(Default)]
struct Held {
    flavors: Vec<CpuFlavor>,
    offers: Vec<CpuOffer>,
    /// What the offers are of, and since when.
    of: Option<(Wanted, Timestamp)>,
    trouble: Option<Failure>,
    asking: Option<Wanted>,
}

impl Default for Cpus {
    fn default() -> Self {
        Self { size: Watched::new(SMALL), held: Watched::default() }
    }
}

impl Cpus {
    /// The sizes that there are, followed.
    pub fn sizes(self) -> Vec<u32> {
        self.held.with(|held| sizes(&held.flavors))
    }

    /// What is on offer, followed.
    pub fn offers(self) -> Vec<CpuOffer> {
        self.held.with(|held| held.offers.clone())
    }

    /// Whether they are still on their way, followed.
    pub fn is_checking(self) -> bool {
        self.held.with(|held| held.of.is_none())
    }

    /// Why they could not be had, followed.
    pub fn trouble(self) -> Option<Failure> {
        self.held.with(|held| held.trouble.clone())
    }
}

impl Desk {
    /// Keeps prices and stock fresh while the view that calls it is in sight.
    pub fn follow_cpus(self) {
        Effect::new(move |_| {
            let wanted = (self.cpus.size.get(), self.scope().data_center);
            self.clock.wall();
            self.refresh_cpus(wanted);
        });
    }

    fn refresh_cpus(self, wanted: Wanted) {
        let held = self.cpus.held;
        let due = held.peek(|held| {
            let fresh = |(of, at): &(Wanted, Timestamp)| *of == wanted && clock::now().since(*at) < FRESH;
            !held.of.as_ref().is_some_and(fresh) && held.asking.as_ref() != Some(&wanted)
        });
        if !due {
            return;
        }
        held.change(|held| held.asking = Some(wanted.clone()));
        spawn_local(async move {
            let answer = self.ask_for_cpus(&wanted).await;
            if held.peek(|held| held.asking.as_ref() != Some(&wanted)) {
                return;
            }
            match answer {
                Ok((flavors, offers)) => {
                    held.set(Held { flavors, offers, of: Some((wanted, clock::now())), ..Held::default() });
                    self.choose_a_cpu();
                }
                Err(failure) => {
                    held.update(|held| held.trouble = Some(failure));
                    set_timeout(move || held.change(|held| held.asking = None), PATIENCE);
                }
            }
        });
    }

    async fn ask_for_cpus(self, (size, place): &Wanted) -> Result<(Vec<CpuFlavor>, Vec<CpuOffer>), Failure> {
        let client = self.client.peek(PageClient::clone);
        let known = self.cpus.held.peek(|held| held.flavors.clone());
        let flavors = if known.is_empty() { client.cpu_flavors().await? } else { known };
        let offers = client.cpu_offers(&flavors, *size, place.as_ref()).await?;
        Ok((flavors, offers))
    }

    /// The cheapest of the size, unless one of it is chosen already.
    fn choose_a_cpu(self) {
        let offers = self.cpus.held.peek(|held| held.offers.clone());
        let chosen = self.form.raw.peek(|raw| offers.iter().any(|offer| offer.instance_id == raw.get(Field::Cpu)));
        if let Some(first) = offers.first().filter(|_| !chosen) {
            self.form.change(&[Field::Cpu], |raw| raw.set(Field::Cpu, &first.instance_id));
        }
    }
}
