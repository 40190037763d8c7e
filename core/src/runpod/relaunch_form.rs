//! A pod that is there, as the form that would launch it once more.

use crate::auto_stop::TimerMark;
use crate::catalog::Cloud;
use crate::catalog::apps;
use crate::json::Json;
use crate::models::list;
use crate::models::start::OwnStart;
use crate::notices;
use crate::order::share_link::is_of_the_pod;
use crate::order::{Field, GpuChoiceForm, OWN_IMAGE, OrderForm, Reading, Variable, is_whole_wish};
use crate::pods::pod::Pod;
use crate::runpod::decode;
use crate::types::ids::{DataCenterId, NetworkVolumeId};
use crate::types::money::GpuRate;

/// A pod as it was set up, whichever API tells it.
#[derive(Debug, Default)]
pub(super) struct PodSetup<'a> {
    pub name: &'a str,
    pub image: &'a str,
    /// What takes the place of the image's own start; empty for that one.
    pub start_command: &'a str,
    pub hardware: SetupHardware<'a>,
    /// Where it was asked for; empty for anywhere.
    pub data_center: &'a str,
    pub network_volume: &'a str,
    pub mount_path: Option<&'a str>,
    /// As `8188/http,22/tcp`.
    pub ports: String,
    pub registry: &'a str,
    pub container_disk_gb: u32,
    pub volume_gb: u32,
    /// A name without a value is no variable of the person's.
    pub env: Vec<(&'a str, Option<&'a str>)>,
}

/// What a pod was set up on.
#[derive(Debug, Default)]
pub(super) enum SetupHardware<'a> {
    /// It does not say.
    #[default]
    Unknown,
    /// The id of a machine without a GPU.
    Cpu(String),
    /// GPUs: their type where it is known, how many, where, and the bid for one of them if it is spot.
    Gpus {
        /// Before RunPod has placed it, the pod does not say what it waits for.
        gpu_type: Option<&'a str>,
        /// Started on a full host, a pod has none.
        count: u32,
        /// In which cloud.
        cloud: Cloud,
        /// Whether it is spot, and at which bid.
        spot: Option<Option<GpuRate>>,
    },
}

/// What GraphQL tells. `None` without an id.
pub(super) fn of_graphql(json: Json) -> Option<Reading> {
    json.text("id")?;
    let text = |field| json.text(field).unwrap_or_default();
    let volume = text("networkVolumeId");
    let env = json.entries("env").filter_map(Json::as_text).map(|own| match own.split_once('=') {
        Some((key, value)) => (key, Some(value)),
        None => (own, None),
    });
    Some(form(PodSetup {
        name: text("name"),
        image: text("imageName"),
        start_command: text("dockerArgs"),
        hardware: graphql_hardware(json),
        data_center: json.get("machine").text("dataCenterId").unwrap_or_default(),
        network_volume: volume,
        mount_path: json.text("volumeMountPath"),
        ports: text("ports").to_owned(),
        registry: text("containerRegistryAuthId"),
        container_disk_gb: json.whole("containerDiskInGb"),
        volume_gb: json.whole("volumeInGb"),
        env: env.collect(),
    }))
}

