//! Ending, stopping and starting pods: the clicks.

use launchpod_core::pods::action::{Act, PodAction};
use launchpod_core::pods::bulk_actions::{self, BulkAction};
use launchpod_core::pods::pod::Pod;
use launchpod_core::pods::pod::action_effects::{Consequence, Deed};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::Event;
use launchpod_core::state::journal::Record;
use launchpod_core::types::ids::PodId;
use leptos::task::spawn_local;

use super::desk::Desk;

impl Desk {
    /// What was asked of this pod and is not finished; followed. An end comes before all else.
    pub fn act(self, id: &PodId) -> Option<Act<ApiError>> {
        let verb = |act: &Act<ApiError>| act.verb != PodAction::Terminate;
        self.fleet.follow_acts(id);
        self.acts.peek(|acts| {
            acts.iter().filter(|act| act.pod == *id && !act.is_confirmed_start()).min_by_key(|act| verb(act)).cloned()
        })
    }

    /// What another tab of this browser does with this pod; followed.
    pub fn act_elsewhere(self, id: &PodId) -> Option<PodAction> {
        self.fleet.follow_acts(id);
        // Before the first list it may be nobody's any more, and about to become this tab's.
        self.checked.peek(Option::is_some).then_some(())?;
        self.elsewhere.peek(|records| {
            records.iter().find_map(|record| match record {
                Record::Act(entry) if entry.pod == *id => Some(entry.verb),
                _ => None,
            })
        })
    }

    /// Whether something was asked that is not finished; followed.
    pub fn has_open(self) -> bool {
        self.acts.with(|_| ());
        self.launches.with(|_| ());
        self.state(|state| state.has_open())
    }

    /// What follows if this is done to a pod; followed where its network volume is told of.
    pub fn consequence(self, pod: &Pod, deed: Deed) -> Consequence {
        let network = pod.network_volume.as_ref();
        let network = self.volumes.with(|all| all.iter().find(|volume| Some(&volume.id) == network).cloned());
        pod.consequence(deed, network.as_ref())
    }

    /// The click on End, Stop or Start.
    pub fn ask(self, verb: PodAction, pod: PodId, name: String) {
        self.ask_all(verb, vec![(pod, name)]);
    }

    /// The same of several pods with one click. A second one on the same pod changes nothing.
    pub fn ask_all(self, verb: PodAction, pods: Vec<(PodId, String)>) {
        spawn_local(async move { drop(self.engine.request(verb, pods).await) });
    }

    /// The click on Undo.
    pub fn undo(self, pods: Vec<PodId>) {
        pods.iter().for_each(|id| self.ready.note_undone(id));
        let stop = |act: &Act<ApiError>| act.verb == PodAction::Stop && act.is_undoable() && pods.contains(&act.pod);
        if self.acts.peek(|acts| acts.iter().any(stop)) {
            self.spare_from_budget();
        }
        self.engine.on_all(pods.into_iter().map(Event::Undo).collect());
    }

    /// What was clicked together and can still be taken back; followed.
    pub fn bulks(self) -> Vec<BulkAction> {
        self.acts.with(|acts| bulk_actions::bulks(acts))
    }

    /// The pods whose stop can still be taken back; followed.
    pub fn undoable_stops(self) -> Vec<PodId> {
        let stop = |act: &&Act<ApiError>| act.verb == PodAction::Stop && act.is_undoable();
        self.acts.with(|acts| acts.iter().filter(stop).map(|act| act.pod.clone()).collect())
    }

    /// Whether this was asked of other pods with the same click.
    pub fn is_of_a_bulk(self, act: &Act<ApiError>) -> bool {
        let other = |other: &Act<ApiError>| other.pod != act.pod && other.is_of_one_click_with(act);
        self.acts.peek(|acts| acts.iter().any(other))
    }

    /// The pods among those selected of which this can be asked.
    pub fn can_be_asked(self, verb: PodAction) -> Vec<(PodId, String)> {
        self.read_picked(|pods| {
            let able = pods.iter().filter(|pod| bulk_actions::can(verb, &pod.status));
            able.map(|pod| (pod.id.clone(), pod.name.clone())).collect()
        })
    }

    /// The click on End or Stop for all that are selected.
    pub fn ask_picked(self, verb: PodAction) {
        self.ask_all(verb, self.can_be_asked(verb));
        self.pick_all(false);
    }

    /// The one Undo of what was clicked together. It is selected again: perhaps one pod too many was.
    pub fn undo_together(self, pods: Vec<PodId>) {
        self.undo(pods.clone());
        self.select(pods);
    }

    /// The person has read what the page had to say.
    pub fn read(self) {
        self.on(Event::Read);
    }

    /// The person knows the pods that this browser did not.
    pub fn know_strangers(self) {
        self.on(Event::KnowStrangers);
    }
}
