//! Machines without a GPU: asked for when somebody wants one.

use launchpod_core::catalog::cpu::{CpuFlavor, CpuOffer, sizes};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::DataCenterId;

use crate::context::AppContext;
use crate::launch::{FRESH, PATIENCE};
use crate::platform::cached::Cached;
use crate::platform::shared::Shared;

/// The size that is looked at first.
const SMALL: u32 = 4;

/// What is asked for: so many vCPUs, there or anywhere.
type Wanted = (u32, Option<DataCenterId>);
/// What comes: all kinds, and what they offer in the size that was asked for.
type Offered = (Vec<CpuFlavor>, Vec<CpuOffer>);

/// Machines without a GPU, followed.
#[derive(Clone, Copy)]
pub struct CpuStore {
    context: AppContext,
    /// How many vCPUs are looked at.
    pub size: Shared<u32>,
    offered: Cached<Wanted, Offered>,
}

impl CpuStore {
    /// Nothing was asked for yet.
    pub fn new(context: AppContext) -> Self {
        Self { context, size: Shared::new(SMALL), offered: Cached::new(Some(FRESH), PATIENCE) }
    }

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

    /// Keeps prices and stock fresh: by the second, what is old is asked for anew. Called where a view follows it.
    pub fn refresh(self, data_center: Option<DataCenterId>) {
        self.context.clock.wall();
        self.offered.refresh((self.size.get(), data_center), move |wanted| self.ask(wanted));
    }

    async fn ask(self, (size, place): Wanted) -> Result<Offered, ApiError> {
        let client = self.context.client();
        let known = self.offered.peek(|offered| offered.map(|(flavors, _)| flavors.clone()));
        let flavors = match known {
            Some(known) => known,
            None => client.cpu_flavors().await?,
        };
        let offers = client.cpu_offers(&flavors, size, place.as_ref()).await?;
        Ok((flavors, offers))
    }
}
