//! What stands there where the page can't be loaded (public/offline.html has the same in English).

use crate::text::words;

words! {
    title: "Launchpod can't be reached";
    text: "This device is offline, or the page's server does not answer. Your pods are not affected: those that run go on running, and go on costing money.";
    // When the page last saw the pods; the script of that page fills the gap {time} in.
    as_of(time): "As of {time}";
    stale: "It may be different by now.";
    again: "Try again";
    // One pod: its name, its status, what it costs.
    pod(name, status, cost): "{name}: {status}, {cost}";
    // The last line of a long list.
    more[count](): one "and 1 more", other "and {count} more";
    none: "No pods.";
}
