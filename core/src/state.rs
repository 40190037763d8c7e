//! All that is known of one account's pods, and all that was asked of RunPod and is not confirmed. Whatever happens comes
//! in as an [`Event`], and what is to be done about it comes out as [`Effect`]s: the page performs them, and decides
//! nothing.

pub mod activity_log;
pub mod clock_offset;
mod diff;
mod events;
pub mod journal;
mod pod_list;
pub mod poll_interval;
mod polling;
mod requests;

use std::time::Duration;

use crate::launch::{self, Launch, Outcome};
use crate::pods::action::{ActionRequest, PodAction, UNDO};
use crate::pods::fleet::{Extent, Fleet, newest_first};
use crate::state::journal::{Record, act_key, launch_key};
use crate::types::ids::{LaunchTag, PodId};
use crate::types::sort::{letters, sort_by_rank};
use crate::types::time::Timestamp;

pub use diff::changed;
pub use events::{Effect, Event, Notice};
pub use polling::Polling;

/// Two pods of one request are made this close to each other at most. A copy that a person makes of a pod, environment
/// and all, is none of ours to end.
const TWINS_APART: Duration = Duration::from_secs(300);

/// So many pods are asked for by their ids at a time: the allowed rate is slow, and lists must not wait behind them.
const ASKED_FOR_AT_ONCE: usize = 4;

/// A launch of which nothing came is forgotten after this.
const REMEMBERED: Duration = Duration::from_secs(24 * 3600);

/// A click on End or Stop that could not be carried out for so long is asked for again, and not done by itself.
const MEANT_FOR: Duration = Duration::from_secs(24 * 3600);

/// What is known and what was asked. `F` is whatever tells the person what went wrong.
#[derive(Clone, Debug)]
pub struct AccountState<F> {
    fleet: Fleet,
    launches: Vec<Launch<F>>,
    acts: Vec<ActionRequest<F>>,
    /// What other tabs of this browser look after.
    elsewhere: Vec<Record>,
    /// Launches of this browser of which nothing more can come.
    settled: Vec<launch::Entry>,
    notices: Vec<Notice>,
    polling: Polling<F>,
    /// Pods that RunPod is being asked for by their ids, and since when.
    asked_for: Vec<(PodId, Timestamp)>,
    twins_apart: Duration,
    undo_time: Duration,
}

impl<F: Clone + PartialEq> AccountState<F> {
    /// An empty one. `speed` is how many seconds pass in the account's time in one of the wall's: 1 but for a simulator.
    pub fn new(speed: f64) -> Self {
        Self {
            fleet: Fleet::default(),
            launches: vec![],
            acts: vec![],
            elsewhere: vec![],
            settled: vec![],
            notices: vec![],
            polling: Polling::default(),
            asked_for: vec![],
            twins_apart: TWINS_APART.mul_f64(speed.clamp(1.0, 1e6)),
            undo_time: UNDO,
        }
    }

    /// The pods.
    pub fn fleet(&self) -> &Fleet {
        &self.fleet
    }

    /// Launches that are open, watched, or failed and not yet read of.
    pub fn launches(&self) -> &[Launch<F>] {
        &self.launches
    }

    /// What was asked of pods and is not confirmed, or was refused and not yet read of.
    pub fn acts(&self) -> &[ActionRequest<F>] {
        &self.acts
    }

    /// What other tabs of this browser look after.
    pub fn elsewhere(&self) -> &[Record] {
        &self.elsewhere
    }

    /// What the person must be told.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How the watching goes.
    pub fn polling(&self) -> &Polling<F> {
        &self.polling
    }

    /// Whether some launch's outcome is not known, in this tab or in another. Nothing else may be launched until it is.
    pub fn is_launching(&self) -> bool {
        let elsewhere = |record: &Record| matches!(record, Record::Launch(entry) if entry.is_open());
        self.launches.iter().any(Launch::is_open) || self.elsewhere.iter().any(elsewhere)
    }

    /// Whether this tab looks after something that is not finished.
    pub fn has_open(&self) -> bool {
        self.launches.iter().any(Launch::is_open) || self.acts.iter().any(ActionRequest::is_open)
    }

    /// Whether this tab looks after an act with the key that this one would have.
    pub fn owns_action(&self, pod: &PodId, verb: PodAction) -> bool {
        self.acts.iter().any(|act| !act.is_over() && shares_record(act, pod, verb))
    }

    /// Whether this tab looks after what stands under this key of the journal.
    pub fn owns_record(&self, key: &str) -> bool {
        self.keys_in_hand().any(|own| own == key)
    }