fn graphql_hardware(json: Json<'_>) -> SetupHardware<'_> {
    if let Some(flavor) = json.text("cpuFlavorId") {
        return SetupHardware::Cpu(format!("{flavor}-{}-{}", json.whole("vcpuCount"), json.whole("memoryInGb")));
    }
    let machine = json.get("machine");
    let count = json.whole("gpuCount").max(1);
    let is_secure = machine.some().is_none() || machine.is_true("secureCloud");
    let is_spot = json.text("podType") == Some("INTERRUPTABLE");
    // A spot pod costs what was bid.
    let bid = || decode::price(json, "costPerHr").map(|pod| GpuRate::of_pod(pod, count));
    SetupHardware::Gpus {
        gpu_type: machine.text("gpuTypeId"),
        count,
        cloud: if is_secure { Cloud::Secure } else { Cloud::Community },
        spot: is_spot.then(bid),
    }
}

/// What a list tells of a pod, as a form that can be kept: with what its launch asked for, where that is known. Whether that is
/// all of it: a list says nothing of the environment, of logins and of where else it might have run.
pub fn of_listed(pod: &Pod, wished: Option<&str>) -> (Option<String>, bool) {
    if let Some(wished) = wished.filter(|wished| is_whole_wish(wished)) {
        return (Some(wished.to_owned()), true);
    }
    let ports: Vec<String> = pod.ports.iter().map(ToString::to_string).collect();
    let declares = |port: &str| ports.iter().any(|own| own == port);
    let (ssh, jupyter) = (declares("22/tcp"), declares("8888/http"));
    let switched = [("PUBLIC_KEY", ssh), ("JUPYTER_PASSWORD", jupyter)];
    let count = pod.gpu_count.max(1);
    let bid = || pod.gpu_rate.map(|rate| GpuRate::of_pod(rate, count));
    let mut reading = form(PodSetup {
        name: &pod.name,
        image: &pod.image,
        start_command: &pod.start_command,
        hardware: SetupHardware::Gpus { gpu_type: None, count, cloud: Cloud::Secure, spot: pod.spot.then(bid) },
        data_center: pod.data_center.as_ref().map(DataCenterId::as_str).unwrap_or_default(),
        network_volume: pod.network_volume.as_ref().map(NetworkVolumeId::as_str).unwrap_or_default(),
        mount_path: pod.mount_path.as_deref(),
        ports: ports.join(","),
        registry: "",
        container_disk_gb: pod.container_disk_gb,
        volume_gb: pod.volume_gb,
        env: switched.into_iter().filter(|(_, on)| *on).map(|(key, _)| (key, None)).collect(),
    });
    if let Some(wished) = wished {
        reading.recall(wished);
    }
    (reading.raw.as_kept(), false)
}

/// The form that would launch this once more. What looks like a secret is left out: it need not travel through the form.
pub(super) fn form(setup: PodSetup) -> Reading {
    let mut raw = OrderForm::default();
    hardware(&setup.hardware, &mut raw);
    // A network volume fixes it by itself.
    if setup.network_volume.is_empty() {
        raw.set(Field::Place, setup.data_center);
    }
    let (image, start) = (setup.image, setup.start_command);
    let own = OwnStart::read(image, start);
    let known = apps::of_image(image);
    let texts = [
        (Field::Name, TimerMark::split(setup.name).0),
        (Field::Image, known.map_or(OWN_IMAGE, |known| known.key)),
        (Field::OwnImage, if known.is_some() { "" } else { image }),
        // What its template said stands in the pod.
        (Field::Template, ""),
        (Field::Registry, setup.registry),
        (Field::NetworkVolume, setup.network_volume),
        (Field::Ports, &setup.ports),
        (Field::StartCommand, if own.is_some() { "" } else { start }),
    ];
    for (field, text) in texts {
        raw.set(field, text);
    }
    let OwnStart { timer, beside } = own.unwrap_or_default();
    if let Some(timer) = timer {
        raw.set_timer(timer);
    }
    let told = |is_there, key: &str| {
        let found = setup.env.iter().find(|(own, _)| is_there && *own == key);
        found.and_then(|(_, value)| *value)
    };
    if let Some(listed) = told(beside.models, list::ENV) {
        raw.set(Field::Models, &list::write(&list::of_env(listed)));
    }
    if let Some(address) = told(beside.notices, notices::ENV).and_then(notices::of_env) {
        raw.set(Field::Notify, &address);
    }
    if let Some(path) = setup.mount_path {
        raw.set(Field::MountPath, path);
    }
    for (field, gb) in [(Field::ContainerDisk, setup.container_disk_gb), (Field::PodVolume, setup.volume_gb)] {
        raw.set(field, &some(gb));
    }
    let has = |key: &str| setup.env.iter().any(|(own, _)| *own == key);
    raw.switch(Field::Ssh, has("PUBLIC_KEY"));
    raw.switch(Field::Jupyter, has("JUPYTER_PASSWORD"));
    let own = setup.env.iter().filter(|(key, _)| !is_of_the_pod(key));
    let variable = |(key, value): &(&str, Option<&str>)| {
        value.map(|value| Variable { key: (*key).to_owned(), value: value.to_owned() })
    };
    raw.env = own.filter_map(variable).collect();
    raw.read_from_elsewhere();
    let (raw, left_out) = raw.without_secrets();
    let unknown_gpu = !raw.is_cpu() && raw.choices.is_empty();
    let odd = unknown_gpu.then(|| Field::GpuType.describe()).into_iter().collect();
    Reading { left_out, odd, ..Reading::of(raw) }
}

fn hardware(hardware: &SetupHardware, raw: &mut OrderForm) {
    match hardware {
        SetupHardware::Unknown => raw.choices = vec![],
        SetupHardware::Cpu(machine) => {
            raw.set(Field::Compute, "cpu");
            raw.set(Field::Cpu, machine);
        }
        SetupHardware::Gpus { gpu_type, count, cloud, spot } => {
            raw.set(Field::GpuCount, &count.to_string());
            raw.choices = gpu_type.map(GpuChoiceForm::of).into_iter().collect();
            raw.set(Field::Cloud, cloud.as_str());
            if let Some(bid) = spot {
                raw.set(Field::Rent, "spot");
                raw.set(Field::Bid, bid.map(GpuRate::typed).unwrap_or_default().as_str());
            }
        }
    }
}

fn some(number: u32) -> String {
    if number > 0 { number.to_string() } else { String::new() }
}
