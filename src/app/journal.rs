//! The journal on this device: what must survive a reload, without secrets: in local storage, which other tabs see at
//! once, and in IndexedDB, which a browser that dies keeps. Each record has a lock of its own, which the browser gives to
//! one tab at a time and takes back when that tab is gone.

use launchpod_core::domain::journal::{Record, Repair, repairs, shelf};
use wasm_bindgen_futures::spawn_local;

use super::browser::local_storage;
use super::locks::{Held, hold};
use super::watched::Watched;
use super::{clock, durable};

pub use launchpod_core::domain::journal::SETTLES;

/// Stands in IndexedDB once it holds all that local storage does.
const MIRRORED: &str = "mirrored";

/// The journal of one account, and the locks that this tab has on its records.
#[derive(Clone, Copy)]
pub struct Journal {
    shelf: Watched<String>,
    held: Watched<Vec<(String, Held)>>,
}

impl Journal {
    /// Of the account with this id at this endpoint.
    pub fn of(endpoint: &str, account: &str) -> Self {
        Self { shelf: Watched::new(shelf(endpoint, account)), held: Watched::default() }
    }

    /// Writes a record down. Whether that could be done. What is open gets its lock, if it came without a click: a
    /// twin's end does.
    pub fn keep(self, record: &Record) -> bool {
        let key = record.key();
        let (place, text) = (self.place(&key), record.write());
        if record.is_open() && !self.has(&key) {
            spawn_local(async move { _ = self.take(&key, false).await });
        }
        let kept = local_storage().is_some_and(|storage| storage.set_item(&place, &text).is_ok());
        spawn_local(async move {
            durable::put(&place, &text).await;
        });
        kept
    }

    /// The same, and waits until the disk has it.
    pub async fn keep_on_disk(self, record: &Record) -> bool {
        let kept = self.keep(record);
        durable::put(&self.place(&record.key()), &record.write()).await;
        kept
    }

    /// Puts right what a browser that died has not brought to disk in local storage. Whether anything was.
    pub async fn repair(self) -> bool {
        let root = self.shelf.peek(String::clone);
        let Some(before) = durable::all(&root).await else { return false };
        let local = self.written();
        if before.iter().all(|(key, _)| key != MIRRORED) {
            // Written by a build that knew local storage alone.
            for (key, text) in &local {
                durable::put(&self.place(key), text).await;
            }
            durable::put(&self.place(MIRRORED), "1").await;
            return false;
        }
        let agrees = |(key, text): &(String, String)| before.iter().any(|(other, kept)| other == key && kept == text);
        if local.len() + 1 == before.len() && local.iter().all(agrees) {
            return false;
        }
        // What another tab changes just now must not be taken for what was lost.
        clock::pause(SETTLES).await;
        let (Some(after), Some(storage)) = (durable::all(&root).await, local_storage()) else { return false };
        let repairs = repairs(&self.written(), &before, &after, clock::now());
        let mut repaired = false;
        for repair in repairs {
            match repair {
                Repair::Put(key, text) => repaired |= storage.set_item(&self.place(&key), &text).is_ok(),
                Repair::Remove(key) => repaired |= storage.remove_item(&self.place(&key)).is_ok(),
                Repair::Mirror(key, text) => _ = durable::put(&self.place(&key), &text).await,
            }
        }
        repaired
    }

    /// Takes out what stands under this key, and lets go of it.
    pub fn erase(self, key: &str) {
        if let Some(storage) = local_storage() {
            let _ = storage.remove_item(&self.place(key));
        }
        let place = self.place(key);
        spawn_local(async move {
            durable::remove(&place).await;
        });
        self.let_go(key);
    }

    /// Lets go of what stands under this key, so that another tab may look after it.
    pub fn let_go(self, key: &str) {
        self.held.change(|held| held.retain(|(own, _)| own != key));
    }

    /// What stands under this key.
    pub fn read(self, key: &str) -> Option<Record> {
        Record::read(&local_storage()?.get_item(&self.place(key)).ok()??)
    }

    /// All records of this account, this tab's and others'.
    pub fn all(self) -> Vec<Record> {
        self.written().iter().filter_map(|(_, text)| Record::read(text)).collect()
    }

    /// The same as texts, by their keys.
    fn written(self) -> Vec<(String, String)> {
        let Some(storage) = local_storage() else { return vec![] };
        let count = storage.length().unwrap_or_default();
        let places = (0..count).filter_map(|at| storage.key(at).ok().flatten());
        let text = |place: String| Some((self.key_at(&place)?, storage.get_item(&place).ok()??));
        places.filter_map(text).collect()
    }

    /// The key of what stands at this place in local storage; `None` where that is not of this account.
    pub fn key_at(self, place: &str) -> Option<String> {
        self.shelf.peek(|shelf| place.strip_prefix(shelf.as_str()).map(str::to_owned))
    }

    /// Makes what stands under this key this tab's: at once or not at all, or, with `wait`, when the tab that has it is
    /// gone. Whether it is.
    pub async fn take(self, key: &str, wait: bool) -> bool {
        let held = hold(&self.place(key), wait).await;
        let taken = held.is_some();
        self.held.change(|all| all.extend(held.map(|held| (key.to_owned(), held))));
        taken
    }

    /// Whether it is this tab's turn at something that only one tab at a time may do, until it lets go of it.
    pub async fn turn(self, what: &str) -> bool {
        self.has(what) || self.take(what, false).await
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
        self.shelf.peek(|shelf| format!("{root}{}", shelf.rsplit_once("journal/").map_or("", |(_, own)| own)))
    }

    /// Whether no other tab can have this key: a browser without locks can't tell.
    pub fn is_alone_with(self, key: &str) -> bool {
        self.held.peek(|held| held.iter().any(|(own, held)| own == key && held.is_real()))
    }

    fn has(self, key: &str) -> bool {
        self.held.peek(|held| held.iter().any(|(own, _)| own == key))
    }

    fn place(self, key: &str) -> String {
        self.shelf.peek(|shelf| format!("{shelf}{key}"))
    }
}
