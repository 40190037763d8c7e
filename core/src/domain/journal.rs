//! What must survive a reload: launches whose answer is not known, and endings that RunPod has not confirmed. No secret is
//! in it. Each entry belongs to one account, so that another key never acts on it.

use serde::{Deserialize, Serialize};

use super::ending::Ending;
use super::launch::Entry;

const VERSION: u32 = 1;

/// One thing to remember.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned<T> {
    /// Whose it is: the place it was asked of and the account's id.
    pub owner: String,
    /// The thing.
    pub entry: T,
}

/// All that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    version: u32,
    /// Launches whose answer is not known.
    pub launches: Vec<Owned<Entry>>,
    /// Endings that are not confirmed.
    pub endings: Vec<Owned<Ending>>,
}

impl Default for Journal {
    fn default() -> Self {
        Self { version: VERSION, launches: vec![], endings: vec![] }
    }
}

impl Journal {
    /// Reads what [`Journal::write`] wrote. Text that is damaged, or of a version that we do not know, is `None`.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|journal: &Self| journal.version == VERSION)
    }

    /// As text.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Keeps `entry` for `owner`, in place of what was kept of the same launch.
    pub fn keep_launch(&mut self, owner: &str, entry: Entry) {
        self.launches.retain(|kept| kept.entry.tag != entry.tag);
        self.launches.push(Owned { owner: owner.into(), entry });
    }

    /// Forgets the launch with the tag of `entry`.
    pub fn forget_launch(&mut self, entry: &Entry) {
        self.launches.retain(|kept| kept.entry.tag != entry.tag);
    }

    /// Keeps `ending` as it stands, or forgets it if nothing is left to do.
    pub fn keep_ending(&mut self, owner: &str, ending: &Ending) {
        self.endings.retain(|kept| kept.entry.pod != ending.pod || kept.owner != owner);
        if !ending.is_over() {
            self.endings.push(Owned { owner: owner.into(), entry: ending.clone() });
        }
    }

    /// The launches of `owner`.
    pub fn launches_of(&self, owner: &str) -> Vec<Entry> {
        self.launches.iter().filter(|kept| kept.owner == owner).map(|kept| kept.entry.clone()).collect()
    }

    /// The endings of `owner`.
    pub fn endings_of(&self, owner: &str) -> Vec<Ending> {
        self.endings.iter().filter(|kept| kept.owner == owner).map(|kept| kept.entry.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ending::Event;
    use crate::domain::ids::PodId;
    use crate::domain::time::Timestamp;

    #[test]
    fn what_is_written_is_read_back_and_damage_is_not() {
        let mut journal = Journal::default();
        let ending = Ending::begin(PodId::new("a"), "comfy".into(), Timestamp::from_millis(5));
        journal.keep_ending("runpod:user", &ending);
        let text = journal.write();
        assert_eq!(Journal::read(&text), Some(journal));
        assert_eq!(Journal::read(&text.replace("\"version\":1", "\"version\":2")), None);
        assert_eq!(Journal::read("{}"), None);
        assert_eq!(Journal::read(""), None);
    }

    #[test]
    fn one_account_never_sees_anothers_entries() {
        let mut journal = Journal::default();
        let mut ending = Ending::begin(PodId::new("a"), "comfy".into(), Timestamp::from_millis(5));
        journal.keep_ending("runpod:anna", &ending);
        assert!(journal.endings_of("runpod:bert").is_empty());
        assert_eq!(journal.endings_of("runpod:anna"), [ending.clone()]);
        assert!(!ending.step(Event::Undo, Timestamp::from_millis(6)));
        journal.keep_ending("runpod:anna", &ending);
        assert!(journal.endings.is_empty());
    }
}
