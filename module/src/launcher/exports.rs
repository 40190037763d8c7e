//! What JavaScript calls. JSON goes in, which `core` reads anyway; plain objects come out, and what a promise is rejected with
//! is a [`LaunchpodError`] as one.

use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Promise;
use launchpod_core::catalog::AvailabilityQuery;
use launchpod_core::json::{Document, Json};
use launchpod_core::order::offers::candidates;
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::services::ProxyAddress;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{ApiChoice, Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::fetch_transport::FetchTransport;
use launchpod_core::runpod::rate_limited::RateLimited;
use launchpod_core::runpod::web_clock::{WebClock, now};
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

use super::js::{Hooks, Host, plain};
use super::queries::Ready;
use super::state::Launcher;
use super::wait_limit::WaitLimit;
use crate::dto;
use crate::error::{BoxError, LaunchpodError, pod_gone};

/// Before a pod of which nothing but its id was told is asked for again.
const AGAIN_AFTER: Duration = Duration::from_secs(3);

/// One launcher.
#[wasm_bindgen]
pub struct Core(Rc<Launcher>);

/// What a call comes to. One type for all of them: each type of future would be compiled anew down to the promise.
type Work = Pin<Box<dyn Future<Output = Result<JsValue, BoxError>>>>;

#[wasm_bindgen]
impl Core {
    /// With `key`, `graphql`, `proxy`, `name` (null for RunPod itself), `api` (`graphql` or `rest`) and `speed`.
    ///
    /// # Errors
    /// What is wrong with these.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, host: Host) -> Result<Core, JsValue> {
        made(read(options).json(), host).map_err(|told| plain(&told))
    }

    /// Does what `method` names with `given`: `id`, `order`, `within` (milliseconds), `seen`, or what a log is to be.
    pub fn call(&self, method: &str, given: &str, hooks: Hooks) -> Promise {
        let work = begun(method, self.0.clone(), Given::read(given, hooks));
        future_to_promise(async move { work.await.map_err(|told| plain(&told)) })
    }

    /// A second has passed. Whether something is not finished.
    pub fn tick(&self) -> bool {
        self.0.tick()
    }

    /// Whoever waits shall look whether the caller wants no more of it.
    pub fn nudge(&self) {
        self.0.engine.nudge();
    }

    /// Nobody reads the log of this number any more.
    #[wasm_bindgen(js_name = leaveLog)]
    pub fn leave_log(&self, reading: u32) {
        self.0.leave_log(reading);
    }

    /// Stops everything.
    pub fn close(&self) {
        self.0.logs.borrow_mut().clear();
        self.0.engine.close();
    }
}

/// What a call was given.
struct Given {
    json: Document,
    hooks: Hooks,
    /// Until when the caller waits: from the call on, whatever comes before the work.
    until: Option<Timestamp>,
}

impl Given {
    fn read(text: &str, hooks: Hooks) -> Self {
        let json = read(text);
        let within = json.json().number("within").map(|millis| Duration::from_millis(millis.max(0.0) as u64));
        Self { json, hooks, until: within.map(|within| now().plus(within)) }
    }

    fn pod(&self) -> PodId {
        PodId::new(self.json.json().text("id").unwrap_or_default())
    }

    fn order(&self) -> Json<'_> {
        self.json.json().get("order")
    }

    fn limit(&self) -> WaitLimit<'_> {
        WaitLimit { hooks: Some(&self.hooks), until: self.until }
    }
}

fn begun(method: &str, launcher: Rc<Launcher>, given: Given) -> Work {
    let work = asked_for(method, launcher.clone(), given);
    // What an order says is looked at before it is known whose it is.
    if matches!(method, "offers" | "launch") {
        return work;
    }
    Box::pin(async move {
        launcher.enter().await?;
        work.await
    })
}

fn asked_for(method: &str, launcher: Rc<Launcher>, given: Given) -> Work {
    match method {
        "gpuTypes" => Box::pin(gpu_types(launcher)),
        "offers" => Box::pin(offers(launcher, given)),
        "dataCenters" => Box::pin(async move { Ok(each(&launcher.places().await?, dto::listed::place)) }),
        "templates" => Box::pin(async move { Ok(each(&launcher.library().await?.templates, dto::listed::template)) }),
        "registries" => Box::pin(async move { Ok(each(&launcher.library().await?.registries, dto::listed::registry)) }),
        "cpuFlavors" => Box::pin(async move { Ok(each(&launcher.cpu_flavors().await?, dto::listed::cpu_flavor)) }),
        "networkVolumes" => Box::pin(network_volumes(launcher)),
        "pods" => Box::pin(pods(launcher)),
        "pod" => Box::pin(pod(launcher, given)),
        "access" => Box::pin(async move { launcher.access(&given.pod()).await }),
        "launch" => Box::pin(launch(launcher, given)),
        "ready" => Box::pin(async move { launcher.wait_for_ready(&given.pod(), given.limit()).await }),
        "lost" => Box::pin(async move { Ok(plain(&launcher.until_lost(&given.pod(), given.limit()).await?)) }),
        "next" => Box::pin(next(launcher, given)),
        "log" => Box::pin(async move { launcher.next_log_lines(&given.pod(), given.json.json(), given.limit()).await }),
        "recover" => Box::pin(async move { Ok(launcher.recover(&given.hooks).await?.into()) }),
        "stop" => Box::pin(act(launcher, PodAction::Stop, given)),
        "start" => Box::pin(act(launcher, PodAction::Resume, given)),
        "end" => Box::pin(act(launcher, PodAction::Terminate, given)),
        unknown => {
            let told =
                LaunchpodError::new("internal", format!("This package has no call “{unknown}”. Nothing was asked."));
            Box::pin(async move { Err(told) })
        }
    }
}

