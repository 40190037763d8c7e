//! The names of the form's fields within a sentence, mostly in a list after a colon: what was left out, what differs.

use crate::text::words;

words! {
    name: "name";
    network_volume: "network volume";
    pod_volume: "pod volume";
    mount_path: "mount path";
    // With GPUs or without.
    compute: "compute";
    gpu_type: "gpu type";
    gpu_count: "gpu count";
    // The machine without a GPU.
    cpu: "cpu";
    image: "image";
    own_image: "own image";
    template: "template";
    container_disk: "container disk";
    // Hours after which a timer ends the pod.
    end_after: "end after";
    // How a GPU is rented: on demand, or spot.
    rent: "rent";
    // What is offered for a spot GPU.
    bid: "bid";
    // The Secure Cloud, the Community Cloud or either.
    cloud: "cloud";
    // A data center or a country.
    place: "place";
    min_vcpu: "min vcpu";
    min_memory: "min memory";
    cuda: "cuda";
    ports: "ports";
    // The variables of the pod's environment.
    env: "env";
    start_command: "start command";
    ssh: "ssh";
    jupyter: "jupyter";
    // Credentials of a private registry of images.
    registry: "registry";
    // The most that the pod may cost.
    ceiling: "ceiling";
    when_sold_out: "when sold out";
    // Two of them again, as the line below the price names them.
    environment: "environment";
    registry_credentials: "registry credentials";
}
