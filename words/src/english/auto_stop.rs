//! What ends or stops a pod without a click.

use crate::text::words;

words! {
    // One line on each pod, beginning with a small letter. `at` is an instant (“at 14:00”, “tomorrow at 01:00”), `time`
    // a length of time. To end a pod deletes it, to stop it keeps its disk.
    timer_ends(at): "ends {at} (in the pod)";
    timer_stops(at): "stops {at} (in the pod)";
    timer_did_not_end(at): "was to end {at} (in the pod), and did not: end it";
    timer_did_not_stop(at): "was to stop {at} (in the pod), and did not: stop it";
    timer_ends_after_start(time): "ends {time} after it starts (in the pod)";
    timer_stops_after_start(time): "stops {time} after it starts (in the pod)";
    page_ends(at): "ends {at} only while this page is open";
    page_stops(at): "stops {at} only while this page is open";
    page_ends_idle(time): "ends when its GPU was idle for {time}, only while this page is open";
    page_stops_idle(time): "stops when its GPU was idle for {time}, only while this page is open";
    nothing_ends_it: "nothing ends this pod";
    // Two of the above.
    both(timer, rule): "{timer}; {rule}";

    // Why a pod is gone, or has stopped, although nobody clicked for it.
    timer_ended(at): "Ended by its timer {at}.";
    timer_stopped(at): "Stopped by its timer {at}.";
    ended_elsewhere: "It was ended, and not from here.";
    stopped_elsewhere: "Nobody here asked for that.";
    ended_while_closed: "It ended while this page was closed: by its timer, or from somewhere else.";
    // Behind each of the above that tells of an end.
    gpu_costs_nothing: "Its GPU costs nothing any more.";
    // `clock`: a time of day, such as 10:01.
    rule_ends_idle(clock): "This page ends it by your rule: its GPU has been idle since {clock}.";
    rule_stops_idle(clock): "This page stops it by your rule: its GPU has been idle since {clock}.";
    rule_ends_due(at): "This page ends it by your rule: it was due {at}.";
    rule_stops_due(at): "This page stops it by your rule: it was due {at}.";
    // The same once it is gone, or has stopped.
    rule_ended_idle(clock): "Ended by your rule: its GPU had been idle since {clock}.";
    rule_stopped_idle(clock): "Stopped by your rule: its GPU had been idle since {clock}.";
    rule_ended_due(at): "Ended by your rule: it was due {at}.";
    rule_stopped_due(at): "Stopped by your rule: it was due {at}.";
    // One line a pod: its name, and one of the above.
    exit_notice(name, why): "“{name}”: {why}";
    more_gone[count](): one "One more pod is gone besides.", other "{count} more pods are gone besides.";

    // A part of a pod's page.
    change_timer: "Change or cancel the timer in the pod";
    from_inside:
        "The timer runs inside the pod. It also does what one of these lines says, entered in a terminal of the pod (in \
         Jupyter, or over SSH). This page does not see such a change, and goes on showing the time that it knows. A \
         start after a stop, a reset and a restart begin the full time anew.";
    // What a line for the terminal does; it stands beside the line.
    line_two_hours: "Ends it two hours from now";
    line_eight_hours: "Ends it eight hours from now";
    line_no_timer: "Switches the timer off";
    line_time_left: "Tells how long is left";
    // Follows on “Copy” on the button that copies such a line; `does` is what the line does.
    line_to_copy(does): "the line: {does}";

    // The page's own rule.
    page_rule:
        "This page can also act for you: it ends the pod, or stops it where the pod has a volume of its own. It \
         works only while the page is open on a computer that is awake.";
    idle_minutes: "When its GPU was idle for (minutes)";
    idle_minutes_wrong: "Type whole minutes, from 5 to 1440.";
    set_idle: "Set the idle rule";
    time_of_day: "At a time of day";
    // `example` is a time of day as it is written where the person is.
    time_of_day_wrong(example): "Type a time, like {example}.";
    set_time_of_day: "Set the time";
    remove_rule: "Remove the rule";
    rule_set: "The rule is set. It holds only while this page is open in this browser.";
    rule_removed: "The rule is removed.";
    rule_not_kept: "This browser keeps nothing for this page, so the rule was not set.";
}
