//! The timer inside a pod, as its start command and the mark behind its name tell; and what is known of a move of it. What
//! moves it is in `moves.rs`, which is fetched later.

use launchpod_core::auto_stop::PodTimer;
use launchpod_core::auto_stop::timer_move::{HeardMark, TimerMove};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::PodId;
use leptos::prelude::*;

use crate::auto_stop::rules::PageRules;
use crate::platform::account_keys::AccountKeys;
use crate::platform::account_storage::AccountStorage;
use crate::platform::shared::Shared;

/// The timer inside a pod; none where it is switched off.
pub fn timer(known: &PodEntry) -> Option<PodTimer> {
    PodTimer::of(&known.pod)
}

/// What the file that is fetched later does for a pod's timer.
#[derive(Clone, Copy)]
pub struct LaterTimer {
    /// What is said of a timer that was moved, in the place of what ends the pod.
    pub words: fn(PageRules, &PodEntry) -> Option<(String, bool)>,
    /// How long is left, and an hour more: on the card.
    pub card: fn(PageRules, RwSignal<PodEntry>) -> AnyView,
    /// All that can be asked of it: on the pod's page.
    pub page: fn(PageRules, RwSignal<PodEntry>) -> AnyView,
}

/// Moves of timers.
#[derive(Clone, Copy)]
pub struct TimerMoveStore {
    /// Once it is there.
    pub later: Shared<Option<LaterTimer>>,
    /// What was asked last, one a pod.
    pub moves: Shared<Vec<TimerMove>>,
    /// What RunPod refused last.
    pub refused: Shared<Option<(PodId, ApiError)>>,
    /// What pods said that they have read.
    pub heard: Shared<Vec<HeardMark>>,
    /// What the pod whose log is read now has said last in it.
    pub said: Shared<Option<HeardMark>>,
    /// Whether a log is read for that.
    pub listens: Shared<bool>,
    /// Where `heard` is kept.
    pub storage: AccountStorage,
}

impl TimerMoveStore {
    /// Of this account.
    pub fn new(keys: AccountKeys) -> Self {
        Self {
            later: Shared::default(),
            moves: Shared::default(),
            refused: Shared::default(),
            heard: Shared::default(),
            said: Shared::default(),
            listens: Shared::default(),
            storage: AccountStorage::below(keys, "launchpod.timers/"),
        }
    }
}
