//! REST v2 against answers as RunPod gives them: what they mean, and what is sent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/script.rs"]
mod script;
mod support;

use std::time::Duration;

use launchpod_core::catalog::template::Kind;
use launchpod_core::catalog::{AvailabilityQuery, Catalog, CloudOffer, Stock};
use launchpod_core::launch::Answer;
use launchpod_core::order::offers::{Machine, Selection};
use launchpod_core::order::{Edit, Field, GpuChoiceForm, Variable};
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::pod::{Pod, Status};
use launchpod_core::pods::port::Port;
use launchpod_core::readiness::{ProbeResults, Stage};
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{Api as _, Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error::{ApiError, ErrorKind};
use launchpod_core::runpod::transport::Method;
use launchpod_core::secrets::NewSecret;
use launchpod_core::types::ids::{DataCenterId, NetworkVolumeId, PodId, SecretId};
use launchpod_core::types::money::{GpuRate, HourlyRate, MicroUsd};
use launchpod_core::types::time::Timestamp;
use launchpod_core::volumes::{NewVolume, VolumeType};
use script::{Script, samples};
use serde_json::{Value, json};
use support::{KEY, now, order, pick, tag};

async fn pod_of(sample: &str) -> Pod {
    Script::sample(sample).client().pod(&PodId::new("x"), &now).await.unwrap().unwrap()
}

fn micros(rate: i64) -> HourlyRate {
    HourlyRate::from_micros(rate)
}

#[tokio::test(flavor = "current_thread")]
async fn a_running_pod_is_read() {
    let pod = pod_of("pod_running_live").await;
    assert_eq!(
        (pod.id.as_str(), pod.name.as_str(), pod.gpu.as_str()),
        ("5xpma5eg46tqjq", "imgtbx-v2-probe", "RTX PRO 4500 Blackwell")
    );
    assert_eq!((pod.status.clone(), pod.gpu_count, pod.gpu_rate), (Status::Running, 1, Some(micros(720_000))));
    assert_eq!(pod.network_volume, Some(NetworkVolumeId::new("grvtso8ftn")));
    assert_eq!((pod.container_disk_gb, pod.volume_gb, pod.mount_path.as_deref()), (30, 0, Some("/workspace")));
    assert_eq!(pod.data_center, Some(DataCenterId::new("EU-RO-1")));
    assert_eq!((pod.usage.0.gpu, pod.usage.0.cpu), (Some(0), Some(0)));
    let runtime = pod.runtime.unwrap();
    assert_eq!(runtime.open_ports, [22, 19123], "also one that it does not declare");
    assert!(runtime.up_since < now());
}

/// RunPod says RUNNING at once.
#[tokio::test(flavor = "current_thread")]
async fn a_pod_without_a_runtime_is_still_starting_and_costs_money() {
    let pod = pod_of("pod_running_not_ready_live").await;
    assert_eq!((pod.status.clone(), pod.runtime.clone(), pod.has_machine), (Status::Running, None, true));
    assert_eq!(Stage::of(&pod, &ProbeResults::default()).as_str(), "pulling");
    assert_eq!(pod.hourly(), Some(micros(720_000)));
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_stopped_pod_is_said_to_cost_is_not_what_it_costs() {
    let pod = pod_of("pod_stopped_live").await;
    assert_eq!((pod.status.clone(), pod.gpu_rate), (Status::Stopped, Some(micros(720_000))));
    assert_eq!(pod.hourly(), Some(HourlyRate::ZERO), "its container disk is gone, and it has no volume");
}

#[tokio::test(flavor = "current_thread")]
async fn what_runpod_lets_be_done_is_read_and_obeyed() {
    let (running, stopped) = (pod_of("pod_running_live").await, pod_of("pod_stopped_live").await);
    assert_eq!((running.power_action(), running.can(PodAction::Resume)), (Some(PodAction::Stop), false));
    assert_eq!((stopped.power_action(), stopped.can(PodAction::Stop)), (Some(PodAction::Resume), false));
    let told = async |status: &str, actions: Value| {
        let pod = json!({"id": "a", "status": status, "actions": actions});
        Script::says(&[(200, pod)]).client().pod(&PodId::new("a"), &now).await.unwrap().unwrap()
    };
    let busy = told("RUNNING", json!(["terminate", "migrate", 7, null])).await;
    assert_eq!((busy.power_action(), busy.can(PodAction::Terminate)), (None, true));
    assert!(busy.power_refusal().unwrap().contains("does not let it be stopped now"));
    for nothing in [json!([]), Value::Null, json!("stop"), json!(["migrate"])] {
        assert_eq!(told("RUNNING", nothing.clone()).await.power_action(), Some(PodAction::Stop), "{nothing}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_pod_that_is_gone_is_none_and_any_other_error_is_no_proof() {
    for (answer, gone) in
        [("error_404_pod_and_unknown_route_live", true), ("error_429_docs", false), ("error_403_docs", false)]
    {
        let found = Script::sample(answer).client().pod(&PodId::new("x"), &now).await;
        assert_eq!(matches!(found, Ok(None)), gone, "{answer}");
    }
    let strange = Script::says(&[(404, Value::Null)]).client().pod(&PodId::new("x"), &now).await;
    assert!(strange.is_err(), "somebody on the way says so, and not RunPod");
}

fn page(ids: &[&str], next: Option<&str>) -> (u16, Value) {
    let pods: Vec<Value> = ids.iter().map(|id| json!({ "id": id, "status": "RUNNING" })).collect();
    (200, json!({ "pods": pods, "pagination": { "nextCursor": next, "hasNextPage": next.is_some() } }))
}

#[tokio::test(flavor = "current_thread")]
async fn a_list_is_followed_to_its_end() {
    let script = Script::says(&[page(&["a", "b"], Some("c/2=")), page(&["c"], None)]);
    let list = script.client().pods(&now).await.unwrap();
    let ids: Vec<_> = list.pods.iter().map(|pod| pod.id.as_str()).collect();
    assert_eq!((ids, list.complete, list.unread), (vec!["a", "b", "c"], true, 0));
    assert_eq!(script.asked(), ["GET /pods?limit=1000", "GET /pods?limit=1000&cursor=c%2F2%3D"]);
    assert_eq!(list.account.balance, None, "it is not told, and so it is not zero");
    let none = Script::sample("pods_list_paged").client().pods(&now).await.unwrap();
    assert!(none.pods.is_empty() && none.complete);
}

/// What a list lacks would seem to be gone.
#[tokio::test(flavor = "current_thread")]
async fn half_a_list_is_an_error() {
    let first = || page(&["a"], Some("b"));
    let no_cursor = (200, json!({ "pods": [], "pagination": { "nextCursor": null, "hasNextPage": true } }));
    for rest in [(500, json!({})), (200, json!({ "pods": [] })), (200, json!({ "pagination": {} })), no_cursor] {
        let list = Script::says(&[first(), rest.clone()]).client().pods(&now).await;
        assert!(list.is_err(), "{rest:?}");
    }
    let endless = vec![page(&["a"], Some("a")); 200];
    assert!(Script::says(&endless).client().pods(&now).await.is_err());
    let odd = Script::says(&[(
        200,
        json!({ "pods": [{ "name": "?" }], "pagination": { "nextCursor": null, "hasNextPage": false } }),
    )]);
    let odd = odd.client().pods(&now).await.unwrap();
    assert!(!odd.complete && odd.unread == 1, "what can't be read may be a pod");
}

async fn full_catalog(place: Option<&str>) -> Catalog {
    let scope = AvailabilityQuery { data_center: place.map(DataCenterId::new), ..AvailabilityQuery::default() };
    Script::sample("gpu_catalog_full_live_2026_10").client().catalog(scope, &now).await.unwrap()
}

/// The offers of a type: secure, community.
fn offers<'a>(catalog: &'a Catalog, id: &str) -> (Option<&'a CloudOffer>, Option<&'a CloudOffer>) {
    let gpu = catalog.gpu_types.iter().find(|gpu| gpu.id.as_str() == id).expect(id);
    (gpu.secure.as_ref(), gpu.community.as_ref())
}

#[tokio::test(flavor = "current_thread")]
async fn an_offer_has_a_flag_a_gpu_and_a_price() {
    let catalog = full_catalog(None).await;
    let listed = samples()["rest_v2"]["gpu_catalog_full_live_2026_10"]["body"]["gpus"].as_array().unwrap().clone();
    for gpu in &catalog.gpu_types {
        let row = listed.iter().find(|row| row["id"] == gpu.id.as_str()).unwrap();
        for (cloud, offer) in [("secure", &gpu.secure), ("community", &gpu.community)] {
            let is_one = row[cloud] == true
                && row["maxCount"][cloud].as_u64().unwrap() > 0
                && row["price"][cloud].as_f64().unwrap() > 0.0;
            assert_eq!(offer.is_some(), is_one, "{} {cloud}", gpu.name);
        }
    }
    assert!(catalog.gpu_types.iter().all(|gpu| gpu.id.as_str() != "unknown"), "a filler");
    let (_, community) = offers(&catalog, "NVIDIA B200");
    assert_eq!(community, None, "the flag is true, and there is none");
    let (secure, community) = offers(&catalog, "NVIDIA A40");
    assert_eq!((secure.unwrap().price, secure.unwrap().max_count), (GpuRate::from_micros(490_000), 10));
    assert_eq!(community, None, "there is one, and the flag is false");
    assert!(
        catalog
            .gpu_types
            .iter()
            .flat_map(|gpu| [&gpu.secure, &gpu.community])
            .flatten()
            .all(|offer| offer.spot.is_none())
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_data_center_has_what_it_is_listed_with() {
    let catalog = full_catalog(Some("US-KS-2")).await;
    let (secure, community) = offers(&catalog, "NVIDIA A100-SXM4-80GB");
    assert_eq!(secure.unwrap().stock, Stock::Low);
    assert_eq!(community.unwrap().stock, Stock::Out, "the community's machines stand in none");
    let (secure, _) = offers(&catalog, "NVIDIA A40");
    assert_eq!(secure.unwrap().stock, Stock::Out, "it is low, and not there");
    // Low in all, and no data center is named.
    let (secure, _) = offers(&catalog, "AMD Instinct MI350 OAM");
    assert_eq!(secure.unwrap().stock, Stock::Other("not known for one place".into()));
    let anywhere = full_catalog(None).await;
    assert_eq!(offers(&anywhere, "AMD Instinct MI350 OAM").0.unwrap().stock, Stock::Low);
}

#[tokio::test(flavor = "current_thread")]
async fn one_request_fills_the_grid() {
    let places = Script::sample("datacenters_live").client().places().await.unwrap();
    let with_volumes: Vec<_> = places.iter().filter(|place| place.volumes).map(|place| place.id.as_str()).collect();
    assert_eq!(with_volumes, ["EU-RO-1", "EU-FR-1"]);
    let script = Script::sample("gpu_catalog_full_live_2026_10");
    let grid = script.client().grid(places, AvailabilityQuery::default(), &now).await.unwrap();
    assert_eq!(script.asked(), ["GET /catalog/gpus?include=AVAILABILITY&product=POD"]);
    assert!(grid.rows.iter().any(|row| row.cells[0].is_some()), "something is in EU-RO-1");
    assert!(grid.rows.iter().all(|row| row.cells.len() == 4));
}

async fn refused(sample: &str) -> ApiError {
    Script::sample(sample).client().act(PodAction::Resume, &PodId::new("x"), 1).await.unwrap_err()
}

#[tokio::test(flavor = "current_thread")]
async fn refusals_are_told_apart_by_their_words_and_then_by_their_status() {
    for (sample, kind) in [
        ("error_400_no_capacity_live", ErrorKind::NoCapacity),
        ("error_400_start_refused_live", ErrorKind::HostFull),
        ("error_401_docs", ErrorKind::WrongKey),
        ("error_402_balance", ErrorKind::Balance),
        ("error_403_docs", ErrorKind::Forbidden),
        ("error_404_pod_and_unknown_route_live", ErrorKind::PodNotFound),
        ("error_422_live", ErrorKind::SchemaMismatch),
        ("error_422_unknown_key_live", ErrorKind::SchemaMismatch),
        ("error_429_docs", ErrorKind::RateLimited),
    ] {
        let error = refused(sample).await;
        assert_eq!(error.kind, kind, "{sample}: {}", error.raw);
        assert!(error.by_runpod, "{sample}");
        assert!(!error.is_ambiguous(), "{sample}");
    }
    assert_eq!(refused("error_429_docs").await.retry_after, Some(Duration::from_secs(12)));
    assert!(refused("error_422_unknown_key_live").await.raw.ends_with("'supportPublicIp' not allowed"));
}

#[tokio::test(flavor = "current_thread")]
async fn what_nobody_clicked_for_is_asked_until_the_key_is_refused() {
    let refused = samples()["rest_v2"]["error_403_docs"]["body"].clone();
    let script = Script::says(&[(404, Value::Null), (403, refused)]);
    let key = ApiKey::read(KEY).unwrap();
    let client = Client::new(script.clone(), Endpoint::runpod(), key, with_rest);
    for asked in [1, 2, 2] {
        assert_eq!(client.extra(async |rest| rest.volume_types().await).await, None);
        assert_eq!(script.asked.borrow().len(), asked);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_somebody_on_the_way_says_is_no_refusal() {
    for status in [400, 403, 404, 413, 500, 502, 503, 504, 522] {
        let launched =
            Script::says(&[(status, json!("<html>"))]).client().launch(&order(), &pick(), &tag(), &now).await;
        let body = "an answer that is no problem document";
        assert!(matches!(launched.answer, Answer::Unclear(_)), "{status}, {body}: {:?}", launched.answer);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_create_says_what_the_order_says() {
    let script = Script::sample("pod_running_not_ready_live");
    let launched = script.client().launch(&order(), &pick(), &tag(), &now).await;
    assert_eq!(launched.answer, Answer::Made(PodId::new("5xpma5eg46tqjq")));
    assert_eq!(script.asked(), ["POST /pods"]);
    let body: Value = serde_json::from_str(&script.asked.borrow()[0].body).unwrap();
    assert_eq!(body["gpu"], json!({ "id": "NVIDIA GeForce RTX 4090", "count": 2, "minCudaVersion": "12.8" }));
    assert_eq!(body["mounts"], json!({ "network": [{ "volumeId": "grvtso8ftn", "path": "/workspace" }] }));
    assert_eq!((&body["cloud"], &body["ports"]), (&json!("SECURE"), &json!(["8188/http", "22/tcp"])));
    assert_eq!(body["env"]["LAUNCHPOD_TAG"], tag().as_str());
    assert_eq!(body["dataCenterIds"], json!(["EU-RO-1"]));
    // Every key of the recorded request is there under the same name.
    let recorded = &samples()["rest_v2"]["pod_create_request_live"]["body"];
    for key in recorded.as_object().unwrap().keys() {
        assert!(body.get(key).is_some(), "{key}");
    }
    assert!(script.asked.borrow()[0].authorization().is_some());
}

#[tokio::test(flavor = "current_thread")]
async fn there_is_no_spot() {
    let script = Script::default();
    let bid = GpuRate::from_micros(300_000);
    let on = match pick().on {
        Machine::Gpus { gpu_type, count, .. } => Machine::Gpus { gpu_type, count, bid: Some(bid) },
        other => other,
    };
    let launched = script.client().launch(&order(), &Selection { on, ..pick() }, &tag(), &now).await;
    assert!(matches!(launched.answer, Answer::Refused(_)));
    assert!(script.asked().is_empty(), "nothing is asked");
}

#[tokio::test(flavor = "current_thread")]
async fn a_create_that_is_forbidden_leaves_the_next_choice() {
    let launched = Script::sample("error_403_docs").client().launch(&order(), &pick(), &tag(), &now).await;
    let Answer::Refused(why) = launched.answer else { panic!("{:?}", launched.answer) };
    assert_eq!(why.kind, ErrorKind::NoCapacity);
}

#[tokio::test(flavor = "current_thread")]
async fn an_action_goes_out_though_the_page_is_left() {
    let script = Script::says(&[(204, Value::Null), (200, json!({})), (200, json!({}))]);
    for action in PodAction::ALL {
        script.client().act(action, &PodId::new("p1"), 1).await.unwrap();
    }
    assert_eq!(script.asked(), vec!["POST /pods/p1/action"; 3]);
    let bodies: Vec<_> = script.asked.borrow().iter().map(|request| request.body.clone()).collect();
    assert_eq!(bodies, [r#"{"action":"terminate"}"#, r#"{"action":"stop"}"#, r#"{"action":"start"}"#]);
    assert!(script.asked.borrow().iter().all(|request| request.outlives_page));
}

#[tokio::test(flavor = "current_thread")]
async fn volumes_are_read_made_and_deleted() {
    let volumes = Script::sample("network_volumes_live").client().volumes().await.unwrap();
    assert_eq!((volumes[0].id.as_str(), volumes[0].size_gb), ("grvtso8ftn", 50));
    let hole = Script::says(&[(200, json!({ "networkVolumes": [{ "id": "a" }] }))]).client().volumes().await;
    assert!(hole.is_err(), "it might be taken for missing");
    let script =
        Script::says(&[(204, Value::Null), (404, json!({ "title": "Not Found", "status": 404, "detail": "gone" }))]);
    for _ in 0..2 {
        script.client().delete_volume(&NetworkVolumeId::new("v/1")).await.unwrap();
    }
    assert_eq!(script.asked(), vec!["DELETE /network-volumes/v%2F1"; 2]);
    assert!(script.asked.borrow().iter().all(|request| request.method == Method::Delete && request.body.is_empty()));
}

#[tokio::test(flavor = "current_thread")]
async fn a_data_center_tells_its_kinds_of_volumes_and_a_chosen_one_is_asked_for() {
    let types = Script::sample("datacenters_live").client().volume_types().await.unwrap();
    assert_eq!(types.at("EU-RO-1"), Some(&[VolumeType::Standard][..]));
    assert_eq!(types.at("EU-FR-1"), Some(&[VolumeType::HighPerformance][..]));
    assert_eq!(types.at("XX-1"), None);
    let made = json!({ "id": "v", "name": "n", "size": 20, "dataCenter": "US-KS-2", "type": "HIGH_PERFORMANCE" });
    for (volume_type, sent) in [(None, Value::Null), (Some(VolumeType::HighPerformance), json!("HIGH_PERFORMANCE"))] {
        let script = Script::says(&[(201, made.clone())]);
        let data_center = DataCenterId::new("US-KS-2");
        let wanted = NewVolume { name: "n".into(), size_gb: 20, data_center, volume_type };
        let volume = script.client().make_volume(&wanted).await.unwrap();
        assert_eq!(volume.volume_type, Some(VolumeType::HighPerformance));
        let body: Value = serde_json::from_str(&script.asked.borrow()[0].body).unwrap();
        assert_eq!(body["type"], sent);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_order_that_is_too_long_for_rest_v2_is_taken_back_to_its_variables() {
    let problem = json!({ "title": "Content Too Large", "status": 413, "detail": "request body exceeds 102400 bytes" });
    let launched = Script::says(&[(413, problem)]).client().launch(&order(), &pick(), &tag(), &now).await;
    let Answer::Refused(why) = launched.answer else { panic!("{:?}", launched.answer) };
    assert_eq!(why.field(), Some(Field::Env));
}

#[tokio::test(flavor = "current_thread")]
async fn the_key_is_in_no_error() {
    for status in [200, 400, 401, 404, 500] {
        for body in [json!({ "detail": KEY, "errors": [KEY] }), json!(KEY), json!({ KEY: KEY })] {
            let script = Script::says(&[(status, body.clone())]);
            let told = format!("{:?}", script.client().volumes().await);
            assert!(!told.contains(&KEY[4..]), "{status} {body}: {told}");
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_pod_is_launched_once_more_as_it_was() {
    let reading = Script::sample("pod_running_live").client().pod_order(&PodId::new("x")).await.unwrap().unwrap();
    let raw = &reading.raw;
    assert_eq!(raw.choices, [GpuChoiceForm::of("NVIDIA RTX PRO 4500 Blackwell")]);
    let fields = [
        (Field::Name, "imgtbx-v2-probe"),
        (Field::NetworkVolume, "grvtso8ftn"),
        (Field::ContainerDisk, "30"),
        (Field::Ports, "22/tcp"),
        (Field::OwnImage, "runpod/pytorch:1.0.7-cu1281-torch291-ubuntu2204"),
        (Field::Ssh, "yes"),
    ];
    for (field, text) in fields {
        assert_eq!(raw.get(field), text, "{field:?}");
    }
    assert!(raw.env.is_empty(), "PUBLIC_KEY is RunPod's own");
    let gone = Script::sample("error_404_pod_and_unknown_route_live").client().pod_order(&PodId::new("x")).await;
    assert_eq!(gone.unwrap(), None);
}

#[tokio::test(flavor = "current_thread")]
async fn an_edit_changes_the_program_and_nothing_else() {
    let script = Script::says(&[(200, json!({ "id": "p1" }))]);
    let edit = Edit {
        image: "me/app:2".into(),
        start: String::new(),
        ports: Port::parse_list("80/http"),
        container_disk_gb: 20,
    };
    script.client().edit(&PodId::new("p1"), &edit).await.unwrap();
    assert_eq!(script.asked(), ["PATCH /pods/p1"]);
    let body: Value = serde_json::from_str(&script.asked.borrow()[0].body).unwrap();
    assert_eq!(body, json!({ "image": "me/app:2", "args": "", "ports": ["80/http"], "disk": 20 }));
}

fn template(id: &str, more: &Value) -> Value {
    let mut all = json!({
        "id": id, "name": id, "image": "runpod/pytorch:1", "args": "", "disk": 20, "ports": ["8888/http"],
        "env": { "A": "1" }, "mounts": { "persistent": { "size": 10, "path": "/data" } }, "serverless": false,
        "startSsh": true, "startJupyter": false, "registry": null,
    });
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    all
}

#[tokio::test(flavor = "current_thread")]
async fn templates_come_from_four_lists_each_once() {
    let none = json!({});
    let pages = json!({ "nextCursor": null, "hasNextPage": false });
    let lists = [
        (200, json!({ "templates": [template("mine", &none)], "pagination": pages })),
        (
            200,
            json!({ "templates": [template("official", &json!({ "args": "run" })), template("worker", &json!({ "serverless": true }))] }),
        ),
        (200, json!({ "templates": [template("verified", &none)] })),
        (200, json!({ "templates": [template("mine", &none), template("anybody", &json!({ "image": "" }))] })),
        (200, json!({ "registries": [{ "id": "r1", "name": "ghcr" }] })),
    ];
    let library = Script::says(&lists).client().library().await.unwrap();
    let found: Vec<_> = library.templates.iter().map(|template| (template.id.as_str(), template.kind)).collect();
    assert_eq!(found, [("mine", Kind::Own), ("official", Kind::Official), ("verified", Kind::Community)]);
    assert_eq!(library.templates[1].start_command, "run");
    let mine = &library.templates[0];
    assert_eq!((mine.volume_gb, mine.mount_path.as_deref(), mine.start_ssh), (10, Some("/data"), true));
    assert_eq!(mine.env, [("A".to_owned(), "1".to_owned())]);
    assert_eq!(library.registries[0].name, "ghcr");
    assert!(library.complete);
    // A list that does not come is said, and costs no other.
    let mut broken = lists.clone();
    broken[3] = (500, json!({}));
    let library = Script::says(&broken).client().library().await.unwrap();
    assert!(!library.complete && library.templates.len() == 3);
    assert!(Script::default().client().library().await.is_err());
}

#[tokio::test(flavor = "current_thread")]
async fn machines_without_a_gpu_are_priced_by_the_vcpu() {
    let cpu = |id: &str, ram: f64, stock: &str| {
        json!({
            "id": id, "name": "Compute-Optimized", "group": "Gen 5", "vcpu": { "min": 2, "max": 32 },
            "ramGbPerVcpu": ram, "price": { "securePerVcpu": 0.04 }, "availability": stock,
            "dataCenters": [{ "id": "EU-RO-1", "name": "EU-RO-1", "availability": "LOW" }],
        })
    };
    let listed =
        (200, json!({ "cpus": [cpu("cpu5c", 2.0, "HIGH"), cpu("cpu3x", 2.5, "HIGH"), cpu("no id", 2.0, "HIGH")] }));
    let script = Script::says(&[listed.clone(), listed.clone(), listed]);
    let offers = script.client().cpu_offers(&[], 4, None).await.unwrap();
    let told: Vec<_> =
        offers.iter().map(|offer| (offer.instance_id.as_str(), offer.price, offer.stock.clone())).collect();
    assert_eq!(told, [("cpu5c-4-8", micros(160_000), Stock::High)]);
    let place = DataCenterId::new("EU-RO-1");
    assert_eq!(script.client().cpu_offers(&[], 4, Some(&place)).await.unwrap()[0].stock, Stock::Low);
    let elsewhere = script.client().cpu_offer(offers[0].clone(), Some(&DataCenterId::new("US-TX-3"))).await.unwrap();
    assert_eq!(elsewhere.unwrap().stock, Stock::Out);
}

fn new_secret(value: &str) -> NewSecret {
    let raw = Variable { key: "hf-token".into(), value: value.into() };
    NewSecret::read(&raw, &[], &ApiKey::read(KEY).unwrap()).unwrap()
}

#[tokio::test(flavor = "current_thread")]
async fn a_secret_is_written_once_and_never_read() {
    let script = Script::sample("secret_created");
    let made = script.client().make_secret(&new_secret("hunter2")).await.unwrap();
    assert_eq!((made.name.as_str(), made.written.is_some()), ("hf-token", true));
    assert_eq!(script.asked(), ["POST /account/secrets"]);
    let sent: Value = serde_json::from_str(&script.asked.borrow()[0].body).unwrap();
    assert_eq!(sent, json!({"name": "hf-token", "value": "hunter2"}));
}

#[tokio::test(flavor = "current_thread")]
async fn no_error_repeats_a_secrets_value() {
    let refused = json!({"title": "Unprocessable", "status": 422, "detail": "value hunter2 is odd", "errors": ["$.value: hunter2"]});
    let error = Script::says(&[(422, refused)]).client().make_secret(&new_secret("hunter2")).await.unwrap_err();
    assert!(!error.raw.contains("hunter2") && error.raw.contains("[secret]"), "{}", error.raw);
}

#[tokio::test(flavor = "current_thread")]
async fn nor_where_it_holds_what_nobody_sees_or_is_cut() {
    let value = "hunter2\u{202e}very\nsecret-words";
    for before in [0, 560, 570, 580, 590] {
        let detail = format!("{}{value}", "x".repeat(before));
        let refused = json!({"title": "Unprocessable", "status": 422, "detail": detail});
        let error = Script::says(&[(422, refused)]).client().make_secret(&new_secret(value)).await.unwrap_err();
        assert!(!error.raw.contains("hunt") && !error.raw.contains("secret-"), "{before}: {}", error.raw);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn secrets_are_listed_whole_or_not_at_all() {
    let one = json!({"id": "s1", "name": "a", "createdAt": "2026-09-10T17:23:45Z", "valueLastUpdatedAt": null});
    let listed = Script::says(&[(200, json!({"secrets": [one]}))]).client().secrets().await.unwrap();
    assert_eq!(listed.iter().map(|secret| secret.name.as_str()).collect::<Vec<_>>(), ["a"]);
    for half in [json!({}), json!({"secrets": [{"id": "s1"}]}), json!({"secrets": null})] {
        let error = Script::says(&[(200, half)]).client().secrets().await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidResponse);
    }
    let gone = json!({"title": "Not Found", "status": 404, "detail": "not found"});
    let client = Script::says(&[(404, gone.clone()), (404, gone), (204, Value::Null)]).client();
    assert_eq!(client.secrets().await.unwrap_err().kind, ErrorKind::Refused, "no word of a pod");
    client.delete_secret(&SecretId::new("s1")).await.unwrap();
    client.delete_secret(&SecretId::new("s1")).await.unwrap();
}

/// Hand-worked: the running hour (from 13:00) does not count; a has 0.74 + 0.37, b has 0.1 + 0.2.
#[tokio::test(flavor = "current_thread")]
async fn bills_are_summed_for_each_pod_in_whole_hours() {
    let record = |pod: &str, hour: u32, amount: f64| {
        let (start, end) = (format!("2026-10-05T{hour:02}:00:00Z"), format!("2026-10-05T{:02}:00:00Z", hour + 1));
        json!({"podId": pod, "startTime": start, "endTime": end, "totalAmount": amount, "gpuAmount": amount,
            "cpuAmount": 0, "diskAmount": 0})
    };
    let records = [
        record("a", 11, 0.74),
        record("b", 11, 0.1),
        record("a", 12, 0.37),
        record("b", 12, 0.2),
        record("a", 13, 9.0),
    ];
    let query = json!({"startTime": "2026-10-04T13:00:00Z", "endTime": "2026-10-05T14:00:00Z", "bucketSize": "hour"});
    let answer = json!({"records": records, "metadata": {"query": query, "recordCount": 5}});
    let script = Script::says(&[(200, answer)]);
    let bills = script.client().pod_bills().await.unwrap();
    let of = |pod: &str, micros: i64| (PodId::new(pod), MicroUsd::from_micros(micros));
    assert_eq!(bills.pods, [of("a", 1_110_000), of("b", 300_000)]);
    assert_eq!(Some(bills.from), Timestamp::parse("2026-10-04T13:00:00Z"));
    assert_eq!(Some(bills.until), Timestamp::parse("2026-10-05T13:00:00Z"));
    assert_eq!(script.asked(), ["GET /billing/pods?bucketSize=hour&lastN=25"]);
}

#[tokio::test(flavor = "current_thread")]
async fn half_of_the_bills_is_an_error() {
    assert!(Script::sample("billing_pods_live").client().pod_bills().await.unwrap().pods.is_empty(), "as recorded");
    let query = json!({"query": {"startTime": "2026-10-04T13:00:00Z", "endTime": "2026-10-05T14:00:00Z"}});
    let of = |record: Value| json!({"records": [record], "metadata": query});
    for half in [
        json!({"metadata": query}),
        json!({"records": []}),
        of(json!({"podId": "a", "startTime": "2026-10-05T11:00:00Z"})),
        of(json!({"podId": "a", "startTime": "then", "totalAmount": 1})),
        of(json!({"startTime": "2026-10-05T11:00:00Z", "totalAmount": 1})),
    ] {
        let error = Script::says(&[(200, half.clone())]).client().pod_bills().await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidResponse, "{half}");
    }
}
