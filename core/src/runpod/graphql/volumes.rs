//! Network volumes: listed, made, grown, deleted.

use serde::Serialize;

use crate::account::NetworkVolume;
use crate::runpod::answers::AccountInfo;
use crate::runpod::documents;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::graphql::inputs::{Input, Nothing};
use crate::runpod::graphql::{ACT_WITHIN, Body, GraphqlClient, decode, nobody};
use crate::runpod::transport::READ_WITHIN;
use crate::runpod::transport::Transport;
use crate::types::ids::NetworkVolumeId;
use crate::volumes::NewVolume;

/// A volume that shall be made.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MakeInput<'a> {
    name: &'a str,
    size: u32,
    data_center_id: &'a str,
}

/// A volume, and the size that it shall have.
#[derive(Serialize)]
struct VolumeInput<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u32>,
}

impl<T: Transport> GraphqlClient<T> {
    pub(in crate::runpod) async fn holdings(&self) -> Result<AccountInfo, ApiError> {
        let answer = self.ask(documents::ACCOUNT, Nothing {}, READ_WITHIN).await?;
        let myself = answer.partial_data()?.get("myself").some().ok_or_else(nobody)?;
        let listed: Option<Vec<_>> =
            myself.list("networkVolumes").and_then(|all| all.map(decode::network_volume).collect());
        let volumes = listed.filter(|_| !answer.has_error_at("networkVolumes"));
        Ok(AccountInfo {
            id: myself.text("id").unwrap_or_default().to_owned(),
            account: decode::account(myself),
            volumes: volumes
                .ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "the answer lacks network volumes"))?,
        })
    }

    pub(in crate::runpod) async fn make_volume(&self, wanted: &NewVolume) -> Result<NetworkVolume, ApiError> {
        let input = MakeInput { name: &wanted.name, size: wanted.size_gb, data_center_id: wanted.data_center.as_str() };
        let answer = self.ask(documents::MAKE_VOLUME, Input { input }, ACT_WITHIN).await?;
        answer.volume("createNetworkVolume")
    }

    pub(in crate::runpod) async fn grow_volume(
        &self,
        id: &NetworkVolumeId,
        size_gb: u32,
    ) -> Result<NetworkVolume, ApiError> {
        let input = VolumeInput { id: id.as_str(), size: Some(size_gb) };
        let answer = self.ask(documents::GROW_VOLUME, Input { input }, ACT_WITHIN).await?;
        answer.volume("updateNetworkVolume")
    }

    pub(in crate::runpod) async fn delete_volume(&self, id: &NetworkVolumeId) -> Result<(), ApiError> {
        let variables = Input { input: VolumeInput { id: id.as_str(), size: None } };
        let done = match self.ask(documents::DELETE_VOLUME, variables, ACT_WITHIN).await {
            Ok(answer) => answer.data().map(drop),
            Err(failure) => Err(failure),
        };
        done.or_else(|failure| match failure.raw.to_ascii_lowercase().contains("nonexistent network volume") {
            true => Ok(()),
            false => Err(failure),
        })
    }
}

impl Body {
    /// The volume that was made or changed: errors beside it do not undo that.
    fn volume(&self, field: &str) -> Result<NetworkVolume, ApiError> {
        let volume = decode::network_volume(self.0.json().get("data").get(field));
        volume.ok_or_else(|| match self.error() {
            // Below the volume something could not be read: then it is there.
            Some(error) if error.entries("path").count() > 1 => {
                ApiError { kind: ErrorKind::InvalidResponse, ..ApiError::of_error(error) }
            }
            Some(error) => ApiError::of_error(error),
            None => ApiError::new(ErrorKind::InvalidResponse, "neither a volume nor an error"),
        })
    }
}
