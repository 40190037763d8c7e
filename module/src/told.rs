//! Why something came to nothing, as a program is told: a code that stays the same, and words for people.

use std::time::Duration;

use launchpod_core::runpod::error::{ApiError, Kind};
use launchpod_core::runpod::error_messages::Doing;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time;
use serde::{Serialize, Serializer};

use crate::order::Problem;

/// What a `LaunchpodError` is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
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
pub type Trouble = Box<Told>;

impl Told {
    /// An error of this code, in these words.
    pub fn new(code: &'static str, message: impl Into<String>) -> Trouble {
        Box::new(Self { code, message: message.into(), ..Self::default() })
    }

    /// A failure of RunPod's, or on the way there.
    pub fn failure(failure: &ApiError, doing: Doing) -> Trouble {
        let mut told = Self::new(code(failure.kind), words(failure, doing));
        told.raw = Some(failure.raw.clone());
        told.retry_after = failure.retry_after;
        told
    }

    /// An order that can't be sent.
    pub fn invalid_order(problems: Vec<Problem>) -> Trouble {
        let each: Vec<String> = problems.iter().map(|Problem { field, text }| format!("{field}: {text}")).collect();
        let message = format!("This order can't be launched, and nothing was. {}", each.join(" "));
        let mut told = Self::new("invalid-order", message);
        told.problems = problems;
        told
    }

    /// What happened to a pod, and what that means while it is there.
    pub fn happened(code: &'static str, pod: &PodId, what: String, then: &str) -> Trouble {
        let mut told = Self::new(code, format!("{what} {then}")).of_pod(pod);
        told.what = Some(what);
        told
    }

    /// What it is about is this pod, which costs money or may.
    pub fn of_pod(mut self: Box<Self>, pod: &PodId) -> Trouble {
        self.pod = Some(pod.clone());
        self
    }

    /// What RunPod said of it.
    pub fn quoting(mut self: Box<Self>, raw: Option<String>) -> Trouble {
        self.raw = raw;
        self
    }

    /// The same in other words.
    pub fn in_words(mut self: Box<Self>, message: String) -> Trouble {
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
fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::NoAccess | Kind::NotLetIn | Kind::RelayStuck => "no-access",
        Kind::Offline => "offline",
        Kind::TimedOut => "timed-out",
        Kind::WrongKey => "wrong-key",
        Kind::NoRight => "no-right",
        Kind::NoCapacity => "no-capacity",
        Kind::HostFull => "host-full",
        Kind::Balance => "balance",
        Kind::SpendLimit => "spend-limit",
        Kind::PodNotFound => "pod-not-found",
        Kind::RateLimited => "rate-limited",
        Kind::ServerTrouble => "server-trouble",
        Kind::Maintenance => "maintenance",
        Kind::Retired => "retired",
        Kind::Misunderstood => "misunderstood",
        Kind::Refused => "refused",
        Kind::Nonsense => "nonsense",
    }
}

/// Whether nothing can be read any more until a person does something.
pub fn shuts_out(failure: &ApiError) -> bool {
    matches!(failure.kind, Kind::WrongKey | Kind::NoRight | Kind::Retired | Kind::Misunderstood)
}

const NOT_REACHED: &str = "RunPod could not be reached, or did not let this program in.";
const OFFLINE: &str = "This computer is offline, so RunPod could not be reached.";

/// What the page says to a person who sits before a form, and what a program is told in its place. Earlier ones come first.
const FOR_PROGRAMS: [(&str, &str); 20] = [
    ("Your browser could not reach RunPod, or was not allowed to.", NOT_REACHED),
    ("RunPod is there, but does not let your browser in from this page.", NOT_REACHED),
    ("This page's own server passes requests on to RunPod, but gets no answer from it.", NOT_REACHED),
    ("This computer is offline, so your browser could not reach RunPod.", OFFLINE),
    ("the interface that this page uses", "the interface that this package uses"),
    ("a fault of this page", "a fault of this package"),
    ("this page was away for too long", "this program was away for too long"),
    ("or let this page wait for it (“If nothing of it is in stock”)", "or let it wait (whenSoldOut: \"wait\")"),
    (", so that you know it again in the list.", ", so that you know it again."),
    (
        "Choose a GPU type.",
        "Name one at least, like \"NVIDIA GeForce RTX 4090\" or { memoryGb: 24 }; or leave gpus out.",
    ),
    ("Choose a machine.", "RunPod has no such machine. Name another one, like \"cpu3g-2-8\"."),
    ("Choose one, or anywhere.", "Name one, or leave place out."),
    ("Choose ", "Name "),
    ("choose ", "name "),
    ("Type less", "Ask for less"),
    ("Type hours", "Give hours"),
    ("Leave it empty if nothing shall end the pod.", "Give null if nothing shall end the pod."),
    ("Leave it empty for none.", "Leave it out for none."),
    ("Leave it empty", "Leave it out"),
    ("Type ", "Give "),
];

