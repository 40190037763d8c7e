//! The key that RunPod gives each pod for itself.

use crate::clock::Moment;
use crate::container::{By, Call};

/// What the key that RunPod gives each pod may do to that pod and by what means, and whether `runpodctl` is in the images.
/// That it may terminate is known of v2 alone; that it may read its own pod there is taken from a report, and not proven. It
/// may not change the pod's name.
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that a fault takes away")]
pub struct PodKey {
    pub may_terminate: bool,
    pub may_stop: bool,
    /// Over v2.
    pub may_read: bool,
    pub by_v2: bool,
    pub by_graphql: bool,
    pub by_runpodctl: bool,
    pub has_runpodctl: bool,
}

impl Default for PodKey {
    fn default() -> Self {
        Self {
            may_terminate: true,
            may_stop: true,
            may_read: true,
            by_v2: true,
            by_graphql: true,
            by_runpodctl: true,
            has_runpodctl: true,
        }
    }
}

/// Something that a pod has asked for.
pub struct Asked {
    pub pod: String,
    pub call: Call,
    pub by: By,
    pub at: Moment,
    pub done: bool,
}
