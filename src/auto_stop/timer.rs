//! The timer inside a pod, as its start command tells.

use launchpod_core::auto_stop::PodTimer;
use launchpod_core::pods::fleet::PodEntry;

/// The timer inside a pod.
pub fn timer(known: &PodEntry) -> Option<PodTimer> {
    PodTimer::read(&known.pod.image, &known.pod.start_command)
}