/// The page's words, as they are for a program.
pub fn for_programs(words: &str) -> String {
    FOR_PROGRAMS.iter().fold(words.to_owned(), |words, (page, program)| words.replace(page, program))
}

/// The page's words, but for those that speak of a page and of what it does by itself.
fn words(failure: &ApiError, doing: Doing) -> String {
    let advice = failure.advice(doing);
    let what = match failure.kind {
        Kind::NoAccess | Kind::NotLetIn | Kind::RelayStuck => NOT_REACHED,
        Kind::Offline => OFFLINE,
        Kind::Retired => "RunPod has switched off the interface that this package uses.",
        Kind::Misunderstood => "RunPod did not understand the request. That is a fault of this package.",
        _ => advice.what,
    };
    let money = match doing {
        Doing::Reading => "Nothing was changed; running pods go on costing money.",
        Doing::Starting if failure.is_unclear() => "It may run and cost money.",
        _ => advice.money,
    };
    format!("{what} {money} {}{}", again(failure, doing), step(failure, doing))
}

/// What to wait for, where the same may succeed later.
fn again(failure: &ApiError, doing: Doing) -> String {
    match (doing, failure.retry_after) {
        _ if failure.is_lasting() || doing == Doing::GivingUp => String::new(),
        (Doing::Ending | Doing::Stopping, _) => "It is asked for again for as long as this program runs. ".into(),
        (_, Some(wait)) => format!("Wait {} and try again. ", time::words(wait)),
        _ => "Wait a minute and try again. ".into(),
    }
}

fn step(failure: &ApiError, doing: Doing) -> &'static str {
    match failure.kind {
        Kind::NoAccess | Kind::NotLetIn | Kind::RelayStuck => {
            "Check the internet connection; in a browser also whether RunPod lets pages of this origin in (CORS)."
        }
        Kind::RateLimited => "Let fewer programs use the same RunPod account at a time.",
        Kind::WrongKey => "Give the launcher a key that is valid: RunPod's settings, under API Keys.",
        Kind::Retired | Kind::Misunderstood => {
            "Install the newest version of this package; until then use RunPod's own console."
        }
        Kind::NoCapacity if doing != Doing::SettingUp => {
            "Name another GPU type, fewer GPUs or a smaller disk, or try again later. RunPod says the same when GPU type, data \
             center, cloud and CUDA version do not go together; a network volume ties the pod to its own data center."
        }
        _ => failure.step(doing),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_program_is_told_nothing_of_a_page() {
        for &kind in Kind::ALL {
            for &doing in Doing::ALL {
                let Told { message, .. } = *Told::failure(&ApiError::new(kind, "raw"), doing);
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
        for &kind in Kind::ALL {
            for &doing in Doing::ALL {
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
        let Told { code, message, raw, .. } =
            *Told::failure(&ApiError::new(Kind::Balance, "no money"), Doing::Launching);
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
            ApiError { retry_after: Some(Duration::from_secs(12)), ..ApiError::new(Kind::RateLimited, "raw") };
        let told = Told::failure(&failure, Doing::Reading);
        assert!(told.message.contains("Wait 12\u{a0}s and try again."), "{}", told.message);
        assert_eq!(serde_json::to_value(&told).unwrap()["retryAfterMs"], 12_000.0);
    }

    #[test]
    fn all_problems_of_an_order_are_in_its_error() {
        let problems = vec![Problem::new("name", "Too long."), Problem::new("gpus", "None.")];
        let told = Told::invalid_order(problems);
        assert!(told.message.ends_with("name: Too long. gpus: None."), "{}", told.message);
        assert_eq!(serde_json::to_value(&told).unwrap()["problems"][1], json!({ "field": "gpus", "message": "None." }));
    }
}
