//! Why something came to nothing, as a program is told: a code that stays the same, and words for people.

use std::time::Duration;

use launchpod_core::engine::Closed;
use launchpod_core::runpod::error::{ApiError, ErrorKind};
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time;
use serde::{Serialize, Serializer};

use crate::order_input::problem::Problem;
use crate::wording::{NOT_REACHED, OFFLINE};

/// What a `LaunchpodError` is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LaunchpodError {
    /// Stable, like `no-capacity`.
    pub code: &'static str,
    /// What happened, what it means for the money, what to do now.
    pub message: String,
    /// What happened alone, where the rest of the message is true only as long as the pod is there.
    pub what: Option<String>,
    /// What RunPod said.
    pub raw: Option<String>,
    /// What is wrong with an order.
    pub problems: Vec<Problem>,
    /// How long RunPod asked to wait.
    #[serde(rename = "retryAfterMs", serialize_with = "in_millis")]
    pub retry_after: Option<Duration>,
    /// The pod that goes on costing money, or may.
    #[serde(rename = "podId", serialize_with = "by_id")]
    pub pod: Option<PodId>,
}

/// An error on its way. Boxed: every `?` hands it on.
pub type BoxError = Box<LaunchpodError>;

impl LaunchpodError {
    /// An error of this code, in these words.
    pub fn new(code: &'static str, message: impl Into<String>) -> BoxError {
        Box::new(Self { code, message: message.into(), ..Self::default() })
    }

    /// A failure of RunPod's, or on the way there.
    pub fn failure(failure: &ApiError, doing: Operation) -> BoxError {
        let mut told = Self::new(code(failure.kind), describe(failure, doing));
        told.raw = Some(failure.raw.clone());
        told.retry_after = failure.retry_after;
        told
    }

    /// An order that can't be sent.
    pub fn invalid_order(problems: Vec<Problem>) -> BoxError {
        let each: Vec<String> = problems.iter().map(|Problem { field, text }| format!("{field}: {text}")).collect();
        let message = format!("This order can't be launched, and nothing was. {}", each.join(" "));
        let mut told = Self::new("invalid-order", message);
        told.problems = problems;
        told
    }

    /// What happened to a pod, and what that means while it is there.
    pub fn happened(code: &'static str, pod: &PodId, what: String, then: &str) -> BoxError {
        let mut told = Self::new(code, format!("{what} {then}")).of_pod(pod);
        told.what = Some(what);
        told
    }

    /// What it is about is this pod, which costs money or may.
    pub fn of_pod(mut self: Box<Self>, pod: &PodId) -> BoxError {
        self.pod = Some(pod.clone());
        self
    }

    /// What RunPod said of it.
    pub fn quoting(mut self: Box<Self>, raw: Option<String>) -> BoxError {
        self.raw = raw;
        self
    }

    /// The same in other words.
    pub fn in_words(mut self: Box<Self>, message: String) -> BoxError {
        self.message = message;
        self
    }
}

fn in_millis<S: Serializer>(wait: &Option<Duration>, to: S) -> Result<S::Ok, S::Error> {
    wait.map(|wait| wait.as_millis() as f64).serialize(to)
}

fn by_id<S: Serializer>(pod: &Option<PodId>, to: S) -> Result<S::Ok, S::Error> {
    pod.as_ref().map(PodId::as_str).serialize(to)
}

/// The stable name of a kind of failure.
fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NoAccess | ErrorKind::CorsBlocked | ErrorKind::RelayFailed => "no-access",
        ErrorKind::Offline => "offline",
        ErrorKind::TimedOut => "timed-out",
        ErrorKind::WrongKey => "wrong-key",
        ErrorKind::Forbidden => "no-right",
        ErrorKind::NoCapacity => "no-capacity",
        ErrorKind::HostFull => "host-full",
        ErrorKind::Balance => "balance",
        ErrorKind::SpendLimit => "spend-limit",
        ErrorKind::PodNotFound => "pod-not-found",
        ErrorKind::RateLimited => "rate-limited",
        ErrorKind::ServerTrouble => "server-trouble",
        ErrorKind::Maintenance => "maintenance",
        ErrorKind::Retired => "retired",
        ErrorKind::SchemaMismatch => "misunderstood",
        ErrorKind::Refused => "refused",
        ErrorKind::InvalidResponse => "nonsense",
    }
}

/// Whether nothing can be read any more until a person does something.
pub fn shuts_out(failure: &ApiError) -> bool {
    matches!(failure.kind, ErrorKind::WrongKey | ErrorKind::Forbidden | ErrorKind::Retired | ErrorKind::SchemaMismatch)
}

/// The page's words, but for those that speak of a page and of what it does by itself.
fn describe(failure: &ApiError, doing: Operation) -> String {
    let advice = failure.advice(doing);
    let what = match failure.kind {
        ErrorKind::NoAccess | ErrorKind::CorsBlocked | ErrorKind::RelayFailed => NOT_REACHED,
        ErrorKind::Offline => OFFLINE,
        ErrorKind::Retired => "RunPod has switched off the interface that this package uses.",
        ErrorKind::SchemaMismatch => "RunPod did not understand the request. That is a fault of this package.",
        _ => advice.what,
    };
    let money = match doing {
        Operation::Reading => "Nothing was changed; running pods go on costing money.",
        Operation::ReadingLog => "The pod goes on as it was.",
        Operation::Starting if failure.is_ambiguous() => "It may run and cost money.",
        _ => advice.money,
    };
    format!("{what} {money} {}{}", again(failure, doing), step(failure, doing))
}

