//! What was, is and will be spent.

use crate::text::words;

words! {
    // A pod's name within a sentence; the end of a list of such names that is cut short.
    pod(name): "“{name}”";
    pods_and_more(pods, more): "{pods} and {more} more";

    // The line that is always in sight: what all comes to until the next morning. `cost` is an amount.
    until_today(clock, cost): "If you change nothing until {clock}: ≈\u{a0}{cost}.";
    until_tomorrow(clock, cost): "If you change nothing until tomorrow at {clock}: ≈\u{a0}{cost}.";
    until_today_timed(clock, cost): "If you change nothing until {clock}, with the timers that run: ≈\u{a0}{cost}.";
    until_tomorrow_timed(clock, cost):
        "If you change nothing until tomorrow at {clock}, with the timers that run: ≈\u{a0}{cost}.";
    // `when` is an instant: at 18:05, tomorrow at 03:10, in 5 d 3 h.
    runs_out(when): "The balance would run out {when}.";
    used_up: "The balance is used up.";
    // Beside the balance, at the top of the page.
    today(cost): "{cost} today";
    // Where more may have been spent than is known; and below the bill, why.
    today_at_least(cost): "{cost}+ today";
    today_may_be_more: "Today may have cost more: part of the day was not seen here, or RunPod told no price.";

    // What dies when the balance runs out. `lost` and `kept` are pods' names: one, or several.
    ends_one(lost): "When the balance runs out, RunPod ends {lost} with everything on it.";
    ends_several(lost): "When the balance runs out, RunPod ends {lost} with everything on them.";
    stops_one(kept): "When the balance runs out, RunPod stops {kept}, and its network volume stays for a while.";
    stops_several(kept): "When the balance runs out, RunPod stops {kept}, and their network volumes stay for a while.";
    ends_one_stops_one(lost, kept):
        "When the balance runs out, RunPod ends {lost} with everything on it; it stops {kept}, and its network \
         volume stays for a while.";
    ends_one_stops_several(lost, kept):
        "When the balance runs out, RunPod ends {lost} with everything on it; it stops {kept}, and their network \
         volumes stay for a while.";
    ends_several_stops_one(lost, kept):
        "When the balance runs out, RunPod ends {lost} with everything on them; it stops {kept}, and its network \
         volume stays for a while.";
    ends_several_stops_several(lost, kept):
        "When the balance runs out, RunPod ends {lost} with everything on them; it stops {kept}, and their \
         network volumes stay for a while.";

    // The section, and its parts.
    spend: "Spend";
    spend_and_budget: "Spend and budget";
    undo_stop: "Undo the stop";
    dismiss: "Dismiss";
    now_heading: "Now, per hour";
    today_heading: "Today";
    session_heading: "This session";
    gpus: "GPUs and machines";
    pod_disks: "Disks of pods";
    network_volumes: "Network volumes";
    about_rate(rate): "≈ {rate}";
    in_all: "In all";
    // A pod or volume in a bill that is not there any more; and all those that are told together.
    gone(name): "{name} (gone)";
    earlier_ones: "earlier ones";
    // Beside a name in a bill: what it is.
    kind_pod: "pod";
    kind_volume: "volume";
    // What everything costs per hour, and its parts.
    now(total, gpus, storage): "{total} now: GPUs {gpus}, storage {storage}";

    // What is seen here beside what RunPod itself reports per hour.
    matches: "Matches RunPod's figures.";
    runpod_reports_more(told, more): "RunPod reports {told}: {more} more than the pods and volumes seen here.";
    runpod_reports_less(told, less): "RunPod reports {told}: {less} less than the pods and volumes seen here.";
    // The balance's fall beside what is seen here. `time` is a length of time. The first where both match.
    matches_with_balance(time): "Matches RunPod's figures, and the fall of your balance in the last {time}.";
    matches_balance(time): "Matches the fall of your balance in the last {time}.";
    fell_by_other(time, fall, ours):
        "In the last {time} your balance fell by {fall}; the pods and volumes seen here account for {ours}.";
    runpods_number_counts: "RunPod's number counts.";

    // Below the chart of the last day: its left end, its middle, its right end. `clock` is a time of day.
    day_ago(clock): "24 h ago, {clock}";
    half_a_day_ago(clock): "12 h ago, {clock}";
    chart_now(clock): "now, {clock}";
    // The last day, as a chart shows it.
    chart_even(rate, now, spent):
        "Spent per hour in the last 24 hours: {rate} all the time, now {now}; about {spent} in all.";
    chart(lowest, highest, now, spent):
        "Spent per hour in the last 24 hours: between {lowest} and {highest}, now {now}; about {spent} in all.";

    // What RunPod billed beside what this page had estimated, `own`. `time` is a length of time that ended at `clock`.
    bills_unread: "What RunPod billed could not be read, so only this page's estimates stand here.";
    billed_nothing(time, clock):
        "In the {time} until {clock} RunPod billed nothing for pods, and this page had estimated nothing.";
    billed_same(time, clock, billed, own):
        "In the {time} until {clock} RunPod billed {billed} for pods; this page had estimated {own}, the same.";
    billed_late(time, clock, billed, own):
        "In the {time} until {clock} RunPod billed {billed} for pods; this page had estimated {own}: bills may come \
         late.";
    billed_little_less(time, clock, billed, own):
        "In the {time} until {clock} RunPod billed {billed} for pods; this page had estimated {own}, less than 1 % \
         less.";
    billed_little_more(time, clock, billed, own):
        "In the {time} until {clock} RunPod billed {billed} for pods; this page had estimated {own}, less than 1 % \
         more.";
    billed_less(time, clock, billed, own, percent):
        "In the {time} until {clock} RunPod billed {billed} for pods; this page had estimated {own}, {percent} % \
         less.";
    billed_more(time, clock, billed, own, percent):
        "In the {time} until {clock} RunPod billed {billed} for pods; this page had estimated {own}, {percent} % \
         more.";
    // The same where some of it is for pods that this page has not seen: that, and then one sentence on the other pods.
    billed_unseen(time, clock, billed, unseen):
        "In the {time} until {clock} RunPod billed {billed} for pods; {unseen} of it is for pods that this page has \
         not seen.";
    others_same(own): "For the others it had estimated {own}, the same.";
    others_late(own): "For the others it had estimated {own}: bills may come late.";
    others_little_less(own): "For the others it had estimated {own}, less than 1 % less.";
    others_little_more(own): "For the others it had estimated {own}, less than 1 % more.";
    others_less(own, percent): "For the others it had estimated {own}, {percent} % less.";
    others_more(own, percent): "For the others it had estimated {own}, {percent} % more.";
}
