//! Terminating, stopping and resuming pods: the clicks.

use launchpod_core::pods::action::{ActionRequest, PodAction, State};
use launchpod_core::pods::bulk_actions::{self, BulkAction};
use launchpod_core::pods::bulk_start::BulkStart;
use launchpod_core::pods::pod::Pod;
use launchpod_core::pods::pod::action_effects::{ActionEffect, PodChange};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::Event;
use launchpod_core::state::journal::Record;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::seconds_up;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::billing::store::BillingStore;
use crate::context::{AppContext, store};
use crate::pods::list::PodList;
use crate::pods::store::PodStore;
use crate::pods::undo_time::UndoTime;
use crate::readiness::tracker::ReadinessTracker;

/// What is asked of pods, followed.
#[derive(Clone, Copy)]
pub struct PodActions {
    context: AppContext,
    account: AccountStore,
    pods: PodStore,
    list: PodList,
    readiness: ReadinessTracker,
    billing: BillingStore,
    undo_time: UndoTime,
}

impl PodActions {
    /// On these pods.
    pub fn new(
        context: AppContext,
        account: AccountStore,
        pods: PodStore,
        list: PodList,
        readiness: ReadinessTracker,
        billing: BillingStore,
    ) -> Self {
        Self { context, account, pods, list, readiness, billing, undo_time: store() }
    }

    /// What was asked of this pod and is not finished; followed. An end comes before all else.
    pub fn of(self, id: &PodId) -> Option<ActionRequest<ApiError>> {
        let verb = |act: &ActionRequest<ApiError>| act.verb != PodAction::Terminate;
        self.pods.track_actions(id);
        self.pods.actions.peek(|acts| {
            acts.iter().filter(|act| act.pod == *id && !act.is_confirmed_resume()).min_by_key(|act| verb(act)).cloned()
        })
    }

    /// What another tab of this browser does with this pod; followed.
    pub fn elsewhere(self, id: &PodId) -> Option<PodAction> {
        self.pods.track_actions(id);
        // Before the first list it may be nobody's any more, and about to become this tab's.
        self.pods.checked.peek(Option::is_some).then_some(())?;
        self.pods.elsewhere.peek(|records| {
            records.iter().find_map(|record| match record {
                Record::Act(entry) if entry.pod == *id => Some(entry.verb),
                _ => None,
            })
        })
    }

    /// What follows if this is done to a pod; followed where its network volume is told of.
    pub fn effect_of(self, pod: &Pod, deed: PodChange) -> ActionEffect {
        let network = pod.network_volume.as_ref();
        let network = self.account.volumes.with(|all| all.iter().find(|volume| Some(&volume.id) == network).cloned());
        pod.effect_of(deed, network.as_ref())
    }

    /// The click on End, Stop or Start.
    pub fn request(self, action: PodAction, pod: PodId, name: String) {
        self.request_all(action, vec![(pod, name)]);
    }

    /// The same of several pods with one click.
    pub fn request_all(self, action: PodAction, pods: Vec<(PodId, String)>) {
        self.context.request(action, pods);
    }

    /// The click on Undo.
    pub fn undo(self, pods: Vec<PodId>) {
        pods.iter().for_each(|id| self.readiness.on_undone(id));
        let stop =
            |act: &ActionRequest<ApiError>| act.verb == PodAction::Stop && act.is_undoable() && pods.contains(&act.pod);
        if self.pods.actions.peek(|acts| acts.iter().any(stop)) {
            self.billing.spare_from_budget();
        }
        self.context.engine.on_all(pods.into_iter().map(Event::Undo).collect());
    }

    /// The click that can still be taken back was the last one: takes it back. Whether there was one.
    pub fn undo_latest(self) -> bool {
        let latest = self.pods.actions.peek(|acts| {
            let open: Vec<_> = acts.iter().filter(|act| act.is_undoable()).collect();
            let latest = open.iter().max_by_key(|act| act.asked())?;
            let together = open.iter().filter(|act| act.pod == latest.pod || act.is_of_same_click(latest));
            Some(together.map(|act| act.pod.clone()).collect::<Vec<_>>())
        });
        let Some(pods) = latest else { return false };
        match pods.len() {
            1 => self.undo(pods),
            _ => self.undo_together(pods),
        }
        true
    }

    /// Seconds in which this can still be taken back; followed.
    pub fn undo_seconds(self, pod: &PodId) -> u64 {
        let until = match self.of(pod).map(|act| act.state) {
            Some(State::Undoable { until }) => until,
            _ => return 0,
        };
        seconds_up(until.since(self.context.clock.wall()).min(self.undo_time.get()))
    }

    /// A signal that stops the clock of what can be taken back for these pods, as long as it is set.
    pub fn undo_hold(self, pods: Vec<PodId>) -> RwSignal<bool> {
        let held = RwSignal::new(false);
        Effect::new(move |_| {
            self.context.clock.wall();
            if held.get() {
                self.context.engine.on_all(pods.iter().cloned().map(Event::HoldUndo).collect());
            }
        });
        held
    }

    /// What can still be taken back; followed.
    pub fn undoable(self) -> Vec<ActionRequest<ApiError>> {
        self.pods.actions.with(|acts| {
            acts.iter().filter(|act| act.is_undoable()).cloned().map(ActionRequest::without_deadline).collect()
        })
    }

    /// What was clicked together and can still be taken back; followed.
    pub fn group_actions(self) -> Vec<BulkAction> {
        self.pods.actions.with(|acts| bulk_actions::group_actions(acts))
    }

    /// The pods whose stop can still be taken back; followed.
    pub fn undoable_stops(self) -> Vec<PodId> {
        let stop = |act: &&ActionRequest<ApiError>| act.verb == PodAction::Stop && act.is_undoable();
        self.pods.actions.with(|acts| acts.iter().filter(stop).map(|act| act.pod.clone()).collect())
    }

    /// Whether this was asked of other pods with the same click.
    pub fn is_of_a_bulk(self, act: &ActionRequest<ApiError>) -> bool {
        let other = |other: &ActionRequest<ApiError>| other.pod != act.pod && other.is_of_same_click(act);
        self.pods.actions.peek(|acts| acts.iter().any(other))
    }

    /// The pods among those selected of which this can be asked.
    pub fn requestable(self, verb: PodAction) -> Vec<(PodId, String)> {
        self.list.read_picked(|pods| {
            let able = pods.iter().filter(|pod| pod.can(verb));
            able.map(|pod| (pod.id.clone(), pod.name.clone())).collect()
        })
    }

    /// What the start of all that are selected comes to; followed.
    pub fn startable(self) -> BulkStart {
        let busy = |id: &PodId| self.of(id).is_some_and(|act| !act.is_over()) || self.elsewhere(id).is_some();
        // What is followed is followed before it is read.
        self.list.picked_sum();
        self.list.read_picked(|pods| BulkStart::of(pods, &busy))
    }

    /// The click on End or Stop for all that are selected.
    pub fn request_for_selected(self, verb: PodAction) {
        self.request_for_these(verb, self.requestable(verb));
    }

    /// The click for some of them: the rest is let be, and nothing is selected any more.
    pub fn request_for_these(self, verb: PodAction, pods: Vec<(PodId, String)>) {
        self.request_all(verb, pods);
        self.list.pick_all(false);
    }

    /// The one Undo of what was clicked together. It is selected again: perhaps one pod too many was.
    pub fn undo_together(self, pods: Vec<PodId>) {
        self.undo(pods.clone());
        self.list.select(pods);
    }
}
