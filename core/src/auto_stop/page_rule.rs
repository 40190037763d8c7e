//! The page's own rules. They hold only while the page is open.

use std::time::Duration;

use serde_json::json;

use crate::json::Document;
use crate::types::ids::PodId;
use crate::types::time::Timestamp;

/// GPU use in percent from which on a GPU is busy.
const BUSY: u8 = 5;
/// Samples further apart than this on the wall's clock leave open what was in between. A page out of sight looks once a minute,
/// and its browser may put that off to the next full minute.
pub const GAP: Duration = Duration::from_secs(180);
/// The longest time of idleness that is read back, in minutes: 90 days.
const MOST_MINUTES: u32 = 90 * 24 * 60;

/// When the page ends a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageRule {
    /// Once its GPUs were idle for so long; whole minutes are kept.
    IdleFor(Duration),
    /// At a time.
    At(Timestamp),
}

/// Why a pod is to be ended now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleTrigger {
    /// Its GPUs were idle since then.
    IdleSince(Timestamp),
    /// Its time has come.
    At(Timestamp),
}

/// Whether a pod's GPUs do something, from what RunPod tells of the busiest in percent. `None` if that is not known. A pod
/// that is not ready is busy: it is being waited for.
pub fn gpu_busy(is_ready: bool, busiest: Option<u8>) -> Option<bool> {
    if is_ready { busiest.map(|percent| percent >= BUSY) } else { Some(true) }
}

/// Watches one pod by one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleWatch {
    /// The rule.
    pub rule: PageRule,
    /// [`GAP`], in the account's time: against a simulator that runs faster, each look is further from the last.
    gap: Duration,
    /// The first and the last of the idle samples without a gap.
    idle: Option<(Timestamp, Timestamp)>,
}

impl RuleWatch {
    /// Nothing seen yet. `gap` is [`GAP`] in the account's time.
    pub fn new(rule: PageRule, gap: Duration) -> Self {
        Self { rule, gap, idle: None }
    }

    /// A fresh sample of [`gpu_busy`]; or a look without one, `None`, which counts as not known. Answers at every step from
    /// then on at which the pod is to be ended.
    pub fn step(&mut self, busy: Option<bool>, now: Timestamp) -> Option<RuleTrigger> {
        self.idle = match (busy, self.idle) {
            (Some(false), Some((first, last))) if last <= now && now.since(last) <= self.gap => Some((first, now)),
            (Some(false), _) => Some((now, now)),
            _ => None,
        };
        match self.rule {
            PageRule::At(at) => (now >= at).then_some(RuleTrigger::At(at)),
            PageRule::IdleFor(long) => {
                let (first, last) = self.idle?;
                (last.since(first) >= long).then_some(RuleTrigger::IdleSince(first))
            }
        }
    }

    /// Since when its GPUs have been seen idle.
    pub fn idle_since(&self) -> Option<Timestamp> {
        self.idle.map(|(first, _)| first)
    }
}

/// A rule as it is kept over a reload. What was seen is not: after one the page looks anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRule {
    /// The pod.
    pub pod: PodId,
    /// Its rule.
    pub rule: PageRule,
}

const VERSION: u32 = 1;

impl SavedRule {
    /// As text.
    pub fn write(&self) -> String {
        let pod = self.pod.as_str();
        match self.rule {
            PageRule::IdleFor(long) => json!({ "version": VERSION, "pod": pod, "idleMinutes": long.as_secs() / 60 }),
            PageRule::At(at) => json!({ "version": VERSION, "pod": pod, "at": at.millis() }),
        }
        .to_string()
    }

    /// Reads what [`SavedRule::write`] wrote. Anything else is `None`.
    pub fn read(text: &str) -> Option<Self> {
        let document = Document::read_version(text, VERSION)?;
        let json = document.json();
        let rule = match (json.number("idleMinutes"), json.number("at")) {
            (Some(_), None) => {
                let minutes = Some(json.whole("idleMinutes")).filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
                PageRule::IdleFor(Duration::from_secs(u64::from(minutes?) * 60))
            }
            (None, Some(at)) if at >= 1.0 => PageRule::At(Timestamp::from_millis(at as u64)),
            _ => return None,
        };
        Some(Self { pod: PodId::new(json.text("pod")?), rule })
    }
}
