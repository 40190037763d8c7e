//! What can go wrong between the page and RunPod, told apart. Decided by the message first, the code second, the status
//! last: one status stands for many things, and the message is what RunPod keeps stable.

use std::time::Duration;

use strum::VariantArray;

use crate::json::Json;
use crate::runpod::retry_after;
use crate::runpod::transport::{Response, TransportError};
use crate::types::shown_text::{MOST_SENTENCE, cut, shown_lines};

/// The kinds of failure that a person must be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum ErrorKind {
    /// The browser could not, or may not, talk to RunPod. It does not say which.
    NoAccess,
    /// This computer has no network.
    Offline,
    /// RunPod answers, but the browser may not let this page have it (CORS), and no relay is there. Only at sign-in.
    CorsBlocked,
    /// The page's own server has a relay, and RunPod does not answer behind it. Only at sign-in.
    RelayFailed,
    /// No answer in time.
    TimedOut,
    /// RunPod does not know the key.
    WrongKey,
    /// The key may not do this.
    Forbidden,
    /// No machine is free for what was asked; also RunPod's answer to ids that it does not know.
    NoCapacity,
    /// The pod's own host has no GPU free for it.
    HostFull,
    /// Too little money in the account.
    Balance,
    /// The account's hourly limit.
    SpendLimit,
    /// No such pod.
    PodNotFound,
    /// Too many requests.
    RateLimited,
    /// RunPod, or the network before it, is in trouble.
    ServerTrouble,
    /// RunPod is closed for a while.
    Maintenance,
    /// This API is gone for good.
    Retired,
    /// The request does not fit RunPod's schema: our fault.
    SchemaMismatch,
    /// RunPod refused with a sentence of its own.
    Refused,
    /// The answer makes no sense.
    InvalidResponse,
}

/// A failure with the raw text behind it. No key is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// What it is.
    pub kind: ErrorKind,
    /// What came over the wire, for support.
    pub raw: String,
    /// How long RunPod asked to wait.
    pub retry_after: Option<Duration>,
    /// Whether RunPod itself says so, and not somebody on the way.
    pub by_runpod: bool,
}

impl ApiError {
    /// A failure of this kind with this text behind it.
    pub fn new(kind: ErrorKind, raw: impl Into<String>) -> Self {
        let raw: String = raw.into();
        Self { kind, raw: cut(shown_lines(&raw), MOST_SENTENCE), retry_after: None, by_runpod: false }
    }

    /// Whether RunPod may have acted all the same: look before asking again. Whatever is no refusal of RunPod's own is.
    pub fn is_ambiguous(&self) -> bool {
        use ErrorKind::{InvalidResponse, Maintenance, NoAccess, Offline, ServerTrouble, TimedOut};
        matches!(self.kind, NoAccess | Offline | TimedOut | ServerTrouble | Maintenance | InvalidResponse)
    }

    /// Whether the same request would be answered the same, as far as is known.
    pub fn is_lasting(&self) -> bool {
        !self.is_ambiguous() && self.kind != ErrorKind::RateLimited
    }

    pub(super) fn of_lost(lost: TransportError) -> Self {
        match lost {
            TransportError::NoAccess(raw) => Self::new(ErrorKind::NoAccess, raw),
            TransportError::Offline => Self::new(ErrorKind::Offline, "the browser says that this computer is offline"),
            TransportError::TimedOut => Self::new(ErrorKind::TimedOut, "no answer in time"),
        }
    }

    /// What an HTTP answer other than a GraphQL success means.
    pub(super) fn of_status(response: &Response, error: Option<Json>) -> Self {
        let said = error.and_then(kind_of);
        let kind = said.filter(|kind| kind.is_sure()).unwrap_or_else(|| match response.status {
            401 => ErrorKind::WrongKey,
            402 => ErrorKind::Balance,
            403 if is_cloudflares(&response.body) => ErrorKind::NoAccess,
            403 => ErrorKind::Forbidden,
            410 => ErrorKind::Retired,
            429 => ErrorKind::RateLimited,
            // Somebody on the way gave up waiting: 522 and 524 are Cloudflare's, the latter after 100 s.
            408 | 504 | 522 | 524 => ErrorKind::TimedOut,
            // Only GraphQL's own error is RunPod's refusal; a bare 400 or 413 can be anybody's on the way.
            400..500 if error.is_some() => said.unwrap_or(ErrorKind::SchemaMismatch),
            503 => ErrorKind::Maintenance,
            // 501 is what servers of files say to a POST.
            500 | 502.. => ErrorKind::ServerTrouble,
            _ => ErrorKind::InvalidResponse,
        });
        let mut failure = Self::new(kind, format!("HTTP {}: {}", response.status, response.body.trim()));
        failure.by_runpod = error.is_some();
        failure.retry_after = response.retry_after.as_deref().and_then(retry_after::seconds);
        failure
    }

