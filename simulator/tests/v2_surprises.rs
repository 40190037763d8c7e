//! What surprised those who recorded REST v2, and the simulator does as well: the 18 of the list by their numbers. What a client makes
//! of them is in core/tests/surprises.rs.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::v2::{act, get, made, order, order_with, pod, post, recorded, told};
use common::{House, RTX_4090};
use launchpod_simulator::Fault;
use serde_json::{Value, json};

const WITH_STOCK: &str = "/v2/catalog/gpus?include=AVAILABILITY&product=POD";

async fn rows(house: &House) -> Vec<Value> {
    told(house, WITH_STOCK).await["gpus"].as_array().unwrap().clone()
}

async fn problem(house: &House, path: &str, body: Value) -> (u16, Value) {
    let answer = post(house, path, body).await;
    (answer.status.as_u16(), answer.json()["detail"].clone())
}

#[tokio::test]
async fn surprises_1_2_and_3_running_at_once_a_price_that_stays_and_a_start_without_a_reason() {
    let house = House::new();
    let new = made(&house, order()).await;
    let (id, cost) = (new["id"].clone(), new["cost"].clone());
    assert_eq!(
        (&new["status"], &new["runtime"], &new["ssh"]["direct"]),
        (&json!("RUNNING"), &json!(null), &json!(null))
    );
    house.clock.pass(45_000);
    assert_eq!(pod(&house, &id).await["runtime"], json!(null), "for 50 seconds at least");
    let stopped = act(&house, &id, "stop").await.json();
    assert_eq!((&stopped["status"], &stopped["cost"]), (&json!("EXITED"), &cost));

    let lost = json!({ "name": "host-gone", "pod": made(&house, order()).await["id"] });
    house.app.switch_on(&Fault::parse(&lost.to_string()).unwrap()).unwrap();
    let id = lost["pod"].clone();
    let start = act(&house, &id, "start").await;
    assert_eq!((start.status.as_u16(), start.json()), (400, recorded("error_400_start_refused_live")));
}

#[tokio::test]
async fn surprise_4_no_capacity_and_a_broken_rule_are_both_400() {
    let house = House::new();
    let none = json!({ "id": RTX_4090, "count": 8, "minRamPerGpu": 100_000 });
    let (status, detail) = problem(&house, "/v2/pods", order_with(json!({ "gpu": none }))).await;
    assert_eq!((status, detail), (400, recorded("error_400_no_capacity_live")["detail"].clone()));
    let both = json!({ "id": RTX_4090, "minCudaVersion": "12.8", "allowedCudaVersions": ["12.8"] });
    let (status, detail) = problem(&house, "/v2/pods", order_with(json!({ "gpu": both }))).await;
    assert_eq!(status, 400);
    assert!(detail.as_str().unwrap().contains("mutually exclusive"), "{detail}");
}

#[tokio::test]
async fn surprise_5_what_is_terminated_is_not_found_and_in_no_list_nor_are_its_logs() {
    let house = House::new();
    let id = made(&house, order()).await["id"].clone();
    assert_eq!(act(&house, &id, "terminate").await.status, 204);
    for path in [format!("/v2/pods/{}", id.as_str().unwrap()), format!("/v2/pods/{}/logs", id.as_str().unwrap())] {
        assert_eq!(get(&house, &path).await.status, 404, "{path}");
    }
    assert_eq!(told(&house, "/v2/pods").await["pods"], json!([]));
}

#[tokio::test]
async fn surprise_6_a_strange_parameter_is_ignored_and_a_strange_key_is_not() {
    let house = House::new();
    made(&house, order()).await;
    let all = told(&house, "/v2/pods?desiredStatus=EXITED").await;
    assert_eq!(all["pods"].as_array().unwrap().len(), 1);
    assert_eq!(post(&house, "/v2/pods", order_with(json!({ "desiredStatus": "RUNNING" }))).await.status, 422);
}

