//! Texts that others wrote, as they come out of the client: what does something is a sign, and none is endless.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/script.rs"]
mod script;
mod support;

use launchpod_core::pods::pod::{Pod, Status};
use launchpod_core::runpod::client::Api as _;
use launchpod_core::types::ids::PodId;
use script::Script;
use serde_json::json;
use support::{Canned, now};

const HOSTILE: &str = "studio \u{202e}gnp.exe\u{0}\n";
const SEEN: &str = "studio ⟨U+202E⟩gnp.exe␀␊";

fn endless() -> String {
    "Z".repeat(1_000_000)
}

async fn by_both(text: &str) -> [Pod; 2] {
    let graphql = json!({"data": {"pod": {"id": "a", "name": text, "desiredStatus": text, "lastStatusChange": text,
        "machine": {"gpuDisplayName": text}}}});
    let rest = json!({"id": "a", "name": text, "status": text, "gpu": {"id": text}, "image": "a/b"});
    let id = PodId::new("a");
    let one = Canned::says(200, graphql).client().pod(&id, &now).await.unwrap().unwrap();
    [one, Script::says(&[(200, rest)]).client().pod(&id, &now).await.unwrap().unwrap()]
}

#[tokio::test(flavor = "current_thread")]
async fn names_and_words_of_a_pod_are_what_they_seem_to_be() {
    for pod in by_both(HOSTILE).await {
        assert_eq!((pod.name.as_str(), pod.gpu.as_str()), (SEEN, SEEN));
        assert_eq!(pod.status, Status::Other(SEEN.into()));
        assert!(pod.last_change.is_none_or(|told| told == SEEN));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn no_text_is_endless() {
    for pod in by_both(&endless()).await {
        let texts = [Some(pod.name), Some(pod.gpu), pod.last_change, Some(format!("{:?}", pod.status))];
        assert!(texts.into_iter().flatten().all(|text| text.chars().count() <= 620));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_error_is_what_it_seems_to_be_and_keeps_its_lines() {
    let body = json!({"errors": [{"message": "no\n\u{202e}way"}]});
    let error = Canned::says(200, body).client().owner().await.unwrap_err();
    assert_eq!(error.raw, "no\n⟨U+202E⟩way");
    let error = Script::says(&[(400, json!({"title": "No", "detail": "a\u{2066}b"}))]).client();
    assert!(error.owner().await.unwrap_err().raw.ends_with("a⟨U+2066⟩b"));
}
