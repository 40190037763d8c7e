//! The timer in a pod: it ends the pod at its time, and is moved and taken away from inside alone.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::time::Duration;

use common::inside::{COMFY, PYTORCH, Pod};
use launchpod_core::domain::guard::{self, How};
use launchpod_simulator::{HOUR, MINUTE, SECOND};
use serde_json::{Value, json};

#[tokio::test]
async fn the_timer_ends_the_pod_at_its_time_and_not_before() {
    for image in [COMFY, PYTORCH] {
        let pod = Pod::timed(image, How::End, json!({})).await;
        assert_eq!(pod.after(10 * MINUTE).await, "RUNNING");
        assert!(pod.serves(8888).await, "{image}: the image's own start runs beside it");
        assert_eq!(pod.after(4 * HOUR - 10 * MINUTE - 2 * SECOND).await, "RUNNING", "{image}");
        assert_eq!(pod.after(32 * SECOND).await, Value::Null, "{image}");
        let state = pod.state();
        assert_eq!((&state["terminated"], &state["pods"]), (&json!([pod.id]), &json!([])));
        assert_eq!(state["fromInside"].as_array().unwrap().len(), 1, "{state}");
        let billed = pod.house.balance().await;
        pod.house.clock.pass(HOUR);
        let before = billed - pod.house.balance().await;
        assert!(before < 0.2, "only the account's volumes go on costing: {before}");
    }
}

#[tokio::test]
async fn a_leap_over_the_time_bills_only_up_to_it() {
    let stepped = Pod::timed(COMFY, How::End, json!({})).await;
    for _ in 0..300 {
        stepped.house.clock.pass(MINUTE);
        stepped.status().await;
    }
    let leapt = Pod::timed(COMFY, How::End, json!({})).await;
    leapt.house.clock.pass(300 * MINUTE);
    assert_eq!(leapt.house.balance().await, stepped.house.balance().await);
}

#[tokio::test]
async fn where_the_key_may_not_terminate_the_pod_is_stopped() {
    let pod = Pod::timed(COMFY, How::End, json!({})).await;
    pod.fault("pod-may-not-terminate");
    assert_eq!(pod.after(4 * HOUR + MINUTE).await, "EXITED");
    let asked = pod.state()["fromInside"].clone();
    let told: Vec<_> = asked.as_array().unwrap().iter().map(|ask| (&ask["operation"], &ask["done"])).collect();
    let no = (&json!("podTerminate"), &json!(false));
    assert_eq!(told, [no, no, no, (&json!("podStop"), &json!(true))], "runpodctl twice, curl, then stop");
}

#[tokio::test]
async fn it_tries_until_it_worked() {
    let pod = Pod::timed(COMFY, How::End, json!({})).await;
    pod.fault("pod-may-nothing");
    assert_eq!(pod.after(6 * HOUR).await, "RUNNING");
    pod.house.app.simulator.calm();
    assert_eq!(pod.after(MINUTE).await, Value::Null);
}

#[tokio::test]
async fn without_runpodctl_curl_does_it() {
    for (how, fault, ends) in [
        (How::End, None, Value::Null),
        (How::End, Some("pod-may-not-terminate"), json!("EXITED")),
        (How::Stop, None, json!("EXITED")),
    ] {
        let pod = Pod::timed(PYTORCH, how, json!({})).await;
        pod.fault("no-runpodctl");
        fault.into_iter().for_each(|fault| pod.fault(fault));
        assert_eq!(pod.after(4 * HOUR + MINUTE).await, ends);
    }
}

#[tokio::test]
async fn a_pod_with_a_volume_of_its_own_is_only_stopped() {
    let pod = Pod::timed(PYTORCH, How::Stop, json!({ "volumeInGb": 20 })).await;
    assert_eq!(pod.after(4 * HOUR + MINUTE).await, "EXITED");
    assert_eq!(pod.state()["terminated"], json!([]));
}

#[tokio::test]
async fn a_resume_and_a_reset_begin_anew() {
    let pod = Pod::timed(PYTORCH, How::Stop, json!({ "volumeInGb": 20 })).await;
    assert_eq!(pod.after(4 * HOUR + MINUTE).await, "EXITED");
    pod.house.act("podResume", &pod.id).await;
    pod.await_container().await;
    assert_eq!(pod.after(3 * HOUR).await, "RUNNING");
    pod.house.act("podReset", &pod.id).await;
    pod.await_container().await;
    assert_eq!(pod.after(4 * HOUR - 30 * SECOND).await, "RUNNING");
    assert_eq!(pod.after(MINUTE).await, "EXITED");
}

#[tokio::test]
async fn a_person_in_the_pod_extends_and_cancels() {
    let pod = Pod::timed(COMFY, How::End, json!({})).await;
    pod.house.clock.pass(3 * HOUR);
    let left = pod.enter(guard::LOOK).await["output"].clone();
    assert!(["59 minutes left\n", "60 minutes left\n"].contains(&left.as_str().unwrap()), "{left}");
    assert_eq!(pod.enter(&guard::extend(Duration::from_secs(7200))).await, json!({ "output": "", "status": 0 }));
    assert_eq!(pod.after(2 * HOUR - 10 * SECOND).await, "RUNNING");
    assert_eq!(pod.enter(guard::CANCEL).await["status"], 0);
    assert_eq!(pod.after(24 * HOUR).await, "RUNNING");
    // And again, from nothing.
    pod.enter(&guard::extend(Duration::from_secs(600))).await;
    assert_eq!(pod.after(599 * SECOND).await, "RUNNING");
    assert_eq!(pod.after(32 * SECOND).await, Value::Null);
}

#[tokio::test]
async fn half_a_number_ends_nothing() {
    let pod = Pod::timed(COMFY, How::End, json!({})).await;
    for line in ["echo > /tmp/launchpod-ends", "echo soon > /tmp/launchpod-ends", ": > /tmp/launchpod-ends"] {
        pod.enter(line).await;
        assert_eq!(pod.after(5 * HOUR).await, "RUNNING", "{line}");
    }
}

#[tokio::test]
async fn an_edit_takes_the_timer_along() {
    let pod = Pod::timed(PYTORCH, How::End, json!({})).await;
    let edit = format!("mutation {{ podEditJob(input: {{ podId: \"{}\", dockerArgs: \"\" }}) {{ id }} }}", pod.id);
    pod.house.data(&edit).await;
    assert_eq!(pod.after(8 * HOUR).await, "RUNNING");
}
