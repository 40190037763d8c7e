//! Ids of a pod's elements on the page, by which its parts name each other.

use launchpod_core::types::ids::PodId;

/// The id of the heading that holds the pod's name.
pub fn heading_id(id: &PodId) -> String {
    format!("pod-{id}")
}

/// The id of what tells the pod apart from one of the same name; it is there only where there is one.
pub fn twin_id(id: &PodId) -> String {
    format!("twin-{id}")
}

/// The id of one of the pod's controls, and what names it: its own words, the heading and what tells it apart. So the name is
/// written in one place, and a control follows what changes in its own words alone.
pub fn named(kind: &str, id: &PodId) -> (String, String) {
    let own = format!("{kind}-{id}");
    let named = format!("{own} {} {}", heading_id(id), twin_id(id));
    (own, named)
}
