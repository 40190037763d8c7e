//! What RunPod's problem documents (`application/problem+json`) mean.

use crate::json::Json;
use crate::runpod::error::{ApiError, ErrorKind, kind_of_text};
use crate::runpod::retry_after;
use crate::runpod::transport::Response;

/// What an answer other than 2xx means. Where the text names a cause that has a kind of its own, it decides; else the status
/// does: one 400 stands for a broken rule, for a machine that is full, and for no machine at all.
pub(super) fn of_problem(response: &Response, problem: Option<Json>) -> ApiError {
    // Other JSON can be anybody's on the way.
    let problem = problem.filter(|problem| problem.text("title").is_some());
    let said = problem.and_then(|problem| problem.text("detail")).and_then(of_text);
    let kind = match (response.status, said) {
        (401, _) => ErrorKind::WrongKey,
        (402, _) => ErrorKind::Balance,
        (404, _) if problem.is_some() => ErrorKind::PodNotFound,
        (410, _) => ErrorKind::Retired,
        (429, _) => ErrorKind::RateLimited,
        // Somebody on the way gave up waiting.
        (408 | 504 | 522 | 524, _) => ErrorKind::TimedOut,
        (503, _) => ErrorKind::Maintenance,
        (500 | 502.., _) => ErrorKind::ServerTrouble,
        _ if problem.is_none() => ErrorKind::InvalidResponse,
        (403, None | Some(ErrorKind::WrongKey)) => ErrorKind::Forbidden,
        (_, Some(kind)) => kind,
        (413 | 422, None) => ErrorKind::SchemaMismatch,
        (400..500, None) => ErrorKind::Refused,
        _ => ErrorKind::InvalidResponse,
    };
    let mut error = ApiError::new(kind, format!("HTTP {}: {}", response.status, raw(problem, response)));
    error.by_runpod = problem.is_some();
    error.retry_after = response.retry_after.as_deref().and_then(retry_after::seconds);
    error
}

/// RunPod says this, and not why, when the machine of a stopped pod is full.
const HOST_FULL: &str = "failed to resume pod";

fn of_text(detail: &str) -> Option<ErrorKind> {
    match detail.to_ascii_lowercase().contains(HOST_FULL) {
        true => Some(ErrorKind::HostFull),
        false => kind_of_text(detail),
    }
}

/// The problem's own sentence with what it names one by one; the whole body where it is no problem.
fn raw(problem: Option<Json>, response: &Response) -> String {
    let Some(detail) = problem.and_then(|problem| problem.text("detail")) else {
        return response.body.trim().to_owned();
    };
    let named: Vec<&str> =
        problem.map(|problem| problem.entries("errors").filter_map(Json::as_text).collect()).unwrap_or_default();
    if named.is_empty() { detail.to_owned() } else { format!("{detail} {}", named.join("; ")) }
}
