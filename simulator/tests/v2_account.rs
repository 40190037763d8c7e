//! Everything of REST v2 but the pods: catalogue, data centers, volumes, templates, logins, secrets, keys, bills.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::v2::{act, call, get, keys, made, order, order_with, pod, post, recorded, told};
use common::{House, RTX_4090};
use launchpod_simulator::HOUR;
use serde_json::{Value, json};

async fn refused(house: &House, method: &str, path: &str, body: Value) -> (u16, Value) {
    let answer = call(house, method, path, Some(body)).await;
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}: {}", answer.text());
    (answer.status.as_u16(), answer.json())
}

const WITH_STOCK: &str = "include=AVAILABILITY&product=POD";

#[tokio::test]
async fn the_catalogue_is_the_one_of_october() {
    let house = House::new();
    let (told, real) =
        (told(&house, &format!("/v2/catalog/gpus?{WITH_STOCK}")).await, recorded("gpu_catalog_full_live_2026_10"));
    let (told, real) = (told["gpus"].as_array().unwrap(), real["gpus"].as_array().unwrap());
    assert_eq!(told.len(), 50);
    for (told, real) in told.iter().zip(real) {
        for key in ["id", "name", "manufacturer", "memory", "pool", "price", "maxCount", "secure", "community"] {
            assert_eq!(told[key], real[key], "{}: {key}", real["id"]);
        }
        let versions = |row: &Value| row.get("cudaVersions").map(|_| ());
        assert_eq!(versions(told), versions(real), "{}", real["id"]);
    }
    // A price is no offer, nor is a flag.
    let odd = |test: &dyn Fn(&Value) -> bool| told.iter().filter(|row| test(row)).count();
    assert_eq!(odd(&|row| row["secure"] == true && row["maxCount"]["secure"] == 0), 1);
    assert_eq!(odd(&|row| row["community"] == true && row["maxCount"]["community"] == 0), 2);
    // Stock and no place; a place and no stock.
    assert!(odd(&|row| row["availability"] != "NONE" && row.get("dataCenters").is_none()) > 0);
}

#[tokio::test]
async fn stock_is_told_when_asked_for_and_agrees_with_graphql() {
    let house = House::new();
    let bare = told(&house, "/v2/catalog/gpus").await;
    assert_eq!(
        keys(&bare["gpus"][0]),
        ["community", "id", "manufacturer", "maxCount", "memory", "name", "pool", "price", "secure"]
    );
    let path = "/v2/catalog/gpus/NVIDIA%20GeForce%20RTX%204090";
    let row = told(&house, &format!("{path}?{WITH_STOCK}&cloud=SECURE")).await;
    let here = row["dataCenters"].as_array().unwrap().iter().find(|place| place["id"] == "EU-RO-1").unwrap().clone();
    let query = "{ gpuTypes(input: { id: \"NVIDIA GeForce RTX 4090\" }) { lowestPrice(input: { gpuCount: 1, secureCloud: true, dataCenterId: \"EU-RO-1\" }) { stockStatus } } }";
    let stock = house.data(query).await["gpuTypes"][0]["lowestPrice"]["stockStatus"].clone();
    assert_eq!(here["availability"], stock.as_str().unwrap().to_uppercase());
    // What is rented is gone from the shelf.
    let free = |row: Value| row["availability"].as_str().unwrap().to_owned();
    let one = |count: i32| format!("{path}?{WITH_STOCK}&cloud=SECURE&count={count}");
    assert_ne!(free(told(&house, &one(8)).await), "NONE");
    for (query, status) in [
        ("include=AVAILABILITY", 400),
        ("product=POD", 400),
        ("cloud=SECURE", 400),
        ("include=EVERYTHING", 422),
        ("include=AVAILABILITY&product=TOASTER", 422),
        ("include=AVAILABILITY&product=POD&cloud=ALL", 422),
        ("include=AVAILABILITY&product=POD&count=0", 422),
        ("nonsense=1", 200),
    ] {
        assert_eq!(get(&house, &format!("/v2/catalog/gpus?{query}")).await.status.as_u16(), status, "{query}");
    }
    assert_eq!(get(&house, "/v2/catalog/gpus/RTX").await.status, 404);
    let cpus = told(&house, &format!("/v2/catalog/cpus?{WITH_STOCK}&vcpuCount=4")).await;
    assert_eq!(
        keys(&cpus["cpus"][0]),
        ["availability", "dataCenters", "group", "id", "name", "price", "ramGbPerVcpu", "vcpu"]
    );
    assert_eq!(told(&house, "/v2/catalog/cpus/cpu3g").await["ramGbPerVcpu"], 4);
}

