//! Every GraphQL document is valid against the schema, every input that the client sends fits it, and every field that a
//! document selects is one that the decoder reads: a misspelt name would otherwise be "not told" for ever.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use launchpod_core::catalog::AvailabilityQuery;
use launchpod_core::catalog::availability::DataCenter;
use launchpod_core::order::offers::{Machine, Selection};
use launchpod_core::order::{Edit, Field, Order, OrderForm, Variable};
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::utilization::Usage;
use launchpod_core::runpod::documents;
use launchpod_core::types::ids::{DataCenterId, GpuTypeId, NetworkVolumeId, PodId, TemplateId};
use launchpod_core::types::money::GpuRate;
use launchpod_core::volumes::NewVolume;
use serde_json::{Value, json};
use support::{Canned, now, order, pick, tag};

fn schema() -> Valid<Schema> {
    let sdl = include_str!("../../schema/runpod.graphql");
    Schema::parse_and_validate(sdl, "runpod.graphql").unwrap()
}

#[test]
fn every_document_fits_the_schema() {
    let schema = schema();
    for (name, document) in documents::ALL {
        if let Err(invalid) = ExecutableDocument::parse_and_validate(&schema, document, name) {
            panic!("{name}: {}", invalid.errors);
        }
    }
}

#[test]
fn a_field_that_the_schema_lacks_is_found() {
    let wrong = documents::ACCOUNT.replace("clientBalance", "creditBalance");
    assert!(ExecutableDocument::parse_and_validate(&schema(), &wrong, "wrong").is_err());
}

/// What was sent fits the variables that the document declares: no unknown key, no wrong type.
fn assert_fits(sent: &Value) {
    let schema = schema();
    let document = sent["query"].as_str().unwrap();
    let document = ExecutableDocument::parse_and_validate(&schema, document, "sent").unwrap();
    let variables: JsonMap = serde_json::from_value(sent["variables"].clone()).unwrap();
    let operation = document.operations.get(None).unwrap();
    if let Err(wrong) = coerce_variable_values(&schema, operation, &variables) {
        panic!("{wrong:?} in {sent}");
    }
}

fn full_scope() -> AvailabilityQuery {
    AvailabilityQuery {
        gpu_count: 2,
        data_center: Some(DataCenterId::new("EU-RO-1")),
        country: Some("RO".into()),
        cuda: vec!["12.8".into()],
        min_vcpu: 4,
        min_memory_gb: 16,
        min_disk_gb: 200,
    }
}

#[tokio::test(flavor = "current_thread")]
async fn every_input_fits_the_schema() {
    let canned = Canned::says(200, json!({"data": {}}));
    let client = canned.client();
    let _ = client.launch(&order(), &pick(), &tag(), &now).await;
    let text = |text: &str| Some(text.to_owned());
    let full = Order {
        volume_gb: 20,
        template: Some(TemplateId::new("cw3nka7d08")),
        env: vec![Variable { key: "A".into(), value: "b".into() }],
        start_command: "sleep infinity".into(),
        registry: text("cm1"),
        cuda: vec!["12.8".into()],
        mount: None,
        scope: full_scope(),
        ..order()
    };
    let _ = client.launch(&full, &pick(), &tag(), &now).await;
    let spot = Machine::Gpus { gpu_type: GpuTypeId::new("x"), count: 1, bid: GpuRate::parse("0.35") };
    let _ = client.launch(&full, &Selection { on: spot, ..pick() }, &tag(), &now).await;
    let cpu = Machine::Cpu { instance: "cpu3g-2-8".into() };
    let _ = client.launch(&full, &Selection { on: cpu, ..pick() }, &tag(), &now).await;
    for verb in PodAction::ALL {
        let _ = client.act(verb, &PodId::new("a"), 1).await;
    }
    let _ = client.pod(&PodId::new("a"), &now).await;
    let _ = client.pod_order(&PodId::new("a")).await;
    let _ = client.pod_network(&PodId::new("a")).await;
    let _ = client.pod_env(&PodId::new("a")).await;
    let _ = client.catalog(AvailabilityQuery::default(), &now).await;
    let _ = client.catalog(full_scope(), &now).await;
    let _ = client.owner().await;
    let _ = client.pods(&now).await;
    let _ = client.places().await;
    let _ = client.grid(vec![], AvailabilityQuery::default(), &now).await;
    let _ = client.grid(places(), AvailabilityQuery::default(), &now).await;
    let _ = client.grid(places(), AvailabilityQuery { data_center: None, ..full_scope() }, &now).await;
    let _ = client.holdings().await;
    let volume =
        NewVolume { name: "models".into(), size_gb: 100, data_center: DataCenterId::new("EU-RO-1"), volume_type: None };
    let _ = client.make_volume(&volume).await;
    let _ = client.grow_volume(&NetworkVolumeId::new("v"), 200).await;
    let _ = client.delete_volume(&NetworkVolumeId::new("v")).await;
    let sent = canned.all_sent();
    assert_eq!(sent.len(), 22);
    sent.iter().for_each(assert_fits);
}