    /// What a GraphQL error in an HTTP 200 means.
    pub(super) fn of_error(error: Json) -> Self {
        let message = error.text("message");
        // Without a word it is no refusal that one could rely on.
        let unknown = if message.is_some() { ErrorKind::Refused } else { ErrorKind::InvalidResponse };
        let message = message.unwrap_or("an error without words");
        let raw = match error.get("extensions").text("code") {
            Some(code) => format!("{message} ({code})"),
            None => message.to_owned(),
        };
        Self { by_runpod: true, ..Self::new(kind_of(error).unwrap_or(unknown), raw) }
    }

    /// What a GraphQL error means where RunPod may have acted before it said so: a refusal in words that nobody knows is
    /// none, as a gateway that gave up waiting says such things too.
    pub(super) fn of_act_error(error: Json) -> Self {
        let failure = Self::of_error(error);
        let unknown = failure.kind == ErrorKind::Refused && !is_known_refusal(&failure.raw);
        Self { kind: if unknown { ErrorKind::ServerTrouble } else { failure.kind }, ..failure }
    }
}

/// What RunPod says of an order before it does anything for it, beside what has a [`ErrorKind`] of its own.
const KNOWN_REFUSALS: [&str; 10] = [
    "container disk must be less than or equal to",
    "containerdiskingb must be",
    "volumeingb must be",
    "network volume not found",
    "template not found",
    "imagename is required",
    "invalid image",
    "invalid ports",
    "a pod can expose at most",
    "invalid api key",
];

fn is_known_refusal(raw: &str) -> bool {
    let raw = raw.to_ascii_lowercase();
    KNOWN_REFUSALS.into_iter().any(|known| raw.contains(known))
}

impl ErrorKind {
    /// All of them.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Whether RunPod's words for it can mean nothing else, whatever the status beside them.
    fn is_sure(self) -> bool {
        matches!(self, Self::NoCapacity | Self::HostFull | Self::Balance | Self::SpendLimit)
    }
}

/// Cloudflare blocks with a page, or with `error code: 1010` alone; RunPod refuses in JSON.
fn is_cloudflares(body: &str) -> bool {
    let body = body.trim_start();
    body.starts_with('<') || body.starts_with("error code")
}

/// What RunPod's words mean, where they are known.
pub(super) fn kind_of_text(text: &str) -> Option<ErrorKind> {
    let text = text.to_ascii_lowercase();
    let by_text = [
        ("not enough free gpus on the host", ErrorKind::HostFull),
        ("balance is too low", ErrorKind::Balance),
        ("insufficient balance", ErrorKind::Balance),
        ("insufficient funds", ErrorKind::Balance),
        ("spend limit", ErrorKind::SpendLimit),
        ("spending limit", ErrorKind::SpendLimit),
        ("no longer any instances", ErrorKind::NoCapacity),
        ("does not have the resources", ErrorKind::NoCapacity),
        ("no instances currently available", ErrorKind::NoCapacity),
        ("pod not found", ErrorKind::PodNotFound),
        ("something went wrong", ErrorKind::ServerTrouble),
        ("timed out", ErrorKind::ServerTrouble),
        ("maintenance", ErrorKind::Maintenance),
        ("too many requests", ErrorKind::RateLimited),
        ("rate limit", ErrorKind::RateLimited),
        ("unauthorized", ErrorKind::WrongKey),
        ("not authorized", ErrorKind::Forbidden),
        ("forbidden", ErrorKind::Forbidden),
        ("permission", ErrorKind::Forbidden),
    ];
    by_text.into_iter().find(|(known, _)| text.contains(known)).map(|(_, kind)| kind)
}

fn kind_of(error: Json) -> Option<ErrorKind> {
    kind_of_text(error.text("message").unwrap_or_default()).or_else(|| match error.get("extensions").text("code")? {
        "SUPPLY_CONSTRAINT" => Some(ErrorKind::NoCapacity),
        "INSUFFICIENT_BALANCE" => Some(ErrorKind::Balance),
        "POD_NOT_FOUND" => Some(ErrorKind::PodNotFound),
        "INTERNAL_SERVER_ERROR" => Some(ErrorKind::ServerTrouble),
        "UNAUTHENTICATED" => Some(ErrorKind::WrongKey),
        "FORBIDDEN" => Some(ErrorKind::Forbidden),
        "BAD_USER_INPUT" | "GRAPHQL_VALIDATION_FAILED" | "GRAPHQL_PARSE_FAILED" => Some(ErrorKind::SchemaMismatch),
        _ => None,
    })
}
