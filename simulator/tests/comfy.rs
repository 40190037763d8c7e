//! ComfyUI's HTTP API in a pod, as a program uses it.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use axum::body::Body;
use axum::http::Request;
use common::comfy::{Comfy, node, plain, png, read};
use common::{House, comfy_on_models, send};
use launchpod_simulator::MINUTE;
use serde_json::{Value, json};

/// Loads a picture, inverts and saves it.
fn inverting(picture: &str) -> Value {
    json!({
        "load": node("LoadImage", json!({ "image": picture })),
        "invert": node("ImageInvert", json!({ "image": ["load", 0] })),
        "save": node("SaveImage", json!({ "images": ["invert", 0], "filename_prefix": "sub/inverted" }))
    })
}

#[tokio::test]
async fn a_workflow_makes_a_real_picture() {
    let comfy = Comfy::up().await;
    let kept = comfy.upload("red.png", &png(8, 6, [255, 0, 0]), &[]).await.json();
    assert_eq!(kept, json!({ "name": "red.png", "subfolder": "", "type": "input" }));

    let asked = json!({ "prompt": inverting("red.png"), "client_id": "me", "extra_data": { "extra_pnginfo": { "workflow": { "a": 1 } } } });
    let answer = comfy.post("prompt", &asked).await.json();
    let id = answer["prompt_id"].as_str().expect("an id").to_owned();
    assert_eq!(answer, json!({ "prompt_id": id, "number": 0, "node_errors": {} }));
    assert_eq!(comfy.json(&format!("history/{id}")).await, json!({}), "not done yet");
    assert_eq!(comfy.json("queue").await["queue_running"][0][1], json!(id));

    let told = comfy.done(&id).await;
    assert_eq!(told["status"]["status_str"], "success");
    assert_eq!(told["status"]["completed"], true);
    let events: Vec<&str> =
        told["status"]["messages"].as_array().unwrap().iter().map(|m| m[0].as_str().unwrap()).collect();
    assert_eq!(events, ["execution_start", "execution_cached", "execution_success"]);
    assert_eq!(told["prompt"][3]["client_id"], "me");

    let saved = &told["outputs"]["save"]["images"][0];
    assert_eq!(saved, &json!({ "filename": "inverted_00001_.png", "subfolder": "sub", "type": "output" }));
    let answer = comfy.view(saved).await;
    assert_eq!(answer.header("content-type"), Some("image/png"));
    assert_eq!(answer.header("content-disposition"), Some("filename=\"inverted_00001_.png\""));
    let picture = read(&answer.bytes);
    assert_eq!((picture.dimensions(), picture.get_pixel(7, 5).0), ((8, 6), [0, 255, 255]));
    let text = answer.text();
    assert!(text.contains("tEXtprompt") && text.contains("tEXtworkflow"), "the workflow is in the picture");

    assert_eq!(comfy.json("queue").await, json!({ "queue_running": [], "queue_pending": [] }));
    assert_eq!(comfy.json("api/history").await[&id], told, "every route is there below /api too");
}

#[tokio::test]
async fn each_picture_gets_a_name_of_its_own_and_a_changed_one_is_read_anew() {
    let comfy = Comfy::up().await;
    for name in ["plain_00001_.png", "plain_00002_.png"] {
        let done = comfy.done(&comfy.queue(&plain(1)).await).await;
        assert_eq!(done["outputs"]["2"]["images"][0]["filename"], name);
    }
    comfy.upload("a.png", &png(2, 2, [0, 0, 0]), &[]).await;
    let workflow = json!({
        "1": node("LoadImage", json!({ "image": "a.png" })),
        "2": node("SaveImage", json!({ "images": ["1", 0], "filename_prefix": "a" }))
    });
    comfy.done(&comfy.queue(&workflow).await).await;
    comfy.upload("a.png", &png(2, 2, [9, 9, 9]), &[("overwrite", "true")]).await;
    let anew = comfy.done(&comfy.queue(&workflow).await).await;
    assert_eq!(read(&comfy.view(&anew["outputs"]["2"]["images"][0]).await.bytes).get_pixel(0, 0).0, [9, 9, 9]);
}

