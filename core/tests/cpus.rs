//! Pods without a GPU, and countries: what is asked, and what it means.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use launchpod_core::catalog::Stock;
use launchpod_core::catalog::cpu::{CpuFlavor, sizes};
use launchpod_core::runpod::error::ErrorKind;
use launchpod_core::types::ids::DataCenterId;
use launchpod_core::types::money::HourlyRate;
use serde_json::{Value, json};
use support::Canned;

async fn flavors(listed: Value) -> Vec<CpuFlavor> {
    Canned::says(200, json!({"data": {"cpuFlavors": listed}})).client().cpu_flavors().await.unwrap()
}

fn flavor(id: &str, ram: u32) -> Value {
    json!({"id": id, "displayName": id.to_uppercase(), "groupName": "General Purpose", "minVcpu": 2, "maxVcpu": 32,
        "ramMultiplier": ram, "diskLimitPerVcpu": if id.starts_with("cpu5") { Value::Null } else { json!(10) }})
}

#[tokio::test(flavor = "current_thread")]
async fn flavors_that_could_not_be_asked_for_are_left_out() {
    let listed = json!([
        flavor("cpu3g", 4), null, {"displayName": "no id"}, flavor("CPU3", 4), flavor("cpu\") { id }", 4), flavor("cpu3x", 0),
        {"id": "bare"}, {"id": "cpu5c", "minVcpu": 2, "maxVcpu": 4, "ramMultiplier": 2.0}
    ]);
    let flavors = flavors(listed).await;
    let said: Vec<_> = flavors.iter().map(|flavor| (flavor.id.as_str(), flavor.name.as_str())).collect();
    assert_eq!(said, [("cpu3g", "CPU3G"), ("cpu5c", "cpu5c")]);
    assert_eq!(sizes(&flavors), [2, 4, 8, 16, 32]);
    let missing = Canned::says(200, json!({"data": {}})).client().cpu_flavors().await;
    assert_eq!(missing.unwrap_err().kind, ErrorKind::InvalidResponse);
}

#[tokio::test(flavor = "current_thread")]
async fn all_flavors_of_a_size_are_priced_with_one_request() {
    let flavors =
        flavors(json!([flavor("cpu3c", 2), flavor("cpu3g", 4), flavor("cpu5m", 8), flavor("cpu5g", 4)])).await;
    let specifics = |price: Value, stock: Value| json!({"specifics": {"securePrice": price, "stockStatus": stock}});
    let canned = Canned::says(
        200,
        json!({"data": {
            "o0": [specifics(json!(0.06), Value::Null)],
            "o1": [{"specifics": null}, specifics(json!(0.08), json!("High"))],
            "o2": [specifics(json!(0), json!("High"))],
            "o3": null
        }}),
    );
    let offers = canned.client().cpu_offers(&flavors, 2, Some(&DataCenterId::new("EU-RO-1"))).await.unwrap();
    let said: Vec<_> = offers.iter().map(|one| (one.instance_id.as_str(), one.ram_gb, one.price, &one.stock)).collect();
    let expected = [
        ("cpu3g-2-8", 8, HourlyRate::from_micros(80_000), &Stock::High),
        ("cpu3c-2-4", 4, HourlyRate::from_micros(60_000), &Stock::Out),
    ];
    assert_eq!(said, expected);
    assert_eq!(offers[0].most_disk_gb, Some(20));
    let untold = json!({"data": {"o0": [specifics(json!(0.1), json!("High"))]}});
    let untold = Canned::says(200, untold).client().cpu_offers(&flavors[3..], 2, None).await.unwrap();
    assert_eq!(untold[0].most_disk_gb, None, "no limit is made up where RunPod names none");
    let variables = &canned.sent()["variables"];
    assert_eq!(variables["s0"], json!({"instanceId": "cpu3c-2-4", "dataCenterId": "EU-RO-1"}));
    assert_eq!(variables["f3"], json!({"id": "cpu5g"}));
}

#[tokio::test(flavor = "current_thread")]
async fn a_size_that_no_flavor_has_is_not_asked_for() {
    let flavors = flavors(json!([flavor("cpu3c", 2)])).await;
    let canned = Canned::says(200, json!({"data": {}}));
    assert_eq!(canned.client().cpu_offers(&flavors, 3, None).await, Ok(vec![]));
    assert!(canned.all_sent().is_empty());
    assert_eq!(canned.client().cpu_offers(&flavors, 4, None).await, Ok(vec![]));
    assert_eq!(canned.sent()["variables"]["s0"], json!({"instanceId": "cpu3c-4-8"}), "no key without a value");
    let failing = Canned::says(200, json!({"errors": [{"message": "Forbidden"}], "data": {"o0": null}}));
    assert!(failing.client().cpu_offers(&flavors, 4, None).await.is_err());
}

#[tokio::test(flavor = "current_thread")]
async fn countries_are_codes_with_names() {
    let codes = json!({"data": {"countryCodes": ["US", null, "XQ", "se", 7, "", "<script>", "US"]}});
    let countries = Canned::says(200, codes).client().countries().await.unwrap();
    let said: Vec<_> = countries.iter().map(|country| (country.code.as_str(), country.name())).collect();
    assert_eq!(said, [("US", "United States"), ("XQ", "XQ"), ("SE", "Sweden")], "each once, in no order of names");
}
