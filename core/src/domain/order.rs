//! What a person asks for. A [`RawOrder`] is what stands in the form, letter by letter; an [`Order`] is what may be sent.

use super::account::NetworkVolume;
use super::catalog::{Catalog, Cloud, Shelf};
use super::ids::{DataCenterId, GpuTypeId, NetworkVolumeId};
use super::image::{self, ReadyMade};
use super::service::{Port, Protocol};

/// The longest pod name that the page takes. RunPod names no limit.
const MAX_NAME: usize = 60;
/// The longest image reference: Docker's registry name, path and tag at their longest.
const MAX_IMAGE: usize = 512;
/// GB. RunPod documents no top; this is the largest disk that it documents for anything.
const MAX_DISK_GB: u32 = 4096;
/// RunPod proxies at most ten HTTP ports of a pod.
const MAX_HTTP_PORTS: usize = 10;
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
    /// Its name, for words.
    pub volume_name: String,
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
        let name = name(&raw.name).unwrap_or_else(|problem| noted(&mut note, problem));
        let mount = mount(raw, volumes).unwrap_or_else(|problem| noted(&mut note, problem));
        let cloud = raw.effective_cloud();
        let shelf = shelf(raw, catalog, cloud).map_err(&mut note).ok();
        let gpu_count = gpu_count(raw, shelf).unwrap_or_else(|problem| noted(&mut note, problem));
        let image = image(raw).unwrap_or_else(|problem| noted(&mut note, problem));
        let ports = ports(raw).unwrap_or_else(|problem| noted(&mut note, problem));
        let container_disk_gb = disk(&raw.container_disk).unwrap_or_else(|problem| noted(&mut note, problem));
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
            min_cuda: raw.ready_made().map(|image| image.min_cuda.to_owned()),
        })
    }
}

fn noted<T: Default>(note: &mut impl FnMut(Problem), problem: Problem) -> T {
    note(problem);
    T::default()
}

fn name(text: &str) -> Result<String, Problem> {
    let name = text.trim();
    let problem = |text: String| Err(Problem::new(Field::Name, text));
    if name.is_empty() {
        return problem("Give the pod a name, so that you know it again in the list.".into());
    }
    if name.chars().count() > MAX_NAME {
        return problem(format!("A name can have at most {MAX_NAME} characters."));
    }
    match name.chars().find(|c| !(c.is_alphanumeric() || " -_.()".contains(*c))) {
        Some(odd) => {
            problem(format!("A name can hold letters, digits, spaces and - _ . ( ), but not {}.", quoted(odd)))
        }
        None => Ok(name.to_owned()),
    }
}

/// The character as a person can see it; invisible ones get their number.
fn quoted(odd: char) -> String {
    match odd.is_control() || odd.is_whitespace() {
        true => format!("the invisible character U+{:04X}", u32::from(odd)),
        false => format!("“{odd}”"),
    }
}

fn mount(raw: &RawOrder, volumes: &[NetworkVolume]) -> Result<Option<Mount>, Problem> {
    if raw.network_volume.is_empty() {
        return Ok(None);
    }
    let Some(volume) = raw.volume(volumes) else {
        let text = "That volume is not in your account any more. Choose another one, or none.";
        return Err(Problem::new(Field::NetworkVolume, text));
    };
    Ok(Some(Mount {
        volume: volume.id.clone(),
        volume_name: volume.name.clone(),
        data_center: volume.data_center.clone(),
        path: mount_path(&raw.mount_path)?,
    }))
}

fn mount_path(text: &str) -> Result<String, Problem> {
    let path = text.trim().trim_end_matches('/');
    let problem = |text: &str| Err(Problem::new(Field::MountPath, text));
    if !text.trim().starts_with('/') {
        return problem("The mount path must be absolute: it starts with /, like /workspace.");
    }
    if path.is_empty() {
        return problem("The volume can't take the place of the whole disk. Use a folder, like /workspace.");
    }
    if path.split('/').skip(1).any(|part| part.is_empty() || part == "." || part == "..") {
        return problem("The mount path must be plain: no //, no . and no .. in it.");
    }
    match path.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c)) {
        true => Ok(path.to_owned()),
        false => problem("The mount path can hold the letters a to z, digits, and / - _ . alone."),
    }
}

