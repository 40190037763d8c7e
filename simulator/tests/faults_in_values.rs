//! Faults in one value of a right answer, and an error that is no refusal.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::live::Live;
use launchpod_simulator::PRACTICE_KEY;
use serde_json::Value;

/// Nothing but text can hold these: no JSON library writes them.
#[tokio::test(flavor = "multi_thread")]
async fn an_odd_value_stands_in_the_newest_pod_alone() {
    let live = Live::new().await;
    live.rented();
    live.house.clock.pass(1_000);
    live.rented();
    for (fault, graphql, v2) in [
        ("half-emoji", r#" \ud83d""#, r#" \ud83d""#),
        (r#"{"name":"odd-time","times":2}"#, r#""createdAt":null"#, r#""createdAt":null"#),
        (
            r#"{"name":"odd-time","value":"1795435200","times":2}"#,
            r#""createdAt":1795435200"#,
            r#""createdAt":1795435200"#,
        ),
        ("endless-price", r#""costPerHr":1e999"#, r#""cost":1e999"#),
    ] {
        for (api, odd) in [("graphql", graphql), ("v2", v2)] {
            live.send("DELETE", "/admin/faults", "", "");
            live.fault(fault);
            let ask = || match api {
                "graphql" => live.ask("{ myself { pods { id name createdAt costPerHr } } }"),
                _ => live.send(
                    "GET",
                    "/v2/pods",
                    &format!("authorization: Bearer {PRACTICE_KEY}\r\nuser-agent: test\r\n"),
                    "",
                ),
            };
            let told = ask();
            assert_eq!((told.status(), told.text.matches(odd).count()), (Some(200), 1), "{fault}: {}", told.text);
        }
    }
    let state = live.send("GET", "/admin/faults", "", "").json();
    assert_eq!(state["faults"][0]["struck"], 1, "{state}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unclear_error_comes_with_200_and_what_was_asked_is_done() {
    let live = Live::new().await;
    live.fault("unclear-error:podFindAndDeployOnDemand");
    let told = live.rent();
    assert_eq!((told.status(), &told.json()["data"]["podFindAndDeployOnDemand"]), (Some(200), &Value::Null));
    assert_eq!(told.json()["errors"][0]["extensions"]["code"], "DOWNSTREAM_SERVICE_ERROR");
    assert_eq!(live.count("creates"), 1);
}
