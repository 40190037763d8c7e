//! The engine with a host of its own: what only time and storage can show.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::ready;
use std::rc::Rc;
use std::time::Duration;

use launchpod_core::engine::{Engine, Grant, Host, Work};
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::bulk_actions::bulks;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::Client;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::transport::{Lost, Request, Response, Transport};
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::{Pace, Timestamp};
use tokio::task::{LocalSet, spawn_local};

/// Nobody is there.
struct Nowhere;

impl Transport for Nowhere {
    async fn send(&self, _: Request) -> Result<Response, Lost> {
        Err(Lost::Offline)
    }
}

/// A program whose clock goes on each time that it is read.
#[derive(Default)]
struct Program {
    reads: Cell<u64>,
    storage: Rc<RefCell<BTreeMap<String, String>>>,
}

impl Host for Program {
    type Transport = Nowhere;
    type Lock = ();

    fn now(&self) -> Timestamp {
        self.reads.set(self.reads.get() + 1);
        Timestamp::from_millis(1_000_000 + self.reads.get())
    }

    fn sleep(&self, _: Duration) -> Work<'static, ()> {
        Box::pin(ready(()))
    }

    fn chance(&self) -> f64 {
        0.0
    }

    fn random_bits(&self) -> Option<u128> {
        Some(7)
    }

    fn is_hidden(&self) -> bool {
        false
    }

    fn spawn(&self, work: Work<'static, ()>) {
        spawn_local(work);
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn list(&self, prefix: &str) -> Work<'_, Option<Vec<(String, String)>>> {
        let all = self.storage.borrow();
        let own = all.iter().filter(|(key, _)| key.starts_with(prefix));
        let own = own.map(|(key, text)| (key.clone(), text.clone())).collect();
        Box::pin(ready(Some(own)))
    }

    fn get(&self, key: &str) -> Work<'_, Option<String>> {
        Box::pin(ready(self.storage.borrow().get(key).cloned()))
    }

    fn set(&self, key: &str, text: &str) -> Work<'_, bool> {
        self.storage.borrow_mut().insert(key.to_owned(), text.to_owned());
        Box::pin(ready(true))
    }

    fn delete(&self, key: &str) -> Work<'_, ()> {
        self.storage.borrow_mut().remove(key);
        Box::pin(ready(()))
    }

    fn try_lock(&self, _: &str) -> Work<'_, Option<Grant<()>>> {
        Box::pin(ready(Some(Grant::Exclusive(()))))
    }
}

fn played<T>(run: impl AsyncFnOnce(Engine<Program>) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let key = ApiKey::read("rpa_TEST000000000000000000000000000000000000000").unwrap();
        let pace = Pace { since: Timestamp::default(), speed: 1.0 };
        let engine = Engine::new(Program::default(), Client::new(Nowhere, Endpoint::runpod(), key), pace);
        engine.open_journal("runpod", "anna");
        run(engine).await
    })
}

fn pods(names: &[&str]) -> Vec<(PodId, String)> {
    names.iter().map(|name| (PodId::new(*name), (*name).to_owned())).collect()
}

#[test]
fn what_one_click_asks_for_is_taken_back_together() {
    played(async |engine: Engine<Program>| {
        let asked = engine.request(PodAction::Terminate, pods(&["a", "b", "c"])).await;
        assert_eq!(asked.len(), 3);
        let together: Vec<usize> = bulks(engine.state().acts()).iter().map(|bulk| bulk.pods.len()).collect();
        assert_eq!(together, [3]);
    });
}

#[test]
fn what_is_asked_stands_in_the_journal_before_anything_leaves() {
    played(async |engine: Engine<Program>| {
        let _ = engine.request(PodAction::Stop, pods(&["a"])).await;
        tokio::task::yield_now().await;
        let keys: Vec<String> = engine.host().storage.borrow().keys().cloned().collect();
        assert_eq!(keys, ["launchpod.journal/runpod:anna/power/a"]);
    });
}

#[test]
fn nothing_more_comes_of_an_engine_that_was_closed() {
    played(async |engine: Engine<Program>| {
        engine.close();
        let _ = engine.request(PodAction::Stop, pods(&["a"])).await;
        assert!(engine.state().acts().is_empty());
        assert!(engine.refresh().await.is_err());
    });
}
