//! The files of a ComfyUI in a pod: what is uploaded, what can be fetched, and what of it stays.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use axum::body::Body;
use axum::http::Request;
use common::comfy::{Comfy, plain, png};
use common::{RTX_4090, comfy_on_models, send};
use launchpod_simulator::MINUTE;
use serde_json::{Value, json};

#[tokio::test]
async fn an_upload_takes_no_name_away() {
    let comfy = Comfy::up().await;
    let (red, blue) = (png(1, 1, [255, 0, 0]), png(1, 1, [0, 0, 255]));
    for (bytes, fields, name) in [
        (&red, &[][..], "a.png"),
        (&red, &[], "a.png"),
        (&blue, &[], "a (1).png"),
        (&blue, &[("overwrite", "false")], "a (1).png"),
        (&blue, &[("overwrite", "true")], "a.png"),
    ] {
        let kept = comfy.upload("a.png", bytes, fields).await.json();
        assert_eq!(kept, json!({ "name": name, "subfolder": "", "type": "input" }));
    }
    let kept = comfy.upload("b.png", &red, &[("subfolder", "x/y"), ("type", "output")]).await.json();
    assert_eq!(kept, json!({ "name": "b.png", "subfolder": "x/y", "type": "output" }));
    assert_eq!(comfy.get("view?filename=b.png&subfolder=x/y&type=output").await.bytes, red);
    assert_eq!(comfy.get("view?filename=a.png%20%5Binput%5D").await.bytes, blue, "a name may say where it lies");

    assert_eq!(comfy.upload("b.png", &red, &[("subfolder", "../../x")]).await.status, 400);
    assert_eq!(comfy.upload("../../b.png", &red, &[]).await.status, 400);
    assert_eq!(comfy.upload("", &red, &[]).await.status, 400);
    assert_eq!(comfy.upload("b.png", &red, &[("type", "models")]).await.status, 500);
    let no_form = comfy.post("upload/image", &json!({ "image": "a.png" })).await;
    assert_eq!(no_form.status, 400);
}

#[tokio::test]
async fn nothing_outside_the_folders_gets_out() {
    let comfy = Comfy::up().await;
    for (asked, status) in [
        ("view", 404),
        ("view?filename=", 400),
        ("view?filename=no.png", 404),
        ("view?filename=../a.png", 400),
        ("view?filename=/etc/passwd", 400),
        ("view?filename=a.png&type=models", 400),
        ("view?filename=a.png&subfolder=../..", 403),
        ("view?filename=a.png&subfolder=/etc", 403),
    ] {
        assert_eq!(comfy.get(asked).await.status.as_u16(), status, "{asked}");
    }
}

#[tokio::test]
async fn files_stay_on_a_network_volume_and_nothing_else_does() {
    let comfy = Comfy::up().await;
    comfy.upload("kept.png", &png(1, 1, [1, 2, 3]), &[]).await;
    // Queued, and nobody looks again before the pod is ended: it is done all the same.
    let id = comfy.queue(&plain(7)).await;
    comfy.house.clock.pass(MINUTE);
    comfy.house.act("podTerminate", &comfy.id).await;
    assert_eq!(comfy.get("system_stats").await.status, 404);

    let house = comfy.house;
    let other = house.rent(comfy_on_models()).await.expect("rented");
    let comfy = Comfy { house, id: other };
    comfy.await_answer().await;
    assert_eq!(comfy.json("history").await, json!({}));
    assert_eq!(comfy.json(&format!("history/{id}")).await, json!({}));
    assert_eq!(comfy.get("view?filename=plain_00001_.png").await.status, 200);
    assert_eq!(comfy.get("view?filename=kept.png&type=input").await.status, 200);
}

