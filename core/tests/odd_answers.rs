//! Answers with something odd in them: no key comes out, and no pod is hidden by what stands in another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use launchpod_core::json::Document;
use launchpod_core::pods::action::PodAction;
use launchpod_core::runpod::transport::TransportError;
use launchpod_core::types::ids::PodId;
use proptest::prelude::*;
use serde_json::json;
use support::{Canned, KEY, now, order, pick, tag};

/// All that the client makes of an answer, whatever was asked.
async fn all_words(canned: &Canned) -> String {
    let (client, id) = (canned.client(), PodId::new("abc"));
    let mut words = format!("{:?}", client.owner().await);
    words += &format!("{:?}", client.pods(&now).await);
    words += &format!("{:?}", client.pod(&id, &now).await);
    words += &format!("{:?}", client.launch(&order(), &pick(), &tag(), &now).await);
    words += &format!("{:?}", client.act(PodAction::Terminate, &id, 1).await);
    words
}

fn describe(canned: &Canned) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(all_words(canned))
}

fn shows_the_key(words: &str) -> bool {
    KEY.as_bytes().windows(8).any(|part| words.contains(std::str::from_utf8(part).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_answer_brings_the_key_out(
        status in prop::sample::select(vec![200u16, 400, 401, 403, 418, 429, 500, 503]),
        form in 0..5u8, before in 0..620usize, from in 0..8usize, escaped: bool,
    ) {
        let told = format!("{}{}", "x".repeat(before), &KEY[from..]);
        let body = match form {
            0 => json!({"errors": [{"message": told, "extensions": {"code": told}}], "data": null}).to_string(),
            1 => json!({"data": {"myself": {"id": told, "pods": [{"id": told, "name": told, "lastStatusChange": told}]},
                "pod": {"id": told, "imageName": told, "dockerArgs": told}}}).to_string(),
            2 => json!({"data": {"podFindAndDeployOnDemand": {"id": "p", "name": told}}}).to_string(),
            3 => format!("<html>{told}</html>"),
            _ => format!("{{\"message\": \"{told}"),
        };
        let escapes = escaped && form < 3;
        let body = if escapes { body.replace("_TEST", "\\u005f\\u0054EST") } else { body };
        prop_assert!(!shows_the_key(&describe(&Canned::says(status, &body))), "{status} {body}");
        prop_assert!(!shows_the_key(&describe(&Canned::new(Err(TransportError::NoAccess(told))))));
    }

    #[test]
    fn no_bytes_break_the_reading(
        group in prop::sample::select(vec!["graphql", "rest"]), which: prop::sample::Index,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let samples: serde_json::Value = serde_json::from_str(include_str!("fixtures/runpod-samples.json")).unwrap();
        let Some(group) = samples[group].as_object() else { return Ok(()) };
        let mut bytes = group.values().nth(which.index(group.len())).unwrap()["body"].to_string().into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        describe(&Canned::says(200, String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn an_odd_field_in_one_pod_hides_no_other(
        field in prop::sample::select(vec!["name", "costPerHr", "gpuCount", "desiredStatus", "createdAt", "runtime"]),
        odd in prop::sample::select(vec![
            r#""studio \ud83d""#, r#""\udc00\ud83d\u0041""#, r#""\ud83d\ud83d\ude00""#, "1e999", "-1e999",
            "123456789012345678901234567890", "NaN", "-Infinity", r#""\x""#, r#""\u12"#, "\"a\u{1}\n\"", "[]", "{}", "-5", "\"\u{fffd}\"",
        ]),
    ) {
        let odd = if odd == r#""\u12"# { format!("{odd}\"") } else { odd.to_owned() };
        let pod = format!(r#"{{"id":"odd","{field}":{odd}}}"#);
        let body = format!(r#"{{"data":{{"myself":{{"pods":[{{"id":"a"}},{pod},{{"id":"b"}}]}}}}}}"#);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let roster = runtime.block_on(Canned::says(200, body).client().pods(&now)).unwrap();
        let ids: Vec<_> = roster.pods.iter().map(|pod| pod.id.as_str()).collect();
        prop_assert_eq!(ids, ["a", "odd", "b"]);
    }
}

#[test]
fn whole_emoji_stay_beside_half_ones() {
    let document = Document::read(r#"["\ud83d\ude00 \ud83d", 1e999, 2]"#).unwrap();
    let texts: Vec<_> = document.json().items().unwrap().map(|entry| entry.as_text().map(str::to_owned)).collect();
    assert_eq!(texts[0].as_deref(), Some("\u{1f600} \u{fffd}"));
    assert_eq!(document.json().items().unwrap().nth(1).unwrap().as_number(), None);
}
