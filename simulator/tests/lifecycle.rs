//! A pod's life, with a clock that the test moves.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{House, MODELS, RTX_4090, comfy_on_models, send};
use launchpod_simulator::{HOUR, MINUTE};
use serde_json::{Value, json};

async fn service(house: &House, id: &str, port: u16, path: &str) -> u16 {
    house.get(&format!("/proxy/{id}-{port}/{path}")).await.status.as_u16()
}

#[tokio::test]
async fn comfy_on_a_volume_goes_through_every_stage() {
    let house = House::new();
    let id = house.rent(comfy_on_models()).await.expect("rented");
    let pod = house.pod(&id).await;
    assert_eq!(pod["desiredStatus"], "RUNNING");
    assert_eq!((&pod["runtime"], &pod["machine"]), (&Value::Null, &Value::Null));
    assert!(pod["lastStatusChange"].as_str().unwrap().starts_with("Rented by User: "));
    assert_eq!(service(&house, &id, 8188, "system_stats").await, 502);

    let placed = house.wait_until(80, || async { !house.pod(&id).await["machine"].is_null() }).await;
    assert!((15..=80).contains(&placed), "machine after {placed} s");
    assert_eq!(house.pod(&id).await["lastStatusChange"], "create container: still fetching image");

    let pulled = house.wait_until(360, || async { !house.pod(&id).await["runtime"].is_null() }).await;
    assert!((180..=330).contains(&pulled), "pulled in {pulled} s");
    assert_eq!(house.pod(&id).await["runtime"], json!({ "uptimeInSeconds": 0, "ports": [] }));

    house.wait_until(15, || async { house.pod(&id).await["runtime"]["ports"][0].is_object() }).await;
    let ports = house.pod(&id).await["runtime"]["ports"].clone();
    assert!(ports[0]["ip"].as_str().unwrap().starts_with("100.65."));
    assert_eq!(ports[0]["isIpPublic"], false);
    assert_eq!((&ports[3]["privatePort"], &ports[3]["isIpPublic"]), (&json!(22), &json!(true)));
    assert_eq!(service(&house, &id, 8188, "system_stats").await, 502, "ports are not the service");

    let booted = house.wait_until(300, || async { service(&house, &id, 8188, "system_stats").await == 200 }).await;
    assert!((200..=255).contains(&booted), "booted in {booted} s");
    assert_eq!(service(&house, &id, 8888, "static/favicons/favicon.ico").await, 200);
    println!("machine {placed} s, pull {pulled} s, ports, then {booted} s: {} s in all", placed + pulled + booted);
}

#[tokio::test]
async fn programs_on_port_8080_answer_as_the_real_ones() {
    let house = House::new();
    let answers = async |image: &str, path: &str| {
        let spec = json!({ "name": "x", "imageName": image, "gpuTypeId": RTX_4090, "gpuCount": 1, "cloudType": "SECURE",
            "containerDiskInGb": 20, "volumeInGb": 0, "ports": "8080/http" });
        let id = house.rent(spec).await.expect("rented");
        house.wait_until(20 * 60, || async { service(&house, &id, 8080, "").await != 502 }).await;
        let request = Request::get(format!("/proxy/{id}-8080/{path}")).header("Origin", "null").body(Body::empty());
        let answer = send(&house.router, request.unwrap()).await;
        let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        (answer.status.as_u16(), header("content-type").unwrap_or_default(), header("access-control-allow-origin"))
    };
    let (webui, code) = ("ghcr.io/open-webui/open-webui:ollama", "codercom/code-server:4.139.1");
    let null = Some("null".to_owned());
    assert_eq!(answers(webui, "api/version").await, (200, "application/json".into(), null.clone()));
    assert_eq!(answers(webui, "static/favicon.png").await, (200, "image/png".into(), null.clone()));
    assert_eq!(answers(webui, "no/such/page").await, (200, "text/html; charset=utf-8".into(), null));
    let picture = "_static/src/browser/media/favicon.svg";
    assert_eq!(answers(code, picture).await, (200, "image/svg+xml".into(), None));
    assert_eq!(answers(code, "healthz").await, (200, "application/json".into(), None));
    assert_eq!(answers(code, "favicon.ico").await.0, 401);
}

#[tokio::test]
async fn a_second_start_on_the_same_volume_is_faster() {
    let house = House::new();
    let first = house.rent(comfy_on_models()).await.expect("rented");
    house.clock.pass(15 * MINUTE);
    house.act("podTerminate", &first).await;
    let second = house.rent(comfy_on_models()).await.expect("rented again");
    let took = house.wait_until(400, || async { service(&house, &second, 8188, "").await == 200 }).await;
    assert!(took < 200, "{took} s with the image cached and ComfyUI on the volume");
}

