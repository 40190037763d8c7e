//! What a person asks for. A [`RawOrder`] is what stands in the form, letter by letter; an [`Order`] is what may be sent.

use super::account::NetworkVolume;
use super::catalog::{Catalog, Cloud};
use super::ids::{DataCenterId, GpuTypeId, NetworkVolumeId};
use super::image::{self, ReadyMade};
use super::service::Port;

mod rules;

/// The form's value for "an image of my own".
pub const OWN_IMAGE: &str = "own";

/// The form as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawOrder {
    /// Name of the pod.
    pub name: String,
    /// Network volume's id; empty for none.
    pub network_volume: String,
    /// RunPod's word for the cloud; without meaning when a volume is chosen.
    pub cloud: String,
    /// GPU type's id; empty while none is chosen.
    pub gpu_type: String,
    /// Number of GPUs.
    pub gpu_count: String,
    /// Key of a ready-made image, or [`OWN_IMAGE`].
    pub image: String,
    /// Image reference, when the image is the person's own.
    pub own_image: String,
    /// Ports as RunPod writes them, when the image is the person's own.
    pub own_ports: String,
    /// Gigabytes of container disk.
    pub container_disk: String,
    /// Where the network volume appears inside the pod.
    pub mount_path: String,
}

impl Default for RawOrder {
    fn default() -> Self {
        let [first, ..] = image::READY_MADE;
        Self {
            name: first.key.into(),
            network_volume: String::new(),
            cloud: Cloud::Secure.as_str().into(),
            gpu_type: String::new(),
            gpu_count: "1".into(),
            image: first.key.into(),
            own_image: String::new(),
            own_ports: "8888/http,22/tcp".into(),
            container_disk: first.container_disk_gb.to_string(),
            mount_path: "/workspace".into(),
        }
    }
}

impl RawOrder {
    /// The ready-made image that is chosen, if one is.
    pub fn ready_made(&self) -> Option<&'static ReadyMade> {
        image::ready_made(&self.image)
    }

    /// Chooses an image. A name and a disk that came with the image before go with it; what was typed stays.
    pub fn choose_image(&mut self, key: &str) {
        self.image = key.to_owned();
        let Some(image) = self.ready_made() else { return };
        let ours = |of: fn(&ReadyMade) -> String, text: &str| image::READY_MADE.iter().any(|image| of(image) == text);
        if ours(|image| image.key.to_owned(), &self.name) {
            self.name = image.key.to_owned();
        }
        if ours(|image| image.container_disk_gb.to_string(), &self.container_disk) {
            self.container_disk = image.container_disk_gb.to_string();
        }
    }

    /// The network volume that is chosen, if it is among `volumes`.
    pub fn volume<'a>(&self, volumes: &'a [NetworkVolume]) -> Option<&'a NetworkVolume> {
        volumes.iter().find(|volume| volume.id.as_str() == self.network_volume)
    }

    /// The cloud that follows from the form: a network volume is to be had in the secure cloud alone.
    pub fn effective_cloud(&self) -> Cloud {
        match self.network_volume.is_empty() {
            true => Cloud::parse(&self.cloud).unwrap_or_default(),
            false => Cloud::Secure,
        }
    }

    /// The CUDA versions that the image runs with; none named means any.
    pub fn cuda(&self) -> &'static [&'static str] {
        self.ready_made().map_or(&[], |image| image.cuda)
    }

    /// The number of GPUs, if what stands there is one.
    pub fn count(&self) -> Option<u32> {
        self.gpu_count.trim().parse().ok().filter(|count| *count > 0)
    }
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Name of the pod.
    Name,
    /// Network volume.
    NetworkVolume,
    /// Cloud.
    Cloud,
    /// GPU type.
    GpuType,
    /// Number of GPUs.
    GpuCount,
    /// Image.
    Image,
    /// The person's own image.
    OwnImage,
    /// Ports of the person's own image.
    Ports,
    /// Container disk.
    ContainerDisk,
    /// Mount path of the network volume.
    MountPath,
}

impl Field {
    /// A stable name: the input's id on the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NetworkVolume => "network-volume",
            Self::Cloud => "cloud",
            Self::GpuType => "gpu-type",
            Self::GpuCount => "gpu-count",
            Self::Image => "image",
            Self::OwnImage => "own-image",
            Self::Ports => "ports",
            Self::ContainerDisk => "container-disk",
            Self::MountPath => "mount-path",
        }
    }
}

/// Why a field can't be sent as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub field: Field,
    /// What is wrong and what would be right, in words.
    pub text: String,
}

impl Problem {
    fn new(field: Field, text: impl Into<String>) -> Self {
        Self { field, text: text.into() }
    }
}

/// The network volume's part of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The volume.
    pub volume: NetworkVolumeId,
    /// Where it lies, and therefore the pod.
    pub data_center: DataCenterId,
    /// Absolute path inside the pod.
    pub path: String,
}

/// An order that holds: the only thing that a launch accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Name of the pod.
    pub name: String,
    /// What to run it on.
    pub gpu_type: GpuTypeId,
    /// GPUs in it.
    pub gpu_count: u32,
    /// Where to rent it.
    pub cloud: Cloud,
    /// The network volume, if any.
    pub mount: Option<Mount>,
    /// Image reference.
    pub image: String,
    /// Ports to declare.
    pub ports: Vec<Port>,
    /// GB of container disk.
    pub container_disk_gb: u32,
    /// Whether the image is known to start Jupyter when asked.
    pub start_jupyter: bool,
    /// The oldest CUDA version that the host may have.
    pub min_cuda: Option<String>,
}

impl Order {
    /// Reads the form against what RunPod has. All problems at once, in the order of the form.
    ///
    /// # Errors
    /// One [`Problem`] for each field that can't be sent.
    pub fn read(raw: &RawOrder, catalog: &Catalog, volumes: &[NetworkVolume]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut note = |problem| {
            problems.push(problem);
        };
        let name = rules::name(&raw.name).unwrap_or_else(|problem| noted(&mut note, problem));
        let mount = rules::mount(raw, volumes).unwrap_or_else(|problem| noted(&mut note, problem));
        let cloud = raw.effective_cloud();
        let shelf = rules::shelf(raw, catalog, cloud).map_err(&mut note).ok();
        let gpu_count = rules::gpu_count(raw, shelf);
        // Stock is told for the number wanted: what no pod can have says nothing about it.
        if let Some(shelf) = shelf.filter(|_| gpu_count.is_ok()) {
            rules::stock(raw, catalog, shelf).unwrap_or_else(&mut note);
        }
        let gpu_count = gpu_count.unwrap_or_else(|problem| noted(&mut note, problem));
        let image = rules::image(raw).unwrap_or_else(|problem| noted(&mut note, problem));
        let ports = rules::ports(raw).unwrap_or_else(|problem| noted(&mut note, problem));
        let container_disk_gb = rules::disk(&raw.container_disk).unwrap_or_else(|problem| noted(&mut note, problem));
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            name,
            gpu_type: GpuTypeId::new(&raw.gpu_type),
            gpu_count,
            cloud,
            mount,
            image,
            ports,
            container_disk_gb,
            start_jupyter: raw.ready_made().is_some(),
            min_cuda: raw.cuda().first().map(|version| (*version).to_owned()),
        })
    }
}

fn noted<T: Default>(note: &mut impl FnMut(Problem), problem: Problem) -> T {
    note(problem);
    T::default()
}

#[cfg(test)]
mod tests;