/// As many as there will ever be, and one whose id is none.
fn places() -> Vec<DataCenter> {
    let ids = (0..60).map(|at| format!("EU-RO-{at}")).chain(["x) { id }".to_owned()]);
    ids.map(|id| DataCenter { id: DataCenterId::new(id), country: String::new(), volumes: true }).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn ids_of_data_centers_travel_in_variables_alone() {
    let canned = Canned::says(200, json!({"data": {}}));
    let _ = canned.client().grid(places(), AvailabilityQuery::default(), &now).await;
    let sent = canned.sent();
    assert_eq!(sent["variables"]["d59"]["dataCenterId"], "EU-RO-59");
    assert_eq!(sent["variables"].as_object().unwrap().len(), 60, "what is no id is not asked for");
    assert!(!sent["query"].as_str().unwrap().contains("RO"));
    assert!(!sent.to_string().contains("x) {"));
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_of_a_data_center_that_is_asked_for_is_read() {
    let decode = async |place: Value| {
        Canned::says(200, json!({"data": {"dataCenters": [place]}})).client().places().await.unwrap()
    };
    let full = json!({"id": "EU-RO-1", "location": "Romania", "storageSupport": true});
    assert_every_field_counts(full, decode).await;
    assert_eq!(decode(json!({"id": "EU-RO-1", "listed": false})).await, []);
    assert_eq!(decode(json!({"id": "eu ro"})).await, []);
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_of_the_grid_that_is_asked_for_is_read() {
    let shelf = json!({"uninterruptablePrice": 0.5, "stockStatus": "High"});
    let gpu = json!({
        "id": "a", "displayName": "n", "memoryInGb": 24, "secureCloud": true, "d0": shelf, "d1": shelf
    });
    assert_every_field_counts(gpu, async |gpu| {
        let answer = json!({"data": {"gpuTypes": [gpu]}});
        let two = places().into_iter().take(2).collect();
        Canned::says(200, answer).client().grid(two, AvailabilityQuery::default(), &now).await.unwrap().rows
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_of_a_volume_that_is_asked_for_is_read() {
    let volume = json!({"id": "v", "name": "n", "size": 5, "dataCenterId": "D"});
    assert_every_field_counts(volume, async |volume| {
        let answer = json!({"data": {"updateNetworkVolume": volume}});
        Canned::says(200, answer).client().grow_volume(&NetworkVolumeId::new("v"), 5).await
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn an_edit_fits_the_schema() {
    let canned = Canned::says(200, json!({"data": {"podEditJob": {"id": "a"}}}));
    let raw = OrderForm::default().with(Field::EndAfter, "2");
    let key = launchpod_core::runpod::api_key::ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
    canned.client().edit(&PodId::new("a"), &Edit::read(&raw, &key).unwrap()).await.unwrap();
    let sent = canned.sent();
    assert_fits(&sent);
    assert_eq!(sent["variables"]["input"]["ports"], "8188/http,8080/http,8888/http,22/tcp");
}

#[tokio::test(flavor = "current_thread")]
#[should_panic(expected = "objectMounts")]
async fn a_key_that_the_schema_lacks_is_found() {
    let canned = Canned::says(200, json!({"data": {}}));
    let _ = canned.client().launch(&order(), &pick(), &tag(), &now).await;
    let mut sent = canned.sent();
    sent["variables"]["input"]["objectMounts"] = Value::Null;
    assert_fits(&sent);
}

/// The paths to every leaf of `value`.
fn leaves(value: &Value, path: &str) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, field)| leaves(field, &format!("{path}/{name}"))).collect()
        }
        Value::Array(entries) if entries.iter().any(Value::is_object) => leaves(&entries[0], &format!("{path}/0")),
        _ => vec![path.to_owned()],
    }
}

/// Every leaf, taken away, changes what is decoded.
async fn assert_every_field_counts<R: PartialEq>(full: Value, decode: impl AsyncFn(Value) -> R) {
    let whole = decode(full.clone()).await;
    for path in leaves(&full, "") {
        let mut less = full.clone();
        *less.pointer_mut(&path).unwrap() = Value::Null;
        assert!(decode(less).await != whole, "{path} is asked for and not read");
    }
}

fn full_pod() -> Value {
    json!({
        "id": "a", "name": "n", "desiredStatus": "RUNNING", "lastStatusChange": "l", "costPerHr": 1.0, "gpuCount": 1,
        "podType": "INTERRUPTABLE", "imageName": "i", "containerDiskInGb": 5, "volumeInGb": 6, "volumeMountPath": "/w", "networkVolumeId": "v",
        "ports": "80/http", "env": ["LAUNCHPOD_TAG=t"], "dockerArgs": "d", "createdAt": "2026-01-01T00:00:00Z",
        "lastStartedAt": "2026-01-01T00:00:00Z", "machine": {"gpuDisplayName": "g", "dataCenterId": "D"},
        "networkVolume": {"id": "w", "dataCenterId": "E"},
        "runtime": {
            "uptimeInSeconds": 5, "ports": [{"privatePort": 80}], "container": {"cpuPercent": 3, "memoryPercent": 6},
            "gpus": [{"gpuUtilPercent": 80, "memoryUtilPercent": 40}]
        }
    })
}

/// The names in a document's selection, without the operation around it.
fn selected(document: &str) -> Vec<&str> {
    let body = &document[document.find('{').unwrap()..];
    let names = body.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    names.collect()
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_of_a_pod_that_is_asked_for_is_read() {
    // How busy a pod is counts for nothing when pods are compared.
    let decode = async |pod: Value| {
        let pod = Canned::says(200, json!({"data": {"pod": pod}})).client().pod(&PodId::new("a"), &now).await;
        let usage = pod.iter().flatten().map(|pod| pod.usage.0).next();
        (pod, usage)
    };
    let full = full_pod();
    let fields = include_str!("../graphql/pod_fields.graphql");
    for field in selected(fields) {
        assert!(full.to_string().contains(&format!("\"{field}\":")), "{field} is missing from this test's pod");
    }
    // What stands in for each other is looked at alone.
    let mut alone = full.clone();
    alone.as_object_mut().unwrap().remove("networkVolume");
    assert_every_field_counts(alone, decode).await;
    let mut in_place = full;
    in_place["networkVolumeId"] = Value::Null;
    in_place["machine"] = json!({"gpuDisplayName": "g"});
    assert_every_field_counts(in_place["networkVolume"].take(), async |volume| {
        let mut pod = in_place.clone();
        pod["networkVolume"] = volume;
        decode(pod).await
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_of_a_pods_order_that_is_asked_for_is_read() {
    let decode =
        async |pod: Value| Canned::says(200, json!({"data": {"pod": pod}})).client().pod_order(&PodId::new("a")).await;
    let gpus = json!({
        "id": "a", "name": "n", "podType": "INTERRUPTABLE", "costPerHr": 1.0, "gpuCount": 2, "imageName": "i",
        "containerRegistryAuthId": "r", "containerDiskInGb": 5, "volumeInGb": 6, "volumeMountPath": "/w",
        "networkVolumeId": "v", "ports": "80/http", "env": ["A=1"], "dockerArgs": "d",
        "machine": {"gpuTypeId": "g", "secureCloud": true}
    });
    let cpu = json!({"id": "a", "cpuFlavorId": "cpu3g", "vcpuCount": 2, "memoryInGb": 8, "machine": {"dataCenterId": "EU-RO-1"}});
    let body = documents::POD_ORDER.split_once("pod(input: $input)").unwrap().1;
    for field in selected(body) {
        assert!(format!("{gpus}{cpu}").contains(&format!("\"{field}\":")), "{field} is missing from this test's pods");
    }
    assert_every_field_counts(gpus, decode).await;
    assert_every_field_counts(cpu, decode).await;
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_that_a_pods_own_page_asks_for_is_read() {
    let says = |pod: Value| Canned::says(200, json!({"data": {"pod": pod}})).client();
    let wiring = json!({
        "id": "a", "podType": "INTERRUPTABLE", "vcpuCount": 8, "memoryInGb": 31.0,
        "machine": {"podHostId": "a-64410d21", "secureCloud": true},
        "runtime": {"ports": [{"ip": "1.2.3.4", "isIpPublic": true, "privatePort": 22, "publicPort": 14022, "type": "tcp"}]}
    });
    let env = json!({"id": "a", "env": ["A=1"]});
    for (document, full) in [(documents::POD_WIRING, &wiring), (documents::POD_ENV, &env)] {
        for field in selected(document.split_once("pod(input: $input)").unwrap().1) {
            assert!(full.to_string().contains(&format!("\"{field}\":")), "{field} is missing from this test's pods");
        }
    }
    assert_every_field_counts(wiring, async |pod| says(pod).pod_network(&PodId::new("a")).await).await;
    assert_every_field_counts(env, async |pod| says(pod).pod_env(&PodId::new("a")).await).await;
    assert_eq!(says(Value::Null).pod_network(&PodId::new("a")).await, Ok(None), "a pod that is gone");
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_pod_does_not_say_of_its_use_is_unknown_and_never_zero() {
    let usage = async |runtime: Value| {
        let pod = json!({"id": "a", "desiredStatus": "RUNNING", "runtime": runtime});
        let answer = json!({"data": {"pod": pod}});
        Canned::says(200, answer).client().pod(&PodId::new("a"), &now).await.unwrap().unwrap().usage.0
    };
    assert_eq!(usage(json!({"gpus": [], "container": null})).await, Usage::default());
    assert_eq!(usage(json!({"gpus": null})).await, Usage::default());
    assert_eq!(usage(Value::Null).await, Usage::default());
    let gpus = json!([{"gpuUtilPercent": 100, "memoryUtilPercent": "x"}, null, {"gpuUtilPercent": 51}, {"gpuUtilPercent": null}]);
    let told = usage(json!({"gpus": gpus, "container": {"cpuPercent": 0, "memoryPercent": 4000}})).await;
    assert_eq!(
        told,
        Usage { gpu: Some(76), busiest_gpu: None, gpu_memory: None, cpu: Some(0), memory: Some(100) },
        "a GPU that is not told may be the busiest"
    );
    let gpus = json!([{"gpuUtilPercent": 0}, {"gpuUtilPercent": 8}, {"gpuUtilPercent": 0}]);
    let told = usage(json!({"gpus": gpus})).await;
    assert_eq!((told.gpu, told.busiest_gpu), (Some(3), Some(8)));
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_of_a_gpu_type_that_is_asked_for_is_read() {
    let shelf = json!({"uninterruptablePrice": 0.5, "stockStatus": "High"});
    let gpu = json!({
        "id": "a", "displayName": "n", "memoryInGb": 24, "secureCloud": true, "communityCloud": true,
        "maxGpuCountSecureCloud": 8, "maxGpuCountCommunityCloud": 4, "secure": shelf, "community": shelf
    });
    let decode = async |gpu: Value| {
        let answer = json!({"data": {"gpuTypes": [gpu]}});
        Canned::says(200, answer).client().catalog(AvailabilityQuery::default(), &now).await.unwrap().gpu_types
    };
    assert_every_field_counts(gpu, decode).await;
    let list_prices = json!({
        "id": "a", "secureCloud": true, "communityCloud": true, "securePrice": 1.0, "communityPrice": 0.5, "maxGpuCount": 8
    });
    assert_every_field_counts(list_prices, decode).await;
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_of_the_account_that_is_asked_for_is_read() {
    let myself = json!({
        "id": "u", "clientBalance": 1.0, "currentSpendPerHr": 2.0, "spendLimit": 80.0,
        "networkVolumes": [{"id": "v", "name": "n", "size": 5, "dataCenterId": "D"}]
    });
    assert_every_field_counts(myself, async |myself| {
        Canned::says(200, json!({"data": {"myself": myself}})).client().owner().await
    })
    .await;
}

fn full_template() -> Value {
    json!({
        "id": "t", "name": "n", "imageName": "i", "dockerArgs": "d", "containerDiskInGb": 5, "volumeInGb": 6,
        "volumeMountPath": "/w", "ports": "80/http", "env": [{"key": "K", "value": "v"}], "isServerless": false,
        "startJupyter": true, "startSsh": true, "containerRegistryAuthId": "r", "readme": "words"
    })
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_of_a_template_that_is_asked_for_is_read() {
    let mut full = full_template();
    for field in selected(documents::TEMPLATES.split_once("fragment").unwrap().1) {
        assert!(full.to_string().contains(&format!("\"{field}\":")), "{field} is missing from this test's template");
    }
    let decode = async |template: Value| {
        let answer = json!({"data": {"official": [template]}});
        Canned::says(200, answer).client().library().await.unwrap()
    };
    // That it is not serverless changes nothing; that it is does.
    full.as_object_mut().unwrap().remove("isServerless");
    assert_every_field_counts(full, decode).await;
    let registry = json!({"id": "r", "name": "n"});
    assert_every_field_counts(registry, async |registry| {
        let answer = json!({"data": {"myself": {"podTemplates": [], "containerRegistryCreds": [registry]}}});
        Canned::says(200, answer).client().library().await.unwrap()
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn every_field_of_cpu_pods_that_is_asked_for_is_read_and_the_generated_document_fits_the_schema() {
    let flavor = json!({
        "id": "cpu3g", "displayName": "n", "groupName": "g", "minVcpu": 2, "maxVcpu": 32, "ramMultiplier": 4.0
    });
    let flavors = async |flavor: Value| {
        Canned::says(200, json!({"data": {"cpuFlavors": [flavor]}})).client().cpu_flavors().await.unwrap()
    };
    assert_every_field_counts(flavor.clone(), flavors).await;
    let one = flavors(flavor).await;
    let specifics = json!({"stockStatus": "High", "securePrice": 0.5});
    assert_every_field_counts(specifics, async |specifics| {
        let answer = json!({"data": {"o0": [{"specifics": specifics}]}});
        Canned::says(200, answer).client().cpu_offers(&one, 2, None).await
    })
    .await;
    for (count, place) in [(1, None), (6, Some(DataCenterId::new("EU-RO-1"))), (40, None)] {
        let canned = Canned::says(200, json!({"data": {}}));
        let _ = canned.client().cpu_offers(&vec![one[0].clone(); count], 2, place.as_ref()).await;
        assert_fits(&canned.sent());
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_asked_without_an_input_fits_the_schema() {
    let canned = Canned::says(200, json!({"data": {}}));
    let client = canned.client();
    let _ = (client.library().await, client.cpu_flavors().await, client.countries().await);
    canned.all_sent().iter().for_each(assert_fits);
}