    /// The keys of the journal that this tab looks after.
    pub fn keys_in_hand(&self) -> impl Iterator<Item = String> {
        let launches = self.launches.iter().filter(|launch| !launch.is_settled());
        let acts = self.acts.iter().filter(|act| !act.is_over());
        launches.map(|launch| launch_key(&launch.tag)).chain(acts.map(|act| act_key(&act.pod, act.verb)))
    }

    /// Pods that carry a launch's tag of which this browser knows nothing: launched from another one, or come of a
    /// launch that was given up.
    pub fn unknown_pods(&self) -> Vec<(PodId, String)> {
        let settled = sort_by_rank(self.settled.iter().collect(), |entry| letters(entry.tag.as_str().as_bytes()));
        let all = self.fleet.iter().map(|known| &known.pod);
        let strange = all.filter(|pod| pod.tag.as_ref().is_some_and(|tag| !self.knows(tag, &pod.id, &settled)));
        newest_first(strange.collect(), |pod| pod.created)
            .into_iter()
            .map(|pod| (pod.id.clone(), pod.name.clone()))
            .collect()
    }

    /// Takes an event in and says what to do now, in this order.
    ///
    /// ```
    /// use launchpod_core::launch::Entry;
    /// use launchpod_core::state::{AccountState, Effect, Event};
    /// use launchpod_core::types::ids::LaunchTag;
    /// use launchpod_core::types::time::Timestamp;
    ///
    /// let now = Timestamp::from_millis(1_000);
    /// let tag = LaunchTag::from_random(7);
    /// let mut state: AccountState<String> = AccountState::new(1.0);
    ///
    /// let effects = state.on(Event::Launch(Entry::new(tag.clone(), "comfy".into(), now)), now);
    /// // What must survive is written down before its request leaves.
    /// assert!(matches!(&effects[..], [Effect::SaveRecord(_), Effect::Create(own), ..] if *own == tag));
    /// assert!(state.is_launching());
    /// ```
    #[must_use]
    pub fn on(&mut self, event: Event<F>, now: Timestamp) -> Vec<Effect> {
        let mut todo = vec![];
        match event {
            Event::Tick { hidden, chance } => self.tick(hidden, chance, now, &mut todo),
            Event::Leaving => {
                let meant = |act: &ActionRequest<F>| {
                    (!act.waits_for_another_tab()).then_some(crate::pods::action::Event::SkipUndo)
                };
                self.step_actions(&meant, now, &mut todo);
            }
            Event::ListWanted => self.polling.want(now, &mut todo),
            Event::JournalRead(records) => {
                self.drop_withdrawn(&records, &mut todo);
                self.read_journal(records);
            }
            Event::Withdrawn(key) => {
                let withdrawn = |act: &ActionRequest<F>| act.is_undoable() && act_key(&act.pod, act.verb) == key;
                self.drop_acts(&withdrawn, &mut todo);
            }
            Event::RecordClaimed(record) => self.adopt(record, true, now, &mut todo),
            Event::TakenOver(record) => self.adopt(record, false, now, &mut todo),
            Event::Launch(entry) => self.launch(entry, now, &mut todo),
            Event::Created { tag, asked, answer, pod } => {
                if let Some(pod) = pod {
                    self.take_in(pod, asked, &mut todo);
                }
                self.step_launch(&tag, launch::Event::Answered(answer), now, &mut todo);
                self.polling.want(now, &mut todo);
            }
            Event::ActionRequested { verb, pod, name } => {
                let started = self.started_before(&pod, now);
                let act = ActionRequest::begin(verb, pod, name, now).undoable_for(self.undo_time);
                self.ask(act.of_pod_started(started), now, &mut todo);
            }
            Event::UndoTime(time) => self.undo_time = time,
            Event::Undo(pod) => {
                self.step_actions(&|act| (act.pod == pod).then_some(crate::pods::action::Event::Undo), now, &mut todo);
            }
            Event::HoldUndo(pod) => {
                let hold = |act: &ActionRequest<F>| (act.pod == pod).then_some(crate::pods::action::Event::HoldUndo);
                self.step_actions(&hold, now, &mut todo);
            }
            Event::SkipUndo(pod) => {
                self.step_actions(
                    &|act| (act.pod == pod).then_some(crate::pods::action::Event::SkipUndo),
                    now,
                    &mut todo,
                );
            }
            Event::ActionAnswered { pod, verb, answer } => self.acted(&pod, verb, &answer, now, &mut todo),
            Event::Listed { asked, pods, complete, unread } => {
                if self.fleet.listed().is_none_or(|listed| listed <= asked) {
                    self.fleet.note_extent(Extent::of(complete, unread));
                }
                self.listed(asked, pods, complete, now, &mut todo);
            }
            Event::ListFailed { why, retry_after } => {
                self.polling.failed(why, retry_after, self.is_moving(), now, &mut todo);
                self.step_launches(&launch::Event::LookFailed, now, &mut todo);
            }
            Event::PodFetched { id, asked, pod } => {
                self.answered_for(&id);
                match pod {
                    Some(pod) => {
                        let shown = |act: &ActionRequest<F>| (act.pod == id).then(|| pod.status.clone());
                        let shown = self.acts.iter().map(shown).collect();
                        self.seen(shown, asked, now, &mut todo);
                        self.take_in(pod, asked, &mut todo);
                    }
                    None => self.forget(&id, now, &mut todo),
                }
            }
            Event::PodFetchFailed(id) => self.answered_for(&id),
            Event::ActionsAllowed { pod, status, allowed } => {
                if self.fleet.allow(&pod, status, allowed) {
                    todo.push(Effect::PodsChanged(vec![pod]));
                }
            }
            Event::ProbeAnswered { pod, port, answer } => {
                if self.fleet.hear(&pod, port, answer) {
                    todo.push(Effect::PodsChanged(vec![pod]));
                }
            }
            Event::NoticesDismissed => self.dismiss(),
            Event::UnknownPodsAcknowledged => self.know_strangers(now, &mut todo),
        }
        todo
    }

