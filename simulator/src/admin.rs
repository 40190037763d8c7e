//! The way in for tests: faults on and off, and what has really happened. No web page gets in here.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};

use crate::faults::{Fault, switch_on};
use crate::http::App;

/// `/admin/…`, for the simulator's own listener only.
pub fn admin_routes() -> Router<App> {
    Router::new()
        .route("/admin/faults", get(list).post(add).delete(clear))
        .route("/admin/state", get(state))
        .layer(from_fn(keep_pages_out))
}

/// A browser says where a request comes from; other clients have nothing to say.
async fn keep_pages_out(request: Request, next: Next) -> Response {
    if is_from_a_page(request.headers()) {
        return json_of(StatusCode::FORBIDDEN, json!({ "error": "not for web pages" }));
    }
    next.run(request).await
}

fn is_from_a_page(headers: &HeaderMap) -> bool {
    // A plain GET carries no Origin, but says so here; "none" is somebody at the address bar.
    let fetched = headers.get("sec-fetch-site").is_some_and(|site| site != "none");
    fetched || headers.contains_key(ORIGIN)
}

async fn list(State(app): State<App>) -> Response {
    json_of(StatusCode::OK, json!({ "faults": app.simulator.faults.as_json() }))
}

async fn add(State(app): State<App>, text: String) -> Response {
    let told = Fault::parse(&text).and_then(|fault| {
        let json = fault.as_json();
        let id = switch_on(&app.simulator, app.rules, fault)?;
        Ok(json!({ "id": id, "fault": json }))
    });
    match told {
        Ok(told) => json_of(StatusCode::OK, told),
        Err(why) => json_of(StatusCode::BAD_REQUEST, json!({ "error": why })),
    }
}

async fn clear(State(app): State<App>) -> Response {
    app.simulator.calm();
    list(State(app)).await
}

async fn state(State(app): State<App>) -> Response {
    json_of(StatusCode::OK, app.simulator.state())
}

fn json_of(status: StatusCode, body: Value) -> Response {
    (status, [(CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}
