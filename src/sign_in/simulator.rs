//! The simulator, offered only when the page was started with it: then the server that serves the page puts a
//! `<meta name="launchpod-practice">` into it.

use js_sys::{JSON, Reflect};
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
        // By the browser: all else that the core's own reader serves comes after the sign-in.
        let meta = JSON::parse(text).ok()?;
        let get = |name: &str| Reflect::get(&meta, &name.into()).ok();
        let text = |name: &str| get(name)?.as_string();
        let number = |name: &str| get(name)?.as_f64();
        let since = Timestamp::from_millis(number("startedAtMs")?.max(0.0) as u64);
        Some(Self {
            endpoint: Endpoint::practice(text("graphql")?, ProxyAddress::parse(&text("proxy")?)?),
            probe: text("probe")?,
            key: text("key").and_then(|key| ApiKey::read(&key).ok()),
            pace: ClockSpeed { since, speed: number("speed")? },
        })
    }
}