async fn outlives_a_stop(changes: Value) -> bool {
    let mut order = json!({
        "name": "comfy", "imageName": "runpod/comfyui:cuda12.8", "gpuTypeId": RTX_4090, "gpuCount": 1,
        "cloudType": "SECURE", "containerDiskInGb": 20, "volumeInGb": 0, "ports": "8188/http"
    });
    order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let comfy = Comfy::with(order).await;
    comfy.upload("a.png", &png(1, 1, [0; 3]), &[]).await;
    assert_eq!(comfy.get("view?filename=a.png&type=input").await.status, 200);
    comfy.house.act("podStop", &comfy.id).await;
    assert_eq!(comfy.get("system_stats").await.status, 502);
    let resume = format!("mutation {{ podResume(input: {{ podId: \"{}\", gpuCount: 1 }}) {{ id }} }}", comfy.id);
    comfy.house.data(&resume).await;
    comfy.await_answer().await;
    comfy.get("view?filename=a.png&type=input").await.status == 200
}

#[tokio::test]
async fn only_a_volume_below_the_workspace_keeps_files_over_a_stop() {
    assert!(outlives_a_stop(json!({ "volumeInGb": 20, "volumeMountPath": "/workspace" })).await);
    assert!(!outlives_a_stop(json!({})).await, "on the container's disk");
    assert!(
        !outlives_a_stop(json!({ "volumeInGb": 20, "volumeMountPath": "/data" })).await,
        "the volume lies elsewhere"
    );
}

#[tokio::test]
async fn two_pods_on_a_volume_see_the_same_files() {
    let first = Comfy::up().await;
    let id = first.house.rent(comfy_on_models()).await.expect("rented");
    first.done(&first.queue(&plain(5)).await).await;
    let second = Comfy { house: first.house, id };
    second.await_answer().await;
    assert_eq!(second.get("view?filename=plain_00001_.png").await.status, 200);
    let more = second.done(&second.queue(&plain(6)).await).await;
    assert_eq!(more["outputs"]["2"]["images"][0]["filename"], "plain_00002_.png");
}

#[tokio::test]
async fn pages_of_other_sites_read_see_or_get_nothing_as_it_was_started() {
    const LOGO: &str = "assets/images/comfy-logo-single.svg";
    let comfy = Comfy::up().await;
    let cross_site = async |path: &str| {
        let request = Request::get(comfy.path(path)).header("sec-fetch-site", "cross-site");
        send(&comfy.house.router, request.body(Body::empty()).unwrap()).await
    };
    let seen = async || {
        let (stats, logo) = (cross_site("system_stats").await, cross_site(LOGO).await);
        let readable = stats.header("access-control-allow-origin").is_some();
        (stats.status.as_u16(), readable, logo.status.as_u16())
    };
    assert_eq!(seen().await, (200, true, 200));
    assert_eq!(cross_site(LOGO).await.header("content-type"), Some("image/svg+xml"));
    for (fault, expected) in [("comfy-without-cors", (200, false, 200)), ("comfy-refuses-sites", (403, false, 403))] {
        let request = Request::post("/admin/faults").body(Body::from(fault)).unwrap();
        assert_eq!(send(&comfy.house.router, request).await.status, 200);
        assert_eq!(seen().await, expected, "{fault}");
        assert_eq!(comfy.get("system_stats").await.status, 200, "programs and copied addresses get in");
        let argv = comfy.json("system_stats").await["system"]["argv"].to_string();
        assert!(!argv.contains("cors"), "{argv}");
    }
}

#[tokio::test]
async fn a_file_that_a_client_has_is_not_sent_again() {
    let comfy = Comfy::up().await;
    comfy.done(&comfy.queue(&plain(5)).await).await;
    let path = comfy.path("view?filename=plain_00001_.png");
    let ask = async |known: &str| {
        let request = Request::get(&path).header("if-none-match", known).body(Body::empty()).unwrap();
        send(&comfy.house.router, request).await
    };
    let tag = ask("\"other\"").await.header("etag").unwrap().to_owned();
    let same = ask(&tag).await;
    assert_eq!((same.status.as_u16(), same.bytes.len(), same.header("etag")), (304, 0, Some(tag.as_str())));
    assert_eq!(ask(&format!("\"x\", W/{tag}")).await.status, 304);
    assert_eq!(ask("\"x\"").await.status, 200);
}
