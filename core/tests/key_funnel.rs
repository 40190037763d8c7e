//! Whatever RunPod, or anybody on the way, sends back with the key in it: eight letters of it in a row come out nowhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use launchpod_core::catalog::AvailabilityQuery;
use launchpod_core::catalog::availability::DataCenter;
use launchpod_core::order::{Edit, OrderForm, Variable, key_in_pod};
use launchpod_core::pods::action::PodAction;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::Api;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::graphql::GraphqlClient;
use launchpod_core::runpod::rest::RestClient;
use launchpod_core::runpod::transport::TransportError;
use launchpod_core::secrets::NewSecret;
use launchpod_core::types::ids::{DataCenterId, NetworkVolumeId, PodId, SecretId};
use launchpod_core::volumes::NewVolume;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use support::{Canned, KEY, now, order, pick, tag};

/// Stands where the key will.
const PLACE: char = '\u{e000}';

fn place() -> DataCenter {
    DataCenter { id: DataCenterId::new("EU-RO-1"), country: "Romania".into(), volumes: true }
}

/// All that the client makes of an answer, whatever was asked.
async fn words(api: &impl Api) -> String {
    let (id, scope) = (PodId::new("abc"), AvailabilityQuery::default());
    let edit = Edit { image: "a".into(), start: String::new(), ports: vec![], container_disk_gb: 5 };
    let volume =
        NewVolume { name: "a".into(), size_gb: 10, data_center: DataCenterId::new("EU-RO-1"), volume_type: None };
    let volume_id = NetworkVolumeId::new("v");
    let mut told = vec![
        format!("{:?}", api.ping().await),
        format!("{:?}", api.owner().await),
        format!("{:?}", api.holdings().await),
        format!("{:?}", api.pods(&now).await),
        format!("{:?}", api.pod(&id, &now).await),
        format!("{:?}", api.pod_network(&id).await),
        format!("{:?}", api.pod_env(&id).await),
        format!("{:?}", api.pod_order(&id).await),
        format!("{:?}", api.edit(&id, &edit).await),
        format!("{:?}", api.launch(&order(), &pick(), &tag(), &now).await),
        format!("{:?}", api.catalog(scope.clone(), &now).await),
        format!("{:?}", api.places().await),
        format!("{:?}", api.grid(vec![place()], scope, &now).await),
        format!("{:?}", api.countries().await),
        format!("{:?}", api.library().await),
        format!("{:?}", api.make_volume(&volume).await),
        format!("{:?}", api.grow_volume(&volume_id, 20).await),
        format!("{:?}", api.delete_volume(&volume_id).await),
    ];
    for action in [PodAction::Terminate, PodAction::Stop, PodAction::Resume] {
        told.push(format!("{:?}", api.act(action, &id, 1).await));
    }
    let flavors = api.cpu_flavors().await;
    told.push(format!("{flavors:?}"));
    told.push(format!("{:?}", api.cpu_offers(&flavors.unwrap_or_default(), 2, None).await));
    told.join("\n")
}

/// The same of what REST v2 alone has.
async fn words_of_v2(client: &RestClient<Canned>) -> String {
    let own = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
    let secret = NewSecret::read(&Variable { key: "hf".into(), value: "hf_secret".into() }, &[], &own).unwrap();
    let told = [
        format!("{:?}", client.secrets().await),
        format!("{:?}", client.make_secret(&secret).await),
        format!("{:?}", client.delete_secret(&SecretId::new("s")).await),
        format!("{:?}", client.pod_bills().await),
        format!("{:?}", client.volume_types().await),
        format!("{:?}", client.volumes().await),
        format!("{:?}", client.allowed_actions(&PodId::new("abc")).await),
    ];
    told.join("\n")
}

fn all_words(canned: &Canned) -> String {
    let key = ApiKey::read(KEY).unwrap();
    let graphql = GraphqlClient::new(canned.clone(), Endpoint::runpod(), key.clone());
    let rest = RestClient::new(canned.clone(), RestClient::<Canned>::RUNPOD, key);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { [words(&graphql).await, words(&rest).await, words_of_v2(&rest).await].join("\n") })
}

fn shows_the_key(words: &str) -> bool {
    KEY.as_bytes().windows(8).any(|part| words.contains(std::str::from_utf8(part).unwrap()))
}

