//! What a start command does in a pod.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::time::Duration;

use common::inside::{COMFY, PYTORCH, Pod, admin, rent, timer};
use common::{House, MODELS};
use launchpod_core::auto_stop::StopAction;
use launchpod_simulator::{HOUR, MINUTE, SECOND};
use proptest::prelude::*;
use serde_json::json;

#[tokio::test]
async fn what_the_docs_show_works() {
    let beside = "bash -c '(sleep 2h; runpodctl stop pod $RUNPOD_POD_ID) & /start.sh'";
    let pod = Pod::with(PYTORCH, beside, json!({})).await;
    assert_eq!(pod.after(2 * HOUR - 2 * SECOND).await, "RUNNING");
    assert!(pod.serves(8888).await);
    assert_eq!(pod.after(4 * SECOND).await, "EXITED");
    // To the letter it first waits, and serves nothing in those two hours.
    let pod = Pod::with(PYTORCH, "bash -c 'sleep 2h; runpodctl stop pod $RUNPOD_POD_ID & /start.sh'", json!({})).await;
    assert_eq!(pod.after(HOUR).await, "RUNNING");
    assert!(!pod.serves(8888).await);
    assert_eq!(pod.after(HOUR + MINUTE).await, "EXITED");
    let json = json!({ "cmd": ["echo foo && /start.sh"], "entrypoint": ["bash", "-c"] }).to_string();
    let pod = Pod::with(COMFY, &json, json!({ "networkVolumeId": MODELS })).await;
    pod.house.clock.pass(10 * MINUTE);
    assert!(pod.serves(8188).await);
}

#[tokio::test]
async fn a_command_that_forgets_the_images_start_serves_nothing() {
    for args in ["bash -c 'sleep infinity'", "sleep infinity", "bash -c 'while sleep 60; do :; done'", "true"] {
        let pod = Pod::with(PYTORCH, args, json!({})).await;
        pod.house.clock.pass(HOUR);
        assert!(!pod.serves(8888).await, "{args}");
        assert_eq!(pod.status().await, "RUNNING", "and it costs");
        let other = Pod::with("ghcr.io/someone/thing:1", args, json!({})).await;
        other.house.clock.pass(HOUR);
        assert!(other.serves(8888).await, "{args}: who knows what that image is");
    }
    let late = Pod::with(PYTORCH, "bash -c 'sleep 30m; exec /start.sh'", json!({})).await;
    late.house.clock.pass(20 * MINUTE);
    assert!(!late.serves(8888).await);
    late.house.clock.pass(12 * MINUTE);
    assert!(late.serves(8888).await);
}

#[tokio::test]
async fn an_entry_point_gets_a_plain_command_as_arguments_and_reads_none() {
    let pod = Pod::with(COMFY, &timer(PYTORCH, 3600, StopAction::Terminate), json!({})).await;
    assert_eq!(pod.after(10 * HOUR).await, "RUNNING", "the timer never ran");
    assert!(pod.serves(8188).await);
}

#[tokio::test]
async fn the_key_is_for_its_own_pod_alone() {
    let pod = Pod::with(PYTORCH, "", json!({})).await;
    let other = rent(&pod.house, PYTORCH, "", json!({})).await;
    for command in ["remove pod", "pod delete", "stop pod", "pod stop"] {
        assert_eq!(pod.enter(&format!("runpodctl {command} {other}")).await["status"], 1);
    }
    assert_eq!(pod.state()["pods"].as_array().unwrap().len(), 2);
    assert_eq!(pod.enter("runpodctl stop pod $RUNPOD_POD_ID").await, json!({ "output": "", "status": null }));
    assert_eq!(pod.status().await, "EXITED");
    let answer = admin(&pod.house, "shell", &json!({ "pod": pod.id, "line": "true" })).await;
    assert_eq!(answer.0, 400, "a stopped pod has no terminal");
    assert_eq!(admin(&pod.house, "shell", &json!({ "pod": pod.id, "lines": "true" })).await.0, 400);
}

#[tokio::test]
async fn a_command_that_ends_is_started_again_and_its_timer_begins_anew() {
    // It ends half an hour after each start, and takes the sleeper beside it along.
    let ends = "bash -c '(sleep 45m; runpodctl stop pod $RUNPOD_POD_ID) & sleep 30m'";
    let pod = Pod::with(PYTORCH, ends, json!({})).await;
    assert_eq!(pod.after(10 * HOUR).await, "RUNNING");
    let asks = Pod::with(PYTORCH, "bash -c 'sleep 10; runpodctl remove pod $RUNPOD_POD_ID'", json!({})).await;
    asks.fault("pod-may-nothing");
    assert_eq!(asks.after(HOUR).await, "RUNNING");
    let times = asks.state()["fromInside"].as_array().unwrap().len();
    assert!((12..20).contains(&times), "after 10 s, then ever later, up to 5 min: {times}");
    asks.house.app.simulator.calm();
    assert_eq!(asks.after(6 * MINUTE).await, json!(null));
}

