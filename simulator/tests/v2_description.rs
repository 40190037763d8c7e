//! What REST v2 says of itself, and what Schemathesis found where it did something else.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::v2::{call, get, made, order, order_with, post, request, told};
use common::{House, send};
use serde_json::{Value, json};

async fn status(house: &House, method: &str, path: &str, body: Value) -> (u16, Value) {
    let answer = call(house, method, path, Some(body)).await;
    (answer.status.as_u16(), if answer.text().is_empty() { Value::Null } else { answer.json() })
}

#[tokio::test]
async fn it_describes_itself_to_everybody() {
    let house = House::new();
    let answer = send(&house.router, request("GET", "/v2/openapi.json", None, None)).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("application/json")));
    let told = answer.json();
    assert_eq!(told["openapi"], "3.1.0");
    let operations: usize =
        told["paths"].as_object().unwrap().values().map(|item| item.as_object().unwrap().len()).sum();
    assert_eq!(operations, 41);
    // Every part that is spoken of is there.
    let text = told.to_string();
    for part in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(told["components"]["schemas"][part].is_object(), "{part}");
    }
    let create = &told["paths"]["/v2/pods"]["post"];
    let body = &create["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!((&body["required"], &body["additionalProperties"]), (&json!(["name"]), &json!(false)));
    assert_eq!(body["properties"]["gpu"]["properties"]["minCudaVersion"]["pattern"], "^\\d+\\.\\d+$");
    assert!(create["responses"]["413"].is_object());
    let links: Vec<&String> = create["responses"]["201"]["links"].as_object().unwrap().keys().collect();
    assert_eq!(links, ["deletePod", "getPod", "podAction", "updatePod"]);
    let example = create["requestBody"]["content"]["application/json"]["example"].clone();
    assert_eq!(post(&house, "/v2/pods", example).await.status, 201);
}

#[tokio::test]
async fn whole_numbers_may_have_a_point_and_be_larger_than_anything() {
    let house = House::new();
    let body = json!({ "name": "a", "size": 11.0, "dataCenter": "EU-RO-1" });
    assert_eq!(status(&house, "POST", "/v2/network-volumes", body).await.1["size"], 11);
    let body = json!({ "name": "a", "size": 11.5, "dataCenter": "EU-RO-1" });
    let (code, told) = status(&house, "POST", "/v2/network-volumes", body).await;
    assert_eq!((code, &told["errors"][0]), (422, &json!("$.size: got number, want integer")));
    // So much memory is nowhere: that is no capacity, and no fault of the body.
    let wish = json!({ "id": common::RTX_4090, "minRamPerGpu": 31_714_436_045_210_i64, "minVcpuCountPerGpu": 1e30 });
    assert_eq!(status(&house, "POST", "/v2/pods", order_with(json!({ "gpu": wish }))).await.0, 400);
    assert_eq!(
        get(&house, "/v2/catalog/gpus?include=AVAILABILITY&product=POD&count=99999999999999999999").await.status,
        200
    );
}

#[tokio::test]
async fn parameters_are_checked_and_strangers_are_not() {
    let house = House::new();
    let refused = [
        ("catalog/datacenters?globalNetwork=null", 422),
        ("catalog/datacenters?regions=NOWHERE", 422),
        ("catalog/datacenters?networkVolumeTypes=STANDARD,FAST", 422),
        ("catalog/datacenters?compliance=NONE", 422),
        ("catalog/gpus?include=AVAILABILITY&product=POD&countryCodes=fr", 422),
        ("catalog/gpus?include=AVAILABILITY&product=POD&minCudaVersion=new", 422),
        ("catalog/gpus?include=AVAILABILITY&product=POD&minCudaVersion=12&cudaVersions=12.8", 400),
        ("catalog/gpus?include=AVAILABILITY&product=POD&count=0", 422),
        ("catalog/cpus?include=AVAILABILITY&product=POD&vcpuCount=3", 400),
        ("catalog/cpus?include=AVAILABILITY&product=POD&vcpuCount=1", 422),
        ("pods?includeClusterPods=1", 422),
        ("pods?limit=1001", 422),
        ("pods?cursor=", 422),
        ("billing?lastN=0", 422),
        ("billing?bucketSize=minute", 422),
        ("billing?startTime=yesterday", 422),
        ("billing?lastN=3&startTime=2026-11-01T00:00:00Z", 400),
    ];
    for (query, code) in refused {
        assert_eq!(get(&house, &format!("/v2/{query}")).await.status, code, "{query}");
    }
    for query in [
        "catalog/datacenters?globalNetwork=true&regions=EUROPE,ASIA",
        "catalog/gpus?include=AVAILABILITY&product=POD&minCudaVersion=12",
        "pods?desiredStatus=RUNNING",
    ] {
        assert_eq!(get(&house, &format!("/v2/{query}")).await.status, 200, "{query}");
    }
}

