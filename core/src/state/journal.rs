//! What must survive a reload: launches, and ends, stops and starts that RunPod has not confirmed. No secret is in it.
//! Each thing is a record of its own, under a key of its own, so that two tabs never overwrite each other's; and each
//! belongs to one account, so that another key never acts on it.

use std::time::Duration;

use serde::Serialize;

use crate::json::{Document, Json};
use crate::launch::{self, Outcome};
use crate::pods::action::{self, PodAction};
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;

mod repair;

pub use repair::{Repair, repairs};

/// After this, what a tab has written is seen by the others. Browsers promise no order of that and the passing on of locks.
pub const STORAGE_SETTLE_TIME: Duration = Duration::from_secs(1);

const VERSION: u32 = 1;
/// All keys of the journal begin with this.
const ROOT: &str = "launchpod.journal/";

/// One thing that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A launch.
    Launch(launch::Entry),
    /// An end, a stop or a start.
    Act(action::Entry),
}

impl Record {
    /// Its place among the records of one account.
    pub fn key(&self) -> String {
        match self {
            Self::Launch(entry) => launch_key(&entry.tag),
            Self::Act(entry) => act_key(&entry.pod, entry.verb),
        }
    }

    /// Whether somebody must look after it. A launch whose pod is there is kept only to know the pod as this browser's.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Launch(entry) => !entry.is_settled(),
            Self::Act(_) => true,
        }
    }

    /// Reads what [`Record::write`] wrote. Text that is no record, or of a version that we do not know, is `None`.
    pub fn read(text: &str) -> Option<Self> {
        let document = Document::read_version(text, VERSION)?;
        let json = document.json();
        match json.text("tag") {
            Some(tag) => read_launch(LaunchTag::new(tag), json).map(Self::Launch),
            None => read_act(PodId::new(json.text("pod")?), json).map(Self::Act),
        }
    }

    /// As text.
    pub fn write(&self) -> String {
        let text = match self {
            Self::Launch(entry) => serde_json::to_string(&WrittenLaunch::of(entry)),
            Self::Act(entry) => serde_json::to_string(&WrittenAct::of(entry)),
        };
        text.unwrap_or_default()
    }
}

/// The key of a launch among the records of one account.
pub fn launch_key(tag: &LaunchTag) -> String {
    format!("launch/{tag}")
}

/// The key of what was asked of a pod among the records of one account. An end stands apart: it may be asked for while
/// another tab still stops the pod.
pub fn act_key(pod: &PodId, verb: PodAction) -> String {
    let kind = if verb == PodAction::Terminate { "end" } else { "power" };
    format!("{kind}/{pod}")
}

/// What all keys in storage begin with that belong to this account at this endpoint.
pub fn shelf(endpoint: &str, account: &str) -> String {
    format!("{ROOT}{endpoint}:{account}/")
}

fn read_launch(tag: LaunchTag, json: Json) -> Option<launch::Entry> {
    let outcome = match (json.text("pod"), json.is_true("refused")) {
        (Some(pod), _) => Outcome::Placed(PodId::new(pod)),
        (None, true) => Outcome::Refused,
        (None, false) => Outcome::Open,
    };
    let (name, asked) = (json.text("name")?.to_owned(), time(json, "asked")?);
    Some(launch::Entry { tag, name, asked, outcome, watched: time(json, "watched"), born: time(json, "born") })
}

#[derive(Serialize)]
struct WrittenLaunch<'a> {
    version: u32,
    tag: &'a str,
    name: &'a str,
    asked: u64,
    pod: Option<&'a str>,
    refused: bool,
    watched: Option<u64>,
    born: Option<u64>,
}

impl<'a> WrittenLaunch<'a> {
    fn of(entry: &'a launch::Entry) -> Self {
        let pod = match &entry.outcome {
            Outcome::Placed(pod) => Some(pod.as_str()),
            _ => None,
        };
        Self {
            version: VERSION,
            tag: entry.tag.as_str(),
            name: &entry.name,
            asked: entry.asked.millis(),
            pod,
            refused: entry.outcome == Outcome::Refused,
            watched: entry.watched.map(Timestamp::millis),
            born: entry.born.map(Timestamp::millis),
        }
    }
}

