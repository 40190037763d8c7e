//! One browser: what it keeps for the page, its locks, and the tabs that are open in it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use launchpod_core::domain::journal::{Record, shelf};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::page::Page;

/// A lock that a page has until this is dropped.
pub type Held = OwnedMutexGuard<()>;

/// Clones are the same browser.
#[derive(Clone, Default)]
pub struct Browser {
    storage: Rc<RefCell<BTreeMap<String, String>>>,
    /// As Web Locks do, these make waiters stand in line, and let nobody pass them.
    locks: Rc<RefCell<BTreeMap<String, Arc<Mutex<()>>>>>,
    pages: Rc<RefCell<Vec<Rc<Page>>>>,
}

/// A key's place in storage, and the name of its lock.
fn place(key: &str) -> String {
    format!("{}{key}", shelf("practice", "anna"))
}

impl Browser {
    pub fn keep(&self, record: &Record, by: &Page) {
        self.storage.borrow_mut().insert(place(&record.key()), record.write());
        self.tell_others(by);
    }

    pub fn erase(&self, key: &str, by: &Page) {
        if self.storage.borrow_mut().remove(&place(key)).is_some() {
            self.tell_others(by);
        }
    }

    pub fn read(&self, key: &str) -> Option<Record> {
        Record::read(self.storage.borrow().get(&place(key))?)
    }

    pub fn records(&self) -> Vec<Record> {
        self.storage.borrow().values().filter_map(|text| Record::read(text)).collect()
    }

    pub async fn lock(&self, key: &str, wait: bool) -> Option<Held> {
        let lock = self.locks.borrow_mut().entry(place(key)).or_default().clone();
        if wait { Some(lock.lock_owned().await) } else { lock.try_lock_owned().ok() }
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

    /// The `storage` event, which the tab that wrote does not get.
    fn tell_others(&self, by: &Page) {
        for page in self.pages().into_iter().filter(|page| page.name != by.name) {
            page.storage_changed();
        }
    }
}
