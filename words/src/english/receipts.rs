//! Receipts of pods that have ended.

use crate::text::words;

words! {
    // A section that opens, and what it is. `most`: a number.
    heading: "Receipts of ended pods";
    about(most):
        "How long each pod was there, what it cost, and why it ended. The newest {most} receipts are kept, on this device \
         alone. Network volumes cost extra.";
    empty:
        "No receipt yet. When a pod ends, it stands here: how long it was there, what it cost, why it ended, and a button \
         that fills in the form for another one.";
    none_found: "No receipt matches.";
    loading: "Loading the receipts …";
    not_loaded: "The receipts could not be loaded. Nothing of them is lost.";
    written_by_newer: "A newer Launchpod has written these receipts. Reload the page to see them.";

    // Which receipts are shown.
    search: "Search receipts";
    search_example: "name or ID";
    month: "Month";
    all_months: "All months";
    list: "Receipts";

    // One receipt. `from` and `until` are a day and a time of day; the pod's time, its cost.
    from_until(from, until): "{from} to {until}";
    billed(amount): "{amount}, billed by RunPod";
    // Where the GPU's name is not known, and a machine without one.
    unknown_gpu(count): "GPU ×{count}";
    no_gpu: "no GPU";

    // What the receipts that are shown come to. `all`, `own`: estimates such as ≈ $1.20 or at least $1.20.
    sum_estimated[count](own): one "1 pod: {own}, this page's estimate.", other "{count} pods: {own}, this page's estimate.";
    sum_billed[count](billed): one "1 pod: {billed}, billed by RunPod.", other "{count} pods: {billed}, billed by RunPod.";
    sum_of_both[count](all, billed, own):
        one "1 pod: {all}. {billed} of it is billed by RunPod, {own} is this page's estimate.",
        other "{count} pods: {all}. {billed} of it is billed by RunPod, {own} is this page's estimate.";

    // Buttons and what came of them. The first is for those who hear the page.
    launch_again_named(name): "Launch again {name}";
    form_not_kept: "Its form was not kept.";
    download: "Download CSV";
    downloaded: "The file is saved.";
    not_downloaded: "Your browser does not let this page save a file.";

    // Why it ended.
    by_you: "You ended it";
    by_rule: "Ended by your rule";
    by_budget: "Ended by your budget";
    by_replacement: "Ended when its replacement was ready";
    by_twin: "Ended by this page: RunPod had made it twice";
    by_timer: "Ended by its timer";
    by_timer_unseen: "Gone while this page was not open; its timer was due in that time";
    by_runpod: "RunPod or its host took it away";
    by_others: "Ended, and not from this page";
    by_unseen: "Gone while this page was not open";
    by_unknown: "Why it ended is not known";

    // What filled the form in, and what is told of it.
    filled_in(name): "This form was filled in from the receipt of “{name}”. Nothing is launched until you press Launch.";
    form_not_readable(name): "What is kept of “{name}” can't be read. Your form is as it was.";
    not_all_kept:
        "Not all that its launch asked for is known: check the GPU type, the cloud, the environment and the login to a \
         registry.";
}
