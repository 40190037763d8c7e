//! A bill worked by hand, and what happens when the money is gone.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{House, RTX_4090, comfy_on_models};
use launchpod_simulator::{CorsMode, HOUR, MINUTE};
use serde_json::{Value, json};

/// Three volumes: 100, 50 and 1200 GB. (100 + 50 + 1000) * 0.07 + 200 * 0.05 = 90.50 per month of
/// 720 hours: 125_694.44 micro-dollars per hour.
const VOLUMES_PER_MONTH: i64 = 90_500_000;

fn dollars(micro: i64) -> f64 {
    micro as f64 / 1e6
}

#[tokio::test]
async fn the_bill_is_right_to_the_micro_dollar() {
    let house = House::new();
    // RTX 4090 at 0.74, container disk 50 GB at 0.10 and pod volume 40 GB at 0.10 per month.
    let id = house
        .rent(json!({ "imageName": "x", "gpuTypeId": RTX_4090, "dataCenterId": "EU-RO-1", "cloudType": "SECURE", "containerDiskInGb": 50, "volumeInGb": 40 }))
        .await
        .expect("rented");
    house.clock.pass(90 * MINUTE);
    // 1.5 h: GPU 1_110_000; disks (5_000_000 + 4_000_000) / 480 = 18_750; volumes 90_500_000 / 480 = 188_541.67
    let running = 1_110_000 * 480 + 9_000_000 + VOLUMES_PER_MONTH;
    assert_eq!(house.balance().await, dollars(25_000_000 - running / 480));

    house.act("podStop", &id).await;
    house.clock.pass(90 * MINUTE);
    // Stopped 1.5 h: container disk nothing, pod volume 40 GB at 0.20.
    let stopped = 8_000_000 + VOLUMES_PER_MONTH;
    assert_eq!(house.balance().await, dollars(25_000_000 - (running + stopped) / 480));

    house.act("podTerminate", &id).await;
    house.clock.pass(90 * MINUTE);
    let all = running + stopped + VOLUMES_PER_MONTH;
    assert_eq!(house.balance().await, dollars(25_000_000 - all / 480));
}

#[tokio::test]
async fn spend_is_told_by_kind() {
    let house = House::new();
    house.rent(comfy_on_models()).await.expect("rented");
    let account = house
        .data("{ myself { currentSpendPerHr spendDetails { gpuComputePerHour localStoragePerHour networkStoragePerHour } } }")
        .await["myself"]
        .clone();
    assert_eq!(
        account["spendDetails"],
        json!({ "gpuComputePerHour": 0.74, "localStoragePerHour": 0.006944, "networkStoragePerHour": 0.125694 })
    );
    assert_eq!(account["currentSpendPerHr"], 0.872639);
}

#[tokio::test]
async fn at_zero_pods_on_a_network_volume_stop_and_the_others_are_lost() {
    let house = House::with(CorsMode::Any, 2.0, 1);
    let kept = house.rent(comfy_on_models()).await.expect("rented");
    let lost = house
        .rent(json!({ "imageName": "x", "gpuTypeId": RTX_4090, "dataCenterId": "EU-RO-1", "containerDiskInGb": 10 }))
        .await
        .expect("rented");
    house.clock.pass(HOUR);
    assert_eq!(house.pod(&lost).await["desiredStatus"], "RUNNING");
    house.clock.pass(HOUR);
    assert_eq!(house.pod(&lost).await, Value::Null);
    let pod = house.pod(&kept).await;
    assert_eq!(pod["desiredStatus"], "EXITED");
    assert!(pod["lastStatusChange"].as_str().unwrap().starts_with("Exited by Runpod: "));
    let account = house.data("{ myself { clientBalance underBalance } }").await["myself"].clone();
    assert!(account["clientBalance"].as_f64().unwrap() <= 0.0);
    assert_eq!(account["underBalance"], true);
}