#[tokio::test]
async fn surprises_7_8_and_17_a_stray_port_times_and_the_order_of_keys() {
    let house = House::new();
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(900_000);
    let answer = get(&house, &format!("/v2/pods/{}", id.as_str().unwrap())).await;
    let told = answer.json();
    let ports = told["runtime"]["ports"].as_array().unwrap();
    let stray = ports.iter().find(|port| port["private"] == 19_123).expect("a port that nobody declared");
    assert!(stray["ip"].as_str().unwrap().starts_with("100.65."), "{stray}");
    let digits = |key: &str| told[key].as_str().unwrap().split('.').nth(1).unwrap().len() - 1;
    assert_eq!((digits("startedAt"), digits("createdAt")), (2, 3));
    let text = answer.text();
    let at = |key: &str| text.find(&format!("\"{key}\":")).unwrap();
    let keys = ["actions", "cloud", "cost", "createdAt", "dataCenterId", "runtime", "ssh", "startedAt", "status"];
    assert!(keys.is_sorted_by_key(|key| at(key)), "{text}");
    assert!(told["gpu"]["vcpuCount"].is_number() && told["gpu"]["memory"].is_number(), "required since September");
}

#[tokio::test]
async fn surprise_9_without_include_there_is_no_stock_and_with_it_a_product_is_needed() {
    let house = House::new();
    let bare = told(&house, "/v2/catalog/gpus").await;
    assert!(bare["gpus"].as_array().unwrap().iter().all(|row| row.get("availability").is_none()));
    assert_eq!(get(&house, "/v2/catalog/gpus?include=AVAILABILITY").await.status, 400);
}

#[tokio::test]
async fn surprises_10_to_14_and_16_the_catalogue_contradicts_itself() {
    let house = House::new();
    let rows = rows(&house).await;
    let count = |test: &dyn Fn(&Value) -> bool| rows.iter().filter(|row| test(row)).count();
    let priced = |row: &Value, cloud: &str| row[cloud] == false && row["price"][cloud].as_f64().unwrap() > 0.0;
    assert_eq!(count(&|row| priced(row, "secure")) + count(&|row| priced(row, "community")), 21);
    for (id, cloud) in [("NVIDIA RTX PRO 5000 Blackwell", "secure"), ("NVIDIA B200", "community")] {
        assert_eq!(count(&|row| row["id"] == id && row[cloud] == true && row["maxCount"][cloud] == 0), 1, "{id}");
    }
    assert_eq!(
        count(&|row| row["id"] == "NVIDIA A40" && row["community"] == false && row["maxCount"]["community"] == 1),
        1
    );
    assert!(count(&|row| row["availability"] != "NONE" && row.get("dataCenters").is_none()) > 0);
    assert_eq!(count(&|row| row["id"] == "unknown" && row["manufacturer"] == "UNKNOWN" && row["memory"] == 0), 1);
    assert_eq!(count(&|row| row["manufacturer"] == "AMD" && row.get("cudaVersions").is_some()), 0);
    assert!(count(&|row| row["cudaVersions"].to_string().contains("\"13.4\"")) > 0);
    assert!(count(&|row| row["dataCenters"].to_string().contains("\"LOW\"")) > 0);
}

#[tokio::test]
async fn surprises_15_and_18_places_have_no_names_and_cards_have_two() {
    let house = House::new();
    let places = told(&house, "/v2/catalog/datacenters").await["dataCenters"].clone();
    assert!(
        places.as_array().unwrap().iter().all(|place| place["id"] == place["name"] && place.get("country").is_none())
    );
    let rows = rows(&house).await;
    let card = rows.iter().find(|row| row["id"] == "NVIDIA RTX PRO 4500 Blackwell").unwrap();
    assert_eq!(card["name"], "RTX PRO 4500");
    let query = "{ gpuTypes(input: { id: \"NVIDIA RTX PRO 4500 Blackwell\" }) { displayName } }";
    assert_eq!(house.data(query).await["gpuTypes"][0]["displayName"], card["name"]);
}
