//! What must survive a reload: launches whose answer is not known, and endings that RunPod has not confirmed. No secret is
//! in it. Each entry belongs to one account, so that another key never acts on it.

use serde_json::{Value, json};

use super::ending;
use super::ids::{LaunchTag, PodId};
use super::launch;
use super::time::Timestamp;
use crate::json::Json;

const VERSION: u32 = 1;

/// An entry and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Owned<T> {
    /// The place that it was asked of, and the account's id.
    owner: String,
    entry: T,
}

/// All that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    launches: Vec<Owned<launch::Entry>>,
    endings: Vec<Owned<ending::Entry>>,
}

impl Journal {
    /// Reads what [`Journal::write`] wrote. Text that is no journal, or of a version that we do not know, is `None`; a
    /// damaged entry does not take the others with it.
    pub fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let json = Json::from(&value);
        if json.whole("version") != VERSION {
            return None;
        }
        let launches = json.entries("launches").filter_map(|entry| owned(entry, read_launch)).collect();
        let endings = json.entries("endings").filter_map(|entry| owned(entry, read_ending)).collect();
        Some(Self { launches, endings })
    }

    /// As text.
    pub fn write(&self) -> String {
        let launches: Vec<Value> = self.launches.iter().map(write_launch).collect();
        let endings: Vec<Value> = self.endings.iter().map(write_ending).collect();
        json!({ "version": VERSION, "launches": launches, "endings": endings }).to_string()
    }

    /// Keeps `entry` for `owner`.
    pub fn keep_launch(&mut self, owner: &str, entry: launch::Entry) {
        self.forget_launch(&entry);
        self.launches.push(Owned { owner: owner.into(), entry });
    }

    /// Forgets the launch with the tag of `entry`.
    pub fn forget_launch(&mut self, entry: &launch::Entry) {
        self.launches.retain(|kept| kept.entry.tag != entry.tag);
    }

    /// Keeps `ending` as it stands, or forgets it if nothing is left to do.
    pub fn keep_ending(&mut self, owner: &str, ending: &ending::Ending) {
        self.endings.retain(|kept| kept.entry.pod != ending.pod || kept.owner != owner);
        if let Some(entry) = ending.entry() {
            self.endings.push(Owned { owner: owner.into(), entry });
        }
    }

    /// The launches of `owner`.
    pub fn launches_of(&self, owner: &str) -> Vec<launch::Entry> {
        self.launches.iter().filter(|kept| kept.owner == owner).map(|kept| kept.entry.clone()).collect()
    }

    /// The endings of `owner`.
    pub fn endings_of(&self, owner: &str) -> Vec<ending::Entry> {
        self.endings.iter().filter(|kept| kept.owner == owner).map(|kept| kept.entry.clone()).collect()
    }
}

fn owned<T>(json: Json, read: fn(Json) -> Option<T>) -> Option<Owned<T>> {
    Some(Owned { owner: json.text("owner")?.to_owned(), entry: read(json)? })
}

fn read_launch(json: Json) -> Option<launch::Entry> {
    let tag = LaunchTag::new(json.text("tag")?);
    Some(launch::Entry { tag, name: json.text("name")?.to_owned(), asked: time(json, "asked")? })
}

fn write_launch(Owned { owner, entry }: &Owned<launch::Entry>) -> Value {
    json!({ "owner": owner, "tag": entry.tag.as_str(), "name": entry.name, "asked": entry.asked.millis() })
}

fn read_ending(json: Json) -> Option<ending::Entry> {
    let pod = PodId::new(json.text("pod")?);
    Some(ending::Entry { pod, name: json.text("name")?.to_owned(), undoable_until: time(json, "undoableUntil") })
}

fn write_ending(Owned { owner, entry }: &Owned<ending::Entry>) -> Value {
    let until = entry.undoable_until.map(Timestamp::millis);
    json!({ "owner": owner, "pod": entry.pod.as_str(), "name": entry.name, "undoableUntil": until })
}

fn time(json: Json, field: &str) -> Option<Timestamp> {
    json.number(field).map(|millis| Timestamp::from_millis(millis.max(0.0) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ending::{Ending, Event};
    use proptest::prelude::*;

    fn ending() -> Ending {
        Ending::begin(PodId::new("a"), "comfy".into(), Timestamp::from_millis(5))
    }

    fn launch() -> launch::Entry {
        launch::Entry { tag: LaunchTag::from_random(7), name: "comfy".into(), asked: Timestamp::from_millis(9) }
    }

    #[test]
    fn what_is_written_is_read_back_and_damage_is_not() {
        let mut journal = Journal::default();
        journal.keep_ending("runpod:user", &ending());
        journal.keep_launch("runpod:user", launch());
        let text = journal.write();
        assert_eq!(Journal::read(&text), Some(journal));
        assert_eq!(Journal::read(&text.replace("\"version\":1", "\"version\":2")), None);
        assert_eq!(Journal::read("{}"), None);
        assert_eq!(Journal::read(""), None);
    }

    #[test]
    fn one_account_never_sees_anothers_entries() {
        let mut journal = Journal::default();
        let mut ending = ending();
        journal.keep_ending("runpod:anna", &ending);
        journal.keep_launch("runpod:anna", launch());
        assert!(journal.endings_of("runpod:bert").is_empty() && journal.launches_of("runpod:bert").is_empty());
        assert_eq!(journal.endings_of("runpod:anna"), [ending.entry().unwrap()]);
        assert!(!ending.step(Event::Undo, Timestamp::from_millis(6)));
        journal.keep_ending("runpod:anna", &ending);
        journal.forget_launch(&launch());
        assert_eq!(journal, Journal::default());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let _ = Journal::read(&text);
            let _ = Journal::read(&format!(r#"{{"version":1,"launches":[{{"tag":"{text}"}}],"endings":[]}}"#));
        }
    }
}
