//! Why an end, a stop or a start came to nothing: the ledger keeps words of it, and a program wants the code.

use launchpod_core::domain::ids::PodId;
use launchpod_core::runpod::failure::Failure;

use super::desk::Desk;
use crate::told::is_sure;

/// Why an act on a pod came to nothing, the last time.
pub struct Setback {
    pod: PodId,
    failure: Failure,
    /// So many times in a row it was such that asking again would only be told the same.
    sure: u32,
}

impl Desk {
    /// The last request about this pod failed.
    pub fn note_setback(&self, pod: PodId, failure: Failure) {
        let mut all = self.setbacks.borrow_mut();
        let before = all.iter().find(|setback| setback.pod == pod).map_or(0, |setback| setback.sure);
        all.retain(|setback| setback.pod != pod);
        let sure = if is_sure(&failure) { before + 1 } else { 0 };
        all.push(Setback { pod, failure, sure });
    }

    /// What was refused of a pod before says nothing of what is asked of it now.
    pub fn forget_setback(&self, pod: &PodId) {
        self.setbacks.borrow_mut().retain(|setback| setback.pod != *pod);
    }

    /// Why the last request about a pod came to nothing, if at least so many in a row were refused for good.
    pub fn setback(&self, pod: &PodId, sure: u32) -> Option<Failure> {
        let all = self.setbacks.borrow();
        all.iter().find(|setback| setback.pod == *pod && setback.sure >= sure).map(|setback| setback.failure.clone())
    }
}
