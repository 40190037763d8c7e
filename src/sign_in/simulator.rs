//! The simulator, offered only when the page was started with it: then the server that serves the page puts a
//! `<meta name="launchpod-practice">` into it.

use launchpod_core::json::Document;
use launchpod_core::pods::services::ProxyAddress;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::types::time::Timestamp;

use crate::platform::browser;
use crate::platform::clock::ClockSpeed;

/// A simulator to practise on.
#[derive(Clone, Debug)]
pub struct SimulatorConfig {
    /// Where it is.
    pub endpoint: Endpoint,
    /// Its probe document.
    pub probe: String,
    /// Its key, unless it was started with one of the person's own.
    pub key: Option<ApiKey>,
    /// How fast its time runs.
    pub pace: ClockSpeed,
}

impl SimulatorConfig {
    /// What the page was started with.
    pub fn find() -> Option<Self> {
        Self::read(&browser::meta("launchpod-practice")?)
    }

    fn read(text: &str) -> Option<Self> {
        let document = Document::read(text).ok()?;
        let meta = document.json();
        let since = Timestamp::from_millis(meta.number("startedAtMs")?.max(0.0) as u64);
        Some(Self {
            endpoint: Endpoint::practice(meta.text("graphql")?.into(), ProxyAddress::parse(meta.text("proxy")?)?),
            probe: meta.text("probe")?.into(),
            key: meta.text("key").and_then(|key| ApiKey::read(key).ok()),
            pace: ClockSpeed { since, speed: meta.number("speed")? },
        })
    }
}
