//! Failures: what happened, what it means for the money, what to do now.

use crate::text::words;

words! {
    // What happened: the first line of a failure's box, and inside of other texts, a sentence of its own.
    no_access: "Your browser could not reach RunPod, or was not allowed to.";
    offline: "This computer is offline, so your browser could not reach RunPod.";
    cors_blocked: "RunPod is there, but does not let your browser in from this page.";
    relay_failed: "This page's own server passes requests on to RunPod, but gets no answer from it.";
    timed_out: "RunPod did not answer in time.";
    wrong_key: "RunPod does not know this key.";
    forbidden: "This key may not do that.";
    no_capacity: "RunPod has no machine free for exactly this.";
    host_full: "All GPUs of this pod's machine are taken by others.";
    too_little_money: "There is too little money in your RunPod account.";
    spend_limit: "This would go over the spend limit of your RunPod account.";
    pod_not_found: "RunPod does not have this pod any more.";
    rate_limited: "RunPod asks for fewer requests.";
    server_trouble: "RunPod has trouble of its own.";
    maintenance: "RunPod is closed for maintenance, or overloaded.";
    retired: "RunPod has switched off the interface that this page uses.";
    schema_mismatch: "RunPod did not understand the request. That is a fault of this page.";
    refused: "RunPod refused, in words of its own.";
    invalid_response: "Something came back that is no answer of RunPod's.";

    // What it means for the money: the second line of the box. “It” is the pod, or the volume where the name says so.
    money_nothing_changed: "Nothing was changed in your account.";
    money_reading: "What you see may be out of date; running pods go on costing money.";
    money_gone: "It costs nothing any more.";
    money_reading_log: "The pod goes on as it was, and costs what it did.";
    money_launch_unclear: "It is not known yet whether a pod was made.";
    money_not_launched: "No pod was made, and nothing is charged.";
    money_start_unclear: "It may run and cost money: watch the list.";
    money_not_started: "It was not started, and its GPU costs nothing.";
    money_may_run: "The pod may still run and cost money.";
    money_setup_unclear: "It may have been rebuilt or not; it costs what it did.";
    money_not_set_up: "It goes on as it was, and costs what it did.";
    money_volume_unclear: "It is not known yet whether the volume was made.";
    money_no_volume: "No volume was made, and nothing is charged.";
    money_volume_growth_unclear: "It may have grown, and cost more: look at its size.";
    money_volume_not_grown: "It has not grown, and costs what it did.";
    money_volume_deletion_unclear: "It may be gone, or still be there and cost money.";
    money_volume_not_deleted: "It is still there, with all that is on it, and costs what it did.";
    money_secrets: "Secrets cost nothing.";

    // What to do about a failure that may pass: the third line of the box, before what else can be done.
    wait_for_launch: "Wait: the page looks for the pod before anything else is tried.";
    wait_for_volume: "Wait: the page looks for the volume before anything else is tried.";
    wait_and_watch_list: "Look at the list before you try again.";
    wait_and_watch_uptime: "Look at how long it has been up before you try again.";
    leave_open: "Leave this page open: it tries again by itself.";
    // time: a length of time, like “12 s”.
    leave_open_for(time): "Leave this page open: it tries again by itself, in {time} at the earliest.";
    wait_a_minute: "Wait a minute and try again.";
    wait(time): "Wait {time} and try again.";

    // What to do now: the third line of the box. Each begins with the name of the failure above that it is about.
    no_access_next: "Check your internet connection and any ad blocker.";
    offline_next: "Connect it again.";
    cors_blocked_next: "Your key is not to blame. If it worked before, wait a minute and try again. If it never did, open \
        this page from a server that passes requests on to RunPod (the README says how); until then use RunPod's console.";
    relay_failed_next: "Wait a minute and try again. If it stays so, tell whoever runs this page's server; RunPod's own \
        console may still work.";
    timed_out_next: "If this happens again and again, check whether your internet connection is slow.";
    server_trouble_next: "If it lasts, look at RunPod's status page or ask RunPod's support.";
    maintenance_next: "RunPod's status page tells when it will be back.";
    rate_limited_next: "Close other tabs and programs that use the same RunPod account.";
    invalid_response_next: "A network that asks you to sign in, as in a hotel or a company, may have answered: open any \
        other page to see.";
    wrong_key_next_at_sign_in: "Copy the key once more, whole, or make a new one in RunPod's settings under API Keys.";
    wrong_key_next: "The key may have been switched off. Forget it here and sign in with another one.";
    // “Read/Write” and “API Keys” stand so in RunPod's settings.
    forbidden_next_ending: "Sign in with a key that has Read/Write for api.runpod.io/graphql, or end the pod in RunPod's \
        console.";
    forbidden_next_stopping: "Sign in with a key that has Read/Write for api.runpod.io/graphql, or stop the pod in \
        RunPod's console.";
    forbidden_next_starting: "Sign in with a key that has Read/Write for api.runpod.io/graphql, or start the pod in \
        RunPod's console.";
    forbidden_next_log: "Sign in with a key that may read through REST v2: RunPod's settings, under API Keys. RunPod's \
        console shows the log too.";
    forbidden_next_secrets: "Sign in with a key that may use all of RunPod's API, or make the secret in RunPod's console.";
    forbidden_next: "Use a key that may read and write through the GraphQL API: RunPod's settings, under API Keys.";
    no_capacity_next_set_up: "The pod stays on its machine, which has no more to give: choose a smaller disk, or launch a \
        new pod.";
    no_capacity_next: "Choose another GPU type, fewer GPUs or a smaller disk, or try again later. RunPod says the same \
        when GPU type, data center, cloud and CUDA version do not go together; a network volume ties the pod to its own \
        data center.";
    host_full_next: "Try again later, or launch the same on another machine.";
    too_little_money_next_volume: "Add money in RunPod's billing page: storage is paid from the balance, too.";
    too_little_money_next: "Add money in RunPod's billing page: to start, a pod needs at least one hour's price in the \
        account.";
    spend_limit_next: "End another pod first, or ask RunPod's support to raise the limit.";
    pod_not_found_next_starting: "Launch a new pod instead.";
    pod_not_found_next: "There is nothing left to do.";
    retired_next: "Reload this page to get its newest version. Until then use RunPod's own console.";
    schema_mismatch_next: "Reload this page to get its newest version. If it happens again, use RunPod's own console.";
    refused_next: "Read what RunPod said, change what it names, and try again.";

    // Why a pod was not ended, stopped or started, beside the pod. “It” is the pod, or what was asked for.
    not_started: "It was not started.";
    reloaded: "The page was reloaded before RunPod confirmed it.";
    start_not_confirmed: "RunPod did not confirm the start within ten minutes, and is not asked again. It may run and cost \
        money.";
    start_never_sent: "It was not started: this page was away for too long.";
    // words: what RunPod said, as it said it.
    it_says(words): "It says: “{words}”.";
    // Behind a stop that was refused.
    end_instead: "End it instead, or use RunPod's console.";

    // Which way leads to RunPod, as in “checked just now · RunPod”.
    way_direct: "RunPod";
    way_by_relay: "RunPod, through this page's own server";
    way_simulator: "the simulator";

    // In the place of a word of RunPod's that did not come: how much of a GPU type is left; a pod's status.
    stock_not_known_here: "not known for one place";
    status_not_told: "not told";
}
