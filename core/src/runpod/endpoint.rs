//! Where requests go: RunPod itself, or a simulator that was started with the page.

use crate::domain::service::ProxyAddress;

/// A RunPod to talk to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// A stable name for the journal and the session: `runpod` or `practice`.
    pub name: &'static str,
    /// Where GraphQL is spoken: absolute, or relative to the page for a simulator on its own origin.
    pub graphql: String,
    /// Where the pods' HTTP ports are reached.
    pub proxy: ProxyAddress,
}

impl Endpoint {
    /// The name of RunPod itself.
    pub const RUNPOD: &'static str = "runpod";
    /// The name of a simulator.
    pub const PRACTICE: &'static str = "practice";

    /// RunPod itself, directly.
    pub fn runpod() -> Self {
        Self { name: Self::RUNPOD, graphql: "https://api.runpod.io/graphql".into(), proxy: ProxyAddress::runpod() }
    }

    /// A simulator.
    pub fn practice(graphql: String, proxy: ProxyAddress) -> Self {
        Self { name: Self::PRACTICE, graphql, proxy }
    }

    /// Whether nothing here costs money.
    pub fn is_practice(&self) -> bool {
        self.name == Self::PRACTICE
    }
}
