//! The log of what was asked from this device, in local storage. All tabs of this browser write into it.

use launchpod_core::state::activity_log::{self, News};

use crate::platform::browser::local_storage;
use crate::platform::clock;
use crate::platform::shared::Shared;

/// The log of one account, as this tab last read or wrote it.
#[derive(Clone, Copy)]
pub struct ActivityLog {
    place: Shared<String>,
    /// What is stored, followed by the pages that show it.
    pub text: Shared<String>,
}

impl ActivityLog {
    /// Of the account with this id at this endpoint. Read when it is wanted.
    pub fn of(endpoint: &str, account: &str) -> Self {
        Self { place: Shared::new(activity_log::place(endpoint, account)), text: Shared::default() }
    }

    /// Reads what is stored, other tabs' too.
    pub fn read(self) {
        let place = self.place.get();
        let stored = local_storage().and_then(|storage| storage.get_item(&place).ok().flatten());
        if let Some(stored) = stored {
            self.text.refresh(stored);
        }
    }

    /// Writes news down. Where the browser keeps nothing, this tab remembers them.
    pub fn note(self, news: Vec<News>) {
        if news.is_empty() {
            return;
        }
        self.read();
        let written = self.text.peek(|text| activity_log::written(text, news, clock::now()));
        let Some(written) = written else { return };
        if let Some(storage) = local_storage() {
            let _ = storage.set_item(&self.place.get(), &written);
        }
        self.text.set(written);
    }
}
