//! One behaviour over both of RunPod's APIs: whoever asks need not know which one answers.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::rc::Rc;

use common::direct::Direct;
use common::{House, MODELS, RTX_4090};
use launchpod_core::billing::CostMeter;
use launchpod_core::catalog::{AvailabilityQuery, Cloud, CloudFilter};
use launchpod_core::launch::Answer;
use launchpod_core::order::offers::{Machine, Selection};
use launchpod_core::order::{Edit, Field, Hardware, Mount, Order, RentalMode, Variable, WhenSoldOut};
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::allowed::Allowed;
use launchpod_core::pods::pod::{Pod, Status};
use launchpod_core::pods::port::Port;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{Api, ApiChoice, Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error::{ApiError, ErrorKind};
use launchpod_core::runpod::graphql::GraphqlClient;
use launchpod_core::runpod::rest::RestClient;
use launchpod_core::secrets::{NewSecret, reference};
use launchpod_core::types::clock_offset::Ahead;
use launchpod_core::types::ids::{DataCenterId, GpuTypeId, LaunchTag, NetworkVolumeId, PodId};
use launchpod_core::types::money::HourlyRate;
use launchpod_core::types::time::{Timestamp, UtcOffset};
use launchpod_core::volumes::NewVolume;
use launchpod_simulator::{Fault, PRACTICE_KEY};
use serde_json::json;

/// A RunPod, and one of the two ways to ask it.
struct Asked {
    house: Rc<House>,
    api: Box<dyn Api>,
    is_rest: bool,
}

impl Asked {
    /// The same RunPod twice, each asked in its own way.
    fn both(key: &str) -> [Self; 2] {
        [false, true].map(|is_rest| {
            let house = Rc::new(House::new());
            let key = ApiKey::read(key).unwrap();
            let transport = Direct(house.clone());
            let api: Box<dyn Api> = match is_rest {
                true => Box::new(RestClient::new(transport, Endpoint::runpod().rest(), key)),
                false => Box::new(GraphqlClient::new(transport, Endpoint::runpod(), key)),
            };
            Self { house, api, is_rest }
        })
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.house.clock.now().0.unsigned_abs())
    }

    async fn launch(&self, order: &Order) -> Answer<ApiError> {
        self.api.launch(order, &on_gpu(RTX_4090), &tag(), &|| self.now()).await.answer
    }

    async fn made(&self, order: &Order) -> PodId {
        match self.launch(order).await {
            Answer::Made(pod) => pod,
            other => panic!("{other:?}"),
        }
    }

    async fn status(&self, pod: &PodId) -> Option<Status> {
        self.api.pod(pod, &|| self.now()).await.unwrap().map(|pod| pod.status)
    }

    fn fault(&self, graphql: &str, rest: &str) {
        let text = if self.is_rest { rest } else { graphql };
        self.house.app.switch_on(&Fault::parse(text).unwrap()).unwrap();
    }
}

fn tag() -> LaunchTag {
    LaunchTag::from_random(7)
}

fn order() -> Order {
    Order {
        name: "comfy".into(),
        hardware: Hardware::Gpus { choices: vec![], count: 1, rent: RentalMode::OnDemand },
        clouds: CloudFilter::Secure,
        scope: AvailabilityQuery::default(),
        mount: None,
        volume_gb: 0,
        mount_path: "/workspace".into(),
        image: "runpod/comfyui:cuda12.8".into(),
        template: None,
        ports: Port::parse_list("8188/http,22/tcp"),
        env: vec![Variable { key: "MODE".into(), value: "fast".into() }],
        start_command: String::new(),
        timer: None,
        models: vec![],
        notify: None,
        start_ssh: true,
        start_jupyter: false,
        registry: None,
        container_disk_gb: 50,
        min_cuda: None,
        cuda: vec![],
        ceiling: None,
        when_sold_out: WhenSoldOut::Stop,
    }
}

fn on_gpu(gpu_type: &str) -> Selection {
    let on = Machine::Gpus { gpu_type: GpuTypeId::new(gpu_type), count: 1, bid: None };
    Selection { on, name: gpu_type.into(), memory_gb: 24, cloud: Cloud::Secure, rate: HourlyRate::ZERO }
}

