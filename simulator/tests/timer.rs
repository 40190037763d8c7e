//! The timer in a pod: it ends the pod at its time, and is moved and taken away from inside alone.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::time::Duration;

use common::inside::{COMFY, PYTORCH, Pod, rent};
use launchpod_core::auto_stop::{self, Beside, PodTimer, StopAction};
use launchpod_core::models::start::OwnStart;
use launchpod_simulator::{HOUR, MINUTE, SECOND};
use serde_json::{Value, json};

#[tokio::test]
async fn the_timer_ends_the_pod_at_its_time_and_not_before() {
    for image in [COMFY, PYTORCH] {
        let pod = Pod::timed(image, StopAction::Terminate, json!({})).await;
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
async fn what_runs_beside_the_timer_keeps_it_from_nothing() {
    let timer = PodTimer::new(Duration::from_secs(4 * 3600), StopAction::Terminate);
    for (timer, models) in [(timer, false), (timer, true), (None, false)] {
        let own = OwnStart { timer, beside: Beside { models, notices: true } };
        let pod = Pod::with(COMFY, &own.render(COMFY).unwrap(), json!({})).await;
        assert_eq!(pod.after(10 * MINUTE).await, "RUNNING");
        assert!(pod.serves(8188).await, "{own:?}: the image's own start runs beside it");
        let ended = if timer.is_some() { Value::Null } else { json!("RUNNING") };
        assert_eq!(pod.after(4 * HOUR - 9 * MINUTE).await, ended, "{own:?}");
    }
}

#[tokio::test]
async fn a_leap_over_the_time_bills_only_up_to_it() {
    let stepped = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    for _ in 0..300 {
        stepped.house.clock.pass(MINUTE);
        stepped.status().await;
    }
    let leapt = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    leapt.house.clock.pass(300 * MINUTE);
    assert_eq!(leapt.house.balance().await, stepped.house.balance().await);
}

#[tokio::test]
async fn where_the_key_may_not_terminate_the_pod_is_stopped() {
    let pod = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    pod.fault("pod-may-not-terminate");
    assert_eq!(pod.after(4 * HOUR + MINUTE).await, "EXITED");
    let asked = pod.state()["fromInside"].clone();
    let told: Vec<_> = asked.as_array().unwrap().iter().map(|ask| (&ask["operation"], &ask["done"])).collect();
    let no = (&json!("podTerminate"), &json!(false));
    assert_eq!(told, [no, no, no, no, (&json!("podStop"), &json!(true))], "v2, GraphQL, runpodctl twice, then stop");
}

#[tokio::test]
async fn it_tries_until_it_worked() {
    let pod = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    pod.fault("pod-may-nothing");
    assert_eq!(pod.after(6 * HOUR).await, "RUNNING");
    pod.house.app.simulator.calm();
    assert_eq!(pod.after(MINUTE).await, Value::Null);
}

/// By what it asked, and whether that worked.
fn told(pod: &Pod) -> Vec<(String, bool)> {
    let asked = pod.state()["fromInside"].clone();
    let asked = asked.as_array().unwrap().iter();
    asked.map(|ask| (ask["by"].as_str().unwrap().to_owned(), ask["done"].as_bool().unwrap())).collect()
}

#[tokio::test]
async fn each_way_does_it_where_those_before_it_are_refused() {
    for (how, ends) in [(StopAction::Terminate, Value::Null), (StopAction::Stop, json!("EXITED"))] {
        let mut refused: Vec<(&str, &str)> = Vec::new();
        for (way, fault) in
            [("v2", "pod-not-by-v2"), ("graphql", "pod-not-by-graphql"), ("runpodctl", "pod-not-by-runpodctl")]
        {
            let pod = Pod::timed(PYTORCH, how, json!({})).await;
            refused.iter().for_each(|(_, fault)| pod.fault(fault));
            assert_eq!(pod.after(4 * HOUR - SECOND).await, "RUNNING");
            assert_eq!(pod.after(MINUTE).await, ends, "{way}");
            let mut expected: Vec<_> = refused.iter().map(|(way, _)| ((*way).to_owned(), false)).collect();
            expected.push((way.to_owned(), true));
            assert_eq!(told(&pod), expected);
            refused.push((way, fault));
        }
        let pod = Pod::timed(PYTORCH, how, json!({})).await;
        refused.iter().for_each(|(_, fault)| pod.fault(fault));
        assert_eq!(pod.after(6 * HOUR).await, "RUNNING");
        pod.house.app.simulator.calm();
        assert_eq!(pod.after(MINUTE).await, ends);
    }
}

#[tokio::test]
async fn when_graphql_is_switched_off_it_holds_by_v2() {
    for (how, ends) in [(StopAction::Terminate, json!([])), (StopAction::Stop, json!("EXITED"))] {
        let pod = Pod::timed(PYTORCH, how, json!({})).await;
        pod.fault("retired::0");
        pod.house.clock.pass(4 * HOUR - SECOND);
        assert_eq!(pod.state()["fromInside"], json!([]));
        pod.house.clock.pass(MINUTE);
        let state = pod.state();
        let left = if how == StopAction::Stop { &state["pods"][0]["desiredStatus"] } else { &state["pods"] };
        assert_eq!((left, told(&pod)), (&ends, vec![("v2".to_owned(), true)]), "{state}");
    }
    let pod = Pod::timed(PYTORCH, StopAction::Terminate, json!({})).await;
    pod.fault("retired::0");
    pod.fault("pod-not-by-v2");
    pod.house.clock.pass(5 * HOUR);
    assert!(told(&pod).iter().all(|(_, done)| !done), "nothing else is left");
    pod.house.app.simulator.calm();
    assert_eq!(pod.after(MINUTE).await, Value::Null);
}

#[tokio::test]
async fn without_runpodctl_the_web_does_it() {
    for (how, fault, ends) in [
        (StopAction::Terminate, "pod-not-by-v2", Value::Null),
        (StopAction::Terminate, "pod-may-not-terminate", json!("EXITED")),
        (StopAction::Stop, "pod-not-by-graphql", json!("EXITED")),
    ] {
        let pod = Pod::timed(PYTORCH, how, json!({})).await;
        pod.fault("no-runpodctl");
        pod.fault(fault);
        assert_eq!(pod.after(4 * HOUR + MINUTE).await, ends);
    }
}

/// As the builds before v2 wrote it.
const OLD: &str = r#"bash -c 'f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+14400)) > $f; r() { timeout 60 runpodctl $* $RUNPOD_POD_ID; }; c() { curl -sm 60 -H "Authorization: Bearer $RUNPOD_API_KEY" -H content-type:application/json -d "{\"query\":\"mutation{$1(input:{podId:\\\"$RUNPOD_POD_ID\\\"})$2}\"}" https://api.runpod.io/graphql | grep -v errors | grep -q data; }; while sleep 20; do [ -s $f ] && [ $(u) -ge $(cat $f) ] && { r remove pod || r pod delete || c podTerminate || r stop pod || r pod stop || c podStop {id}; }; done & /start.sh; wait'"#;

#[tokio::test]
async fn a_timer_of_an_earlier_build_runs_as_it_did() {
    for (faults, by) in [(vec![], "runpodctl"), (vec!["pod-not-by-v2", "no-runpodctl"], "graphql")] {
        let pod = Pod::with(PYTORCH, OLD, json!({})).await;
        faults.into_iter().for_each(|fault| pod.fault(fault));
        assert_eq!(pod.after(4 * HOUR + MINUTE).await, Value::Null);
        assert_eq!(told(&pod), [(by.to_owned(), true)]);
    }
}

/// Sends to the one v2 route, and answers with status and body.
async fn act(pod: &Pod, key: &str, agent: Option<&str>, body: &str) -> (u16, String) {
    let mut request = axum::http::Request::post(format!("/v2/pods/{}/action", pod.id))
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "application/json");
    if let Some(agent) = agent {
        request = request.header("user-agent", agent);
    }
    let answer = common::send(&pod.house.router, request.body(body.to_owned().into()).unwrap()).await;
    (answer.status.as_u16(), answer.text().to_string())
}

const TERMINATE: &str = r#"{"action":"terminate"}"#;
const STOP: &str = r#"{"action":"stop"}"#;

#[tokio::test]
async fn the_v2_route_obeys_the_pods_own_key_and_no_others() {
    let pod = Pod::with(PYTORCH, "", json!({ "volumeInGb": 20 })).await;
    let agent = Some("launchpod");
    let key = |id: &str| format!("rpa_POD{}", id.to_ascii_uppercase());
    let (own, other) = (key(&pod.id), key(&rent(&pod.house, PYTORCH, "", json!({})).await));
    for (key, agent, body, status) in [
        (own.as_str(), None, TERMINATE, 403),
        (&own, Some(""), TERMINATE, 403),
        (&other, agent, TERMINATE, 404),
        ("rpa_NOBODY", agent, TERMINATE, 401),
        ("", agent, TERMINATE, 401),
        (&own, agent, r#"{"action":"explode"}"#, 422),
        (&own, agent, r#"{"action":"stop","more":1}"#, 422),
        (&own, agent, "{}", 422),
        (&own, agent, "terminate", 400),
        (&own, agent, r#"{"action":"start"}"#, 403),
        (&own, agent, &"x".repeat(102_401), 413),
    ] {
        let answer = act(&pod, key, agent, body).await;
        assert_eq!(answer.0, status, "{body:.40} {answer:?}");
    }
    assert_eq!(pod.status().await, "RUNNING");
    pod.fault("pod-not-by-v2");
    assert_eq!(act(&pod, &own, agent, TERMINATE).await.0, 403);
    pod.house.app.simulator.calm();
    let stopped = act(&pod, &own, agent, STOP).await;
    assert!(stopped.0 == 200 && stopped.1.contains("EXITED"), "{stopped:?}");
    assert_eq!(pod.status().await, "EXITED");
    assert_eq!(act(&pod, &own, agent, STOP).await.0, 409);
    assert_eq!(act(&pod, &own, agent, TERMINATE).await, (204, String::new()));
    assert_eq!(pod.after(2 * SECOND).await, Value::Null);
    assert_eq!(act(&pod, &own, agent, TERMINATE).await.0, 401, "the key goes with the pod");
    assert_eq!(pod.state()["terminated"], json!([pod.id]));
}

#[tokio::test]
async fn a_pod_with_a_volume_of_its_own_is_only_stopped() {
    let pod = Pod::timed(PYTORCH, StopAction::Stop, json!({ "volumeInGb": 20 })).await;
    assert_eq!(pod.after(4 * HOUR + MINUTE).await, "EXITED");
    assert_eq!(pod.state()["terminated"], json!([]));
}

#[tokio::test]
async fn a_resume_and_a_reset_begin_anew() {
    let pod = Pod::timed(PYTORCH, StopAction::Stop, json!({ "volumeInGb": 20 })).await;
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
    let pod = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    pod.house.clock.pass(3 * HOUR);
    let left = pod.enter(auto_stop::LOOK).await["output"].clone();
    assert!(["59 minutes left\n", "60 minutes left\n"].contains(&left.as_str().unwrap()), "{left}");
    assert_eq!(pod.enter(&auto_stop::extend(Duration::from_secs(7200))).await, json!({ "output": "", "status": 0 }));
    assert_eq!(pod.after(2 * HOUR - 10 * SECOND).await, "RUNNING");
    assert_eq!(pod.enter(auto_stop::CANCEL).await["status"], 0);
    assert_eq!(pod.after(20 * HOUR).await, "RUNNING");
    // And again, from nothing.
    pod.enter(&auto_stop::extend(Duration::from_secs(600))).await;
    assert_eq!(pod.after(599 * SECOND).await, "RUNNING");
    assert_eq!(pod.after(32 * SECOND).await, Value::Null);
}

#[tokio::test]
async fn half_a_number_ends_nothing() {
    let pod = Pod::timed(COMFY, StopAction::Terminate, json!({})).await;
    for line in ["echo > /tmp/launchpod-ends", "echo soon > /tmp/launchpod-ends", ": > /tmp/launchpod-ends"] {
        pod.enter(line).await;
        assert_eq!(pod.after(5 * HOUR).await, "RUNNING", "{line}");
    }
}

#[tokio::test]
async fn an_edit_takes_the_timer_along() {
    let pod = Pod::timed(PYTORCH, StopAction::Terminate, json!({})).await;
    let edit = format!("mutation {{ podEditJob(input: {{ podId: \"{}\", dockerArgs: \"\" }}) {{ id }} }}", pod.id);
    pod.house.data(&edit).await;
    assert_eq!(pod.after(8 * HOUR).await, "RUNNING");
}
