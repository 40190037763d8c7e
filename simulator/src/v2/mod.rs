//! REST v2, over the same world as the GraphQL API.

mod answers;
mod asked;
mod caller;
mod contract;
pub mod limits;
mod paging;
mod pod_action;
mod pod_create;
mod pod_update;
mod pod_view;
mod pods;
mod problem;
mod routes;

use axum::response::{IntoResponse, Response};

pub use asked::{Asked, MOST_BODY, too_large};
pub use pods::all_pods;
pub use problem::Problem;
pub use routes::Operation;

use crate::app::App;
use asked::Request;
use caller::Caller;
use problem::Answer;
use routes::{NoRoute, Route, route};

/// What RunPod answers when nothing goes wrong on the way.
pub fn answer(app: &App, asked: &Asked) -> Response {
    let caller = match Caller::of(app, asked) {
        Ok(caller) => caller,
        Err(refused) => return refused.into_response(),
    };
    let quota = app.simulator.count(&caller.key());
    let answered = quota.check().and_then(|()| routed(app, asked, caller));
    let mut response = answered.unwrap_or_else(Problem::into_response);
    quota.mark(response.headers_mut());
    response
}

fn routed(app: &App, asked: &Asked, caller: Caller) -> Answer {
    let route = match route(&asked.method, &asked.path) {
        Ok(route) => route,
        Err(NoRoute::NoPath) => return Err(Problem::not_found()),
        Err(NoRoute::OtherMethods(methods)) => return Err(Problem::method_not_allowed(&methods)),
    };
    caller.check(&route)?;
    let Route { operation, id } = route;
    let request = Request { app, asked, caller, operation, id: &id };
    match operation {
        Operation::ListPods => pods::list(&request),
        Operation::CreatePod => pod_create::create(&request),
        Operation::GetPod => pods::get(&request),
        Operation::UpdatePod => pod_update::update(&request),
        Operation::DeletePod => pods::delete(&request),
        Operation::PodAction => pod_action::act(&request),
    }
}