#[tokio::test]
async fn data_centers_are_as_recorded() {
    let house = House::new();
    let all = told(&house, "/v2/catalog/datacenters").await;
    for real in recorded("datacenters_live")["dataCenters"].as_array().unwrap() {
        let here = all["dataCenters"].as_array().unwrap().iter().find(|place| place["id"] == real["id"]).unwrap();
        assert_eq!(here, real);
    }
    let europe =
        told(&house, "/v2/catalog/datacenters?regions=EUROPE&networkVolumeTypes=STANDARD&include=GPU_AVAILABILITY")
            .await;
    let places = europe["dataCenters"].as_array().unwrap();
    assert!(places.len() > 3 && places.iter().all(|place| place["networkVolumeTypes"] == json!(["STANDARD"])));
    let cards = |place: &Value| place["gpuAvailability"].as_array().unwrap().iter().any(|row| row["id"] == RTX_4090);
    assert!(places.iter().any(|place| place["id"] == "EU-RO-1" && cards(place)));
    assert_eq!(get(&house, "/v2/catalog/datacenters?include=ALL").await.status, 422);
    assert_eq!(told(&house, "/v2/catalog/datacenters/EU-RO-1").await["region"], "EUROPE");
}

#[tokio::test]
async fn volumes_are_those_of_graphql() {
    let house = House::new();
    let list = told(&house, "/v2/network-volumes").await;
    assert_eq!(keys(&list["networkVolumes"][0]), keys(&recorded("network_volumes_live")["networkVolumes"][0]));
    let wrong = json!({ "name": "v", "size": 50, "dataCenterId": "EU-RO-1" });
    assert_eq!(
        refused(&house, "POST", "/v2/network-volumes", wrong).await,
        (422, recorded("error_422_volume_create_live"))
    );
    let order = |place: &str, kind: Option<&str>| {
        let mut order = json!({ "name": "v", "size": 50, "dataCenter": place });
        if let Some(kind) = kind {
            order["type"] = json!(kind);
        }
        order
    };
    for (body, status) in [
        (order("EU-CZ-1", None), 400),
        (order("EU-FR-1", Some("STANDARD")), 400),
        (order("EU-RO-1", Some("FAST")), 422),
        (json!({ "name": "v", "size": 9, "dataCenter": "EU-RO-1" }), 422),
    ] {
        assert_eq!(refused(&house, "POST", "/v2/network-volumes", body.clone()).await.0, status, "{body}");
    }
    let fast = post(&house, "/v2/network-volumes", order("EU-FR-1", None)).await;
    assert_eq!((fast.status.as_u16(), &fast.json()["type"]), (201, &json!("HIGH_PERFORMANCE")));
    let id = fast.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/v2/network-volumes/{id}");
    let grown = call(&house, "PATCH", &path, Some(json!({ "size": 60 }))).await;
    assert_eq!((&grown.json()["size"], &grown.json()["name"]), (&json!(60), &json!("v")));
    assert_eq!(refused(&house, "PATCH", &path, json!({ "size": 50 })).await.0, 400);
    assert_eq!(refused(&house, "PATCH", &path, json!({})).await.0, 422);
    assert_eq!(
        house.data("{ myself { networkVolumes { id size } } }").await["myself"]["networkVolumes"][3],
        json!({ "id": id, "size": 60 })
    );
    assert_eq!(call(&house, "DELETE", &path, None).await.status, 204);
    assert_eq!(call(&house, "DELETE", &path, None).await.status, 404);
    let network = json!({ "network": [{ "volumeId": common::MODELS, "path": "/w" }] });
    made(&house, order_with(json!({ "mounts": network }))).await;
    assert_eq!(call(&house, "DELETE", &format!("/v2/network-volumes/{}", common::MODELS), None).await.status, 400);
}

