//! What is left to spend.

use crate::text::words;

words! {
    // In the header.
    balance(balance): "balance {balance}";
    balance_lasts(balance, lasts): "balance {balance}, enough for {lasts}";
    balance_not_told: "balance not told";
    // In the header, and below the launch form for how long the balance lasts.
    balance_retired: "RunPod no longer publishes the balance";
    // Below the launch form, for how long the balance lasts. A pod's timer ends it by itself.
    outlasts_timers: "longer than the timers run";
    lasts_not_known: "not known";
}
