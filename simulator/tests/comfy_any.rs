//! Whatever is asked of ComfyUI, it answers; and what it accepts comes to an end.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::comfy::{Comfy, png, read};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

const CLASSES: [&str; 6] = ["LoadImage", "ImageInvert", "ImageInvert", "SaveImage", "SaveImage", "Nope"];
const INPUTS: [&str; 4] = ["image", "images", "width", "filename_prefix"];

fn value() -> impl Strategy<Value = Value> {
    let link = (0..6_u8, 0..3_u8).prop_map(|(node, slot)| json!([node.to_string(), slot]));
    let number = prop_oneof![0..40_i64, any::<i64>()].prop_map(|number| json!(number));
    let text = prop_oneof![
        Just("a.png"),
        Just("broken.png"),
        Just("../x"),
        Just("%width%/%%"),
        Just(""),
        Just("7"),
        Just("ö'\"\\\n")
    ];
    let odd = prop_oneof![Just(Value::Null), Just(json!(true)), Just(json!({})), Just(json!([])), Just(json!(1.5e300))];
    prop_oneof![5 => link, 4 => number, 4 => text.prop_map(|text| json!(text)), 1 => odd]
}

fn node() -> impl Strategy<Value = Value> {
    let inputs = prop::collection::btree_map(prop::sample::select(&INPUTS[..]), value(), 0..3);
    (prop::sample::select(&CLASSES[..]), inputs).prop_map(|(class, inputs)| {
        // Most of what is needed is there, so that not everything is refused for the same reason.
        let mut given: Map<String, Value> = json!({
            "filename_prefix": "p", "image": if class == "LoadImage" { json!("a.png") } else { json!(["0", 0]) }, "images": ["0", 0]
        })
        .as_object()
        .unwrap()
        .clone();
        given.extend(inputs.into_iter().map(|(name, value)| (name.to_owned(), value)));
        json!({ "class_type": class, "inputs": given })
    })
}

fn prompt() -> impl Strategy<Value = Value> {
    let first = Just(json!({
        "class_type": "LoadImage", "inputs": { "image": "a.png" }
    }));
    (first, prop::collection::vec(node(), 1..6)).prop_map(|(first, nodes)| {
        let nodes = [first].into_iter().chain(nodes).enumerate();
        nodes.map(|(id, node)| (id.to_string(), node)).collect::<Map<_, _>>().into()
    })
}

async fn play(comfy: &Comfy, prompt: Value) -> Option<bool> {
    let answer = comfy.post("prompt", &json!({ "prompt": prompt })).await;
    if answer.status == 400 {
        let told = answer.json();
        assert!(told["error"]["type"].is_string() && told["node_errors"].is_object(), "{told}");
        return None;
    }
    assert_eq!(answer.status, 200, "{prompt}: {}", answer.text());
    let told = comfy.done(answer.json()["prompt_id"].as_str().unwrap()).await;
    let is_done = told["status"]["completed"].as_bool().unwrap();
    assert_eq!(told["status"]["status_str"], if is_done { "success" } else { "error" });
    for output in told["outputs"].as_object().unwrap().values() {
        for image in output["images"].as_array().unwrap() {
            read(&comfy.view(image).await.bytes);
        }
    }
    Some(is_done)
}

#[test]
fn any_workflow_is_refused_or_comes_to_an_end() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let comfy = runtime.block_on(Comfy::up());
    runtime.block_on(comfy.upload("a.png", &png(3, 2, [1, 2, 3]), &[]));
    runtime.block_on(comfy.upload("broken.png", b"not a picture", &[]));
    let counts = std::cell::RefCell::new([0_u32; 3]);
    TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() })
        .run(&prompt(), |prompt| {
            let outcome = runtime.block_on(play(&comfy, prompt));
            counts.borrow_mut()[outcome.map_or(0, |done| 1 + usize::from(done))] += 1;
            Ok(())
        })
        .unwrap();
    let counts = counts.into_inner();
    assert!(
        counts.iter().all(|count| *count > 5),
        "refused, failed and done, {counts:?}: the test has become one-sided"
    );
}