fn read_act(pod: PodId, json: Json) -> Option<action::Entry> {
    let verb = json.text("verb")?;
    Some(action::Entry {
        pod,
        name: json.text("name")?.to_owned(),
        verb: PodAction::ALL.into_iter().find(|known| known.as_str() == verb)?,
        asked: time(json, "asked")?,
        undoable_until: time(json, "undoableUntil"),
        duplicate: json.is_true("duplicate"),
        not_before: time(json, "notBefore"),
        started: time(json, "started"),
        confirmed: json.is_true("confirmed"),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenAct<'a> {
    version: u32,
    pod: &'a str,
    name: &'a str,
    verb: &'static str,
    asked: u64,
    undoable_until: Option<u64>,
    duplicate: bool,
    not_before: Option<u64>,
    started: Option<u64>,
    confirmed: bool,
}

impl<'a> WrittenAct<'a> {
    fn of(entry: &'a action::Entry) -> Self {
        Self {
            version: VERSION,
            pod: entry.pod.as_str(),
            name: &entry.name,
            verb: entry.verb.as_str(),
            asked: entry.asked.millis(),
            undoable_until: entry.undoable_until.map(Timestamp::millis),
            duplicate: entry.duplicate,
            not_before: entry.not_before.map(Timestamp::millis),
            started: entry.started.map(Timestamp::millis),
            confirmed: entry.confirmed,
        }
    }
}

/// An instant that was written as milliseconds.
pub(crate) fn time(json: Json, field: &str) -> Option<Timestamp> {
    json.number(field).map(|millis| Timestamp::from_millis(millis.max(0.0) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn launch(outcome: Outcome, watched: Option<u64>) -> Record {
        let entry = launch::Entry::new(LaunchTag::from_random(7), "comfy".into(), at(9));
        Record::Launch(launch::Entry { outcome, watched: watched.map(at), ..entry })
    }

    fn act(verb: PodAction, undoable_until: Option<u64>, duplicate: bool) -> Record {
        let (undoable_until, not_before) = (undoable_until.map(at), Some(at(11)).filter(|_| verb == PodAction::Stop));
        Record::Act(action::Entry {
            pod: PodId::new("a"),
            name: "comfy".into(),
            verb,
            asked: at(3),
            undoable_until,
            duplicate,
            not_before,
            started: Some(at(2)).filter(|_| duplicate),
            confirmed: verb == PodAction::Resume,
        })
    }

    #[test]
    fn what_is_written_is_read_back_and_damage_is_not() {
        let records = [
            launch(Outcome::Open, None),
            launch(Outcome::Placed(PodId::new("a")), Some(5)),
            launch(Outcome::Refused, Some(5)),
            act(PodAction::Terminate, Some(7), false),
            act(PodAction::Stop, None, false),
            act(PodAction::Resume, None, false),
            act(PodAction::Terminate, None, true),
        ];
        for record in records {
            let text = record.write();
            assert_eq!(Record::read(&text), Some(record), "{text}");
            assert_eq!(Record::read(&text.replace("\"version\":1", "\"version\":2")), None);
        }
        assert_eq!(Record::read("{}"), None);
        assert_eq!(Record::read(""), None);
    }

    #[test]
    fn a_launch_is_kept_after_all_is_known_of_it_and_then_nobody_looks_after_it() {
        assert!(launch(Outcome::Open, None).is_open());
        assert!(launch(Outcome::Placed(PodId::new("a")), Some(5)).is_open());
        assert!(!launch(Outcome::Placed(PodId::new("a")), None).is_open());
    }

    #[test]
    fn one_account_never_sees_anothers_records() {
        assert!(!shelf("runpod", "anna2").starts_with(&shelf("runpod", "anna")));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let _ = Record::read(&text);
            let _ = Record::read(&format!(r#"{{"version":1,"tag":"{text}","asked":-1e300}}"#));
        }
    }
}
