//! What is shown of the list, and what is selected in it.

use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::list_view::{Layout, ListOptions, PodListView, Totals};
use launchpod_core::pods::pod::Pod;
use launchpod_core::types::ids::{NetworkVolumeId, PodId};
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::AppContext;
use crate::platform::browser::{self, local_storage, session_storage};
use crate::platform::session_keys::LIST_OPTIONS;
use crate::platform::shared::Shared;
use crate::pods::element_ids::heading_id;
use crate::pods::store::PodStore;
use crate::readiness::tracker::ReadinessTracker;

/// Where this device keeps how the list is laid out.
const LAYOUT: &str = "launchpod.layout";

/// The list, followed.
#[derive(Clone, Copy)]
pub struct PodList {
    context: AppContext,
    account: AccountStore,
    pods: PodStore,
    readiness: ReadinessTracker,
    /// What the person wants to see of the pods.
    pub look: Shared<ListOptions>,
    /// How they are laid out where there is room.
    pub layout: Shared<Layout>,
    /// What of them is shown.
    pub view: Shared<PodListView>,
    /// Those that are selected, all of them shown; sorted.
    picked: Shared<Vec<PodId>>,
}

/// What the person wanted to see before the page was loaded anew.
fn kept() -> ListOptions {
    let text = session_storage().and_then(|storage| storage.get_item(LIST_OPTIONS).ok().flatten());
    ListOptions::read(&text.unwrap_or_default())
}

fn kept_layout() -> Layout {
    let text = local_storage().and_then(|storage| storage.get_item(LAYOUT).ok().flatten());
    Layout::read(&text.unwrap_or_default())
}

impl PodList {
    /// The list of these pods.
    pub fn new(context: AppContext, account: AccountStore, pods: PodStore, readiness: ReadinessTracker) -> Self {
        let look = Shared::new(kept());
        let layout = Shared::new(kept_layout());
        Self { context, account, pods, readiness, look, layout, view: Shared::default(), picked: Shared::default() }
    }

    /// The list follows what the person wants to see, and the names of volumes.
    pub fn follow_look(self) {
        Effect::new(move |_| {
            let text = self.look.with(ListOptions::write);
            self.account.volumes.with(|_| ());
            if let Some(storage) = session_storage() {
                let _ = storage.set_item(LIST_OPTIONS, &text);
            }
            untrack(|| self.refresh());
        });
    }

    /// Says anew what is shown. What is no longer shown is no longer selected: nothing is done to pods out of sight.
    pub fn refresh(self) {
        let name = |id: &NetworkVolumeId| untrack(|| self.account.volume_name(id));
        let now = self.context.clock.account_now();
        let worries = |known: &PodEntry| untrack(|| self.readiness.diagnosis(known).is_some());
        let roll =
            self.look.peek(|look| self.pods.read(|fleet| PodListView::of(fleet.all(), look, &name, &worries, now)));
        let next = self.focus_after(&roll);
        self.view.refresh(roll);
        if let Some(next) = next {
            request_animation_frame(move || match next {
                Some(pod) => browser::focus_link_in(&heading_id(&pod)),
                None => browser::focus("pods-title"),
            });
        }
        if self.picked.peek(|picked| !picked.is_empty()) {
            let shown = self.view.peek(|roll| roll.pods().filter(|id| self.holds(id)).cloned().collect());
            self.select(shown);
        }
    }

    /// Where the keyboard's focus goes if its row is not in `roll`: to a pod or, where none is left, to the heading.
    fn focus_after(self, roll: &PodListView) -> Option<Option<PodId>> {
        let left = PodId::new(browser::attribute_around_focus("data-pod")?);
        (!roll.shows(&left)).then(|| self.view.peek(|shown| shown.neighbor(&left, roll)))
    }

    /// Lays the list out in another way, here and whenever this device shows it.
    pub fn lay_out(self, layout: Layout) {
        self.layout.refresh(layout);
        if let Some(storage) = local_storage() {
            let _ = storage.set_item(LAYOUT, layout.as_str());
        }
    }

    /// The list itself has changed what may be shown: some pods worry only because time has passed.
    pub fn refresh_by_time(self) {
        if self.look.peek(ListOptions::is_set) {
            self.refresh();
        }
    }

    /// Whether this pod is selected; followed.
    pub fn is_picked(self, id: &PodId) -> bool {
        self.pods.track_actions(id);
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
        let all = || self.view.peek(|roll| roll.pods().cloned().collect());
        self.select(if on { all() } else { vec![] });
    }

    /// How many are selected and what they cost; followed.
    pub fn picked_sum(self) -> Totals {
        self.view.with(|_| ());
        self.picked.with(|picked| self.sum_of(picked))
    }

    /// Reads the pods that are selected, as they stand.
    pub fn read_picked<R>(self, how: impl FnOnce(&[&Pod]) -> R) -> R {
        self.picked.peek(|picked| self.pods.read_these(picked, how))
    }

    fn sum_of(self, ids: &[PodId]) -> Totals {
        self.pods.read(|fleet| {
            let mut sum = Totals::default();
            ids.iter().filter_map(|id| fleet.get(id)).for_each(|known| sum.add(known));
            sum
        })
    }

    fn holds(self, id: &PodId) -> bool {
        self.picked.peek(|picked| picked.binary_search(id).is_ok())
    }

    /// Selects these, and no others.
    pub fn select(self, pods: Vec<PodId>) {
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
        self.pods.notify_actions(&news);
    }
}
