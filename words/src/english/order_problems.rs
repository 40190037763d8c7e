//! What is wrong with a field of the form, beside that field.

use crate::text::words;

words! {
    // Of several fields; `what` is a port or the name of a variable.
    listed_twice(what): "{what} is listed twice.";
    no_whole_number: "Type a whole number, like 50.";
    more_than_there_is(most): "That is more than there is: {most} at most.";
    no_price: "That is no price. Type dollars per hour, like 0.50.";

    // The pod's name.
    name_missing: "Give the pod a name by which you recognize it in the list.";
    name_too_long(most): "A name can have at most {most} characters.";
    // `code` is the character's number, like 200B.
    name_unseen(code): "A name can't hold the invisible character U+{code}. Type the name again.";

    // Volumes and disks.
    volume_gone: "That volume is not in your account any more. Choose another one, or none.";
    volume_too_small(least): "A volume has at least {least} GB. Leave it empty for none.";
    path_not_absolute: "The mount path must be absolute: it starts with /, like /workspace.";
    path_is_root: "The volume can't take the place of the whole disk. Use a folder, like /workspace.";
    path_not_plain: "The mount path must be plain: no //, no . and no .. in it.";
    path_odd_characters: "The mount path can hold the letters a to z, digits, and / - _ . alone.";
    disk_missing: "Type whole gigabytes, like 50.";
    disk_too_small: "The container disk needs at least 1 GB.";
    disk_too_large(most): "The container disk can have at most {most} GB. Large files belong on a volume.";
    disk_too_large_here(most):
        "This machine can have at most {most} GB of container disk. Type less, or choose a larger machine.";

    // The image.
    image_missing: "Type the image's name, like runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404.";
    image_has_spaces: "An image name has no spaces in it.";
    image_is_address: "Leave out https://: an image name starts with its registry or its owner.";
    image_too_long(most): "An image name has at most {most} characters.";
    image_odd_characters: "An image name can hold the letters a to z, digits, and . _ - / : @ alone.";

    // Ports, written like 8888/http.
    no_port(text):
        "“{text}” is not a port. Write 8888/http or 22/tcp, with commas between; 70000/tcp is for one that has the \
        same number inside and outside.";
    too_many_http_ports(most): "RunPod opens at most {most} http ports of one pod.";

    // The start command, and the variables of the pod's environment; `key` is a variable's name.
    start_command_odd: "The start command is too long, or has an invisible character in it.";
    variable_odd(key): "The value of {key} is too long, or has an invisible character in it.";
    too_large_together(kb):
        "The variables and the start command are {kb} KB together. RunPod takes at most 98 KB. Put long texts into a \
        file on a volume.";
    too_many_variables(most): "A pod can have at most {most} variables of yours.";
    variable_nameless: "A variable has a value and no name. Give it a name, or remove it.";
    variable_misnamed(key):
        "“{key}” can't be a variable's name: it holds letters, digits and _ and does not start with a digit, like \
        HF_TOKEN.";
    variable_taken(key): "{key} is how Launchpod knows its pods again. Choose another name.";
    // `reference` is what is to be written.
    variable_no_secret(key, reference):
        "The value of {key} looks like a secret of RunPod's and is none. Write {reference}.";
    // `pod_key` is a variable's name.
    variable_replaced(pod_key):
        "RunPod replaces {pod_key} with the pod's own key: what you write there never arrives. Choose another name if \
        the program needs it.";

    // A RunPod API key stands where it must not: where, what that means, and what to do, one sentence after another.
    start_command_has_key: "The start command has a RunPod API key in it.";
    variable_name_has_key: "A variable's name has a RunPod API key in it.";
    variable_has_key(key): "The value of {key} has a RunPod API key in it.";
    secret_name_has_key: "The name has a RunPod API key in it.";
    secret_value_has_key: "The value has a RunPod API key in it.";
    key_danger:
        "Anyone who gets into the pod could spend your account's money with it, and RunPod was seen to end such pods \
        after minutes.";
    key_needless(pod_key): "Take it out: RunPod gives each pod a key of its own, as {pod_key}.";

    // The timer.
    no_hours: "Type hours, from 0.02 to 2160, like 4 or 1.5. Leave it empty for no timer.";

    // GPUs, or the machine without one.
    machine_missing: "Choose a machine.";
    gpu_missing: "Choose a GPU type.";
    gpu_count_missing: "Type how many GPUs: a whole number, 1 or more.";
    memory_missing: "Type how many GB of memory any GPU must have.";
    no_gpu_price(text): "“{text}” is no price. Type dollars per GPU and hour, like 0.50.";
    gpu_gone(id): "RunPod does not offer “{id}” any more. Choose another GPU type.";
    gpu_in_neither_cloud(gpu): "The {gpu} is not available in either cloud. Choose another one.";
    gpu_not_in_secure_cloud(gpu): "The {gpu} is not available in the Secure Cloud. Choose another one.";
    gpu_not_in_community_cloud(gpu): "The {gpu} is not available in the Community Cloud. Choose another one.";
    bid_missing: "Type what you bid per GPU and hour, like 0.35.";
    bid_too_low(going): "The going price is {going} a GPU: a lower bid gets nothing.";
    no_place: "That is no data center. Choose one, or anywhere.";
    no_cuda(text): "“{text}” is no CUDA version. Write 12.8, 13.0, with commas between.";
    no_such_gpu: "No GPU type of RunPod's is as you want it. Ask for less memory, or a higher price.";
    too_many_gpus(most): "One pod can have at most {most} of these.";
    ceiling_too_low(ceiling, cheapest):
        "Nothing that you chose costs {ceiling} or less: the cheapest is {cheapest} with its disk.";

    // Nothing is in stock: of one GPU type, of one machine without a GPU, of all that was chosen; anywhere, in a data
    // center, or in that of the network volume. “This many” is said where one pod shall have several GPUs.
    gpu_out(gpu): "The {gpu} is out of stock.";
    gpu_out_there(gpu, place): "The {gpu} is out of stock in {place}.";
    gpu_out_at_volume(gpu, place): "The {gpu} is out of stock in {place}, where your volume is.";
    gpus_out(gpu): "The {gpu}, this many in one pod, is out of stock.";
    gpus_out_there(gpu, place): "The {gpu}, this many in one pod, is out of stock in {place}.";
    gpus_out_at_volume(gpu, place):
        "The {gpu}, this many in one pod, is out of stock in {place}, where your volume is.";
    machine_out(machine): "{machine} is out of stock.";
    machine_out_there(machine, place): "{machine} is out of stock in {place}.";
    machine_out_at_volume(machine, place): "{machine} is out of stock in {place}, where your volume is.";
    all_out: "All that you chose is out of stock.";
    all_out_there(place): "All that you chose is out of stock in {place}.";
    all_out_at_volume(place): "All that you chose is out of stock in {place}, where your volume is.";
    all_many_out: "All that you chose, this many in one pod, is out of stock.";
    all_many_out_there(place): "All that you chose, this many in one pod, is out of stock in {place}.";
    all_many_out_at_volume(place):
        "All that you chose, this many in one pod, is out of stock in {place}, where your volume is.";
    // Comes next where something is asked for that few machines have; `wishes` are of the five that follow, separated
    // by commas.
    ask_for_less(wishes): "You ask for {wishes}: with less there may be some.";
    wished_disk(gb): "{gb} GB of container disk";
    wished_volume(gb): "{gb} GB of pod volume";
    wished_vcpus(vcpus): "{vcpus} vCPUs";
    wished_memory(gb): "{gb} GB of memory";
    wished_cuda(versions): "CUDA {versions}";
    // Comes last. In the brackets stands the label of a field of the form.
    choose_another_or_wait: "Choose another one, or let this page wait for it (“If none is in stock”, under Advanced).";
}
