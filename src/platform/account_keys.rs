//! Where things of one account are kept on this device, and the locks on them.

use launchpod_core::state::journal::shelf;

use crate::platform::locks::{Held, hold};
use crate::platform::shared::Shared;

pub use launchpod_core::state::journal::STORAGE_SETTLE_TIME;

/// The keys of one account in this browser's storage, below which its things are kept.
#[derive(Clone, Copy)]
pub struct AccountKeys(Shared<String>);

impl AccountKeys {
    /// Of the account with this id at this endpoint.
    pub fn of(endpoint: &str, account: &str) -> Self {
        Self(Shared::new(shelf(endpoint, account)))
    }

    /// Something that only one tab at a time may do; `None` while another one does it.
    pub async fn alone(self, what: &str) -> Option<Held> {
        hold(&self.place(what), false).await
    }

    /// The same, waited for until the other tab is done or gone.
    pub async fn queue(self, what: &str) -> Option<Held> {
        hold(&self.place(what), true).await
    }

    /// Where something else of the same account is kept, below `root`.
    pub fn neighbour(self, root: &str) -> String {
        self.0.peek(|shelf| format!("{root}{}", shelf.rsplit_once("journal/").map_or("", |(_, own)| own)))
    }

    fn place(self, key: &str) -> String {
        self.0.peek(|shelf| format!("{shelf}{key}"))
    }
}
