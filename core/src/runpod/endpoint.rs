//! Where requests go: RunPod itself, a relay to it on the page's own server, or a simulator that was started with the page.

use launchpod_words::errors;

use crate::pods::services::ProxyAddress;

/// All that the relay passes on stands below it. Relative to the page, so that it works in any folder.
pub const RELAY_FOLDER: &str = "relay/";
const RELAY: &str = "relay/graphql";

/// A RunPod to talk to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// A stable name for the journal: `runpod`, whichever way leads there, or `practice`.
    pub name: &'static str,
    /// Where GraphQL is spoken: absolute, or relative to the page for what is on its own origin.
    pub graphql: String,
    /// Where the pods' HTTP ports are reached.
    pub proxy: ProxyAddress,
}

impl Endpoint {
    /// The name of RunPod itself.
    pub const RUNPOD: &'static str = "runpod";
    /// The name of a simulator.
    pub const PRACTICE: &'static str = "practice";
    /// How the session remembers that RunPod was reached through the relay.
    pub const BY_RELAY: &'static str = "relay";

    /// RunPod itself, directly.
    pub fn runpod() -> Self {
        Self { name: Self::RUNPOD, graphql: "https://api.runpod.io/graphql".into(), proxy: ProxyAddress::runpod() }
    }

    /// RunPod through a relay on the page's own server.
    pub fn relay() -> Self {
        Self { graphql: RELAY.into(), ..Self::runpod() }
    }

    /// A simulator.
    pub fn practice(graphql: String, proxy: ProxyAddress) -> Self {
        Self { name: Self::PRACTICE, graphql, proxy }
    }

    /// Where REST v2 is spoken: beside GraphQL, on each way.
    pub fn rest(&self) -> String {
        format!("{}v2", self.graphql.strip_suffix("graphql").unwrap_or(&self.graphql))
    }

    /// Whether nothing here costs money.
    pub fn is_practice(&self) -> bool {
        self.name == Self::PRACTICE
    }

    /// Whether requests pass through the page's own server.
    pub fn is_relay(&self) -> bool {
        self.graphql == RELAY
    }

    /// What the session remembers, so that a reload takes the same way.
    pub fn way(&self) -> &'static str {
        if self.is_relay() { Self::BY_RELAY } else { self.name }
    }

    /// The way in words.
    pub fn describe(&self) -> &'static str {
        match self.way() {
            Self::RUNPOD => errors::way_direct(),
            Self::BY_RELAY => errors::way_by_relay(),
            _ => errors::way_simulator(),
        }
    }

    /// The other way to the same account.
    pub(super) fn other_way(&self) -> Option<Self> {
        match self.way() {
            Self::RUNPOD => Some(Self::relay()),
            Self::BY_RELAY => Some(Self::runpod()),
            _ => None,
        }
    }
}
