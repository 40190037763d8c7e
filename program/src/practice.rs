//! The RunPod to practise on: the simulator, in this process, with its pods on a port of their own.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use launchpod_simulator::{App, Clock, CorsMode, Options, PRACTICE_KEY, Simulator, routes};

use crate::guard::{own_name_only, own_page_only};

const SEED: u64 = 1;
const DOLLARS: f64 = 25.0;

/// A simulator whose pods are reached at `origin`.
#[must_use]
pub fn simulator(origin: String, speed: f64) -> App {
    // The page is let in as it stands on its own origin; no other site's page has a reason to come.
    let options =
        Options { key: PRACTICE_KEY.to_owned(), seed: SEED, cors: CorsMode::None, balance: DOLLARS, cheap_spot: false };
    App::new(Arc::new(Simulator::new(Clock::starting_now(speed), options)), origin)
}

/// What its own port answers: pods' services to whoever looks, and all else to programs on this computer.
pub fn own_routes(app: App) -> Router {
    routes(app).layer(from_fn(pods_for_all)).layer(from_fn(own_name_only))
}

async fn pods_for_all(request: Request, next: Next) -> Response {
    match request.uri().path().starts_with("/proxy/") {
        true => next.run(request).await,
        false => own_page_only(request, next).await,
    }
}
