//! The mark in a pod's name: the timer in the pod heeds it, and only the owner's key sets it.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::rc::Rc;

use common::House;
use common::direct::client;
use common::inside::{COMFY, Pod, timer};
use common::v2::call;
use launchpod_core::auto_stop::{PodTimer, StopAction, TimerMark};
use launchpod_core::types::ids::PodId;
use launchpod_simulator::{HOUR, MINUTE, SECOND};
use serde_json::{Value, json};

async fn marked(house: &House, id: &str, mark: TimerMark) {
    let body = json!({ "name": mark.write("models") });
    let answer = call(house, "PATCH", &format!("/v2/pods/{id}"), Some(body)).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
}

#[tokio::test]
async fn it_is_moved_on_and_back_without_a_new_container() {
    let pod = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    assert_eq!(pod.after(HOUR).await, "RUNNING");
    marked(&pod.house, &pod.id, TimerMark::After(300)).await;
    assert_eq!(pod.after(4 * HOUR - SECOND).await, "RUNNING", "past its first time");
    let up = pod.field("runtime { uptimeInSeconds }").await["runtime"]["uptimeInSeconds"].as_i64().unwrap();
    assert!(up > 4 * 3600, "the container was not touched: {up}");
    assert_eq!(pod.after(MINUTE).await, Value::Null, "five hours");

    let pod = Pod::timed(COMFY, StopAction::Stop, json!({ "volumeInGb": 20 })).await;
    marked(&pod.house, &pod.id, TimerMark::After(60)).await;
    assert_eq!(pod.after(HOUR - SECOND).await, "RUNNING");
    assert_eq!(pod.after(MINUTE).await, "EXITED");
}

#[tokio::test]
async fn it_is_switched_off_and_on_again() {
    let pod = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    marked(&pod.house, &pod.id, TimerMark::Off).await;
    assert_eq!(pod.after(6 * HOUR).await, "RUNNING");
    marked(&pod.house, &pod.id, TimerMark::After(7 * 60)).await;
    assert_eq!(pod.after(HOUR - SECOND).await, "RUNNING");
    assert_eq!(pod.after(MINUTE).await, Value::Null);
}

#[tokio::test]
async fn what_is_no_mark_or_has_passed_or_may_not_be_read_changes_nothing() {
    for name in ["models [timer 600m k0]", "models [timer 60m k17]", "models"] {
        let pod = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
        pod.house.clock.pass(2 * HOUR);
        call(&pod.house, "PATCH", &format!("/v2/pods/{}", pod.id), Some(json!({ "name": name }))).await;
        assert_eq!(pod.after(2 * HOUR - SECOND).await, "RUNNING", "{name}");
        assert_eq!(pod.after(MINUTE).await, Value::Null, "{name}");
    }
    let pod = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    pod.fault("pod-may-not-read");
    marked(&pod.house, &pod.id, TimerMark::After(300)).await;
    assert_eq!(pod.after(4 * HOUR + MINUTE).await, Value::Null, "what was agreed first");
}

#[tokio::test]
async fn the_script_of_an_earlier_build_reads_no_name() {
    let now = timer(COMFY, 4 * 3600, StopAction::Terminate);
    let old = before_marks(&now);
    assert!(PodTimer::read(COMFY, &old).is_some(), "this build knows it: {old}");
    let pod = Pod::with(COMFY, &old, json!({})).await;
    marked(&pod.house, &pod.id, TimerMark::After(300)).await;
    assert_eq!(pod.after(4 * HOUR + MINUTE).await, Value::Null);
}

/// The script without what reads the name, as the build before wrote it.
fn before_marks(now: &str) -> String {
    let (before, rest) = now.split_once("v=https://").unwrap();
    let (_, after) = rest.split_once("|| d; } && m; ").unwrap();
    format!("{}while sleep 20; do {after}", before.replace(" s=$(u); p=", " p="))
}

#[tokio::test]
async fn the_page_s_client_sets_a_mark_and_reads_it_apart_from_the_name() {
    let pod = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    let (id, path) = (PodId::new(pod.id.as_str()), format!("/v2/pods/{}", pod.id));
    let house = Rc::new(pod.house);
    let page = client(&house, launchpod_simulator::PRACTICE_KEY);
    page.beside().mark_timer(&id, "models", TimerMark::After(300)).await.unwrap();
    let listed = page.pod(&id, &|| launchpod_core::types::time::Timestamp::from_millis(0)).await.unwrap().unwrap();
    assert_eq!((listed.name.as_str(), listed.timer_mark), ("models", Some(TimerMark::After(300))));
    assert_eq!(PodTimer::of(&listed).unwrap().after().as_secs(), 5 * 3600);
    house.clock.pass(2 * MINUTE);
    let told = call(&house, "GET", &path, None).await.json();
    assert_eq!(told["name"], "models [timer 300m k85]");
}
