use launchpod_core::catalog::{AvailabilityQuery, CloudOffer, GpuType, Stock};
use launchpod_core::json::Document;
use launchpod_core::order::{Choice, Hardware, Order, OrderContext, RentalMode, WhenSoldOut};
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::types::ids::{DataCenterId, GpuTypeId, NetworkVolumeId};
use launchpod_core::types::money::{GpuRate, HourlyRate};
use launchpod_core::types::time::Timestamp;
use serde_json::{Value, json};

use super::*;

fn shelf(micros: i64) -> CloudOffer {
    CloudOffer {
        price: GpuRate::from_micros(micros),
        spot: Some(GpuRate::from_micros(micros / 2)),
        stock: Stock::High,
        max_count: 4,
    }
}

fn gpu(id: &str, name: &str, memory_gb: u32) -> GpuType {
    GpuType {
        id: GpuTypeId::new(id),
        name: name.into(),
        memory_gb,
        secure: Some(shelf(690_000)),
        community: Some(shelf(340_000)),
    }
}

fn catalog() -> Catalog {
    let gpu_types = vec![gpu("NVIDIA GeForce RTX 4090", "RTX 4090", 24), gpu("NVIDIA L4", "L4", 24)];
    Catalog { scope: AvailabilityQuery::default(), gpu_types, as_of: Timestamp::default() }
}

fn volumes() -> Vec<NetworkVolume> {
    let volume = |id: &str, name: &str| NetworkVolume {
        id: NetworkVolumeId::new(id),
        name: name.into(),
        size_gb: 100,
        data_center: DataCenterId::new("EU-RO-1"),
        volume_type: None,
    };
    vec![volume("vol1", "models"), volume("vol2", "twice"), volume("vol3", "twice")]
}

fn wish(order: &Value) -> OrderInput {
    OrderInput::read(Document::read(order.to_string()).unwrap().json())
}

/// As the module reads one.
fn read(order: Value) -> Result<Order, Vec<(String, String)>> {
    let wish = wish(&order);
    let (volumes, catalog) = (volumes(), catalog());
    let (mut raw, contradictions) = wish.form(&volumes, None);
    name_gpus(&mut raw, &catalog);
    let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
    let known = OrderContext { catalog: &catalog, cpus: &[], volumes: &volumes, template: None, key: &key };
    let drafted = Order::draft(&raw, known);
    let mut problems: Vec<Problem> = wish.problems.into_iter().chain(contradictions).collect();
    let order = match drafted {
        Ok(order) => Some(order),
        Err(more) => {
            problems.extend(more.into_iter().map(Problem::of));
            None
        }
    };
    match order.filter(|_| problems.is_empty()) {
        Some(order) => Ok(order),
        None => Err(problems.into_iter().map(|problem| (problem.field, problem.text)).collect()),
    }
}

fn fields(order: Value) -> Vec<String> {
    read(order).err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
}

#[test]
fn an_empty_order_is_comfyui_on_24_gb_with_a_timer() {
    let order = read(json!({})).unwrap();
    assert_eq!((order.name.as_str(), order.image.as_str()), ("comfyui", "runpod/comfyui:cuda12.8"));
    let Hardware::Gpus { choices, count, rent } = order.hardware else { panic!("no GPUs") };
    assert_eq!((choices, count, rent), (vec![Choice::Any { memory_gb: 24, at_most: None }], 1, RentalMode::OnDemand));
    assert_eq!(order.timer.unwrap().after().as_secs(), 4 * 3600);
}

