//! What each field of the form may hold. One function a field; what it refuses, it refuses in words.

use super::{Field, Mount, Problem, RawOrder};
use crate::domain::account::NetworkVolume;
use crate::domain::catalog::{Catalog, Cloud, Shelf};
use crate::domain::ids::GpuTypeId;
use crate::domain::service::{Port, Protocol};

/// The longest pod name that the page takes. RunPod names no limit.
const MAX_NAME: usize = 60;
/// The longest image reference: Docker's registry name, path and tag at their longest.
const MAX_IMAGE: usize = 512;
/// GB. RunPod documents no top; this is the largest disk that it documents for anything.
pub(super) const MAX_DISK_GB: u32 = 4096;
/// RunPod proxies at most ten HTTP ports of a pod.
const MAX_HTTP_PORTS: usize = 10;

pub(super) fn name(text: &str) -> Result<String, Problem> {
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

pub(super) fn mount(raw: &RawOrder, volumes: &[NetworkVolume]) -> Result<Option<Mount>, Problem> {
    if raw.network_volume.is_empty() {
        return Ok(None);
    }
    let Some(volume) = raw.volume(volumes) else {
        let text = "That volume is not in your account any more. Choose another one, or none.";
        return Err(Problem::new(Field::NetworkVolume, text));
    };
    Ok(Some(Mount {
        volume: volume.id.clone(),
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

/// The shelf that the GPU type lies on, whether or not any is left there.
pub(super) fn shelf<'a>(raw: &RawOrder, catalog: &'a Catalog, cloud: Cloud) -> Result<&'a Shelf, Problem> {
    let problem = |text: String| Err(Problem::new(Field::GpuType, text));
    if raw.gpu_type.is_empty() {
        return problem("Choose a GPU type.".into());
    }
    let Some(gpu) = catalog.gpu_type(&GpuTypeId::new(&raw.gpu_type)) else {
        return problem("RunPod does not have this GPU type now. Choose another one.".into());
    };
    match gpu.shelf(cloud) {
        Some(shelf) => Ok(shelf),
        None => problem(format!("The {} is not to be had in the {}. Choose another one.", gpu.name, cloud.words())),
    }
}

/// Whether as many as are wanted are left.
pub(super) fn stock(raw: &RawOrder, catalog: &Catalog, shelf: &Shelf) -> Result<(), Problem> {
    if shelf.stock.is_some() {
        return Ok(());
    }
    let name = catalog.gpu_type(&GpuTypeId::new(&raw.gpu_type)).map_or("GPU type", |gpu| &gpu.name);
    let count = match catalog.scope.gpu_count {
        0 | 1 => "",
        _ => ", this many in one pod,",
    };
    let place = match &catalog.scope.data_center {
        Some(place) => format!(" in {place}, where your volume is"),
        None => String::new(),
    };
    Err(Problem::new(Field::GpuType, format!("The {name}{count} is out of stock{place}. Choose another one.")))
}

pub(super) fn gpu_count(raw: &RawOrder, shelf: Option<&Shelf>) -> Result<u32, Problem> {
    let Some(count) = raw.count() else {
        return Err(Problem::new(Field::GpuCount, "Type how many GPUs: a whole number, 1 or more."));
    };
    match shelf.map(|shelf| shelf.max_count).filter(|max| count > *max) {
        Some(max) => Err(Problem::new(Field::GpuCount, format!("One pod can have at most {max} of these."))),
        None => Ok(count),
    }
}

pub(super) fn image(raw: &RawOrder) -> Result<String, Problem> {
    if let Some(known) = raw.ready_made() {
        return Ok(known.image.to_owned());
    }
    let image = raw.own_image.trim();
    let problem = |text: String| Err(Problem::new(Field::OwnImage, text));
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

pub(super) fn ports(raw: &RawOrder) -> Result<Vec<Port>, Problem> {
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

pub(super) fn disk(text: &str) -> Result<u32, Problem> {
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
