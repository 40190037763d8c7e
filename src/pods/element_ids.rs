//! Ids of a pod's elements on the page, by which its parts name each other.

use launchpod_core::types::ids::PodId;

/// The id of the heading that holds the pod's name.
pub fn heading_id(id: &PodId) -> String {
    format!("pod-{id}")
}

/// The id of one of the pod's controls, and what names it: its own words and the heading. So the name is written in one place,
/// and a control follows what changes in its own words alone.
pub fn named(kind: &str, id: &PodId) -> (String, String) {
    let own = format!("{kind}-{id}");
    let named = format!("{own} {}", heading_id(id));
    (own, named)
}
