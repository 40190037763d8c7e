//! The simulator, offered only when the page was started with it: then the server that serves the page puts a
//! `<meta name="launchpod-practice">` into it.

use launchpod_core::domain::service::ProxyAddress;
use launchpod_core::domain::time::Timestamp;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::key::ApiKey;
use serde::Deserialize;

use super::browser;
use super::clock::Pace;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    graphql: String,
    proxy: String,
    probe: String,
    key: Option<String>,
    speed: f64,
    started_at_ms: f64,
}

/// A simulator to practise on.
#[derive(Clone, Debug)]
pub struct Practice {
    /// Where it is.
    pub endpoint: Endpoint,
    /// Its probe document.
    pub probe: String,
    /// Its key, unless it was started with one of the person's own.
    pub key: Option<ApiKey>,
    /// How fast its time runs.
    pub pace: Pace,
}

impl Practice {
    /// What the page was started with.
    pub fn find() -> Option<Self> {
        Self::read(&browser::meta("launchpod-practice")?)
    }

    fn read(text: &str) -> Option<Self> {
        let meta: Meta = serde_json::from_str(text).ok()?;
        let since = Timestamp::from_millis(meta.started_at_ms.max(0.0) as u64);
        Some(Self {
            endpoint: Endpoint::practice(meta.graphql, ProxyAddress::parse(&meta.proxy)?),
            probe: meta.probe,
            key: meta.key.and_then(|key| ApiKey::read(&key).ok()),
            pace: Pace { since, speed: meta.speed },
        })
    }
}
