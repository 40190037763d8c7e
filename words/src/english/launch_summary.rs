//! The launch page: what the form gets and costs, and the button.

use crate::text::words;

words! {
    // The button, by what the page is doing. The gap holds a price.
    launch: "Launch";
    launch_for(price): "Launch · {price}";
    launch_another(price): "Launch another · {price}";
    launching: "Launching …";
    waiting: "Waiting …";
    filling_in: "Filling the form in …";
    checking_prices: "Checking prices …";
    // Above the button.
    fields_need_a_look[count](): one "One field needs another look.", other "{count} fields need another look.";
    already_launched(name): "You have launched “{name}” from this form. One more click makes one more pod.";

    heading: "What you get";
    type_a_bid: "Type your bid to see the price.";
    choose_a_gpu: "Choose a GPU type to see the price.";
    // What it runs on: the name of a GPU and its memory. It fills the gap `machine` below.
    machine_with_memory(name, gb): "{name} with {gb} GB";
    // First what the pod runs on and where; the cloud is “Secure Cloud” or “Community Cloud”.
    beside_volume(machine, data_center, volume): "{machine}, in {data_center}, on your volume “{volume}”.";
    in_data_center(machine, data_center, cloud): "{machine}, in {data_center}, in the {cloud}.";
    anywhere(machine, cloud): "{machine}, wherever RunPod has it, in the {cloud}.";
    // Then what is kept of its files,
    own_volume: "Its volume is kept when it stops, and deleted when it ends.";
    no_volume: "No volume: your files are deleted when it ends.";
    // then why it can't be had now, like “out of stock”, or what is tried after it.
    just_now(reason): "Just now: {reason}.";
    then_choices[count](): one "If it is taken, your other choice is tried.",
        other "If it is taken, your {count} other choices are tried.";
    then_similar[count](): one "If it is taken, a similar one is tried.", other "If it is taken, {count} similar ones are tried.";
    // Behind either of the two above. `limit` is the price per hour that the person has set for that.
    you_approve: "You approve anything more expensive.";
    you_approve_above(limit): "You approve anything above {limit}.";

    // Before the sentences that say what spot is.
    spot: "Spot";

    billing: "Billing starts when RunPod assigns a machine and stops when the pod ends, whether or not you use it.";
    // What ends it if nobody does; the gap holds a length of time.
    nothing_ends_it: "Nothing ends it by itself.";
    timer_ends_it(after): "A timer inside it ends it {after} after its start, also when this page is closed.";
    timer_stops_it(after): "A timer inside it stops it, which keeps its own volume, {after} after its start, also when this page \
        is closed.";

    // The lines of the price, each with a price beside it; beside the last a length of time.
    price: "Price";
    machine: "Machine";
    // In place of it for spot: what is bid, and what the same costs on demand.
    machine_at_bid: "Machine, spot bid";
    machine_on_demand: "Same machine on demand";
    disks: "Disks while it runs";
    disks_stopped: "Disks while it is stopped";
    a_whole_day: "A whole day";
    spend_now: "All you spend now";
    would_spend: "All you would spend";
    balance_lasts: "Your balance would last";
    // A price that is not told exactly, and none.
    about(price): "≈ {price}";
    costs_nothing: "nothing";
}
