//! Pods over REST v2: listed, looked at, made, and acted on.

use serde::Serialize;

use crate::auto_stop::TimerMark;
use crate::json::Document;
use crate::order::offers::Selection;
use crate::order::{Edit, Order, Reading, Variable};
use crate::pods::access::PodNetwork;
use crate::pods::action::PodAction;
use crate::pods::allowed::Allowed;
use crate::pods::pod::{Pod, Status};
use crate::runpod::answers::{Launched, PodList};
use crate::runpod::decode::each_once;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::relaunch_form::form;
use crate::runpod::rest::create::create_pod;
use crate::runpod::rest::{RestClient, decode, in_query};
use crate::runpod::transport::{Method, Transport, json_body};
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;

/// The program that a pod shall have.
#[derive(Serialize)]
struct EditPod<'a> {
    image: &'a str,
    args: &'a str,
    ports: Vec<String>,
    disk: u32,
}

/// The name that a pod shall have.
#[derive(Serialize)]
struct RenamePod<'a> {
    name: &'a str,
}

impl<T: Transport> RestClient<T> {
    pub(in crate::runpod) async fn pods(&self, now: &dyn Fn() -> Timestamp) -> Result<PodList, ApiError> {
        let pages = self.pages("/pods", "pods").await?;
        let now = now();
        let listed: Vec<Option<Pod>> =
            pages.iter().flat_map(|page| page.json().entries("pods").map(|pod| decode::pod(pod, now))).collect();
        let unread = listed.iter().filter(|pod| pod.is_none()).count();
        let pods = each_once(listed.into_iter().flatten().collect());
        let (_, account) = self.told_by_graphql().await;
        Ok(PodList { account, pods, complete: unread == 0, unread })
    }

    pub(in crate::runpod) async fn pod(
        &self,
        id: &PodId,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<Option<Pod>, ApiError> {
        let read = |document: &Document| decode::pod(document.json(), now());
        self.one_pod(id, read).await?.map_or(Ok(None), |pod| pod.map(Some).ok_or_else(no_pod))
    }

    pub(in crate::runpod) async fn pod_network(&self, id: &PodId) -> Result<Option<PodNetwork>, ApiError> {
        self.one_pod(id, |document| decode::network(document.json())).await
    }

    pub(in crate::runpod) async fn pod_env(&self, id: &PodId) -> Result<Option<Vec<Variable>>, ApiError> {
        self.one_pod(id, |document| decode::environment(document.json())).await
    }

    pub(in crate::runpod) async fn pod_order(&self, id: &PodId) -> Result<Option<Reading>, ApiError> {
        self.one_pod(id, |document| form(decode::setup(document.json()))).await
    }

    pub(in crate::runpod) async fn edit(&self, id: &PodId, edit: &Edit) -> Result<(), ApiError> {
        let body = EditPod {
            image: &edit.image,
            args: &edit.start,
            ports: edit.ports.iter().map(ToString::to_string).collect(),
            disk: edit.container_disk_gb,
        };
        self.act_on(Method::Patch, &path(id), json_body(&body)?).await.map(drop)
    }

    /// Gives a pod the mark that the timer in it reads, behind the name that it has. RunPod does not touch the container for
    /// that. GraphQL has no such act. Asking twice does no harm.
    ///
    /// # Errors
    /// Any [`ApiError`]; [`ErrorKind::PodNotFound`] means that the pod is gone.
    pub async fn mark_timer(&self, id: &PodId, name: &str, mark: TimerMark) -> Result<(), ApiError> {
        let body = json_body(&RenamePod { name: &mark.write(name) })?;
        self.act_on(Method::Patch, &path(id), body).await.map(drop)
    }

    /// The status of a pod, and what RunPod lets be done with it. `None` once RunPod says that the pod is gone.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn allowed_actions(&self, id: &PodId) -> Result<Option<(Status, Allowed)>, ApiError> {
        self.one_pod(id, |document| (decode::status(document.json()), decode::allowed(document.json()))).await
    }

    async fn one_pod<R>(&self, id: &PodId, read: impl FnOnce(&Document) -> R) -> Result<Option<R>, ApiError> {
        match self.get(&path(id)).await {
            Ok(document) => Ok(Some(read(&document))),
            Err(error) if error.kind == ErrorKind::PodNotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(in crate::runpod) async fn launch(
        &self,
        order: &Order,
        pick: &Selection,
        tag: &LaunchTag,
        now: &dyn Fn() -> Timestamp,
    ) -> Launched {
        let made = async {
            let document = self.act_on(Method::Post, "/pods", create_pod(order, pick, tag)?).await?;
            decode::pod(document.json(), now()).ok_or_else(no_pod)
        };
        Launched::of(made.await.map_err(of_create))
    }

    pub(in crate::runpod) async fn act(&self, action: PodAction, id: &PodId, _gpu_count: u32) -> Result<(), ApiError> {
        let name = match action {
            PodAction::Terminate => "terminate",
            PodAction::Stop => "stop",
            PodAction::Resume => "start",
        };
        let body = format!("{{\"action\":\"{name}\"}}");
        self.act_for_sure(Method::Post, &format!("{}/action", path(id)), body).await.map(drop)
    }
}

/// A create that is forbidden may mean that this account can't use that GPU: the next choice may do.
fn of_create(error: ApiError) -> ApiError {
    match error.kind {
        ErrorKind::Forbidden => ApiError { kind: ErrorKind::NoCapacity, ..error },
        // What is not found is something that the order names: there is no pod yet.
        ErrorKind::PodNotFound => ApiError { kind: ErrorKind::Refused, ..error },
        _ => error,
    }
}

fn path(id: &PodId) -> String {
    format!("/pods/{}", in_query(id.as_str()))
}

fn no_pod() -> ApiError {
    ApiError::new(ErrorKind::InvalidResponse, "no pod in the answer")
}