#[tokio::test]
async fn a_bill_of_all_time_begins_in_1970() {
    let house = House::new();
    for size in ["hour", "day", "week", "month", "year"] {
        let told = told(&house, &format!("/v2/billing?lastN=86209716236&bucketSize={size}")).await;
        let from = told["metadata"]["query"]["startTime"].as_str().unwrap();
        assert!(from == "1970-01-01T00:00:00Z" || from == "1969-12-29T00:00:00Z" || from > "1970", "{size}: {from}");
    }
}

#[tokio::test]
async fn a_template_with_a_login_that_is_not_there_is_refused_and_not_missing() {
    let house = House::new();
    let body = json!({ "name": "mine", "image": "a/b", "registry": "nowhere" });
    assert_eq!(status(&house, "POST", "/v2/templates", body).await.0, 400);
    assert_eq!(status(&house, "POST", "/v2/pods", order_with(json!({ "registry": "nowhere" }))).await.0, 404);
}

#[tokio::test]
async fn bills_of_what_is_not_sold_count_to_zero() {
    let house = House::new();
    for (list, count) in [("serverless", "uniqueServerlessCount"), ("clusters", "uniqueClusterCount")] {
        let told = told(&house, &format!("/v2/billing/{list}")).await;
        assert_eq!((&told["metadata"][count], &told["records"]), (&json!(0), &json!([])), "{list}");
    }
}

#[tokio::test]
async fn a_remark_behind_a_key_may_follow_a_tab() {
    let house = House::new();
    for (key, code) in [
        ("ssh-rsa AAAA\tme at home", 200),
        ("sk-x AAAA\t", 200),
        ("ssh-\u{2003} AAAA", 200),
        ("ssh-rsa\tAAAA", 422),
        ("ssh-rsa  x", 422),
    ] {
        let (told, _) = status(&house, "PUT", "/v2/account/ssh-keys", json!({ "keys": [key] })).await;
        assert_eq!(told, code, "{key}");
    }
}

#[tokio::test]
async fn what_keys_must_be_together() {
    let house = House::new();
    let pod = made(&house, order()).await;
    let (code, told) = status(&house, "POST", "/v2/pods", json!({ "name": "a" })).await;
    assert_eq!((code, &told["errors"]), (422, &json!(["$: missing property 'image'"])));
    let volume = told_id(&house).await;
    let (code, told) = status(&house, "PATCH", &format!("/v2/network-volumes/{volume}"), json!({})).await;
    assert_eq!((code, &told["errors"]), (422, &json!(["$: minProperties: got 0, want 1"])));
    // Of a pod nothing need be changed.
    let id = pod["id"].as_str().unwrap();
    assert_eq!(status(&house, "PATCH", &format!("/v2/pods/{id}"), json!({})).await.0, 200);
    assert_eq!(post(&house, "/v2/account/secrets", json!({ "name": "x".repeat(192), "value": "y" })).await.status, 422);
}

async fn told_id(house: &House) -> String {
    told(house, "/v2/network-volumes").await["networkVolumes"][0]["id"].as_str().unwrap().to_owned()
}
