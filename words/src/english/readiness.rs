//! When a pod is ready, and what is wrong if it is not.

use crate::text::words;

words! {
    // How far a pod has come, beside its name; also before its name in the tab's title.
    stage_placing: "Finding a machine";
    stage_pulling: "Downloading the image";
    stage_starting: "Starting";
    // Its container runs, and the program in it does not answer yet.
    stage_listening: "Waiting for the program";
    stage_ready: "Ready";
    // It runs, and nothing in it can prove that it is ready.
    stage_probably_up: "Probably up";
    stage_stopped: "Stopped";
    // The machine that it ran on failed.
    stage_lost: "Host failed";
    stage_gone: "Gone";
    // `status`: RunPod's own word.
    stage_unknown(status): "Unknown ({status})";

    // The five steps on the way to ready: short, as they stand side by side.
    step_machine: "Machine";
    step_image: "Image";
    step_start: "Start";
    step_program: "Program";
    step_ready: "Ready";

    // How long a pod has been on its step: `time` and `usual` are lengths of time. Begins with a small letter.
    here_usually(time, usual): "{time}, usually {usual}";
    here_more_than(time): "for more than {time}";
    here_more_than_usually(time, usual): "for more than {time}, usually {usual}";
    // How long it took to become ready: beside “Ready”, and in a notification.
    after(time): "after {time}";
    // Behind the time of a step and a dot.
    usually_ready_after(time): "usually ready after {time}";
    // A length of time of under five seconds, in the gaps above and in those called `usual`.
    a_few_seconds: "a few seconds";

    // The title of the browser's tab.
    tab_pod(stage, name): "{stage}: {name}";
    // Always two or more.
    tab_stopped(count): "{count} pods stopped";
    tab_ready(ready, running): "{ready} of {running} ready";
    tab_up(up, running): "{up} of {running} up";

    // Titles of the browser's notifications.
    notify_ready(name): "{name} is ready";
    notify_up(name): "{name} is probably up";
    notify_stopped(name): "{name} has stopped";
    notify_gone(name): "{name} is gone";

    // The switch for them.
    notify_on: "Notify me when a pod is ready or stops";
    notify_off: "Switch notifications off";
    notifications_on: "Notifications are on. They come while this page is open in a tab that is out of sight.";
    notifications_refused:
        "Your browser does not let this page notify you. Allow notifications for this site in the browser's settings, \
         then click again. The tab's title says the same.";
    notifications_missing: "This browser has no notifications for pages. The tab's title says the same.";

    // The title of a frame that is out of sight.
    probe_frame: "Checks whether your pods' programs answer";

    // From here on: what is wrong with a pod, what that means for the money, and what to do now. “It” is the pod.
    // The first: the account is empty.
    account_under_an_hour: "RunPod has given it no machine, and your account holds less than one hour of it.";
    account_empty: "Your RunPod account is empty.";
    empty_stops_pod: "RunPod stops this pod; later it may delete the network volume too.";
    empty_deletes_pod: "RunPod deletes this pod with all that is on it: it has no network volume.";
    add_money_or_end: "Add money in RunPod's console, or fetch your files now and end it.";

    // What it costs meanwhile, with a price per hour, or without where that is not known.
    paid_since_made_at(rate): "RunPod counts from the moment at which the pod was made: {rate}.";
    paid_since_made: "RunPod counts from the moment at which the pod was made.";
    paid_while_failing_at(rate): "It is paid for while it fails: {rate}.";
    paid_while_failing: "It is paid for while it fails.";
    paid_while_downloading_at(rate): "Downloading is paid for like computing: {rate}.";
    paid_while_downloading: "Downloading is paid for like computing.";
    paid_while_silent_at(rate): "It is paid for while nobody can use it: {rate}.";
    paid_while_silent: "It is paid for while nobody can use it.";
    paid_up_or_not_at(rate): "It is paid for, up or not: {rate}.";
    paid_up_or_not: "It is paid for, up or not.";
    paid_each_try_at(rate): "Each try is paid for: {rate}.";
    paid_each_try: "Each try is paid for.";
    paid_all_the_same_at(rate): "The GPU is paid for all the same: {rate}.";
    paid_all_the_same: "The GPU is paid for all the same.";

    // RunPod finds no machine.
    no_machine:
        "RunPod has had no machine for it for more than 3 minutes. Usually that takes less than two: the machine \
         that was meant for it is probably bad.";
    no_machine_advice: "End it, and launch again: another GPU type or data center gets another machine.";

    // It has a machine, and the machine does nothing.
    host_silent:
        "Its machine does not start it: in more than 3 minutes its log has not got a first line. Usually that takes \
         less than one.";
    launch_again: "End it, and launch again to get another machine.";

    // The image has been downloading for too long.
    long_pull(limit): "Its image has been downloading for more than {limit}.";
    long_pull_usually(limit, usual): "Its image has been downloading for more than {limit}; usually it takes {usual}.";
    long_pull_advice:
        "If RunPod's words speak of failures, check the image's name, and whether it needs a login. Else the \
         machine's network is slow: end it, and launch again to get another one.";

    // The program in it does not answer. `limit` and `usual` are lengths of time, `program` is a name such as ComfyUI.
    ports_closed(limit): "Its container has been up for more than {limit}, and RunPod has not opened its ports.";
    ports_closed_usually(limit, usual):
        "Its container has been up for more than {limit}, and RunPod has not opened its ports; usually it \
         takes {usual}.";
    program_silent(program, limit): "{program} has not answered in more than {limit} since its container started.";
    program_silent_usually(program, limit, usual):
        "{program} has not answered in more than {limit} since its container started; usually it takes {usual}.";
    port_silent(port, limit): "Port {port} has not answered in more than {limit} since its container started.";
    port_silent_usually(port, limit, usual):
        "Port {port} has not answered in more than {limit} since its container started; usually it takes {usual}.";
    comfy_first_start:
        "The first start of ComfyUI on a volume takes about 4 minutes, and by RunPod's docs up to 30: wait that \
         long if this is one.";
    // `version`: of CUDA, such as 12.8. “CUDA versions” is a field of the order.
    read_log_for_cuda(version):
        "Read its log, on its page or in RunPod's console. If it speaks of CUDA or a driver, the machine's driver \
         is too old for CUDA {version}: launch with “CUDA versions” set.";
    read_log:
        "Read its log, on its page or in RunPod's console: the program may have failed, or listen on another port, \
         or on 127.0.0.1 alone, where nobody reaches it.";
    // Behind one of the three above.
    else_launch_again: "Else end it, and launch again.";
    try_link_or_launch_again:
        "It may also be up, and let nobody read that from here: try its link. If that does not open either, end it, \
         and launch again.";

    // Nobody knows whether its program is up.
    program_unreadable(program):
        "{program} may be up: something answers there, and your browser lets this page read nothing of it.";
    port_unreadable(port):
        "Port {port} may be up: something answers there, and your browser lets this page read nothing of it.";
    try_link_or_copy: "Try its link, or copy its address into a new tab.";
    // Behind it for ComfyUI alone. `--enable-cors-header` is an option of the program's.
    comfy_refuses_links:
        "Newer ComfyUI refuses a link from another page with 403, and opens all the same from a copied address. \
         Started with --enable-cors-header it can be asked from here.";
    if_neither_opens: "If neither opens, read its log, on its page or in RunPod's console.";

    // Its container starts again and again.
    falling:
        "Its container has ended and started again three times within 20 minutes: the program in it fails, or the \
         machine takes it back.";
    falling_advice:
        "End it. Before the next launch look at the start command, the environment and the image: if they are right, \
         the machine's driver may be too old for the image's CUDA, and another machine helps.";

    // `version`: of CUDA; `gpu`: a name such as RTX 5090.
    old_image(version, gpu):
        "By its name this image is made for CUDA {version}, and the {gpu} runs 12.8 and later alone: its \
         programs will hardly find the GPU.";
    old_image_advice: "End it, and launch a newer image, or this one on an older GPU type.";

    // It stopped, and nobody asked for that on this device.
    outbid: "Somebody bid more for its GPU, so RunPod stopped it.";
    outbid_advice:
        "Start it with a click when the price has fallen, or launch it again on-demand: nobody can take an \
         on-demand machine.";
    runpod_stopped_it: "RunPod stopped it. Nobody here asked for that.";
    stopped_empty_advice: "Your account is empty: add money in RunPod's console, then start it.";
    stopped_by_runpod_advice: "See RunPod's console for the reason; then start it, or end it.";
    timer_stopped_it: "The timer inside it stopped it: its time had come.";
    stopped_elsewhere:
        "It was stopped, and not from here: in RunPod's console, by another device or program, or by a timer inside \
         the pod.";
    stopped_advice: "Start it if you still need it, else end it.";
    disk_costs(rate): "Its GPU costs nothing now; its disk goes on at {rate}.";
    network_volume_costs: "It costs nothing now; its network volume goes on costing.";
    costs_nothing: "It costs nothing now.";

    // The machine that it ran on failed.
    lost: "Its machine is gone, and so is everything on its disks.";
    lost_money: "RunPod does not say whether such a pod still costs.";
    lost_advice: "End it to be sure, and launch again.";

    // Failures of a start that RunPod or the log tells of, each with what to do now.
    image_missing: "There is no image of this name and tag: it can't be downloaded.";
    image_missing_advice: "End it, check the image's name and tag, and launch again.";
    image_login: "The image can't be downloaded: there is none of this name, or it is private and needs a login.";
    image_login_advice:
        "End it. Check the image's name; for a private image add the registry's login in RunPod's console and choose \
         it. Then launch again.";
    image_limit: "The image's registry has had too many downloads from this machine, and refuses more for now.";
    image_limit_advice:
        "End it, and launch again: another machine may be free to download, and so is one with a login of your own.";
    no_space: "A disk is full: the image and what it writes need more space.";
    no_space_advice:
        "End it, and launch again with a larger container disk. If that is large enough, the machine's own disk is \
         full, and another machine helps.";
    wrong_platform: "The image's program is none that this machine can run: it is made for another kind of processor.";
    wrong_platform_advice:
        "End it, and launch an image that is made for linux/amd64. If the start command is a script, its first line \
         must say what runs it.";
    pull_failed: "The image could not be downloaded.";
    pull_failed_advice:
        "End it, and launch again to get another machine. If it happens again, the image is damaged, or its registry \
         is out of order.";
    driver_old:
        "The driver of its machine is too old for the CUDA that the image needs: its programs can't use the GPU.";
    // “CUDA versions” is a field of the order.
    driver_old_advice:
        "End it, and launch again with “CUDA versions” set to the image's version or newer, so that only machines with \
         a newer driver are taken. Or launch an older image.";
    container_failed: "The container could not be started on this machine.";
    container_failed_advice:
        "End it. Check the start command, and whether the image needs a newer CUDA than the machine has; then launch \
         again to get another machine.";
    gpu_memory: "The program in it ran out of GPU memory.";
    gpu_memory_advice:
        "Give it a smaller model or a smaller batch. Or end it, and launch again on a GPU type with more memory.";
    out_of_memory: "The program in it needed more memory than its machine gives it, and was ended for that.";
    out_of_memory_advice:
        "Give it less to load at a time. Or end it, and launch again on a machine with more memory: more GPUs, or a \
         larger GPU type, bring more.";
}
