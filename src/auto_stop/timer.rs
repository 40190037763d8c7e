//! The timer inside a pod, as its start command and the mark behind its name tell.

use launchpod_core::auto_stop::PodTimer;
use launchpod_core::pods::fleet::PodEntry;

/// The timer inside a pod; none where it is switched off.
pub fn timer(known: &PodEntry) -> Option<PodTimer> {
    PodTimer::of(&known.pod)
}
