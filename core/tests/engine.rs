//! The engine with a host of its own: what only time and storage can show.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::{pending, ready};
use std::rc::Rc;
use std::time::Duration;

use launchpod_core::catalog::{AvailabilityQuery, Catalog, CloudOffer, GpuType, Stock};
use launchpod_core::engine::{Caller, Decision, Engine, Grant, Host, LaunchError, Launched, Progress, Step, Work};
use launchpod_core::order::{Field, GpuChoiceForm, Order, OrderContext, OrderForm};
use launchpod_core::pods::action::{self, ActionRequest, PodAction};
use launchpod_core::pods::bulk_actions::group_actions;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
use launchpod_core::state::Event;
use launchpod_core::state::journal::Record;
use launchpod_core::types::ids::{GpuTypeId, PodId};
use launchpod_core::types::money::{GpuRate, HourlyRate};
use launchpod_core::types::time::{ClockSpeed, Timestamp};
use tokio::task::{LocalSet, spawn_local};

/// A RunPod that has no machine left.
#[derive(Clone, Default)]
struct SoldOut {
    asked: Rc<RefCell<Vec<String>>>,
}

impl Transport for SoldOut {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.asked.borrow_mut().push(request.body);
        let body = r#"{"errors":[{"message":"There are no longer any instances available."}],"data":null}"#;
        Ok(Response { status: 200, retry_after: None, body: body.into() })
    }
}

/// The locks that are held.
type Locks = Rc<RefCell<BTreeSet<String>>>;

/// A lock that frees itself.
struct Lock {
    name: String,
    locks: Locks,
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.locks.borrow_mut().remove(&self.name);
    }
}

/// A program whose clock goes on each time that it is read. Only the first of its waits ends, and only where something
/// happens in it.
#[derive(Default)]
struct Program {
    reads: Cell<u64>,
    without_random: bool,
    in_first_wait: RefCell<Option<Box<dyn FnOnce()>>>,
    storage: Rc<RefCell<BTreeMap<String, String>>>,
    locks: Locks,
}

impl Host for Program {
    type Transport = SoldOut;
    type Lock = Lock;

    fn now(&self) -> Timestamp {
        self.reads.set(self.reads.get() + 1);
        Timestamp::from_millis(1_000_000 + self.reads.get())
    }

    fn sleep(&self, time: Duration) -> Work<'static, ()> {
        if time.is_zero() {
            return Box::pin(ready(()));
        }
        match self.in_first_wait.take() {
            Some(happens) => {
                happens();
                Box::pin(tokio::task::yield_now())
            }
            None => Box::pin(pending()),
        }
    }

    fn chance(&self) -> f64 {
        0.0
    }

    fn random_bits(&self) -> Option<u128> {
        (!self.without_random).then_some(7)
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

    fn try_lock(&self, name: &str) -> Work<'_, Option<Grant<Lock>>> {
        let free = self.locks.borrow_mut().insert(name.to_owned());
        let lock = || Lock { name: name.to_owned(), locks: self.locks.clone() };
        Box::pin(ready(free.then(|| Grant::Exclusive(lock()))))
    }
}

/// Somebody who launches, and calls it off while the try with this number waits for its turn.
#[derive(Default)]
struct Person {
    gives_up_in: u32,
    tries: Cell<u32>,
    looked: Cell<bool>,
}

impl Caller for Person {
    fn progress(&self, progress: Progress<'_>) {
        if let Step::Asking(_) = progress.step {
            self.tries.set(self.tries.get() + 1);
            self.looked.set(false);
        }
    }

    fn decision(&self) -> Option<Decision> {
        let waiting = self.looked.replace(true);
        (waiting && self.tries.get() == self.gives_up_in).then_some(Decision::Cancel)
    }
}

fn played<T>(run: impl AsyncFnOnce(Engine<Program>) -> T) -> T {
    played_in(Program::default(), run)
}

fn played_in<T>(program: Program, run: impl AsyncFnOnce(Engine<Program>) -> T) -> T {
    played_on(&SoldOut::default(), program, run)
}

