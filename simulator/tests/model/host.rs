//! A tab as the engine's host: time, storage, locks and the network of one load of the page, in virtual time.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::time::Duration;

use launchpod_core::engine::{Grant, Host, Work};
use launchpod_core::pods::action::PodAction;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::rate_limited::{RateLimited, Timing};
use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
use launchpod_core::state::{AccountState, Event};
use launchpod_core::types::ids::LaunchTag;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::browser::{Browser, Held};
use crate::page::Page;
use crate::tab::{Tab, path};
use crate::witness::Witness;

/// What a tab has from its browser. Clones are the same tab.
#[derive(Clone)]
pub struct TabHost(Rc<Inner>);

struct Inner {
    name: String,
    tab: Tab,
    witness: Rc<Witness>,
    browser: Browser,
    dice: RefCell<ChaCha8Rng>,
    hidden: Cell<bool>,
    asleep: Cell<bool>,
    tasks: RefCell<JoinSet<()>>,
    page: RefCell<Weak<Page>>,
    before: RefCell<AccountState<ApiError>>,
}

impl TabHost {
    pub fn new(name: &str, tab: Tab, browser: &Browser, witness: &Rc<Witness>, dice: ChaCha8Rng) -> Self {
        Self(Rc::new(Inner {
            name: name.to_owned(),
            tab,
            witness: witness.clone(),
            browser: browser.clone(),
            dice: RefCell::new(dice),
            hidden: Cell::default(),
            asleep: Cell::default(),
            tasks: RefCell::default(),
            page: RefCell::default(),
            before: RefCell::new(AccountState::new(1.0)),
        }))
    }

    pub fn is_the_host_of(&self, page: &Rc<Page>) {
        *self.0.page.borrow_mut() = Rc::downgrade(page);
    }

    pub fn transport(&self) -> RateLimited<Self, Self> {
        RateLimited::new(self.clone(), self.clone())
    }

    pub fn hide(&self, hidden: bool) {
        self.0.hidden.set(hidden);
    }

    /// The browser lets the tab do nothing, for as long as it likes.
    pub fn let_sleep(&self, asleep: bool) {
        self.0.asleep.set(asleep);
    }

    pub fn is_asleep(&self) -> bool {
        self.0.asleep.get()
    }

    /// The tab is gone, and all that it was at.
    pub fn die(&self) {
        self.0.tasks.borrow_mut().abort_all();
        self.0.witness.died(&self.0.name);
    }

    /// Whether something in it has panicked.
    pub fn is_broken(&self) -> bool {
        let mut tasks = self.0.tasks.borrow_mut();
        while let Some(ended) = tasks.try_join_next() {
            if ended.is_err_and(|error| error.is_panic()) {
                return true;
            }
        }
        false
    }

    pub async fn awake(&self) {
        while self.0.asleep.get() {
            sleep(Duration::from_secs(1)).await;
        }
    }

    fn page(&self) -> Option<Rc<Page>> {
        self.0.page.borrow().upgrade()
    }

    /// What this request asks for, told to the witness before it leaves.
    fn tell_witness(&self, request: &Request) {
        let Some(page) = self.page() else { return };
        let witness = &self.0.witness;
        match asked_of(request) {
            Some(Asked::Create(tag)) => witness.creates(&self.0.name, &tag, &self.0.browser),
            Some(Asked::Act(verb, pod)) => witness.sends(&page, verb, &pod, &self.0.browser),
            None => {}
        }
    }
}

/// What a request does to pods.
enum Asked {
    Create(LaunchTag),
    Act(PodAction, PodId),
}

fn asked_of(request: &Request) -> Option<Asked> {
    let body: Value = serde_json::from_str(&request.body).ok()?;
    match path(request) {
        "/graphql" => graphql_asks(&body),
        "/v2/pods" => Some(Asked::Create(LaunchTag::new(body["env"]["LAUNCHPOD_TAG"].as_str().expect("a tag")))),
        path => {
            let pod = path.strip_prefix("/v2/pods/")?.strip_suffix("/action")?;
            let verb = match body["action"].as_str() {
                Some("terminate") => PodAction::Terminate,
                Some("stop") => PodAction::Stop,
                Some("start") => PodAction::Resume,
                other => panic!("no page asks for {other:?}"),
            };
            Some(Asked::Act(verb, PodId::new(pod)))
        }
    }
}

