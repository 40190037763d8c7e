//! What RunPod says when it says no. Texts that nobody has published are marked as ours.

use async_graphql::{Error, ErrorExtensions};

use crate::money::MicroUsd;

/// A refusal: answered with HTTP 200, a null result, this text and this code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `errors[0].message`
    pub message: String,
    /// `errors[0].extensions.code`
    pub code: &'static str,
}

/// What an act comes to.
pub type Outcome<T> = Result<T, Refusal>;

impl Refusal {
    fn new(message: &str, code: &'static str) -> Self {
        Self { message: message.to_owned(), code }
    }

    /// Also what RunPod says of a wrong GPU id, data center, cloud or count.
    #[must_use]
    pub fn no_capacity() -> Self {
        Self::new(
            "There are no longer any instances available with the requested specifications. Please refresh and try again.",
            "SUPPLY_CONSTRAINT",
        )
    }

    /// What it says of spot.
    #[must_use]
    pub fn no_spot_capacity() -> Self {
        Self::new(
            "There are no longer any instances available with the request specifications. Please try again later.",
            "SUPPLY_CONSTRAINT",
        )
    }

    #[must_use]
    /// No machine has that much disk.
    pub fn no_disk() -> Self {
        Self::new("There are no longer any instances available with enough disk space.", "RUNPOD")
    }

    #[must_use]
    /// More container disk than so many vCPUs allow. Text as seen; code assumed.
    pub fn disk_above(most: i32) -> Self {
        Self::new(&format!("Container Disk must be less than or equal to {most}"), "RUNPOD")
    }

    #[must_use]
    /// The machine that a stopped pod is tied to has no GPUs left.
    pub fn host_full() -> Self {
        Self::new("There are not enough free GPUs on the host machine to start this pod.", "RUNPOD")
    }

    #[must_use]
    /// Less than an hour's cost is left.
    pub fn balance_too_low() -> Self {
        Self::new(
            "Your account balance is too low to rent a pod. Please add funds to your account.",
            "INSUFFICIENT_BALANCE",
        )
    }

    #[must_use]
    /// Over the account's limit per hour.
    pub fn spend_limit(limit: MicroUsd) -> Self {
        let limit = limit.dollars();
        Self::new(
            &format!("Renting this pod would put you over your current spending limit (${limit:.2}/hr)"),
            "INSUFFICIENT_BALANCE",
        )
    }

    #[must_use]
    /// RunPod's answer to whatever it did not foresee.
    pub fn internal() -> Self {
        Self::new("Something went wrong. Please try again later or contact support.", "INTERNAL_SERVER_ERROR")
    }

    #[must_use]
    /// Terminating what is not there. The verb is the asked one; only "terminate" is on record.
    pub fn pod_not_found(verb: &str) -> Self {
        Self { message: format!("pod not found to {verb}"), code: "POD_NOT_FOUND" }
    }

    #[must_use]
    /// Deleting a volume that is not there. Code assumed.
    pub fn volume_gone() -> Self {
        Self::new("Tried to delete nonexistent network volume", "RUNPOD")
    }

    #[must_use]
    /// A refusal whose real text is not on record: the words are ours.
    pub fn in_our_words(message: &str) -> Self {
        Self::new(message, "RUNPOD")
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::new(refusal.message).extend_with(|_, extensions| extensions.set("code", refusal.code))
    }
}
