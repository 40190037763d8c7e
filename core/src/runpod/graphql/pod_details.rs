//! What the pod's own page asks for.

use serde::Serialize;

use crate::json::Json;
use crate::order::{Edit, Variable};
use crate::pods::access::PodNetwork;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::graphql::inputs::{Input, PodInput};
use crate::runpod::graphql::{ACT_WITHIN, GraphqlClient};
use crate::runpod::transport::READ_WITHIN;
use crate::runpod::transport::Transport;
use crate::runpod::{decode, documents};
use crate::types::ids::PodId;

/// The program that a pod shall have.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EditInput<'a> {
    pod_id: &'a str,
    image_name: &'a str,
    docker_args: &'a str,
    ports: String,
    container_disk_in_gb: u32,
}

impl<T: Transport> GraphqlClient<T> {
    pub(in crate::runpod) async fn pod_network(&self, id: &PodId) -> Result<Option<PodNetwork>, ApiError> {
        self.one_pod(documents::POD_WIRING, id, decode::wiring).await
    }

    pub(in crate::runpod) async fn pod_env(&self, id: &PodId) -> Result<Option<Vec<Variable>>, ApiError> {
        self.one_pod(documents::POD_ENV, id, decode::environment).await
    }

    pub(in crate::runpod) async fn edit(&self, id: &PodId, edit: &Edit) -> Result<(), ApiError> {
        let ports: Vec<String> = edit.ports.iter().map(ToString::to_string).collect();
        let input = EditInput {
            pod_id: id.as_str(),
            image_name: &edit.image,
            docker_args: &edit.start,
            ports: ports.join(","),
            container_disk_in_gb: edit.container_disk_gb,
        };
        self.ask(documents::EDIT, Input { input }, ACT_WITHIN).await?.data().map(drop)
    }

    async fn one_pod<R>(&self, document: &str, id: &PodId, read: fn(Json) -> R) -> Result<Option<R>, ApiError> {
        let answer = self.ask(document, PodInput::of(id), READ_WITHIN).await?;
        match answer.data() {
            Ok(data) if data.is_null("pod") => Ok(None),
            Ok(data) => match data.get("pod").text("id") {
                Some(_) => Ok(Some(read(data.get("pod")))),
                None => Err(ApiError::new(ErrorKind::InvalidResponse, "no pod in the answer")),
            },
            Err(failure) if failure.kind == ErrorKind::PodNotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}