#[tokio::test]
async fn a_stopped_pod_keeps_a_stale_runtime_and_starts_on_its_host() {
    let house = House::new();
    let id = house.rent(comfy_on_models()).await.expect("rented");
    house.clock.pass(20 * MINUTE);
    let host = house.pod(&id).await["machineId"].clone();
    assert_eq!(house.act("podStop", &id).await["data"]["podStop"]["desiredStatus"], "EXITED");
    let stopped = house.pod(&id).await;
    house.clock.pass(MINUTE);
    assert_eq!(house.pod(&id).await, stopped, "frozen");
    assert!(stopped["runtime"]["uptimeInSeconds"].as_i64().unwrap() > 600);
    assert!(stopped["lastStatusChange"].as_str().unwrap().starts_with("Exited by user: "));
    assert_eq!(service(&house, &id, 8188, "system_stats").await, 502);

    assert_eq!(house.act("podResume", &id).await["data"]["podResume"]["desiredStatus"], "RUNNING");
    let resumed = house.pod(&id).await;
    assert_eq!((&resumed["runtime"], &resumed["machineId"]), (&Value::Null, &host));
}

#[tokio::test]
async fn a_terminated_pod_is_gone_and_its_volume_stays() {
    let house = House::new();
    let id = house.rent(comfy_on_models()).await.expect("rented");
    assert_eq!(house.act("podTerminate", &id).await, json!({ "data": { "podTerminate": null } }));
    assert_eq!(house.pod(&id).await, Value::Null);
    let account = house.data("{ myself { pods { id } networkVolumes { id } } }").await;
    assert_eq!(account["myself"]["pods"], json!([]));
    assert_eq!(account["myself"]["networkVolumes"][0]["id"], MODELS);
    assert_eq!(service(&house, &id, 8188, "").await, 404);
    assert_eq!(house.act("podTerminate", &id).await["errors"][0]["extensions"]["code"], "POD_NOT_FOUND");
}

#[tokio::test]
async fn stock_goes_down_with_a_pod_and_back_up() {
    let house = House::new();
    let query = format!(
        "{{ gpuTypes(input: {{ id: \"{RTX_4090}\" }}) {{ lowestPrice(input: {{ dataCenterId: \"EU-RO-1\", secureCloud: true }}) {{ rentedCount uninterruptablePrice }} }} }}"
    );
    let rented = || async { house.data(&query).await["gpuTypes"][0]["lowestPrice"]["rentedCount"].as_i64() };
    let before = rented().await.expect("in stock with seed 1");
    let id = house.rent(comfy_on_models()).await.expect("rented");
    assert_eq!(rented().await, Some(before + 1));
    house.act("podTerminate", &id).await;
    assert_eq!(rented().await, Some(before));
}

#[tokio::test]
async fn data_centers_and_gpu_types_tell_the_same_stock() {
    let house = House::new();
    let centers = house
        .data("{ dataCenters { id gpuAvailability(input: { secureCloud: true }) { gpuTypeId available } } }")
        .await;
    for center in centers["dataCenters"].as_array().unwrap() {
        let place = center["id"].as_str().unwrap();
        let types = house
            .data(&format!("{{ gpuTypes {{ id lowestPrice(input: {{ secureCloud: true, dataCenterId: \"{place}\" }}) {{ stockStatus }} }} }}"))
            .await;
        for told in center["gpuAvailability"].as_array().unwrap() {
            let same = |found: &&Value| found["id"] == told["gpuTypeId"];
            let found = types["gpuTypes"].as_array().unwrap().iter().find(same).unwrap();
            assert_eq!(told["available"], json!(found["lowestPrice"]["stockStatus"].is_string()));
        }
    }
}

