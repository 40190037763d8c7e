//! Ending, stopping and starting a pod: one click, a few seconds in which it can be taken back, then asked of RunPod
//! until RunPod's own word confirms it. RunPod calls them terminate, stop and resume.

mod types;

use std::time::Duration;

use crate::launch::LATE_CREATE_WINDOW;
use crate::pods::pod::{Pod, Status};
use crate::types::ids::PodId;
use crate::types::time::Timestamp;

pub use types::{ActionError, Answer, Entry, Event, PodAction, State};

/// How long a click can be taken back, where the person wants no other time.
pub const UNDO: Duration = Duration::from_secs(6);
/// The times that a person can choose from.
pub const UNDO_TIMES: [Duration; 3] = [UNDO, Duration::from_secs(20), LONGEST_UNDO];
/// How long a click can be taken back at most, however long its Undo is looked at: it goes on costing money until it is sent.
const LONGEST_UNDO: Duration = Duration::from_secs(60);
/// What the journal brings waits so long for a list that may show that the pod was started since.
const LISTED_WITHIN: Duration = Duration::from_secs(60);
/// An act of a tab that may still be there waits so much longer.
const UNDO_IS_SEEN_WITHIN: Duration = Duration::from_secs(2);
/// A start spends money: one that could not be confirmed for so long is given up, and never sent after that.
pub const START_WITHIN: Duration = Duration::from_secs(600);
/// RunPod agreed, and its list says otherwise after this: ask again.
const AGREED_BUT_NOT_DONE: Duration = Duration::from_secs(30);
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LONGEST_RETRY: Duration = Duration::from_secs(30);
/// What was refused for want of a right, and may be a fault on the way.
const HOPELESS_RETRY: Duration = Duration::from_secs(240);

/// One pod's end, stop or start. Survives a reload in the journal. `F` is what RunPod, or the way there, answers when it
/// fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRequest<F> {
    /// Which pod.
    pub pod: PodId,
    /// Its name, for words.
    pub name: String,
    /// What is asked.
    pub verb: PodAction,
    /// Whether the pod is the younger of two that came of one launch.
    pub duplicate: bool,
    /// How far it has come.
    pub state: State<F>,
    /// How often in a row RunPod has refused it for good.
    pub refusals: u32,
    asked: Timestamp,
    /// When the first request left; nothing that was seen before proves anything.
    sent: Option<Timestamp>,
    /// When an answer was lost last: until some time after that, the request can still arrive.
    lost: Option<Timestamp>,
    /// Until then a start that was asked for before could still arrive: a stop is not done before.
    not_before: Option<Timestamp>,
    /// Whether the last list showed the pod as it is to be.
    shown_done: bool,
    /// No start until then, by RunPod's clock, is later than the click.
    started: Option<Timestamp>,
    /// Whether it waits for a list that may show that the pod was started after the click.
    held: bool,
    /// Whether the tab that began it may still be there, and take it back.
    shared: bool,
}

impl<F: Clone + PartialEq> ActionRequest<F> {
    /// The click.
    pub fn begin(verb: PodAction, pod: PodId, name: String, now: Timestamp) -> Self {
        let state = State::Undoable { until: now.plus(UNDO) };
        Self {
            pod,
            name,
            verb,
            duplicate: false,
            state,
            refusals: 0,
            asked: now,
            sent: None,
            lost: None,
            not_before: None,
            shown_done: false,
            started: None,
            held: false,
            shared: false,
        }
    }

    /// The same, where a click can be taken back for so long: a minute at most.
    pub fn undoable_for(self, time: Duration) -> Self {
        let until = self.asked.plus(time.clamp(UNDO, LONGEST_UNDO));
        Self { state: State::Undoable { until }, ..self }
    }

    /// The end of a pod that should never have been made; there is nothing to take back.
    pub fn end_duplicate(pod: PodId, name: String, now: Timestamp) -> Self {
        Self { duplicate: true, ..Self::begin(PodAction::Terminate, pod, name, now) }
    }

    /// The same, while a start that was asked for before can still arrive.
    pub fn after(self, start: Option<Timestamp>) -> Self {
        Self { not_before: start, ..self }
    }

    /// The same, where no start until then, by RunPod's clock, is later than the click.
    pub fn of_pod_started(self, started: Option<Timestamp>) -> Self {
        Self { started, ..self }
    }

