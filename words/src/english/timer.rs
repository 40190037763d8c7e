//! Moving the timer in a pod from the page, and the last minutes before it acts.

use crate::text::words;

words! {
    // Buttons: an hour more and an hour less for the timer, no timer, and back to what it had.
    more: "+1 h";
    less: "−1 h";
    cancel: "Cancel timer";
    undo: "Undo";
    // `time`: a length of time.
    left(time): "{time} left";
    // cost: an estimated amount, with everything before now.
    left_and_cost(time, cost): "{time} left, {cost} in all";

    // One line on a pod, beginning with a small letter, in the place of when it ends. `asked` and `had` are instants (“at
    // 14:00”, “tomorrow at 01:00”): what was asked for, and what the timer in the pod has until it has read that. To act is
    // to end the pod or to stop it.
    asked_for(asked, had): "its timer is to act {asked}; until the pod reads this, within a minute, it acts {had}";
    asked_on(asked): "its timer is to act {asked}; until the pod reads this, within a minute, it has none";
    asked_off(had): "its timer is to be switched off; until the pod reads this, within a minute, it acts {had}";
    // The same when the pod should have said that it read it, and has not.
    unread_for(asked, had): "its timer is to act {asked}, but the pod has not said that it read this: it may act {had}";
    unread_on(asked): "its timer is to act {asked}, but the pod has not said that it read this: maybe nothing ends it";
    unread_off(had): "its timer is to be switched off, but the pod has not said that it read this: it may act {had}";

    // On the pod's page.
    how_it_is_moved:
        "These buttons write a mark behind the pod's name at RunPod. The timer in the pod reads it once a minute with the \
         pod's own key, and says so in the log. RunPod's own pages show the mark, too. Whether RunPod lets every pod \
         read its own name is not proven: until the pod has said that it read the mark, count on the earlier time.";
    no_timer:
        "No timer of this page's runs in this pod, and none can be set without rebuilding it. The rule below ends the \
         pod while this page is open.";
    old_timer:
        "The timer in this pod is of an earlier version of this page: it can only be moved from inside the pod, with the \
         lines below. The rule below can end the pod earlier while this page is open.";

    // On the pod's page, too. LAUNCHPOD_NOTIFY stays as it is.
    sends_notices:
        "The pod sends notices to an address of your own: when it is ready, before its timer acts and when it does. The address \
         is in its variable LAUNCHPOD_NOTIFY. Nothing tells you there when somebody or RunPod ends the pod.";

    // A notification, the tab's title, and what is said in both of what is lost. `time` is a length of time.
    ends_in(name, time): "“{name}” ends in {time}.";
    stops_in(name, time): "“{name}” stops in {time}.";
    tab_ends(name, time): "{time}: {name}";
    no_volume: "This pod has no volume.";
    disk_is_deleted(gb): "All on its disk of {gb} GB is deleted.";
    network_volume_stays(gb): "Its network volume stays. All on its disk of {gb} GB outside it is deleted.";
    own_volume_stays(gb): "Its own volume stays. All on its disk of {gb} GB outside it is deleted.";
    own_volume_goes(gb): "Its own volume of {gb} GB is deleted with all that is on it.";
}
