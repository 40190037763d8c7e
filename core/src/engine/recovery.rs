//! What other programs wrote into the journal, and what one that died left there: whatever nobody looks after any more is
//! this program's to finish.

use crate::engine::host::{Host, Work};
use crate::engine::{Closed, Engine};
use crate::launch::{Entry, Launch, Outcome, State};
use crate::runpod::error::ApiError;
use crate::state::Event;
use crate::state::journal::{Record, STORAGE_SETTLE_TIME, launch_key};
use crate::types::ids::{LaunchTag, PodId};

/// So often is looked for what other programs let go of meanwhile.
const MOST_PASSES: u32 = 5;

/// What became of a launch that was found in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The launch.
    pub entry: Entry,
    /// What became of it.
    pub state: Recovery,
}

/// What becomes of a launch that a program left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// That is not known yet: another program looks for it.
    Open,
    /// Its pod is there.
    Placed,
    /// No pod came of it.
    NeverArrived,
    /// Its pod came, and is gone again.
    Gone,
}

impl<H: Host> Engine<H> {
    /// Reads the journal for the first time, and then what a program that died has left half done.
    pub async fn start(&self) {
        self.read_journal().await;
        self.host.repair(&self.storage_key("")).await;
        self.read_journal().await;
    }

    /// The storage has changed: another program has written into it, or, at `erased`, taken out the text of this key.
    pub fn storage_changed(&self, erased: Option<&str>) {
        let key = erased.and_then(|key| self.journal_key(key));
        let engine = self.clone();
        self.host.spawn(Box::pin(async move {
            engine.read_journal().await;
            // What this program has written there since then is not what was taken out.
            if let Some(key) = key
                && engine.record(&key).await.is_none()
            {
                engine.on(Event::Withdrawn(key));
            }
        }));
    }