#[tokio::test]
async fn a_pod_is_made_listed_stopped_resumed_and_terminated() {
    for asked in Asked::both(PRACTICE_KEY) {
        let now = || asked.now();
        let pod = asked.made(&order()).await;
        let list = asked.api.pods(&now).await.unwrap();
        assert!(list.complete && list.unread == 0);
        let listed = list.pods.iter().find(|listed| listed.id == pod).unwrap();
        assert_eq!((listed.name.as_str(), listed.gpu_count), ("comfy", 1));
        assert_eq!((listed.tag.clone(), listed.container_disk_gb, listed.spot), (Some(tag()), 50, false));
        assert_eq!((listed.image.as_str(), listed.ports.len()), ("runpod/comfyui:cuda12.8", 2));
        assert_eq!(listed.gpu_rate, Some(HourlyRate::from_micros(740_000)));
        assert!(listed.created.is_some() && listed.status.bills_gpu() && listed.runtime.is_none());
        asked.house.clock.pass(600_000);
        let up = asked.api.pod(&pod, &now).await.unwrap().unwrap();
        assert_eq!((up.status, up.runtime.is_some(), up.gpu.as_str()), (Status::Running, true, "RTX 4090"));
        asked.api.act(PodAction::Stop, &pod, 1).await.unwrap();
        assert_eq!(asked.status(&pod).await, Some(Status::Stopped));
        asked.house.clock.pass(5_000);
        asked.api.act(PodAction::Resume, &pod, 1).await.unwrap();
        assert!(asked.status(&pod).await.unwrap().bills_gpu());
        asked.api.act(PodAction::Terminate, &pod, 1).await.unwrap();
        asked.house.clock.pass(60_000);
        assert_eq!(asked.status(&pod).await, None);
        for action in [PodAction::Stop, PodAction::Resume, PodAction::Terminate] {
            let gone = asked.api.act(action, &pod, 1).await.unwrap_err();
            assert_eq!(gone.kind, ErrorKind::PodNotFound, "{action:?}, REST: {}", asked.is_rest);
        }
    }
}

/// GraphQL does not tell what may be done: the status says it then.
#[tokio::test]
async fn what_is_offered_for_a_pod_is_what_runpod_takes() {
    for asked in Asked::both(PRACTICE_KEY) {
        let now = || asked.now();
        let id = asked.made(&order()).await;
        let look = async || asked.api.pod(&id, &now).await.unwrap().unwrap();
        let pod = look().await;
        assert_eq!(pod.allowed != Allowed::default(), asked.is_rest, "who tells it");
        assert_eq!((pod.power_action(), pod.can(PodAction::Resume)), (Some(PodAction::Stop), false));
        asked.api.act(pod.power_action().unwrap(), &id, 1).await.unwrap();
        let stopped = look().await;
        assert_eq!((stopped.power_action(), stopped.can(PodAction::Stop)), (Some(PodAction::Resume), false));
        asked.house.clock.pass(5_000);
        asked.api.act(stopped.power_action().unwrap(), &id, 1).await.unwrap();
        asked.fault("host-gone", "host-gone");
        // REST v2 lets it be tried; GraphQL leaves it to the status.
        let lost = look().await;
        assert_eq!(lost.power_action(), asked.is_rest.then_some(PodAction::Resume), "{:?}", lost.status);
        assert!(lost.can(PodAction::Terminate) && lost.power_refusal().is_none());
        asked.api.act(PodAction::Terminate, &id, 1).await.unwrap();
    }
}

#[tokio::test]
async fn a_wrong_key_is_told_and_none_is_asked_for_a_sign_of_life() {
    for asked in Asked::both("rpa_WRONG00000000000000000000000000000000000000") {
        asked.api.ping().await.unwrap();
        assert_eq!(asked.api.owner().await.unwrap_err().kind, ErrorKind::WrongKey);
        assert_eq!(asked.api.pods(&|| asked.now()).await.unwrap_err().kind, ErrorKind::WrongKey);
        let Answer::Refused(refused) = asked.launch(&order()).await else { panic!("nobody launches with it") };
        assert_eq!(refused.kind, ErrorKind::WrongKey);
    }
}

