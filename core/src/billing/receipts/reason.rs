//! Why a pod ended, as far as that is known here.

use std::time::Duration;

use launchpod_words::receipts as say;

use crate::auto_stop::StopAction;
use crate::auto_stop::exit_notice::Deadline;
use crate::state::activity_log::Activity;
use crate::types::time::Timestamp;

/// Why a pod ended. The words are what is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EndReason {
    /// A click on this device.
    You,
    /// A rule of the page's.
    Rule,
    /// The session's budget.
    Budget,
    /// The pod that takes its place was ready.
    Replaced,
    /// RunPod had made it a second time from one launch.
    Twin,
    /// The timer inside it.
    Timer,
    /// Its timer was due while nobody looked.
    TimerUnseen,
    /// RunPod or its host took it away: the host was lost, somebody bid more, or the balance was used up.
    Taken,
    /// It was ended, and not from this device.
    Elsewhere,
    /// It went while nobody looked.
    Unseen,
    /// A newer build knows why.
    #[default]
    Unknown,
}

/// What is known of a pod that is gone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gone {
    /// What this device asked for.
    pub asked: Option<Activity>,
    /// What its timer does.
    pub deadline: Option<Deadline>,
    /// Whether RunPod had taken its machine, or the balance is used up.
    pub taken: bool,
    /// When it was last seen.
    pub seen: Timestamp,
    /// When it was first missed.
    pub noticed: Timestamp,
    /// Lists that are closer together miss nothing.
    pub gap: Duration,
}

impl Gone {
    /// Whether nobody looked when it went.
    pub fn unseen(&self) -> bool {
        self.noticed.since(self.seen) > self.gap
    }

    /// Whether its timer was to end it meanwhile. One that did nothing in its time is none.
    fn timed(&self) -> bool {
        let due = self.deadline.filter(|deadline| deadline.how == StopAction::Terminate);
        due.is_some_and(|due| due.at <= self.noticed && self.seen <= due.at.plus(self.gap))
    }
}

impl EndReason {
    /// All of them.
    pub(super) const ALL: [Self; 11] = [
        Self::You,
        Self::Rule,
        Self::Budget,
        Self::Replaced,
        Self::Twin,
        Self::Timer,
        Self::TimerUnseen,
        Self::Taken,
        Self::Elsewhere,
        Self::Unseen,
        Self::Unknown,
    ];

    pub(super) fn of(gone: &Gone) -> Self {
        match gone.asked {
            Some(Activity::RuleDue) => return Self::Rule,
            Some(Activity::BudgetSpent) => return Self::Budget,
            Some(Activity::Succeeded) => return Self::Replaced,
            Some(Activity::Twin) => return Self::Twin,
            Some(_) => return Self::You,
            None => {}
        }
        match (gone.timed(), gone.taken, gone.unseen()) {
            (true, _, false) => Self::Timer,
            (true, _, true) => Self::TimerUnseen,
            (false, true, _) => Self::Taken,
            (false, false, true) => Self::Unseen,
            (false, false, false) => Self::Elsewhere,
        }
    }

    /// The word that is stored.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Rule => "rule",
            Self::Budget => "budget",
            Self::Replaced => "replaced",
            Self::Twin => "twin",
            Self::Timer => "timer",
            Self::TimerUnseen => "timer-unseen",
            Self::Taken => "taken",
            Self::Elsewhere => "elsewhere",
            Self::Unseen => "unseen",
            Self::Unknown => "unknown",
        }
    }

    /// In words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::You => say::by_you(),
            Self::Rule => say::by_rule(),
            Self::Budget => say::by_budget(),
            Self::Replaced => say::by_replacement(),
            Self::Twin => say::by_twin(),
            Self::Timer => say::by_timer(),
            Self::TimerUnseen => say::by_timer_unseen(),
            Self::Taken => say::by_runpod(),
            Self::Elsewhere => say::by_others(),
            Self::Unseen => say::by_unseen(),
            Self::Unknown => say::by_unknown(),
        }
    }
}
