//! The client: what the page can ask of RunPod, in the domain's words.

use std::pin::Pin;
use std::time::Duration;

use serde::Serialize;

use crate::account::{Account, NetworkVolume};
use crate::catalog::{AvailabilityQuery, Catalog};
use crate::json::{Document, Json};
use crate::launch::Answer;
use crate::order::offers::Selection;
use crate::order::{Order, Reading};
use crate::pods::action::PodAction;
use crate::pods::pod::Pod;
use crate::runpod::api_key::ApiKey;
use crate::runpod::endpoint::Endpoint;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::transport::{ACT_WITHIN, READ_WITHIN, Request, Response, Transport, TransportError, json_body};
use crate::runpod::{decode, documents, relaunch_form};
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;
use inputs::{Input, Nothing, PodInput, ResumeInput, ShelfInput};
use launch_input::launch_input;

mod availability;
pub(super) mod inputs;
mod launch_input;
mod pod_details;
mod volumes;

/// A question under way. Boxed: whoever asks is small then.
type Asking<'a> = Pin<Box<dyn Future<Output = Result<Body, ApiError>> + 'a>>;

/// The three that make a pod.
const MAKE_A_POD: [&str; 3] = ["podFindAndDeployOnDemand", "podRentInterruptable", "deployCpuPod"];

/// The account that a key belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInfo {
    /// RunPod's id of the account; where RunPod does not tell it, what the key alone tells: accounts never share a journal.
    pub id: String,
    /// Its money.
    pub account: Account,
    /// Its network volumes.
    pub volumes: Vec<NetworkVolume>,
}

/// The pods of the account, and its money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodList {
    /// Its money.
    pub account: Account,
    /// Its pods.
    pub pods: Vec<Pod>,
    /// Whether these are all of them: a list with a hole proves nothing of the pods that it lacks.
    pub complete: bool,
    /// How many entries of the list could not be read.
    pub unread: usize,
}

/// What came of asking for a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launched {
    /// What it means for the launch.
    pub answer: Answer<ApiError>,
    /// The pod as RunPod first told of it.
    pub pod: Option<Pod>,
}

impl Launched {
    /// An error that leaves open whether there is a pod is no refusal.
    pub(super) fn of(made: Result<Pod, ApiError>) -> Self {
        match made {
            Ok(pod) => Self { answer: Answer::Made(pod.id.clone()), pod: Some(pod) },
            Err(error) if error.is_ambiguous() => Self { answer: Answer::Unclear(error), pod: None },
            Err(error) => Self { answer: Answer::Refused(error), pod: None },
        }
    }
}

/// Speaks to one endpoint with one key.
///
/// ```
/// use launchpod_core::runpod::api_key::ApiKey;
/// use launchpod_core::runpod::client::Client;
/// use launchpod_core::runpod::endpoint::Endpoint;
/// use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
///
/// struct Canned;
///
/// impl Transport for Canned {
///     async fn send(&self, request: Request) -> Result<Response, TransportError> {
///         assert_eq!(request.url, "https://api.runpod.io/graphql");
///         let body = r#"{"data":{"myself":{"id":"user1","clientBalance":23.4567,"networkVolumes":[]}}}"#;
///         Ok(Response { status: 200, retry_after: None, body: body.into() })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
/// let owner = Client::new(Canned, Endpoint::runpod(), key).owner().await.unwrap();
/// assert_eq!(owner.account.balance.unwrap().to_string(), "$23.46");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Client<T> {
    transport: T,
    endpoint: Endpoint,
    key: ApiKey,
}

impl<T: Transport> Client<T> {
    /// A client that asks nothing yet.
    pub fn new(transport: T, endpoint: Endpoint, key: ApiKey) -> Self {
        Self { transport, endpoint, key }
    }

    /// Where it asks.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The key that it asks with.
    pub fn key(&self) -> &ApiKey {
        &self.key
    }