#[tokio::test]
async fn templates_are_made_changed_and_paged() {
    let house = House::new();
    let make =
        |name: &str| json!({ "name": name, "image": "a/b", "allowedCudaVersions": ["12.8"], "cmd": ["sleep", "5"] });
    let first = post(&house, "/v2/templates", make("one")).await;
    assert_eq!(first.status, 201);
    let first = first.json();
    for (key, value) in [
        ("category", json!("NVIDIA")),
        ("startJupyter", json!(true)),
        ("serverless", json!(false)),
        ("mounts", json!({})),
        ("cmd", json!(["sleep", "5"])),
        ("allowedCudaVersions", json!(["12.8"])),
    ] {
        assert_eq!(first[key], value, "{key}");
    }
    post(&house, "/v2/templates", make("two")).await;
    assert_eq!(post(&house, "/v2/templates", make("two")).await.status, 400, "the name is taken");
    let page = told(&house, "/v2/templates?limit=2").await;
    let names =
        |page: &Value| page["templates"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&page), ["two", "one"]);
    let cursor = page["pagination"]["nextCursor"].as_str().unwrap();
    let rest = told(&house, &format!("/v2/templates?cursor={cursor}")).await;
    assert_eq!(
        (names(&rest), &rest["pagination"]["hasNextPage"]),
        (vec![json!("My ComfyUI with tools")], &json!(false))
    );
    assert_eq!(get(&house, &format!("/v2/pods?cursor={cursor}")).await.status, 422, "a cursor of another list");
    let path = format!("/v2/templates/{}", first["id"].as_str().unwrap());
    let changed = call(&house, "PATCH", &path, Some(json!({ "startSsh": false, "env": { "A": "1" } }))).await.json();
    assert_eq!(
        (&changed["startSsh"], &changed["image"], &changed["env"]),
        (&json!(false), &json!("a/b"), &json!({ "A": "1" }))
    );
    let with_network = json!({ "name": "n", "image": "i", "mounts": { "network": [] } });
    assert_eq!(refused(&house, "POST", "/v2/templates", with_network).await.0, 422);
    let pod = made(&house, json!({ "name": "p", "templateId": first["id"], "gpu": { "id": RTX_4090 } })).await;
    assert_eq!((&pod["image"], &pod["cudaVersion"]), (&json!("a/b"), &json!("12.8")));
    assert_eq!(call(&house, "DELETE", &path, None).await.status, 204, "the pod keeps no link to it");
    assert_eq!(call(&house, "DELETE", "/v2/templates/cw3nka7d08", None).await.status, 404, "a public one");
    let public = told(&house, "/v2/catalog/templates").await;
    assert!(names(&public).contains(&json!("ComfyUI")) && !names(&public).contains(&json!("Ollama")));
    assert_eq!(names(&told(&house, "/v2/catalog/templates?source=community").await).len(), 4);
}

#[tokio::test]
async fn logins_to_registries() {
    let house = House::new();
    let made_one = post(&house, "/v2/registries", json!({ "name": "r", "username": "u", "password": "p" })).await;
    assert_eq!((made_one.status.as_u16(), keys(&made_one.json())), (201, vec!["id", "name"]));
    let path = format!("/v2/registries/{}", made_one.json()["id"].as_str().unwrap());
    assert_eq!(told(&house, &path).await["name"], "r");
    assert_eq!(told(&house, "/v2/registries").await["registries"].as_array().unwrap().len(), 2);
    let id = made(&house, order_with(json!({ "registry": made_one.json()["id"] }))).await["id"].clone();
    assert_eq!(call(&house, "DELETE", &path, None).await.status, 400, "a pod uses it");
    act(&house, &id, "terminate").await;
    assert_eq!(call(&house, "DELETE", &path, None).await.status, 204);
    assert_eq!(get(&house, &path).await.status, 404);
}

#[tokio::test]
async fn secrets_are_never_told_again() {
    let house = House::new();
    let body = json!({ "name": "hf-token", "value": "hf_SECRET", "description": "Hugging Face read token" });
    let first = post(&house, "/v2/account/secrets", body.clone()).await;
    assert_eq!((first.status.as_u16(), keys(&first.json())), (201, keys(&recorded("secret_created"))));
    assert!(!first.text().contains("hf_SECRET"));
    assert_eq!(refused(&house, "POST", "/v2/account/secrets", body).await.0, 409);
    for (name, status) in [("Runpod_x", 400), ("9x", 422), ("a b", 422), ("", 422)] {
        let body = json!({ "name": name, "value": "v" });
        assert_eq!(refused(&house, "POST", "/v2/account/secrets", body).await.0, status, "{name}");
    }
    house.clock.pass(60_000);
    let path = format!("/v2/account/secrets/{}", first.json()["id"].as_str().unwrap());
    let changed = call(&house, "PATCH", &path, Some(json!({ "value": "hf_OTHER" }))).await.json();
    assert_ne!(changed["valueLastUpdatedAt"], first.json()["valueLastUpdatedAt"]);
    assert_eq!(
        (&changed["createdAt"], &changed["description"]),
        (&first.json()["createdAt"], &first.json()["description"])
    );
    assert_eq!(refused(&house, "PATCH", &path, json!({ "name": "other" })).await.0, 422);
    assert_eq!(told(&house, "/v2/account/secrets").await["secrets"], json!([changed]));
    assert_eq!(call(&house, "DELETE", &path, None).await.status, 204);
    assert_eq!(get(&house, &path).await.status, 404);
}