/// What to wait for, where the same may succeed later.
fn again(failure: &ApiError, doing: Operation) -> String {
    match (doing, failure.retry_after) {
        _ if failure.is_lasting() || doing == Operation::GivingUp => String::new(),
        (Operation::Ending | Operation::Stopping, _) => {
            "It is asked for again for as long as this program runs. ".into()
        }
        (_, Some(wait)) => format!("Wait {} and try again. ", time::duration_text(wait)),
        _ => "Wait a minute and try again. ".into(),
    }
}

fn step(failure: &ApiError, doing: Operation) -> &'static str {
    match failure.kind {
        ErrorKind::NoAccess | ErrorKind::CorsBlocked | ErrorKind::RelayFailed => {
            "Check the internet connection; in a browser also whether RunPod lets pages of this origin in (CORS)."
        }
        ErrorKind::RateLimited => "Let fewer programs use the same RunPod account at a time.",
        ErrorKind::WrongKey => "Give the launcher a key that is valid: RunPod's settings, under API Keys.",
        ErrorKind::Retired | ErrorKind::SchemaMismatch => {
            "Install the newest version of this package; until then use RunPod's own console."
        }
        ErrorKind::NoCapacity if doing != Operation::SettingUp => {
            "Name another GPU type, fewer GPUs or a smaller disk, or try again later. RunPod says the same when GPU type, data \
             center, cloud and CUDA version do not go together; a network volume ties the pod to its own data center."
        }
        _ => failure.step(doing),
    }
}

impl From<Closed> for BoxError {
    fn from(_: Closed) -> Self {
        closed()
    }
}

impl From<ApiError> for BoxError {
    fn from(failure: ApiError) -> Self {
        read_failed(&failure)
    }
}

/// Nothing more comes of a call to a launcher that was closed.
pub fn closed() -> BoxError {
    LaunchpodError::new(
        "closed",
        "This launcher was closed. What it had asked for may still come, and pods that run go on costing money: a new launcher \
         on the same journal finds them (recover, pods).",
    )
}

/// Why something could not be read.
pub fn read_failed(failure: &ApiError) -> BoxError {
    LaunchpodError::failure(failure, Operation::Reading)
}

/// There is no such pod.
pub fn pod_not_found(id: &PodId) -> BoxError {
    LaunchpodError::new(
        "pod-not-found",
        format!("RunPod has no pod {id}. It costs nothing; there is nothing left to do with it."),
    )
}

/// RunPod has it no more.
pub fn pod_gone(id: &PodId) -> BoxError {
    LaunchpodError::new("pod-gone", format!("The pod {id} is gone: it was ended. It costs nothing any more."))
}

/// The store refused.
pub fn no_journal() -> BoxError {
    LaunchpodError::new(
        "no-journal",
        "The journal can't be used, so a launch could be lost from sight. Nothing was launched. Make its store work (a folder that \
         can be written to, a browser that lets this page keep data), or choose another one.",
    )
}

/// Nothing was asked for, or nothing came of it.
pub fn launch_aborted() -> BoxError {
    LaunchpodError::new("aborted", "The launch was aborted at your request. No pod came of it, and nothing is charged.")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wording::for_programs;

    #[test]
    fn a_program_is_told_nothing_of_a_page() {
        for &kind in ErrorKind::ALL {
            for &doing in Operation::ALL {
                let LaunchpodError { message, .. } = *LaunchpodError::failure(&ApiError::new(kind, "raw"), doing);
                for word in [
                    "this page",
                    "This page",
                    "your browser",
                    "Your browser",
                    "tab",
                    "Reload",
                    "sign in with",
                    "click",
                    "Choose ",
                ] {
                    assert!(!message.contains(word), "{kind:?} {doing:?}: {message}");
                }
            }
        }
    }

    #[test]
    fn what_a_callback_is_told_of_a_failure_speaks_of_no_page() {
        for &kind in ErrorKind::ALL {
            for &doing in Operation::ALL {
                let why = for_programs(ApiError::new(kind, "raw").advice(doing).what);
                for word in ["this page", "This page", "your browser", "Your browser"] {
                    assert!(!why.contains(word), "{kind:?} {doing:?}: {why}");
                }
            }
        }
        let away = for_programs("It was not started: this page was away for too long.");
        assert_eq!(away, "It was not started: this program was away for too long.");
    }

    #[test]
    fn an_error_says_what_happened_what_it_means_and_what_to_do() {
        let LaunchpodError { code, message, raw, .. } =
            *LaunchpodError::failure(&ApiError::new(ErrorKind::Balance, "no money"), Operation::Launching);
        assert_eq!((code, raw.as_deref()), ("balance", Some("no money")));
        assert_eq!(
            message,
            "There is too little money in your RunPod account. No pod was made, and nothing is charged. Add money in \
             RunPod's billing page: to start, a pod needs at least one hour's price in the account."
        );
    }

    #[test]
    fn runpods_own_wish_is_told() {
        let failure =
            ApiError { retry_after: Some(Duration::from_secs(12)), ..ApiError::new(ErrorKind::RateLimited, "raw") };
        let told = LaunchpodError::failure(&failure, Operation::Reading);
        assert!(told.message.contains("Wait 12\u{a0}s and try again."), "{}", told.message);
        assert_eq!(serde_json::to_value(&told).unwrap()["retryAfterMs"], 12_000.0);
    }

    #[test]
    fn all_problems_of_an_order_are_in_its_error() {
        let problems = vec![Problem::new("name", "Too long."), Problem::new("gpus", "None.")];
        let told = LaunchpodError::invalid_order(problems);
        assert!(told.message.ends_with("name: Too long. gpus: None."), "{}", told.message);
        assert_eq!(serde_json::to_value(&told).unwrap()["problems"][1], json!({ "field": "gpus", "message": "None." }));
    }
}