#[tokio::test]
async fn what_became_of_a_create_is_known_or_it_is_looked_for_by_its_tag() {
    for (graphql, rest, made, refused) in [
        ("error-before:podFindAndDeployOnDemand", "error-before:createPod", 0, None),
        ("error-after:podFindAndDeployOnDemand", "error-after:createPod", 1, None),
        ("bad-gateway", "bad-gateway", 0, None),
        (r#"{"name":"nonsense","after":true}"#, r#"{"name":"nonsense","after":true}"#, 1, None),
        (r#"{"name":"set-balance","balance":0}"#, r#"{"name":"set-balance","balance":0}"#, 0, Some(ErrorKind::Balance)),
        (
            r#"{"name":"rate-limit","retryAfter":7}"#,
            r#"{"name":"rate-limit","retryAfter":7}"#,
            0,
            Some(ErrorKind::RateLimited),
        ),
    ] {
        for asked in Asked::both(PRACTICE_KEY) {
            asked.fault(graphql, rest);
            match (asked.launch(&order()).await, refused) {
                (Answer::Unclear(_), None) => {}
                (Answer::Refused(error), Some(kind)) => assert_eq!(error.kind, kind, "{graphql}"),
                other => panic!("{graphql}, REST: {}: {other:?}", asked.is_rest),
            }
            let pods = asked.api.pods(&|| asked.now()).await.unwrap().pods;
            let tagged = pods.iter().filter(|pod| pod.tag == Some(tag())).count();
            assert_eq!(tagged, made, "{graphql}, REST: {}", asked.is_rest);
        }
    }
}

#[tokio::test]
async fn network_volumes_are_made_grown_used_and_deleted() {
    for asked in Asked::both(PRACTICE_KEY) {
        let place = DataCenterId::new("EU-RO-1");
        let wanted = NewVolume { name: "mine".into(), size_gb: 20, data_center: place.clone(), volume_type: None };
        let made = asked.api.make_volume(&wanted).await.unwrap();
        assert_eq!((made.name.as_str(), made.size_gb, &made.data_center), ("mine", 20, &place));
        assert_eq!(asked.api.grow_volume(&made.id, 30).await.unwrap().size_gb, 30);
        let kept = asked.api.holdings().await.unwrap().volumes;
        assert_eq!(kept.iter().find(|volume| volume.id == made.id).map(|volume| volume.size_gb), Some(30));
        for _ in 0..2 {
            asked.api.delete_volume(&made.id).await.unwrap();
        }
        let scope = AvailabilityQuery { data_center: Some(place.clone()), ..AvailabilityQuery::default() };
        let mount = Some(Mount { volume: NetworkVolumeId::new(MODELS), data_center: place.clone() });
        let pod = asked.made(&Order { mount, scope, ..order() }).await;
        let pod = asked.api.pod(&pod, &|| asked.now()).await.unwrap().unwrap();
        assert_eq!(pod.network_volume, Some(NetworkVolumeId::new(MODELS)));
        assert_eq!(
            (pod.mount_path.as_deref(), pod.data_center),
            (Some("/workspace"), Some(DataCenterId::new("EU-RO-1")))
        );
    }
}

#[tokio::test]
async fn a_pods_own_page_has_its_ways_its_variables_and_its_form() {
    for asked in Asked::both(PRACTICE_KEY) {
        let pod = asked.made(&order()).await;
        asked.house.clock.pass(600_000);
        let network = asked.api.pod_network(&pod).await.unwrap().unwrap();
        assert_eq!(network.secure, Some(true));
        assert!(network.wires.iter().any(|wire| wire.private == 22 && wire.is_tcp && wire.is_public));
        let env = asked.api.pod_env(&pod).await.unwrap().unwrap();
        assert!(env.iter().any(|variable| variable.key == "MODE" && variable.value == "fast"));
        let reading = asked.api.pod_order(&pod).await.unwrap().unwrap();
        let field = |field| reading.raw.get(field).to_owned();
        assert_eq!((field(Field::ContainerDisk), field(Field::Ports)), ("50".into(), "8188/http,22/tcp".into()));
        let edit = Edit {
            image: "runpod/pytorch:1.0.7".into(),
            start: String::new(),
            ports: Port::parse_list("8888/http"),
            container_disk_gb: 60,
        };
        asked.api.edit(&pod, &edit).await.unwrap();
        let edited = asked.api.pod(&pod, &|| asked.now()).await.unwrap().unwrap();
        assert_eq!((edited.image.as_str(), edited.container_disk_gb), ("runpod/pytorch:1.0.7", 60));
        asked.api.act(PodAction::Terminate, &pod, 1).await.unwrap();
        asked.house.clock.pass(60_000);
        assert_eq!(asked.api.pod_network(&pod).await, Ok(None));
        assert_eq!(asked.api.pod_env(&pod).await, Ok(None));
        assert_eq!(asked.api.pod_order(&pod).await, Ok(None));
    }
}

#[tokio::test]
async fn there_is_a_choice_of_gpus_places_processors_and_templates() {
    for asked in Asked::both(PRACTICE_KEY) {
        let now = || asked.now();
        let catalog = asked.api.catalog(AvailabilityQuery::default(), &now).await.unwrap();
        let gpu = catalog.gpu_type(&GpuTypeId::new(RTX_4090)).unwrap();
        assert_eq!((gpu.memory_gb, gpu.secure.is_some()), (24, true));
        assert!(catalog.gpu_types.len() > 20 && catalog.gpu_types.iter().all(|gpu| gpu.id.as_str() != "unknown"));
        let places = asked.api.places().await.unwrap();
        assert!(places.iter().any(|place| place.id.as_str() == "EU-RO-1"));
        let grid = asked.api.grid(places, AvailabilityQuery::default(), &now).await.unwrap();
        assert!(grid.rows.iter().any(|row| row.gpu_type.as_str() == RTX_4090));
        let flavors = asked.api.cpu_flavors().await.unwrap();
        let offers = asked.api.cpu_offers(&flavors, 4, None).await.unwrap();
        assert!(offers.iter().any(|offer| offer.vcpus == 4 && offer.price > HourlyRate::ZERO));
        let again = asked.api.cpu_offer(offers[0].clone(), None).await.unwrap().unwrap();
        assert_eq!((&again.instance_id, again.price), (&offers[0].instance_id, offers[0].price));
        let library = asked.api.library().await.unwrap();
        assert!(library.templates.iter().any(|template| template.image == "runpod/comfyui:cuda12.8"));
        assert_eq!(library.registries.len(), 1);
    }
}

/// The client that ships, on a RunPod whose GraphQL can be switched off.
fn client(house: &Rc<House>) -> Client<Direct> {
    let key = ApiKey::read(PRACTICE_KEY).unwrap();
    Client::new(Direct(house.clone()), Endpoint::runpod(), key, with_rest)
}

#[tokio::test]
async fn a_client_goes_over_to_rest_when_graphql_is_switched_off_and_makes_no_pod_twice() {
    let house = Rc::new(House::new());
    let client = client(&house);
    let now = || Timestamp::from_millis(house.clock.now().0.unsigned_abs());
    let order = order();
    let first = client.launch(&order, &on_gpu(RTX_4090), &tag(), &now).await.pod.unwrap();
    assert!(!client.is_on_rest());
    house.app.switch_on(&Fault::parse(r#"{"name":"retired","times":0}"#).unwrap()).unwrap();
    let other = LaunchTag::from_random(8);
    let second = client.launch(&order, &on_gpu(RTX_4090), &other, &now).await.pod.unwrap();
    assert!(client.is_on_rest() && client.clone().is_on_rest());
    let pods = client.pods(&now).await.unwrap();
    let tags: Vec<_> = pods.pods.iter().map(|pod| (pod.id.clone(), pod.tag.clone().unwrap())).collect();
    assert_eq!(tags.len(), 2, "what GraphQL made is there, and each create made one pod");
    assert!(tags.contains(&(first.id.clone(), tag())) && tags.contains(&(second.id, other)));
    assert_eq!(pods.account.balance, None, "RunPod no longer tells it");
    client.act(PodAction::Terminate, &first.id, 1).await.unwrap();
    assert_eq!(house.app.simulator.state()["creates"], 2);
}

#[tokio::test]
async fn a_field_that_runpod_drops_early_costs_that_field_and_not_the_list() {
    let fields = [
        "User.clientBalance",
        "User.currentSpendPerHr",
        "User.spendLimit",
        "Pod.name",
        "Pod.costPerHr",
        "Pod.ports",
        "Pod.runtime",
        "Pod.machine",
        "Pod.lastStatusChange",
        "Pod.lastStartedAt",
        "Pod.networkVolumeId",
        "Pod.dockerArgs",
        "Pod.env",
        "PodRuntime.ports",
        "PodRuntime.gpus",
    ];
    for field in fields {
        let house = Rc::new(House::new());
        let client = client(&house);
        let now = || Timestamp::from_millis(house.clock.now().0.unsigned_abs());
        let made = client.launch(&order(), &on_gpu(RTX_4090), &tag(), &now).await.pod.unwrap();
        let fault = json!({ "name": "retired-fields", "fields": [field], "times": 0 });
        house.app.switch_on(&Fault::parse(&fault.to_string()).unwrap()).unwrap();
        for _ in 0..2 {
            let list = client.pods(&now).await.unwrap_or_else(|error| panic!("{field}: {error:?}"));
            assert_eq!((list.pods.len(), list.complete), (1, true), "{field}");
            let ends = field == "User.clientBalance";
            assert_eq!((list.account.balance.is_none(), list.account.retired), (ends, ends), "{field}");
        }
        assert!(!client.is_on_rest(), "GraphQL lives");
        assert!(client.pod(&made.id, &now).await.unwrap().is_some(), "{field}");
        let second = client.launch(&order(), &on_gpu(RTX_4090), &LaunchTag::from_random(8), &now).await;
        assert!(matches!(second.answer, Answer::Made(_)), "{field}");
        assert_eq!(house.app.simulator.state()["creates"], 2, "{field}: a refused document makes nothing");
    }
}

#[tokio::test]
async fn rest_can_be_chosen_and_where_it_is_refused_to_the_key_graphql_goes_on() {
    let house = Rc::new(House::new());
    let now = || Timestamp::from_millis(house.clock.now().0.unsigned_abs());
    let chosen = client(&house).with_choice(ApiChoice::Rest);
    let owner = chosen.owner().await.unwrap();
    assert!(owner.account.balance.is_some() && owner.id.starts_with("user_"), "GraphQL tells it while it lives");
    assert!(chosen.pods(&now).await.unwrap().account.balance.is_some());
    assert!(chosen.is_on_rest() && !chosen.is_refused_by_rest());
    house.app.switch_on(&Fault::parse(r#"{"name":"forbidden","api":"v2","times":0}"#).unwrap()).unwrap();
    let refused = client(&house).with_choice(ApiChoice::Rest);
    assert!(refused.owner().await.unwrap().account.balance.is_some(), "GraphQL tells it");
    assert!(!refused.is_on_rest() && refused.is_refused_by_rest());
    let made = refused.launch(&order(), &on_gpu(RTX_4090), &tag(), &now).await;
    assert!(made.pod.is_some() && house.app.simulator.state()["creates"] == 1);
    house.app.switch_on(&Fault::parse(r#"{"name":"retired","times":0}"#).unwrap()).unwrap();
    assert_eq!(
        refused.pods(&now).await.unwrap_err().kind,
        ErrorKind::Forbidden,
        "neither answers: the key is to blame"
    );
}

#[tokio::test]
async fn chosen_rest_tells_the_balance_until_graphql_is_switched_off() {
    let house = Rc::new(House::new());
    let now = || Timestamp::from_millis(house.clock.now().0.unsigned_abs());
    let chosen = client(&house).with_choice(ApiChoice::Rest);
    assert!(chosen.pods(&now).await.unwrap().account.balance.is_some());
    house.app.switch_on(&Fault::parse(r#"{"name":"retired","times":0}"#).unwrap()).unwrap();
    let account = chosen.pods(&now).await.unwrap().account;
    assert!(account.retired && account.balance.is_none(), "nobody tells it any more");
}

/// GraphQL does not tell what may be done with a pod; REST v2 is asked beside it.
#[tokio::test]
async fn what_may_be_done_with_a_pod_is_told_beside_graphql() {
    let house = Rc::new(House::new());
    let client = client(&house);
    let Answer::Made(id) = client.launch(&order(), &on_gpu(RTX_4090), &tag(), &Timestamp::default).await.answer else {
        panic!("no pod")
    };
    let graphql = client.pod(&id, &Timestamp::default).await.unwrap().unwrap();
    assert_eq!(graphql.allowed, Allowed::default());
    let (status, allowed) = client.beside().allowed_actions(&id).await.unwrap().unwrap();
    assert!(status.bills_gpu() && allowed != Allowed::default() && !client.is_on_rest());
    assert_eq!(client.beside().allowed_actions(&PodId::new("gone")).await.unwrap(), None);
}

/// REST v2 alone has secrets; it answers beside GraphQL.
#[tokio::test]
async fn secrets_are_made_listed_and_deleted_beside_graphql() {
    let house = Rc::new(House::new());
    let client = client(&house);
    let secrets = client.beside();
    assert!(secrets.secrets().await.unwrap().is_empty());
    let raw = Variable { key: "hf/token.1".into(), value: "line 1\nline 2".into() };
    let wanted = NewSecret::read(&raw, &[], client.key()).unwrap();
    let made = secrets.make_secret(&wanted).await.unwrap();
    let listed = secrets.secrets().await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&made));
    assert!(NewSecret::read(&raw, &listed, client.key()).is_err(), "the name is taken");
    assert_eq!(secrets.make_secret(&wanted).await.unwrap_err().kind, ErrorKind::Refused, "RunPod says so too");
    let order = Order { env: vec![Variable { key: "HF".into(), value: reference(&made.name) }], ..order() };
    let Answer::Made(pod) = client.launch(&order, &on_gpu(RTX_4090), &tag(), &Timestamp::default).await.answer else {
        panic!("no pod")
    };
    let env = client.pod_env(&pod).await.unwrap().unwrap();
    assert!(env.iter().any(|own| own.value == "{{ RUNPOD_SECRET_hf/token.1 }}"), "the reference, and no value");
    secrets.delete_secret(&made.id).await.unwrap();
    secrets.delete_secret(&made.id).await.unwrap();
    assert!(secrets.secrets().await.unwrap().is_empty() && !client.is_on_rest());
}

/// An RTX 4090 for $0.74 and 50 GB of container disk for $0.006944 an hour; RunPod bills by its own clock.
#[tokio::test]
async fn bills_of_whole_hours_agree_with_the_meter() {
    let house = Rc::new(House::new());
    let client = client(&house);
    let now = || Timestamp::from_millis(house.clock.now().0.unsigned_abs());
    let mut meter = CostMeter::new(now());
    let Answer::Made(pod) = client.launch(&order(), &on_gpu(RTX_4090), &tag(), &now).await.answer else {
        panic!("no pod")
    };
    for _ in 0..5 {
        house.clock.pass(3_600_000);
        let pods: Vec<Pod> = client.pods(&now).await.unwrap().pods;
        let pods: Vec<Pod> = pods.into_iter().map(|pod| Pod { ahead: Some(Ahead::NONE), ..pod }).collect();
        meter.observe_pods(&pods.iter().collect::<Vec<_>>(), now());
    }
    let bills = client.beside().pod_bills().await.unwrap();
    let [(billed, amount)] = bills.pods.as_slice() else { panic!("{bills:?}") };
    assert_eq!(*billed, pod);
    assert!((2_900_000..3_800_000).contains(&amount.micros()), "four to five hours: {amount}");
    let words = meter.bills_text(&bills, Ahead::NONE, UtcOffset::ahead(0));
    let agrees = words.ends_with("the same.") || words.contains("less than 1 %") || words.contains(", 1 %");
    assert!(agrees && !words.contains("not seen"), "{words}");
}
