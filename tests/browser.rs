//! The client and the key components in a real browser, against a simulator that `cargo xtask test` starts.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use gloo_timers::future::sleep;
use launchpod::app::stores;
use launchpod::app::top_bar::TopBar;
use launchpod::context::{AppContext, store};
use launchpod::launch::page::LaunchPage;
use launchpod::platform::language::PageLanguage;
use launchpod::platform::locks::hold;
use launchpod::platform::route::Route;
use launchpod::platform::web_host::WebHost;
use launchpod::pods::card::PodCard;
use launchpod::pods::undo_time::UndoTime;
use launchpod::sign_in::check::{PageClient, SignedIn};
use launchpod::sign_in::page::SignInPage;
use launchpod::sign_in::session::Session;
use launchpod::widgets::error_box::{ErrorBox, ErrorBoxProps};
use launchpod_core::catalog::AvailabilityQuery;
use launchpod_core::engine::{Grant, Host};
use launchpod_core::launch::Entry;
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::pod::Pod;
use launchpod_core::pods::services::ProxyAddress;
use launchpod_core::readiness::ProbeResult;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::with_rest;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error::{ApiError, ErrorKind};
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::runpod::rate_limited::RateLimited;
use launchpod_core::state::Event;
use launchpod_core::state::journal::{Record, shelf};
use launchpod_core::types::ids::{LaunchTag, PodId};
use launchpod_core::types::time::Timestamp;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

const PRACTICE_KEY: &str = "rpa_PRACTICE0000000000000000000000000000000000";

fn address() -> &'static str {
    option_env!("LAUNCHPOD_TEST_SIMULATOR").unwrap_or("http://127.0.0.1:4600")
}

fn client_with(key: &str, graphql: String) -> PageClient {
    let proxy = ProxyAddress::parse("http://127.0.0.1:4600/proxy/{podId}-{port}").unwrap();
    PageClient::new(RateLimited::default(), Endpoint::practice(graphql, proxy), ApiKey::read(key).unwrap(), with_rest)
}

fn client() -> PageClient {
    client_with(PRACTICE_KEY, format!("{}/graphql", address()))
}

/// A client that reaches nobody, so that nothing takes a made-up pod from the page.
fn client_in_the_desert() -> PageClient {
    client_with(PRACTICE_KEY, "http://127.0.0.1:9/graphql".into())
}

fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as u64)
}

/// A place of its own on the page, with `view` in it; gone when dropped.
struct Stage {
    place: HtmlElement,
    mounted: Option<Box<dyn std::any::Any>>,
}

