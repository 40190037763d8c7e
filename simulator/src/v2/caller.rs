//! Who asks, by the key that comes along.

use axum::http::header::AUTHORIZATION;

use super::asked::Asked;
use super::problem::{Answer, Problem};
use super::routes::{Operation, Route};
use crate::app::App;

/// Whose key it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    Owner,
    /// The key that RunPod gives the pod with that id, for itself alone.
    Pod(String),
}

impl Caller {
    /// In the header alone: a key in the address is none.
    pub fn of(app: &App, asked: &Asked) -> Answer<Self> {
        let header = asked.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key = header.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim).filter(|key| !key.is_empty());
        let key = key.ok_or_else(Problem::missing_key)?;
        if key == app.simulator.options.key {
            return Ok(Self::Owner);
        }
        let pod =
            app.simulator.look(|world, _| world.pods.iter().find(|pod| pod.own_key() == key).map(|p| p.id.clone()));
        pod.map(Self::Pod).ok_or_else(Problem::wrong_key)
    }

    /// Whom the requests are counted for.
    pub fn key(&self) -> String {
        match self {
            Self::Owner => String::new(),
            Self::Pod(id) => id.clone(),
        }
    }

    /// A pod may look at itself, unless a fault takes that away, and end itself; it is not told what other pods there are.
    pub fn check(&self, route: &Route, may_read: bool) -> Answer<()> {
        let Self::Pod(own) = self else { return Ok(()) };
        match route.operation {
            Operation::GetPod if !may_read => Err(Problem::access_denied()),
            Operation::GetPod | Operation::DeletePod | Operation::PodAction if route.id == *own => Ok(()),
            Operation::GetPod | Operation::DeletePod | Operation::PodAction => Err(Problem::no_such("pod")),
            _ => Err(Problem::access_denied()),
        }
    }
}