    /// Who the key belongs to. RunPod answers "nobody" to some keys that it does not know: that is a wrong key too.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn owner(&self) -> Result<AccountInfo, ApiError> {
        let answer = self.ask(documents::ACCOUNT, Nothing {}, READ_WITHIN).await?;
        let myself = answer.data()?.get("myself").some().ok_or_else(nobody)?;
        Ok(AccountInfo {
            id: myself.text("id").filter(|id| !id.is_empty()).map_or_else(|| self.key.fingerprint(), str::to_owned),
            account: decode::account(myself),
            volumes: myself.entries("networkVolumes").filter_map(decode::network_volume).collect(),
        })
    }

    /// Whether RunPod answers here; asked without the key.
    pub(super) async fn ping(&self) -> Result<(), ApiError> {
        self.ask(documents::KNOCK, Nothing {}, READ_WITHIN).await?.data().map(drop)
    }

    /// All pods. `now` gives the account's time when the answer is there.
    ///
    /// # Errors
    /// Any [`ApiError`]; a list that RunPod left out is one.
    pub async fn pods(&self, now: &dyn Fn() -> Timestamp) -> Result<PodList, ApiError> {
        let answer = self.ask(documents::FLEET, Nothing {}, READ_WITHIN).await?;
        let myself = answer.partial_data()?.get("myself").some().ok_or_else(nobody)?;
        let listed = myself
            .list("pods")
            .ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "the answer has no list of pods"))?;
        let now = now();
        let listed: Vec<Option<Pod>> = listed.map(|pod| decode::pod(pod, now)).collect();
        let unread = listed.iter().filter(|pod| pod.is_none()).count();
        let complete = !answer.has_error_at("pods") && unread == 0;
        let pods = decode::each_once(listed.into_iter().flatten().collect());
        Ok(PodList { account: decode::account(myself), pods, complete, unread })
    }

    /// One pod; `None` once RunPod says that it is gone.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn pod(&self, id: &PodId, now: &dyn Fn() -> Timestamp) -> Result<Option<Pod>, ApiError> {
        let answer = self.ask(documents::POD, PodInput::of(id), READ_WITHIN).await?;
        match answer.data() {
            Ok(data) if data.is_null("pod") => Ok(None),
            Ok(data) => decode::pod(data.get("pod"), now())
                .map(Some)
                .ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "no pod in the answer")),
            Err(failure) if failure.kind == ErrorKind::PodNotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// The form that would launch this pod once more, asked for at the click: its environment may be secret, and is not
    /// kept. `None` once RunPod says that the pod is gone.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn pod_order(&self, id: &PodId) -> Result<Option<Reading>, ApiError> {
        let answer = self.ask(documents::POD_ORDER, PodInput::of(id), READ_WITHIN).await?;
        match answer.data() {
            Ok(data) if data.is_null("pod") => Ok(None),
            Ok(data) => relaunch_form::of_graphql(data.get("pod"))
                .map(Some)
                .ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "no pod in the answer")),
            Err(failure) if failure.kind == ErrorKind::PodNotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// GPU types with price and stock for `scope`.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn catalog(&self, scope: AvailabilityQuery, now: &dyn Fn() -> Timestamp) -> Result<Catalog, ApiError> {
        let variables = Shelves { secure: ShelfInput::of(&scope, true), community: ShelfInput::of(&scope, false) };
        let answer = self.ask(documents::CATALOG, variables, READ_WITHIN).await?;
        let listed = answer.data()?.list("gpuTypes");
        let listed = listed.ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "the answer has no GPU types"))?;
        let listed: Vec<Json> = listed.filter(|gpu| gpu.some().is_some()).collect();
        // What is sold out is in it all the same: an empty one says nothing of stock.
        if listed.is_empty() {
            return Err(ApiError::new(ErrorKind::ServerTrouble, "the list of GPU types is empty"));
        }
        Ok(Catalog {
            gpu_types: listed.into_iter().filter_map(|gpu| decode::gpu_type(gpu, scope.gpu_count)).collect(),
            as_of: now(),
            scope,
        })
    }

    /// Asks for the pod of `order` on `pick` under `tag`, once. Whoever calls it sees to it that it is asked once: see
    /// [`Engine::launch`](crate::engine::Engine::launch).
    pub async fn launch(
        &self,
        order: &Order,
        pick: &Selection,
        tag: &LaunchTag,
        now: &dyn Fn() -> Timestamp,
    ) -> Launched {
        let (document, input) = launch_input(order, pick, tag);
        let pod = match self.ask(document, Input { input }, ACT_WITHIN).await {
            Ok(answer) => answer.launched(now()),
            Err(failure) => Err(failure),
        };
        Launched::of(pod)
    }

    /// Asks RunPod to end, stop or start a pod. Agreement to an end is not proof that it is gone. A start asks for
    /// `gpu_count` GPUs.
    ///
    /// # Errors
    /// Any [`ApiError`]; [`ErrorKind::PodNotFound`] means that the pod is gone.
    pub async fn act(&self, verb: PodAction, id: &PodId, gpu_count: u32) -> Result<(), ApiError> {
        let done = match verb {
            PodAction::Terminate => self.ask(documents::TERMINATE, PodInput::of(id), ACT_WITHIN),
            PodAction::Stop => self.ask(documents::STOP, PodInput::of(id), ACT_WITHIN),
            PodAction::Resume => {
                let input = ResumeInput { pod_id: id.as_str(), gpu_count: gpu_count.max(1) };
                self.ask(documents::RESUME, Input { input }, ACT_WITHIN)
            }
        };
        let done = done.await?;
        match done.error() {
            Some(error) if verb == PodAction::Resume => Err(ApiError::of_act_error(error)),
            _ => done.data().map(drop),
        }
    }

    /// Asks with these variables. They become text at once: what sends it is compiled once for all of them.
    pub(super) fn ask<'a>(&'a self, query: &'a str, variables: impl Serialize, timeout: Duration) -> Asking<'a> {
        Box::pin(self.send(query, json_body(&Question { query, variables }), timeout))
    }

    async fn send(&self, document: &str, body: Result<String, ApiError>, timeout: Duration) -> Result<Body, ApiError> {
        let key = (document != documents::KNOCK).then(|| self.key.clone());
        let request = Request::new(self.endpoint.graphql.clone(), body?, timeout, key)
            .acting(document.starts_with("mutation"))
            .outliving_the_page([documents::TERMINATE, documents::STOP, documents::RESUME].contains(&document));
        let answer = match self.transport.send(request).await {
            Ok(response) => self.read(response, document),
            Err(TransportError::NoAccess(raw)) => {
                Err(ApiError::of_lost(TransportError::NoAccess(self.key.redact(raw))))
            }
            Err(lost) => Err(ApiError::of_lost(lost)),
        };
        answer.and_then(|body| match body.0.json().some() {
            Some(_) => Ok(body),
            None => Err(no_data()),
        })
    }

    /// The one way in for whatever RunPod says: the key is taken out before anything is understood, cut or kept.
    fn read(&self, response: Response, document: &str) -> Result<Body, ApiError> {
        if response.status != 200 {
            let response = Response { body: self.key.redact(response.body), ..response };
            let body = Document::read(response.body.as_str()).map(Body);
            return Err(ApiError::of_status(&response, body.as_ref().ok().and_then(Body::error)));
        }
        let read = Document::read(response.body);
        let mut body = Body(read.map_err(|body| ApiError::new(ErrorKind::InvalidResponse, self.key.redact(body)))?);
        // A pod may have the key in its environment, and is launched again with it: that form is not shown.
        if document != documents::POD_ORDER || body.error().is_some() {
            body.0.replace_texts(|text| self.key.redacted(text));
        }
        Ok(body)
    }
}

