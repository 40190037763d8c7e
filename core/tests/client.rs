//! The client against answers as RunPod gives them: what they mean, and what is sent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::time::Duration;

use launchpod_core::auto_stop::{PodTimer, StopAction, start_of};
use launchpod_core::catalog::{AvailabilityQuery, Catalog, Stock};
use launchpod_core::launch::Answer;
use launchpod_core::models::start::OwnStart;
use launchpod_core::order::{Field, GpuChoiceForm, Order, OrderContext, OrderForm, Reading, Variable};
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::pod::Status;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error::ErrorKind;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::runpod::rate_limit::Urgency;
use launchpod_core::runpod::transport::TransportError;
use launchpod_core::types::ids::{NetworkVolumeId, PodId};
use launchpod_core::types::money::{GpuRate, HourlyRate, MicroUsd};
use serde_json::{Value, json};
use support::{Canned, KEY, now, order, order_with, pick, tag};

#[tokio::test(flavor = "current_thread")]
async fn the_owner_has_a_balance_and_volumes() {
    let account = Canned::sample("graphql", "myself_account").client().owner().await.unwrap();
    assert_eq!(account.account.balance, Some(MicroUsd::from_micros(23_456_700)));
    assert_eq!(account.account.spend, Some(HourlyRate::from_micros(695_000)));
    let volumes = Canned::sample("graphql", "networkVolumes").client().owner().await.unwrap().volumes;
    let said: Vec<_> = volumes.iter().map(|volume| (volume.id.as_str(), volume.size_gb)).collect();
    assert_eq!(said, [("grvtso8ftn", 50), ("agv6w2qcg7", 100)]);
}

#[tokio::test(flavor = "current_thread")]
async fn nobody_is_a_wrong_key() {
    let failure = Canned::sample("graphql", "myself_anonymous").client().owner().await.unwrap_err();
    assert_eq!(failure.kind, ErrorKind::WrongKey);
}

