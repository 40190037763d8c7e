//! What the fields of the launch form are called, what they mean in a sentence or two, and where RunPod explains them.

use launchpod_core::order::Field;

/// The words around a field.
pub struct Words {
    /// Its label.
    pub label: &'static str,
    /// A sentence or two of help.
    pub help: &'static str,
}

/// RunPod's pages about the fields: the words on the link, and the path below `https://docs.runpod.io/`.
pub const DOCS: [(&str, &str); 9] = [
    ("Pods", "pods/manage-pods"),
    ("Prices", "pods/pricing"),
    ("GPU types", "references/gpu-types"),
    ("Network volumes", "storage/network-volumes"),
    ("Disks", "pods/storage/types"),
    ("Templates", "pods/templates/overview"),
    ("Ports", "pods/configuration/expose-ports"),
    ("Secrets", "pods/templates/secrets"),
    ("SSH", "pods/configuration/use-ssh"),
];

/// The words of a field.
pub fn describe(field: Field) -> Words {
    let (label, help) = match field {
        Field::Name => ("Name", "A name by which you recognize this pod."),
        Field::NetworkVolume => {
            ("Network volume", "Keeps your files between pods. Your pod runs in the data center where this volume is.")
        }
        Field::PodVolume => (
            "Pod volume (GB)",
            "A disk of this pod's own: it stays when the pod is stopped, at twice the price, and goes when the pod ends. Empty \
             for none.",
        ),
        Field::MountPath => (
            "Mount path",
            "The folder inside the pod where the volume appears. /workspace is what the ready-made images expect.",
        ),
        Field::Compute => {
            ("Kind of pod", "Nearly everything here wants a GPU. Without one a pod is good for moving files.")
        }
        Field::GpuType => ("GPU type", "Available GPUs first, cheapest at the top."),
        Field::GpuCount => ("Number of GPUs", "One is right for nearly everything. Each costs its full price."),
        Field::Cpu => ("Machine", "vCPUs, memory and price of machines without a GPU."),
        Field::Image => ("Image", "The program that the pod starts with."),
        Field::OwnImage => ("Image name", "With its registry or its owner, and its tag."),
        Field::Template => ("Template", "Ready-made settings. They fill in this form, and you can change them."),
        Field::ContainerDisk => {
            ("Container disk (GB)", "Room for the image and for files that may go when the pod ends.")
        }
        Field::EndAfter => (
            "End automatically after (hours)",
            "A timer inside the pod ends it, also when this page is closed. Empty: nothing ends it.",
        ),
        Field::Rent => (
            "How to rent",
            "On-demand is yours until you end it. Spot is cheaper, and may be taken away at any moment; RunPod is phasing it out \
             and may refuse it.",
        ),
        Field::Bid => ("Your bid ($ per GPU and hour)", "Higher bids win the GPU. You pay your bid."),
        Field::Cloud => {
            ("Cloud", "Secure: RunPod's own data centers. Community: other people's machines, cheaper, no volumes.")
        }
        Field::Place => ("Place", "One data center or country, or wherever RunPod has it."),
        Field::MinVcpu => ("vCPUs, at least", "Processors for all of the pod. Empty for any number."),
        Field::MinMemory => ("Memory (GB), at least", "Main memory for all of the pod, not the GPU's. Empty for any."),
        Field::Cuda => (
            "CUDA versions",
            "Those that the host may have, like 12.8, 13.0. Empty for what a ready-made image needs, or any.",
        ),
        Field::Ports => (
            "Ports",
            "What the image listens on, like 8888/http,22/tcp. http ports get a link that anyone who has it can open.",
        ),
        Field::Env => (
            "Environment",
            "Variables for the program. For a token or a password, press Secret: RunPod keeps it, and the form holds its name alone.",
        ),
        Field::StartCommand => {
            ("Start command", "Takes the place of the image's own. Leave it empty unless you know that you need it.")
        }
        Field::Ssh => ("Start SSH", "With the keys of your RunPod account. They are read when the pod starts."),
        Field::Jupyter => ("Start Jupyter", "With a password that RunPod makes, where the image has Jupyter in it."),
        Field::Registry => {
            ("Registry credentials", "For an image that is not public. Made at RunPod, in the settings.")
        }
        Field::Ceiling => (
            "Maximum price without asking ($ per hour)",
            "Total price, disks included. Up to this price, a fallback is launched without asking. Empty: the price on the button.",
        ),
        Field::WhenSoldOut => ("If none is in stock", "Waiting works only while this page is open."),
    };
    Words { label, help }
}