/// What is sent.
#[derive(Serialize)]
struct Question<'a, V> {
    query: &'a str,
    variables: V,
}

/// Prices and stock in both clouds.
#[derive(Serialize)]
struct Shelves<'a> {
    secure: ShelfInput<'a>,
    community: ShelfInput<'a>,
}

/// What came with HTTP 200: data, errors, or both.
pub(super) struct Body(Document);

impl Body {
    fn error(&self) -> Option<Json<'_>> {
        self.0.json().entries("errors").next()
    }

    /// Whether an error stands at this field.
    fn has_error_at(&self, field: &str) -> bool {
        let mut errors = self.0.json().entries("errors");
        errors.any(|error| error.entries("path").any(|part| part.as_text() == Some(field)))
    }

    /// The data, if there is no error beside it.
    pub(super) fn data(&self) -> Result<Json<'_>, ApiError> {
        match self.error() {
            Some(error) => Err(ApiError::of_error(error)),
            None => self.partial_data(),
        }
    }

    /// The data, whatever stands beside it.
    pub(super) fn partial_data(&self) -> Result<Json<'_>, ApiError> {
        let data = self.0.json().get("data").some();
        data.ok_or_else(|| self.error().map_or_else(no_data, ApiError::of_error))
    }

    /// The pod that was made: errors beside a pod do not unmake it.
    fn launched(&self, now: Timestamp) -> Result<Pod, ApiError> {
        let data = self.0.json().get("data");
        let pod = MAKE_A_POD.into_iter().find_map(|field| decode::pod(data.get(field), now));
        pod.ok_or_else(|| match self.error() {
            // Below the pod something could not be read: then a pod is there.
            Some(error) if error.entries("path").count() > 1 => {
                ApiError { kind: ErrorKind::InvalidResponse, ..ApiError::of_error(error) }
            }
            Some(error) => ApiError::of_act_error(error),
            None => ApiError::new(ErrorKind::InvalidResponse, "neither a pod nor an error"),
        })
    }
}

fn nobody() -> ApiError {
    ApiError::new(ErrorKind::WrongKey, "RunPod answered that nobody is signed in (myself: null)")
}

fn no_data() -> ApiError {
    ApiError::new(ErrorKind::InvalidResponse, "the answer has neither data nor errors")
}