    /// Whether somebody started the pod after the click, by RunPod's clock: then the click may not be meant any more. A start
    /// that this person had asked for before the click, and that arrived after it, says nothing.
    pub fn is_overtaken(&self, pod: &Pod) -> bool {
        let later = self.started.zip(pod.started).is_some_and(|(then, now)| now > then);
        let may_be_own =
            self.not_before.is_some_and(|until| pod.here(pod.started).is_none_or(|started| started <= until));
        later && !may_be_own && self.verb != PodAction::Resume && self.held
    }

    /// The same, but nothing is sent before a list has come, or a minute has passed without one.
    pub fn until_listed(self, now: Timestamp) -> Self {
        match self.state {
            State::Retrying { tries, error, hopeless, .. } if self.verb != PodAction::Resume => {
                let at = now.plus(LISTED_WITHIN);
                Self { held: true, state: State::Retrying { tries, at, error, hopeless }, ..self }
            }
            state => Self { state, ..self },
        }
    }

    /// The same, where the browser gives no locks: the tab that began it may still be there. An Undo in that tab must be seen
    /// here before anything is sent.
    pub fn beside_another_tab(self) -> Self {
        let state = match self.state {
            State::Undoable { until } => State::Undoable { until: until.plus(UNDO_IS_SEEN_WITHIN) },
            state => state,
        };
        Self { state, shared: true, ..self }
    }

    /// A list has come.
    pub fn release(&mut self, now: Timestamp) {
        if let (true, State::Retrying { at, .. }) = (std::mem::take(&mut self.held), &mut self.state) {
            *at = now;
        }
    }

    /// Until when this start could still arrive after all that is known of it; `None` where it can't.
    pub fn may_land_until(&self, now: Timestamp) -> Option<Timestamp> {
        let under_way = matches!(self.state, State::Asking { .. }).then_some(now);
        let since = under_way.or(self.lost).filter(|_| self.verb == PodAction::Resume)?;
        Some(since.plus(LATE_CREATE_WINDOW)).filter(|until| *until > now)
    }

    /// One that the journal remembers. Whether a request that was under way arrived is not known: it is sent again.
    pub fn resume(entry: Entry, now: Timestamp) -> Self {
        let Entry { pod, name, verb, asked, undoable_until, duplicate, not_before, started, confirmed } = entry;
        let asked = asked.min(now);
        // Whoever began it is long gone.
        let forgotten = |until: Timestamp| verb != PodAction::Resume && until.plus(UNDO_IS_SEEN_WITHIN) < now;
        let state = match undoable_until.filter(|until| !forgotten(*until)) {
            Some(until) => State::Undoable { until: until.min(now.plus(LONGEST_UNDO)) },
            None if confirmed => State::Agreed { at: asked, tries: 1 },
            None => State::Retrying { tries: 0, at: now, error: ActionError::Reloaded, hopeless: false },
        };
        let (sent, lost) = match undoable_until {
            Some(_) => (None, None),
            None => (Some(asked), Some(now)),
        };
        let not_before = not_before.map(|until| until.min(now.plus(LATE_CREATE_WINDOW)));
        Self {
            pod,
            name,
            verb,
            duplicate,
            state,
            refusals: 0,
            asked,
            sent,
            lost,
            not_before,
            shown_done: false,
            started,
            held: false,
            shared: false,
        }
    }

    /// What the journal keeps of it; `None` once nothing is left to do.
    pub fn entry(&self) -> Option<Entry> {
        let undoable_until = match self.state {
            State::Undone | State::Done | State::Refused { .. } => return None,
            State::Undoable { until } => Some(until),
            _ => None,
        };
        let Self { verb, asked, duplicate, not_before, started, .. } = *self;
        let (pod, name, confirmed) = (self.pod.clone(), self.name.clone(), self.is_confirmed_resume());
        Some(Entry { pod, name, verb, asked, undoable_until, duplicate, not_before, started, confirmed })
    }