    /// Reads what the journal holds, and waits for whatever another program looks after: if that goes, this one goes on.
    pub fn read_journal(&self) -> Work<'_, ()> {
        Box::pin(async move {
            let Ok(Some(records)) = self.records().await else { return };
            self.on(Event::JournalRead(records));
            let keys: Vec<String> = self.state().elsewhere().iter().map(Record::key).collect();
            for key in keys {
                let new = !self.waited_for.borrow().contains(&key);
                if new {
                    self.waited_for.borrow_mut().push(key.clone());
                    let engine = self.clone();
                    self.host.spawn(Box::pin(async move { engine.take_over(key).await }));
                }
            }
        })
    }

    /// Waits until nobody looks after what stands under this key, and does so then.
    async fn take_over(&self, key: String) {
        let free = self.wait_until_free(&key).await == Ok(true);
        if free {
            match self.record(&key).await.filter(Record::is_open) {
                Some(record) if self.is_alone_with(&key) => self.on(Event::RecordClaimed(record)),
                Some(record) => self.on(Event::TakenOver(record)),
                None => self.let_go(&key),
            }
        }
        // Not before: until then it would look as if nobody waited for it, or another program had its lock.
        self.waited_for.borrow_mut().retain(|other| *other != key);
        self.taken.borrow_mut().retain(|other| *other != key);
        self.waiters.notify();
        if free {
            self.read_journal().await;
        }
    }

    /// Waits until this program has the lock of this key: then `true`. `false` where nobody needs it any more.
    async fn wait_until_free(&self, key: &str) -> Result<bool, Closed> {
        loop {
            if self.is_free(key).await? {
                // What was written last under a lock may be seen here a moment after the lock is passed on: an end that was
                // taken back just now must not be found once more. Nobody is kept from the key meanwhile. Where it has changed,
                // somebody had the lock again, and the moment begins anew.
                let before = self.record(key).await;
                self.pause(STORAGE_SETTLE_TIME).await?;
                if self.record(key).await == before && self.try_lock(key).await {
                    return Ok(true);
                }
            }
            if !self.state().elsewhere().iter().any(|record| record.key() == key) {
                return Ok(false);
            }
        }
    }

    /// Whether nobody has the lock of this key. If somebody has it, waits for a change first. A lock that this program let go
    /// of is free a moment later, so it is not asked for again at once.
    async fn is_free(&self, key: &str) -> Result<bool, Closed> {
        // Not to be freed here: a click of this program has it.
        if self.has_lock(key) {
            return Ok(true);
        }
        if self.try_lock(key).await {
            self.unlock(key);
            return Ok(true);
        }
        let new = !self.taken.borrow().iter().any(|other| other == key);
        if new {
            self.taken.borrow_mut().push(key.to_owned());
            self.waiters.notify();
        }
        let name = self.storage_key(key);
        match self.host.released(&name) {
            Some(released) => {
                self.while_open(released).await?;
                Ok(true)
            }
            None => {
                // With a list the journal is read again: perhaps it is finished.
                let before = self.version();
                self.until(|| (self.version() != before).then_some(())).await?;
                Ok(false)
            }
        }
    }

    /// Looks for what programs that died in mid-launch left, until it is known what became of it. `None` inside where the
    /// journal can't be read. `stop` ends the waiting with an error of the caller's.
    ///
    /// # Errors
    /// What `stop` gives; why the pods can't be listed; when the engine is closed.
    pub async fn recover<E: From<Closed> + From<ApiError>>(
        &self,
        stop: &dyn Fn() -> Option<E>,
    ) -> Result<Option<Vec<Recovered>>, E> {
        // Whoever had a lock may have died since.
        self.taken.borrow_mut().clear();
        self.look_anew();
        self.read_journal().await;
        let Some(before) = self.launches_kept().await? else { return Ok(None) };
        let mut passes = 0;
        let after = loop {
            passes += 1;
            self.until_looked_for(&before, stop).await??;
            self.refresh().await??;
            let Some(after) = self.launches_kept().await? else { return Ok(None) };
            // What another program let go of meanwhile is this one's to look for.
            let is_own = |entry: &Entry| {
                let taken = self.taken.borrow().contains(&launch_key(&entry.tag));
                entry.is_open() && !taken && before.iter().any(|other| other.tag == entry.tag)
            };
            if passes == MOST_PASSES || !after.iter().any(is_own) {
                break after;
            }
        };
        let was_open = |tag: &LaunchTag| before.iter().any(|entry| entry.tag == *tag && entry.is_open());
        // One whose pod is gone again leaves nothing in the journal.
        let gone = before.iter().filter(|entry| entry.is_open() && after.iter().all(|other| other.tag != entry.tag));
        let gone: Vec<Recovered> =
            gone.map(|entry| Recovered { entry: entry.clone(), state: Recovery::Gone }).collect();
        let found = after.into_iter().filter_map(|entry| {
            let state = match &entry.outcome {
                Outcome::Open => Some(Recovery::Open),
                Outcome::Placed(_) => Some(Recovery::Placed),
                Outcome::Refused => was_open(&entry.tag).then_some(Recovery::NeverArrived),
            };
            state.map(|state| Recovered { entry, state })
        });
        Ok(Some(found.chain(gone).collect()))
    }

    /// Waits until what became of these launches is known, or another program is seen to look for it.
    async fn until_looked_for<E>(
        &self,
        before: &[Entry],
        stop: &dyn Fn() -> Option<E>,
    ) -> Result<Result<(), E>, Closed> {
        self.until(|| {
            let waits = self.waited_for.borrow().iter().any(|key| !self.taken.borrow().contains(key));
            let looking = before.iter().any(|entry| self.launch_of(&entry.tag).is_some_and(|own| own.is_open()));
            match stop() {
                Some(error) => Some(Err(error)),
                None => (!waits && !looking).then_some(Ok(())),
            }
        })
        .await
    }

    async fn launches_kept(&self) -> Result<Option<Vec<Entry>>, Closed> {
        let records = self.records().await?;
        Ok(records.map(|records| {
            let launches = records.into_iter().filter_map(|record| match record {
                Record::Launch(entry) => Some(entry),
                Record::Act(_) => None,
            });
            launches.collect()
        }))
    }

    /// The name of an open launch that another program looks after.
    pub fn launch_elsewhere(&self) -> Option<String> {
        let taken = self.taken.borrow();
        self.state().elsewhere().iter().find_map(|record| match record {
            Record::Launch(entry) if entry.is_open() && taken.contains(&launch_key(&entry.tag)) => {
                Some(entry.name.clone())
            }
            _ => None,
        })
    }

    /// A launch of this program's that is open, watched, or failed.
    pub fn launch_of(&self, tag: &LaunchTag) -> Option<Launch<ApiError>> {
        self.state().launches().iter().find(|launch| launch.tag == *tag).cloned()
    }

    /// The pod that has come of this launch. Of two pods of one request the older is kept.
    pub fn placed(&self, tag: &LaunchTag) -> Option<PodId> {
        match self.launch_of(tag).map(|launch| launch.state) {
            Some(State::Placed(pod)) => Some(pod),
            Some(_) => None,
            None => {
                let state = self.state();
                let pods = state.fleet().all();
                pods.iter().rev().find(|known| known.pod.tag.as_ref() == Some(tag)).map(|known| known.pod.id.clone())
            }
        }
    }
}
