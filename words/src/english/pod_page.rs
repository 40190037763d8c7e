//! The page of one pod.

use crate::text::words;

words! {
    unknown_pod:
        "Your RunPod account has no pod of this address. It may have ended, or belong to another account, or the link may be \
         incomplete. Nothing was changed.";
    gone:
        "This pod is gone: RunPod does not have it any more, and it costs nothing more. A network volume that was in it stays, and \
         goes on costing.";
    // `source` is whom the page asks: “RunPod”, “the simulator”.
    asking(source): "Asking {source} …";
    back: "Back to the pods";
    // Names the first part of the page, for screen readers.
    overview: "State, cost and buttons";
    // What is folded in here tells of each button what it would do.
    effects: "What these buttons do, and what goes on costing";
    // Wherever something is asked that the page needs.
    asking_runpod: "Asking RunPod …";
    not_there: "RunPod does not have this pod any more.";

    // Names the way to the sections of the page; their headings are its entries.
    on_this_page: "On this page";
    log: "Log";
    auto_stop: "Auto-stop";

    // The ways into it.
    connect: "Connect";
    asking_way: "Asking RunPod for the way …";
    ask_way_again: "Ask for the way again";
    ssh_proxy: "SSH through RunPod";
    ssh_proxy_help: "Interactive terminal only, no file copy. It needs your public key in your RunPod account.";
    ssh_direct: "SSH directly";
    ssh_direct_help:
        "Copies files too. It needs an SSH server in the image, which RunPod's own images have, and your public key in your RunPod \
         account before the pod was started.";
    tcp_port(port): "TCP port {port}";
    get_jupyter_password: "Get the Jupyter password";
    jupyter_password: "Jupyter password";
    no_jupyter_password:
        "RunPod has made no Jupyter password for this pod. If Jupyter asks for one, the image has its own: see its page, or launch \
         again with “Start Jupyter” switched on.";
    // What is copied: follows on “Copy”, and where it is a secret on “Show”.
    the_ssh_proxy_command: "the SSH command through RunPod";
    the_ssh_direct_command: "the direct SSH command";
    the_tcp_address(port): "the address of TCP port {port}";
    the_jupyter_password: "the Jupyter password";
    the_value_of(variable): "the value of {variable}";

    // Its environment variables.
    environment: "Environment";
    environment_help: "It may hold passwords: it is asked for when you want to see it, and kept nowhere.";
    show_environment: "Show the environment";
    hide_environment: "Hide the environment";
    environment_empty: "It is empty.";

    // Charts of how much it uses of its machine.
    usage: "Use";
    usage_help: "Last 10 minutes, as reported by RunPod while this page is open.";
    // In the place of all charts.
    usage_empty: "No figures yet: RunPod sends them once the program runs.";
    // In the place of one chart, while others have figures.
    usage_untold: "RunPod does not say";
    // Above a chart, and at its axes.
    percent(value): "{value} %";
    percent_range(lowest, highest): "{lowest} – {highest} %";
    minutes_ago[minutes](): one "1 min ago", other "{minutes} min ago";
    at_present: "now";

    // What was asked of it.
    history: "Asked from this device";
    history_empty: "Nothing yet.";

    // The form with which RunPod builds its container again: a heading, what it is for, and what opens it.
    edit: "Reset or rebuild";
    edit_help: "Start over from its image, or run another image or command on the same machine.";
    edit_open: "Change its program, or reset it";
    reset: "Reset pod";
    rebuild: "Apply and rebuild";
    asked: "RunPod has been asked …";
    rebuilding: "RunPod is rebuilding it.";
    // Beside a field. `words` is what RunPod says.
    refused(words): "RunPod refused this. It says: “{words}”";
    // The question before that, what will be lost, and the answers.
    reset_question(name): "Reset “{name}”?";
    rebuild_question(name): "Rebuild “{name}” with these changes?";
    cannot_be_undone: "This can't be undone.";
    reset_sure: "Reset and erase";
    rebuild_sure: "Rebuild and erase";
    leave: "Keep it as it is";

    // What it is made of: a table of labels and values.
    facts: "This pod";
    gpu: "GPU";
    no_gpu: "none";
    unknown_gpus[count](): one "1 GPU (type not reported right now)", other "{count} GPUs (type not reported right now)";
    processor_and_memory: "Processor and memory";
    vcpus(count): "{count} vCPU";
    memory(gb): "{gb} GB of memory";
    place: "Where";
    rent: "Rent";
    spot: "spot: RunPod may stop it at any time";
    container_disk: "Container disk";
    container_disk_size(gb): "{gb} GB, gone when the pod stops or ends";
    pod_volume: "Pod volume";
    pod_volume_at(gb, path): "{gb} GB at {path}";
    network_volume: "Network volume";
    network_volume_at(name, gb, path): "“{name}”, {gb} GB, at {path}";
    network_volume_id_at(id, path): "{id} at {path}";
    image: "Image";
    start_command: "Start command";
    start_command_timed: "the image's own, and beside it the pod's timer";
    ports: "Ports";
    made: "Made";
    last_started: "Last started";
    id: "Id";
    runpod_said: "RunPod last said";
}
