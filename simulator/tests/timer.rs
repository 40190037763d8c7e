//! What a start command does in the pod: the timer above all.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::time::Duration;

use common::{House, MODELS, RTX_4090, send};
use launchpod_core::domain::guard::{self, How, InPod, start_of};
use launchpod_simulator::{Fault, HOUR, MINUTE, SECOND};
use proptest::prelude::*;
use serde_json::{Value, json};

const COMFY: &str = "runpod/comfyui:cuda12.8";
const PYTORCH: &str = "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404";

/// A house, and a pod in it whose container has just started.
struct Pod {
    house: House,
    id: String,
}

impl Pod {
    async fn with(image: &str, args: &str, more: Value) -> Self {
        let house = House::new();
        let id = rent(&house, image, args, more).await;
        let pod = Self { house, id };
        pod.await_container().await;
        pod
    }

    async fn timed(image: &str, how: How, more: Value) -> Self {
        Self::with(image, &timer(image, 4 * 3600, how), more).await
    }

    async fn await_container(&self) {
        let runs = || async { self.field("uptimeSeconds runtime { uptimeInSeconds }").await["runtime"].is_object() };
        self.house.wait_until(800, runs).await;
    }

    async fn field(&self, fields: &str) -> Value {
        let query = format!("{{ pod(input: {{ podId: \"{}\" }}) {{ {fields} }} }}", self.id);
        self.house.data(&query).await["pod"].clone()
    }

    /// `RUNNING`, `EXITED`, or null for a pod that is gone.
    async fn status(&self) -> Value {
        self.field("desiredStatus").await["desiredStatus"].clone()
    }

    async fn after(&self, ms: i64) -> Value {
        self.house.clock.pass(ms);
        self.status().await
    }

    async fn serves(&self, port: u16) -> bool {
        self.house.get(&format!("/proxy/{}-{port}/", self.id)).await.status == 200
    }

    async fn enter(&self, line: &str) -> Value {
        let answer = admin(&self.house, "shell", &json!({ "pod": self.id, "line": line })).await;
        assert_eq!(answer.0, 200, "{}", answer.1);
        answer.1
    }

    fn state(&self) -> Value {
        self.house.app.simulator.state()
    }

    fn fault(&self, name: &str) {
        self.house.app.switch_on(&Fault::parse(name).unwrap()).unwrap();
    }
}

async fn rent(house: &House, image: &str, args: &str, more: Value) -> String {
    let mut input = json!({
        "imageName": image, "gpuTypeId": RTX_4090, "cloudType": "SECURE", "containerDiskInGb": 20, "volumeInGb": 0,
        "ports": "8188/http,8888/http", "dockerArgs": args
    });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    house.rent(input).await.expect("rented")
}

fn timer(image: &str, seconds: u64, how: How) -> String {
    InPod::new(Duration::from_secs(seconds), how).unwrap().render(start_of(image).unwrap())
}

async fn admin(house: &House, route: &str, body: &Value) -> (u16, Value) {
    let request = axum::http::Request::post(format!("/admin/{route}")).body(body.to_string().into()).unwrap();
    let answer = send(&house.router, request).await;
    (answer.status.as_u16(), answer.json())
}

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
