//! What is shown of the list, and what is selected in it.

use launchpod_core::pods::fleet::Known;
use launchpod_core::pods::list_view::{Look, Roll, Sum};
use launchpod_core::pods::pod::Pod;
use launchpod_core::types::ids::{NetworkVolumeId, PodId};
use leptos::prelude::*;

use super::browser::session_storage;
use super::desk::Desk;

/// Where the tab keeps what the person wants to see.
pub(super) const KEPT: &str = "launchpod.look";

/// What the person wanted to see before the page was loaded anew.
pub(super) fn kept() -> Look {
    let text = session_storage().and_then(|storage| storage.get_item(KEPT).ok().flatten());
    Look::read(&text.unwrap_or_default())
}

impl Desk {
    /// The list follows what the person wants to see, and the names of volumes.
    pub(super) fn follow_look(self) {
        Effect::new(move |_| {
            let text = self.look.with(Look::write);
            self.volumes.with(|_| ());
            if let Some(storage) = session_storage() {
                let _ = storage.set_item(KEPT, &text);
            }
            untrack(|| self.call_roll());
        });
    }

    /// Says anew what is shown. What is no longer shown is no longer selected: nothing is done to pods out of sight.
    pub(super) fn call_roll(self) {
        let name = |id: &NetworkVolumeId| untrack(|| self.volume_name(id));
        let now = self.clock.account_now();
        let worries = |known: &Known| untrack(|| self.verdict(known).is_some());
        let roll = self.look.peek(|look| self.fleet.read(|fleet| Roll::of(fleet.all(), look, &name, &worries, now)));
        self.roll.refresh(roll);
        if self.picked.peek(|picked| !picked.is_empty()) {
            let shown = self.roll.peek(|roll| roll.pods().filter(|id| self.holds(id)).cloned().collect());
            self.select(shown);
        }
    }

    /// Whether this pod is selected; followed.
    pub fn is_picked(self, id: &PodId) -> bool {
        self.fleet.follow_acts(id);
        self.holds(id)
    }

    /// Selects a pod, or not.
    pub fn pick(self, id: &PodId, on: bool) {
        let mut picked = self.picked.peek(Vec::clone);
        picked.retain(|other| other != id);
        picked.extend(on.then(|| id.clone()));
        self.select(picked);
    }

    /// Selects all that are shown, or none.
    pub fn pick_all(self, on: bool) {
        let all = || self.roll.peek(|roll| roll.pods().cloned().collect());
        self.select(if on { all() } else { vec![] });
    }

    /// How many are selected and what they cost; followed.
    pub fn picked_sum(self) -> Sum {
        self.roll.with(|_| ());
        self.picked.with(|picked| self.sum_of(picked))
    }

    /// Reads the pods that are selected, as they stand.
    pub fn read_picked<R>(self, how: impl FnOnce(&[&Pod]) -> R) -> R {
        self.picked.peek(|picked| self.read_pods(picked, how))
    }

    /// Reads these pods, as they stand.
    pub fn read_pods<R>(self, ids: &[PodId], how: impl FnOnce(&[&Pod]) -> R) -> R {
        self.fleet.read(|fleet| {
            let pods: Vec<&Pod> = ids.iter().filter_map(|id| fleet.get(id)).map(|known| &known.pod).collect();
            how(&pods)
        })
    }

    fn sum_of(self, ids: &[PodId]) -> Sum {
        self.fleet.read(|fleet| {
            let mut sum = Sum::default();
            ids.iter().filter_map(|id| fleet.get(id)).for_each(|known| sum.add(known));
            sum
        })
    }

    fn holds(self, id: &PodId) -> bool {
        self.picked.peek(|picked| picked.binary_search(id).is_ok())
    }

    pub(super) fn select(self, pods: Vec<PodId>) {
        let mut picked: Vec<PodId> = vec![];
        for id in pods {
            if let Err(at) = picked.binary_search(&id) {
                picked.insert(at, id);
            }
        }
        let before = self.picked.peek(Vec::clone);
        if before == picked {
            return;
        }
        let differs = |one: &[PodId], other: &[PodId]| -> Vec<PodId> {
            one.iter().filter(|id| other.binary_search(id).is_err()).cloned().collect()
        };
        let news = [differs(&before, &picked), differs(&picked, &before)].concat();
        self.picked.set(picked);
        self.fleet.tell_acts(&news);
    }
}
