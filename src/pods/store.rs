//! The pods as views follow them: each pod has news of its own, so that what changes at one pod touches its row alone.

use launchpod_core::pods::action::ActionRequest;
use launchpod_core::pods::fleet::{Fleet, PodEntry, Summary};
use launchpod_core::pods::pod::Pod;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::AccountState;
use launchpod_core::state::clock_offset::ClockComparison;
use launchpod_core::state::journal::Record;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::sort::by_pod;
use launchpod_core::types::time::Timestamp;
use leptos::prelude::*;

use crate::context::AppContext;
use crate::platform::shared::Shared;

/// One pod's row.
struct Row {
    id: PodId,
    known: ArcRwSignal<PodEntry>,
    /// Something was asked of it, or it was selected.
    acts: ArcTrigger,
    /// Time has passed for it; only in sight.
    time: ArcTrigger,
    /// It has come into sight or has left it.
    sight: ArcTrigger,
    in_sight: bool,
}

/// Lists that are longer are drawn only where they are in sight: elsewhere a row is its name alone.
const MANY: usize = 200;

/// All pods known, followed.
#[derive(Clone, Copy)]
pub struct PodStore {
    pub(super) context: AppContext,
    /// Sorted by id.
    rows: Shared<Vec<Row>>,
    summary: Shared<Summary>,
    any: Shared<bool>,
    /// Whether a list is there and the browser tells which of its rows are in sight.
    telling: Shared<bool>,
    /// What the last list failed with; `None` after one that came.
    pub trouble: Shared<Option<ApiError>>,
    /// When the last list came; `None` before the first.
    pub checked: Shared<Option<Timestamp>>,
    /// How RunPod's clock differs from this computer's.
    pub dial: Shared<ClockComparison>,
    /// What was asked of pods and is not finished.
    pub actions: Shared<Vec<ActionRequest<ApiError>>>,
    /// What other tabs of this browser do.
    pub elsewhere: Shared<Vec<Record>>,
}

/// Where the row of this pod is, or would be.
fn place(rows: &[Row], id: &PodId) -> Result<usize, usize> {
    rows.binary_search_by(|row| row.id.cmp(id))
}

impl PodStore {
    /// The pods that the engine knows.
    pub fn new(context: AppContext) -> Self {
        Self {
            context,
            rows: Shared::default(),
            summary: Shared::default(),
            any: Shared::default(),
            telling: Shared::default(),
            trouble: Shared::default(),
            checked: Shared::default(),
            dial: Shared::new(context.engine.dial()),
            actions: Shared::default(),
            elsewhere: Shared::default(),
        }
    }

    /// What is asked of pods, here and in other tabs, and how the last list came.
    pub fn show_state(self, state: &AccountState<ApiError>) {
        self.actions.refresh(state.acts().to_vec());
        self.elsewhere.refresh(state.elsewhere().to_vec());
        self.trouble.refresh(state.polling().trouble().cloned());
        self.checked.refresh(state.polling().checked());
    }

    /// What runs and what it costs, followed.
    pub fn summary(self) -> Summary {
        self.summary.get()
    }

    /// Whether there are pods. Who asks is told when one comes or goes.
    pub fn any(self) -> bool {
        self.any.get()
    }

    /// The signal of one pod.
    pub fn row(self, id: &PodId) -> Option<ArcRwSignal<PodEntry>> {
        self.at(id, |row| row.known.clone())
    }

    /// Reads the fleet as it stands.
    pub fn read<R>(self, how: impl FnOnce(&Fleet) -> R) -> R {
        how(self.context.engine.state().fleet())
    }

    /// This pod as it stands.
    pub fn get(self, id: &PodId) -> Option<PodEntry> {
        self.read(|fleet| fleet.get(id).cloned())
    }

    /// The name of this pod as it stands; empty where there is none.
    pub fn name(self, id: &PodId) -> String {
        self.read(|fleet| fleet.get(id).map(|known| known.pod.name.clone())).unwrap_or_default()
    }

    /// Reads these pods, as they stand.
    pub fn read_these<R>(self, ids: &[PodId], how: impl FnOnce(&[&Pod]) -> R) -> R {
        self.read(|fleet| {
            let pods: Vec<&Pod> = ids.iter().filter_map(|id| fleet.get(id)).map(|known| &known.pod).collect();
            how(&pods)
        })
    }

