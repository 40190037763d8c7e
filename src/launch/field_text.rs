//! What the fields of the launch form are called, what they mean in a sentence or two, and where RunPod says more.

use launchpod_core::order::Field;

/// The words around a field.
pub struct Words {
    /// Its label.
    pub label: &'static str,
    /// A sentence or two of help.
    pub help: &'static str,
    /// RunPod's page about it, below `https://docs.runpod.io/`; empty for none.
    pub more: &'static str,
}

const PODS: &str = "pods/manage-pods";
const PRICES: &str = "pods/pricing";
const STORAGE: &str = "storage/network-volumes";
const VOLUMES: &str = "pods/storage/types";
const GPUS: &str = "references/gpu-types";
const PORTS: &str = "pods/configuration/expose-ports";
const TEMPLATES: &str = "pods/templates/overview";
const SECRETS: &str = "pods/templates/secrets";

/// The words of a field.
pub fn describe(field: Field) -> Words {
    let (label, help, more) = match field {
        Field::Name => ("Name", "Your own word for it, so that you know it again.", PODS),
        Field::NetworkVolume => {
            ("Network volume", "Storage that stays when pods end. It fixes the data center.", STORAGE)
        }
        Field::PodVolume => (
            "Pod volume (GB)",
            "A disk of this pod's own: it stays when the pod is stopped, at twice the price, and goes when the pod ends. Empty \
             for none.",
            VOLUMES,
        ),
        Field::MountPath => (
            "Mount path",
            "The folder inside the pod where the volume appears. /workspace is what the ready-made images expect.",
            STORAGE,
        ),
        Field::Compute => {
            ("Kind of pod", "Nearly everything here wants a GPU. Without one a pod is good for moving files.", PODS)
        }
        Field::GpuType => ("GPU type", "Available GPUs first, cheapest at the top.", GPUS),
        Field::GpuCount => ("Number of GPUs", "One is right for nearly everything. Each costs its full price.", GPUS),
        Field::Cpu => ("Machine", "vCPUs, memory and price of machines without a GPU.", PRICES),
        Field::Image => ("Image", "The program that the pod starts with.", TEMPLATES),
        Field::OwnImage => ("Image name", "With its registry or its owner, and its tag.", TEMPLATES),
        Field::Template => {
            ("Template", "Somebody's finished settings. They fill in this form, and you can change them.", TEMPLATES)
        }
        Field::ContainerDisk => {
            ("Container disk (GB)", "Room for the image and for files that may go when the pod ends.", VOLUMES)
        }
        Field::EndAfter => (
            "End it by itself after (hours)",
            "A timer inside the pod ends it, also when this page is closed. Empty: nothing ends it.",
            PODS,
        ),
        Field::Rent => (
            "How to rent",
            "On-demand is yours until you end it. Spot is cheaper, and may be taken away at any moment; RunPod is phasing it out \
             and may refuse it.",
            PRICES,
        ),
        Field::Bid => {
            ("Your bid ($ per GPU and hour)", "Whoever bids more gets the GPU. You pay what you bid.", PRICES)
        }
        Field::Cloud => (
            "Cloud",
            "Secure: RunPod's own data centers. Community: other people's machines, cheaper, no volumes.",
            PODS,
        ),
        Field::Place => ("Place", "One data center or country, or wherever RunPod has it.", PODS),
        Field::MinVcpu => ("vCPUs, at least", "Processors for all of the pod. Empty for any number.", PODS),
        Field::MinMemory => {
            ("Memory (GB), at least", "Main memory for all of the pod, not the GPU's. Empty for any.", PODS)
        }
        Field::Cuda => (
            "CUDA versions",
            "Those that the host may have, like 12.8, 13.0. Empty for what a ready-made image needs, or any.",
            PODS,
        ),
        Field::Ports => (
            "Ports",
            "What the image listens on, like 8888/http,22/tcp. http ports get a link that anyone who has it can open.",
            PORTS,
        ),
        Field::Env => (
            "Environment",
            "Variables for the program. For a token or a password, press Secret: RunPod keeps it, and the form holds its name alone.",
            SECRETS,
        ),
        Field::StartCommand => (
            "Start command",
            "Takes the place of the image's own. Leave it empty unless you know that you need it.",
            TEMPLATES,
        ),
        Field::Ssh => (
            "Start SSH",
            "With the keys of your RunPod account. They are read when the pod starts.",
            "pods/configuration/use-ssh",
        ),
        Field::Jupyter => (
            "Start Jupyter",
            "With a password that RunPod makes, where the image has Jupyter in it.",
            "pods/connect-to-a-pod",
        ),
        Field::Registry => {
            ("Registry credentials", "For an image that is not public. Made at RunPod, in the settings.", TEMPLATES)
        }
        Field::Ceiling => (
            "Ask again above ($ per hour)",
            "Everything together. Up to this, the next of your choices is taken without asking. Empty for the price on the button.",
            PRICES,
        ),
        Field::WhenSoldOut => ("If nothing of it is in stock", "Waiting works only while this page is open.", PODS),
    };
    Words { label, help, more }
}
