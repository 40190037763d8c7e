//! Any order that the form lets through fits the schema and the rules here; and what is refused all the same names a field.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may")]

mod common;

use std::rc::Rc;

use common::House;
use common::direct;
use launchpod_core::catalog::template::{Kind as Whose, TemplateLibrary};
use launchpod_core::launch::Answer;
use launchpod_core::order::offers::candidates;
use launchpod_core::order::{Field, GpuChoiceForm, Order, OrderContext, OrderForm, Variable};
use launchpod_core::runpod::client::ApiChoice;
use launchpod_core::runpod::error::ErrorKind;
use launchpod_core::types::ids::{LaunchTag, TemplateId};
use launchpod_core::types::time::Timestamp;
use launchpod_simulator::PRACTICE_KEY;
use proptest::prelude::*;

const APIS: [ApiChoice; 2] = [ApiChoice::Graphql, ApiChoice::Rest];

/// What a person might put into each field, right and wrong.
fn likely(field: Field) -> &'static [&'static str] {
    match field {
        Field::Name => &["a", "x y", "ünïcode (1)", "", "a\u{200b}"],
        Field::NetworkVolume => &["", "", "m0d3lsr0ro", "stud10ks2k", "gone"],
        Field::PodVolume => &["", "0", "10", "9", "40", "4096", "99999"],
        Field::MountPath => &["/workspace", "/data/", "data", "/a/../b"],
        Field::Compute => &["gpu", "gpu", "gpu", "cpu"],
        Field::GpuCount => &["1", "1", "2", "4", "8", "10", "0"],
        Field::Cpu => &["cpu3c-4-8", "cpu5g-4-16", "cpu3c-4-9"],
        Field::Image => &["comfyui", "pytorch", "own"],
        Field::OwnImage => &["a/b:1", "ghcr.io/x/y@sha256:00", "a b", ""],
        Field::ContainerDisk => &["1", "30", "50", "60", "400", "4096", "0", "x"],
        Field::Models => &["", "flux-dev-fp8\nsd15", "loras https://civitai.com/api/download/models/1", "x"],
        Field::EndAfter => &["4", "4", "", "1.5", "0", "soon"],
        Field::Rent => &["on-demand", "on-demand", "spot"],
        Field::Bid => &["0.2", "0.9", "100", "1000", "", "x"],
        Field::Cloud => &["ALL", "SECURE", "COMMUNITY", "?"],
        Field::Place => &["", "", "EU-RO-1", "us-ks-2", "RO", "XX", "NO-SUCH-1"],
        Field::MinVcpu => &["", "4", "64", "-1"],
        Field::MinMemory => &["", "16", "300", "many"],
        Field::Cuda => &["", "12.8", "12.4, 12.8", "13.9", "new"],
        Field::Ports => &[
            "",
            "8888/http,22/tcp",
            "1/http,2/http,3/http,4/http,5/http,6/http,7/http,8/http,9/http,10/http,10/tcp",
            "1/http,2/http,3/http,4/http,5/http,6/http,7/http,8/http,9/http,10/http,11/http",
            "1/udp",
            "65535/tcp,70000/tcp",
            "66000/tcp",
        ],
        Field::StartCommand => &["", "bash -c 'sleep 1'", "{\"a\": [1]}\n\"quoted\""],
        Field::Ssh | Field::Jupyter => &["yes", ""],
        Field::Notify => &["", "https://ntfy.sh/my-pods", "https://example.com/hook?id=5", "ntfy.sh/x"],
        Field::Ceiling => &["", "0.5", "50", "x"],
        Field::WhenSoldOut => &["stop", "launch"],
        Field::Template => &["", "", "official", "own", "gone"],
        Field::Registry => &["", "login", "gone"],
        Field::GpuType | Field::Env => &[""],
    }
}

fn raw() -> impl Strategy<Value = OrderForm> {
    let gpus = [
        "NVIDIA GeForce RTX 4090",
        "NVIDIA A40",
        "NVIDIA GeForce RTX 3090",
        "NVIDIA A100-SXM4-80GB",
        "NVIDIA L4",
        "no such",
    ];
    let choice = prop_oneof![
        4 => prop::sample::select(gpus.to_vec()).prop_map(GpuChoiceForm::of),
        2 => (prop::sample::select(vec!["16", "24", "80", "x"]), prop::sample::select(vec!["", "0.50", "2"]))
            .prop_map(|(memory, price)| GpuChoiceForm::any(memory, price)),
    ];
    let variable = (prop::sample::select(vec!["A", "HF_TOKEN", "1A", "LAUNCHPOD_TAG", ""]), "[ -~]{0,12}")
        .prop_map(|(key, value)| Variable { key: key.into(), value });
    let texts = prop::collection::vec((prop::sample::select(Field::ALL.to_vec()), any::<prop::sample::Index>()), 0..9);
    (texts, prop::collection::vec(choice, 1..4), prop::collection::vec(variable, 0..3)).prop_map(
        |(texts, choices, env)| {
            let raw = OrderForm::default().choosing(choices).with_env(env).with(Field::Name, "a");
            texts.into_iter().fold(raw, |raw, (field, index)| raw.with(field, index.get::<&str>(likely(field))))
        },
    )
}

/// What became of a form: refused here, not available, or made.
#[derive(Debug, PartialEq)]
enum Came {
    Refused,
    SoldOut,
    Made,
}