async fn gpu_types(launcher: Rc<Launcher>) -> Result<JsValue, BoxError> {
    let catalog = launcher.catalog(AvailabilityQuery::default()).await?;
    Ok(plain(&catalog.gpu_types.iter().map(dto::gpu_type).collect::<Vec<_>>()))
}

async fn offers(launcher: Rc<Launcher>, given: Given) -> Result<JsValue, BoxError> {
    let Ready { order, catalog } = launcher.read_order(given.order()).await?;
    let candidates = candidates(&order, &catalog);
    Ok(plain(&candidates.iter().map(|step| dto::offer(&order, &catalog, step)).collect::<Vec<_>>()))
}

async fn network_volumes(launcher: Rc<Launcher>) -> Result<JsValue, BoxError> {
    let volumes = launcher.volumes().await?;
    Ok(plain(&volumes.iter().map(dto::network_volume).collect::<Vec<_>>()))
}

async fn pods(launcher: Rc<Launcher>) -> Result<JsValue, BoxError> {
    launcher.engine.refresh().await??;
    Ok(launcher.all_shown().into())
}

async fn pod(launcher: Rc<Launcher>, given: Given) -> Result<JsValue, BoxError> {
    let id = given.pod();
    launcher.engine.fetch_pod(&id).await??;
    Ok(launcher.shown(&id).unwrap_or(JsValue::NULL))
}

async fn launch(launcher: Rc<Launcher>, given: Given) -> Result<JsValue, BoxError> {
    let pod = launcher.launch(given.order(), &given.hooks).await?;
    // RunPod may have told no more than its id.
    while !launcher.knows(&pod) && launcher.engine.fetch_pod(&pod).await? != Ok(false) {
        launcher.engine.pause(AGAIN_AFTER).await?;
    }
    launcher.shown(&pod).ok_or_else(|| pod_gone(&pod))
}

async fn next(launcher: Rc<Launcher>, given: Given) -> Result<JsValue, BoxError> {
    let seen = given.json.json().number("seen").map(|seen| seen as u32);
    Ok(plain(&launcher.next(seen, given.limit()).await?))
}

async fn act(launcher: Rc<Launcher>, verb: PodAction, given: Given) -> Result<JsValue, BoxError> {
    let (id, limit) = (given.pod(), given.limit());
    match verb {
        PodAction::Terminate => launcher.terminate(&id, limit).await?,
        verb => launcher.power(verb, &id, limit).await?,
    }
    Ok(launcher.shown(&id).unwrap_or(JsValue::NULL))
}

fn made(options: Json, host: Host) -> Result<Core, BoxError> {
    let key = ApiKey::read(options.text("key").unwrap_or_default())
        .map_err(|words| LaunchpodError::new("wrong-key", format!("This can't be a RunPod API key. {words}")))?;
    let proxy = match options.text("proxy") {
        Some(text) => ProxyAddress::parse(text).ok_or_else(|| {
            LaunchpodError::new("invalid-options", "proxy must be an http(s) address with {podId} and {port} in it.")
        })?,
        None => ProxyAddress::runpod(),
    };
    let graphql = options.text("graphql").map_or_else(|| Endpoint::runpod().graphql, str::to_owned);
    let endpoint = match options.text("name") {
        None => Endpoint { graphql, proxy, ..Endpoint::runpod() },
        Some(_) => Endpoint::practice(graphql, proxy),
    };
    let name = options.text("name").unwrap_or(Endpoint::RUNPOD).to_owned();
    let client = Client::new(RateLimited::new(FetchTransport, WebClock), endpoint, key, with_rest);
    let client =
        client.with_choice(if options.text("api") == Some("rest") { ApiChoice::Rest } else { ApiChoice::Graphql });
    Ok(Core(Launcher::new(client, host, name, options.number("speed").unwrap_or(1.0))))
}

/// All of them, as they are shown.
fn each<'a, T, S: Serialize>(all: &'a [T], show: impl Fn(&'a T) -> S) -> JsValue {
    plain(&all.iter().map(show).collect::<Vec<_>>())
}

/// What is no JSON stands for nothing.
fn read(text: &str) -> Document {
    Document::read(text).unwrap_or_default()
}
