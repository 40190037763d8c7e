//! The fleet as views follow it: one signal a pod, so that news of one pod touches its row alone.

use launchpod_core::domain::fleet::{Changes, Fleet, Known};
use launchpod_core::domain::ids::PodId;
use launchpod_core::domain::money::HourlyRate;
use launchpod_core::domain::pod::Pod;
use launchpod_core::domain::readiness::Answer;
use launchpod_core::domain::spend;
use launchpod_core::domain::time::Timestamp;
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
#[derive(Clone, Copy, Default)]
pub struct FleetStore {
    held: Watched<Held>,
    order: Watched<Vec<PodId>>,
    summary: Watched<Summary>,
}

#[derive(Default)]
struct Held {
    fleet: Fleet,
    /// Sorted by id.
    rows: Vec<(PodId, ArcRwSignal<Known>)>,
}

impl Held {
    /// Where the row of this pod is, or would be.
    fn row(&self, id: &PodId) -> Result<usize, usize> {
        self.rows.binary_search_by(|(known, _)| known.cmp(id))
    }
}

impl FleetStore {
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
        self.held.peek(|held| held.row(id).ok().and_then(|at| held.rows.get(at)).map(|(_, row)| row.clone()))
    }

    /// Reads the fleet as it stands.
    pub fn read<R>(self, how: impl FnOnce(&Fleet) -> R) -> R {
        self.held.peek(|held| how(&held.fleet))
    }

    /// Takes in a list; one with holes proves nothing of the pods that it lacks.
    pub fn merge(self, pods: Vec<Pod>, complete: bool, asked: Timestamp) -> Changes {
        if !complete {
            pods.into_iter().for_each(|pod| self.adopt(pod, asked));
            return Changes::default();
        }
        let changes = self.held.change(|held| held.fleet.merge(pods, asked));
        self.show(changes.added.iter().chain(&changes.changed));
        changes
    }

    /// Takes in one pod.
    pub fn adopt(self, pod: Pod, asked: Timestamp) {
        let changes = self.held.change(|held| held.fleet.adopt(pod, asked));
        self.show(changes.added.iter().chain(&changes.changed));
    }

    /// RunPod said that this pod is gone.
    pub fn forget(self, id: &PodId) {
        self.held.change(|held| {
            held.fleet.forget(id);
            held.rows.retain(|(shown, _)| shown != id);
        });
        self.sum_up();
    }

    /// The probe heard something.
    pub fn hear(self, id: &PodId, port: u16, answer: Answer) {
        if self.held.change(|held| held.fleet.hear(id, port, answer)) {
            self.show(std::iter::once(id));
        }
    }

    /// Tells the views of these pods, and no others.
    fn show<'a>(self, ids: impl Iterator<Item = &'a PodId>) {
        for id in ids {
            let Some(known) = self.read(|fleet| fleet.get(id).cloned()) else { continue };
            match self.row(id) {
                Some(row) => row.set(known),
                None => self.held.change(|held| {
                    let at = held.row(id).unwrap_or_else(|at| at);
                    held.rows.insert(at, (id.clone(), ArcRwSignal::new(known)));
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
