//! What the simulated ComfyUI checks, and in which words it refuses.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use axum::body::Body;
use axum::http::Request;
use common::comfy::{Comfy, node, plain, png};
use common::send;
use serde_json::{Value, json};

async fn refusal(comfy: &Comfy, prompt: Value) -> Value {
    let answer = comfy.post("prompt", &json!({ "prompt": prompt })).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    answer.json()
}

#[tokio::test]
async fn a_wrong_workflow_is_refused_in_comfyuis_own_words() {
    let comfy = Comfy::up().await;
    let none = comfy.post("prompt", &json!({ "client_id": "me" })).await;
    assert_eq!((none.status.as_u16(), &none.json()["error"]["type"]), (400, &json!("no_prompt")));

    let unknown = refusal(&comfy, json!({ "7": node("Nope", json!({})) })).await;
    assert_eq!(
        unknown,
        json!({
            "error": {
                "type": "missing_node_type", "message": "Node 'Nope' not found. The custom node may not be installed.",
                "details": "Node ID '#7'", "extra_info": { "node_id": "7", "class_type": "Nope", "node_title": "Nope" }
            },
            "node_errors": {}
        })
    );
    let ends_nowhere = json!({ "1": node("LoadImage", json!({ "image": "plain.png" })) });
    assert_eq!(refusal(&comfy, ends_nowhere).await["error"]["type"], "prompt_no_outputs");
    assert_eq!(refusal(&comfy, json!({})).await["error"]["type"], "prompt_no_outputs");

    let missing = refusal(&comfy, json!({ "1": node("SaveImage", json!({ "filename_prefix": "a" })) })).await;
    assert_eq!(missing["error"]["type"], "prompt_outputs_failed_validation");
    assert_eq!(missing["error"]["details"], "Required input is missing: images");
    assert_eq!(
        missing["node_errors"]["1"],
        json!({
            "errors": [{
                "type": "required_input_missing", "message": "Required input is missing", "details": "images",
                "extra_info": { "input_name": "images" }
            }],
            "dependent_outputs": ["1"],
            "class_type": "SaveImage"
        })
    );
}

/// The only problem of node 1, on which a `SaveImage` hangs.
async fn problem(comfy: &Comfy, class: &str, inputs: Value) -> (String, String) {
    let prompt = json!({
        "1": node(class, inputs),
        "2": node("SaveImage", json!({ "images": ["1", 0], "filename_prefix": "a" }))
    });
    let told = refusal(comfy, prompt).await;
    assert_eq!(told["error"]["details"], "", "the output itself is fine");
    let problem = &told["node_errors"]["1"]["errors"][0];
    let text = |key: &str| problem[key].as_str().unwrap().to_owned();
    (text("type"), text("details"))
}

