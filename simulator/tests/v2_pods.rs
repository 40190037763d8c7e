//! Pods by REST v2, and that they are the same ones that GraphQL tells of.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::v2::{act, call, get, keys, made, order, order_with, pod, post, recorded, request, told};
use common::{House, MODELS, RTX_4090, send};
use launchpod_simulator::Fault;
use serde_json::{Value, json};

#[tokio::test]
async fn a_new_pod_runs_at_once_and_is_the_one_of_graphql() {
    let house = House::new();
    let asked = order_with(json!({
        "cloud": "SECURE", "ports": ["22/tcp"], "dataCenterIds": ["EU-RO-1"], "env": { "PUBLIC_KEY": "ssh-ed25519 X" },
        "mounts": { "network": [{ "volumeId": MODELS, "path": "/workspace" }] },
    }));
    // The same keys that RunPod has been seen to take.
    assert_eq!(keys(&asked), keys(&recorded("pod_create_request_live")));
    let made = made(&house, asked).await;
    for (key, value) in [
        ("status", json!("RUNNING")),
        ("runtime", Value::Null),
        ("actions", json!(["stop", "restart", "terminate"])),
        ("cost", json!(0.74)),
        ("cloud", json!("SECURE")),
        ("dataCenterId", json!("EU-RO-1")),
        ("mounts", json!({ "network": [{ "volumeId": MODELS, "path": "/workspace" }] })),
        ("env", json!({ "PUBLIC_KEY": "ssh-ed25519 X" })),
        ("ports", json!(["22/tcp"])),
        ("template", Value::Null),
        ("registry", Value::Null),
        ("locked", json!(false)),
        ("globalNetworking", json!({ "enabled": false })),
        ("args", json!("")),
    ] {
        assert_eq!(made[key], value, "{key}");
    }
    assert_eq!((&made["gpu"]["id"], &made["gpu"]["count"]), (&json!(RTX_4090), &json!(1)));
    assert!(made["gpu"]["vcpuCount"].as_i64().unwrap() > 0 && made["gpu"]["memory"].as_i64().unwrap() > 0);
    assert_eq!(made["ssh"]["direct"], Value::Null);
    let digits = |key: &str| made[key].as_str().unwrap().split_once('.').unwrap().1.len();
    assert_eq!((digits("createdAt"), digits("startedAt")), (4, 3), "two digits and three, as recorded");
    let id = made["id"].as_str().unwrap();
    let same = house
        .data(&format!(
            "{{ pod(input: {{ podId: \"{id}\" }}) {{ name desiredStatus costPerHr networkVolumeId templateId }} }}"
        ))
        .await;
    assert_eq!(
        same["pod"],
        json!({ "name": "probe", "desiredStatus": "RUNNING", "costPerHr": 0.74, "networkVolumeId": MODELS, "templateId": null })
    );
    let state = house.app.simulator.state();
    assert_eq!((&state["creates"], &state["acted"]["createPod"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn the_runtime_comes_with_ports_and_one_that_nobody_declared() {
    let house = House::new();
    let id = made(&house, order_with(json!({ "startSsh": true }))).await["id"].clone();
    let ready =
        || async { pod(&house, &id).await["runtime"]["ports"].as_array().is_some_and(|ports| !ports.is_empty()) };
    // Each look counts, and there are 180 in a minute of that same time: one a second.
    assert!(house.wait_until(900, ready).await > 60);
    let ready = pod(&house, &id).await;
    let real = recorded("pod_running_live");
    for (told, real) in
        [(&ready, &real), (&ready["runtime"], &real["runtime"]), (&ready["ssh"]["direct"], &real["ssh"]["direct"])]
    {
        let missing: Vec<&str> = keys(real).into_iter().filter(|key| told.get(key).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
    assert_eq!(keys(&ready["runtime"]), ["cpu", "gpus", "memory", "ports", "uptime"]);
    let ports = ready["runtime"]["ports"].as_array().unwrap();
    let inside: Vec<&Value> = ports.iter().map(|port| &port["private"]).collect();
    assert_eq!(inside, [&json!(22), &json!(8888), &json!(19123)]);
    assert!(ports[2]["ip"].as_str().unwrap().starts_with("100.65."), "{}", ports[2]);
    assert_eq!(keys(&ports[0]), ["ip", "private", "public", "type"]);
    assert_eq!(
        (&ready["ssh"]["direct"]["host"], &ready["ssh"]["direct"]["port"]),
        (&ports[0]["ip"], &ports[0]["public"])
    );
    assert_eq!(keys(&ready["ssh"]["proxy"]), ["command", "host", "port", "username"]);
    assert!(ready["env"]["PUBLIC_KEY"].as_str().unwrap().starts_with("ssh-ed25519 "), "startSsh puts the keys in");
    assert_eq!(ready["runtime"]["gpus"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_stopped_still_tells_its_cost() {
    let house = House::new();
    let id =
        made(&house, order_with(json!({ "mounts": { "persistent": { "size": 20, "path": "/data" } } }))).await["id"]
            .clone();
    assert_eq!(act(&house, &id, "start").await.status, 409);
    let stopped = act(&house, &id, "stop").await;
    assert_eq!(stopped.status, 200);
    let (stopped, real) = (stopped.json(), recorded("pod_stopped_live"));
    for key in ["actions", "runtime", "status"] {
        assert_eq!(stopped[key], real[key], "{key}");
    }
    assert_eq!((&stopped["cost"], &stopped["ssh"]["direct"]), (&json!(0.74), &Value::Null));
    for action in ["stop", "restart"] {
        assert_eq!(act(&house, &id, action).await.status, 409, "{action}");
    }
    assert_eq!(act(&house, &id, "start").await.json()["status"], "RUNNING");
    let again = act(&house, &id, "restart").await;
    assert_eq!((again.status.as_u16(), &again.json()["status"]), (200, &json!("RUNNING")));
    assert_eq!(act(&house, &id, "terminate").await.text(), "");
    assert_eq!(get(&house, &format!("/v2/pods/{}", id.as_str().unwrap())).await.status, 404);
    assert_eq!(act(&house, &id, "terminate").await.json(), recorded("error_404_pod_and_unknown_route_live"));
    assert_eq!(house.app.simulator.state()["terminated"], json!([id]));
}

#[tokio::test]
async fn a_start_on_a_full_host_says_no_more_than_that() {
    let house = House::new();
    let id = made(&house, order()).await["id"].clone();
    house.app.switch_on(&Fault::parse("host-gone").unwrap()).unwrap();
    assert_eq!(pod(&house, &id).await["status"], "ERROR");
    let refused = act(&house, &id, "start").await;
    assert_eq!((refused.status.as_u16(), refused.json()), (400, recorded("error_400_start_refused_live")));
}

#[tokio::test]
async fn creates_are_refused_as_described() {
    let house = House::new();
    let no_capacity =
        "There are no longer any instances available with the requested specifications. Please refresh and try again.";
    let gpu = |id: &str| json!({ "gpu": { "id": id } });
    let both = json!({ "cpu": { "id": "cpu3g", "vcpuCount": 2 } });
    let mounts = json!({ "mounts": { "persistent": { "size": 20, "path": "/a" }, "network": [{ "volumeId": MODELS, "path": "/b" }] } });
    let rows = [
        (order_with(gpu("NVIDIA GeForce RTX 9999")), 400, no_capacity),
        (
            order_with(
                json!({ "dataCenterIds": ["XX-1", "EU-CZ-1"], "gpu": { "id": "AMD Instinct MI350 OAM", "count": 8 } }),
            ),
            400,
            no_capacity,
        ),
        (order_with(json!({ "cloud": "COMMUNITY", "gpu": { "id": "NVIDIA B200" } })), 400, no_capacity),
        (order_with(both), 400, "exactly one of gpu or cpu must be set"),
        (order_with(mounts), 400, "mounts.persistent and mounts.network are mutually exclusive"),
        (
            order_with(json!({ "args": "a b", "cmd": ["a", "c"] })),
            400,
            "args describes another command than entrypoint and cmd",
        ),
        (order_with(json!({ "templateId": "nowhere" })), 404, "template not found"),
        (order_with(json!({ "registry": "nowhere" })), 404, "registry not found"),
        (
            order_with(json!({ "mounts": { "network": [{ "volumeId": "nowhere", "path": "/b" }] } })),
            404,
            "Network volume not found",
        ),
    ];
    for (body, status, detail) in rows {
        let answer = post(&house, "/v2/pods", body.clone()).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["detail"]), (status, &json!(detail)), "{body}");
    }
    let full = post(&house, "/v2/pods", order_with(gpu("NVIDIA GeForce RTX 9999"))).await;
    assert_eq!(full.json(), recorded("error_400_no_capacity_live"));
    let poor = House::with(launchpod_simulator::CorsMode::Any, 0.10, 1);
    let answer = post(&poor, "/v2/pods", order()).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (402, recorded("error_402_balance")));
}

#[tokio::test]
async fn commands_are_told_in_both_forms() {
    let house = House::new();
    let exec = json!({ "entrypoint": ["/bin/sh", "-c"], "cmd": ["sleep 5"] });
    let made_so = made(&house, order_with(exec.clone())).await;
    assert_eq!(serde_json::from_str::<Value>(made_so["args"].as_str().unwrap()).unwrap(), exec);
    let id = made_so["id"].as_str().unwrap().to_owned();
    let patch = |body: Value| call_patch(&house, &id, body);
    let shorter = patch(json!({ "entrypoint": [] })).await;
    assert_eq!((&shorter["entrypoint"], &shorter["cmd"]), (&json!([]), &json!(["sleep 5"])), "what is left out stays");
    let raw = patch(json!({ "args": "python -u main.py" })).await;
    assert_eq!((&raw["cmd"], &raw["entrypoint"]), (&json!(["python", "-u", "main.py"]), &json!([])));
    assert_eq!(patch(json!({ "args": "" })).await["cmd"], json!([]));
}

async fn call_patch(house: &House, id: &str, body: Value) -> Value {
    let answer = call(house, "PATCH", &format!("/v2/pods/{id}"), Some(body.clone())).await;
    assert_eq!(answer.status.as_u16(), 200, "{body}: {}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_patch_changes_what_it_names_and_nothing_else() {
    let house = House::new();
    let before = made(&house, order_with(json!({ "mounts": { "persistent": { "size": 20, "path": "/data" } } }))).await;
    let id = before["id"].as_str().unwrap();
    let named = call_patch(&house, id, json!({ "name": "other" })).await;
    assert_eq!(
        (&named["name"], &named["image"], &named["startedAt"]),
        (&json!("other"), &before["image"], &before["startedAt"])
    );
    house.clock.pass(60_000);
    let grown = call_patch(&house, id, json!({
        "mounts": { "persistent": { "size": 40, "path": "/more" } }, "ports": [], "env": { "A": "1" }, "disk": 60, "globalNetworking": true,
    })).await;
    assert_eq!(grown["mounts"], json!({ "persistent": { "size": 40, "path": "/more" } }));
    assert_eq!((&grown["ports"], &grown["env"], &grown["disk"]), (&json!([]), &json!({ "A": "1" }), &json!(60)));
    assert_eq!(grown["globalNetworking"]["internalDns"], format!("{id}.runpod.internal"));
    assert_ne!(grown["startedAt"], before["startedAt"], "its container is made anew");
    for (body, status) in [
        (json!({ "mounts": { "network": [{ "volumeId": MODELS, "path": "/x" }] } }), 400),
        (json!({ "mounts": { "network": [] } }), 400),
        (json!({ "mounts": { "persistent": { "size": 20, "path": "/more" } } }), 400),
        (json!({ "cloud": "SECURE" }), 422),
        (json!({ "registry": 5 }), 422),
    ] {
        let answer = call(&house, "PATCH", &format!("/v2/pods/{id}"), Some(body.clone())).await;
        assert_eq!(answer.status.as_u16(), status, "{body}");
    }
    call_patch(&house, id, json!({ "locked": true })).await;
    let id = json!(id);
    assert_eq!(act(&house, &id, "stop").await.status, 409, "locked");
    assert_eq!(house.act("podStop", id.as_str().unwrap()).await["errors"][0]["message"], "Pod is locked");
    assert_eq!(act(&house, &id, "terminate").await.status, 204);
}

#[tokio::test]
async fn pods_come_in_pages_with_the_newest_first() {
    let house = House::new();
    assert_eq!(told(&house, "/v2/pods").await, recorded("pods_list_paged"));
    let mut made_ids = Vec::new();
    for _ in 0..5 {
        made_ids.insert(0, made(&house, order_with(json!({ "gpu": { "id": RTX_4090 } }))).await["id"].clone());
        house.clock.pass(1_000);
    }
    let ids = |body: &Value| body["pods"].as_array().unwrap().iter().map(|pod| pod["id"].clone()).collect::<Vec<_>>();
    let all = told(&house, "/v2/pods").await;
    assert_eq!((ids(&all), &all["pagination"]["hasNextPage"]), (made_ids.clone(), &json!(false)));
    let first = told(&house, "/v2/pods?limit=2").await;
    assert_eq!(ids(&first), made_ids[..2]);
    let cursor = first["pagination"]["nextCursor"].as_str().unwrap().to_owned();
    // What is made or ended meanwhile neither repeats a pod nor leaves one out.
    made(&house, order()).await;
    act(&house, &made_ids[1], "terminate").await;
    let second = told(&house, &format!("/v2/pods?limit=2&cursor={cursor}")).await;
    assert_eq!(ids(&second), made_ids[2..4]);
    let cursor = second["pagination"]["nextCursor"].as_str().unwrap();
    let last = told(&house, &format!("/v2/pods?limit=2&cursor={cursor}")).await;
    assert_eq!(
        (ids(&last), &last["pagination"]),
        (made_ids[4..].to_vec(), &json!({ "nextCursor": null, "hasNextPage": false }))
    );
    for query in ["limit=0", "limit=1001", "limit=two", "cursor=nonsense", "cursor=zz", "cursor="] {
        assert_eq!(get(&house, &format!("/v2/pods?{query}")).await.status, 422, "{query}");
    }
}

#[tokio::test]
async fn a_pod_of_processors_alone() {
    let house = House::new();
    let mut order = order_with(json!({ "cpu": { "id": "cpu3g", "vcpuCount": 4 } }));
    order.as_object_mut().unwrap().remove("gpu");
    let made = made(&house, order.clone()).await;
    assert_eq!(made["cpu"], json!({ "id": "cpu3g", "vcpuCount": 4, "memory": 16 }));
    assert!(made.get("gpu").is_none() && made["cudaVersion"].is_null());
    order["cpu"]["vcpuCount"] = json!(6);
    assert_eq!(post(&house, "/v2/pods", order).await.json()["detail"], "cpu.vcpuCount must be a power of two");
}

#[tokio::test]
async fn a_template_gives_what_the_body_leaves_out() {
    let house = House::new();
    let body = json!({ "name": "t", "templateId": "0wnc0mfyt00ls0", "gpu": { "id": RTX_4090 }, "env": { "A": "1" } });
    let made = made(&house, body).await;
    assert_eq!((&made["image"], &made["disk"]), (&json!("runpod/comfyui:cuda12.8"), &json!(80)));
    assert_eq!(made["mounts"], json!({ "persistent": { "size": 20, "path": "/workspace" } }));
    assert_eq!((&made["env"]["A"], &made["env"]["HF_HUB_ENABLE_HF_TRANSFER"]), (&json!("1"), &json!("1")));
    assert!(made["env"]["JUPYTER_PASSWORD"].is_string());
    assert_eq!(made["template"], Value::Null, "it keeps no link");
}

#[tokio::test]
async fn a_pods_own_key_opens_that_pod_alone() {
    let house = House::new();
    let (own, other) = (made(&house, order()).await["id"].clone(), made(&house, order()).await["id"].clone());
    let own = own.as_str().unwrap();
    let key = format!("rpa_POD{}", own.to_ascii_uppercase());
    for (method, path, status) in [
        ("GET", "/v2/pods".to_owned(), 403),
        ("GET", format!("/v2/pods/{own}"), 200),
        ("GET", format!("/v2/pods/{}", other.as_str().unwrap()), 404),
        ("PATCH", format!("/v2/pods/{own}"), 403),
        ("DELETE", format!("/v2/pods/{}", other.as_str().unwrap()), 404),
        ("DELETE", format!("/v2/pods/{own}"), 204),
    ] {
        let answer = send(&house.router, request(method, &path, Some(&key), Some("{}".to_owned()))).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
    }
    assert_eq!(house.app.simulator.state()["fromInside"][0]["by"], "v2");
}
