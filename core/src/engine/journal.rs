//! The journal as the engine keeps it: records in the host's storage, and this program's locks on them.

use std::cell::{Cell, RefCell};

use crate::engine::host::{Grant, Host, Work};
use crate::engine::{Closed, Engine};
use crate::state::journal::{Record, shelf};

/// Whoever writes on and on is read as it stands.
const MOST_READS: u32 = 5;

/// The locks and the place of one account's records.
pub(super) struct Journal<L> {
    prefix: RefCell<String>,
    held: RefCell<Vec<(String, Grant<L>)>>,
    /// Counts what was written: who reads meanwhile reads again.
    writes: Cell<u32>,
}

impl<L> Default for Journal<L> {
    fn default() -> Self {
        Self { prefix: RefCell::default(), held: RefCell::default(), writes: Cell::default() }
    }
}

impl<H: Host> Engine<H> {
    /// Says whose journal it is: of this account at the endpoint of this name. Nothing is read from it before.
    pub fn open_journal(&self, endpoint: &str, account: &str) {
        *self.journal.prefix.borrow_mut() = shelf(endpoint, account);
    }

    /// Whether it is known whose journal it is.
    pub fn has_journal(&self) -> bool {
        !self.journal.prefix.borrow().is_empty()
    }

    /// The key of the journal that this key of the storage stands for; `None` where that is not of this account.
    pub fn journal_key(&self, storage_key: &str) -> Option<String> {
        storage_key.strip_prefix(self.journal.prefix.borrow().as_str()).map(str::to_owned)
    }

    /// The whole key in the host's storage.
    pub fn storage_key(&self, key: &str) -> String {
        format!("{}{key}", self.journal.prefix.borrow())
    }

    /// Writes a record down. What is open gets its lock, if it came without a click: the end of a duplicate does. Whether
    /// it could be written.
    pub(super) async fn save(&self, record: &Record) -> bool {
        let key = record.key();
        if record.is_open() && !self.has_lock(&key) {
            let engine = self.clone();
            // Not waited for: what leaves a page that is being closed must be on its way at once.
            self.host.spawn(Box::pin(async move { _ = engine.try_lock(&key).await }));
        }
        self.count_write();
        self.host.set(&self.storage_key(&record.key()), &record.write()).await
    }

    /// The same, and waits until the record survives the death of the program.
    pub(super) async fn save_durably(&self, record: &Record) -> bool {
        self.count_write();
        self.host.set_durably(&self.storage_key(&record.key()), &record.write()).await
    }

    /// Takes out what stands under this key, and unlocks it.
    pub(super) async fn erase(&self, key: &str) {
        self.count_write();
        self.host.delete(&self.storage_key(key)).await;
        self.unlock(key);
    }

    /// Makes what stands under this key this program's, unless somebody else has it. Whether it is.
    pub(super) fn try_lock(&self, key: &str) -> Work<'_, bool> {
        let key = key.to_owned();
        Box::pin(async move {
            if self.has_lock(&key) {
                return true;
            }
            let grant = self.host.try_lock(&self.storage_key(&key)).await;
            let granted = grant.is_some();
            self.journal.held.borrow_mut().extend(grant.map(|grant| (key, grant)));
            granted
        })
    }

    /// Unlocks what stands under this key, so that another program may look after it.
    pub(super) fn unlock(&self, key: &str) {
        let gone: Vec<_> = self.journal.held.borrow_mut().extract_if(.., |(own, _)| own == key).collect();
        drop(gone);
    }

    /// Unlocks what stands under this key, unless this program has something in hand there.
    pub(super) fn let_go(&self, key: &str) {
        if !self.state().owns_record(key) {
            self.unlock(key);
        }
    }

    /// Unlocks everything.
    pub(super) fn unlock_all(&self) {
        drop(self.journal.held.take());
    }

    pub(super) fn has_lock(&self, key: &str) -> bool {
        self.journal.held.borrow().iter().any(|(own, _)| own == key)
    }

    /// Whether no other program can have this key: a host without locks can't tell.
    pub(super) fn is_alone_with(&self, key: &str) -> bool {
        let held = self.journal.held.borrow();
        held.iter().any(|(own, grant)| own == key && matches!(grant, Grant::Exclusive(_)))
    }

    /// What stands under this key.
    pub(super) async fn record(&self, key: &str) -> Option<Record> {
        Record::read(&self.host.get(&self.storage_key(key)).await?)
    }

    /// All records of this account, as they stand at one moment as far as this program writes them; `None` where the
    /// storage gives none.
    ///
    /// # Errors
    /// When the engine is closed.
    pub(super) fn records(&self) -> Work<'_, Result<Option<Vec<Record>>, Closed>> {
        Box::pin(async move {
            // What is still to be written would be read as it was before.
            self.until(|| (!self.performing.get()).then_some(())).await?;
            let prefix = self.journal.prefix.borrow().clone();
            let mut reads = 0;
            loop {
                reads += 1;
                let before = self.journal.writes.get();
                let Some(listed) = self.host.list(&prefix).await else { return Ok(None) };
                if before == self.journal.writes.get() || reads == MOST_READS {
                    return Ok(Some(listed.iter().filter_map(|(_, text)| Record::read(text)).collect()));
                }
            }
        })
    }

    fn count_write(&self) {
        self.journal.writes.set(self.journal.writes.get().wrapping_add(1));
    }
}