#[tokio::test]
async fn each_value_is_checked_as_the_node_asks() {
    let comfy = Comfy::up().await;
    for (class, inputs, kind, details) in [
        ("LoadImage", json!({}), "required_input_missing", "image"),
        ("LoadImage", json!({ "image": [1] }), "bad_linked_input", "image"),
        ("LoadImage", json!({ "image": "no.png" }), "custom_validation_failed", "image - Invalid image file: no.png"),
        (
            "LoadImage",
            json!({ "image": "../../../x" }),
            "custom_validation_failed",
            "image - Invalid image file: ../../../x",
        ),
    ] {
        assert_eq!(problem(&comfy, class, inputs).await, (kind.to_owned(), details.to_owned()));
    }
    let prompt = json!({
        "1": node("LoadImage", json!({ "image": "plain.png" })),
        "2": node("LoadImage", json!({ "image": "no.png" })),
        "3": node("SaveImage", json!({ "images": ["2", 0], "filename_prefix": "a" })),
        "4": node("SaveImage", json!({ "images": ["1", 0], "filename_prefix": 5 })),
    });
    // One output will do: the other is told of and left out.
    let answer = comfy.post("prompt", &json!({ "prompt": prompt })).await;
    assert_eq!(answer.status, 200);
    let told = answer.json();
    let problem = &told["node_errors"]["2"]["errors"][0];
    assert_eq!(problem["type"], "custom_validation_failed");
    assert_eq!(told["node_errors"]["2"]["dependent_outputs"], json!(["3"]));
    let done = comfy.done(told["prompt_id"].as_str().unwrap()).await;
    assert_eq!(done["outputs"]["4"]["images"][0]["filename"], "5_00001_.png");
    assert_eq!(done["outputs"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn links_are_checked_too() {
    let comfy = Comfy::up().await;
    let saving = |link: Value| {
        json!({
            "1": node("LoadImage", json!({ "image": "x.png" })),
            "2": node("SaveImage", json!({ "images": link, "filename_prefix": "a" }))
        })
    };
    comfy.upload("x.png", &png(1, 1, [0, 0, 0]), &[]).await;
    for (link, kind, details) in [
        (json!(["1", 1]), "return_type_mismatch", "images, received_type(MASK) mismatch input_type(IMAGE)"),
        (json!(["9", 0]), "exception_during_validation", "'9'"),
        (json!(["1", 7]), "exception_during_validation", "tuple index out of range"),
        (json!(["1"]), "bad_linked_input", "images"),
    ] {
        let told = refusal(&comfy, saving(link)).await;
        let problem = &told["node_errors"]["2"]["errors"][0];
        assert_eq!((&problem["type"], &problem["details"]), (&json!(kind), &json!(details)));
    }
    let cycle = json!({
        "1": node("ImageInvert", json!({ "image": ["2", 0] })),
        "2": node("ImageInvert", json!({ "image": ["1", 0] })),
        "3": node("SaveImage", json!({ "images": ["2", 0], "filename_prefix": "a" }))
    });
    let told = refusal(&comfy, cycle).await;
    assert_eq!(told["node_errors"]["1"]["errors"][0]["type"], "dependency_cycle");
    assert_eq!(
        told["node_errors"]["2"]["errors"][0]["details"],
        "2 (ImageInvert) -> 1 (ImageInvert) -> 2 (ImageInvert)"
    );

    let mut long = serde_json::Map::from_iter([("0".to_owned(), plain(1)["1"].clone())]);
    for number in 1..1_000 {
        long.insert(number.to_string(), node("ImageInvert", json!({ "image": [(number - 1).to_string(), 0] })));
    }
    long.insert("end".to_owned(), node("SaveImage", json!({ "images": ["999", 0], "filename_prefix": "a" })));
    let told = refusal(&comfy, long.into()).await.to_string();
    assert!(told.contains("RecursionError"), "{told}");
}

#[tokio::test]
async fn more_than_it_takes_is_refused() {
    let comfy = Comfy::up().await;
    let answer = comfy.upload("big.png", &vec![0; 101 * 1024 * 1024], &[]).await;
    assert_eq!(answer.status, 413);
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let broken = Request::post(comfy.path("prompt")).body(Body::from("{")).unwrap();
    assert_eq!(send(&comfy.house.router, broken).await.status, 500, "the real one does not expect that");
    let mut statuses = Vec::new();
    for number in 0..102 {
        statuses.push(comfy.post("prompt", &json!({ "prompt": plain(number) })).await.status.as_u16());
    }
    assert_eq!((statuses[100], statuses[101]), (200, 500));
}

#[tokio::test]
async fn a_program_may_name_its_workflow() {
    let comfy = Comfy::up().await;
    let id = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";
    let named = comfy.post("prompt", &json!({ "prompt": plain(1), "prompt_id": id })).await.json();
    assert_eq!(named["prompt_id"], id);
    let wrong = comfy.post("prompt", &json!({ "prompt": plain(1), "prompt_id": "mine" })).await;
    assert_eq!((wrong.status.as_u16(), &wrong.json()["error"]["type"]), (400, &json!("invalid_prompt_id")));
}

#[tokio::test]
async fn what_a_node_does_not_know_of_is_left_alone() {
    let comfy = Comfy::up().await;
    let mut itself = plain(1);
    itself["2"]["inputs"]["unknown"] = json!(["2", 0]);
    itself["1"]["inputs"]["other"] = json!(["99", 0]);
    assert_eq!(comfy.done(&comfy.queue(&itself).await).await["status"]["completed"], true);
}
