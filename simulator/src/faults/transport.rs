//! Faults between the client and the API: what comes in place of the answer, or does not come at all.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::time::sleep;

use super::false_answers::{false_answer, unclear_error};
use super::fault::{Api, Class, Fault, Name};
use super::odd_values::spoil_value;
use super::world::strike_along;
use crate::app::App;
use crate::connection::Wire;
use crate::graphql::{Ask, answer, invalid};
use crate::responses::Bare;
use crate::v2::{self, Asked};
use crate::validation::{self, OperationKind, ValidationError};

/// One request, with a hand on the connection that it came by.
pub struct Visit {
    pub target: Target,
    pub wire: Option<Wire>,
}

/// Which of the two APIs is asked, and what.
pub enum Target {
    GraphQl { headers: HeaderMap, parameters: Vec<(String, String)>, body: Bytes },
    V2(Asked),
}

/// What faults look at.
struct Aim {
    api: Api,
    kind: OperationKind,
    names: Vec<String>,
}

impl Aim {
    fn is_hit_by(&self, fault: &Fault) -> bool {
        fault.is_for(&self.names) && fault.is_of(self.api)
    }
}

/// Whether it strikes here: fields that are no more are no harm to who does not ask for them.
fn strikes(fault: &Fault, aim: &Aim, target: &Target) -> bool {
    aim.is_hit_by(fault) && (fault.name != Name::RetiredFields || !target.uses_of(&fault.fields).is_empty())
}

const DEFAULT_DELAY: u64 = 2_000;

/// The answer, unless a fault is meant for this request.
pub async fn answer_or_harm(app: &App, visit: Visit) -> Response {
    let (kind, names) = visit.target.names();
    let aim = Aim { api: visit.target.api(), kind, names };
    let late = app.simulator.faults.draw(Class::Delay, |fault| aim.is_hit_by(fault));
    let harm = app.simulator.faults.draw(Class::Answer, |fault| strikes(fault, &aim, &visit.target));
    let response = match harm {
        Some(drawn) => harmed(app, visit, &drawn.fault, aim).await,
        None => acted(app, &visit, &aim).await,
    };
    if let Some(late) = late {
        wait(late.fault.delay_ms.unwrap_or(DEFAULT_DELAY)).await;
    }
    response
}

async fn harmed(app: &App, visit: Visit, fault: &Fault, aim: Aim) -> Response {
    if fault.name == Name::DropThenAct {
        return cut_then_act(app, visit, fault, aim);
    }
    let acts = fault.after || matches!(fault.name, Name::ActThenDrop | Name::ErrorAfter | Name::UnclearError);
    let honest = if acts { Some(acted(app, &visit, &aim).await) } else { None };
    wait(fault.delay_ms.unwrap_or(0)).await;
    if fault.name == Name::ActThenDrop {
        return cut(visit.wire.as_ref(), fault.after_bytes, honest);
    }
    let mut response = match fault.name {
        Name::RetiredFields => invalid(&visit.target.uses_of(&fault.fields)),
        Name::UnclearError => unclear_error(&aim.names),
        _ => false_answer(fault, aim.api, app.simulator.clock.now()),
    };
    if fault.bare {
        response.extensions_mut().insert(Bare);
    }
    response
}

async fn acted(app: &App, visit: &Visit, aim: &Aim) -> Response {
    let strike = || strike_along(&app.simulator, |fault| aim.is_hit_by(fault));
    if aim.kind == OperationKind::Query {
        strike();
    }
    let response = visit.target.answer(app).await;
    if aim.kind == OperationKind::Mutation {
        strike();
    }
    spoil_value(app, response, |fault| aim.is_hit_by(fault)).await
}

/// The request is on its way somewhere when its sender is cut off: it arrives later all the same.
fn cut_then_act(app: &App, visit: Visit, fault: &Fault, aim: Aim) -> Response {
    let (app, wire) = (app.clone(), visit.wire.clone());
    let (delay, after_bytes) = (fault.delay_ms.unwrap_or(DEFAULT_DELAY), fault.after_bytes);
    tokio::spawn(async move {
        wait(delay).await;
        acted(&app, &visit, &aim).await
    });
    cut(wire.as_ref(), after_bytes, None)
}

/// What is returned here gets out as far as the cut lets it.
fn cut(wire: Option<&Wire>, after_bytes: usize, honest: Option<Response>) -> Response {
    let Some(wire) = wire else {
        let why = "there is no connection to cut: use launchpod_simulator::serve, or bring a Wire";
        return (StatusCode::NOT_IMPLEMENTED, why).into_response();
    };
    wire.cut_after(after_bytes);
    honest.unwrap_or_default()
}

async fn wait(ms: u64) {
    if ms > 0 {
        sleep(Duration::from_millis(ms)).await;
    }
}

impl Target {
    fn api(&self) -> Api {
        match self {
            Self::GraphQl { .. } => Api::Graphql,
            Self::V2(_) => Api::V2,
        }
    }

    /// Read before anything is refused: harm on the way comes to good requests and bad ones alike.
    fn names(&self) -> (OperationKind, Vec<String>) {
        match self {
            Self::GraphQl { headers, body, .. } => match Ask::read(headers, body) {
                Ok(ask) => validation::root_fields(&ask.query, ask.operation_name.as_deref()),
                Err(_) => (OperationKind::Query, Vec::new()),
            },
            Self::V2(asked) => (asked.kind(), asked.names()),
        }
    }

    /// What is said of these fields, where it asks for them.
    fn uses_of(&self, retired: &[String]) -> Vec<ValidationError> {
        match self {
            Self::GraphQl { headers, body, .. } => match Ask::read(headers, body) {
                Ok(ask) => validation::uses_of(&ask.query, ask.operation_name.as_deref(), retired),
                Err(_) => Vec::new(),
            },
            Self::V2(_) => Vec::new(),
        }
    }

    async fn answer(&self, app: &App) -> Response {
        match self {
            Self::GraphQl { headers, parameters, body } => answer(app, headers, parameters, body).await,
            Self::V2(asked) => v2::answer(app, asked),
        }
    }
}
