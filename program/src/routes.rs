//! All that the page's port answers.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use launchpod_simulator::{App, PageFiles, PageHost, page_routes};

use crate::guard::{one_name, own_name_only, own_page_only};
use crate::instance;
use crate::relay::{Relay, relay_routes};

/// The page, its relay, and perhaps something to practise on. Every answer bears the headers that ship.
pub fn routes(files: Arc<dyn PageFiles>, practice: Option<App>, relay: Arc<Relay>) -> Router {
    let host = PageHost::of(files, practice);
    let relay = relay_routes(relay).layer(from_fn(own_page_only));
    let page = page_routes(host.clone()).layer(from_fn(practice_for_own_page)).layer(from_fn(one_name));
    Router::new()
        .route(instance::PATH, get(instance::about))
        .merge(relay)
        .merge(page)
        .layer(from_fn_with_state(host, with_headers_that_ship))
        .layer(from_fn(own_name_only))
}

async fn practice_for_own_page(request: Request, next: Next) -> Response {
    match request.uri().path().starts_with("/simulator/") {
        true => own_page_only(request, next).await,
        false => next.run(request).await,
    }
}

async fn with_headers_that_ship(State(host): State<PageHost>, request: Request, next: Next) -> Response {
    let headers = host.headers_for(request.uri().path());
    let mut response = next.run(request).await;
    for (name, value) in headers.iter() {
        if !response.headers().contains_key(name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