#[tokio::test]
async fn ssh_keys_are_one_set_and_go_into_new_pods() {
    let house = House::new();
    assert_eq!(told(&house, "/v2/account/ssh-keys").await["keys"].as_array().unwrap().len(), 1);
    let keys = json!(["ssh-ed25519 AAAA one@x", "ecdsa-sha2-nistp256 BBBB"]);
    let put = |body: Value| call(&house, "PUT", "/v2/account/ssh-keys", Some(body));
    assert_eq!(put(json!({ "keys": keys })).await.json(), json!({ "keys": keys }));
    assert_eq!(
        house.data("{ myself { pubKey } }").await["myself"]["pubKey"],
        "ssh-ed25519 AAAA one@x\necdsa-sha2-nistp256 BBBB"
    );
    let id = made(&house, order_with(json!({ "startSsh": true }))).await["id"].clone();
    assert!(pod(&house, &id).await["env"]["PUBLIC_KEY"].as_str().unwrap().contains("BBBB"));
    for line in ["AAAA", "ssh-ed25519", "ssh-ed25519 A\nssh-ed25519 B"] {
        assert_eq!(put(json!({ "keys": [line] })).await.status, 422, "{line}");
    }
    assert_eq!(put(json!({ "keys": [] })).await.json(), json!({ "keys": [] }));
}

#[tokio::test]
async fn bills_are_by_the_hour_and_add_up() {
    let house = House::new();
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(2 * HOUR + HOUR / 2);
    let hours = told(&house, "/v2/billing/pods?bucketSize=hour&lastN=3").await;
    let records = hours["records"].as_array().unwrap();
    assert_eq!(records.len(), 3);
    assert_eq!(
        keys(&records[0]),
        ["cpuAmount", "diskAmount", "endTime", "gpuAmount", "podId", "startTime", "totalAmount"]
    );
    assert_eq!(
        (&records[1]["podId"], &records[1]["gpuAmount"], &records[1]["cpuAmount"]),
        (&id, &json!(0.74), &json!(0))
    );
    assert_eq!(records[2]["gpuAmount"], 0.37);
    let real = recorded("billing_pods_live");
    assert!(keys(&real["metadata"]).iter().all(|key| keys(&hours["metadata"]).contains(key)));
    assert_eq!((&hours["metadata"]["recordCount"], &hours["metadata"]["uniquePodCount"]), (&json!(3), &json!(1)));
    // The same sum by day, and by hand from what the account has left.
    let days = told(&house, "/v2/billing?bucketSize=day").await;
    let total = days["metadata"]["totals"]["totalAmount"].as_f64().unwrap();
    let spent = 25.0 - house.balance().await;
    assert!((total - spent).abs() < 0.000_01, "{total} {spent}");
    let volumes = told(&house, "/v2/billing/network-volumes?lastN=1").await;
    assert_eq!(volumes["metadata"]["uniqueNetworkVolumeCount"], 3);
    // A bucket without spend is left out.
    act(&house, &id, "terminate").await;
    house.clock.pass(3 * HOUR);
    let later = told(&house, "/v2/billing/pods?bucketSize=hour&lastN=2").await;
    assert_eq!((&later["records"], &later["metadata"]["totals"]["totalAmount"]), (&json!([]), &json!(0)));
    assert_eq!(told(&house, "/v2/billing/pods?podId=another&lastN=9").await["records"], json!([]));
    assert_eq!(told(&house, "/v2/billing/serverless").await["metadata"]["totals"]["feeAmount"], 0);
    for query in ["bucketSize=minute", "lastN=0", "startTime=yesterday"] {
        assert_eq!(get(&house, &format!("/v2/billing/pods?{query}")).await.status, 422, "{query}");
    }
}
