//! What surprised those who recorded REST v2, and what the client makes of it. Of the 18 on the list, those that stand between RunPod
//! and any client (3, 5, 6, 7, 9) are held by the simulator, in simulator/tests/v2_surprises.rs; the others here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/script.rs"]
mod script;
mod support;

use launchpod_core::catalog::{AvailabilityQuery, Catalog, CloudOffer, GpuType, Stock};
use launchpod_core::pods::pod::{Pod, Status};
use launchpod_core::readiness::{ProbeResults, Stage};
use launchpod_core::runpod::client::Api as _;
use launchpod_core::runpod::error::ErrorKind;
use launchpod_core::types::ids::{DataCenterId, PodId};
use launchpod_core::types::money::HourlyRate;
use launchpod_core::types::time::Timestamp;
use script::{Script, samples};
use serde_json::Value;
use support::{now, order, pick, tag};

fn recorded(sample: &str) -> Value {
    samples()["rest_v2"][sample]["body"].clone()
}

async fn pod_in(body: Value) -> Pod {
    Script::says(&[(200, body)]).client().pod(&PodId::new("x"), &now).await.unwrap().unwrap()
}

async fn catalog(place: Option<&str>) -> Catalog {
    let scope = AvailabilityQuery { data_center: place.map(DataCenterId::new), ..AvailabilityQuery::default() };
    Script::sample("gpu_catalog_full_live_2026_10").client().catalog(scope, &now).await.unwrap()
}

fn gpu<'a>(catalog: &'a Catalog, id: &str) -> &'a GpuType {
    catalog.gpu_types.iter().find(|gpu| gpu.id.as_str() == id).expect(id)
}

fn stock(offer: Option<&CloudOffer>) -> Stock {
    offer.expect("an offer").stock.clone()
}

