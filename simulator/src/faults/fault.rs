//! One fault: its name, when it strikes, and its parameters.

use clap::ValueEnum;
use serde_json::{Map, Value, json};

use super::reading::{choice, flag, number, short_form, texts, whole, words};
use crate::cors::CorsMode;

/// Everything that can be made to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Name {
    ActThenDrop,
    DropThenAct,
    Delay,
    ErrorBefore,
    ErrorAfter,
    BadGateway,
    RateLimit,
    Unauthorized,
    Forbidden,
    Retired,
    RetiredFields,
    UnclearError,
    Maintenance,
    Nonsense,
    StaleList,
    PartialList,
    EmptyList,
    HalfEmoji,
    OddTime,
    EndlessPrice,
    NoMachine,
    PullLoop,
    Outbid,
    HostGone,
    EmptyBalance,
    SetBalance,
    Cors,
    PodMayNotTerminate,
    PodMayNothing,
    PodMayNotRead,
    NoRunpodctl,
    PodNotByV2,
    PodNotByGraphql,
    PodNotByRunpodctl,
    ComfyWithoutCors,
    ComfyRefusesSites,
    LogBreak,
    LogRepeat,
    LogStall,
    LogHostile,
}

/// Which of RunPod's two APIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Api {
    Graphql,
    V2,
}

/// Where a fault does its harm. A request suffers from one of each class at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// In place of the answer.
    Answer,
    /// The answer is late.
    Delay,
    /// In the list of pods.
    List,
    /// In one value of a pod, in a list or alone.
    Value,
    /// In the pod that the next create makes.
    NextPod,
    /// In a stream of logs, which may suffer from several at once.
    Log,
    /// To what is there already: at once, or along with a request.
    World,
}

impl Name {
    pub fn class(self) -> Class {
        match self {
            Self::Delay => Class::Delay,
            Self::StaleList | Self::PartialList | Self::EmptyList => Class::List,
            Self::HalfEmoji | Self::OddTime | Self::EndlessPrice => Class::Value,
            Self::NoMachine | Self::PullLoop => Class::NextPod,
            Self::LogBreak | Self::LogRepeat | Self::LogStall | Self::LogHostile => Class::Log,
            Self::Outbid | Self::HostGone | Self::EmptyBalance | Self::SetBalance | Self::Cors => Class::World,
            Self::PodMayNotTerminate | Self::PodMayNothing | Self::PodMayNotRead => Class::World,
            Self::NoRunpodctl => Class::World,
            Self::PodNotByV2 | Self::PodNotByGraphql | Self::PodNotByRunpodctl => Class::World,
            Self::ComfyWithoutCors | Self::ComfyRefusesSites => Class::World,
            _ => Class::Answer,
        }
    }

    fn takes(self, parameter: &str) -> bool {
        match parameter {
            "name" | "operation" | "times" | "chance" | "afterRequests" => true,
            "api" => !matches!(self.class(), Class::NextPod | Class::Log) && !self.is_of_graphql(),
            "fields" => self == Self::RetiredFields,
            "value" => self == Self::OddTime,
            "afterEvents" => matches!(self, Self::LogBreak | Self::LogStall),
            "repeat" => self == Self::LogRepeat,
            "delayMs" => matches!(self.class(), Class::Answer | Class::Delay),
            "bare" => self.class() == Class::Answer && !self.cuts(),
            "after" => matches!(self, Self::BadGateway | Self::Maintenance | Self::Nonsense),
            "afterBytes" => self.cuts(),
            "retryAfter" => matches!(self, Self::RateLimit | Self::Maintenance),
            "pod" => matches!(self, Self::Outbid | Self::HostGone),
            "balance" => self == Self::SetBalance,
            "mode" => self == Self::Cors,
            _ => false,
        }
    }

    /// Whether the connection is cut instead of answered on.
    pub fn cuts(self) -> bool {
        matches!(self, Self::ActThenDrop | Self::DropThenAct)
    }

    /// Only one of the two APIs is going to end.
    fn is_of_graphql(self) -> bool {
        matches!(self, Self::Retired | Self::RetiredFields | Self::UnclearError)
    }