    fn tick(&mut self, hidden: bool, chance: f64, now: Timestamp, todo: &mut Vec<Effect>) {
        self.polling.tick(hidden, chance, now, todo);
        self.step_actions(&|_| Some(crate::pods::action::Event::Tick), now, todo);
        self.step_launches(&launch::Event::Tick, now, todo);
    }

    /// Asks for these pods by their ids, a few at a time and each once. The next list asks for what is left.
    fn ask_for(&mut self, pods: Vec<PodId>, now: Timestamp, todo: &mut Vec<Effect>) {
        self.asked_for.retain(|(_, since)| now.since(*since) < polling::LOST_AFTER);
        for pod in pods {
            if self.asked_for.len() < ASKED_FOR_AT_ONCE && self.asked_for.iter().all(|(asked, _)| *asked != pod) {
                self.asked_for.push((pod.clone(), now));
                todo.push(Effect::FetchPod(pod));
            }
        }
    }

    fn answered_for(&mut self, pod: &PodId) {
        self.asked_for.retain(|(asked, _)| asked != pod);
    }

    fn is_moving(&self) -> bool {
        let acting = self.acts.iter().any(|act| act.is_open() && !act.is_undoable());
        acting || self.launches.iter().any(Launch::is_open) || self.fleet.is_moving()
    }

    /// `settled` are the settled launches in the order of their tags: there may be thousands of them.
    fn knows(&self, tag: &LaunchTag, pod: &PodId, settled: &[&launch::Entry]) -> bool {
        let rank = |tag: &LaunchTag| letters(tag.as_str().as_bytes());
        let start = settled.partition_point(|entry| rank(&entry.tag) < rank(tag));
        let mut alike = settled.iter().skip(start).take_while(|entry| rank(&entry.tag) == rank(tag));
        let placed = |entry: &&launch::Entry| entry.tag == *tag && entry.outcome == Outcome::Placed(pod.clone());
        let elsewhere = |record: &Record| matches!(record, Record::Launch(entry) if entry.tag == *tag);
        self.launches.iter().any(|launch| launch.tag == *tag)
            || alike.any(placed)
            || self.elsewhere.iter().any(elsewhere)
    }

    /// Drops what another tab has taken back before it was sent.
    fn drop_withdrawn(&mut self, records: &[Record], todo: &mut Vec<Effect>) {
        let kept = |act: &ActionRequest<F>| {
            let key = act_key(&act.pod, act.verb);
            records.iter().find_map(|record| match record {
                Record::Act(entry) if record.key() == key => Some(entry),
                _ => None,
            })
        };
        self.drop_acts(&|act| act.is_withdrawn(kept(act)), todo);
    }

    fn drop_acts(&mut self, dropped: &dyn Fn(&ActionRequest<F>) -> bool, todo: &mut Vec<Effect>) {
        let keys = self.acts.iter().filter(|act| dropped(act)).map(|act| act_key(&act.pod, act.verb));
        todo.extend(keys.map(Effect::ReleaseLock));
        self.acts.retain(|act| !dropped(act));
    }

