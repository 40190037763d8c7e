//! The journal on this device: what must survive a reload, in local storage, without secrets.

use launchpod_core::domain::ending::{self, Ending};
use launchpod_core::domain::journal::Journal;
use launchpod_core::domain::launch::Entry;

use super::browser;

const KEY: &str = "launchpod.journal";

/// The journal of one account.
#[derive(Clone, Debug)]
pub struct OwnJournal {
    owner: String,
}

impl OwnJournal {
    /// Of the account with this id at this endpoint.
    pub fn new(endpoint: &str, account: &str) -> Self {
        Self { owner: format!("{endpoint}:{account}") }
    }

    /// Writes a launch down. Whether that could be done.
    pub fn keep_launch(&self, entry: &Entry) -> bool {
        change(|journal| journal.keep_launch(&self.owner, entry.clone()))
    }

    /// Forgets a launch whose outcome is known.
    pub fn forget_launch(&self, entry: &Entry) {
        change(|journal| journal.forget_launch(entry));
    }

    /// Writes an ending down as it stands; one that is over is forgotten.
    pub fn keep_ending(&self, ending: &Ending) {
        change(|journal| journal.keep_ending(&self.owner, ending));
    }

    /// Launches whose outcome is not known.
    pub fn launches(&self) -> Vec<Entry> {
        load().launches_of(&self.owner)
    }

    /// Endings that are not confirmed.
    pub fn endings(&self) -> Vec<ending::Entry> {
        load().endings_of(&self.owner)
    }
}

fn load() -> Journal {
    let text = browser::local_storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    text.and_then(|text| Journal::read(&text)).unwrap_or_default()
}

/// Reads, changes and writes in one go: other tabs write into the same journal.
fn change(how: impl FnOnce(&mut Journal)) -> bool {
    let mut journal = load();
    how(&mut journal);
    browser::local_storage().is_some_and(|storage| storage.set_item(KEY, &journal.write()).is_ok())
}
