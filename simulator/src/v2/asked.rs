//! A request, and how its body is read.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::caller::Caller;
use super::contract::{Body, Contract, faults_of};
use super::problem::{Answer, Problem};
use super::routes::{ACTIONS, Operation, route};
use crate::app::App;
use crate::clock::Moment;
use crate::errors::Outcome;
use crate::responses::says_json;
use crate::validation::OperationKind;
use crate::world::World;

/// Bytes of a body; above that it is refused, and the key is not looked at.
pub const MOST_BODY: usize = 102_400;

/// The answer to a larger one.
pub fn too_large() -> Response {
    Problem::too_large().into_response()
}

/// What came in.
#[derive(Clone)]
pub struct Asked {
    pub method: Method,
    /// Below `/v2/`, as it was written.
    pub path: String,
    pub parameters: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Asked {
    pub fn kind(&self) -> OperationKind {
        if self.method == Method::GET { OperationKind::Query } else { OperationKind::Mutation }
    }

    /// What a fault can wait for: the operation and, for an action, which one.
    pub fn names(&self) -> Vec<String> {
        let Ok(route) = route(&self.method, &self.path) else { return Vec::new() };
        let name = route.operation.name();
        let action = serde_json::from_slice::<Value>(&self.body).ok();
        let action = action.as_ref().and_then(|body| body.get("action")).and_then(Value::as_str);
        let action = action.filter(|action| route.operation == Operation::PodAction && ACTIONS.contains(action));
        std::iter::once(name.to_owned()).chain(action.map(|action| format!("{name}.{action}"))).collect()
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A request that is let in.
pub struct Request<'a> {
    pub app: &'a App,
    pub asked: &'a Asked,
    pub caller: Caller,
    pub operation: Operation,
    /// What the path names.
    pub id: &'a str,
}

impl Request<'_> {
    /// The body, if it is what such a body may be.
    pub fn body(&self, contract: &Contract) -> Answer<Body> {
        if !says_json(&self.asked.headers) {
            let status = axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Problem::new(status, "The body must be application/json."));
        }
        let body: Value =
            serde_json::from_slice(&self.asked.body).map_err(|_| Problem::bad_request("The body is no JSON."))?;
        let found = faults_of(&body, contract);
        if found.is_empty() { Ok(Body(body)) } else { Err(Problem::invalid(found)) }
    }

    pub fn look<T>(&self, at: impl FnOnce(&World, Moment) -> T) -> T {
        self.app.simulator.look(at)
    }

    /// Changes the world. `operation` is what the record calls it.
    pub fn act<T>(&self, operation: &str, act: impl FnOnce(&mut World, Moment) -> Outcome<T>) -> Answer<T> {
        Ok(self.app.simulator.act(operation, act)?)
    }
}
