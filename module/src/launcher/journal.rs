//! The journal: what must survive the program, in whatever store the program gave, and this program's locks on it. The
//! same records under the same keys as the page keeps.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function};
use launchpod_core::domain::journal::{Record, shelf};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::host::Host;

/// Who writes on and on is read as it stands.
const MOST_READS: u32 = 5;

/// A lock that this program has until this is dropped.
struct Held(Option<Function>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// The journal of one account.
pub struct Journal {
    host: Host,
    shelf: RefCell<String>,
    held: RefCell<Vec<(String, Held)>>,
    /// Counts what was written: who reads meanwhile reads again.
    written: Cell<u32>,
}

impl Journal {
    /// In this store, of an account that is not known yet.
    pub fn new(host: Host) -> Self {
        Self { host, shelf: RefCell::default(), held: RefCell::default(), written: Cell::default() }
    }

    /// It is the journal of this account at this endpoint.
    pub fn open(&self, endpoint: &str, account: &str) {
        *self.shelf.borrow_mut() = shelf(endpoint, account);
    }

    /// Whether it is known whose it is.
    pub fn is_open(&self) -> bool {
        !self.shelf.borrow().is_empty()
    }

    /// The store, and what else the program does for the module.
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Whether other programs may use it too.
    pub fn is_shared(&self) -> bool {
        self.host.shared()
    }

    /// Writes a record down, under a lock if somebody must look after it. Whether that could be done.
    pub async fn keep(&self, record: &Record) -> bool {
        let key = record.key();
        if record.is_open() && !self.has(&key) {
            self.take(&key).await;
        }
        self.count();
        JsFuture::from(self.host.set(&self.place(&key), &record.write())).await.is_ok()
    }

    /// Takes out what stands under this key, and lets go of it.
    pub async fn erase(&self, key: &str) {
        self.count();
        let _ = JsFuture::from(self.host.erase(&self.place(key))).await;
        self.let_go(key);
    }

    /// Makes what stands under this key this program's, unless another one has it. Whether it is.
    pub async fn take(&self, key: &str) -> bool {
        let held = match JsFuture::from(self.host.lock(&self.place(key))).await {
            Ok(lock) if lock.is_null() => None,
            Ok(lock) => Some(Held(lock.dyn_into().ok())),
            // A store that gives no locks is treated as if this program were its only one.
            Err(_) => Some(Held(None)),
        };
        let taken = held.is_some();
        self.held.borrow_mut().extend(held.map(|held| (key.to_owned(), held)));
        taken
    }

    /// Lets go of what stands under this key, so that another program may look after it.
    pub fn let_go(&self, key: &str) {
        let gone: Vec<_> = self.held.borrow_mut().extract_if(.., |(own, _)| own == key).collect();
        drop(gone);
    }

    /// Lets go of everything.
    pub fn let_all_go(&self) {
        drop(self.held.take());
    }

    /// Whether it is this program's.
    pub fn has(&self, key: &str) -> bool {
        self.held.borrow().iter().any(|(own, _)| own == key)
    }

    /// What stands under this key.
    pub async fn read(&self, key: &str) -> Option<Record> {
        self.read_at(&self.place(key)).await
    }

    /// All records of this account, as they stand at one moment as far as this program writes them; `None` where the store
    /// gives none.
    pub async fn all(&self) -> Option<Vec<Record>> {
        let mut tries = 0;
        loop {
            tries += 1;
            let before = self.written.get();
            let keys: Array = JsFuture::from(self.host.keys()).await.ok()?.dyn_into().ok()?;
            let shelf = self.shelf.borrow().clone();
            let mut records = vec![];
            for key in keys.iter().filter_map(|key| key.as_string()).filter(|key| key.starts_with(&shelf)) {
                records.extend(self.read_at(&key).await);
            }
            if before == self.written.get() || tries == MOST_READS {
                return Some(records);
            }
        }
    }

    async fn read_at(&self, place: &str) -> Option<Record> {
        Record::read(&JsFuture::from(self.host.get(place)).await.ok()?.as_string()?)
    }

    fn place(&self, key: &str) -> String {
        format!("{}{key}", self.shelf.borrow())
    }

    fn count(&self) {
        self.written.set(self.written.get().wrapping_add(1));
    }
}