#[tokio::test(flavor = "current_thread")]
async fn pods_in_every_state_are_read() {
    let roster = Canned::sample("graphql", "myself_pods_many_states").client().pods(&now).await.unwrap();
    assert!(roster.complete && roster.pods.len() >= 3);
    let ready = roster.pods.iter().find(|pod| pod.name == "studio-ready").unwrap();
    assert_eq!(ready.status, Status::Running);
    assert_eq!(ready.gpu, "RTX 4090");
    assert_eq!(ready.network_volume.as_ref().map(NetworkVolumeId::as_str), Some("grvtso8ftn"));
    assert_eq!(ready.uptime(now()), Some(Duration::from_secs(3931)));
    for stopped in roster.pods.iter().filter(|pod| pod.status == Status::Stopped) {
        assert_eq!(stopped.runtime, None, "a stopped pod's runtime is stale");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_real_pod_of_2026_is_read() {
    let pod =
        Canned::sample("graphql", "pod_live_2026_08").client().pod(&PodId::new("x"), &now).await.unwrap().unwrap();
    assert_eq!(pod.hourly(), Some(HourlyRate::from_micros(490_000 + 2_778 + 2_778)));
    let gone = Canned::sample("graphql", "pod_not_found").client().pod(&PodId::new("x"), &now).await;
    assert_eq!(gone, Ok(None));
}

#[tokio::test(flavor = "current_thread")]
async fn only_runpods_own_null_says_that_a_pod_is_gone() {
    let ask = async |answer| Canned::says(200, answer).client().pod(&PodId::new("x"), &now).await;
    assert_eq!(ask(json!({"data": {"pod": null}})).await, Ok(None));
    for nonsense in [json!({"data": {}}), json!({"data": {"pod": {}}}), json!({"data": {"pod": "gone"}})] {
        assert_eq!(ask(nonsense.clone()).await.unwrap_err().kind, ErrorKind::InvalidResponse, "{nonsense}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_list_with_holes_says_so_and_a_list_that_is_missing_is_a_failure() {
    let hole = json!({"data": {"myself": {"id": "u", "pods": [{"id": "a", "desiredStatus": "RUNNING"}, null]}}});
    let roster = Canned::says(200, hole).client().pods(&now).await.unwrap();
    assert_eq!((roster.pods.len(), roster.complete, roster.unread), (1, false, 1));
    let odd_id = json!({"data": {"myself": {"id": "u", "pods": [{"id": "a"}, {"id": 7}, {"id": null}]}}});
    let roster = Canned::says(200, odd_id).client().pods(&now).await.unwrap();
    assert_eq!((roster.pods.len(), roster.complete, roster.unread), (1, false, 2));
    let missing = json!({"data": {"myself": {"id": "u", "pods": null}}});
    assert_eq!(Canned::says(200, missing).client().pods(&now).await.unwrap_err().kind, ErrorKind::InvalidResponse);
    let money = json!({
        "errors": [{"message": "no", "path": ["myself", "clientBalance"]}],
        "data": {"myself": {"id": "u", "pods": []}}
    });
    let roster = Canned::says(200, money).client().pods(&now).await.unwrap();
    assert!(roster.complete && roster.account.balance.is_none());
}

#[tokio::test(flavor = "current_thread")]
async fn what_we_do_not_know_does_not_take_a_pod_from_sight() {
    let odd = json!({"data": {"myself": {"pods": [
        {"id": "a", "desiredStatus": "HIBERNATING", "brandNew": {"x": 1}, "gpuCount": 1.5, "createdAt": "yesterday"},
        {"id": "b", "desiredStatus": null},
        {"id": "c", "desiredStatus": 7, "name": {}, "env": "x", "runtime": [], "ports": 8188, "machine": "m", "costPerHr": "1"}
    ]}}});
    let roster = Canned::says(200, odd).client().pods(&now).await.unwrap();
    assert_eq!(roster.pods[0].status, Status::Other("HIBERNATING".into()));
    assert!(roster.pods[1].status.bills_gpu());
    assert_eq!((roster.pods[2].name.as_str(), roster.complete), ("c", true));
}

#[tokio::test(flavor = "current_thread")]
async fn the_catalog_drops_fillers() {
    let types = json!({"data": {"gpuTypes": [
        {"id": "unknown", "displayName": "unknown", "secureCloud": true, "securePrice": 1.0},
        {"id": "NVIDIA B200", "displayName": "B200", "memoryInGb": 180, "secureCloud": true, "communityCloud": false,
         "securePrice": 6.39, "communityPrice": 0.5, "maxGpuCountSecureCloud": 8,
         "secure": {"uninterruptablePrice": 5.99, "stockStatus": "Low"},
         "community": {"uninterruptablePrice": 0.5, "stockStatus": "High"}},
        {"id": "NVIDIA A30", "displayName": "A30", "secureCloud": true, "securePrice": 0},
        {"id": "NVIDIA L4", "displayName": "L4", "secureCloud": true, "securePrice": 0.43, "secure": null}
    ]}});
    let catalog = Canned::says(200, types).client().catalog(AvailabilityQuery::default(), &now).await.unwrap();
    let names: Vec<_> = catalog.gpu_types.iter().map(|gpu| gpu.name.as_str()).collect();
    assert_eq!(names, ["B200", "L4"]);
    let b200 = catalog.gpu_types[0].secure.as_ref().unwrap();
    assert_eq!((b200.price, &b200.stock), (GpuRate::from_micros(5_990_000), &Stock::Low));
    assert_eq!(catalog.gpu_types[0].community, None);
    assert_eq!(catalog.gpu_types[1].secure.as_ref().unwrap().stock, Stock::Out);
}

#[tokio::test(flavor = "current_thread")]
async fn a_saved_catalog_of_the_live_api_is_read() {
    let client = Canned::sample("graphql", "gpuTypes_list_2025").client();
    assert!(client.catalog(AvailabilityQuery::default(), &now).await.unwrap().gpu_types.len() > 30);
}

#[tokio::test(flavor = "current_thread")]
async fn a_launch_sends_what_the_order_says_and_nothing_that_is_null() {
    let canned = Canned::sample("graphql", "podFindAndDeployOnDemand_docs");
    let order = launchpod_core::order::Order { timer: None, ..order() };
    let launched = canned.client().launch(&order, &pick(), &tag(), &now).await;
    assert_eq!(launched.answer, Answer::Made(PodId::new("50qynxzilsxoey")));
    let expected = json!({
        "name": "comfy", "imageName": "runpod/comfyui:cuda12.8", "gpuTypeId": "NVIDIA GeForce RTX 4090", "gpuCount": 2,
        "cloudType": "SECURE", "containerDiskInGb": 50, "volumeInGb": 0, "networkVolumeId": "grvtso8ftn",
        "dataCenterId": "EU-RO-1", "volumeMountPath": "/workspace", "ports": "8188/http,22/tcp",
        "env": [{"key": "LAUNCHPOD_TAG", "value": "00000000000000000000000000000007"}],
        "startSsh": true, "startJupyter": true, "minCudaVersion": "12.8"
    });
    assert_eq!(canned.sent()["variables"]["input"], expected);
}

#[tokio::test(flavor = "current_thread")]
async fn a_timer_is_sent_beside_the_image_s_own_start_and_read_back() {
    let canned = Canned::sample("graphql", "podFindAndDeployOnDemand_docs");
    canned.client().launch(&order(), &pick(), &tag(), &now).await;
    let sent = canned.sent();
    let command = sent["variables"]["input"]["dockerArgs"].as_str().unwrap();
    let timer = PodTimer::read("runpod/comfyui:cuda12.8", command).unwrap();
    assert_eq!((timer.after().as_secs(), timer.how), (14_400, StopAction::Terminate));
    let pod = json!({"id": "a", "imageName": "runpod/comfyui:cuda12.8", "dockerArgs": PodTimer::new(Duration::from_secs(5_400), StopAction::Terminate)
        .unwrap().render(start_of("runpod/comfyui").unwrap())});
    let answer = json!({"data": {"pod": pod}});
    let raw = Canned::says(200, answer).client().pod_order(&PodId::new("a")).await.unwrap().unwrap().raw;
    assert_eq!((raw.get(Field::EndAfter), raw.get(Field::StartCommand)), ("1.50", ""));
}

#[tokio::test(flavor = "current_thread")]
async fn models_are_sent_as_a_variable_and_a_script_and_read_back() {
    let chosen = "flux-dev-fp8\nloras https://civitai.com/api/download/models/16576 name=pixel.safetensors";
    for hours in ["", "4"] {
        let order = order_with(|raw| raw.with(Field::Models, chosen).with(Field::EndAfter, hours));
        let canned = Canned::sample("graphql", "podFindAndDeployOnDemand_docs");
        canned.client().launch(&order, &pick(), &tag(), &now).await;
        let sent = canned.sent()["variables"]["input"].clone();
        let command = sent["dockerArgs"].as_str().unwrap();
        let own = OwnStart::read("runpod/comfyui:cuda12.8", command).unwrap();
        assert_eq!((own.beside.models, own.timer.is_some()), (true, !hours.is_empty()));
        let variable = sent["env"].as_array().unwrap().iter().find(|own| own["key"] == "LAUNCHPOD_MODELS").unwrap();
        let value = variable["value"].as_str().unwrap();
        assert!(value.starts_with("checkpoints|flux1-dev-fp8.safetensors|17246524772|8e91b680"), "{value}");
        let env = [format!("LAUNCHPOD_MODELS={value}"), "HF_TOKEN={{ RUNPOD_SECRET_hf }}".to_owned()];
        let pod = json!({"id": "a", "imageName": "runpod/comfyui:cuda12.8", "dockerArgs": command, "env": env});
        let answer = Canned::says(200, json!({"data": {"pod": pod}}));
        let raw = answer.client().pod_order(&PodId::new("a")).await.unwrap().unwrap().raw;
        assert_eq!((raw.get(Field::StartCommand), raw.get(Field::Models)), ("", chosen));
        assert_eq!(raw.env.iter().map(|own| own.key.as_str()).collect::<Vec<_>>(), ["HF_TOKEN"]);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_address_for_notices_is_sent_as_a_variable_and_a_script_and_read_back() {
    const TOPIC: &str = "https://ntfy.sh/my-pods";
    for (hours, chosen) in [("", ""), ("4", ""), ("4", "sd15")] {
        let order =
            order_with(|raw| raw.with(Field::Notify, TOPIC).with(Field::EndAfter, hours).with(Field::Models, chosen));
        let canned = Canned::sample("graphql", "podFindAndDeployOnDemand_docs");
        canned.client().launch(&order, &pick(), &tag(), &now).await;
        let sent = canned.sent()["variables"]["input"].clone();
        let command = sent["dockerArgs"].as_str().unwrap();
        assert!(!command.contains("ntfy.sh"), "{command}");
        let own = OwnStart::read("runpod/comfyui:cuda12.8", command).unwrap();
        assert_eq!((own.beside.models, own.beside.notices), (!chosen.is_empty(), true));
        assert_eq!(own.timer, PodTimer::read("runpod/comfyui:cuda12.8", command));
        assert_eq!(own.timer.is_some(), !hours.is_empty());
        let variable = sent["env"].as_array().unwrap().iter().find(|own| own["key"] == "LAUNCHPOD_NOTIFY").unwrap();
        let value = variable["value"].as_str().unwrap();
        assert_eq!(value, "8188|https://ntfy.sh/my-pods|comfy");
        let pod = json!({"id": "a", "imageName": "runpod/comfyui:cuda12.8", "dockerArgs": command, "env": [format!("LAUNCHPOD_NOTIFY={value}")]});
        let raw = Canned::says(200, json!({"data": {"pod": pod}}));
        let raw = raw.client().pod_order(&PodId::new("a")).await.unwrap().unwrap().raw;
        assert_eq!((raw.get(Field::StartCommand), raw.get(Field::Notify)), ("", TOPIC));
        assert_eq!(raw.env, []);
        let kept = Reading::of_kept(&order.wished().unwrap()).unwrap();
        assert_eq!(
            (kept.raw.get(Field::Notify), kept.raw.get(Field::Models)),
            (TOPIC, chosen),
            "of a pod that is gone"
        );
        assert_eq!((kept.raw.env, kept.left_out), (vec![], vec![]));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_empty_list_of_gpu_types_is_trouble_and_not_a_market_without_gpus() {
    for types in [json!([]), json!([null])] {
        let answer = Canned::says(200, json!({"data": {"gpuTypes": types}}));
        let failure = answer.client().catalog(AvailabilityQuery::default(), &now).await.unwrap_err();
        assert_eq!(failure.kind, ErrorKind::ServerTrouble);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn only_what_proves_that_nothing_was_made_is_a_refusal() {
    let refused = [
        "no_capacity_2023",
        "no_capacity_2026",
        "balance_too_low",
        "bad_key",
        "key_lacks_permission",
        "unknown_input_field",
        "rate_limited",
        "retired",
    ];
    for name in refused {
        let launched = Canned::sample("graphql_errors", name).client().launch(&order(), &pick(), &tag(), &now).await;
        assert!(matches!(launched.answer, Answer::Refused(_)), "{name}: {:?}", launched.answer);
    }
    for known in ["Container Disk must be less than or equal to 20", "Template not found", "imageName is required"] {
        let body = json!({"errors": [{"message": known, "extensions": {"code": "RUNPOD"}}], "data": null});
        let launched = Canned::says(200, body).client().launch(&order(), &pick(), &tag(), &now).await;
        assert!(matches!(launched.answer, Answer::Refused(_)), "{known}: {:?}", launched.answer);
    }
    let unclear = [
        Canned::sample("graphql_errors", "internal"),
        Canned::sample("graphql_errors", "cloudflare_5xx"),
        Canned::says(500, ""),
        Canned::says(503, "<html>Down for maintenance</html>"),
        Canned::says(524, "<html>A timeout occurred</html>"),
        Canned::says(408, ""),
        Canned::says(413, "<html>Request Entity Too Large</html>"),
        Canned::says(400, "<html>Bad Request</html>"),
        Canned::says(404, "<html>Not Found</html>"),
        Canned::says(302, ""),
        Canned::says(204, ""),
        Canned::says(502, json!({"errors": [{"message": "upstream answered Forbidden"}]})),
        Canned::says(200, json!({"errors": [{}], "data": null})),
        Canned::says(200, json!({"errors": [{"message": "Query timed out"}], "data": null})),
        Canned::says(200, json!({"errors": [{"message": "Request timeout"}], "data": null})),
        Canned::says(200, json!({"errors": [{"message": "no", "extensions": {"code": "GATEWAY_TIMEOUT"}}]})),
        Canned::says(
            200,
            json!({"errors": [{"message": "HTTP fetch failed", "extensions": {"code": "SUBREQUEST_HTTP_ERROR"}}]}),
        ),
        Canned::says(
            200,
            json!({
                "errors": [{"message": "Forbidden", "path": ["podFindAndDeployOnDemand", "machine"]}],
                "data": {"podFindAndDeployOnDemand": null}
            }),
        ),
        Canned::says(200, "<html>"),
        Canned::says(200, json!({"data": null})),
        Canned::says(200, json!({"data": {"podFindAndDeployOnDemand": null}})),
        Canned::new(Err(TransportError::TimedOut)),
        Canned::new(Err(TransportError::Offline)),
        Canned::new(Err(TransportError::NoAccess("Failed to fetch".into()))),
    ];
    for canned in unclear {
        let launched = canned.client().launch(&order(), &pick(), &tag(), &now).await;
        assert!(matches!(launched.answer, Answer::Unclear(_)), "{:?}: {:?}", canned.answer, launched.answer);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn of_two_readings_of_a_pod_the_costlier_counts() {
    let body = json!({"data": {"myself": {"currentSpendPerHr": -1, "clientBalance": -2, "pods": [
        {"id": "abc", "desiredStatus": "RUNNING", "costPerHr": 0.4},
        {"id": "ABC", "desiredStatus": "RUNNING", "costPerHr": 0.5},
        {"id": "abc", "desiredStatus": "EXITED", "costPerHr": 0},
        {"id": "odd", "desiredStatus": "RUNNING", "costPerHr": -4.999},
    ]}}});
    let roster = Canned::says(200, body).client().pods(&now).await.unwrap();
    let said: Vec<_> = roster.pods.iter().map(|pod| (pod.id.clone(), pod.status.bills_gpu(), pod.gpu_rate)).collect();
    let half = Some(HourlyRate::from_micros(500_000));
    assert_eq!(said, [(PodId::new("abc"), true, half), (PodId::new("odd"), true, None)]);
    assert_eq!((roster.account.spend, roster.account.balance), (None, Some(MicroUsd::from_micros(-2_000_000))));
}

#[tokio::test(flavor = "current_thread")]
async fn errors_are_told_apart() {
    let table = [
        ("no_capacity_2023", ErrorKind::NoCapacity),
        ("no_capacity_2026", ErrorKind::NoCapacity),
        ("machine_lacks_resources", ErrorKind::NoCapacity),
        ("no_instances_currently", ErrorKind::NoCapacity),
        ("no_disk", ErrorKind::NoCapacity),
        ("resume_host_full", ErrorKind::HostFull),
        ("balance_too_low", ErrorKind::Balance),
        ("spend_limit", ErrorKind::SpendLimit),
        ("internal", ErrorKind::ServerTrouble),
        ("terminate_gone", ErrorKind::PodNotFound),
        ("volume_gone", ErrorKind::Refused),
        ("unknown_field", ErrorKind::SchemaMismatch),
        ("unknown_input_field", ErrorKind::SchemaMismatch),
        ("bad_key", ErrorKind::WrongKey),
        ("key_lacks_permission", ErrorKind::Forbidden),
        ("retired", ErrorKind::Retired),
        ("rate_limited", ErrorKind::RateLimited),
        ("cloudflare_block", ErrorKind::NoAccess),
        ("cloudflare_5xx", ErrorKind::ServerTrouble),
    ];
    for (name, kind) in table {
        let failure = Canned::sample("graphql_errors", name)
            .client()
            .act(PodAction::Terminate, &PodId::new("a"), 1)
            .await
            .unwrap_err();
        assert_eq!(failure.kind, kind, "{name}: {}", failure.raw);
        let no_pod = failure.advice(Operation::Launching).money.contains("No pod was made");
        assert_eq!(no_pod, !failure.is_ambiguous(), "{name}");
    }
    let limited = Canned::sample("graphql_errors", "rate_limited").client().owner().await.unwrap_err();
    assert_eq!(limited.retry_after, Some(Duration::from_secs(12)));
}

#[tokio::test(flavor = "current_thread")]
async fn a_status_says_what_the_words_do_not() {
    let error = |message: &str| json!({"errors": [{"message": message}]}).to_string();
    let poor = "Your account balance is too low to rent a pod. Please add funds to your account.";
    let table = [
        (400, error("Syntax Error"), ErrorKind::SchemaMismatch),
        (400, "<html>".into(), ErrorKind::InvalidResponse),
        (401, String::new(), ErrorKind::WrongKey),
        (402, error("Payment Required"), ErrorKind::Balance),
        (402, String::new(), ErrorKind::Balance),
        (403, String::new(), ErrorKind::Forbidden),
        (403, "error code: 1010".into(), ErrorKind::NoAccess),
        (403, error(poor), ErrorKind::Balance),
        (404, "<html>".into(), ErrorKind::InvalidResponse),
        (404, String::new(), ErrorKind::InvalidResponse),
        (404, error("pod not found to terminate"), ErrorKind::PodNotFound),
        (408, String::new(), ErrorKind::TimedOut),
        (410, "<html>".into(), ErrorKind::Retired),
        (413, "<html>".into(), ErrorKind::InvalidResponse),
        (413, error("request entity too large"), ErrorKind::SchemaMismatch),
        (422, error("invalid value"), ErrorKind::SchemaMismatch),
        (429, "<html>".into(), ErrorKind::RateLimited),
        (429, error("rate limit exceeded for the minute window"), ErrorKind::RateLimited),
        (200, error("rate limit exceeded for the minute window"), ErrorKind::RateLimited),
        (500, error(poor), ErrorKind::Balance),
        (500, error("Unauthorized"), ErrorKind::ServerTrouble),
        (502, "<html>".into(), ErrorKind::ServerTrouble),
        (503, "<html>".into(), ErrorKind::Maintenance),
        (503, error("Something went wrong. Please try again later or contact support."), ErrorKind::Maintenance),
        (504, "<html>".into(), ErrorKind::TimedOut),
        (524, "<html>".into(), ErrorKind::TimedOut),
        (301, String::new(), ErrorKind::InvalidResponse),
        (0, String::new(), ErrorKind::InvalidResponse),
    ];
    for (status, body, kind) in table {
        let failure =
            Canned::says(status, &body).client().act(PodAction::Terminate, &PodId::new("a"), 1).await.unwrap_err();
        assert_eq!(failure.kind, kind, "HTTP {status} {body}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn whatever_changes_something_is_an_act_and_goes_first() {
    let canned = Canned::says(200, json!({"data": {}}));
    let client = canned.client();
    let _ = client.pods(&now).await;
    let _ = client.catalog(AvailabilityQuery::default(), &now).await;
    let _ = client.launch(&order(), &pick(), &tag(), &now).await;
    let _ = client.act(PodAction::Terminate, &PodId::new("a"), 1).await;
    let urgencies: Vec<_> = canned.asked.borrow().iter().map(|request| request.urgency).collect();
    assert_eq!(urgencies, [Urgency::Read, Urgency::Read, Urgency::Act, Urgency::Act]);
}

#[tokio::test(flavor = "current_thread")]
async fn an_agreed_end_is_an_agreement() {
    assert_eq!(
        Canned::sample("graphql", "podTerminate").client().act(PodAction::Terminate, &PodId::new("a"), 1).await,
        Ok(())
    );
}

#[tokio::test(flavor = "current_thread")]
async fn the_key_is_in_the_header_and_nowhere_else_even_if_it_is_echoed() {
    let canned = Canned::says(400, json!({"errors": [{"message": format!("bad key {KEY}")}]}));
    let failure = canned.client().owner().await.unwrap_err();
    assert!(!format!("{failure:?}").contains(KEY), "{failure:?}");
    let request = canned.asked.borrow()[0].clone();
    assert_eq!(request.authorization(), Some(format!("Bearer {KEY}")));
    assert!(!request.body.contains(KEY) && !request.url.contains(KEY) && !format!("{request:?}").contains(KEY));
}

#[tokio::test(flavor = "current_thread")]
async fn a_pod_becomes_the_form_that_launches_it_again() {
    let pod = json!({
        "id": "a", "name": "flux", "podType": "RESERVED", "costPerHr": 1.38, "gpuCount": 2, "imageName": "runpod/comfyui:cuda12.8",
        "containerDiskInGb": 60, "volumeInGb": 0, "volumeMountPath": "/workspace", "networkVolumeId": "vol1",
        "ports": "8188/http", "dockerArgs": "", "machine": {"gpuTypeId": "NVIDIA A40", "secureCloud": true},
        "env": ["LAUNCHPOD_TAG=t", "PUBLIC_KEY=ssh-ed25519 A", "RUNPOD_POD_ID=a", "HF_TOKEN=hunter2", "MODEL=a=b", "odd"]
    });
    let ask = async |pod: serde_json::Value| {
        Canned::says(200, json!({"data": {"pod": pod}})).client().pod_order(&PodId::new("a")).await
    };
    let reading = ask(pod.clone()).await.unwrap().unwrap();
    let env = |key: &str, value: &str| Variable { key: key.into(), value: value.into() };
    let expected = OrderForm::default()
        .choosing(vec![GpuChoiceForm::of("NVIDIA A40")])
        .with_env(vec![env("HF_TOKEN", ""), env("MODEL", "a=b")])
        .with(Field::Name, "flux")
        .with(Field::GpuCount, "2")
        .with(Field::ContainerDisk, "60")
        .with(Field::NetworkVolume, "vol1")
        .with(Field::Ports, "8188/http")
        .with(Field::Jupyter, "");
    assert_eq!((reading.raw, reading.left_out), (expected, vec!["HF_TOKEN".to_owned()]));
    let mut there = pod.clone();
    there["machine"]["dataCenterId"] = "EU-RO-1".into();
    let raw = ask(there.clone()).await.unwrap().unwrap().raw;
    assert_eq!(raw.get(Field::Place), "", "its volume fixes the place");
    there["networkVolumeId"] = Value::Null;
    let raw = ask(there).await.unwrap().unwrap().raw;
    assert_eq!(raw.get(Field::Place), "EU-RO-1");
    let mut unplaced = pod.clone();
    unplaced["machine"] = serde_json::Value::Null;
    let reading = ask(unplaced).await.unwrap().unwrap();
    assert_eq!((reading.raw.choices, reading.odd), (vec![], vec!["gpu type".to_owned()]));
    let mut spot = pod;
    spot["podType"] = "INTERRUPTABLE".into();
    spot["machine"]["secureCloud"] = false.into();
    let raw = ask(spot).await.unwrap().unwrap().raw;
    assert_eq!((raw.get(Field::Rent), raw.get(Field::Bid), raw.get(Field::Cloud)), ("spot", "0.69", "COMMUNITY"));
    let cpu = json!({"id": "a", "cpuFlavorId": "cpu3g", "vcpuCount": 2.0, "memoryInGb": 8.0, "imageName": "a/b"});
    let raw = ask(cpu).await.unwrap().unwrap().raw;
    assert!(raw.is_cpu());
    assert_eq!((raw.get(Field::Cpu), raw.get(Field::Image), raw.get(Field::OwnImage)), ("cpu3g-2-8", "own", "a/b"));
    assert_eq!(ask(serde_json::Value::Null).await, Ok(None));
    let nothing = Catalog { scope: AvailabilityQuery::default(), gpu_types: vec![], as_of: now() };
    for name in ["Mu\u{308}ller", "ทดสอบ", "हिन्दी", "mike's pod #2"] {
        let named = json!({"id": "a", "name": name, "imageName": "a/b", "machine": {"gpuTypeId": "NVIDIA A40", "secureCloud": true}});
        let raw = ask(named).await.unwrap().unwrap().raw;
        let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
        let known = OrderContext { catalog: &nothing, cpus: &[], volumes: &[], template: None, key: &key };
        let problems = Order::read(&raw, known);
        let of_the_name = problems.unwrap_err().into_iter().any(|problem| problem.field == Field::Name);
        assert_eq!((raw.get(Field::Name), of_the_name), (name, false));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn accounts_whose_id_is_not_told_are_told_apart_by_their_keys() {
    let canned = |id: Value| Canned::says(200, json!({"data": {"myself": {"id": id, "clientBalance": 1.0}}}));
    let owner = async |key: &str, id: Value| {
        let client = Client::new(canned(id), Endpoint::runpod(), ApiKey::read(key).unwrap(), with_rest);
        client.owner().await.unwrap().id
    };
    let (first, second) = ("rpa_FIRSTKEY0123456789", "rpa_SECONDKEY0123456789");
    for id in [json!(null), json!("")] {
        let told = owner(first, id.clone()).await;
        assert_eq!(told, owner(first, id.clone()).await);
        assert_ne!(told, owner(second, id).await);
        assert!(!told.is_empty() && !told.contains("FIRST"), "{told}");
    }
    assert_eq!(owner(first, json!("user_1")).await, "user_1");
}
