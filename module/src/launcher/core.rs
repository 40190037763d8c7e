//! What JavaScript calls. JSON goes in, which `core` reads anyway; plain objects come out, and what a promise is rejected with
//! is a [`Told`] as one.

use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Promise;
use launchpod_core::catalog::Scope;
use launchpod_core::json::{Document, Json};
use launchpod_core::order::offers::steps;
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::services::ProxyAddress;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::Client;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::fetch_transport::FetchTransport;
use launchpod_core::runpod::rate_limited::RateLimited;
use launchpod_core::runpod::web_clock::{WebClock, now};
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

use super::acts::Patience;
use super::desk::Desk;
use super::js::{Hooks, Host};
use super::readiness::gone;
use super::reading::Ready;
use crate::shown;
use crate::told::{Told, Trouble};

/// Before a pod of which nothing but its id was told is asked for again.
const AGAIN_AFTER: Duration = Duration::from_secs(3);

/// One launcher.
#[wasm_bindgen]
pub struct Core(Rc<Desk>);

/// What a call comes to. One type for all of them: each type of future would be compiled anew down to the promise.
type Work = Pin<Box<dyn Future<Output = Result<JsValue, Trouble>>>>;

#[wasm_bindgen]
impl Core {
    /// With `key`, `graphql`, `proxy`, `name` (null for RunPod itself) and `speed`.
    ///
    /// # Errors
    /// What is wrong with these.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, host: Host) -> Result<Core, JsValue> {
        made(read(options).json(), host).map_err(|told| plain(&told))
    }

    /// Does what `method` names with `given`: `id`, `order`, `within` (milliseconds) or `seen`.
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

    /// Stops everything.
    pub fn close(&self) {
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

    fn patience(&self) -> Patience<'_> {
        Patience { hooks: Some(&self.hooks), until: self.until }
    }
}

fn begun(method: &str, desk: Rc<Desk>, given: Given) -> Work {
    let work = asked_for(method, desk.clone(), given);
    // What an order says is looked at before it is known whose it is.
    if matches!(method, "offers" | "launch") {
        return work;
    }
    Box::pin(async move {
        desk.enter().await?;
        work.await
    })
}

fn asked_for(method: &str, desk: Rc<Desk>, given: Given) -> Work {
    match method {
        "gpuTypes" => Box::pin(gpu_types(desk)),
        "offers" => Box::pin(offers(desk, given)),
        "dataCenters" => Box::pin(async move { Ok(each(&desk.places().await?, shown::listed::place)) }),
        "templates" => Box::pin(async move { Ok(each(&desk.library().await?.templates, shown::listed::template)) }),
        "registries" => Box::pin(async move { Ok(each(&desk.library().await?.registries, shown::listed::registry)) }),
        "cpuFlavors" => Box::pin(async move { Ok(each(&desk.cpu_flavors().await?, shown::listed::cpu_flavor)) }),
        "networkVolumes" => Box::pin(network_volumes(desk)),
        "pods" => Box::pin(pods(desk)),
        "pod" => Box::pin(pod(desk, given)),
        "access" => Box::pin(async move { desk.access(&given.pod()).await }),
        "launch" => Box::pin(launch(desk, given)),
        "ready" => Box::pin(async move { desk.wait_for_ready(&given.pod(), given.patience()).await }),
        "lost" => Box::pin(async move { Ok(plain(&desk.until_lost(&given.pod(), given.patience()).await?)) }),
        "next" => Box::pin(next(desk, given)),
        "recover" => Box::pin(async move { Ok(desk.recover(&given.hooks).await?.into()) }),
        "stop" => Box::pin(act(desk, PodAction::Stop, given)),
        "start" => Box::pin(act(desk, PodAction::Resume, given)),
        "end" => Box::pin(act(desk, PodAction::Terminate, given)),
        unknown => {
            let told = Told::new("internal", format!("This package has no call “{unknown}”. Nothing was asked."));
            Box::pin(async move { Err(told) })
        }
    }
}

