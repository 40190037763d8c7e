//! REST v2, over the same world as the GraphQL API.

mod answers;
mod asked;
mod billing;
mod caller;
mod catalog;
mod contract;
mod data_centers;
mod description;
mod gpu_rows;
pub mod limits;
mod log_frames;
mod log_harm;
mod logs;
mod paging;
mod parameters;
mod pod_action;
mod pod_create;
mod pod_update;
mod pod_view;
mod pods;
mod problem;
mod registries;
mod routes;
mod secrets;
mod ssh_keys;
mod templates;
mod volumes;

use axum::http::Method;
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
    if asked.path == description::PATH && asked.method == Method::GET {
        return answers::ok(description::document(&app.origin));
    }
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
    caller.check(&route, app.simulator.look(|world, _| world.pod_key.may_read))?;
    let Route { operation, id } = route;
    parameters::check(asked, operation)?;
    let request = Request { app, asked, caller, operation, id: &id };
    match operation {
        Operation::ListPods => pods::list(&request),
        Operation::CreatePod => pod_create::create(&request),
        Operation::GetPod => pods::get(&request),
        Operation::UpdatePod => pod_update::update(&request),
        Operation::DeletePod => pods::delete(&request),
        Operation::PodAction => pod_action::act(&request),
        Operation::GetPodLogs => logs::stream(&request),
        Operation::ListTemplates => templates::list(&request),
        Operation::CreateTemplate => templates::create(&request),
        Operation::GetTemplate => templates::get(&request),
        Operation::UpdateTemplate => templates::update(&request),
        Operation::DeleteTemplate => templates::delete(&request),
        Operation::ListNetworkVolumes => volumes::list(&request),
        Operation::CreateNetworkVolume => volumes::create(&request),
        Operation::GetNetworkVolume => volumes::get(&request),
        Operation::UpdateNetworkVolume => volumes::update(&request),
        Operation::DeleteNetworkVolume => volumes::delete(&request),
        Operation::ListRegistries => registries::list(&request),
        Operation::CreateRegistry => registries::create(&request),
        Operation::GetRegistry => registries::get(&request),
        Operation::DeleteRegistry => registries::delete(&request),
        Operation::ListSecrets => secrets::list(&request),
        Operation::CreateSecret => secrets::create(&request),
        Operation::GetSecret => secrets::get(&request),
        Operation::UpdateSecret => secrets::update(&request),
        Operation::DeleteSecret => secrets::delete(&request),
        Operation::GetSshKeys => ssh_keys::get(&request),
        Operation::UpdateSshKeys => ssh_keys::update(&request),
        Operation::ListGpuTypes => catalog::gpus(&request),
        Operation::GetGpuType => catalog::one_gpu(&request),
        Operation::ListCpuTypes => catalog::cpus(&request),
        Operation::GetCpuType => catalog::one_cpu(&request),
        Operation::ListDataCenters => data_centers::list(&request),
        Operation::GetDataCenter => data_centers::get(&request),
        Operation::ListPublicTemplates => templates::catalog(&request),
        Operation::ListBilling => billing::all(&request),
        Operation::ListPodBilling => billing::pods(&request),
        Operation::ListNetworkVolumeBilling => billing::volumes(&request),
        Operation::ListServerlessBilling => billing::serverless(&request),
        Operation::ListEndpointBilling => billing::endpoints(&request),
        Operation::ListClusterBilling => billing::clusters(&request),
    }
}