    /// Whether nothing is left to do.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Undone | State::Done | State::Refused { .. })
    }

    /// Whether the person waits for it. A start that RunPod has confirmed is kept after that if an earlier try could
    /// still arrive: a stop must know of it.
    pub fn is_open(&self) -> bool {
        !self.is_over() && !self.is_confirmed_resume()
    }

    /// Whether it is a start that is kept only because an earlier try could still arrive.
    pub fn is_confirmed_resume(&self) -> bool {
        self.verb == PodAction::Resume && matches!(self.state, State::Agreed { .. })
    }

    /// When it was asked for.
    pub const fn asked(&self) -> Timestamp {
        self.asked
    }

    /// Whether Undo still takes it back.
    pub fn is_undoable(&self) -> bool {
        matches!(self.state, State::Undoable { .. })
    }

    /// The same, whenever it will be sent: who counts down to it need not begin anew when that changes.
    pub fn without_deadline(self) -> Self {
        match self.state {
            State::Undoable { .. } => Self { state: State::Undoable { until: Timestamp::default() }, ..self },
            state => Self { state, ..self },
        }
    }

    /// Whether another tab's click can still take it back: leaving this tab says nothing then.
    pub fn waits_for_another_tab(&self) -> bool {
        self.shared && self.is_undoable()
    }

    /// Whether another tab has taken it back: what the journal brought is not there any more, or is of another click.
    pub fn is_withdrawn(&self, kept: Option<&Entry>) -> bool {
        self.waits_for_another_tab() && kept.is_none_or(|kept| kept.asked > self.asked)
    }

    /// Whether one click asked for both, and can still take both back.
    pub fn is_of_same_click(&self, other: &Self) -> bool {
        self.is_undoable() && other.is_undoable() && self.verb == other.verb && self.asked == other.asked
    }

    /// Takes an event in. `true` means: send the request now.
    #[must_use]
    pub fn step(&mut self, event: Event<F>, now: Timestamp) -> bool {
        if let Event::Seen { asked, status } = &event {
            self.shown_done = self.is_shown_done(*asked, status);
        }
        if let Event::Answered(answer) = &event {
            self.refusals = if answer.is_lasting() { self.refusals.saturating_add(1) } else { 0 };
        }
        let gone = event == Event::NotFound;
        let Some(next) = self.next(event, now) else { return false };
        if matches!((&self.state, &next), (State::Asking { .. }, State::Retrying { .. })) {
            self.lost = Some(now);
        }
        // A pod that is gone can't be started by anything that is still under way.
        let done = next == State::Done && !gone;
        self.state = next;
        if done && self.may_land_until(now).is_some() {
            self.state = State::Agreed { at: now, tries: 1 };
        }
        let send = matches!(self.state, State::Asking { .. });
        if send {
            self.sent.get_or_insert(now);
        }
        send
    }

    fn next(&self, event: Event<F>, now: Timestamp) -> Option<State<F>> {
        if self.is_over() {
            return None;
        }
        let given_up = || Some(State::Refused { error: self.given_up() });
        let again = |tries: &u32| match self.is_stale(now) {
            true => given_up(),
            false => Some(State::Asking { tries: tries + 1 }),
        };
        match (&self.state, event) {
            (State::Undoable { .. }, Event::Undo) => Some(State::Undone),
            (State::Undoable { until }, Event::HoldUndo) => {
                let longest = self.asked.plus(LONGEST_UNDO).max(*until);
                Some(State::Undoable { until: now.plus(UNDO).clamp(*until, longest) })
            }
            (State::Agreed { .. }, event) if self.verb == PodAction::Resume => self.confirmed(&event, now),
            (_, Event::NotFound | Event::Answered(Answer::NotFound)) => Some(self.without_pod()),
            (_, Event::Tick) if self.is_stale(now) => given_up(),
            (State::Undoable { .. }, Event::SkipUndo) => again(&0),
            (State::Retrying { tries, .. }, Event::SkipUndo) if self.verb != PodAction::Resume => again(tries),
            (State::Undoable { until }, Event::Tick) if now >= *until => again(&0),
            // A start is not sent again before a list has shown that the last one did not arrive.
            (State::Retrying { tries, at, .. }, Event::Tick) if now >= *at && self.verb != PodAction::Resume => {
                again(tries)
            }
            (State::Retrying { tries, at, .. }, Event::Seen { asked, status: Status::Stopped })
                if self.verb == PodAction::Resume && asked >= *at =>
            {
                again(tries)
            }
            (State::Agreed { at, tries }, Event::Tick) if now.since(*at) >= AGREED_BUT_NOT_DONE => again(tries),
            (State::Asking { tries }, Event::Answered(answer)) => Some(self.answered(*tries, answer, now)),
            (_, Event::Seen { asked, .. }) => self.seen(asked),
            (State::Agreed { at, .. }, Event::Unlisted { asked })
                if self.verb == PodAction::Terminate && asked >= *at =>
            {
                Some(State::Done)
            }
            _ => None,
        }
    }

    fn answered(&self, tries: u32, answer: Answer<F>, now: Timestamp) -> State<F> {
        match answer {
            // RunPod answers a resume with the running pod; asking twice could start one that ended by itself.
            Answer::Agreed if self.verb == PodAction::Resume => State::Done,
            Answer::Agreed => State::Agreed { at: now, tries },
            Answer::NotFound => self.without_pod(),
            // Whoever has stopped already may well refuse to stop.
            Answer::Refused(_) if self.verb == PodAction::Stop && self.shown_done => State::Done,
            Answer::Refused(error) if self.verb != PodAction::Terminate => {
                State::Refused { error: ActionError::Api(error) }
            }
            Answer::Failed { error, retry_after, .. } => {
                let wait = back_off(tries).max(retry_after.unwrap_or_default());
                retrying(tries, now.plus(wait), error, false)
            }
            Answer::NoRight { error, .. } if self.verb == PodAction::Resume => {
                State::Refused { error: ActionError::Api(error) }
            }
            // The key made both pods of one launch: it is no key that may only read.
            Answer::NoRight { error, .. } if self.duplicate => retrying(tries, now.plus(back_off(tries)), error, false),
            Answer::NoRight { error, sure: true } => State::Refused { error: ActionError::Api(error) },
            Answer::NoRight { error, .. } => retrying(tries, now.plus(HOPELESS_RETRY), error, true),
            // What ends the cost is never given up.
            Answer::Refused(error) => retrying(tries, now.plus(LONGEST_RETRY), error, false),
        }
    }

    fn confirmed(&self, event: &Event<F>, now: Timestamp) -> Option<State<F>> {
        let gone = *event == Event::NotFound;
        (gone || self.may_land_until(now).is_none()).then_some(State::Done)
    }

    /// Whether a list shows the pod as it is to be. One that was asked for before the request left, or before the click,
    /// shows nothing.
    fn is_shown_done(&self, asked: Timestamp, status: &Status) -> bool {
        let counts = asked >= self.sent.unwrap_or(self.asked);
        let done = match self.verb {
            PodAction::Terminate => *status == Status::Terminated,
            PodAction::Stop => matches!(status, Status::Stopped | Status::Terminated | Status::Dead),
            PodAction::Resume => matches!(status, Status::Running | Status::Starting),
        };
        counts && done
    }

    /// What a list proves.
    fn seen(&self, asked: Timestamp) -> Option<State<F>> {
        if !self.shown_done {
            return None;
        }
        match (&self.state, self.not_before.filter(|_| self.verb == PodAction::Stop)) {
            (State::Agreed { tries, .. }, Some(not_before)) if asked < not_before => {
                Some(State::Agreed { at: asked, tries: *tries })
            }
            (State::Agreed { at, .. }, _) => (asked >= *at).then_some(State::Done),
            // A list may be old, and show an earlier stop: without RunPod's own agreement the cost may go on.
            _ if self.verb == PodAction::Stop => None,
            _ => Some(State::Done),
        }
    }

    fn without_pod(&self) -> State<F> {
        match self.verb {
            PodAction::Terminate | PodAction::Stop => State::Done,
            PodAction::Resume => State::Refused { error: ActionError::PodGone },
        }
    }

    fn given_up(&self) -> ActionError<F> {
        if self.sent.is_some() { ActionError::NotConfirmed } else { ActionError::NeverSent }
    }

    fn is_stale(&self, now: Timestamp) -> bool {
        self.verb == PodAction::Resume
            && matches!(self.state, State::Undoable { .. } | State::Retrying { .. })
            && now.since(self.asked) >= START_WITHIN
    }
}

impl<F> Answer<F> {
    /// Whether RunPod would answer the same again, as far as is known.
    fn is_lasting(&self) -> bool {
        match self {
            Self::Agreed | Self::NotFound => false,
            Self::Failed { lasting, .. } => *lasting,
            Self::Refused(_) | Self::NoRight { .. } => true,
        }
    }
}

fn retrying<F>(tries: u32, at: Timestamp, error: F, hopeless: bool) -> State<F> {
    State::Retrying { tries, at, error: ActionError::Api(error), hopeless }
}

fn back_off(tries: u32) -> Duration {
    (FIRST_RETRY * 2u32.pow(tries.saturating_sub(1).min(8))).min(LONGEST_RETRY)
}

#[cfg(test)]
mod tests;