async fn gpu_types(desk: Rc<Desk>) -> Result<JsValue, Trouble> {
    let catalog = desk.catalog(Scope::default()).await?;
    Ok(plain(&catalog.gpu_types.iter().map(shown::gpu_type).collect::<Vec<_>>()))
}

async fn offers(desk: Rc<Desk>, given: Given) -> Result<JsValue, Trouble> {
    let Ready { order, catalog } = desk.read_order(given.order()).await?;
    let steps = steps(&order, &catalog);
    Ok(plain(&steps.iter().map(|step| shown::offer(&order, &catalog, step)).collect::<Vec<_>>()))
}

async fn network_volumes(desk: Rc<Desk>) -> Result<JsValue, Trouble> {
    let volumes = desk.volumes().await?;
    Ok(plain(&volumes.iter().map(shown::network_volume).collect::<Vec<_>>()))
}

async fn pods(desk: Rc<Desk>) -> Result<JsValue, Trouble> {
    desk.engine.refresh().await??;
    Ok(desk.all_shown().into())
}

async fn pod(desk: Rc<Desk>, given: Given) -> Result<JsValue, Trouble> {
    let id = given.pod();
    desk.engine.fetch_pod(&id).await??;
    Ok(desk.shown(&id).unwrap_or(JsValue::NULL))
}

async fn launch(desk: Rc<Desk>, given: Given) -> Result<JsValue, Trouble> {
    let pod = desk.launch(given.order(), &given.hooks).await?;
    // RunPod may have told no more than its id.
    while !desk.knows(&pod) && desk.engine.fetch_pod(&pod).await? != Ok(false) {
        desk.engine.pause(AGAIN_AFTER).await?;
    }
    desk.shown(&pod).ok_or_else(|| gone(&pod))
}

async fn next(desk: Rc<Desk>, given: Given) -> Result<JsValue, Trouble> {
    let seen = given.json.json().number("seen").map(|seen| seen as u32);
    Ok(plain(&desk.next(seen, given.patience()).await?))
}

async fn act(desk: Rc<Desk>, verb: PodAction, given: Given) -> Result<JsValue, Trouble> {
    let (id, patience) = (given.pod(), given.patience());
    match verb {
        PodAction::Terminate => desk.terminate(&id, patience).await?,
        verb => desk.power(verb, &id, patience).await?,
    }
    Ok(desk.shown(&id).unwrap_or(JsValue::NULL))
}

fn made(options: Json, host: Host) -> Result<Core, Trouble> {
    let key = ApiKey::read(options.text("key").unwrap_or_default())
        .map_err(|words| Told::new("wrong-key", format!("This can't be a RunPod API key. {words}")))?;
    let proxy = match options.text("proxy") {
        Some(text) => ProxyAddress::parse(text).ok_or_else(|| {
            Told::new("invalid-options", "proxy must be an http(s) address with {podId} and {port} in it.")
        })?,
        None => ProxyAddress::runpod(),
    };
    let graphql = options.text("graphql").map_or_else(|| Endpoint::runpod().graphql, str::to_owned);
    let endpoint = match options.text("name") {
        None => Endpoint { graphql, proxy, ..Endpoint::runpod() },
        Some(_) => Endpoint::practice(graphql, proxy),
    };
    let name = options.text("name").unwrap_or(Endpoint::RUNPOD).to_owned();
    let client = Client::new(RateLimited::new(FetchTransport, WebClock), endpoint, key);
    Ok(Core(Desk::new(client, host, name, options.number("speed").unwrap_or(1.0))))
}

/// All of them, as they are shown.
fn each<'a, T, S: Serialize>(all: &'a [T], show: impl Fn(&'a T) -> S) -> JsValue {
    plain(&all.iter().map(show).collect::<Vec<_>>())
}

/// What is no JSON stands for nothing.
fn read(text: &str) -> Document {
    Document::read(text).unwrap_or_default()
}

/// As a plain object. What is not there is null.
pub fn plain(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or_default()
}