/// Ids of this world's for those that a form can only have from a list. A template fills its form in, as a click does.
fn with_ids(raw: &OrderForm, library: &TemplateLibrary) -> OrderForm {
    let mut raw = raw.clone();
    let wanted = raw.get(Field::Template).to_owned();
    let template = library.templates.iter().find(|template| match wanted.as_str() {
        "official" => template.kind == Whose::Official,
        "own" => template.kind == Whose::Own,
        _ => false,
    });
    if let Some(template) = template {
        let typed = raw.clone();
        raw.take_template(template);
        // Some of it is changed afterwards.
        for field in [Field::Ports, Field::ContainerDisk, Field::StartCommand, Field::Ssh] {
            if typed.get(Field::Name).len() > 1 {
                raw.set(field, typed.get(field));
            }
        }
    }
    if raw.get(Field::Registry) == "login" {
        raw.set(Field::Registry, library.registries.first().expect("a login").id.as_str());
    }
    raw
}

async fn launch(raw: &OrderForm, api: ApiChoice) -> Result<Came, String> {
    let client = direct::client(&Rc::new(House::new()), PRACTICE_KEY).with_choice(api);
    let now = Timestamp::default;
    let volumes = client.owner().await.expect("the owner").volumes;
    let catalog = client.catalog(raw.scope(&volumes), &now).await.map_err(|why| format!("no catalog: {why:?}"))?;
    let flavors = client.cpu_flavors().await.expect("flavors");
    let cpus =
        client.cpu_offers(&flavors, 4, catalog.scope.data_center.as_ref()).await.map_err(|why| format!("{why:?}"))?;
    let library = client.library().await.expect("the library");
    let raw = &with_ids(raw, &library);
    let template = raw.given(Field::Template).and_then(|id| library.template(&TemplateId::new(id)));
    let known = OrderContext { catalog: &catalog, cpus: &cpus, volumes: &volumes, template, key: client.key() };
    let order = match Order::read(raw, known) {
        Ok(order) => order,
        Err(problems) if problems.is_empty() => return Err("refused, and no field named".into()),
        Err(_) => return Ok(Came::Refused),
    };
    let Some(step) = candidates(&order, &catalog).into_iter().find(|step| step.skip.is_none()) else {
        return Ok(Came::SoldOut);
    };
    match client.launch(&order, &step.pick, &LaunchTag::from_random(7), &now).await.answer {
        Answer::Made(_) => Ok(Came::Made),
        Answer::Unclear(why) => Err(format!("{why:?}")),
        Answer::Refused(why) => match why.kind {
            ErrorKind::NoCapacity | ErrorKind::Balance | ErrorKind::SpendLimit => Ok(Came::SoldOut),
            ErrorKind::Refused | ErrorKind::SchemaMismatch if why.field().is_some() => Ok(Came::Refused),
            _ => Err(format!("{why:?} of {order:?}")),
        },
    }
}

fn play(raw: &OrderForm, api: ApiChoice) -> Result<Came, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(launch(raw, api))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn what_the_form_lets_through_is_taken_or_names_its_field(raw in raw(), api in prop::sample::select(&APIS)) {
        let came = play(&raw, api);
        prop_assert!(came.is_ok(), "{came:?}");
    }
}

#[test]
fn forms_of_every_kind_become_pods() {
    let filled = |fields: &[(Field, &str)]| {
        let raw = OrderForm::default().choosing(vec![GpuChoiceForm::any("16", "")]);
        fields.iter().fold(raw, |raw, (field, text)| raw.with(*field, text))
    };
    let spot = [(Field::Rent, "spot"), (Field::Bid, "1"), (Field::PodVolume, "20")];
    let full = [
        (Field::Cloud, "ALL"),
        (Field::Place, "US"),
        (Field::MinVcpu, "2"),
        (Field::MinMemory, "8"),
        (Field::Cuda, "12.4,12.8"),
        (Field::Image, "own"),
        (Field::OwnImage, "a/b:1"),
        (Field::StartCommand, "run"),
        (Field::PodVolume, "10"),
        (Field::Ceiling, "5"),
    ];
    let cpu = [
        (Field::Compute, "cpu"),
        (Field::Cpu, "cpu3g-4-16"),
        (Field::ContainerDisk, "40"),
        (Field::NetworkVolume, "m0d3lsr0ro"),
    ];
    let template = [(Field::Template, "official"), (Field::Registry, "login"), (Field::Ports, "8888/http,70000/tcp")];
    for fields in [&[][..], &spot, &full, &cpu, &template] {
        assert_eq!(play(&filled(fields), ApiChoice::Graphql), Ok(Came::Made), "{fields:?}");
    }
    for fields in [&[][..], &cpu, &template] {
        assert_eq!(play(&filled(fields), ApiChoice::Rest), Ok(Came::Made), "{fields:?}");
    }
    // REST v2 has neither spot nor countries.
    for fields in [&spot[..], &full] {
        assert_eq!(play(&filled(fields), ApiChoice::Rest), Ok(Came::Refused), "{fields:?}");
    }
    let large = [(Field::Compute, "cpu"), (Field::Cpu, "cpu3g-4-16"), (Field::ContainerDisk, "41")];
    // REST v2 says 404 of it, as of a pod that is gone.
    let no_login = [(Field::Registry, "gone")];
    for api in APIS {
        assert_eq!(play(&filled(&large), api), Ok(Came::Refused));
    }
    assert_eq!(play(&filled(&no_login), ApiChoice::Rest), Ok(Came::Refused));
}
