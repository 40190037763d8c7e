//! The list of pods.

use crate::text::words;

words! {
    // The window's title, and the page's heading.
    title: "Pods · Launchpod";
    heading: "Pods";
    // Names the list, and the search in it, for screen readers.
    your_pods: "Your pods";
    // How old the list is. `source` is whom the page asks: “RunPod”, “the simulator”.
    checked_now(source): "checked just now · {source}";
    checked(age, source): "checked {age} ago · {source}";
    asking(source): "asking {source} …";
    // Buttons: the list is asked for now; and the same where the last one failed.
    refresh: "Refresh";
    try_now: "Try now";
    no_pods: "No pods. Nothing runs, and only network volumes cost money.";
    launch: "Launch a pod";
    // Where there are none: what a pod is, three steps each with a line below it, and what it costs until then.
    what_is_a_pod: "A pod is a computer with a GPU that you rent from RunPod by the second and use in your browser.";
    step_choose: "Choose a GPU";
    step_choose_more: "The form has one chosen, with its price per hour.";
    step_launch: "Launch";
    step_launch_more: "RunPod places the pod on a machine and loads its image. That takes some minutes.";
    step_open: "Open ComfyUI";
    step_open_more: "The button is here as soon as it answers. End the pod when you are done.";
    free_until_launch: "A pod costs nothing until you launch it.";

    // What narrows the list down, above it.
    tools: "Filter, sort and select";
    search: "Search";
    // What can be searched for, within the empty field.
    search_hint: "Name, GPU, image, volume …";
    // Labels of three choices.
    show: "Show";
    sort_by: "Sort by";
    group_by: "Group by";
    select_all(count): "Select all {count} shown";
    // Names the switch between cards and a table, for screen readers.
    layout: "Layout";
    // Headings of the table's columns.
    column_name: "Name";
    column_stage: "State";
    column_gpu: "GPU";
    column_place: "Data center";
    column_ends: "Ends";
    // `cost` is an hourly price, perhaps with “at least” before it.
    hidden[count](cost):
        one "1 more pod, {cost}, is hidden by the filter.", other "{count} more pods, {cost}, are hidden by the filter.";
    show_all: "Show all";

    // Headings within the list, where it is grouped, and what stands below each.
    group_no_place: "No data center yet";
    group_no_volume: "No network volume";
    group_volume(name): "Volume “{name}”";
    group_volume_id(id): "Volume {id}";
    group_sum[count](cost): one "1 pod, {cost}", other "{count} pods, {cost}";

    // What a pod is, in one line of parts: “RTX 4090 ×1 · spot · EU-RO-1 · volume “models” · image”.
    no_gpu: "no GPU";
    // GPUs whose type is not known.
    unknown_gpus(count): "GPU ×{count}";
    volume(name): "volume “{name}”";
    // Before a pod's name: selects it.
    select: "Select";
    // Labels of a length of time and two prices.
    up_for: "Up for";
    costs: "Per hour";
    so_far: "So far";
    price_unknown: "price unknown";

    // How far it has come.
    // Behind the stage: “Running · missing from …”. The page is asking RunPod for the pod.
    unlisted: "missing from RunPod's list, asking";
    // Before the last line of its log.
    its_log: "Its log:";
    // Names the steps, for screen readers.
    on_the_way: "On the way to ready";
    // The step at which it is.
    now: "now";
    disk_costs: "Its disk goes on costing money until you end it.";
    // RunPod's last word on a pod, where it is known what it means. `when` is an instant: “at 14:00”, “3 d 2 h ago”.
    stopped_when(when): "Stopped {when}.";
    runpod_stopped_when(when): "Stopped by RunPod {when}.";
    outbid_when(when): "Stopped {when}: somebody bid more for its GPU.";
    // `times`: a number above one.
    download_failed(times): "The download failed {times} times, and starts over.";
    // Anything else that RunPod says, as it says it.
    runpod_says(words): "RunPod says: “{words}”";

    // Links to the programs on it. `program` is a name or “port 8000”.
    programs: "Programs on this pod";
    open(program): "Open {program}";
    open_maybe(program): "Open {program} (may not be ready)";
    no_safe_link(program): "{program}: no safe link for this pod's id";
    try_unreadable(program): "Try {program} (its answer can't be read here)";
    try_silent(program): "Try {program} (no answer yet)";
    // What is copied: follows on “Copy”.
    address_of(program): "the address of {program}";
    // Behind a link's words, for screen readers.
    new_tab: "(opens in a new tab)";
    // A link, and what follows on it for screen readers.
    connect: "Connect";
    connect_to(name): "to {name}";

    // The buttons of a pod.
    move_elsewhere: "Move to another machine";
    launch_again: "Launch again";
    start(price): "Start · {price}";
    // On the button while it is done.
    ending: "Ending…";
    stopping: "Stopping…";
    starting: "Starting…";
    // Tooltips: RunPod's own words for what the buttons do.
    runpod_terminate: "RunPod calls this terminate";
    runpod_stop_resume: "RunPod calls these stop and resume";
    elsewhere_ending: "Another tab of this page is ending it.";
    elsewhere_stopping: "Another tab of this page is stopping it.";
    elsewhere_starting: "Another tab of this page is starting it.";
    // Asked before an end. Each answer also stands with the pod's name, for screen readers.
    loses_volume(gb): "Its own volume of {gb} GB will be deleted. End it?";
    end_and_delete: "End and delete";
    end_and_delete_pod(name): "End and delete {name}";
    keep: "Keep";
    keep_pod(name): "Keep {name}";
    dismiss: "Dismiss";

    // What has become of a click: sentences that follow one on another. What RunPod answered may stand between them.
    asked_end: "RunPod has been asked to end it.";
    asked_stop: "RunPod has been asked to stop it.";
    asked_start: "RunPod has been asked to start it.";
    may_still_cost: "The pod may still cost money.";
    may_cost_already: "It may run and cost money already.";
    made_twice: "RunPod made this pod a second time from one launch. It is being ended at once.";
    looks_first: "This page looks first, and asks again only if it was not started: leave it open.";
    tries_again: "This page tries again by itself: leave it open.";
    not_ended: "It was not ended.";
    not_stopped: "It was not stopped.";
    hopeless: "Somebody on the way may have refused it, so this page asks again every few minutes; do not rely on that.";
    agreed_end: "RunPod has agreed. Waiting until its list no longer has the pod.";
    agreed: "RunPod has agreed. Waiting until its list says so too.";
    not_ended_costs: "It was not ended, and goes on costing money.";
    not_stopped_costs: "It was not stopped, and goes on costing money.";
    not_started_volume: "Its own volume lies on this machine alone: another pod begins with an empty one.";

    // A countdown, before its Undo: beside the pod, with the pod's name elsewhere, or for several pods.
    ending_in(seconds): "Ending in {seconds}\u{a0}s.";
    stopping_in(seconds): "Stopping in {seconds}\u{a0}s.";
    starting_in(seconds): "Starting in {seconds}\u{a0}s.";
    ending_pod_in(name, seconds): "Ending “{name}” in {seconds}\u{a0}s.";
    stopping_pod_in(name, seconds): "Stopping “{name}” in {seconds}\u{a0}s.";
    starting_pod_in(name, seconds): "Starting “{name}” in {seconds}\u{a0}s.";
    ending_pods_in(count, seconds): "Ending {count} pods in {seconds}\u{a0}s.";
    stopping_pods_in(count, seconds): "Stopping {count} pods in {seconds}\u{a0}s.";
    starting_pods_in(count, seconds): "Starting {count} pods in {seconds}\u{a0}s.";
    // The same while it stands still, because the pointer or the keyboard is there.
    ending_soon: "Ending soon.";
    stopping_soon: "Stopping soon.";
    starting_soon: "Starting soon.";
    ending_pod_soon(name): "Ending “{name}” soon.";
    stopping_pod_soon(name): "Stopping “{name}” soon.";
    starting_pod_soon(name): "Starting “{name}” soon.";
    ending_pods_soon(count): "Ending {count} pods soon.";
    stopping_pods_soon(count): "Stopping {count} pods soon.";
    starting_pods_soon(count): "Starting {count} pods soon.";
    paused: "Paused while you are here.";
    undo: "Undo";
    undo_all(count): "Undo all {count}";
    // The same button for screen readers.
    undo_end(name): "Undo ending {name}";
    undo_stop(name): "Undo stopping {name}";
    undo_start(name): "Undo starting {name}";

    // What is done with those that are selected.
    selected_pods: "Selected pods";
    selected[count](cost): one "1 selected, {cost}", other "{count} selected, {cost}";
    stop_selected(count): "Stop {count}";
    end_selected(count): "End {count}";
    select_none: "Select none";
    end_selected_and_delete(count): "End {count} and delete";
    keep_selected: "Keep them";

    // A pod without a GPU, and the one that takes its place.
    successor_to_come: "A new pod is to take its place. This one is ended when that one is ready.";
    // `pod` is a name in quotation marks, or an id.
    ended_when_ready(pod): "It is ended when {pod} is ready.";
    successor_unproven(pod): "{pod} takes its place, and can't prove that it is ready. Try it, and then end this one.";
    quoted(name): "“{name}”";
    gpu_gone:
        "It runs without a GPU: its machine had none left. That is enough to fetch files. “Move to another machine” launches the \
         same again where there is a GPU.";
    gpu_gone_own_volume:
        "It runs without a GPU: its machine had none left. That is enough to fetch what is on its own volume, which lies on this \
         machine alone. Then launch it again elsewhere, and end this one.";
    keep_this_too: "Keep this one too";
}
