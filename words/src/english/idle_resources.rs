//! What costs money and nobody uses.

use crate::text::words;

words! {
    heading: "Not in use";
    // Opens the list.
    review: "Review";
    list: "What nobody uses";
    // All of it, and what it costs.
    stopped_pods[count](): one "1 stopped pod", other "{count} stopped pods";
    unused_volumes[count](): one "1 unused volume", other "{count} unused volumes";
    sum(things, cost): "{things}: {cost} a month.";

    // One of it: its name, what it is (one of the three that follow), what it costs.
    thing(name, what, cost): "{name}, {what}: {cost} a month";
    stopped: "stopped";
    lost_by_host: "host failed";
    no_pod_uses_it: "no pod uses it";
    // Takes one of it out of what is counted, for good; the second is for screen readers.
    keep_this: "I keep this";
    keep_named(name): "I keep this: {name}";
    // What it is then, in the place of the three above, and the way back.
    kept: "kept on purpose";
    count_again: "Count it again";
    count_named(name): "Count it again: {name}";
    // What dies with it.
    network_volume_stays: "Nothing is lost: its network volume stays.";
    nothing_lost: "Nothing is lost: it has no volume.";
    volume_lost(gb): "Everything on it is lost for good: up to {gb} GB.";

    // The button that removes what is ticked, while nothing is; then with what it removes. `saved` is an amount.
    delete_selected: "Delete selected";
    end_pods[count](saved): one "End 1 pod · saves {saved} a month", other "End {count} pods · saves {saved} a month";
    delete_volumes[count](saved):
        one "Delete 1 volume · saves {saved} a month",
        other "Delete {count} volumes · saves {saved} a month";
    end_pods_delete_volume[count](saved):
        one "End 1 pod, delete 1 volume · saves {saved} a month",
        other "End {count} pods, delete 1 volume · saves {saved} a month";
    end_pods_delete_volumes[count](volumes, saved):
        one "End 1 pod, delete {volumes} volumes · saves {saved} a month",
        other "End {count} pods, delete {volumes} volumes · saves {saved} a month";

    // What is asked before: a name and what dies with it, for each that takes something with it; then one sentence.
    thing_lost(name, loss): "“{name}”: {loss}";
    nobody_brings_back: "Nobody can bring that back, RunPod neither.";
    keep: "Keep it all";
    delete: "Delete for good";
}
