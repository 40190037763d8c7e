//! Each fault of pods, lists and the account, through a real socket.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::live::{Live, renting};
use common::{House, comfy_on_models};
use launchpod_simulator::{Fault, MINUTE};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn stale_list_is_the_one_at_the_faults_start() {
    let live = Live::new().await;
    let first = live.rented();
    live.fault(r#"{"name":"stale-list","times":2}"#);
    let second = live.rented();
    live.terminate(&first);
    assert_eq!(live.ask("{ myself { clientBalance } }").status(), Some(200), "no list, so not used up");
    assert_eq!((live.listed(), live.listed()), (json!([first]), json!([first])));
    assert_eq!(live.listed(), json!([second]));
}

#[tokio::test(flavor = "multi_thread")]
async fn partial_list_loses_the_newest_and_says_so() {
    let live = Live::new().await;
    live.fault("partial-list");
    assert_eq!(live.listed(), json!([]), "nothing to lose yet");
    let first = live.rented();
    live.house.clock.pass(1_000);
    live.rented();
    let reply = live.ask("{ me: myself { all: pods { id } clientBalance } }");
    let body = reply.json();
    assert_eq!((reply.status(), &body["data"]["me"]["all"]), (Some(200), &json!([{ "id": first }, null])));
    assert!(body["data"]["me"]["clientBalance"].is_number());
    assert_eq!(body["errors"][0]["path"], json!(["me", "all", 1]));
    assert_eq!(live.listed().as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_list_hides_all() {
    let live = Live::new().await;
    let id = live.rented();
    live.fault("empty-list");
    assert_eq!((live.listed(), live.listed()), (json!([]), json!([id])));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_machine_leaves_the_next_pod_without_one_for_good() {
    let live = Live::new().await;
    live.fault("no-machine");
    let (stuck, sound) = (live.rented(), live.rented());
    live.house.clock.pass(60 * MINUTE);
    let (stuck, sound) = (live.house.pod(&stuck).await, live.house.pod(&sound).await);
    assert_eq!(
        (&stuck["desiredStatus"], &stuck["machine"], &stuck["runtime"]),
        (&json!("RUNNING"), &Value::Null, &Value::Null)
    );
    assert!(stuck["costPerHr"].as_f64() > Some(0.0) && sound["runtime"].is_object());
}

#[tokio::test(flavor = "multi_thread")]
async fn pull_loop_never_ends_and_says_so_until_started_anew() {
    let live = Live::new().await;
    live.fault("pull-loop:podFindAndDeployOnDemand");
    let id = live.rented();
    live.house.clock.pass(30 * MINUTE);
    let pod = live.house.pod(&id).await;
    assert!(pod["machine"].is_object() && pod["runtime"].is_null());
    let told = pod["lastStatusChange"].as_str().unwrap();
    assert!(told.starts_with("create container: still fetching image (the pull failed"), "{told}");
    live.house.act("podReset", &id).await;
    live.house.clock.pass(30 * MINUTE);
    assert!(live.house.pod(&id).await["runtime"].is_object());
}

fn spot(live: &Live) -> String {
    let reply = live.ask(&renting("podRentInterruptable", "bidPerGpu: 0.8")).json();
    reply["data"]["podRentInterruptable"]["id"].as_str().expect("rented").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn outbid_ends_the_named_or_the_newest_spot_pod() {
    let live = Live::new().await;
    let (first, second) = (spot(&live), spot(&live));
    let bystander = live.rented();
    live.fault("outbid");
    let pod = live.house.pod(&second).await;
    assert_eq!(pod["desiredStatus"], "EXITED");
    assert!(pod["lastStatusChange"].as_str().unwrap().starts_with("Outbid: "));
    live.fault(&json!({ "name": "outbid", "pod": first }).to_string());
    assert_eq!(live.house.pod(&first).await["desiredStatus"], "EXITED");
    assert_eq!(live.house.pod(&bystander).await["desiredStatus"], "RUNNING");
}

#[tokio::test(flavor = "multi_thread")]
async fn host_gone_leaves_a_dead_pod_that_can_only_be_ended() {
    let live = Live::new().await;
    let id = live.rented();
    live.fault("host-gone");
    assert_eq!(live.house.pod(&id).await["desiredStatus"], "DEAD");
    let resumed = live.house.act("podResume", &id).await;
    assert!(resumed["errors"][0]["message"].as_str().unwrap().contains("host machine"));
    live.terminate(&id);
    assert_eq!(live.listed(), json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn host_gone_can_wait_for_the_pod_it_is_to_hit() {
    let live = Live::new().await;
    live.fault("host-gone:podFindAndDeployOnDemand");
    live.rented();
    assert_eq!(live.state()["pods"][0]["desiredStatus"], "DEAD");
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_balance_stops_pods_on_network_volumes_and_loses_the_others() {
    let live = Live::new().await;
    let kept = live.house.rent(comfy_on_models()).await.unwrap();
    live.rented();
    live.fault("empty-balance");
    let state = live.state();
    assert_eq!((&state["balance"], &state["creates"], &state["terminates"]), (&json!(0.0), &json!(2), &json!(0)));
    assert_eq!(live.listed(), json!([kept]));
    let pod = live.house.pod(&kept).await;
    assert_eq!(pod["desiredStatus"], "EXITED");
    assert!(pod["lastStatusChange"].as_str().unwrap().starts_with("Exited by Runpod"));
    assert_eq!(live.rent().json()["errors"][0]["extensions"]["code"], "INSUFFICIENT_BALANCE");
}

#[tokio::test(flavor = "multi_thread")]
async fn set_balance_sets_it() {
    let live = Live::new().await;
    live.house.clock.pass(60 * MINUTE);
    live.fault(r#"{"name":"set-balance","balance":3.5}"#);
    assert_eq!(live.state()["balance"], 3.5);
    live.fault(r#"{"name":"set-balance","balance":0.25,"operation":"myself"}"#);
    assert_eq!(live.state()["balance"], 3.5);
    assert_eq!(live.ask("{ myself { clientBalance } }").json()["data"]["myself"]["clientBalance"], 0.25);
}

#[tokio::test(flavor = "multi_thread")]
async fn cors_can_be_switched_and_comes_back_on_clearing() {
    let live = Live::new().await;
    let asked = "origin: https://example.org\r\naccess-control-request-method: POST\r\n";
    let preflight = || {
        let reply = live.send("OPTIONS", "/graphql", asked, "");
        (reply.status(), reply.header("access-control-allow-origin"))
    };
    let all = Some("*".to_owned());
    assert_eq!(preflight(), (Some(204), all.clone()));
    for (mode, status) in [("none", 204), ("runpod-only", 204), ("refused", 405)] {
        live.fault(&json!({ "name": "cors", "mode": mode }).to_string());
        assert_eq!(preflight(), (Some(status), None), "{mode}");
        assert_eq!(live.list().header("access-control-allow-origin"), None);
    }
    live.send("DELETE", "/admin/faults", "", "");
    assert_eq!(preflight(), (Some(204), all));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_state_tells_what_has_really_happened() {
    let live = Live::new().await;
    let (first, second) = (live.rented(), live.rented());
    live.terminate(&first);
    live.house.act("podStop", &second).await;
    let state = live.state();
    let pod = &state["pods"][0];
    assert_eq!((&pod["id"], &pod["tag"], &pod["desiredStatus"]), (&json!(second), &json!("lp-1"), &json!("EXITED")));
    assert_eq!(state["acted"], json!({ "podFindAndDeployOnDemand": 2, "podTerminate": 1, "podStop": 1 }));
    assert_eq!((&state["created"][0]["id"], &state["created"][1]["tag"]), (&json!(first), &json!("lp-1")));
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_can_be_there_from_the_start_and_are_not_on_the_pages_origin() {
    let house = House::new();
    let fault = Fault::parse("error-before:myself").expect("a fault");
    house.app.switch_on(&fault).expect("switched on");
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let page = launchpod_simulator::PageHost::new(&folder, house.app.clone()).expect("a folder");
    let page = launchpod_simulator::page_routes(page);
    let live = Live::of(House { router: house.router.clone(), ..house }).await;
    assert_eq!((live.list().status(), live.list().status()), (Some(500), Some(200)));
    let live = Live::of(House { router: page, ..live.house }).await;
    assert_eq!(live.send("GET", "/simulator/admin/state", "", "").status(), Some(404));
}