fn graphql_asks(body: &Value) -> Option<Asked> {
    let (query, input) = (body["query"].as_str().unwrap_or_default(), &body["variables"]);
    if query.contains("podFindAndDeployOnDemand") {
        let env = input["input"]["env"].as_array().cloned().unwrap_or_default();
        let tag = env.iter().find(|variable| variable["key"] == "LAUNCHPOD_TAG").map(|variable| &variable["value"]);
        return Some(Asked::Create(LaunchTag::new(tag.and_then(Value::as_str).expect("each create has a tag"))));
    }
    let verbs =
        [("podTerminate", PodAction::Terminate), ("podStop", PodAction::Stop), ("podResume", PodAction::Resume)];
    let (_, verb) = verbs.into_iter().find(|(name, _)| query.contains(name))?;
    let pod = input["input"]["podId"].as_str().or_else(|| input["podId"].as_str()).expect("a pod");
    Some(Asked::Act(verb, PodId::new(pod)))
}

impl Transport for TabHost {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.tell_witness(&request);
        let asked = asked_of(&request);
        let answer = self.0.tab.send(request).await;
        if let (Some(Asked::Create(tag)), Ok(Response { status: 410, .. })) = (asked, &answer) {
            self.0.witness.retired(&tag);
        }
        self.awake().await;
        answer
    }
}

impl Timing for TabHost {
    fn now(&self) -> Timestamp {
        self.0.witness.now()
    }

    async fn sleep(&self, time: Duration) {
        sleep(time).await;
        self.awake().await;
    }

    fn chance(&self) -> f64 {
        self.0.dice.borrow_mut().random()
    }

    fn is_out_of_sight(&self) -> bool {
        self.0.hidden.get()
    }
}

impl Host for TabHost {
    type Transport = RateLimited<Self, Self>;
    type Lock = Held;

    fn now(&self) -> Timestamp {
        self.0.witness.now()
    }

    fn sleep(&self, time: Duration) -> Work<'static, ()> {
        let host = self.clone();
        Box::pin(async move { Timing::sleep(&host, time).await })
    }

    fn chance(&self) -> f64 {
        Timing::chance(self)
    }

    fn random_bits(&self) -> Option<u128> {
        Some(self.0.dice.borrow_mut().random())
    }

    fn is_hidden(&self) -> bool {
        self.0.hidden.get()
    }

    fn spawn(&self, work: Work<'static, ()>) {
        self.0.tasks.borrow_mut().spawn_local(work);
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn list(&self, prefix: &str) -> Work<'_, Option<Vec<(String, String)>>> {
        let seen: BTreeMap<String, String> = self.0.browser.seen_by(&self.0.name);
        let listed = seen.into_iter().filter(|(key, _)| key.starts_with(prefix)).collect();
        Box::pin(std::future::ready(Some(listed)))
    }

    fn get(&self, key: &str) -> Work<'_, Option<String>> {
        let text = self.0.browser.seen_by(&self.0.name).remove(key);
        Box::pin(std::future::ready(text))
    }

    fn set(&self, key: &str, text: &str) -> Work<'_, bool> {
        let (key, text) = (key.to_owned(), text.to_owned());
        Box::pin(async move {
            self.0.browser.write(&key, Some(text), &self.0.name);
            true
        })
    }

    fn delete(&self, key: &str) -> Work<'_, ()> {
        let key = key.to_owned();
        Box::pin(async move { self.0.browser.write(&key, None, &self.0.name) })
    }

    fn try_lock(&self, name: &str) -> Work<'_, Option<Grant<Held>>> {
        let lock = self.0.browser.lock(name);
        Box::pin(async move {
            // The browser answers in a later task.
            tokio::task::yield_now().await;
            let held = lock.try_lock_owned().ok();
            self.awake().await;
            held.map(Grant::Exclusive)
        })
    }

    fn released(&self, name: &str) -> Option<Work<'_, ()>> {
        let lock = self.0.browser.lock(name);
        Some(Box::pin(async move {
            let held = lock.lock_owned().await;
            // The browser lets go in a later task: who asks at once is told that somebody has it.
            self.spawn(Box::pin(async move {
                tokio::task::yield_now().await;
                drop(held);
            }));
            self.awake().await;
        }))
    }

    fn observes(&self) -> bool {
        true
    }

    fn observe(&self, event: &Event<ApiError>, state: &AccountState<ApiError>) {
        let before = self.0.before.replace(state.clone());
        if let Event::Created { tag, answer, .. } = event {
            self.0.witness.answered(tag, answer);
        }
        self.0.witness.changed(&self.0.name, &before, event, state);
    }
}