#[tokio::test]
async fn a_terminal_knows_the_timers_lines_and_no_program() {
    let pod = Pod::with(PYTORCH, "", json!({})).await;
    let file = "/tmp/launchpod-ends";
    for (line, output, status) in [
        ("cat FILE", "", 1),
        ("echo 5 > FILE", "", 0),
        ("cat FILE", "5\n", 0),
        ("rm FILE", "", 0),
        ("rm FILE", "", 1),
        ("rm -f FILE", "", 0),
    ] {
        let told = pod.enter(&line.replace("FILE", file)).await;
        assert_eq!(told, json!({ "output": output, "status": status }), "{line}");
    }
    for line in ["ls /", "cat /etc/passwd", "bash -c true", "echo x > /tmp/y", "rm -rf /"] {
        let answer = admin(&pod.house, "shell", &json!({ "pod": pod.id, "line": line })).await;
        assert_eq!(answer.0, 400, "{line}: {}", answer.1);
    }
}

#[tokio::test]
async fn a_pods_use_is_near_nothing_until_somebody_loads_it() {
    let pod = Pod::with(COMFY, "", json!({ "networkVolumeId": MODELS })).await;
    let gpus = || async {
        let told =
            pod.field("runtime { gpus { gpuUtilPercent memoryUtilPercent } container { cpuPercent memoryPercent } }");
        told.await["runtime"].clone()
    };
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..60 {
        pod.house.clock.pass(30 * SECOND);
        let told = gpus().await;
        let used = told["gpus"][0]["gpuUtilPercent"].as_i64().unwrap();
        assert!((0..=2).contains(&used), "{told}");
        assert_eq!(gpus().await, told, "the same look twice");
        seen.insert((used, told["container"]["cpuPercent"].as_i64().unwrap()));
    }
    assert!(seen.len() > 3, "it lives: {seen:?}");
    let until = pod.house.clock.now().0 + HOUR;
    assert_eq!(admin(&pod.house, "load", &json!({ "pod": pod.id, "gpu": 80, "until": until })).await.0, 200);
    let told = gpus().await;
    let used = |key: &str| told["gpus"][0][key].as_i64().unwrap();
    assert!((74..=86).contains(&used("gpuUtilPercent")) && (42..=54).contains(&used("memoryUtilPercent")), "{told}");
    pod.house.clock.pass(HOUR);
    assert!(gpus().await["gpus"][0]["gpuUtilPercent"].as_i64().unwrap() <= 2);
    for wrong in [json!({ "pod": "x", "gpu": 5 }), json!({ "pod": pod.id, "gpu": 101 }), json!({ "pod": pod.id })] {
        assert_eq!(admin(&pod.house, "load", &wrong).await.0, 400, "{wrong}");
    }
}

#[tokio::test]
async fn scripts_that_never_rest_cost_the_simulator_little() {
    let started = std::time::Instant::now();
    for script in [
        "while :; do :; done",
        "f() { f | f & }; f",
        "f() { f; f; }; f",
        "x=a; while true; do x=$x$x; done",
        "while sleep 0; do (sleep 0.001) & done",
        "while true; do echo $x >> /tmp/x; x=$x$(cat /tmp/x); done",
        "until false; do echo $((9999999999*9999999999)) $((1/0)); done",
    ] {
        let pod = Pod::with(PYTORCH, &format!("bash -c '{script}'"), json!({})).await;
        assert_eq!(pod.after(24 * HOUR).await, "RUNNING", "{script}");
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

fn any_command() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "bash -c '",
        "'",
        "\"",
        "$(",
        "$((",
        ")",
        "))",
        "{ ",
        "; }",
        "while ",
        "; do ",
        "; done",
        "if ",
        "; then ",
        "; fi",
        " & ",
        " && ",
        " || ",
        " | ",
        "sleep 1",
        "sleep 1h",
        "echo x",
        " > /tmp/x",
        " < /etc/passwd",
        "cat /etc/passwd",
        "rm -rf /",
        "[ -f ",
        " ]",
        "f() ",
        "$f",
        "${",
        "}",
        "date +%s",
        "runpodctl remove pod $RUNPOD_POD_ID",
        "runpodctl stop pod $RUNPOD_POD_ID",
        "curl https://api.runpod.io/graphql -d ",
        "/start.sh",
        "exec ",
        "wait",
        "!",
        "{\"cmd\":[\"",
        "\"],\"entrypoint\":[\"bash\",\"-c\"]}",
        "\\",
        "\n",
        ";",
        "#",
        "é",
        "for i in a b",
        "exit ",
    ]);
    prop_oneof![
        2 => prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat()),
        1 => ".{0,60}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// No text panics, hangs, or reaches this machine: its files can't be read, and none is made on it.
    #[test]
    fn any_start_command_is_lived_with(command in any_command(), wrap in any::<bool>(), official in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let host = std::env::temp_dir().join("launchpod-simulator-host");
        runtime.block_on(async {
            let house = House::new();
            let mark = host.display().to_string();
            let command = if wrap { format!("bash -c 'echo x > {mark}; {command}'") } else { command };
            let image = if official { PYTORCH } else { "someone/image:1" };
            let id = rent(&house, image, &command, json!({})).await;
            for _ in 0..12 {
                house.clock.pass(30 * MINUTE);
                house.data("{ myself { pods { id desiredStatus } } }").await;
            }
            let line = json!({ "pod": id, "line": "cat /etc/passwd /etc/hostname" });
            let told = admin(&house, "shell", &line).await;
            assert!(told.0 == 400 || told.1["status"] == 1 || told.1["status"].is_null(), "{told:?}");
            assert!(!told.1.to_string().contains("root:"));
        });
        prop_assert!(!host.exists());
    }
}
