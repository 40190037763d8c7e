//! A volume that was asked for once, of which it must be known whether it was made before anything else is tried. It is
//! written down before it is asked for: a page that is loaded anew in the middle forgets nothing.

use std::time::Duration;

use serde_json::json;

use crate::account::NetworkVolume;
use crate::json::Document;
use crate::state::journal::time;
use crate::types::ids::{DataCenterId, NetworkVolumeId};
use crate::types::time::Timestamp;
use crate::volumes::{NewVolume, VolumeType};

const VERSION: u32 = 1;
/// A request that got lost on its way may still arrive; after this long nobody expects it any more.
const LOOKED_FOR: Duration = Duration::from_secs(120);
/// No tab holds a request back for longer than this, nor waits longer for its answer.
const UNDER_WAY: Duration = Duration::from_secs(600);

/// A volume that was asked for once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingVolume {
    /// What was asked for.
    pub wanted: NewVolume,
    /// The volumes that were there right before.
    before: Vec<NetworkVolumeId>,
    /// When.
    asked: Timestamp,
}

/// What a list says of a volume that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupResult {
    /// Here it is.
    Made(NetworkVolume),
    /// It was made more than once: something on the way repeated the request. All of them cost.
    Twice(NetworkVolume),
    /// It may still come.
    NotYet,
    /// Nobody expects it any more.
    Never,
}

impl PendingVolume {
    /// Of what `wanted` says, asked for at `asked`, with `before` as the list that was read right before.
    pub fn new(wanted: NewVolume, before: &[NetworkVolume], asked: Timestamp) -> Self {
        Self { wanted, before: before.iter().map(|volume| volume.id.clone()).collect(), asked }
    }

    /// What a list of volumes, asked for at `asked`, says, when the answer was lost at `lost`.
    pub fn look(&self, listed: &[NetworkVolume], lost: Timestamp, asked: Timestamp) -> LookupResult {
        let mut new = listed.iter().filter(|volume| self.wanted.is_like(volume) && !self.before.contains(&volume.id));
        match (new.next(), new.next()) {
            (Some(made), None) => LookupResult::Made(made.clone()),
            (Some(made), Some(_)) => LookupResult::Twice(made.clone()),
            (None, _) if asked.since(lost) < LOOKED_FOR => LookupResult::NotYet,
            (None, _) => LookupResult::Never,
        }
    }

    /// When the answer was lost at the latest, as far as whoever finds this at `now` can tell.
    pub fn lost(&self, now: Timestamp) -> Timestamp {
        now.min(self.asked.plus(UNDER_WAY))
    }

    /// Reads what [`PendingVolume::write`] wrote. Text that is none, or of a version that we do not know, is `None`.
    pub fn read(text: &str) -> Option<Self> {
        let document = Document::read_version(text, VERSION)?;
        let json = document.json();
        let before = json.list("before")?.map(|id| id.as_text().map(NetworkVolumeId::new));
        Some(Self {
            wanted: NewVolume {
                name: json.text("name")?.to_owned(),
                size_gb: json.whole("size"),
                data_center: DataCenterId::new(json.text("dataCenter")?),
                volume_type: json.text("type").and_then(VolumeType::parse),
            },
            before: before.collect::<Option<_>>()?,
            asked: time(json, "asked")?,
        })
    }

    /// As text.
    pub fn write(&self) -> String {
        let NewVolume { name, size_gb, data_center, volume_type } = &self.wanted;
        let before: Vec<&str> = self.before.iter().map(NetworkVolumeId::as_str).collect();
        json!({
            "version": VERSION, "name": name, "size": size_gb, "dataCenter": data_center.as_str(), "before": before,
            "asked": self.asked.millis(), "type": volume_type.map(VolumeType::as_str),
        })
        .to_string()
    }
}
