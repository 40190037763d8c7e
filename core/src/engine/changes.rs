//! What has changed, for whoever shows it.

use crate::launch::Launch;
use crate::pods::action::ActionRequest;
use crate::runpod::error::ApiError;
use crate::state::activity_log::News;
use crate::state::journal::Record;
use crate::state::{AccountState, Notice, changed};
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;

/// All that one moment has changed.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Records that were written into the journal, and the actions that were read from it.
    pub records: Vec<Record>,
    /// Something of these pods is new.
    pub pods: Vec<PodId>,
    /// These pods are gone.
    pub gone: Vec<PodId>,
    /// These pods, by id and name, were launched from this browser and ended while no program on this journal was there.
    pub ended_unseen: Vec<(PodId, String)>,
    /// These launches, which this program looks after, have their pods.
    pub placed: Vec<LaunchTag>,
    /// What is under way for these pods, here or in another program, has changed.
    pub actions: Vec<PodId>,
    /// What is to be remembered of what was asked.
    pub activity: Vec<News>,
    /// Whether a list was taken in.
    pub listed: bool,
    /// Whether anything else of the state may have changed: launches, notices, how the polling goes.
    pub state: bool,
}

impl Changes {
    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        let Self { records, pods, gone, ended_unseen, placed, actions, activity, listed, state } = self;
        let lists = records.is_empty() && pods.is_empty() && gone.is_empty() && ended_unseen.is_empty();
        lists && placed.is_empty() && actions.is_empty() && activity.is_empty() && !listed && !state
    }
}

/// What was last told of the state.
#[derive(Default)]
pub(super) struct Told {
    actions: Vec<ActionRequest<ApiError>>,
    elsewhere: Vec<Record>,
    launches: Vec<Launch<ApiError>>,
    notices: Vec<Notice>,
    error: Option<ApiError>,
    checked: Option<Timestamp>,
}

impl Told {
    /// What of the state is new since the last time, into `changes`.
    pub(super) fn compare(&mut self, state: &AccountState<ApiError>, changes: &mut Changes) {
        // Before the first list nothing of other programs is shown.
        let first = self.checked.is_none() && state.polling().checked().is_some();
        changes.actions.extend(changed(&self.actions, state.acts(), &|act| Some(&act.pod)));
        let elsewhere = if first { &[][..] } else { &self.elsewhere };
        changes.actions.extend(changed(elsewhere, state.elsewhere(), &pod_of));
        changes.state |= refresh(&mut self.launches, state.launches())
            | refresh(&mut self.notices, state.notices())
            | refresh(&mut self.actions, state.acts())
            | refresh(&mut self.elsewhere, state.elsewhere());
        let polling = state.polling();
        if self.error.as_ref() != polling.trouble() || self.checked != polling.checked() {
            self.error = polling.trouble().cloned();
            self.checked = polling.checked();
            changes.state = true;
        }
    }
}

fn refresh<T: Clone + PartialEq>(told: &mut Vec<T>, now: &[T]) -> bool {
    let new = told != now;
    if new {
        *told = now.to_vec();
    }
    new
}

/// The pod of which something was asked.
fn pod_of(record: &Record) -> Option<&PodId> {
    match record {
        Record::Act(entry) => Some(&entry.pod),
        Record::Launch(_) => None,
    }
}