#[test]
fn each_thing_reaches_the_order() {
    let order = read(json!({
        "name": "Mine", "image": "pytorch", "gpus": ["rtx 4090", { "memoryGb": 20, "atMost": 0.7 }], "gpuCount": 2,
        "networkVolume": "models", "mountPath": "/data", "containerDiskGb": 80, "ports": ["8888/http", "22/tcp"],
        "env": { "HF_TOKEN": "x" }, "ssh": false, "jupyter": true, "registry": "cred", "minVcpu": 8, "minMemoryGb": 32,
        "cuda": ["12.8"], "spot": { "bid": 0.1 + 0.2 }, "maxPerHour": 2.5, "endAfterHours": 1.5, "whenSoldOut": "wait",
    }))
    .unwrap();
    let Hardware::Gpus { choices, count, rent } = order.hardware else { panic!("no GPUs") };
    let four_ninety = Choice::Type(GpuTypeId::new("NVIDIA GeForce RTX 4090"));
    let any = Choice::Any { memory_gb: 20, at_most: Some(GpuRate::from_micros(700_000)) };
    assert_eq!((choices, count, rent), (vec![four_ninety, any], 2, RentalMode::Spot(GpuRate::from_micros(300_000))));
    assert_eq!(order.mount.unwrap().volume.as_str(), "vol1");
    assert_eq!((order.mount_path.as_str(), order.container_disk_gb, order.ports.len()), ("/data", 80, 2));
    assert_eq!((order.env[0].key.as_str(), order.start_ssh, order.start_jupyter), ("HF_TOKEN", false, true));
    assert_eq!((order.scope.min_vcpu, order.scope.min_memory_gb, order.cuda), (8, 32, vec!["12.8".to_owned()]));
    assert_eq!(order.ceiling, Some(HourlyRate::from_micros(2_500_000)));
    assert_eq!((order.timer.unwrap().after().as_secs(), order.when_sold_out), (5_400, WhenSoldOut::Launch));
    assert_eq!(order.registry.as_deref(), Some("cred"));
}

#[test]
fn a_runpod_key_gets_into_no_pod() {
    assert_eq!(fields(json!({ "env": { "ACCOUNT": "rpa_0123456789ABCDEF" } })), ["env"]);
    assert_eq!(
        fields(json!({ "startCommand": "curl -H 'Authorization: Bearer rpa_EXAMPLE0123456789'" })),
        ["startCommand"]
    );
    assert_eq!(read(json!({ "env": { "RUNPOD_API_KEY": "x" } })).unwrap().env.len(), 1, "replaced, and no harm");
}

#[test]
fn an_image_of_ones_own_has_a_name_a_disk_and_no_timer() {
    let order = read(json!({ "image": "ghcr.io/me/my-trainer:v2", "startCommand": "python train.py" })).unwrap();
    assert_eq!((order.name.as_str(), order.image.as_str()), ("my-trainer", "ghcr.io/me/my-trainer:v2"));
    assert_eq!((order.container_disk_gb, order.ports.len(), order.timer), (50, 0, None));
    assert_eq!(read(json!({ "image": "ghcr.io/me/x", "endAfterHours": null })).unwrap().timer, None);
    assert_eq!(fields(json!({ "image": "ghcr.io/me/x", "endAfterHours": 2 })), ["endAfterHours"]);
    assert_eq!(read(json!({ "endAfterHours": null })).unwrap().timer, None);
    assert_eq!(fields(json!({ "image": "ghcr.io/me/x", "notify": "https://ntfy.sh/x" })), ["notify"]);
    assert_eq!(fields(json!({ "notify": "ntfy.sh/x" })), ["notify"]);
    assert_eq!(read(json!({ "notify": "https://ntfy.sh/x" })).unwrap().notify.as_deref(), Some("https://ntfy.sh/x"));
    assert_eq!(read(json!({ "endAfterHours": 0.333 })).unwrap().timer.unwrap().after().as_secs(), 34 * 36);
}

#[test]
fn all_problems_come_at_once_under_the_names_of_the_order() {
    let told = fields(json!({
        "nme": "x", "name": "", "gpuCount": 1.5, "ports": "8188", "env": { "1X": "y", "A": 1 }, "cloud": "MOON",
        "maxPerHour": -1, "spot": { "bit": 1 }, "mountPath": "workspace", "podVolumeGb": 4, "ssh": "yes", "cuda": ["x"],
        "endAfterHours": 0, "whenSoldOut": "tell", "gpus": [{ "memory": 24 }, 7],
    }));
    for field in [
        "nme",
        "name",
        "gpuCount",
        "ports",
        "env",
        "cloud",
        "maxPerHour",
        "spot",
        "mountPath",
        "podVolumeGb",
        "ssh",
        "cuda",
        "endAfterHours",
        "whenSoldOut",
        "gpus",
    ] {
        assert!(told.iter().any(|known| known == field), "{field} in {told:?}");
    }
    assert_eq!(fields(json!("comfyui")), ["order"]);
    assert_eq!(fields(json!({ "gpus": [] })), ["gpus"]);
    assert_eq!(fields(json!({ "maxPerHour": null })), ["maxPerHour"]);
}

