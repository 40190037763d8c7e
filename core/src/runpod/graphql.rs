//! GraphQL, the API that RunPod is about to switch off, in the domain's words.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use serde::Serialize;

use crate::catalog::{AvailabilityQuery, Catalog};
use crate::json::{Document, Json};
use crate::order::offers::Selection;
use crate::order::{Order, Reading};
use crate::pods::action::PodAction;
use crate::pods::pod::Pod;
use crate::runpod::answers::{AccountInfo, Launched, PodList};
use crate::runpod::api_key::ApiKey;
use crate::runpod::endpoint::Endpoint;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rest::RestClient;
use crate::runpod::transport::{ACT_WITHIN, READ_WITHIN, Request, Response, Transport, TransportError, json_body};
use crate::runpod::{decode, documents, relaunch_form};
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;
use dropped_fields::{unknown_fields, without};
use inputs::{Input, Nothing, PodInput, ResumeInput, ShelfInput};
use launch_input::launch_input;

mod availability;
mod dropped_fields;
pub(super) mod inputs;
mod launch_input;
mod pod_details;
mod volumes;

/// A question under way. Boxed: whoever asks is small then.
type Asking<'a> = Pin<Box<dyn Future<Output = Result<Body, ApiError>> + 'a>>;

/// The three that make a pod.
const MAKE_A_POD: [&str; 3] = ["podFindAndDeployOnDemand", "podRentInterruptable", "deployCpuPod"];

/// Speaks GraphQL to one endpoint with one key.
#[derive(Clone, Debug)]
pub struct GraphqlClient<T> {
    transport: T,
    endpoint: Endpoint,
    key: ApiKey,
    /// Documents of which RunPod was found to have some fields no more, and what is asked in their place.
    shortened: Rc<RefCell<Vec<(String, String)>>>,
}

impl<T: Transport> GraphqlClient<T> {
    /// A client that asks nothing yet.
    pub fn new(transport: T, endpoint: Endpoint, key: ApiKey) -> Self {
        Self { transport, endpoint, key, shortened: Rc::default() }
    }

    /// Where it asks.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The key that it asks with.
    pub fn key(&self) -> &ApiKey {
        &self.key
    }

    /// The client of the API that follows, at the same place and with the same key.
    pub(super) fn successor(&self) -> RestClient<T>
    where
        T: Clone,
    {
        RestClient::new(self.transport.clone(), self.endpoint.rest(), self.key.clone())
    }

    pub(in crate::runpod) async fn owner(&self) -> Result<AccountInfo, ApiError> {
        let answer = self.ask(documents::ACCOUNT, Nothing {}, READ_WITHIN).await?;
        let myself = answer.data()?.get("myself").some().ok_or_else(nobody)?;
        Ok(AccountInfo {
            id: myself.text("id").filter(|id| !id.is_empty()).map_or_else(|| self.key.fingerprint(), str::to_owned),
            account: decode::account(myself),
            volumes: myself.entries("networkVolumes").filter_map(decode::network_volume).collect(),
        })
    }

    pub(in crate::runpod) async fn ping(&self) -> Result<(), ApiError> {
        self.ask(documents::KNOCK, Nothing {}, READ_WITHIN).await?.data().map(drop)
    }

    pub(in crate::runpod) async fn pods(&self, now: &dyn Fn() -> Timestamp) -> Result<PodList, ApiError> {
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

    pub(in crate::runpod) async fn pod(
        &self,
        id: &PodId,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<Option<Pod>, ApiError> {
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

    pub(in crate::runpod) async fn pod_order(&self, id: &PodId) -> Result<Option<Reading>, ApiError> {
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

    pub(in crate::runpod) async fn catalog(
        &self,
        scope: AvailabilityQuery,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<Catalog, ApiError> {
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

    pub(in crate::runpod) async fn launch(
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

    pub(in crate::runpod) async fn act(&self, verb: PodAction, id: &PodId, gpu_count: u32) -> Result<(), ApiError> {
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
    pub(super) fn ask<'a>(&'a self, document: &'a str, variables: impl Serialize, timeout: Duration) -> Asking<'a> {
        Box::pin(self.send(document, json_body(&variables), timeout))
    }

    async fn send(
        &self,
        document: &str,
        variables: Result<String, ApiError>,
        timeout: Duration,
    ) -> Result<Body, ApiError> {
        let variables = variables?;
        let known =
            |all: &[(String, String)]| all.iter().find(|(whole, _)| whole == document).map(|(_, query)| query.clone());
        let mut query = known(&self.shortened.borrow()).unwrap_or_else(|| document.to_owned());
        let response = loop {
            let response = self.carry(document, &query, &variables, timeout).await?;
            // A refused document has done nothing, so it may be sent once more.
            let Some(shorter) = without(&query, &unknown_fields(&response, &query)) else { break response };
            let mut shortened = self.shortened.borrow_mut();
            shortened.retain(|(whole, _)| whole != document);
            shortened.push((document.to_owned(), shorter.clone()));
            query = shorter;
        };
        let body = self.read(response)?;
        if body.0.json().some().is_some() { Ok(body) } else { Err(no_data()) }
    }

    async fn carry(
        &self,
        document: &str,
        query: &str,
        variables: &str,
        timeout: Duration,
    ) -> Result<Response, ApiError> {
        let key = (document != documents::KNOCK).then(|| self.key.clone());
        let body = format!("{{\"query\":{},\"variables\":{variables}}}", json_body(&query)?);
        let request = Request::new(self.endpoint.graphql.clone(), body, timeout, key)
            .acting(document.starts_with("mutation"))
            .outliving_the_page([documents::TERMINATE, documents::STOP, documents::RESUME].contains(&document));
        self.transport.send(request).await.map_err(|lost| match lost {
            TransportError::NoAccess(raw) => ApiError::of_lost(TransportError::NoAccess(self.key.redact(raw))),
            lost => ApiError::of_lost(lost),
        })
    }

    /// The one way in for whatever RunPod says: the key is taken out before anything is understood, cut or kept.
    fn read(&self, response: Response) -> Result<Body, ApiError> {
        if response.status != 200 {
            let response = Response { body: self.key.redact(response.body), ..response };
            let body = self.key.read_without(response.body.clone()).map(Body);
            return Err(ApiError::of_status(&response, body.as_ref().ok().and_then(Body::error)));
        }
        let body = self.key.read_without(response.body);
        body.map(Body).map_err(|body| ApiError::new(ErrorKind::InvalidResponse, body))
    }
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
