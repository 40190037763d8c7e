//! The whole machine: one world behind one lock, one clock, and the settings that answers need.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::audit_log::Record;
use crate::clock::{Clock, Moment};
use crate::comfy::Door;
use crate::cors::CorsMode;
use crate::errors::Outcome;
use crate::faults::active::Faults;
use crate::faults::fault::Class;
use crate::money::MicroUsd;
use crate::pod::Load;
use crate::pod_key::PodKey;
use crate::v2::limits::{Quota, RateLimits};
use crate::world::World;

/// What a simulator is started with.
#[derive(Clone)]
pub struct Options {
    /// The one key that is let in.
    pub key: String,
    /// Chance is rolled from this.
    pub seed: u64,
    /// Which pages the browser lets in, until a fault says otherwise.
    pub cors: CorsMode,
    /// Dollars in the account.
    pub balance: f64,
    /// Whether spot is cheaper than on demand, as it was before 2026.
    pub cheap_spot: bool,
}

/// A running RunPod, without its listeners.
pub struct Simulator {
    /// The time in it.
    pub clock: Clock,
    /// What it was started with.
    pub options: Options,
    pub(crate) faults: Faults,
    cors: Mutex<CorsMode>,
    world: Mutex<World>,
    record: Mutex<Record>,
    limits: Mutex<RateLimits>,
}

impl Simulator {
    /// A world as the seed has it, beginning at the clock's time.
    #[must_use]
    pub fn new(clock: Clock, options: Options) -> Self {
        let balance = MicroUsd::from_dollars(options.balance);
        let mut world = World::new(options.seed, balance, clock.now());
        for machine in &mut world.machines {
            machine.cheap_spot = options.cheap_spot;
        }
        let world = Mutex::new(world);
        let (faults, cors) = (Faults::none(options.seed), Mutex::new(options.cors));
        Self { clock, options, faults, cors, world, record: Mutex::default(), limits: Mutex::default() }
    }

    /// What has really happened, and what is there now: `/admin/state`.
    pub fn state(&self) -> Value {
        let (world, _) = self.caught_up();
        held(&self.record).as_json(&world)
    }

    /// Enters a line in a pod's shell, as a person at a terminal in it does.
    ///
    /// # Errors
    ///
    /// If no container of such a pod runs.
    pub fn enter(&self, pod: &str, line: &str) -> Result<Value, String> {
        let entered = self.harm(|world, now| world.enter(pod, line, now));
        // What the line asked of RunPod goes on record.
        drop(self.caught_up());
        entered
    }

    /// Keeps a pod's GPUs busy, in percent, until then: milliseconds since 1970, in simulated time.
    ///
    /// # Errors
    ///
    /// If no such pod runs.
    pub fn load(&self, pod: &str, gpu: u8, until: Option<i64>) -> Result<(), String> {
        self.harm(|world, _| {
            let found = world.pod_mut(pod).filter(|pod| pod.is_running()).ok_or("no such running pod")?;
            found.load = Some(Load { gpu: gpu.min(100), until: until.map(Moment) });
            Ok(())
        })
    }

    /// Looks at the world as it is now.
    pub(crate) fn look<T>(&self, at: impl FnOnce(&World, Moment) -> T) -> T {
        let (world, now) = self.caught_up();
        at(&world, now)
    }

    /// The one place where the world is changed from outside. `operation` is its GraphQL name.
    pub(crate) fn act<T>(&self, operation: &str, act: impl FnOnce(&mut World, Moment) -> Outcome<T>) -> Outcome<T> {
        let (mut world, now) = self.caught_up();
        let before: Vec<String> = world.pods.iter().map(|pod| pod.id.clone()).collect();
        let outcome = act(&mut world, now)?;
        let made = held(&self.record).note(operation, &before, &world);
        if let Some(id) = made {
            self.spoil(&mut world, operation, &id);
        }
        Ok(outcome)
    }

    /// What goes wrong by itself: nobody asked for it, so it is not on record as an act.
    pub(crate) fn harm<T>(&self, harm: impl FnOnce(&mut World, Moment) -> T) -> T {
        let (mut world, now) = self.caught_up();
        harm(&mut world, now)
    }

    /// All faults off. What they have done stays done, but CORS is again as it was at the start.
    pub fn calm(&self) {
        self.faults.clear();
        self.switch_cors(self.options.cors);
        self.harm(|world, _| {
            world.pod_key = PodKey::default();
            world.comfy_door = Door::default();
        });
    }

    fn spoil(&self, world: &mut World, operation: &str, id: &str) {
        let fields = [operation.to_owned()];
        if let Some(drawn) = self.faults.draw(Class::NextPod, |fault| fault.is_for(&fields)) {
            drawn.fault.name.spoil(world, id);
        }
    }

    /// Counts a request to REST v2 for a key.
    pub(crate) fn count(&self, key: &str) -> Quota {
        held(&self.limits).count(key, self.clock.now())
    }

    /// Which pages the browser lets in now.
    pub(crate) fn cors(&self) -> CorsMode {
        *held(&self.cors)
    }

    pub(crate) fn switch_cors(&self, mode: CorsMode) {
        *held(&self.cors) = mode;
    }

    fn caught_up(&self) -> (MutexGuard<'_, World>, Moment) {
        let mut world = held(&self.world);
        let now = self.clock.now();
        world.catch_up(now);
        let asked = std::mem::take(&mut world.from_inside);
        if !asked.is_empty() {
            held(&self.record).note_inside(asked);
        }
        (world, now)
    }
}

/// A panic elsewhere is no reason for another one here.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
