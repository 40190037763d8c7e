//! What can happen to a pod from this device, in words.

use crate::pods::action::PodAction;

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
}

impl Activity {
    /// All of them.
    pub const ALL: [Self; 19] = [
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
    ];

    /// In words.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Launched => "Launched from here.",
            Self::Twin => "RunPod made it a second time from one launch, so this page ends it.",
            Self::EndClicked => "End was clicked.",
            Self::StopClicked => "Stop was clicked.",
            Self::StartClicked => "Start was clicked.",
            Self::Undone => "Taken back in time: RunPod was not asked.",
            Self::AskedToEnd => "RunPod was asked to terminate it.",
            Self::AskedToStop => "RunPod was asked to stop it.",
            Self::AskedToStart => "RunPod was asked to start it.",
            Self::Agreed => "RunPod agreed.",
            Self::Unanswered => "RunPod did not agree: no answer, or a fault.",
            Self::Refused => "RunPod refused.",
            Self::Confirmed => "RunPod's list confirmed it.",
            Self::GivenUp => "RunPod never confirmed it, and is not asked again.",
            Self::Gone => "RunPod does not have the pod any more.",
            Self::AskedToSetUp => "RunPod was asked to rebuild it.",
            Self::RuleDue => "A rule that was set here came due: this page asks for it by itself.",
            Self::BudgetSpent => "The session's budget was spent: this page asks for it by itself.",
            Self::Succeeded => "The pod that takes its place was ready: this page asks for it by itself.",
        }
    }

    /// Whether the page asked by itself: then the click that is written down next was none.
    pub(super) const fn is_by_itself(self) -> bool {
        matches!(self, Self::RuleDue | Self::BudgetSpent | Self::Succeeded)
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
