//! What ends a pod if nobody does: a timer inside the pod, which holds with the page closed; the page's own rules, which
//! hold only while it is open; or nothing. RunPod's own `terminateAfter` does not act, so nothing here rests on it.

mod beside;
pub mod countdown;
pub mod exit_notice;
mod page_rule;
mod pod_timer;
mod summary;
mod timer_mark;
pub mod timer_move;

pub use beside::Beside;
pub use page_rule::{GAP, PageRule, RuleTrigger, RuleWatch, SavedRule, gpu_busy};
pub use pod_timer::{CANCEL, ImageStart, LOOK, PodTimer, StopAction, extend, start_of};
pub use summary::{AutoStop, acts_at};
pub use timer_mark::TimerMark;

#[cfg(test)]
mod tests;