    /// Who asks is told when something is asked of this pod, or when it is selected.
    pub fn track_actions(self, id: &PodId) {
        if let Some(news) = self.at(id, |row| row.acts.clone()) {
            news.track();
        }
    }

    /// What is asked of these pods is new.
    pub fn notify_actions(self, ids: &[PodId]) {
        let news: Vec<_> = ids.iter().filter_map(|id| self.at(id, |row| row.acts.clone())).collect();
        news.iter().for_each(ArcTrigger::notify);
    }

    /// Who asks is told when time has passed for this pod's row.
    pub(super) fn track_time(self, id: &PodId) {
        if let Some(time) = self.at(id, |row| row.time.clone()) {
            time.track();
        }
    }

    /// Time has passed. Rows out of sight catch up when they come into sight: thousands of them would take the page's
    /// breath every second.
    pub fn tick(self) {
        let due: Vec<_> = self.rows.peek(|rows| {
            let seen = rows.iter().filter(|row| row.in_sight);
            seen.map(|row| row.time.clone()).collect()
        });
        due.iter().for_each(ArcTrigger::notify);
    }

    /// This pod's row has come into sight or has left it.
    pub(super) fn see(self, id: &PodId, in_sight: bool) {
        let many = self.are_many();
        let news = self.rows.change(|rows| {
            let row = place(rows, id).ok().and_then(|at| rows.get_mut(at))?;
            let news = row.in_sight != in_sight;
            row.in_sight = in_sight;
            Some((in_sight.then(|| row.time.clone()), (many && news).then(|| row.sight.clone())))
        });
        let (time, sight) = news.unwrap_or_default();
        [sight, time].iter().flatten().for_each(ArcTrigger::notify);
    }

    /// Whether the row of this pod shows more than its name. Who asks is told when that changes.
    pub fn is_drawn(self, id: &PodId) -> bool {
        let row = self.at(id, |row| (row.sight.clone(), row.in_sight));
        row.is_none_or(|(sight, in_sight)| {
            sight.track();
            in_sight || !self.are_many()
        })
    }

    /// A list has come. Where the browser tells which of its rows are in sight, none is before it has said so.
    pub(super) fn open_list(self, telling: bool) {
        self.telling.change(|held| *held = telling);
        self.rows.change(|rows| rows.iter_mut().for_each(|row| row.in_sight = !telling));
    }

    /// The list has gone: whatever else shows a pod is in sight.
    pub fn close_list(self) {
        self.open_list(false);
    }

    fn are_many(self) -> bool {
        self.rows.peek(Vec::len) > MANY
    }

    /// This pod is gone.
    pub fn remove(self, id: &PodId) {
        self.rows.change(|rows| {
            if let Ok(at) = place(rows, id) {
                rows.remove(at);
            }
        });
        self.any.set(self.rows.peek(|rows| !rows.is_empty()));
    }

    /// Tells the views of these pods, and no others.
    pub fn show(self, ids: &[PodId]) {
        let mut new = vec![];
        for id in ids {
            let Some(known) = self.get(id) else { continue };
            match self.row(id) {
                Some(row) => row.set(known),
                None => new.push(self.new_row(known)),
            }
        }
        if new.is_empty() {
            return;
        }
        // All at once: each one alone would move thousands of others.
        self.rows.change(|rows| {
            rows.append(&mut new);
            *rows = by_pod(std::mem::take(rows), &|row| &row.id);
        });
        self.any.set(true);
    }

    fn new_row(self, known: PodEntry) -> Row {
        let [acts, time, sight] = std::array::from_fn(|_| ArcTrigger::new());
        // A browser that can't tell shows the time everywhere.
        let in_sight = self.telling.peek(|telling| !telling);
        Row { id: known.pod.id.clone(), known: ArcRwSignal::new(known), acts, time, sight, in_sight }
    }

    /// Counts anew, after all that one answer told of was shown.
    pub fn sum_up(self) {
        let summary = self.read(Summary::of);
        self.summary.refresh(summary);
    }

    fn at<R>(self, id: &PodId, how: impl FnOnce(&Row) -> R) -> Option<R> {
        self.rows.peek(|rows| place(rows, id).ok().and_then(|at| rows.get(at)).map(how))
    }
}
