//! What answers on a pod's own ports, behind the proxy.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, HeaderMap, HeaderValue, ORIGIN, VARY,
};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::json;

use crate::app::App;
use crate::clock::Moment;
use crate::comfy::api as comfy;
use crate::comfy::system_stats::Gpu;
use crate::html::{escaped, service_page};
use crate::pod::is_comfy;
use crate::world::World;

/// Whether and how a port answers.
enum Found {
    /// The proxy knows nothing by that name.
    Nowhere,
    /// It does, but nothing listens.
    Silent,
    Service {
        pod: String,
        image: String,
        port: u16,
        gpu: Gpu,
    },
}

/// A service's first page.
pub async fn root(State(app): State<App>, Path(target): Path<String>, request: Request) -> Response {
    answer(&app, &target, "", request).await
}

/// Anything below it.
pub async fn below(State(app): State<App>, Path((target, path)): Path<(String, String)>, request: Request) -> Response {
    answer(&app, &target, &path, request).await
}

async fn answer(app: &App, target: &str, path: &str, request: Request) -> Response {
    match app.simulator.look(|world, now| find(world, target, now)) {
        Found::Nowhere => proxy_page(StatusCode::NOT_FOUND, "404 Not Found"),
        Found::Silent => proxy_page(StatusCode::BAD_GATEWAY, "502 Bad Gateway"),
        Found::Service { pod, image, port, gpu } => match port {
            8188 if is_comfy(&image) => comfy::answer(app, &pod, &gpu, path, request).await,
            8080 if is_comfy(&image) => file_browser(path),
            8080 if image.contains("open-webui") => open_webui(path, request.headers()),
            8080 if image.contains("code-server") => code_server(path),
            8888 => jupyter(path),
            _ => plain_page(path, &image, port),
        },
    }
}

fn find(world: &World, target: &str, now: Moment) -> Found {
    let Some((id, port)) = target.rsplit_once('-') else { return Found::Nowhere };
    let Some((pod, port)) = world.pod(id).zip(port.parse().ok()) else { return Found::Nowhere };
    if !pod.declares_http(port) {
        return Found::Nowhere;
    }
    if !pod.answers_on(port, now) {
        return Found::Silent;
    }
    let model = world.machine(&pod.machine_id).and_then(|host| host.model());
    Found::Service {
        pod: pod.id.clone(),
        image: pod.spec.image.clone(),
        port,
        gpu: Gpu {
            name: model.map_or("cpu", |model| model.id).to_owned(),
            memory_gb: model.map_or(0, |model| i64::from(model.memory)),
        },
    }
}

/// RunPod's proxy, not the service, so no CORS header.
fn proxy_page(status: StatusCode, title: &str) -> Response {
    let page = format!("<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>");
    (status, Html(page)).into_response()
}

fn file_browser(path: &str) -> Response {
    match path {
        "" | "login" => {
            Html(service_page("File Browser", "The real one shows the volume's files here.")).into_response()
        }
        _ => (StatusCode::NOT_FOUND, "404 page not found").into_response(),
    }
}

fn jupyter(path: &str) -> Response {
    match path {
        "static/favicons/favicon.ico" | "favicon.ico" => ([(CONTENT_TYPE, "image/x-icon")], favicon()).into_response(),
        "" | "login" | "lab" | "tree" => {
            let form = "<form method=\"post\"><label>Password: <input type=\"password\" name=\"password\"></label> <button>Log in</button></form>";
            Html(service_page("Jupyter Server", form)).into_response()
        }
        _ => (StatusCode::NOT_FOUND, Html(service_page("Jupyter Server", "404 : Not Found"))).into_response(),
    }
}

/// Lets any page in that says where it comes from, and answers whatever it does not know with its first page, as 0.12.4 does.
fn open_webui(path: &str, asked: &HeaderMap) -> Response {
    let mut response = match path {
        "api/version" => axum::Json(json!({"version": "0.12.4", "deployment_id": ""})).into_response(),
        "health" => axum::Json(json!({"status": true})).into_response(),
        "static/favicon.png" | "favicon.png" => ([(CONTENT_TYPE, "image/png")], DOT).into_response(),
        _ => Html(service_page("Open WebUI", "The real one talks with language models here.")).into_response(),
    };
    if let Some(origin) = asked.get(ORIGIN) {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(VARY, HeaderValue::from_static("Origin"));
    }
    response
}

/// Shows its pictures without a login and lets no other page read anything, as 4.139.1 does.
fn code_server(path: &str) -> Response {
    match path {
        "_static/src/browser/media/favicon.svg" => {
            let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"150\" height=\"150\"><rect width=\"150\" height=\"150\"/></svg>";
            ([(CONTENT_TYPE, "image/svg+xml")], picture).into_response()
        }
        "healthz" => axum::Json(json!({"status": "expired", "lastHeartbeat": 0})).into_response(),
        "login" => Html(service_page("code-server", "The real one asks for its password here.")).into_response(),
        "" => Redirect::to("./login").into_response(),
        _ => (StatusCode::UNAUTHORIZED, axum::Json(json!({"error": "Unauthorized"}))).into_response(),
    }
}

fn plain_page(path: &str, image: &str, port: u16) -> Response {
    if path.is_empty() {
        let words = format!("{} answers on port {port}.", escaped(image));
        return Html(service_page("Service", &words)).into_response();
    }
    (StatusCode::NOT_FOUND, "Not Found").into_response()
}

/// A real picture of one dot.
const DOT: [u8; 67] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01, 0x48, 0xaf, 0xa4, 0x71, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

const ICON_SIDE: u8 = 16;

/// A real icon, all of one colour: what the browser must be able to load.
fn favicon() -> Vec<u8> {
    let pixels = usize::from(ICON_SIDE) * usize::from(ICON_SIDE);
    let mask = usize::from(ICON_SIDE) * 4;
    let image_length = u32::try_from(40 + pixels * 4 + mask).unwrap_or_default();
    let mut icon = vec![0, 0, 1, 0, 1, 0, ICON_SIDE, ICON_SIDE, 0, 0, 1, 0, 32, 0];
    icon.extend(image_length.to_le_bytes());
    icon.extend(22_u32.to_le_bytes());
    icon.extend(40_u32.to_le_bytes());
    icon.extend(u32::from(ICON_SIDE).to_le_bytes());
    icon.extend((u32::from(ICON_SIDE) * 2).to_le_bytes());
    icon.extend([1, 0, 32, 0]);
    icon.extend([0; 24]);
    icon.extend([0x26, 0x76, 0xf3, 0xff].repeat(pixels));
    icon.extend(vec![0; mask]);
    icon
}