    fn text(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// A fault as somebody asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub(crate) name: Name,
    /// The root fields it strikes at; none means any.
    pub(crate) operations: Vec<String>,
    /// The API it strikes at; none means both.
    pub(crate) api: Option<Api>,
    /// How many requests that it is meant for get away first.
    pub(crate) after_requests: u32,
    /// How often; 0 until cleared.
    pub(crate) times: u32,
    /// How likely each time, from 0 to 1.
    pub(crate) chance: f64,
    pub(crate) delay_ms: Option<u64>,
    /// Without CORS headers, as what stands before the API answers.
    pub(crate) bare: bool,
    /// Acts before it answers wrongly.
    pub(crate) after: bool,
    /// How much of the answer gets out before the cut.
    pub(crate) after_bytes: usize,
    pub(crate) retry_after: Option<u64>,
    pub(crate) pod: Option<String>,
    pub(crate) balance: Option<f64>,
    pub(crate) mode: Option<CorsMode>,
    /// What stands in the place of a value: text of JSON.
    pub(crate) value: Option<String>,
    /// Fields of GraphQL that are no more: `field`, or `Type.field`.
    pub(crate) fields: Vec<String>,
    /// Events of a log that come before it strikes.
    pub(crate) after_events: Option<u64>,
    /// How many events of a log come once more.
    pub(crate) repeat: Option<u64>,
}

/// Later than any test waits, and far from overflowing a timer.
const LONGEST_DELAY_MS: u64 = 3_600_000;

impl Fault {
    /// Reads JSON, or `name[:operation[:times]]`.
    ///
    /// # Errors
    ///
    /// If a word or a value is not understood: a fault that silently does nothing proves nothing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let given = if text.starts_with('{') {
            serde_json::from_str(text).map_err(|error| error.to_string())?
        } else {
            short_form(text)?
        };
        Self::read(&given)
    }

    fn read(given: &Map<String, Value>) -> Result<Self, String> {
        let name = choice::<Name>(given, "name")?.ok_or("\"name\" is missing")?;
        if let Some(stranger) = given.keys().find(|key| !name.takes(key)) {
            return Err(format!("{} takes no \"{stranger}\"", name.text()));
        }
        let fault = Self {
            name,
            operations: texts(given, "operation")?,
            api: choice(given, "api")?,
            after_requests: u32::try_from(whole(given, "afterRequests")?.unwrap_or(0))
                .map_err(|_| "\"afterRequests\" is too large")?,
            times: u32::try_from(whole(given, "times")?.unwrap_or(1)).map_err(|_| "\"times\" is too large")?,
            chance: number(given, "chance")?.unwrap_or(1.0),
            delay_ms: whole(given, "delayMs")?,
            bare: flag(given, "bare")?,
            after: flag(given, "after")?,
            after_bytes: whole(given, "afterBytes")?.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(0),
            retry_after: whole(given, "retryAfter")?,
            pod: words(given, "pod")?,
            balance: number(given, "balance")?,
            mode: choice(given, "mode")?,
            value: words(given, "value")?,
            fields: texts(given, "fields")?,
            after_events: whole(given, "afterEvents")?,
            repeat: whole(given, "repeat")?,
        };
        fault.checked(given)
    }

    fn checked(self, given: &Map<String, Value>) -> Result<Self, String> {
        if !(0.0..=1.0).contains(&self.chance) {
            return Err("\"chance\" must be from 0 to 1".to_owned());
        }
        if self.delay_ms.is_some_and(|delay| delay > LONGEST_DELAY_MS) {
            return Err("\"delayMs\" must be an hour at most".to_owned());
        }
        if self.balance.is_some_and(|dollars| dollars.abs() > 1e6) {
            return Err("\"balance\" must be a million at most".to_owned());
        }
        let lacks = |name: Name, there: bool| self.name == name && !there;
        if lacks(Name::Cors, self.mode.is_some()) || lacks(Name::SetBalance, self.balance.is_some()) {
            return Err("set-balance needs a \"balance\", cors a \"mode\"".to_owned());
        }
        if lacks(Name::RetiredFields, !self.fields.is_empty()) {
            return Err("retired-fields needs \"fields\"".to_owned());
        }
        let waits = ["times", "chance", "afterRequests", "api"].iter().any(|key| given.contains_key(*key));
        if self.is_immediate() && waits {
            return Err("strikes at once: to wait for requests it needs an \"operation\"".to_owned());
        }
        Ok(self)
    }

    /// Whether it strikes as it is switched on, and waits for no request.
    pub fn is_immediate(&self) -> bool {
        self.name.class() == Class::World && self.operations.is_empty()
    }

    /// Whether it is meant for a request with these root fields.
    pub fn is_for(&self, fields: &[String]) -> bool {
        self.operations.is_empty() || fields.iter().any(|field| self.operations.contains(field))
    }

    /// Whether it strikes every request from now on.
    pub fn is_for_good(&self) -> bool {
        self.times == 0 && self.after_requests == 0 && self.operations.is_empty() && self.chance >= 1.0
    }

    /// Whether it is meant for that API.
    pub fn is_of(&self, api: Api) -> bool {
        let only = if self.name.is_of_graphql() { Some(Api::Graphql) } else { self.api };
        only.is_none_or(|only| only == api)
    }

    /// As it could be switched on again, with the defaults left out.
    pub fn as_json(&self) -> Value {
        let mut told = Map::new();
        let mut tell = |key: &str, value: Value, plain: bool| {
            if !plain {
                told.insert(key.to_owned(), value);
            }
        };
        tell("name", json!(self.name.text()), false);
        tell("operation", json!(self.operations), self.operations.is_empty());
        tell("times", json!(self.times), self.is_immediate());
        let api = self.api.and_then(|api| api.to_possible_value().map(|value| value.get_name().to_owned()));
        tell("api", json!(api), api.is_none());
        tell("afterRequests", json!(self.after_requests), self.after_requests == 0);
        tell("chance", json!(self.chance), self.chance >= 1.0);
        tell("delayMs", json!(self.delay_ms), self.delay_ms.is_none());
        tell("bare", json!(true), !self.bare);
        tell("after", json!(true), !self.after);
        tell("afterBytes", json!(self.after_bytes), self.after_bytes == 0);
        tell("retryAfter", json!(self.retry_after), self.retry_after.is_none());
        tell("pod", json!(self.pod), self.pod.is_none());
        tell("balance", json!(self.balance), self.balance.is_none());
        let mode = self.mode.and_then(|mode| mode.to_possible_value().map(|value| value.get_name().to_owned()));
        tell("mode", json!(mode), mode.is_none());
        tell("value", json!(self.value), self.value.is_none());
        tell("fields", json!(self.fields), self.fields.is_empty());
        tell("afterEvents", json!(self.after_events), self.after_events.is_none());
        tell("repeat", json!(self.repeat), self.repeat.is_none());
        Value::Object(told)
    }
}
