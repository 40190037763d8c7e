//! What was asked from this device, and what came of it: a log for the person, kept with the browser. It decides nothing but
//! whether the going of a pod is news, and no secret and no word of RunPod's is in it: when, which pod, and one of a few
//! things that can happen.

mod activity;

use std::time::Duration;

use crate::launch::Outcome;
use crate::pods::action::Answer;
use crate::state::journal::Record;
use crate::state::{Effect, Event};
use crate::types::ids::PodId;
use crate::types::time::Timestamp;

pub use activity::Activity;

/// The first line. A log of another version is begun anew.
const HEAD: &str = "launchpod-history 1";
/// The oldest lines go.
const MOST: usize = 300;
/// What the page asks by itself is under way so soon.
const BY_ITSELF: Duration = Duration::from_secs(5);

/// One thing that happened to one pod.
pub type News = (PodId, Activity);

/// What is to be remembered of an event until its effects are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A list, or the word on one pod.
    Seen,
    /// Time passed.
    Tick,
    /// The click on Undo.
    Undo,
    /// The person looks at Undo.
    Hold,
    /// A request was answered.
    Answer(PodId, Option<Activity>),
    /// The person knows pods that this browser did not.
    Strangers,
    /// Anything else.
    Other,
}

impl Cause {
    /// Of this event.
    pub fn of<F>(event: &Event<F>) -> Self {
        match event {
            Event::Listed { .. } | Event::PodFetched { .. } => Self::Seen,
            Event::Tick { .. } => Self::Tick,
            Event::Undo(_) => Self::Undo,
            Event::HoldUndo(_) => Self::Hold,
            Event::ActionAnswered { pod, answer, .. } => Self::Answer(pod.clone(), answered(answer)),
            Event::UnknownPodsAcknowledged => Self::Strangers,
            _ => Self::Other,
        }
    }

    /// What happened, given what followed.
    pub fn news(self, effects: &[Effect]) -> Vec<News> {
        let mut news = vec![];
        if let Self::Answer(pod, Some(what)) = &self {
            news.push((pod.clone(), *what));
        }
        news.extend(effects.iter().filter_map(|effect| self.followed(effect)));
        news
    }

    fn followed(&self, effect: &Effect) -> Option<News> {
        match effect {
            Effect::SaveRecord(Record::Act(entry)) => {
                // Written down before it is sent: the click, unless only its time is prolonged.
                entry.undoable_until.filter(|_| *self != Self::Hold)?;
                let what = if entry.duplicate { Activity::Twin } else { Activity::clicked(entry.verb) };
                Some((entry.pod.clone(), what))
            }
            Effect::SaveRecord(Record::Launch(entry)) => match &entry.outcome {
                Outcome::Placed(pod) if *self != Self::Strangers => Some((pod.clone(), Activity::Launched)),
                _ => None,
            },
            Effect::SendAction(verb, pod) => Some((pod.clone(), Activity::asked(*verb))),
            Effect::Erase(key) => {
                let (kind, pod) = key.split_once('/')?;
                let what = match (self, kind) {
                    (Self::Undo, "end" | "power") => Activity::Undone,
                    // That an end is done is told by the pod's going.
                    (Self::Seen, "power") => Activity::Confirmed,
                    (Self::Tick, "power") => Activity::GivenUp,
                    _ => return None,
                };
                Some((PodId::new(pod), what))
            }
            Effect::Gone(pod) => Some((pod.clone(), Activity::Gone)),
            _ => None,
        }
    }
}

fn answered<F>(answer: &Answer<F>) -> Option<Activity> {
    match answer {
        Answer::Agreed => Some(Activity::Agreed),
        Answer::Failed { .. } => Some(Activity::Unanswered),
        Answer::Refused(_) | Answer::NoRight { .. } => Some(Activity::Refused),
        // That the pod is gone is told by its going.
        Answer::NotFound => None,
    }
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// Which pod.
    pub pod: PodId,
    /// What happened.
    pub what: Activity,
}