impl Stage {
    fn show<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let place: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        document.body().unwrap().append_child(&place).unwrap();
        let mounted = mount_to(place.clone(), move || {
            provide_context(PageLanguage::start());
            provide_context(UndoTime::read());
            view()
        });
        Self { place, mounted: Some(Box::new(mounted)) }
    }

    fn text(&self) -> String {
        self.place.inner_text()
    }

    fn find(&self, selector: &str) -> HtmlElement {
        let found = self.place.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("no {selector} in {}", self.place.inner_html())).unchecked_into()
    }

    async fn shows(&self, words: &str) {
        for _ in 0..100 {
            if self.text().contains(words) {
                return;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("“{words}” never appeared in: {}", self.text());
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.mounted.take();
        self.place.remove();
    }
}

fn signed_in(client: PageClient, owner: launchpod_core::runpod::client::AccountInfo) -> AppContext {
    Session::provide();
    stores::open(SignedIn { client, owner });
    store()
}

#[wasm_bindgen_test]
async fn the_client_reads_the_account_and_the_catalog_with_fetch() {
    let owner = client().owner().await.unwrap();
    assert!(owner.account.balance.is_some());
    assert!(owner.volumes.iter().any(|volume| volume.name == "models"));
    let catalog = client().catalog(AvailabilityQuery::default(), &now).await.unwrap();
    assert!(catalog.gpu_types.len() > 30);
    assert!(client().pods(&now).await.unwrap().complete);
}

#[wasm_bindgen_test]
async fn a_wrong_key_and_no_way_through_are_told_apart() {
    let wrong = client_with("rpa_WRONG00000000000000000000", format!("{}/graphql", address()));
    assert_eq!(wrong.owner().await.unwrap_err().kind, ErrorKind::WrongKey);
    let closed = client_in_the_desert();
    assert_eq!(closed.owner().await.unwrap_err().kind, ErrorKind::NoAccess);
}

#[wasm_bindgen_test]
async fn a_pod_that_is_not_there_is_gone() {
    let gone = PodId::new("nosuchpod");
    assert_eq!(client().pod(&gone, &now).await.unwrap(), None);
    assert_eq!(client().act(PodAction::Terminate, &gone, 1).await.unwrap_err().kind, ErrorKind::PodNotFound);
}

#[wasm_bindgen_test]
async fn signing_in_with_an_odd_key_says_so_beside_the_field() {
    let stage = Stage::show(|| {
        Session::provide();
        SignInPage()
    });
    let input: web_sys::HtmlInputElement = stage.find("#key").unchecked_into();
    assert_eq!(input.type_(), "password");
    input.set_value("short");
    stage.find("button[type=submit]").click();
    stage.shows("too short for a RunPod key").await;
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(input.value(), "short");
}

#[wasm_bindgen_test]
async fn no_simulator_is_offered_by_a_page_that_was_started_without_one() {
    let stage = Stage::show(|| {
        Session::provide();
        SignInPage()
    });
    assert!(!stage.text().contains("Practise without spending"));
}

#[wasm_bindgen_test]
async fn a_failure_has_its_words_and_keeps_the_raw_text_one_click_away() {
    let failure = ApiError::new(ErrorKind::Balance, "<b>raw</b>");
    let stage = Stage::show(move || ErrorBox(ErrorBoxProps { failure, doing: Operation::Launching }));
    stage.shows("too little money").await;
    stage.shows("No pod was made, and nothing is charged.").await;
    assert!(!stage.find("details").has_attribute("open"));
    assert_eq!(stage.find("pre").text_content().as_deref(), Some("<b>raw</b>"));
}

#[wasm_bindgen_test]
async fn a_card_shows_money_and_becomes_ready_only_by_the_services_own_answer() {
    let owner = client().owner().await.unwrap();
    let volume = owner.volumes.first().unwrap().id.clone();
    let handed = std::rc::Rc::new(std::cell::RefCell::new(None));
    let out = handed.clone();
    let stage = Stage::show(move || {
        let context = signed_in(client_in_the_desert(), owner);
        context.on(told(running_pod(volume)));
        *out.borrow_mut() = Some(context);
        view! { <PodCard id=PodId::new("testpod") /> }
    });
    let context = handed.borrow().unwrap();
    stage.shows("Waiting for the program").await;
    stage.shows("$0.697/h").await;
    stage.shows("Try ComfyUI (no answer yet)").await;
    context.on(Event::ProbeAnswered { pod: PodId::new("testpod"), port: 8188, answer: ProbeResult::Ready });
    stage.shows("Open ComfyUI").await;
    let link = stage.find("a[data-state=ready]");
    assert_eq!(link.get_attribute("href").as_deref(), Some("http://127.0.0.1:4600/proxy/testpod-8188/"));
    assert_eq!(link.get_attribute("rel").as_deref(), Some("noopener noreferrer"));
    assert_eq!(stage.find("h2").text_content().as_deref(), Some("<b>bold</b>"));
}

fn told(pod: Pod) -> Event<ApiError> {
    Event::PodFetched { id: pod.id.clone(), asked: now(), pod: Some(pod) }
}

fn running_pod(volume: launchpod_core::types::ids::NetworkVolumeId) -> Pod {
    use launchpod_core::pods::pod::{Runtime, Status};
    use launchpod_core::pods::port::Port;
    use launchpod_core::types::money::HourlyRate;
    Pod {
        id: PodId::new("testpod"),
        name: "<b>bold</b>".into(),
        status: Status::Running,
        last_change: None,
        gpu: "RTX 4090".into(),
        gpu_count: 1,
        image: "runpod/comfyui:cuda12.8".into(),
        gpu_rate: Some(HourlyRate::from_micros(690_000)),
        spot: false,
        container_disk_gb: 50,
        volume_gb: 0,
        network_volume: Some(volume),
        mount_path: Some("/workspace".into()),
        data_center: None,
        ports: Port::parse_list("8188/http,22/tcp"),
        tag: None,
        created: Some(now()),
        started: None,
        allowed: Default::default(),
        has_machine: true,
        start_command: String::new(),
        timer_mark: None,
        usage: Default::default(),
        runtime: Some(Runtime { up_since: now(), open_ports: vec![8188] }),
        ahead: Some(launchpod_core::types::clock_offset::Ahead::NONE),
    }
}

#[wasm_bindgen_test]
async fn the_end_button_can_be_taken_back() {
    let owner = client().owner().await.unwrap();
    let volume = owner.volumes.first().unwrap().clone();
    let name = volume.name.clone();
    let stage = Stage::show(move || {
        let context = signed_in(client_in_the_desert(), owner);
        context.on(told(running_pod(volume.id)));
        view! { <PodCard id=PodId::new("testpod") /> }
    });
    stage.find("button.danger").click();
    stage.shows(&format!("The volume “{name}” stays")).await;
    stage.find(".ending button").click();
    for _ in 0..40 {
        if !stage.text().contains("stays") {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("still ending: {}", stage.text());
}

#[wasm_bindgen_test]
async fn the_bar_shows_balance_and_the_form_shows_prices() {
    let client = client();
    let owner = client.owner().await.unwrap();
    web_sys::window().unwrap().location().set_hash("#/launch").unwrap();
    let stage = Stage::show(move || {
        signed_in(client, owner);
        let route = Route::follow();
        view! { <TopBar route /> <LaunchPage /> }
    });
    stage.shows("balance $").await;
    stage.shows("from $").await;
    stage.find("[data-app=\"comfyui\"] button").click();
    stage.shows("RTX 4090").await;
    stage.shows("Any GPU with at least 12 GB").await;
    stage.shows("h = $0.").await;
    stage.find("input[value=\"NVIDIA GeForce RTX 4090\"]").click();
    stage.shows("RTX 4090 with 24 GB, wherever RunPod has it").await;
    web_sys::window().unwrap().location().set_hash("").unwrap();
}

#[wasm_bindgen_test]
async fn a_lock_has_one_owner_and_passes_on_when_it_is_let_go() {
    let first = hold("test", false).await;
    assert!(first.is_some());
    assert!(hold("test", false).await.is_none(), "it is taken");
    let order = std::rc::Rc::new(std::cell::RefCell::new(vec![]));
    let noted = order.clone();
    leptos::task::spawn_local(async move {
        let _second = hold("test", true).await;
        noted.borrow_mut().push("second");
    });
    sleep(Duration::from_millis(100)).await;
    order.borrow_mut().push("let go");
    drop(first);
    for _ in 0..40 {
        if order.borrow().len() == 2 {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(*order.borrow(), ["let go", "second"]);
}

#[wasm_bindgen_test]
async fn the_journal_keeps_each_accounts_records_apart_and_gives_them_back() {
    let host = WebHost::default();
    let (anna, bert) = (shelf("test", "anna"), shelf("test", "bert"));
    let record = Record::Launch(Entry::new(LaunchTag::from_random(7), "comfy".into(), now()));
    let key = format!("{anna}{}", record.key());
    let held = host.try_lock(&key).await;
    assert!(matches!(held, Some(Grant::Exclusive(_))));
    assert!(host.set_durably(&key, &record.write()).await);
    assert_eq!(host.get(&key).await.and_then(|text| Record::read(&text)), Some(record));
    let count = async |prefix: &str| host.list(prefix).await.map(|all| all.len());
    assert_eq!((count(&anna).await, count(&bert).await), (Some(1), Some(0)));
    assert!(WebHost::default().try_lock(&key).await.is_none(), "another tab has it");
    host.delete(&key).await;
    assert_eq!(count(&anna).await, Some(0));
}
