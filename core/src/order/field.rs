//! The fields of the launch form, by name.

use launchpod_words::order_fields;

/// A field of the launch form, in the order in which the form has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Key of a ready-made image, or [`crate::order::OWN_IMAGE`].
    Image,
    /// Id of the template that the form was filled in from; empty for none.
    Template,
    /// Image reference, when the image is the person's own.
    OwnImage,
    /// The list of choices; has no text of its own.
    GpuType,
    /// The machine without a GPU, as `instanceId` takes it.
    Cpu,
    /// Network volume's id; empty for none.
    NetworkVolume,
    /// GB of container disk.
    ContainerDisk,
    /// Models to load, a line each: see [`crate::models::list`]. Without meaning where the image takes none.
    Models,
    /// Hours after which a timer inside the pod ends it; empty for none. Without meaning where no timer can be set.
    EndAfter,
    /// Name of the pod.
    Name,
    /// `gpu` or `cpu`.
    Compute,
    /// `on-demand` or `spot`.
    Rent,
    /// Dollars per GPU and hour that are bid for spot.
    Bid,
    /// Dollars per hour above which the button asks again; empty for the price that it shows.
    Ceiling,
    /// What to do while nothing is available: see [`crate::order::WhenSoldOut`].
    WhenSoldOut,
    /// RunPod's word for the cloud; without meaning when a volume is chosen.
    Cloud,
    /// A data center, two letters of a country, or empty for anywhere; without meaning when a volume is chosen.
    Place,
    /// Number of GPUs.
    GpuCount,
    /// CUDA versions that the host may have, with commas between; empty for what the image needs.
    Cuda,
    /// vCPUs that the pod needs at least; empty for any.
    MinVcpu,
    /// GB of memory that the pod needs at least; empty for any.
    MinMemory,
    /// GB of a volume of the pod's own; empty or 0 for none. Without meaning when a network volume is chosen.
    PodVolume,
    /// Where either volume appears inside the pod.
    MountPath,
    /// What replaces the image's own start command.
    StartCommand,
    /// Id of the credentials of a private registry; empty for none.
    Registry,
    /// Ports as RunPod writes them.
    Ports,
    /// `yes`, or empty: whether RunPod starts SSH.
    Ssh,
    /// `yes`, or empty: whether RunPod starts Jupyter.
    Jupyter,
    /// Address of the person's own to which the pod sends notices; empty for none. Without meaning where no timer can be set.
    Notify,
    /// The environment; has no text of its own.
    Env,
}

impl Field {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 30] = [
        Self::Image,
        Self::Template,
        Self::OwnImage,
        Self::GpuType,
        Self::Cpu,
        Self::NetworkVolume,
        Self::ContainerDisk,
        Self::Models,
        Self::EndAfter,
        Self::Name,
        Self::Compute,
        Self::Rent,
        Self::Bid,
        Self::Ceiling,
        Self::WhenSoldOut,
        Self::Cloud,
        Self::Place,
        Self::GpuCount,
        Self::Cuda,
        Self::MinVcpu,
        Self::MinMemory,
        Self::PodVolume,
        Self::MountPath,
        Self::StartCommand,
        Self::Registry,
        Self::Ports,
        Self::Ssh,
        Self::Jupyter,
        Self::Notify,
        Self::Env,
    ];

    /// A stable name: the input's id on the page, and the key in presets and links.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NetworkVolume => "network-volume",
            Self::PodVolume => "pod-volume",
            Self::MountPath => "mount-path",
            Self::Compute => "compute",
            Self::GpuType => "gpu-type",
            Self::GpuCount => "gpu-count",
            Self::Cpu => "cpu",
            Self::Image => "image",
            Self::OwnImage => "own-image",
            Self::Template => "template",
            Self::ContainerDisk => "container-disk",
            Self::Models => "models",
            Self::EndAfter => "end-after",
            Self::Rent => "rent",
            Self::Bid => "bid",
            Self::Cloud => "cloud",
            Self::Place => "place",
            Self::MinVcpu => "min-vcpu",
            Self::MinMemory => "min-memory",
            Self::Cuda => "cuda",
            Self::Ports => "ports",
            Self::Notify => "notify",
            Self::Env => "env",
            Self::StartCommand => "start-command",
            Self::Ssh => "ssh",
            Self::Jupyter => "jupyter",
            Self::Registry => "registry",
            Self::Ceiling => "ceiling",
            Self::WhenSoldOut => "when-sold-out",
        }
    }

    /// Its name in a sentence.
    pub fn describe(self) -> String {
        let name = match self {
            Self::Name => order_fields::name(),
            Self::NetworkVolume => order_fields::network_volume(),
            Self::PodVolume => order_fields::pod_volume(),
            Self::MountPath => order_fields::mount_path(),
            Self::Compute => order_fields::compute(),
            Self::GpuType => order_fields::gpu_type(),
            Self::GpuCount => order_fields::gpu_count(),
            Self::Cpu => order_fields::cpu(),
            Self::Image => order_fields::image(),
            Self::OwnImage => order_fields::own_image(),
            Self::Template => order_fields::template(),
            Self::ContainerDisk => order_fields::container_disk(),
            Self::Models => launchpod_words::models::in_sentence(),
            Self::EndAfter => order_fields::end_after(),
            Self::Rent => order_fields::rent(),
            Self::Bid => order_fields::bid(),
            Self::Cloud => order_fields::cloud(),
            Self::Place => order_fields::place(),
            Self::MinVcpu => order_fields::min_vcpu(),
            Self::MinMemory => order_fields::min_memory(),
            Self::Cuda => order_fields::cuda(),
            Self::Ports => order_fields::ports(),
            Self::Notify => launchpod_words::notices::in_sentence(),
            Self::Env => order_fields::env(),
            Self::StartCommand => order_fields::start_command(),
            Self::Ssh => order_fields::ssh(),
            Self::Jupyter => order_fields::jupyter(),
            Self::Registry => order_fields::registry(),
            Self::Ceiling => order_fields::ceiling(),
            Self::WhenSoldOut => order_fields::when_sold_out(),
        };
        name.to_owned()
    }

    /// Whether it stands among the details that are folded away at first.
    pub const fn is_detail(self) -> bool {
        use Field::{ContainerDisk, Cpu, EndAfter, GpuType, Image, Models, Name, NetworkVolume, OwnImage, Template};
        !matches!(
            self,
            Image | Template | OwnImage | GpuType | Cpu | NetworkVolume | ContainerDisk | Models | EndAfter | Name
        )
    }
}
