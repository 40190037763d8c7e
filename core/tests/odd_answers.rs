//! Answers with something odd in them: no pod is hidden by what stands in another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use launchpod_core::json::Document;
use launchpod_core::pods::action::PodAction;
use launchpod_core::types::ids::PodId;
use proptest::prelude::*;
use support::{Canned, now, order, pick, tag};

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

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
