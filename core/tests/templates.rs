//! Templates and logins to registries: what comes in, and what does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use launchpod_core::catalog::template::{Kind, Template, TemplateLibrary, search};
use launchpod_core::pods::port::Port;
use launchpod_core::runpod::error::{ApiError, ErrorKind as Failed};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::Canned;

async fn ask(data: Value) -> Result<TemplateLibrary, ApiError> {
    Canned::says(200, json!({ "data": data })).client().library().await
}

async fn templates(official: Value) -> Vec<Template> {
    ask(json!({ "official": official })).await.unwrap().templates
}

fn small(id: &str) -> Value {
    json!({ "id": id, "imageName": "x/y" })
}

#[tokio::test(flavor = "current_thread")]
async fn all_kinds_come_with_one_request_each_once() {
    let canned = Canned::says(
        200,
        json!({"data": {
            "myself": {
                "podTemplates": [small("mine"), small("public")],
                "containerRegistryCreds": [{"id": "r", "name": "ghcr"}, {"id": "s"}, {"name": "no id"}, null]
            },
            "official": [small("comfy"), null],
            "community": [small("public"), small("other")]
        }}),
    );
    let library = canned.client().library().await.unwrap();
    let said: Vec<_> = library.templates.iter().map(|template| (template.id.as_str(), template.kind)).collect();
    let expected = [("mine", Kind::Own), ("public", Kind::Own), ("comfy", Kind::Official), ("other", Kind::Community)];
    assert_eq!(said, expected);
    let registries: Vec<_> = library.registries.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    assert_eq!(registries, [("r", "ghcr"), ("s", "s")]);
    assert!(library.complete);
    assert_eq!(canned.all_sent().len(), 1);
    assert!(!canned.sent().to_string().contains("registryAuth"), "the login itself is never asked for");
}

#[tokio::test(flavor = "current_thread")]
async fn a_template_is_read_as_its_author_wrote_it() {
    let full = json!([{
        "id": "t", "name": " My\n  ComfyUI ", "imageName": "runpod/comfyui:cuda12.8", "dockerArgs": "sleep infinity",
        "containerDiskInGb": 50, "volumeInGb": 20, "volumeMountPath": "/workspace",
        "ports": "8188/http, 22/tcp,8188/http,x,53/udp,99999/http", "readme": "# Read me\nfirst",
        "env": [{"key": "A", "value": "1"}, {"key": "TOKEN", "value": "{{ RUNPOD_SECRET_hf }}"}, {"value": "lost"}, {"key": "B"}],
        "startJupyter": true, "startSsh": true, "containerRegistryAuthId": "r", "isServerless": false
    }]);
    let template = templates(full).await.remove(0);
    assert_eq!((template.name.as_str(), template.start_command.as_str()), ("My ComfyUI", "sleep infinity"));
    assert_eq!((template.container_disk_gb, template.volume_gb), (50, 20));
    assert_eq!(template.mount_path.as_deref(), Some("/workspace"));
    assert_eq!(template.ports, Port::parse_list("8188/http,22/tcp"));
    let env = [("A", "1"), ("TOKEN", "{{ RUNPOD_SECRET_hf }}"), ("B", "")];
    assert_eq!(template.env, env.map(|(key, value)| (key.to_owned(), value.to_owned())));
    assert_eq!(template.readme, "# Read me\nfirst");
    assert!(template.start_jupyter && template.start_ssh);
    assert_eq!(template.registry_auth.as_ref().map(|id| id.as_str()), Some("r"));
}

