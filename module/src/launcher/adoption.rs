//! What other programs wrote into the journal, and what one that died left there: whatever nobody looks after any more is
//! this program's to finish.

use std::rc::Rc;

use js_sys::Array;
use launchpod_core::domain::ids::LaunchTag;
use launchpod_core::domain::journal::{Record, SETTLES, launch_key};
use launchpod_core::domain::launch::{self, Outcome};
use launchpod_core::domain::ledger::Event;
use launchpod_core::runpod::browser_timing::now;
use serde::Serialize;
use serde_wasm_bindgen::preserve;
use wasm_bindgen::JsValue;

use super::core::plain;
use super::desk::{Desk, spawn};
use super::host::Hooks;
use crate::told::{Told, Trouble};

/// So often is looked for what other programs let go of meanwhile.
const MOST_PASSES: u32 = 5;

impl Desk {
    /// Reads what the journal holds, and lines up for whatever another program looks after: if that goes, this one goes on.
    pub async fn read_journal(self: &Rc<Self>) {
        // What is still to be written would be read as it was before.
        if self.until(|| (!self.is_performing()).then_some(())).await.is_err() {
            return;
        }
        let Some(records) = self.journal.all().await else { return };
        let keys: Vec<String> = {
            let mut ledger = self.ledger.borrow_mut();
            let _ = ledger.on(Event::Kept(records), now());
            ledger.elsewhere().iter().map(Record::key).collect()
        };
        self.changes.tell();
        for key in keys {
            if !self.lined_up.borrow().contains(&key) {
                self.lined_up.borrow_mut().push(key.clone());
                let desk = self.clone();
                spawn(async move { desk.line_up(key).await });
            }
        }
    }

    async fn line_up(self: Rc<Self>, key: String) {
        let adopted = self.wait_for(&key).await == Ok(true);
        if adopted {
            match self.journal.read(&key).await.filter(Record::is_open) {
                Some(record) => self.on(Event::Adopted(record)),
                None => self.journal.let_go(&key),
            }
        }
        // Not before it is adopted: until then it would look as if nobody waited for it, or another program had its lock.
        self.lined_up.borrow_mut().retain(|other| *other != key);
        self.taken.borrow_mut().retain(|other| *other != key);
        self.changes.tell();
        if adopted {
            self.read_journal().await;
        }
    }

    /// Waits until nobody has the lock of this key. Whether this program has it then; else nobody needs it any more.
    async fn wait_for(self: &Rc<Self>, key: &str) -> Result<bool, Trouble> {
        loop {
            if self.journal.take(key).await {
                // What was written last under a lock may be seen here a moment after the lock is passed on. Nobody is kept
                // from the key meanwhile.
                self.journal.let_go(key);
                self.pause(SETTLES).await?;
                if self.journal.take(key).await {
                    return Ok(true);
                }
            }
            if !self.taken.borrow().iter().any(|other| other == key) {
                self.taken.borrow_mut().push(key.to_owned());
                self.changes.tell();
            }
            // Once a list has come the journal was read again: perhaps it is finished.
            let before = self.version();
            self.until(|| (self.version() != before).then_some(())).await?;
            if !self.ledger.borrow().elsewhere().iter().any(|record| record.key() == key) {
                return Ok(false);
            }
        }
    }

    /// What programs that died in mid-launch left: looked for until it is known what became of it.
    ///
    /// # Errors
    /// Why that can't be found out.
    pub async fn recover(self: &Rc<Self>, hooks: &Hooks) -> Result<Array, Trouble> {
        // Whoever had a lock may have died since.
        self.taken.borrow_mut().clear();
        self.look_anew();
        self.read_journal().await;
        let before = self.launches_kept().await?;
        let mut passes = 0;
        let after = loop {
            passes += 1;
            self.until_looked_for(&before, hooks).await?;
            self.refresh().await?;
            let after = self.launches_kept().await?;
            // What another program let go of meanwhile is this one's to look for.
            let is_own = |entry: &launch::Entry| {
                let taken = self.taken.borrow().contains(&launch_key(&entry.tag));
                entry.is_open() && !taken && before.iter().any(|other| other.tag == entry.tag)
            };
            if passes == MOST_PASSES || !after.iter().any(is_own) {
                break after;
            }
        };
        let was_open = |tag: &LaunchTag| before.iter().any(|entry| entry.tag == *tag && entry.is_open());
        let shown = after.iter().filter_map(|entry| self.recovered(entry, was_open(&entry.tag)));
        // One whose pod is gone again leaves nothing in the journal.
        let gone = before.iter().filter(|entry| entry.is_open() && after.iter().all(|other| other.tag != entry.tag));
        Ok(shown.chain(gone.map(|entry| told_of(entry, "gone", None))).collect())
    }

    /// Waits until what became of these launches is known, or another program is seen to look for it.
    async fn until_looked_for(&self, before: &[launch::Entry], hooks: &Hooks) -> Result<(), Trouble> {
        self.until(|| {
            let lined_up = self.lined_up.borrow();
            let waits = lined_up.iter().any(|key| !self.taken.borrow().contains(key));
            let looking = before.iter().any(|entry| self.launch_of(&entry.tag).is_some_and(|own| own.is_open()));
            match () {
                () if hooks.aborted() => Some(Err(aborted_recovery())),
                () if self.shut_out().is_some() => self.shut_out().map(Err),
                () => (!waits && !looking).then_some(Ok(())),
            }
        })
        .await?
    }

    fn recovered(&self, entry: &launch::Entry, was_open: bool) -> Option<JsValue> {
        match &entry.outcome {
            Outcome::Open => Some(told_of(entry, "open", None)),
            Outcome::Placed(pod) => self.shown(pod).map(|pod| told_of(entry, "placed", Some(pod))),
            Outcome::Refused => was_open.then(|| told_of(entry, "never-arrived", None)),
        }
    }

    async fn launches_kept(self: &Rc<Self>) -> Result<Vec<launch::Entry>, Trouble> {
        self.until(|| (!self.is_performing()).then_some(())).await?;
        let records = self.while_open(self.journal.all()).await?.ok_or_else(no_journal)?;
        Ok(records
            .into_iter()
            .filter_map(|record| match record {
                Record::Launch(entry) => Some(entry),
                Record::Act(_) => None,
            })
            .collect())
    }

    /// The name of an open launch that another program looks after.
    pub fn launch_elsewhere(&self) -> Option<String> {
        self.ledger.borrow().elsewhere().iter().find_map(|record| match record {
            Record::Launch(entry) if entry.is_open() && self.taken.borrow().contains(&launch_key(&entry.tag)) => {
                Some(entry.name.clone())
            }
            _ => None,
        })
    }
}

/// What became of a launch that was found in the journal.
#[derive(Serialize)]
struct Recovered<'a> {
    name: &'a str,
    tag: &'a str,
    state: &'static str,
    #[serde(with = "preserve")]
    pod: JsValue,
}

fn told_of(entry: &launch::Entry, state: &'static str, pod: Option<JsValue>) -> JsValue {
    plain(&Recovered { name: &entry.name, tag: entry.tag.as_str(), state, pod: pod.unwrap_or(JsValue::NULL) })
}

fn aborted_recovery() -> Trouble {
    Told::new(
        "aborted",
        "Stopped looking, as you wished. What was not found stays in the journal: recover() finds it later.",
    )
}

/// The store refused.
pub fn no_journal() -> Trouble {
    Told::new(
        "no-journal",
        "The journal can't be used, so a launch could be lost from sight. Nothing was launched. Make its store work (a folder that \
         can be written to, a browser that lets this page keep data), or choose another one.",
    )
}
