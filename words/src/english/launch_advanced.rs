//! The launch page: what most people never need, and the environment.

use crate::text::words;

words! {
    // What unfolds it; after it stands one of the next two. Names are those below, with commas between.
    advanced: "Advanced";
    as_usual: "defaults";
    changed[count](names): one "1 changed: {names}", other "{count} changed: {names}";
    // What may have been changed, in a word or two, where there is little room.
    short_compute: "No GPU";
    short_rent: "Spot";
    short_gpu_count: "Number of GPUs";
    short_ceiling: "Maximum price";
    short_when_sold_out: "If none is in stock";
    short_cloud: "Cloud";
    short_place: "Place";
    short_min_vcpu: "vCPUs";
    short_min_memory: "Memory";
    short_cuda: "CUDA";
    short_pod_volume: "Pod volume";
    short_mount_path: "Mount path";
    short_start_command: "Start command";
    short_registry: "Registry";
    short_ports: "Ports";
    short_ssh: "SSH";
    short_jupyter: "Jupyter";
    short_env: "Environment";
    // Headings.
    renting: "Renting";
    place_and_machine: "Machine and place";
    container: "Container";
    network: "Network";

    // Choices of “Kind of pod”.
    with_gpus: "With GPUs";
    without_gpu: "Without a GPU";
    // Choices of “How to rent”.
    on_demand: "On-demand";
    spot: "Spot: bid for it";
    // Below the bid: a GPU's name and a price.
    going_price(name, price): "The going price of the {name} is {price}.";
    // A choice of “Cloud”, beside “Secure Cloud” and “Community Cloud”.
    either_cloud: "Either, whichever is cheaper";
    // Choices of “Place”.
    anywhere: "Anywhere";
    anywhere_in(country): "Anywhere in {country}";
    // In place of it.
    volume_says_where: "The pod runs where its network volume is.";
    // A choice of “Registry credentials”.
    no_registry: "None: the image is public";

    // Links to RunPod's pages, which are in English.
    docs: "RunPod explains more, each in a new tab:";
    docs_pods: "Pods";
    docs_prices: "Prices";
    docs_gpu_types: "GPU types";
    docs_network_volumes: "Network volumes";
    docs_disks: "Disks";
    docs_templates: "Templates";
    docs_ports: "Ports";
    docs_secrets: "Secrets";
    docs_ssh: "SSH";

    // The environment: rows of a name, a value and buttons. Where a variable has no name yet, it is called by its number.
    add_variable: "Add a variable";
    name_of(number): "Name of variable {number}";
    name_example: "NAME";
    value_of(name): "Value of {name}";
    value_of_nameless(number): "Value of variable {number}";
    value_example: "value";
    show: "Show";
    show_value_of(name): "Show the value of {name}";
    show_value_of_nameless(number): "Show the value of variable {number}";
    // “Show” is the button's label. There are two lines or more.
    lines_are_kept(lines): "{lines} lines are kept as they are. Press Show to change them.";
    secret: "Secret";
    secret_for(name): "Secret for {name}";
    secret_for_nameless(number): "Secret for variable {number}";
    secret_goes_here(name): "RunPod puts its secret “{name}” here.";
    remove: "Remove";
    remove_variable(name): "Remove {name}";
    remove_nameless(number): "Remove variable {number}";
}
