//! What can happen to a pod from this device, in words.

use launchpod_words::activity as say;

use crate::pods::action::PodAction;
use crate::runpod::error::ApiError;

/// All that can happen. The numbers are what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// A launch of this page's made it.
    Launched = 1,
    /// It came a second time of one launch, and is ended for that.
    Twin = 2,
    /// The click on End.
    EndClicked = 3,
    /// The click on Stop.
    StopClicked = 4,
    /// The click on Start.
    StartClicked = 5,
    /// The click on Undo.
    Undone = 6,
    /// RunPod was asked to end it.
    AskedToEnd = 7,
    /// RunPod was asked to stop it.
    AskedToStop = 8,
    /// RunPod was asked to start it.
    AskedToStart = 9,
    /// RunPod agreed.
    Agreed = 10,
    /// RunPod did not agree, and may yet.
    Unanswered = 11,
    /// RunPod refused, and would again.
    Refused = 12,
    /// RunPod's list confirmed it.
    Confirmed = 13,
    /// It was never confirmed.
    GivenUp = 14,
    /// RunPod has the pod no more.
    Gone = 15,
    /// RunPod was asked to set it up anew, at once: there is nothing to take back.
    AskedToSetUp = 16,
    /// A rule of the page's asked for what follows, and no click.
    RuleDue = 17,
    /// The session's budget did.
    BudgetSpent = 18,
    /// The pod that takes its place was ready.
    Succeeded = 19,
    /// RunPod was asked to write another mark for its timer behind its name.
    AskedToMoveTimer = 20,
    /// The timer in it has read that mark.
    TimerMoved = 21,
}

impl Activity {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::Launched,
        Self::Twin,
        Self::EndClicked,
        Self::StopClicked,
        Self::StartClicked,
        Self::Undone,
        Self::AskedToEnd,
        Self::AskedToStop,
        Self::AskedToStart,
        Self::Agreed,
        Self::Unanswered,
        Self::Refused,
        Self::Confirmed,
        Self::GivenUp,
        Self::Gone,
        Self::AskedToSetUp,
        Self::RuleDue,
        Self::BudgetSpent,
        Self::Succeeded,
        Self::AskedToMoveTimer,
        Self::TimerMoved,
    ];

    /// In words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Launched => say::launched(),
            Self::Twin => say::twin(),
            Self::EndClicked => say::end_clicked(),
            Self::StopClicked => say::stop_clicked(),
            Self::StartClicked => say::start_clicked(),
            Self::Undone => say::undone(),
            Self::AskedToEnd => say::asked_to_end(),
            Self::AskedToStop => say::asked_to_stop(),
            Self::AskedToStart => say::asked_to_start(),
            Self::Agreed => say::agreed(),
            Self::Unanswered => say::unanswered(),
            Self::Refused => say::refused(),
            Self::Confirmed => say::confirmed(),
            Self::GivenUp => say::given_up(),
            Self::Gone => say::gone(),
            Self::AskedToSetUp => say::asked_to_rebuild(),
            Self::RuleDue => say::rule_due(),
            Self::BudgetSpent => say::budget_spent(),
            Self::Succeeded => say::replacement_ready(),
            Self::AskedToMoveTimer => say::asked_to_move_timer(),
            Self::TimerMoved => say::timer_moved(),
        }
    }

    /// Whether the page asked by itself: then the click that is written down next was none.
    pub(super) const fn is_by_itself(self) -> bool {
        matches!(self, Self::RuleDue | Self::BudgetSpent | Self::Succeeded)
    }

    /// Whether each is asked for by a click of its own, and never tried again: its answer is no repetition of the one before.
    pub(super) const fn is_asked_once(self) -> bool {
        matches!(self, Self::AskedToSetUp | Self::AskedToMoveTimer)
    }

    /// What came of what was asked.
    pub fn of_answer<T>(answer: &Result<T, ApiError>) -> Self {
        match answer {
            Ok(_) => Self::Agreed,
            Err(failure) if failure.is_ambiguous() => Self::Unanswered,
            Err(_) => Self::Refused,
        }
    }

    pub(super) const fn clicked(verb: PodAction) -> Self {
        match verb {
            PodAction::Terminate => Self::EndClicked,
            PodAction::Stop => Self::StopClicked,
            PodAction::Resume => Self::StartClicked,
        }
    }

    pub(super) const fn asked(verb: PodAction) -> Self {
        match verb {
            PodAction::Terminate => Self::AskedToEnd,
            PodAction::Stop => Self::AskedToStop,
            PodAction::Resume => Self::AskedToStart,
        }
    }
}