fn played_on<T>(runpod: &SoldOut, program: Program, run: impl AsyncFnOnce(Engine<Program>) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let key = ApiKey::read("rpa_TEST000000000000000000000000000000000000000").unwrap();
        let pace = ClockSpeed { since: Timestamp::default(), speed: 1.0 };
        let engine = Engine::new(program, Client::new(runpod.clone(), Endpoint::runpod(), key, with_rest), pace);
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
        let together: Vec<usize> = group_actions(engine.state().acts()).iter().map(|bulk| bulk.pods.len()).collect();
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

/// Lets all work go on until it waits.
async fn settle() {
    for _ in 0..40 {
        tokio::task::yield_now().await;
    }
}

const END: &str = "launchpod.journal/runpod:anna/end/a";

/// What another program writes down of an end of pod `a` that it has sent.
fn sent_end(asked: u64) -> String {
    let mut act =
        ActionRequest::<()>::begin(PodAction::Terminate, PodId::new("a"), "a".into(), Timestamp::from_millis(asked));
    assert!(act.step(action::Event::SkipUndo, Timestamp::from_millis(asked)));
    Record::Act(act.entry().unwrap()).write()
}

/// Whether a program looks after the end of pod `a`, and has its lock, that another program has left in the journal. While
/// the program waits for what may still be written, this happens.
fn looks_after_it(meanwhile: impl Fn(&Engine<Program>) + 'static) -> (bool, bool) {
    played(async |engine: Engine<Program>| {
        engine.host().storage.borrow_mut().insert(END.to_owned(), sent_end(1));
        let in_wait = engine.clone();
        *engine.host().in_first_wait.borrow_mut() = Some(Box::new(move || meanwhile(&in_wait)));
        engine.read_journal().await;
        settle().await;
        let has_lock = engine.host().locks.borrow().contains(END);
        (engine.owns_action(&PodId::new("a"), PodAction::Terminate), has_lock)
    })
}

/// Seed 38776 of the random runs.
#[test]
fn what_changes_while_its_lock_seems_free_is_looked_at_again_before_it_is_taken_over() {
    assert_eq!(looks_after_it(|_| {}), (true, true));
    let again = |engine: &Engine<Program>| {
        engine.host().storage.borrow_mut().insert(END.to_owned(), sent_end(2));
    };
    assert_eq!(looks_after_it(again), (false, false), "another program had the lock meanwhile, and may have it done");
}

/// Seed 47359 of the random runs.
#[test]
fn a_late_word_that_a_record_was_taken_out_takes_no_newer_click_back() {
    for (is_there, left) in [(true, 1), (false, 0)] {
        played(async |engine: Engine<Program>| {
            let _ = engine.request(PodAction::Terminate, pods(&["a"])).await;
            settle().await;
            if !is_there {
                engine.host().storage.borrow_mut().remove(END);
            }
            engine.storage_changed(Some(END));
            settle().await;
            assert_eq!(engine.state().acts().len(), left);
        });
    }
}

/// What was sent of an end that is due at once, when `meanwhile` comes in the same moment.
fn ends_sent(meanwhile: Option<Event<ApiError>>) -> usize {
    let runpod = SoldOut::default();
    played_on(&runpod, Program::default(), async |engine: Engine<Program>| {
        let _ = engine.request(PodAction::Terminate, pods(&["a"])).await;
        engine.on_all(vec![Event::SkipUndo(PodId::new("a"))]);
        engine.on_all(meanwhile.into_iter().collect());
        settle().await;
    });
    let asked = runpod.asked.borrow();
    asked.iter().filter(|body| body.contains("podTerminate")).count()
}

#[test]
fn what_is_settled_before_it_could_leave_is_not_sent() {
    let gone = Event::PodFetched { id: PodId::new("a"), asked: Timestamp::from_millis(2_000_000), pod: None };
    assert_eq!((ends_sent(None), ends_sent(Some(gone))), (1, 0));
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

/// Launches one of two GPU types, whichever is there.
async fn launched(engine: &Engine<Program>, person: &Person) -> Result<Launched, LaunchError> {
    let gpu_type = |name: &str| GpuType {
        id: GpuTypeId::new(name),
        name: name.into(),
        memory_gb: 24,
        secure: Some(CloudOffer { price: GpuRate::from_micros(100_000), spot: None, stock: Stock::High, max_count: 8 }),
        community: None,
    };
    let gpu_types = vec![gpu_type("A"), gpu_type("B")];
    let catalog = Catalog { scope: AvailabilityQuery::default(), gpu_types, as_of: Timestamp::default() };
    let form = OrderForm::default().choosing(vec![GpuChoiceForm::of("A"), GpuChoiceForm::of("B")]);
    let form = form.with(Field::ContainerDisk, "1").with(Field::WhenSoldOut, "stop");
    let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
    let known = OrderContext { catalog: &catalog, cpus: &[], volumes: &[], template: None, key: &key };
    let order = Order::read(&form, known).unwrap();
    engine.launch(order, catalog, HourlyRate::from_micros(1_000_000), person).await
}

fn is_anybody_kept_from_launching(engine: &Engine<Program>) -> bool {
    engine.host().locks.borrow().iter().any(|lock| lock.ends_with("launching"))
}

#[test]
fn a_try_that_is_called_off_before_it_is_written_down_keeps_nobody_from_launching() {
    played(async |engine: Engine<Program>| {
        let launched = launched(&engine, &Person { gives_up_in: 2, ..Person::default() }).await;
        assert!(matches!(launched, Err(LaunchError::Over(..))), "{launched:?}");
        assert!(!is_anybody_kept_from_launching(&engine));
    });
}

#[test]
fn without_random_numbers_nothing_is_asked_and_nobody_is_kept_from_launching() {
    played_in(Program { without_random: true, ..Program::default() }, async |engine: Engine<Program>| {
        let launched = launched(&engine, &Person::default()).await;
        assert_eq!(launched, Err(LaunchError::NoRandomNumbers));
        assert!(engine.host().storage.borrow().is_empty());
        assert!(!is_anybody_kept_from_launching(&engine));
    });
}
