//! Network volumes over REST v2: listed, made, grown, deleted.

use serde::Serialize;

use crate::account::NetworkVolume;
use crate::json::Document;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rest::{RestClient, decode, in_query};
use crate::runpod::transport::{Method, Transport, json_body};
use crate::types::ids::NetworkVolumeId;
use crate::volumes::{NewVolume, VolumeType};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateVolume<'a> {
    name: &'a str,
    size: u32,
    data_center: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    volume_type: Option<&'static str>,
}

impl<T: Transport> RestClient<T> {
    /// All network volumes. A list with a hole is a failure: whoever looks for a volume must not take it for missing.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn volumes(&self) -> Result<Vec<NetworkVolume>, ApiError> {
        let document = self.get("/network-volumes").await?;
        let listed = document.json().list("networkVolumes");
        let volumes: Option<Vec<NetworkVolume>> = listed.and_then(|all| all.map(decode::network_volume).collect());
        volumes.ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "half a list of network volumes"))
    }

    /// Asks for a network volume, once.
    ///
    /// # Errors
    /// Any [`ApiError`]. After an unclear one the volume may be there: look before asking again.
    pub async fn make_volume(&self, wanted: &NewVolume) -> Result<NetworkVolume, ApiError> {
        let body = CreateVolume {
            name: &wanted.name,
            size: wanted.size_gb,
            data_center: wanted.data_center.as_str(),
            volume_type: wanted.volume_type.map(VolumeType::as_str),
        };
        volume(&self.act_on(Method::Post, "/network-volumes", json_body(&body)?).await?)
    }

    pub(in crate::runpod) async fn grow_volume(
        &self,
        id: &NetworkVolumeId,
        size_gb: u32,
    ) -> Result<NetworkVolume, ApiError> {
        volume(&self.act_on(Method::Patch, &path(id), format!("{{\"size\":{size_gb}}}")).await?)
    }

    pub(in crate::runpod) async fn delete_volume(&self, id: &NetworkVolumeId) -> Result<(), ApiError> {
        match self.act_on(Method::Delete, &path(id), String::new()).await {
            Ok(_) => Ok(()),
            Err(error) if error.kind == ErrorKind::PodNotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn volume(document: &Document) -> Result<NetworkVolume, ApiError> {
    decode::network_volume(document.json())
        .ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "no volume in the answer"))
}

fn path(id: &NetworkVolumeId) -> String {
    format!("/network-volumes/{}", in_query(id.as_str()))
}
