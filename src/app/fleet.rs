//! The fleet as views follow it: one signal a pod, so that news of one pod touches its row alone.

use launchpod_core::domain::fleet::{Fleet, Known};
use launchpod_core::domain::ids::PodId;
use launchpod_core::domain::ledger::Ledger;
use launchpod_core::domain::money::HourlyRate;
use launchpod_core::domain::spend;
use launchpod_core::runpod::failure::Failure;
use leptos::prelude::*;

use super::watched::Watched;

/// What runs and what it costs per hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pods whose GPU is paid for.
    pub running: usize,
    /// What all pods cost per hour, the network volumes apart.
    pub hourly: HourlyRate,
}

/// All pods known, followed.
#[derive(Clone, Copy)]
pub struct FleetStore {
    ledger: Watched<Ledger<Failure>>,
    /// Sorted by id.
    rows: Watched<Vec<(PodId, ArcRwSignal<Known>)>>,
    order: Watched<Vec<PodId>>,
    summary: Watched<Summary>,
}

/// Where the row of this pod is, or would be.
fn place(rows: &[(PodId, ArcRwSignal<Known>)], id: &PodId) -> Result<usize, usize> {
    rows.binary_search_by(|(known, _)| known.cmp(id))
}

impl FleetStore {
    /// The pods of this ledger.
    pub(super) fn of(ledger: Watched<Ledger<Failure>>) -> Self {
        Self { ledger, rows: Watched::default(), order: Watched::default(), summary: Watched::default() }
    }

    /// The pods' ids in the order of the list, followed.
    pub fn order(self) -> Vec<PodId> {
        self.order.get()
    }

    /// What runs and what it costs, followed.
    pub fn summary(self) -> Summary {
        self.summary.get()
    }

    /// The signal of one pod.
    pub fn row(self, id: &PodId) -> Option<ArcRwSignal<Known>> {
        self.rows.peek(|rows| place(rows, id).ok().and_then(|at| rows.get(at)).map(|(_, row)| row.clone()))
    }

    /// Reads the fleet as it stands.
    pub fn read<R>(self, how: impl FnOnce(&Fleet) -> R) -> R {
        self.ledger.peek(|ledger| how(ledger.fleet()))
    }

    /// This pod is gone.
    pub(super) fn remove(self, id: &PodId) {
        self.rows.change(|rows| rows.retain(|(shown, _)| shown != id));
        self.sum_up();
    }

    /// Tells the views of these pods, and no others.
    pub(super) fn show(self, ids: &[PodId]) {
        for id in ids {
            let Some(known) = self.read(|fleet| fleet.get(id).cloned()) else { continue };
            match self.row(id) {
                Some(row) => row.set(known),
                None => self.rows.change(|rows| {
                    let at = place(rows, id).unwrap_or_else(|at| at);
                    rows.insert(at, (id.clone(), ArcRwSignal::new(known)));
                }),
            }
        }
        self.sum_up();
    }

    fn sum_up(self) {
        let (order, summary) = self.read(|fleet| {
            let all = fleet.all();
            let running = all.iter().filter(|known| known.pod.status.bills_gpu()).count();
            let hourly = spend::hourly(all.iter().map(|known| &known.pod));
            (all.iter().map(|known| known.pod.id.clone()).collect(), Summary { running, hourly })
        });
        self.order.refresh(order);
        self.summary.refresh(summary);
    }
}
