//! One browser: what it keeps for the page, its locks, and the tabs that are open in it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use launchpod_core::state::journal::{Record, STORAGE_SETTLE_TIME, shelf};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::Instant;

use crate::page::Page;

/// Whose journal it is, and where.
pub const ENDPOINT: &str = "practice";
pub const ACCOUNT: &str = "anna";

/// A lock that a page has until this is dropped.
pub type Held = OwnedMutexGuard<()>;

/// Clones are the same browser.
#[derive(Clone)]
pub struct Browser {
    writes: Rc<RefCell<Vec<Write>>>,
    /// As Web Locks do, these make waiters stand in line, and let nobody pass them.
    locks: Rc<RefCell<BTreeMap<String, Arc<Mutex<()>>>>>,
    pages: Rc<RefCell<Vec<Rc<Page>>>>,
    dice: Rc<RefCell<ChaCha8Rng>>,
}

/// A tab that writes sees it at once; the others a moment later, though a lock may have passed on meanwhile.
struct Write {
    key: String,
    text: Option<String>,
    by: String,
    seen_from: Instant,
}

/// A key's place in storage.
fn place(key: &str) -> String {
    format!("{}{key}", shelf(ENDPOINT, ACCOUNT))
}

impl Browser {
    pub fn new(seed: u64) -> Self {
        let dice = ChaCha8Rng::seed_from_u64(seed ^ 0x7374_6f72);
        Self { writes: Rc::default(), locks: Rc::default(), pages: Rc::default(), dice: Rc::new(RefCell::new(dice)) }
    }

    /// Writes a text, or takes it out; the other tabs are told when they can see it.
    pub fn write(&self, key: &str, text: Option<String>, by: &str) {
        let latest = u64::try_from(STORAGE_SETTLE_TIME.as_millis()).expect("a second") - 1;
        let late =
            if self.dice.borrow_mut().random_bool(0.5) { 0 } else { self.dice.borrow_mut().random_range(1..=latest) };
        let late = Duration::from_millis(late);
        let erased = text.is_none().then(|| key.to_owned());
        self.forget_overwritten();
        let seen_from = Instant::now() + late;
        self.writes.borrow_mut().push(Write { key: key.to_owned(), text, by: by.to_owned(), seen_from });
        let (browser, by) = (self.clone(), by.to_owned());
        tokio::task::spawn_local(async move {
            tokio::time::sleep(late).await;
            // The `storage` event, which the tab that wrote does not get.
            for page in browser.pages().into_iter().filter(|page| page.name != by) {
                page.storage_changed(erased.clone());
            }
        });
    }

    /// All texts by their keys, as the tab of this name sees them now.
    pub fn seen_by(&self, name: &str) -> BTreeMap<String, String> {
        let now = Instant::now();
        self.texts(|write| write.by == name || write.seen_from <= now)
    }

    /// A record as it was written last, whoever sees it.
    pub fn read(&self, key: &str) -> Option<Record> {
        Record::read(self.texts(|_| true).get(&place(key))?)
    }

    /// All records as they were written last.
    pub fn records(&self) -> Vec<Record> {
        self.texts(|_| true).values().filter_map(|text| Record::read(text)).collect()
    }

    fn texts(&self, seen: impl Fn(&Write) -> bool) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for write in self.writes.borrow().iter().filter(|write| seen(write)) {
            match &write.text {
                Some(text) => texts.insert(write.key.clone(), text.clone()),
                None => texts.remove(&write.key),
            };
        }
        texts
    }

    /// What everybody sees, and is overwritten by what everybody sees, is nobody's any more.
    fn forget_overwritten(&self) {
        let now = Instant::now();
        let mut writes = self.writes.borrow_mut();
        let mut last: BTreeMap<String, usize> = BTreeMap::new();
        for (at, write) in writes.iter().enumerate() {
            if write.seen_from <= now {
                last.insert(write.key.clone(), at);
            }
        }
        let mut at = 0;
        writes.retain(|write| {
            at += 1;
            last.get(&write.key).is_none_or(|last| *last < at)
        });
    }

    /// The lock of this name, to be taken.
    pub fn lock(&self, name: &str) -> Arc<Mutex<()>> {
        self.locks.borrow_mut().entry(name.to_owned()).or_default().clone()
    }

    pub fn pages(&self) -> Vec<Rc<Page>> {
        self.pages.borrow().clone()
    }

    pub fn opened(&self, page: &Rc<Page>) {
        self.pages.borrow_mut().push(page.clone());
    }

    pub fn closed(&self, page: &Page) {
        self.pages.borrow_mut().retain(|other| other.name != page.name);
    }
}