#[tokio::test(flavor = "current_thread")]
async fn ports_are_read_however_they_are_written_and_what_is_none_is_said() {
    for (written, read, unread) in [
        (json!("8080/http;22/tcp"), "8080/http,22/tcp", ""),
        (json!("8188:8188, 22:22"), "8188/http,22/tcp", ""),
        (json!("8888,22"), "8888/http,22/tcp", ""),
        (json!("[\"8188/http\", \"22/tcp\"]"), "8188/http,22/tcp", ""),
        (json!(["8188/http", "22/tcp"]), "8188/http,22/tcp", ""),
        (json!("8188/http\n22/tcp 8188:8188/http"), "8188/http,22/tcp", ""),
        (json!("80:8080,53/udp,70000,x,8188/HTTP"), "8188/http", "80:8080, 53/udp, 70000"),
        (json!("80:8080/http, 0, 70001/tcp"), "70001/tcp", "80:8080/http, 0"),
        (json!(8188), "", ""),
    ] {
        let mut one = small("t");
        one["ports"] = written.clone();
        let template = templates(json!([one])).await.remove(0);
        assert_eq!(template.ports, Port::parse_list(read), "{written}");
        assert_eq!(template.unread_ports.join(", "), unread, "{written}");
        assert!(template.ports_left_out().contains(unread));
        assert_eq!(template.ports_left_out().is_empty(), unread.is_empty());
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_lacks_everything_but_an_image_is_one_and_serverless_ones_are_none() {
    let mut serverless = small("s");
    serverless["isServerless"] = json!(true);
    let odd = json!({"id": "odd", "imageName": "x/y", "name": 7, "env": "x", "ports": {}, "containerDiskInGb": "much",
        "volumeInGb": -5, "readme": [], "dockerArgs": null, "startSsh": "yes", "volumeMountPath": "/a b"});
    let all = templates(json!([small("a"), serverless, {"id": "no image"}, {"imageName": "no/id"}, odd, 7, "x"])).await;
    let ids: Vec<_> = all.iter().map(|template| template.id.as_str()).collect();
    assert_eq!(ids, ["a", "odd"]);
    assert_eq!((all[1].name.as_str(), all[1].volume_gb, &all[1].mount_path), ("odd", 0, &None));
    assert!(!all[1].start_ssh && all[1].env.is_empty() && all[1].ports.is_empty());
}

#[tokio::test(flavor = "current_thread")]
async fn a_hostile_template_does_not_hurt() {
    let long = "<script>alert(1)</script>".repeat(40_000);
    let with = |field: &str, value: Value| {
        let mut template = small("hostile");
        template[field] = value;
        json!([template])
    };
    let name = templates(with("name", json!(format!("\u{202e}{long}")))).await.remove(0).name;
    assert!(name.starts_with("<script>") && name.chars().count() <= 100);
    assert_eq!(templates(with("readme", json!(long))).await[0].readme.len(), 1_000);
    let ports = (1..=60_000).map(|port| format!("{port}/http")).collect::<Vec<_>>().join(",");
    assert!(templates(with("ports", json!(ports))).await[0].ports.len() <= 40);
    assert_eq!(templates(with("readme", json!("a\u{0}b\u{7}c\r\nd\te"))).await[0].readme, "abc\nd e");
    // A part of what would be sent is another thing: rather no such template.
    for (field, value) in [
        ("imageName", json!(long)),
        ("imageName", json!("x/y z")),
        ("dockerArgs", json!(long)),
        ("env", json!([{"key": "A", "value": long}])),
        ("env", json!([{"key": long, "value": "1"}])),
        ("env", json!(vec![json!({"key": "A", "value": "1"}); 300])),
        ("id", json!(long)),
        ("id", json!("a\nb")),
    ] {
        assert_eq!(templates(with(field, value)).await, [], "{field}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_key_that_may_not_read_everything_gets_what_it_may() {
    let library = ask(json!({"myself": null, "official": [small("a")], "community": [small("b")]})).await.unwrap();
    assert_eq!((library.templates.len(), library.complete), (2, false));
    let body = json!({
        "errors": [{"message": "Forbidden", "path": ["myself", "containerRegistryCreds"]}],
        "data": {"myself": {"podTemplates": [small("m")], "containerRegistryCreds": null}, "official": [], "community": []}
    });
    let library = Canned::says(200, body).client().library().await.unwrap();
    assert_eq!((library.templates.len(), library.complete), (1, false));
    let body = json!({"errors": [{"message": "Forbidden"}], "data": {"myself": null, "official": null}});
    assert!(Canned::says(200, body).client().library().await.is_err());
    assert_eq!(ask(json!({})).await.unwrap_err().kind, Failed::InvalidResponse);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::from))
}

proptest! {
    #[test]
    fn whatever_stands_in_a_template_it_is_one_or_none(
        fields in prop::collection::vec((0usize..13, any_json()), 0..6), words: String,
    ) {
        const FIELDS: [&str; 13] = [
            "id", "name", "imageName", "dockerArgs", "containerDiskInGb", "volumeInGb", "volumeMountPath", "ports", "env",
            "readme", "isServerless", "startSsh", "containerRegistryAuthId",
        ];
        let mut template = small("t");
        for (at, value) in fields {
            template[FIELDS[at]] = value;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let all = runtime.block_on(templates(json!([template])));
        prop_assert!(all.len() <= 1 && search(&all, &words, 1).shown.len() <= all.len());
    }
}