#[tokio::test]
async fn spot_pods_are_outbid_and_hosts_fill_up() {
    let (mut outbid, mut full) = (0, 0);
    for seed in 1..=12 {
        let house = House::with(launchpod_simulator::CorsMode::Any, 500.0, seed);
        let query = format!(
            "mutation {{ podRentInterruptable(input: {{ bidPerGpu: 0.75, gpuTypeId: \"{RTX_4090}\", gpuCount: 8, dataCenterId: \"EU-RO-1\", imageName: \"runpod/pytorch:1\" }}) {{ id podType costPerHr }} }}"
        );
        let pod = house.data(&query).await["podRentInterruptable"].clone();
        assert_eq!((&pod["podType"], &pod["costPerHr"]), (&json!("INTERRUPTABLE"), &json!(6)));
        let id = pod["id"].as_str().unwrap().to_owned();
        house.clock.pass(2 * HOUR);
        let now = house.pod(&id).await;
        if now["desiredStatus"] == "EXITED" {
            assert!(now["lastStatusChange"].as_str().unwrap().starts_with("Outbid: "));
            outbid += 1;
            let again = house.act("podResume", &id).await;
            let message = again["errors"][0]["message"].as_str().unwrap_or_default();
            full += i32::from(message == "There are not enough free GPUs on the host machine to start this pod.");
        }
    }
    assert!((4..12).contains(&outbid), "{outbid} of 12 outbid");
    assert!(full > 0);
}

#[tokio::test]
async fn the_other_acts_act() {
    let house = House::new();
    let volume = house.data("mutation { createNetworkVolume(input: { name: \"new\", size: 20, dataCenterId: \"EU-RO-1\" }) { id size } }").await;
    let id = volume["createNetworkVolume"]["id"].as_str().unwrap().to_owned();
    let grow =
        |size: i32| format!("mutation {{ updateNetworkVolume(input: {{ id: \"{id}\", size: {size} }}) {{ size }} }}");
    assert_eq!(house.data(&grow(30)).await["updateNetworkVolume"]["size"], 30);
    assert!(house.ask(&grow(10), json!({})).await["errors"][0]["message"].is_string());

    let mut order = comfy_on_models();
    order["networkVolumeId"] = json!(id);
    let pod = house.rent(order).await.expect("rented");
    let delete = format!("mutation {{ deleteNetworkVolume(input: {{ id: \"{id}\" }}) }}");
    assert!(house.ask(&delete, json!({})).await["errors"][0]["message"].as_str().unwrap().contains("in use"));
    house.clock.pass(20 * MINUTE);
    let edit = format!(
        "mutation {{ podEditJob(input: {{ podId: \"{pod}\", imageName: \"other/image:1\", ports: \"9000/http\", env: [{{ key: \"A\", value: \"1\" }}] }}) {{ imageName env runtime {{ uptimeInSeconds }} }} }}"
    );
    let edited = house.data(&edit).await["podEditJob"].clone();
    assert_eq!(edited, json!({ "imageName": "other/image:1", "env": ["A=1"], "runtime": null }));
    house.act("podTerminate", &pod).await;
    assert_eq!(house.data(&delete).await, json!({ "deleteNetworkVolume": null }));

    let cpu = "mutation { deployCpuPod(input: { instanceId: \"cpu3g-2-8\", imageName: \"x\", startSsh: true }) { id costPerHr env } }";
    let cpu = house.data(cpu).await["deployCpuPod"].clone();
    assert_eq!(cpu["costPerHr"], 0.08);
    let large = "mutation { deployCpuPod(input: { instanceId: \"cpu3g-2-8\", imageName: \"x\", containerDiskInGb: 21 }) { id } }";
    let refused = house.ask(large, json!({})).await;
    assert_eq!(refused["errors"][0]["message"], "Container Disk must be less than or equal to 20");
    let fits = "mutation { deployCpuPod(input: { instanceId: \"cpu5g-2-8\", imageName: \"x\", containerDiskInGb: 30 }) { id } }";
    assert!(house.data(fits).await["deployCpuPod"]["id"].is_string());
    assert!(cpu["env"][0].as_str().unwrap().starts_with("PUBLIC_KEY=ssh-ed25519 "));

    let mut order = comfy_on_models();
    order["ports"] = json!("22/tcp,70000/tcp");
    let pod = house.rent(order).await.expect("rented");
    house.wait_until(600, || async { house.pod(&pod).await["runtime"]["ports"][1].is_object() }).await;
    let ports = house.pod(&pod).await["runtime"]["ports"].clone();
    assert_eq!(ports[0]["privatePort"], 22);
    assert_eq!(ports[1]["privatePort"], ports[1]["publicPort"], "symmetrical");

    let save = "mutation { saveTemplate(input: { name: \"mine\", imageName: \"x\", containerDiskInGb: 5, volumeInGb: 0, dockerArgs: \"\" }) { id name } }";
    assert_eq!(house.data(save).await["saveTemplate"]["name"], "mine");
    assert_eq!(
        house.data("mutation { deleteTemplate(templateName: \"mine\") }").await,
        json!({ "deleteTemplate": null })
    );
}
