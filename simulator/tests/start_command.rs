//! What a start command does in a pod, and what its shell knows.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::time::Duration;

use common::inside::{COMFY, PYTORCH, Pod, admin, rent, timer};
use common::{House, MODELS};
use launchpod_core::domain::guard::How;
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
    let pod = Pod::with(COMFY, &timer(PYTORCH, 3600, How::End), json!({})).await;
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
    assert_eq!(pod.enter("curl -s https://example.org/").await["status"], 6);
    let body = format!("{{\\\"query\\\":\\\"mutation{{podTerminate(input:{{podId:\\\\\\\"{other}\\\\\\\"}})}}\\\"}}");
    let curl = "curl -H \"Authorization: Bearer $RUNPOD_API_KEY\" -H content-type:application/json";
    let told = pod.enter(&format!("{curl} -d \"{body}\" https://api.runpod.io/graphql")).await;
    assert!(told["output"].as_str().unwrap().contains("Unauthorized"), "{told}");
    assert_eq!(pod.state()["pods"].as_array().unwrap().len(), 2);
    assert_eq!(pod.enter("runpodctl stop pod $RUNPOD_POD_ID").await, json!({ "output": "", "status": null }));
    assert_eq!(pod.status().await, "EXITED");
    let answer = admin(&pod.house, "shell", &json!({ "pod": pod.id, "line": "true" })).await;
    assert_eq!(answer.0, 400, "a stopped pod has no terminal");
    assert_eq!(admin(&pod.house, "shell", &json!({ "pod": pod.id, "lines": "true" })).await.0, 400);
}

#[tokio::test]
async fn the_shell_does_as_bash_does() {
    let pod = Pod::with(PYTORCH, "", json!({})).await;
    for (line, output, status) in [
        ("echo a 'b  c' \"d  e\"  f", "a b  c d  e f\n", 0),
        ("x=5; echo $((x*(2+3)-7/2)) $((10 % 4)) $x", "22 2 5\n", 0),
        ("x='a  b'; for i in $x \"$x\"; do echo $i.; done", "a.\nb.\na b.\n", 0),
        ("f() { echo $1-$2-$#; return 3; }; f one two; echo $?", "one-two-2\n3\n", 0),
        ("if [ 3 -gt 2 ] && ! false; then echo yes; else echo no; fi", "yes\n", 0),
        ("[ x = y ] || echo differs", "differs\n", 0),
        ("[ 1 -ge ]", "", 2),
        ("echo one > /tmp/f; echo two >> /tmp/f; cat < /tmp/f | grep -v one", "two\n", 0),
        ("rm /tmp/f; cat /tmp/f 2>/dev/null", "", 1),
        ("i=0; until [ $i -ge 3 ]; do i=$((i+1)); [ $i = 2 ] && continue; echo $i; done", "1\n3\n", 0),
        ("echo $(echo $(echo deep))", "deep\n", 0),
        ("(exit 4); echo $?", "4\n", 0),
        ("echo a.b.c | cut -d. -f2", "b\n", 0),
        ("false; true & wait $!; echo done # really", "done\n", 0),
        ("ls /", "", 127),
        ("nosuch || echo 'not there'", "not there\n", 0),
        ("case x in x) ;; esac", "", 2),
        ("echo 'open", "", 2),
        ("bash -c 'echo $((1+1))'; sh -c 'exit 7'", "2\n", 7),
        ("a=; echo ${a:-none} [$a] {id} $", "none [] {id} $\n", 0),
    ] {
        let told = pod.enter(line).await;
        assert_eq!(told, json!({ "output": output, "status": status }), "{line}");
    }
    let clock = pod.enter("a=$(date +%s); sleep 1m; echo $(($(date +%s)-a))").await;
    assert_eq!(clock, json!({ "output": "", "status": null }), "it sleeps");
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