impl Line {
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let at = Timestamp::from_millis(words.next()?.parse().ok()?);
        let pod = PodId::new(words.next()?);
        let number = words.next()?.parse::<u8>().ok()?;
        let what = Activity::ALL.into_iter().find(|what| *what as u8 == number)?;
        (pod.is_plain() && words.next().is_none()).then_some(Self { at, pod, what })
    }

    fn write(&self) -> String {
        format!("\n{} {} {}", self.at.millis(), self.pod, self.what as u8)
    }
}

/// All lines of a stored log, the oldest first. Of a text that is no such log, and of lines that are none, nothing.
pub fn read(text: &str) -> Vec<Line> {
    let mut lines = text.lines();
    match lines.next() {
        Some(HEAD) => lines.filter_map(Line::read).collect(),
        _ => vec![],
    }
}

/// The log with `news` in it. `None` if nothing of that is to be kept.
pub fn written(text: &str, news: Vec<News>, now: Timestamp) -> Option<String> {
    if news.is_empty() {
        return None;
    }
    let mut lines = read(text);
    let mut changed = false;
    for (pod, what) in news.into_iter().filter(|(pod, _)| pod.is_plain()) {
        changed |= note(&mut lines, Line { at: now, pod, what });
    }
    let surplus = lines.len().saturating_sub(MOST);
    let kept = lines.iter().skip(surplus).map(Line::write);
    changed.then(|| std::iter::once(HEAD.to_owned()).chain(kept).collect())
}

/// Whether the line was new.
fn note(lines: &mut Vec<Line>, line: Line) -> bool {
    let own = || lines.iter().enumerate().rev().filter(|(_, other)| other.pod == line.pod);
    let known = match line.what {
        // A pod of which nothing was asked from here leaves nothing behind.
        Activity::Gone => own().next().is_none_or(|(_, last)| last.what == Activity::Gone),
        Activity::Launched => own().any(|(_, other)| other.what == Activity::Launched),
        Activity::EndClicked | Activity::StopClicked => {
            own().next().is_some_and(|(_, last)| last.what.is_by_itself() && line.at.since(last.at) < BY_ITSELF)
        }
        _ => false,
    };
    if known {
        return false;
    }
    // Tries that follow on each other for hours are one line, that of the last.
    let tries = own().take(2).take_while(|(_, other)| !other.what.is_asked_once());
    let again = { tries }.find(|(_, other)| other.what == line.what).map(|(at, _)| at);
    if let Some(at) = again.filter(|_| is_repeated(line.what)) {
        lines.remove(at);
    }
    lines.push(line);
    true
}

const fn is_repeated(what: Activity) -> bool {
    matches!(
        what,
        Activity::AskedToEnd
            | Activity::AskedToStop
            | Activity::AskedToStart
            | Activity::Agreed
            | Activity::Unanswered
            | Activity::Refused
    )
}

/// What was asked of this pod, the newest first.
pub fn of_pod(text: &str, pod: &PodId) -> Vec<Line> {
    read(text).into_iter().rev().filter(|line| line.pod == *pod).collect()
}

/// Whether this pod's end was asked for on this device, or seen from it: then it is no news.
pub fn knows_end(text: &str, pod: &PodId) -> bool {
    of_pod(text, pod).iter().any(|line| matches!(line.what, Activity::AskedToEnd | Activity::Gone))
}

/// What on this device led to the end of this pod that RunPod was asked for last; `None` where none was asked for, or RunPod
/// refused it. Without a line that tells it was a click.
pub fn end_asked_by(text: &str, pod: &PodId) -> Option<Activity> {
    let lines = of_pod(text, pod);
    let asked = lines.iter().position(|line| line.what == Activity::AskedToEnd)?;
    if lines.iter().take(asked).any(|line| matches!(line.what, Activity::Refused | Activity::GivenUp)) {
        return None;
    }
    let mut before = lines.iter().skip(asked).map(|line| line.what);
    let cause = before.find(|what| matches!(what, Activity::EndClicked | Activity::Twin) || what.is_by_itself());
    cause.or(Some(Activity::EndClicked))
}

/// Where the log of this account at this endpoint is kept.
pub fn place(endpoint: &str, account: &str) -> String {
    format!("launchpod.history/{endpoint}:{account}")
}

#[cfg(test)]
mod tests;
