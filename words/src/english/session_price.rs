//! What a pod costs from its launch until its timer ends it.

use crate::text::words;

words! {
    // The launch form's headline, and the same on the button, without what comes then. `time` is a length of time.
    ends(time, cost): "{time} = {cost}, then it ends";
    stops(time, cost): "{time} = {cost}, then it stops";
    price(time, cost): "{time} = {cost}";

    // Below the headline. `rate` is a price per hour, `month` one per month.
    timer_waits(rate): "The timer begins when the pod has started. The minutes before that come on top, at {rate}.";
    ended_costs_nothing: "After the end the pod costs nothing.";
    stopped_costs(rate, month): "Stopped, it goes on costing ≈\u{a0}{rate} for its volume, {month} a month, until you end it.";
    volume_costs(volume, month): "Your volume “{volume}” costs {month} a month whether a pod runs or not.";
    volume_costs_unpublished(volume): "Your volume “{volume}” costs money whether a pod runs or not; RunPod does not publish its price.";
    // Without a timer: what it comes to until the next morning.
    until_today(clock, cost): "Left until {clock}, it costs ≈\u{a0}{cost}.";
    until_tomorrow(clock, cost): "Left until tomorrow at {clock}, it costs ≈\u{a0}{cost}.";

    // Warnings: what comes before the timer. `time` is a length of time; the first three are followed by one of the two
    // after them.
    more_than_balance(cost, balance, time): "{cost} is more than your balance of {balance}: it lasts {time}.";
    balance_ends_before_timer(time): "Your balance ends in {time}, before the timer does.";
    balance_ends(time): "Your balance ends in {time}.";
    then_runpod_deletes: "RunPod then ends this pod with everything on it.";
    then_runpod_stops: "RunPod then stops this pod; its network volume stays for a while.";
    budget_stops(left, time): "Your budget has {left} left, enough for {time}: this page then stops what runs, if it is open.";
    budget_warns(left, time): "Your budget has {left} left, enough for {time}: you are warned then, and nothing is stopped.";
    budget_is_spent: "Your budget is spent: while this page is open, it stops what you launch.";

    // A pod that runs, with what it costs until then. `at` is an instant (“at 18:20”, “tomorrow at 01:00”), `cost` an amount,
    // perhaps with “at least” before it.
    pod_ends(at, cost): "Ends {at}, {cost} in all.";
    pod_stops(at, cost): "Stops {at}, {cost} in all.";
    named_ends(pod, at, cost): "“{pod}” ends {at}, {cost} in all.";
    named_stops(pod, at, cost): "“{pod}” stops {at}, {cost} in all.";

    // Behind what all comes to until the next morning, and when the balance would run out.
    timers_not_begun[count](): one "One pod has not started: its timer is not counted yet.",
        other "{count} pods have not started: their timers are not counted yet.";
    while_open(cost): "With your rules it is ≈\u{a0}{cost}, only while this page stays open.";
    idle_rule_not_counted: "A rule for an idle GPU is not counted: it acts only while this page is open.";
    // `at` is an instant.
    budget_spent_at(at): "Your budget is spent {at}: this page then stops what runs, if it is open.";
}
