//! The faults that are switched on, and whether they happen.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::fault::{Class, Fault};
use crate::rng::SeededRng;
use crate::schema::pod_types::Pod as PodView;

/// `myself.pods` as the API types it.
pub type PodList = Option<Vec<Option<PodView>>>;

/// The list of pods as it was, as each API tells it.
#[derive(Clone, Default)]
pub struct Remembered {
    pub graphql: PodList,
    pub v2: Vec<Value>,
}

/// All that is switched on. Its random numbers are its own: the same seed makes the same world, with faults or without.
pub struct Faults(Mutex<Inner>);

struct Inner {
    rng: SeededRng,
    /// Ids go on after a clear, so that an old one never means a new fault.
    next_id: u64,
    kept: Vec<Kept>,
}

struct Kept {
    id: u64,
    fault: Fault,
    struck: u32,
    /// Requests that it was meant for and let go.
    spared: u32,
    /// What a stale list shows.
    remembered: Remembered,
}

/// A fault that strikes now.
pub struct Drawn {
    pub fault: Fault,
    pub remembered: Remembered,
}

impl Kept {
    fn is_spent(&self) -> bool {
        self.fault.times > 0 && self.struck >= self.fault.times
    }

    /// Whether it lets this request go. Each of them counts.
    fn spares(&mut self) -> bool {
        let spares = self.spared < self.fault.after_requests;
        self.spared += u32::from(spares);
        spares
    }

    fn as_json(&self) -> Value {
        let left = (self.fault.times > 0).then(|| self.fault.times.saturating_sub(self.struck));
        json!({ "id": self.id, "fault": self.fault.as_json(), "struck": self.struck, "left": left })
    }
}

impl Faults {
    pub fn none(seed: u64) -> Self {
        Self(Mutex::new(Inner { rng: SeededRng::seeded(seed), next_id: 1, kept: Vec::new() }))
    }

    pub fn add(&self, fault: Fault, remembered: Remembered) -> u64 {
        let mut inner = self.lock();
        let id = inner.next_id;
        inner.next_id += 1;
        inner.kept.push(Kept { id, fault, struck: 0, spared: 0, remembered });
        id
    }

    pub fn clear(&self) {
        self.lock().kept.clear();
    }

    /// Also those that have struck as often as they were to: a test asks whether they did.
    pub fn as_json(&self) -> Value {
        Value::Array(self.lock().kept.iter().map(Kept::as_json).collect())
    }

    /// Whether one of that class may still strike.
    pub fn any_of(&self, class: Class) -> bool {
        self.lock().kept.iter().any(|kept| kept.fault.name.class() == class && !kept.is_spent())
    }

    /// The oldest fault of a class that fits, if chance has it so. It counts as struck.
    pub fn draw(&self, class: Class, fits: impl Fn(&Fault) -> bool) -> Option<Drawn> {
        let mut inner = self.lock();
        let Inner { rng, kept, .. } = &mut *inner;
        let waiting = |kept: &&mut Kept| kept.fault.name.class() == class && !kept.is_spent() && fits(&kept.fault);
        let chosen = kept
            .iter_mut()
            .filter(waiting)
            .find_map(|kept| (!kept.spares() && rng.chance(kept.fault.chance)).then_some(kept))?;
        chosen.struck = chosen.struck.saturating_add(1);
        Some(Drawn { fault: chosen.fault.clone(), remembered: chosen.remembered.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
