//! What ends a pod if nobody does: a timer inside the pod, which holds with the page closed; the page's own rules, which
//! hold only while it is open; or nothing. RunPod's own `terminateAfter` does not act, so nothing here rests on it.

mod ending;
mod in_pod;
pub mod parting;
mod rule;

pub use ending::{Ending, acts_at};
pub use in_pod::{CANCEL, How, InPod, LOOK, ONLY_FROM_INSIDE, Start, extend, start_of};
pub use rule::{Due, GAP, Kept, Rule, Watch, gpu_busy};

#[cfg(test)]
mod tests;
