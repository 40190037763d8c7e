//! One simulated RunPod, and all who come to it.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use launchpod_core::types::ids::{LaunchTag, PodId};
use launchpod_core::types::time::Timestamp;
use launchpod_simulator::{App, Clock, CorsMode, Fault, Options, PRACTICE_KEY, Simulator, routes};
use serde_json::Value;
use tokio::runtime::Builder;

use crate::journal::{Entry, Journal};
use crate::net::Net;
use crate::tab::Tab;

/// Any start does, if only it is the same each time.
const START: i64 = 1_795_435_200_000;

/// Plays one run to its end, in virtual time. What it leaves running ends with it.
///
/// Chance must come from the seed alone: no `select!` without `biased`, no hash map that is gone through in its order.
pub fn play<T>(run: impl AsyncFnOnce() -> T) -> T {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime");
    runtime.block_on(run())
}

/// A simulator of its own, its time, and what was said to it. To be made inside [`play`].
pub struct World {
    /// Between all tabs and RunPod.
    pub net: Net,
    journal: Journal,
    app: App,
    router: Router,
}

impl World {
    /// A world as the seed has it, with nothing wrong yet and no chance on the way.
    pub fn new(seed: u64) -> Self {
        let clock = Clock::starting_at(START, 1.0);
        let options =
            Options { key: PRACTICE_KEY.to_owned(), seed, cors: CorsMode::Any, balance: 25.0, cheap_spot: false };
        let app = App::new(Arc::new(Simulator::new(clock.clone(), options)), "https://api.runpod.io".to_owned());
        Self { net: Net::calm(seed), journal: Journal::new(clock), router: routes(app.clone()), app }
    }

    /// Switches a fault on, as `POST /admin/faults` takes it.
    pub fn fault(&self, text: &str) {
        let fault = Fault::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        let done = self.app.switch_on(&fault);
        self.note(match done {
            Ok(()) => format!("fault {text}"),
            // A random fault may find no pod to strike at.
            Err(why) => format!("no fault {text}: {why}"),
        });
    }

    /// All faults off; what they have done stays done.
    pub fn no_more_faults(&self) {
        self.app.simulator.calm();
        self.note("no more faults");
    }

    /// A new tab, known by that name in the journal.
    pub fn tab(&self, name: &str) -> Tab {
        Tab::new(name, self.router.clone(), self.net.clone(), self.journal.clone())
    }

    /// Lets time go by: whatever is waiting for its hour does it.
    pub async fn pass(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// The time, here and at RunPod.
    pub fn now(&self) -> Timestamp {
        self.journal.now()
    }

    /// What is really so, and has really happened.
    pub fn truth(&self) -> Truth {
        Truth(self.app.simulator.state())
    }

    /// Notes for the journal what somebody does: a click, a reload.
    pub fn note(&self, text: impl Into<String>) {
        self.journal.add("world", Entry::Note(text.into()));
    }

    /// All that was said and done so far.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }
}

/// A pod that is there, whatever any client believes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TruePod {
    pub id: String,
    pub tag: Option<String>,
    /// RunPod's word: RUNNING, EXITED, DEAD.
    pub status: String,
}

/// `/admin/state`, without the way there.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth(pub Value);

impl Truth {
    /// The pods that are there, the oldest first.
    pub fn pods(&self) -> Vec<TruePod> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let pod = |pod: &Value| TruePod {
            id: text(&pod["id"]).expect("an id"),
            tag: text(&pod["tag"]),
            status: text(&pod["desiredStatus"]).expect("a status"),
        };
        self.0["pods"].as_array().expect("pods").iter().map(pod).collect()
    }

    /// Those of one launch.
    pub fn tagged(&self, tag: &str) -> Vec<TruePod> {
        self.pods().into_iter().filter(|pod| pod.tag.as_deref() == Some(tag)).collect()
    }

    /// Whether this pod is there.
    pub fn has(&self, id: &PodId) -> bool {
        self.pods().iter().any(|pod| pod.id == id.as_str())
    }

    /// Whether its GPU is paid for.
    pub fn runs(&self, id: &PodId) -> bool {
        self.pods().iter().any(|pod| pod.id == id.as_str() && pod.status == "RUNNING")
    }

    /// Whether a pod has ever come of this launch.
    pub fn was_made(&self, tag: &LaunchTag) -> bool {
        self.created().any(|made| made["tag"] == tag.as_str())
    }

    /// Whether another pod had come of the same launch by the time that this one was made.
    pub fn is_younger_twin(&self, id: &PodId) -> bool {
        let Some(own) = self.created().find(|made| made["id"] == id.as_str()) else { return false };
        let is_older = |made: &&Value| made["createdAt"].as_str() <= own["createdAt"].as_str();
        self.created().filter(is_older).any(|made| made["id"] != own["id"] && made["tag"] == own["tag"])
    }

    fn created(&self) -> impl Iterator<Item = &Value> {
        self.0["created"].as_array().expect("what was made").iter()
    }

    /// How many pods were ever made.
    pub fn creates(&self) -> u64 {
        self.0["creates"].as_u64().expect("a count")
    }

    /// How many were ended by request.
    pub fn terminates(&self) -> u64 {
        self.0["terminates"].as_u64().expect("a count")
    }

    /// Dollars left.
    pub fn balance(&self) -> f64 {
        self.0["balance"].as_f64().expect("dollars")
    }
}
