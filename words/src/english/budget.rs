//! The most that a person wants to spend in a session.

use crate::text::words;

words! {
    // Where it stands. `time` is a length of time.
    reached(limit, spent): "Budget of {limit} reached: {spent} spent in this session.";
    lasts(spent, limit, time): "{spent} of {limit} spent: reached in {time} at this rate.";
    // The same with timers in pods, which end or stop these before; and where they do so before it is reached.
    lasts_timed(spent, limit, time): "{spent} of {limit} spent: reached in {time}, with the timers that run.";
    outlasts_timers(spent, limit): "{spent} of {limit} spent: the timers that run end the spending before it is reached.";
    lasts_for_ever(spent, limit): "{spent} of {limit} spent; nothing costs money now.";
    none: "No budget is set.";

    // What it will stop, and what it stops now. `pods` are their names, one or several.
    coming(pods): "When it is spent, these are stopped: {pods}.";
    stopping(limit, pods): "Your budget of {limit} is reached: stopping {pods}.";
    volumes_stay: "What lies on their volumes stays; everything else on them is deleted.";
    one_has_no_volume(pod): "{pod} has no volume: all its files are deleted.";
    several_have_no_volume(pods): "{pods} have no volume: all their files are deleted.";

    // An alarm, also as a notification of the system's. Where it stands comes between two of them.
    alarm_title: "Your budget";
    most_is_spent: "80\u{a0}% of your budget is spent.";
    is_spent: "Your budget is spent.";
    nothing_is_stopped: "Nothing is stopped by it.";
    taken_back: "You took that back. Your budget is spent, and stops nothing any more: set it again if it is to.";

    // The form.
    heading: "Budget for this session";
    limit: "At most ($)";
    limit_help:
        "You are warned at 80\u{a0}% and at 100\u{a0}%. It works only while this page is open. Leave it empty for no \
         budget.";
    stop_what_runs: "When it is spent, stop what runs";
    stop_help:
        "A stop deletes what lies outside a pod's volume. You have a few seconds to undo it; if you do, the budget \
         stops nothing any more.";
    set: "Set the budget";
    kept_by_other_tab: "Another tab of this page keeps the books. Set the budget there.";
    no_amount: "Type an amount in dollars, like 5 or 2.50.";
}