#[test]
fn what_contradicts_the_rest_is_refused_and_not_passed_over() {
    let cases = [
        (json!({ "networkVolume": "vol1", "cloud": "COMMUNITY" }), "cloud"),
        (json!({ "networkVolume": "vol1", "podVolumeGb": 20 }), "podVolumeGb"),
        (json!({ "networkVolume": "vol1", "place": "US-KS-2" }), "place"),
        (json!({ "networkVolume": "twice" }), "networkVolume"),
        (json!({ "networkVolume": "nowhere" }), "networkVolume"),
    ];
    for (order, field) in cases {
        assert!(fields(order.clone()).iter().any(|told| told == field), "{order}");
    }
    assert!(read(json!({ "networkVolume": "vol1", "place": "eu-ro-1", "cloud": "ALL" })).is_ok());
    let both = fields(json!({ "cpu": "cpu3g-2-8", "gpus": ["NVIDIA L4"], "minVcpu": 2 }));
    assert!(both.contains(&"gpus".to_owned()) && both.contains(&"minVcpu".to_owned()), "{both:?}");
}

#[test]
fn no_value_panics() {
    let values = [
        json!(null),
        json!(true),
        json!(-1e300),
        json!(1e300),
        json!("\u{0}"),
        json!([[]]),
        json!({ "": {} }),
        json!([null]),
    ];
    let keys = [
        "name",
        "image",
        "template",
        "gpus",
        "gpuCount",
        "cpu",
        "env",
        "spot",
        "maxPerHour",
        "endAfterHours",
        "cuda",
        "ports",
    ];
    for key in keys {
        for value in &values {
            let _ = read(json!({ key: value }));
        }
    }
}

#[test]
fn the_vcpus_of_a_machine_stand_in_its_id() {
    assert_eq!((vcpus("cpu3g-2-8"), vcpus("cpu3g"), vcpus("a-b"), vcpus("a-0-1")), (Some(2), None, None, None));
}

#[test]
fn a_machine_without_a_gpu_gets_the_disk_that_it_can_have() {
    let offer = CpuOffer {
        instance_id: "cpu3g-2-8".into(),
        flavor: "General Purpose".into(),
        vcpus: 2,
        ram_gb: 8,
        most_disk_gb: Some(20),
        price: HourlyRate::from_micros(80_000),
        stock: Stock::High,
    };
    let disk = |order: Value| {
        let wish = wish(&order);
        let (mut raw, _) = wish.form(&[], None);
        wish.fit_disk(&mut raw, std::slice::from_ref(&offer));
        raw.get(Field::ContainerDisk).to_owned()
    };
    assert_eq!(disk(json!({ "cpu": "cpu3g-2-8" })), "20");
    assert_eq!(disk(json!({ "cpu": "cpu3g-2-8", "containerDiskGb": 5 })), "5");
    assert_eq!(disk(json!({ "cpu": "cpu3g-2-8", "containerDiskGb": 60 })), "60", "the form refuses it in words");
    assert_eq!(disk(json!({ "cpu": "cpu3g-4-16" })), "50", "another machine");
    assert_eq!(disk(json!({})), "50");
}

#[test]
fn what_is_wrong_is_said_to_a_program_that_has_no_form() {
    let long = "x".repeat(100);
    let orders = [
        json!({ "gpus": [] }),
        json!({ "gpus": ["NVIDIA Nothing"] }),
        json!({ "gpus": [{ "memoryGb": 0 }] }),
        json!({ "gpuCount": 0 }),
        json!({ "cpu": "cpu3g-2-8" }),
        json!({ "spot": { "bid": 0 } }),
        json!({ "maxPerHour": 0 }),
        json!({ "endAfterHours": -1 }),
        json!({ "place": "nowhere at all" }),
        json!({ "containerDiskGb": 0.5 }),
        json!({ "podVolumeGb": 1 }),
        json!({ "minVcpu": 0.5, "minMemoryGb": -1 }),
        json!({ "name": long }),
        json!({ "name": " " }),
        json!({ "image": " " }),
        json!({ "ports": ["x"], "mountPath": "x", "networkVolume": "vol1", "cuda": ["x"], "env": { "": "x" } }),
    ];
    let mut count = 0;
    for order in orders {
        let problems = read(order.clone()).err().unwrap_or_default();
        count += problems.len();
        for (field, text) in problems {
            for word in ["Choose", "choose", "Type ", "this page", "This page", "in the list", "Leave it empty"] {
                assert!(!text.contains(word), "{order}: {field}: {text}");
            }
        }
    }
    assert!(count > 12, "{count}");
    let (_, text) = read(json!({ "gpus": [] })).unwrap_err().remove(0);
    assert_eq!(text, "Name one at least, like \"NVIDIA GeForce RTX 4090\" or { memoryGb: 24 }; or leave gpus out.");
}
