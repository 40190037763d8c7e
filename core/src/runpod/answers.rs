//! What RunPod answers with, whichever of its APIs does.

use crate::account::{Account, NetworkVolume};
use crate::launch::Answer;
use crate::pods::pod::Pod;
use crate::runpod::error::ApiError;

/// The account that a key belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInfo {
    /// RunPod's id of the account; where RunPod does not tell it, what the key alone tells: accounts never share a journal.
    pub id: String,
    /// Its money.
    pub account: Account,
    /// Its network volumes.
    pub volumes: Vec<NetworkVolume>,
}

/// The pods of the account, and its money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodList {
    /// Its money.
    pub account: Account,
    /// Its pods.
    pub pods: Vec<Pod>,
    /// Whether these are all of them: a list with a hole proves nothing of the pods that it lacks.
    pub complete: bool,
    /// How many entries of the list could not be read.
    pub unread: usize,
}

/// What came of asking for a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launched {
    /// What it means for the launch.
    pub answer: Answer<ApiError>,
    /// The pod as RunPod first told of it.
    pub pod: Option<Pod>,
}

impl Launched {
    /// An error that leaves open whether there is a pod is no refusal.
    pub(super) fn of(made: Result<Pod, ApiError>) -> Self {
        match made {
            Ok(pod) => Self { answer: Answer::Made(pod.id.clone()), pod: Some(pod) },
            Err(error) if error.is_ambiguous() => Self { answer: Answer::Unclear(error), pod: None },
            Err(error) => Self { answer: Answer::Refused(error), pod: None },
        }
    }
}
