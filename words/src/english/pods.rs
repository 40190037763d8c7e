//! What is known of pods and asked of them.

use crate::text::words;

words! {
    // What can be done to a pod, as on its button. End: RunPod calls it terminate; the pod is gone for good.
    end: "End";
    stop: "Stop";
    start: "Start";

    // A program's link where it is not known what listens there.
    port(number): "port {number}";

    // A pod whose price is a bid, on its card.
    spot: "spot";
    spot_bid(bid): "spot, bid {bid}";
    spot_on_demand(rate): "spot (on demand from {rate})";
    spot_bid_on_demand(bid, rate): "spot, bid {bid} (on demand from {rate})";
    // What several pods cost per hour, where RunPod does not tell the price of each.
    cost_at_least(rate): "at least {rate}";

    // Above the list of pods: which are shown.
    shown_all: "all";
    shown_running: "running";
    shown_coming: "on the way";
    shown_stopped: "stopped";
    shown_attention: "needs attention";
    // Above the list of pods: by what they are sorted.
    sort_newest: "newest first";
    sort_name: "name";
    sort_hourly: "cost per hour";
    sort_spent: "spent so far";
    sort_state: "state";
    // Above the list of pods: by what they are grouped.
    group_nothing: "nothing";
    group_volume: "network volume";
    group_place: "data center";
    // Above the list of pods: the two ways to lay it out.
    layout_cards: "Cards";
    layout_table: "Table";

    // The bar that is always in sight: how many pods run.
    running[count](): one "1 running", other "{count} running";
    running_at_least[count](): one "at least 1 running", other "at least {count} running";
    running_unknown: "pods unknown";
    // The same: what they cost per hour.
    cost_now(rate): "{rate} now";
    cost_now_at_least(rate): "at least {rate} now";
    cost_now_storage(rate): "{rate} now, for storage";
    cost_unknown: "cost not known yet";
    // Beside the list, where not all of it can be shown.
    list_faulty: "RunPod reports a fault in its list, so pods may be missing here.";
    unreadable[count](): one "RunPod's list has one pod that this page can't read.",
        other "RunPod's list has {count} pods that this page can't read.";
    unreadable_may_cost[count](): one "It may cost money: look in RunPod's console.",
        other "They may cost money: look in RunPod's console.";

    // A pod that was stopped, and runs again otherwise than before. had: how many GPUs.
    started_without_gpu(name, had): "“{name}” was started without a GPU; it had {had} before.";
    started_with_gpus[count](name, had): one "“{name}” was started with 1 GPU; it had {had} before.",
        other "“{name}” was started with {count} GPUs; it had {had} before.";
    stop_if_not_enough: "Stop it below if that is not enough.";
    started_dearer(name, rate, agreed): "“{name}” costs {rate} now, more than the {agreed} that it was to cost when it \
        was stopped: RunPod's price has risen meanwhile.";
    stop_if_too_much: "Stop it below if that is too much.";

    // Beside a pod's buttons, in the place of the one that is missing.
    cannot_stop: "RunPod does not let it be stopped now. It goes on costing money until it is ended, or stopped later.";
    cannot_start: "RunPod does not let it be started now. Launch it again to get another pod.";

    // What follows if a pod is ended, stopped, started, restarted or changed: what is lost.
    nothing_more_lost: "Nothing more is lost: its container disk was emptied when it was stopped.";
    outside_deleted(path): "Everything outside {path} is deleted.";
    own_volume_deleted(gb, path): "Everything on it is deleted, the {gb} GB of its own volume in {path} too.";
    all_files_deleted: "It has no volume: all its files are deleted.";
    // What stays.
    network_volume_stays(name, path): "The volume “{name}” stays, with all that is in {path}.";
    own_volume_stays(path, gb): "What is in {path} stays on the pod's own volume ({gb} GB).";
    // What it costs then. rate: per hour; monthly: an amount of money.
    costs_nothing: "It costs nothing any more.";
    will_cost(rate, monthly): "It will cost {rate} ({monthly} a month), until you stop or end it.";
    goes_on_costing(rate, monthly): "It goes on costing {rate} ({monthly} a month), disks included.";
    costs_unknown: "It costs money, but RunPod tells no price.";
    own_volume_costs(gb, rate, monthly):
        "Its {gb} GB go on costing {rate} ({monthly} a month), twice as much as while it runs.";
    network_volume_costs(name, rate, monthly): "“{name}” costs {rate} ({monthly} a month), with or without a pod.";
    network_volume_costs_the_same: "Its network volume costs the same with or without a pod.";
    // What else to know of it.
    gpu_given_back: "Its GPU is given back and may be taken by others: whether it can be started again is not sure.";
    same_machine_or_none: "It starts on the same machine or not at all. If others have its GPU, RunPod may refuse, or \
        start it without a GPU, so that you can fetch your data.";
    restart_keeps_gpu: "It keeps its GPU. Addresses of TCP ports may change.";
    edit_starts_anew: "RunPod rebuilds it with what you changed. It keeps its GPU.";
    edit_stays_stopped: "It stays stopped.";

    // The same of several pods together: a part for each kind of pod, the sentence of all these parts, and the rest.
    several_network_volume[count](): one "1 keeps its network volume", other "{count} keep their network volumes";
    several_network_volume_costs[count](rate): one "1 keeps its network volume, which goes on costing {rate}",
        other "{count} keep their network volumes, which go on costing {rate}";
    several_own_volume_lost[count](gb): one "1 loses {gb} GB of its own volume",
        other "{count} lose {gb} GB of their own volumes";
    several_own_volume_kept[count](gb, rate): one "1 keeps {gb} GB of its own volume, which go on costing {rate}",
        other "{count} keep {gb} GB of their own volumes, which go on costing {rate}";
    several_no_volume[count](): one "1 has no volume", other "{count} have no volume";
    several_gap: "; ";
    // In the place of all that where there is no volume at all: of two, and of more.
    neither_has_volume: "Neither has a volume.";
    none_has_volume: "None has a volume.";
    several_all_deleted: "All their files will be deleted.";
    several_all_deleted_gpus_free: "All their files will be deleted, and their GPUs may be taken by others.";
    several(parts): "{parts}.";
    several_rest_deleted: "Everything else on them is deleted.";
    several_rest_deleted_gpus_free: "Everything else on them is deleted, and their GPUs may be taken by others.";
    // The question before several pods are ended. volumes: a list of such as “comfy” (40 GB).
    volumes_deleted[count](volumes): one "A pod's own volume will be deleted with it: {volumes}.",
        other "Pods' own volumes will be deleted with them: {volumes}.";
    volume_of(name, gb): "“{name}” ({gb} GB)";

    // The pod's page: why there is no way into it. It: the pod.
    not_started: "It has not started yet.";
    is_stopped: "It is stopped: start it first.";
    is_gone: "It is gone.";
    // In the place of a command for SSH.
    ssh_name_untold: "RunPod does not say under which name it is reached.";
    ssh_name_odd: "RunPod tells a name for it that is none, so no command is offered.";
    ssh_port_missing:
        "It needs the port 22/tcp, which this pod does not have: launch it again with 22/tcp among its ports.";
    // In the place of a TCP port's address. wired: RunPod has given the port an address outside of the pod.
    port_not_chosen: "RunPod has not chosen it yet, or its machine has no public address.";
    ports_chosen_several: "RunPod has chosen several: inside the pod, RUNPOD_TCP_PORT_ with this number behind it says \
        which this is.";
    ports_not_wired: "RunPod has not wired its ports yet. That takes a few seconds after the start.";
    port_not_wired: "RunPod has wired other ports, but not this one: its machine probably has no public address.";
    no_public_address: "Its machine has no public address.";
    address_odd: "RunPod tells an address for it that is none.";
    // Above a pod's links.
    links_are_open: "Whoever has one of these links gets in: RunPod asks nobody for a login there. Do not share them.";
    filebrowser_is_open: "FileBrowser starts with a login that is the same for everybody and public: the image's own \
        page tells it. Sign in and change the password first, in FileBrowser's settings: until then, whoever has the link \
        can read, change and delete the files on this pod.";

    // What is measured on a pod's machine, as labels.
    meter_gpu: "GPU";
    meter_gpu_memory: "GPU memory";
    meter_cpu: "CPU";
    meter_memory: "Memory";
    // Beside a meter's line. meter: one of these labels; span: some seconds; low, high and last: percents.
    meter_untold(meter): "{meter}: RunPod does not say";
    meter_last(meter, last): "{meter} {last} %";
    meter_even[minutes](meter, last): one "{meter} {last} %, all through the last minute",
        other "{meter} {last} %, all through the last {minutes} minutes";
    meter_even_seconds(meter, last, span): "{meter} {last} %, all through the last {span}";
    meter_between[minutes](meter, last, low, high):
        one "{meter} {last} %, lowest {low} %, highest {high} % in the last minute",
        other "{meter} {last} %, lowest {low} %, highest {high} % in the last {minutes} minutes";
    meter_between_seconds(meter, last, low, high, span):
        "{meter} {last} %, lowest {low} %, highest {high} % in the last {span}";

    // Notices that stay until they are read. name: a pod's.
    twin(name): "RunPod made “{name}” twice from one launch.";
    twin_is_ended: "The younger one is being ended at once; it costs a few cents at most.";
    end_not_confirmed(name): "Before this visit you asked to end “{name}”, and RunPod did not confirm it.";
    stop_not_confirmed(name): "Before this visit you asked to stop “{name}”, and RunPod did not confirm it.";
    start_not_confirmed(name): "Before this visit you asked to start “{name}”, and RunPod did not confirm it.";
    not_done_by_itself:
        "More than a day has passed, or the pod was started again since, so this page does not do it by itself.";
    ask_again: "If the pod is still there, it goes on costing money: ask again if you still want that.";
    came_after_all(name): "RunPod has made “{name}” after all.";
    came_and_costs: "It is in the list, and it costs money: end it if you do not want it.";

    // Where this computer's clock and RunPod's are minutes apart. time: a length of time.
    clock_behind(time): "This computer's clock is {time} behind RunPod's.";
    clock_ahead(time): "This computer's clock is {time} ahead of RunPod's.";
    clock_reckoned: "Costs and waits are reckoned with that in mind; times of day here are those of this computer.";
}