#[tokio::test]
async fn the_history_tells_the_newest_or_those_from_a_place_on() {
    let comfy = Comfy::up().await;
    let mut ids = vec![];
    for number in 0..3 {
        let id = comfy.queue(&plain(number)).await;
        comfy.done(&id).await;
        ids.push(id);
    }
    let told = async |asked: &str| -> Vec<String> {
        let told = comfy.json(&format!("history?{asked}")).await;
        ids.iter().filter(|id| told.get(id.as_str()).is_some()).cloned().collect()
    };
    for (asked, expected) in [
        ("", &ids[..]),
        ("max_items=2", &ids[1..]),
        ("max_items=9", &ids[..]),
        ("max_items=0", &[]),
        ("offset=1", &ids[1..]),
        ("offset=0&max_items=2", &ids[..2]),
    ] {
        assert_eq!(told(asked).await, expected, "{asked}");
    }
    for asked in ["max_items=many", "offset=1.5"] {
        assert_eq!(comfy.get(&format!("history?{asked}")).await.status, 500, "{asked}");
    }
}

#[tokio::test]
async fn answers_have_the_real_servers_kinds_numbers_and_ranges() {
    let comfy = Comfy::up().await;
    let kind = async |path: &str| comfy.get(path).await.header("content-type").map(str::to_owned);
    for (path, expected) in [
        ("system_stats", "application/json; charset=utf-8"),
        ("", "text/html"),
        ("nothing", "text/plain; charset=utf-8"),
        ("view?filename=no.png", "application/octet-stream"),
    ] {
        assert_eq!(kind(path).await.as_deref(), Some(expected), "{path}");
    }

    let none = comfy.post("prompt", &json!({ "client_id": "me" })).await;
    assert_eq!((none.status.as_u16(), none.header("content-type")), (400, Some("application/json; charset=utf-8")));
    let second = comfy.post("prompt", &json!({ "prompt": plain(1), "front": 0 })).await.json();
    assert_eq!(second["number"], 1, "what was refused has used a number up");
    let front = comfy.post("prompt", &json!({ "prompt": plain(2), "front": "yes" })).await.json();
    assert_eq!(front["number"], -2, "what Python takes for true is");
    for (given, told) in [(json!(7), "7.0"), (json!("8.5"), "8.5"), (json!(true), "1.0")] {
        let asked = json!({ "prompt": plain(3), "number": given, "front": true });
        assert_eq!(comfy.post("prompt", &asked).await.json()["number"].to_string(), told);
    }
    for (path, body, status) in [
        ("prompt", json!([]), 400),
        ("prompt", json!("x"), 400),
        ("prompt", json!(["prompt"]), 500),
        ("prompt", json!(5), 500),
        ("prompt", json!({ "number": null }), 500),
    ] {
        assert_eq!(comfy.post(path, &body).await.status.as_u16(), status, "{path} {body}");
    }

    let bytes = png(3, 3, [1, 2, 3]);
    comfy.upload("a.png", &bytes, &[]).await;
    let size = bytes.len();
    let part = async |range: &str| {
        let request = Request::get(comfy.path("view?filename=a.png&type=input")).header("range", range);
        send(&comfy.house.router, request.body(Body::empty()).unwrap()).await
    };
    for (range, from, to) in
        [("bytes=2-5", 2, 6), ("bytes=4-", 4, size), ("bytes=-3", size - 3, size), ("bytes=1-99999", 1, size)]
    {
        let answer = part(range).await;
        let told = format!("bytes {from}-{}/{size}", to - 1);
        assert_eq!((answer.status.as_u16(), answer.header("content-range")), (206, Some(told.as_str())), "{range}");
        assert_eq!((answer.bytes.as_slice(), answer.header("content-type")), (&bytes[from..to], Some("image/png")));
    }
    for range in ["bytes=99999-", "bytes=5-2", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=x-"] {
        let answer = part(range).await;
        let told = format!("bytes */{size}");
        assert_eq!((answer.status.as_u16(), answer.header("content-range")), (416, Some(told.as_str())), "{range}");
    }
    let whole = comfy.get("view?filename=a.png&type=input").await;
    assert_eq!((whole.status.as_u16(), whole.header("accept-ranges"), &whole.bytes), (200, Some("bytes"), &bytes));
}

