//! A pod that is there, as the form that would launch it once more.

use crate::auto_stop::PodTimer;
use crate::catalog::Cloud;
use crate::catalog::image_presets::IMAGE_PRESETS;
use crate::json::Json;
use crate::order::share_link::is_of_the_pod;
use crate::order::{Field, GpuChoiceForm, OWN_IMAGE, OrderForm, Reading, Variable};
use crate::runpod::decode;
use crate::types::money::GpuRate;

/// `None` without an id. What looks like a secret is left out: it need not travel through the form.
pub(super) fn form(json: Json) -> Option<Reading> {
    json.text("id")?;
    let mut raw = OrderForm::default();
    let text = |field| json.text(field).unwrap_or_default();
    hardware(json, &mut raw);
    // A network volume fixes it by itself.
    if json.text("networkVolumeId").is_none() {
        raw.set(Field::Place, json.get("machine").text("dataCenterId").unwrap_or_default());
    }
    let image = text("imageName");
    let timer = PodTimer::read(image, text("dockerArgs"));
    let known = IMAGE_PRESETS.iter().find(|known| known.image == image);
    let texts = [
        (Field::Name, text("name")),
        (Field::Image, known.map_or(OWN_IMAGE, |known| known.key)),
        (Field::OwnImage, if known.is_some() { "" } else { image }),
        // What its template said stands in the pod.
        (Field::Template, ""),
        (Field::Registry, text("containerRegistryAuthId")),
        (Field::NetworkVolume, text("networkVolumeId")),
        (Field::Ports, text("ports")),
        (Field::StartCommand, if timer.is_some() { "" } else { text("dockerArgs") }),
    ];
    for (field, text) in texts {
        raw.set(field, text);
    }
    if let Some(timer) = timer {
        raw.set_timer(timer);
    }
    if let Some(path) = json.text("volumeMountPath") {
        raw.set(Field::MountPath, path);
    }
    for (field, name) in [(Field::ContainerDisk, "containerDiskInGb"), (Field::PodVolume, "volumeInGb")] {
        raw.set(field, &some(json.whole(name)));
    }
    let env: Vec<&str> = json.entries("env").filter_map(Json::as_text).collect();
    let has = |key: &str| env.iter().any(|own| own.split('=').next() == Some(key));
    raw.switch(Field::Ssh, has("PUBLIC_KEY"));
    raw.switch(Field::Jupyter, has("JUPYTER_PASSWORD"));
    let own = env.iter().filter_map(|own| own.split_once('=')).filter(|(key, _)| !is_of_the_pod(key));
    raw.env = own.map(|(key, value)| Variable { key: key.to_owned(), value: value.to_owned() }).collect();
    raw.read_from_elsewhere();
    let (raw, left_out) = raw.without_secrets();
    let unknown_gpu = !raw.is_cpu() && raw.choices.is_empty();
    let odd = unknown_gpu.then(|| Field::GpuType.describe()).into_iter().collect();
    Some(Reading { left_out, odd, ..Reading::of(raw) })
}

fn hardware(json: Json, raw: &mut OrderForm) {
    if let Some(flavor) = json.text("cpuFlavorId") {
        raw.set(Field::Compute, "cpu");
        raw.set(Field::Cpu, &format!("{flavor}-{}-{}", json.whole("vcpuCount"), json.whole("memoryInGb")));
        return;
    }
    let machine = json.get("machine");
    // Started on a full host, a pod has none.
    let count = json.whole("gpuCount").max(1);
    raw.set(Field::GpuCount, &count.to_string());
    // Before RunPod has placed it, the pod does not say what it waits for.
    raw.choices = machine.text("gpuTypeId").map(GpuChoiceForm::of).into_iter().collect();
    let cloud =
        if machine.some().is_none() || machine.is_true("secureCloud") { Cloud::Secure } else { Cloud::Community };
    raw.set(Field::Cloud, cloud.as_str());
    if json.text("podType") == Some("INTERRUPTABLE") {
        raw.set(Field::Rent, "spot");
        // A spot pod costs what was bid.
        let bid = decode::price(json, "costPerHr").map(|pod| GpuRate::of_pod(pod, count));
        raw.set(Field::Bid, bid.map(GpuRate::typed).unwrap_or_default().as_str());
    }
}

fn some(number: u32) -> String {
    if number > 0 { number.to_string() } else { String::new() }
}