/// The bodies that were recorded, and some that no sample has.
fn bodies() -> Vec<Value> {
    let graphql: Value = serde_json::from_str(include_str!("fixtures/runpod-samples.json")).unwrap();
    let rest: Value = serde_json::from_str(include_str!("fixtures/runpod-v2-samples.json")).unwrap();
    let groups = [&graphql["graphql"], &graphql["graphql_errors"], &rest["rest_v2"]];
    let recorded = groups.into_iter().flat_map(|group| group.as_object().unwrap().values());
    let recorded = recorded.map(|sample| sample["body"].clone()).filter(|body| body.to_string().len() < 20_000);
    let made_up = [
        json!({"errors": [{"message": "no", "path": ["a"], "extensions": {"code": "FORBIDDEN"}}], "data": null}),
        json!({"title": "Bad", "status": 400, "detail": "no", "errors": ["$.a: no"]}),
        json!({"data": {"pod": {"id": "a", "name": "a", "imageName": "a/b", "dockerArgs": "c", "env": ["A=b"],
            "lastStatusChange": "d", "machine": {"gpuDisplayName": "e"}}}}),
        json!({"id": "a", "name": "a", "image": "a/b", "args": "c", "env": {"A": "b"}, "status": "RUNNING"}),
        json!({"secrets": [{"id": "a", "name": "b", "createdAt": "c"}]}),
        json!("Unauthorized"),
        json!(["a", {"b": "c"}]),
    ];
    recorded.chain(made_up).collect()
}

/// Every text of it, names of fields too.
fn texts(json: &mut Value, at: &mut dyn FnMut(&mut String)) {
    match json {
        Value::String(text) => at(text),
        Value::Array(entries) => entries.iter_mut().for_each(|entry| texts(entry, at)),
        Value::Object(fields) => {
            let all = std::mem::take(fields);
            for (mut name, mut value) in all {
                at(&mut name);
                texts(&mut value, at);
                fields.insert(name, value);
            }
        }
        _ => {}
    }
}

/// The body with the key in one of its texts, or in all of them.
fn with_key(mut body: Value, one: Option<Index>, place: Index, before: usize) -> String {
    let (mut count, mut at) = (0, 0);
    texts(&mut body, &mut |_| count += 1);
    let one = one.filter(|_| count > 0).map(|one| one.index(count));
    texts(&mut body, &mut |text| {
        if one.is_none_or(|one| one == at) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            text.insert_str(*place.get(&places), &format!("{}{PLACE}", "x".repeat(before)));
        }
        at += 1;
    });
    body.to_string()
}

fn written(escaped: u32) -> String {
    let letter = |(at, letter): (usize, char)| match escaped >> (at % 32) & 1 {
        1 => format!("\\u{:04x}", u32::from(letter)),
        _ => letter.to_string(),
    };
    KEY.chars().enumerate().map(letter).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_answer_brings_the_key_out(
        status in prop::sample::select(vec![200u16, 201, 204, 302, 400, 401, 403, 404, 409, 410, 413, 418, 422, 429, 500, 502, 503, 524]),
        body in prop::sample::select(bodies()),
        one: Option<Index>, place: Index, before in prop_oneof![Just(0usize), 0..620usize],
        escaped in prop_oneof![Just(0u32), any::<u32>()],
        cut: Option<Index>, wrapped in 0..6u8,
    ) {
        let mut body = with_key(body, one, place, before).replace(PLACE, &written(escaped));
        if wrapped == 0 {
            body = format!("<html><pre>{body}</pre></html>");
        }
        if let Some(cut) = cut {
            body = body.chars().take(cut.index(body.chars().count() + 1)).collect();
        }
        let told = all_words(&Canned::says(status, &body));
        prop_assert!(!shows_the_key(&told), "{status} {body}");
    }

    #[test]
    fn nor_does_what_the_browser_says(before in 0..620usize, from in 0..8usize) {
        let told = format!("{}{}", "x".repeat(before), &KEY[from..]);
        prop_assert!(!shows_the_key(&all_words(&Canned::new(Err(TransportError::NoAccess(told))))));
    }
}

/// What was taken out of a pod's environment must not be launched as if it were the value.
#[test]
fn a_form_from_which_the_key_was_taken_is_refused_where_it_stood() {
    let pod = json!({"data": {"pod": {"id": "a", "imageName": "a/b", "env": [format!("A=x{KEY}")]}}});
    let of_v2 = json!({"id": "a", "name": "a", "image": "a/b", "env": {"A": format!("x{KEY}")}, "status": "RUNNING"});
    let key = ApiKey::read(KEY).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let forms: Vec<OrderForm> = runtime.block_on(async {
        let graphql = GraphqlClient::new(Canned::says(200, pod), Endpoint::runpod(), key.clone());
        let rest = RestClient::new(Canned::says(200, of_v2), RestClient::<Canned>::RUNPOD, key.clone());
        let id = PodId::new("a");
        let (one, other) = (Api::pod_order(&graphql, &id).await, Api::pod_order(&rest, &id).await);
        vec![one.unwrap().unwrap().raw, other.unwrap().unwrap().raw]
    });
    for form in forms {
        let value = &form.env[0].value;
        assert!(!shows_the_key(value) && key_in_pod("Here.", value, &key).is_some(), "{value}");
    }
    assert_eq!(key_in_pod("Here.", "${words[key]}", &key), None);
}