#[tokio::test]
async fn one_runs_at_a_time_in_their_order() {
    let comfy = Comfy::up().await;
    let first = comfy.queue(&plain(1)).await;
    let second = comfy.queue(&plain(2)).await;
    let front = comfy.post("prompt", &json!({ "prompt": plain(3), "front": true })).await.json();
    assert_eq!(front["number"], -2);
    let queue = comfy.json("queue").await;
    assert_eq!(queue["queue_running"][0][1], json!(first));
    let waiting: Vec<&Value> = queue["queue_pending"].as_array().unwrap().iter().map(|job| &job[1]).collect();
    assert_eq!(waiting, [&json!(second), &front["prompt_id"]]);
    assert_eq!(comfy.json("prompt").await, json!({ "exec_info": { "queue_remaining": 3 } }));

    comfy.house.clock.pass(MINUTE);
    let history = comfy.json("history").await;
    let start = |id: &Value| history[id.as_str().unwrap()]["status"]["messages"][0][1]["timestamp"].as_i64().unwrap();
    let end = |id: &Value| history[id.as_str().unwrap()]["status"]["messages"][2][1]["timestamp"].as_i64().unwrap();
    let (first, second, front) = (json!(first), json!(second), front["prompt_id"].clone());
    assert!(end(&first) <= start(&front) && end(&front) <= start(&second), "{history}");
}

#[tokio::test]
async fn what_goes_wrong_while_it_runs_is_in_the_history() {
    let comfy = Comfy::up().await;
    comfy.upload("broken.png", b"not a picture", &[]).await;
    let broken = comfy.done(&comfy.queue(&inverting("broken.png")).await).await;
    assert_eq!(broken["status"]["status_str"], "error");
    let (event, why) = (&broken["status"]["messages"][2][0], &broken["status"]["messages"][2][1]);
    assert_eq!((event, &why["node_type"]), (&json!("execution_error"), &json!("LoadImage")));
    assert_eq!(why["exception_type"], "PIL.UnidentifiedImageError");

    let mut outside = plain(1);
    outside["2"]["inputs"]["filename_prefix"] = json!("../../outside");
    let outside = comfy.done(&comfy.queue(&outside).await).await;
    assert!(
        outside["status"]["messages"][2][1]["exception_message"]
            .as_str()
            .unwrap()
            .contains("outside the output folder")
    );
    assert_eq!(comfy.done(&comfy.queue(&plain(1)).await).await["status"]["completed"], true, "it goes on after that");
}

#[tokio::test]
async fn any_page_may_use_it_while_it_is_up() {
    let house = House::new();
    let id = house.rent(comfy_on_models()).await.expect("rented");
    let preflight = || {
        let request = Request::options(format!("/proxy/{id}-8188/prompt")).header("origin", "https://example.org");
        request.header("access-control-request-headers", "content-type").body(Body::empty()).unwrap()
    };
    let early = send(&house.router, preflight()).await;
    assert_eq!((early.status.as_u16(), early.header("access-control-allow-origin")), (502, None));
    let post = house.post(&format!("/proxy/{id}-8188/prompt"), None, &json!({ "prompt": plain(1) })).await;
    assert_eq!((post.status.as_u16(), post.header("access-control-allow-origin")), (502, None));

    let comfy = Comfy { house, id: id.clone() };
    comfy.await_answer().await;
    let answer = send(&comfy.house.router, preflight()).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (200, Some("*")));
    assert_eq!(answer.header("access-control-allow-headers"), Some("Content-Type, Authorization"));
    let queued = comfy.post("prompt", &json!({ "prompt": plain(1) })).await;
    assert_eq!(queued.header("access-control-allow-origin"), Some("*"));
}