fn rows() -> Vec<Value> {
    recorded("gpu_catalog_full_live_2026_10")["gpus"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_1_running_without_a_runtime_is_starting() {
    let pod = pod_in(recorded("pod_running_not_ready_live")).await;
    assert_eq!((&pod.status, &pod.runtime), (&Status::Running, &None));
    assert_ne!(Stage::of(&pod, &ProbeResults::default()).as_str(), "ready");
    let launched = Script::sample("pod_running_not_ready_live").client().launch(&order(), &pick(), &tag(), &now).await;
    assert_eq!(launched.pod.unwrap().runtime, None, "the answer to a create says so, too");
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_2_the_cost_of_an_exited_pod_is_not_what_it_costs() {
    let body = recorded("pod_stopped_live");
    assert!(body["status"] == "EXITED" && body["cost"].as_f64().unwrap() > 0.5, "{body}");
    assert_eq!(pod_in(body).await.hourly(), Some(HourlyRate::ZERO));
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_3_a_start_that_failed_is_a_full_host() {
    let error = Script::sample("error_400_start_refused_live");
    let error = error.client().act(launchpod_core::pods::action::PodAction::Resume, &PodId::new("x"), 1).await;
    assert_eq!(error.unwrap_err().kind, ErrorKind::HostFull);
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_4_no_capacity_is_told_from_a_broken_rule_by_its_text() {
    let kind = |detail: String| async move {
        let body = serde_json::json!({ "title": "Bad Request", "status": 400, "detail": detail });
        match Script::says(&[(400, body)]).client().launch(&order(), &pick(), &tag(), &now).await.answer {
            launchpod_core::launch::Answer::Refused(why) => why.kind,
            other => panic!("{other:?}"),
        }
    };
    let sold_out = recorded("error_400_no_capacity_live")["detail"].as_str().unwrap().to_owned();
    assert_eq!(kind(sold_out).await, ErrorKind::NoCapacity);
    let broken = kind("mounts.persistent and mounts.network are mutually exclusive".to_owned()).await;
    assert_ne!(broken, ErrorKind::NoCapacity, "waiting for stock would not help");
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_5_a_pod_that_was_ended_is_not_found() {
    let gone = Script::sample("error_404_pod_and_unknown_route_live").client().pod(&PodId::new("x"), &now).await;
    assert_eq!(gone, Ok(None));
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_7_a_port_that_nobody_declared_is_no_service_of_the_pods() {
    let pod = pod_in(recorded("pod_running_live")).await;
    assert!(pod.ports.iter().all(|port| port.number != 19_123), "{:?}", pod.ports);
    assert!(pod.runtime.unwrap().open_ports.contains(&19_123));
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_8_times_have_two_digits_behind_the_point_or_three() {
    let body = recorded("pod_running_live");
    assert_eq!(
        (&body["startedAt"], &body["createdAt"]),
        (&"2026-08-20T06:16:19.43Z".into(), &"2026-08-20T06:16:19.436Z".into())
    );
    let pod = pod_in(body).await;
    assert_eq!(pod.started, Timestamp::parse("2026-08-20T06:16:19.430Z"));
    assert_eq!(pod.created, Timestamp::parse("2026-08-20T06:16:19.436Z"));
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_9_stock_is_asked_for_with_the_product() {
    let script = Script::sample("gpu_catalog_full_live_2026_10");
    script.client().catalog(AvailabilityQuery::default(), &now).await.unwrap();
    assert_eq!(script.asked(), ["GET /catalog/gpus?include=AVAILABILITY&product=POD"]);
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_10_a_price_is_no_offer() {
    let (catalog, mut fillers) = (catalog(None).await, 0);
    for row in rows() {
        let known = catalog.gpu_types.iter().find(|gpu| row["id"] == gpu.id.as_str());
        for (cloud, offer) in [
            ("secure", known.and_then(|gpu| gpu.secure.as_ref())),
            ("community", known.and_then(|gpu| gpu.community.as_ref())),
        ] {
            if row[cloud] == false && row["price"][cloud].as_f64().unwrap() > 0.0 {
                fillers += 1;
                assert_eq!(offer, None, "{} {cloud}", row["id"]);
            }
        }
    }
    assert_eq!(fillers, 21);
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_11_a_flag_is_no_offer_either() {
    let catalog = catalog(None).await;
    assert_eq!(gpu(&catalog, "NVIDIA RTX PRO 5000 Blackwell").secure, None);
    assert_eq!(gpu(&catalog, "NVIDIA B200").community, None);
    assert_eq!(gpu(&catalog, "NVIDIA B300 SXM6 AC").community, None);
    assert_eq!(gpu(&catalog, "NVIDIA A40").community, None);
    assert_eq!(gpu(&catalog, "NVIDIA L4").community, None);
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_12_no_data_center_does_not_mean_no_stock_nor_the_other_way_round() {
    let (anywhere, here) = (catalog(None).await, catalog(Some("EU-RO-1")).await);
    let is_homeless = |row: &&Value| row["availability"] == "LOW" && row.get("dataCenters").is_none();
    let homeless: Vec<Value> = rows().iter().filter(is_homeless).cloned().collect();
    assert_eq!(homeless.len(), 7);
    for row in homeless {
        let id = row["id"].as_str().unwrap();
        if let Some(offer) = &gpu(&anywhere, id).secure {
            assert_eq!(offer.stock, Stock::Low, "{id}");
            let there = stock(gpu(&here, id).secure.as_ref());
            assert!(there.is_some() && matches!(there, Stock::Other(_)), "{id}: it may be there: {there:?}");
        }
    }
    // None in all, and a data center that has some.
    let row = rows().into_iter().find(|row| row["id"] == "NVIDIA B300 SXM6 AC MIG 1g.34gb").unwrap();
    assert_eq!((&row["availability"], &row["dataCenters"][0]["availability"]), (&"NONE".into(), &"LOW".into()));
    let place = row["dataCenters"][0]["id"].as_str().unwrap();
    let there = catalog(Some(place)).await;
    for (catalog, secure) in [(&anywhere, row["secure"] == true), (&there, row["secure"] == true)] {
        let offer =
            catalog.gpu_types.iter().find(|gpu| row["id"] == gpu.id.as_str()).and_then(|gpu| gpu.secure.clone());
        assert_eq!(offer.map(|offer| offer.stock), secure.then_some(Stock::Low));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_13_a_gpu_type_without_a_name_is_none() {
    assert!(rows().iter().any(|row| row["id"] == "unknown" && row["memory"] == 0));
    assert!(catalog(None).await.gpu_types.iter().all(|gpu| gpu.id.as_str() != "unknown" && gpu.memory_gb > 0));
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_14_cuda_versions_may_be_newer_than_anything_or_not_told() {
    let versions = |row: &Value| row["cudaVersions"].to_string();
    assert!(rows().iter().any(|row| versions(row).contains("\"13.4\"")));
    let told = catalog(None).await;
    let amd: Vec<Value> = rows().into_iter().filter(|row| row["manufacturer"] == "AMD").collect();
    assert!(!amd.is_empty() && amd.iter().all(|row| row.get("cudaVersions").is_none()));
    assert!(gpu(&told, "AMD Instinct MI350 OAM").secure.is_some(), "it is an offer all the same");
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_15_a_data_center_has_no_name_and_its_id_says_where_it_is() {
    let body = recorded("datacenters_live");
    assert!(body["dataCenters"].as_array().unwrap().iter().all(|place| place["id"] == place["name"]));
    let places = Script::sample("datacenters_live").client().places().await.unwrap();
    let told: Vec<String> = places.iter().map(|place| place.describe()).collect();
    assert!(told.contains(&"EU-RO-1, Romania".to_owned()) && told.contains(&"EU-FR-1, France".to_owned()), "{told:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_16_low_stock_is_no_promise_and_a_refused_create_makes_nothing() {
    let catalog = catalog(None).await;
    assert_eq!(stock(gpu(&catalog, "NVIDIA GeForce RTX 5090").secure.as_ref()), Stock::Low);
    let launched = Script::sample("error_400_no_capacity_live").client().launch(&order(), &pick(), &tag(), &now).await;
    assert!(launched.pod.is_none());
    assert!(
        matches!(launched.answer, launchpod_core::launch::Answer::Refused(why) if why.kind == ErrorKind::NoCapacity)
    );
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_17_vcpus_and_memory_may_lack() {
    let mut body = recorded("pod_running_live");
    assert!(body["gpu"].get("vcpuCount").is_none() && body["gpu"].get("memory").is_none());
    let network = |body: Value| async move {
        Script::says(&[(200, body)]).client().pod_network(&PodId::new("x")).await.unwrap().unwrap()
    };
    let told = network(body.clone()).await;
    assert_eq!((told.vcpus, told.memory_gb), (None, None));
    body["gpu"]["vcpuCount"] = 12.into();
    body["gpu"]["memory"] = 62.into();
    let told = network(body).await;
    assert_eq!((told.vcpus, told.memory_gb), (Some(12), Some(62)));
}

#[tokio::test(flavor = "current_thread")]
async fn surprise_18_one_card_has_two_names() {
    let both = &samples()["rest_v2"]["same_pod_graphql_and_v1_live"]["body"]["graphql"]["machine"];
    assert_eq!(both["gpuDisplayName"], "RTX PRO 4500");
    // The catalog has that name by the id that the pod tells.
    let (catalog, pod) = (catalog(None).await, pod_in(recorded("pod_running_live")).await);
    assert_eq!(recorded("pod_running_live")["gpu"]["id"], "NVIDIA RTX PRO 4500 Blackwell");
    assert_eq!(gpu(&catalog, "NVIDIA RTX PRO 4500 Blackwell").name, "RTX PRO 4500");
    assert_eq!(pod.gpu, "RTX PRO 4500 Blackwell", "a person knows it by either");
}
