//! The routes of the simulator's own listener.

use axum::body::{Bytes, to_bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, Query, Request, State};
use axum::http::header::ALLOW;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Extension, Router};
use serde_json::json;

use crate::admin::admin_routes;
use crate::app::{App, PRACTICE_KEY};
use crate::comfy::api::MOST_BODY;
use crate::connection::Wire;
use crate::faults::{Target, Visit, answer_or_harm};
use crate::pod_proxy;
use crate::responses::{edge_refusal, is_stopped_at_the_edge, leave};
use crate::v2::{self, Asked, MOST_BODY as MOST_V2_BODY};

/// Everything that the simulator's own listener answers.
pub fn routes(app: App) -> Router {
    api_routes(app.clone()).merge(admin_routes().with_state(app))
}

/// What a page may reach.
pub fn api_routes(app: App) -> Router {
    let services = Router::new()
        .route("/proxy/{target}", any(pod_proxy::root))
        .route("/proxy/{target}/", any(pod_proxy::root))
        .route("/proxy/{target}/{*path}", any(pod_proxy::below))
        .layer(DefaultBodyLimit::max(MOST_BODY));
    Router::new()
        .route("/", get(about))
        .route("/graphql", any(graphql))
        .route("/v2/{*path}", any(rest))
        .merge(services)
        .with_state(app)
}

async fn about(State(app): State<App>) -> Response {
    let options = &app.simulator.options;
    let is_practice = options.key == PRACTICE_KEY;
    let key = if is_practice { PRACTICE_KEY } else { "the one given with --key" };
    let about = json!({
        "what": "A RunPod that runs on this machine. Nothing here costs money.",
        "graphql": format!("{}/graphql", app.origin),
        "v2": format!("{}/v2", app.origin),
        "proxy": app.proxy_template(),
        "speed": app.simulator.clock.speed(),
        "seed": options.seed,
        "key": key,
    });
    axum::response::Json(about).into_response()
}

async fn rest(State(app): State<App>, wire: Option<Extension<ConnectInfo<Wire>>>, request: Request) -> Response {
    let headers = request.headers().clone();
    if is_stopped_at_the_edge(&headers) {
        return edge_refusal();
    }
    if request.method() == Method::OPTIONS {
        return app.simulator.cors().preflight_v2(&headers);
    }
    let method = request.method().clone();
    let path = request.uri().path().strip_prefix("/v2/").unwrap_or_default().to_owned();
    let parameters = Query::try_from_uri(request.uri()).map(|Query(parameters)| parameters).unwrap_or_default();
    let answer = match to_bytes(request.into_body(), MOST_V2_BODY).await {
        Ok(body) => {
            let target = Target::V2(Asked { method, path, parameters, headers: headers.clone(), body });
            let wire = wire.map(|Extension(ConnectInfo(wire))| wire);
            answer_or_harm(&app, Visit { target, wire }).await
        }
        Err(_) => v2::too_large(),
    };
    leave(&app, &headers, answer)
}

async fn graphql(
    State(app): State<App>,
    method: Method,
    headers: HeaderMap,
    Query(parameters): Query<Vec<(String, String)>>,
    wire: Option<Extension<ConnectInfo<Wire>>>,
    body: Bytes,
) -> Response {
    if is_stopped_at_the_edge(&headers) {
        return edge_refusal();
    }
    if method == Method::OPTIONS {
        return app.simulator.cors().preflight(&headers);
    }
    if method != Method::POST {
        let answer = (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "POST, OPTIONS")]).into_response();
        return leave(&app, &headers, answer);
    }
    let wire = wire.map(|Extension(ConnectInfo(wire))| wire);
    let target = Target::GraphQl { headers: headers.clone(), parameters, body };
    let answer = answer_or_harm(&app, Visit { target, wire }).await;
    leave(&app, &headers, answer)
}