fn shelf<'a>(raw: &RawOrder, catalog: &'a Catalog, cloud: Cloud) -> Result<&'a Shelf, Problem> {
    let problem = |text: String| Err(Problem::new(Field::GpuType, text));
    if raw.gpu_type.is_empty() {
        return problem("Choose a GPU type.".into());
    }
    let Some(gpu) = catalog.gpu_type(&GpuTypeId::new(&raw.gpu_type)) else {
        return problem("RunPod does not have this GPU type now. Choose another one.".into());
    };
    let Some(shelf) = gpu.shelf(cloud) else {
        return problem(format!("The {} is not to be had in the {}. Choose another one.", gpu.name, cloud.words()));
    };
    match (shelf.stock.is_some(), &catalog.scope.data_center) {
        (true, _) => Ok(shelf),
        (false, None) => problem(format!("The {} is out of stock. Choose another one.", gpu.name)),
        (false, Some(place)) => {
            problem(format!("The {} is out of stock in {place}, where your volume is. Choose another one.", gpu.name))
        }
    }
}

fn gpu_count(raw: &RawOrder, shelf: Option<&Shelf>) -> Result<u32, Problem> {
    let Some(count) = raw.count() else {
        return Err(Problem::new(Field::GpuCount, "Type how many GPUs: a whole number, 1 or more."));
    };
    match shelf.map(|shelf| shelf.max_count).filter(|max| count > *max) {
        Some(max) => Err(Problem::new(Field::GpuCount, format!("One pod can have at most {max} of these."))),
        None => Ok(count),
    }
}

fn image(raw: &RawOrder) -> Result<String, Problem> {
    if let Some(known) = raw.ready_made() {
        return Ok(known.image.to_owned());
    }
    let image = raw.own_image.trim();
    let problem = |text: String| Err(Problem::new(Field::Image, text));
    if image.is_empty() {
        return problem("Type the image's name, like runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404.".into());
    }
    if image.chars().any(char::is_whitespace) {
        return problem("An image name has no spaces in it.".into());
    }
    if image.contains("://") {
        return problem("Leave out https://: an image name starts with its registry or its owner.".into());
    }
    if image.len() > MAX_IMAGE {
        return problem(format!("An image name has at most {MAX_IMAGE} characters."));
    }
    if !image.chars().all(|c| c.is_ascii_alphanumeric() || "._-/:@".contains(c)) {
        return problem("An image name can hold the letters a to z, digits, and . _ - / : @ alone.".into());
    }
    let edges = |c: char| c.is_ascii_alphanumeric();
    match image.starts_with(edges) && image.ends_with(edges) {
        true => Ok(image.to_owned()),
        false => problem("An image name starts and ends with a letter or a digit.".into()),
    }
}

fn ports(raw: &RawOrder) -> Result<Vec<Port>, Problem> {
    if let Some(known) = raw.ready_made() {
        return Ok(Port::parse_list(known.ports));
    }
    let problem = |text: String| Err(Problem::new(Field::Ports, text));
    let mut ports = Vec::new();
    for part in raw.own_ports.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match Port::parse(part) {
            Some(port) if ports.contains(&port) => return problem(format!("{port} stands there twice.")),
            Some(port) => ports.push(port),
            None => return problem(format!("“{part}” is not a port. Write 8888/http or 22/tcp, with commas between.")),
        }
    }
    let http = ports.iter().filter(|port| port.protocol == Protocol::Http).count();
    match http > MAX_HTTP_PORTS {
        true => problem(format!("RunPod opens at most {MAX_HTTP_PORTS} http ports of one pod.")),
        false => Ok(ports),
    }
}

fn disk(text: &str) -> Result<u32, Problem> {
    let problem = |text: String| Err(Problem::new(Field::ContainerDisk, text));
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits {
        return problem("Type whole gigabytes, like 50.".into());
    }
    match text.parse::<u32>() {
        Ok(0) => problem("The container disk needs at least 1 GB.".into()),
        Ok(gb) if gb <= MAX_DISK_GB => Ok(gb),
        _ => problem(format!("The container disk can have at most {MAX_DISK_GB} GB. Large files belong on a volume.")),
    }
}

#[cfg(test)]
mod tests;
