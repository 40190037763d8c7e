//! What becomes of a launch: each try, waiting for stock, failures. Gaps called `name` hold the name of the pod to come.

use crate::text::words;

words! {
    dismiss: "Dismiss";
    see: "See";

    // Why a click on Launch came to nothing.
    no_random_numbers: "This browser gives no random numbers, so a launch could not be made safe. Use a current browser. Nothing was \
        launched.";
    no_storage: "This browser keeps nothing for this page, so a launch could be lost from sight. Allow site data for this page (a \
        private window may forbid it). Nothing was launched.";
    another_tab: "Another tab of this page is launching a pod. Wait until that is done, so that there are not two. Nothing was \
        launched here.";

    // A launch without a pod yet.
    asking(name): "Asking RunPod for “{name}” …";
    launching_elsewhere(name): "Another tab of this page is launching “{name}”. Nothing else is launched until that is known.";
    not_known_yet(name): "We do not know yet whether RunPod made “{name}”.";
    answer_lost: "Its answer was lost. This page looks for the pod until RunPod's list shows it, or still lacks it after two \
        minutes. It may exist and cost money: nothing else is launched until that is known.";
    // The gap holds a length of time.
    looking(time): "Looking for {time} …";
    not_launched(name): "“{name}” was not launched.";
    never_arrived(name): "“{name}” was not made: RunPod's answer was lost, and no pod of that launch appeared in two minutes. It \
        is safe to launch again.";

    // The way through the choices. `gpu` is what it would run on, `cloud` is “Secure Cloud” or “Community Cloud”.
    asking_for(gpu, cloud, price): "Asking for {gpu} in the {cloud} at {price} with its disk.";
    asking_for_next(gpu, cloud, price): "Asking for the next: {gpu} in the {cloud} at {price} with its disk.";
    all_dearer(agreed, gpu, cloud, price): "All that is left is dearer than the {agreed} you agreed to: {gpu} in the {cloud} at \
        {price} with its disk. Nothing is launched yet.";
    take_it(price): "Take it · {price}";
    do_not_take_it: "Don't";
    none_available: "None of your choices was available. Nothing was launched, nothing is charged.";
    tried: "What was tried";

    // Waiting for stock. `agreed` is a price.
    waiting_to_tell(name, agreed): "Waiting for stock for “{name}”. This page looks about three times a minute and says so here, at \
        {agreed} or less. It can look only while it is open: leave this tab open. Nothing is charged for waiting.";
    waiting_to_launch(name, agreed): "Waiting for stock for “{name}”. This page looks about three times a minute and launches it, \
        once, at {agreed} or less. It can look only while it is open: leave this tab open. Nothing is charged for waiting.";
    one_is_dearer(gpu, cloud, price): "There is one that is dearer: {gpu} in the {cloud} at {price} with its disk.";
    stop_waiting: "Stop waiting";
    stopped_waiting(name): "Stopped waiting for “{name}”. Nothing was launched.";
    in_stock(gpu, cloud, price): "In stock now: {gpu} in the {cloud} at {price} with its disk. It may be gone soon.";
    launch(price): "Launch · {price}";
    // The document's title.
    in_stock_title: "In stock now · Launchpod";

    // For whoever looks at the pods meanwhile. “See” follows.
    waits_for_stock(name): "Waiting for stock for “{name}”. Leave this tab open: it looks only while it is.";
    waits_for_decision(name): "“{name}” waits for your decision. Nothing is launched yet.";
    // A list follows: other machines and why RunPod had none.
    tried_first(name): "Tried for “{name}”, and not available:";
}
