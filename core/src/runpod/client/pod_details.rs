//! What the pod's own page asks for.

use serde::Serialize;

use crate::json::Json;
use crate::order::{Edit, Variable};
use crate::pods::access::PodNetwork;
use crate::runpod::client::inputs::{Input, PodInput};
use crate::runpod::client::{ACT_WITHIN, Client};
use crate::runpod::error::{ApiError, ErrorKind};
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

impl<T: Transport> Client<T> {
    /// The way to a pod, and its machine. `None` once RunPod says that the pod is gone.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn pod_wiring(&self, id: &PodId) -> Result<Option<PodNetwork>, ApiError> {
        self.one_pod(documents::POD_WIRING, id, decode::wiring).await
    }

    /// The pod's environment, asked for at the click: it may be secret, and is not kept. `None` once RunPod says that the
    /// pod is gone.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn pod_env(&self, id: &PodId) -> Result<Option<Vec<Variable>>, ApiError> {
        self.one_pod(documents::POD_ENV, id, decode::environment).await
    }

    /// Has RunPod set the pod up anew with this program, once: all but its volume is wiped. Variables, volumes and
    /// credentials stay as they are.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn edit(&self, id: &PodId, edit: &Edit) -> Result<(), ApiError> {
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