    /// Whether something that another tab began, and can still take back, is waited for: the journal says whether it has.
    pub fn waits_for_another_tab(&self) -> bool {
        self.acts.iter().any(ActionRequest::waits_for_another_tab)
    }

    /// What the journal holds for this account: what is not this tab's is another's, or nobody's yet.
    fn read_journal(&mut self, records: Vec<Record>) {
        let own = |record: &Record| match record {
            Record::Launch(entry) => self.launches.iter().any(|launch| launch.tag == entry.tag),
            Record::Act(entry) => self.owns_action(&entry.pod, entry.verb),
        };
        let others: Vec<Record> = records.into_iter().filter(|record| !own(record)).collect();
        self.elsewhere.clear();
        self.settled.clear();
        for record in others {
            match record {
                Record::Launch(entry) if entry.is_settled() => self.settled.push(entry),
                record => {
                    if let Record::Act(entry) = &record {
                        self.drop_refused(&entry.pod, entry.verb);
                    }
                    self.elsewhere.push(record);
                }
            }
        }
    }

    /// `alone`: the tab that looked after it is gone.
    fn adopt(&mut self, record: Record, alone: bool, now: Timestamp, todo: &mut Vec<Effect>) {
        let key = record.key();
        self.elsewhere.retain(|other| other.key() != key);
        match record {
            Record::Launch(entry) if entry.is_settled() || self.launches.iter().any(|own| own.tag == entry.tag) => {}
            Record::Launch(entry) => self.launches.push(Launch::resume(entry, now)),
            Record::Act(entry) if self.owns_action(&entry.pod, entry.verb) => {}
            Record::Act(entry) if entry.verb != PodAction::Resume && now.since(entry.asked) > MEANT_FOR => {
                todo.push(Effect::Erase(key));
                self.notices.push(Notice::NotDone { verb: entry.verb, name: entry.name });
            }
            Record::Act(entry) => {
                self.drop_refused(&entry.pod, entry.verb);
                let act = ActionRequest::resume(entry, now).until_listed(now);
                self.acts.push(if alone { act } else { act.beside_another_tab() });
            }
        }
        self.polling.want(now, todo);
    }

    /// A list has come: what the journal brought is done now, but for pods that were started after the click.
    fn release_held(&mut self, now: Timestamp, todo: &mut Vec<Effect>) {
        let fleet = &self.fleet;
        let overtaken = |act: &ActionRequest<F>| fleet.get(&act.pod).is_some_and(|known| act.is_overtaken(&known.pod));
        for act in self.acts.iter().filter(|act| overtaken(act)) {
            todo.push(Effect::Erase(act_key(&act.pod, act.verb)));
            self.notices.push(Notice::NotDone { verb: act.verb, name: act.name.clone() });
        }
        self.acts.retain(|act| !overtaken(act));
        self.acts.iter_mut().for_each(|act| act.release(now));
    }

    /// The last moment, by RunPod's clock, at which this pod can have been started before now: the list may be old. Where the
    /// clocks can't be compared, it is the last start that RunPod has told.
    fn started_before(&self, pod: &PodId, now: Timestamp) -> Option<Timestamp> {
        let pod = &self.fleet.get(pod)?.pod;
        pod.started.max(pod.ahead.map(|ahead| ahead.there(now)))
    }

    /// What was refused here was asked for again since: that is no news any more.
    fn drop_refused(&mut self, pod: &PodId, verb: PodAction) {
        self.acts.retain(|act| !act.is_over() || !shares_record(act, pod, verb));
    }

    fn dismiss(&mut self) {
        self.notices.clear();
        self.launches.iter_mut().for_each(Launch::dismiss);
        self.launches.retain(|launch| !launch.is_settled());
        self.acts.retain(|act| !act.is_over());
    }

    fn know_strangers(&mut self, now: Timestamp, todo: &mut Vec<Effect>) {
        for (id, name) in self.unknown_pods() {
            let Some(tag) = self.fleet.get(&id).and_then(|known| known.pod.tag.clone()) else { continue };
            let entry = launch::Entry { outcome: Outcome::Placed(id), ..launch::Entry::new(tag, name, now) };
            todo.push(Effect::SaveRecord(Record::Launch(entry.clone())));
            self.settled.push(entry);
        }
    }
}

/// Whether this act has the key that `verb` of `pod` would have. No key is written for that: a click may ask for a thousand pods.
fn shares_record<F>(act: &ActionRequest<F>, pod: &PodId, verb: PodAction) -> bool {
    act.pod == *pod && (act.verb == PodAction::Terminate) == (verb == PodAction::Terminate)
}

#[cfg(test)]
mod tests;
