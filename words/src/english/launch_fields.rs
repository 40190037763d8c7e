//! The fields of the launch form: for each its label, and a sentence or two of help below it.

use crate::text::words;

words! {
    name: "Name";
    name_help: "A name by which you recognize this pod.";
    network_volume: "Network volume";
    network_volume_help: "Keeps your files between pods. Your pod runs in the data center where this volume is.";
    pod_volume: "Pod volume (GB)";
    pod_volume_help:
        "A disk of this pod's own: it stays when the pod is stopped, at twice the price of a running pod's, and is \
         deleted when the pod ends. Empty for none.";
    mount_path: "Mount path";
    mount_path_help: "The folder inside the pod where the volume appears. /workspace is what the ready-made images expect.";
    // With GPUs, or without one.
    compute: "Kind of pod";
    compute_help: "Nearly everything here wants a GPU. Without one a pod is good for moving files.";
    gpu_type: "GPU type";
    // “+” is a button in each row of a list.
    gpu_type_help: "Available GPUs first, cheapest at the top. Press + to add one as a fallback.";
    gpu_count: "Number of GPUs";
    gpu_count_help: "One is right for nearly everything. Each costs its full price.";
    // A machine without a GPU.
    cpu: "Machine";
    cpu_help: "vCPUs, memory and price of machines without a GPU.";
    image: "Image";
    image_help: "The program that the pod starts with.";
    own_image: "Image name";
    own_image_help: "With its registry or its owner, and its tag.";
    template: "Template";
    template_help: "Ready-made settings. They fill in this form, and you can change them.";
    container_disk: "Container disk (GB)";
    container_disk_help: "Room for the image and for files that may go when the pod stops or ends.";
    end_after: "End automatically after (hours)";
    end_after_help:
        "A timer inside the pod ends it, also when this page is closed. A pod with a volume of its own is stopped \
         instead. Empty: nothing ends it.";
    // On demand, or spot.
    rent: "How to rent";
    rent_help: "On-demand is yours until you end it. Spot is cheaper, and may be taken away at any moment; RunPod is phasing it out \
        and may refuse it.";
    bid: "Your bid ($ per GPU and hour)";
    bid_help: "Higher bids win the GPU. You pay your bid. A pod at the lowest price is the first to be stopped.";
    cloud: "Cloud";
    cloud_help: "Secure: RunPod's own data centers. Community: other people's machines, cheaper, no volumes.";
    place: "Place";
    place_help: "One data center or country, or wherever RunPod has it.";
    min_vcpu: "vCPUs, at least";
    min_vcpu_help: "Processors for all of the pod. Empty for any number.";
    min_memory: "Memory (GB), at least";
    min_memory_help: "Main memory for all of the pod, not the GPU's. Empty for any.";
    cuda: "CUDA versions";
    cuda_help: "Those that the host may have, like 12.8, 13.0. Empty for what a ready-made image needs, or any.";
    ports: "Ports";
    ports_help: "What the image listens on, like 8888/http,22/tcp. http ports get a link that anyone who has it can open.";
    env: "Environment";
    // “Secret” is the button's label.
    env_help: "Variables for the program. For a token or a password, press Secret: RunPod keeps it, and the form holds its name \
        alone.";
    start_command: "Start command";
    start_command_help: "Takes the place of the image's own. Leave it empty unless you know that you need it.";
    ssh: "Start SSH";
    ssh_help: "With the keys of your RunPod account. They are read when the pod starts.";
    jupyter: "Start Jupyter";
    jupyter_help: "With a password that RunPod makes, where the image has Jupyter in it.";
    registry: "Registry credentials";
    registry_help: "For an image that is not public. Made at RunPod, in the settings.";
    ceiling: "Maximum price without asking ($ per hour)";
    ceiling_help: "Total price, disks included. Up to this price, a fallback is launched without asking. Empty: the price on the \
        button.";
    when_sold_out: "If none is in stock";
    when_sold_out_help: "Waiting works only while this page is open.";
}
