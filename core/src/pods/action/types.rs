//! What is asked of a pod, how far it has come, and what can happen to it.

use std::time::Duration;

use launchpod_words::pods as say;

use crate::pods::pod::Status;
use crate::types::ids::PodId;
use crate::types::time::Timestamp;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodAction {
    /// The pod is to be gone for good.
    Terminate,
    /// Its GPU is to be given back; its disks stay.
    Stop,
    /// It is to have a GPU again, on the same machine.
    Resume,
}

impl PodAction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Terminate, Self::Stop, Self::Resume];

    /// The word on its button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Terminate => say::end(),
            Self::Stop => say::stop(),
            Self::Resume => say::start(),
        }
    }

    /// Once it is done: `ended`.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Terminate => "ended",
            Self::Stop => "stopped",
            Self::Resume => "started",
        }
    }

    /// For the journal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Terminate => "end",
            Self::Stop => "stop",
            Self::Resume => "start",
        }
    }
}

/// Why something that was asked of a pod has not happened. `F` is what RunPod, or the way there, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionError<F> {
    /// RunPod refused, or the request failed on the way.
    Api(F),
    /// The page was reloaded before RunPod confirmed it.
    Reloaded,
    /// RunPod does not have the pod any more.
    PodGone,
    /// RunPod did not confirm a start in time, and is not asked again.
    NotConfirmed,
    /// A start was not sent: the page was away for too long.
    NeverSent,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State<F> {
    /// Clicked; nothing has been sent.
    Undoable {
        /// When it will be.
        until: Timestamp,
    },
    /// Sent; no answer yet.
    Asking {
        /// Which try this is, from 1.
        tries: u32,
    },
    /// The last try failed; another follows.
    Retrying {
        /// Tries so far.
        tries: u32,
        /// When the next one is due.
        at: Timestamp,
        /// What went wrong.
        error: ActionError<F>,
        /// Whether there is little hope, so that nothing may be promised: it is asked only every few minutes.
        hopeless: bool,
    },
    /// RunPod agreed; its list has not confirmed it.
    Agreed {
        /// When it agreed.
        at: Timestamp,
        /// Tries so far.
        tries: u32,
    },
    /// The person took it back.
    Undone,
    /// RunPod's own word confirms it.
    Done,
    /// It will not happen, and nothing more is sent.
    Refused {
        /// Why.
        error: ActionError<F>,
    },
}

/// What RunPod said to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<F> {
    /// It agreed.
    Agreed,
    /// It does not know the pod.
    NotFound,
    /// No agreement: a fault, or a refusal that may pass.
    Failed {
        /// What went wrong.
        error: F,
        /// What RunPod asked us to wait.
        retry_after: Option<Duration>,
        /// Whether RunPod would answer the same again, as far as is known.
        lasting: bool,
    },
    /// It refused, and would again.
    Refused(F),
    /// The key may not do that.
    NoRight {
        /// What was answered.
        error: F,
        /// Whether RunPod itself says so; else it may be somebody on the way, and pass.
        sure: bool,
    },
}

/// What can happen to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<F> {
    /// Time has passed.
    Tick,
    /// The person clicked Undo.
    Undo,
    /// The person looks at Undo: its time begins anew, up to a limit.
    HoldUndo,
    /// Nobody will click Undo: the page is left or out of sight, or the pod should never have been made.
    SkipUndo,
    /// The request was answered.
    Answered(Answer<F>),
    /// A list that was asked for at `asked` has the pod like this.
    Seen {
        /// When the list was asked for.
        asked: Timestamp,
        /// What it says of the pod.
        status: Status,
    },
    /// A list that was asked for at `asked` does not have the pod.
    Unlisted {
        /// When the list was asked for.
        asked: Timestamp,
    },
    /// RunPod does not know the pod.
    NotFound,
}

/// What the journal keeps of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which pod.
    pub pod: PodId,
    /// Its name, for words.
    pub name: String,
    /// What is asked.
    pub verb: PodAction,
    /// When it was asked.
    pub asked: Timestamp,
    /// Until when it can be taken back; `None` once it was sent.
    pub undoable_until: Option<Timestamp>,
    /// Whether the pod is the younger of two that came of one launch.
    pub duplicate: bool,
    /// Until then a start that was asked for before could still arrive: a stop is not done before.
    pub not_before: Option<Timestamp>,
    /// No start until then, by RunPod's clock, is later than the click; `None` where that is not known.
    pub started: Option<Timestamp>,
    /// Whether RunPod has confirmed it, and it is kept only because an earlier try could still arrive.
    pub confirmed: bool,
}
