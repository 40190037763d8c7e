//! What can happen, and what is to be done.

use std::time::Duration;

use launchpod_words::{pods as say, sentences};

use crate::launch;
use crate::pods::action::{self, PodAction};
use crate::pods::allowed::Allowed;
use crate::pods::fleet::Surprise;
use crate::pods::pod::{Pod, Status};
use crate::readiness;
use crate::state::journal::Record;
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;

/// What can happen. Wherever an answer comes in, `asked` is when its request was sent.
#[derive(Clone, Debug)]
pub enum Event<F> {
    /// Time has passed; at least once a second while the page is in sight.
    Tick {
        /// Whether the page is out of sight.
        hidden: bool,
        /// A random number from 0 to 1, which spreads waits.
        chance: f64,
    },
    /// The page is left or goes out of sight: nobody will click Undo any more.
    Leaving,
    /// Somebody wants to know how things stand now.
    ListWanted,
    /// All that the journal holds for this account.
    JournalRead(Vec<Record>),
    /// Another tab has taken what stood under this key out of the journal.
    Withdrawn(String),
    /// A record of the journal is this tab's to look after now: the tab that did so is gone.
    RecordClaimed(Record),
    /// The same, where the browser gives no locks: the tab that did so may still be there.
    TakenOver(Record),
    /// The click on Launch, or, under the tag of a launch that was refused, the next try of it. The journal can be written
    /// to, and this tab looks after the entry.
    Launch(launch::Entry),
    /// The create was answered.
    Created {
        /// Which launch.
        tag: LaunchTag,
        /// When the create was sent.
        asked: Timestamp,
        /// What it means.
        answer: launch::Answer<F>,
        /// The pod as RunPod first told of it.
        pod: Option<Pod>,
    },
    /// The click on End, Stop or Start.
    ActionRequested {
        /// Which of them.
        verb: PodAction,
        /// Which pod.
        pod: PodId,
        /// Its name, for words.
        name: String,
    },
    /// How long clicks can be taken back from now on.
    UndoTime(Duration),
    /// The click on Undo.
    Undo(PodId),
    /// The person looks at Undo for this pod.
    HoldUndo(PodId),
    /// What was asked of this pod is meant: nobody is given time to take it back.
    SkipUndo(PodId),
    /// An end, stop or start was answered.
    ActionAnswered {
        /// Which pod.
        pod: PodId,
        /// What was asked.
        verb: PodAction,
        /// What RunPod said.
        answer: action::Answer<F>,
    },
    /// A list of pods.
    Listed {
        /// When it was asked for.
        asked: Timestamp,
        /// What it has.
        pods: Vec<Pod>,
        /// Whether these are all of them: a list with a hole proves nothing of what it lacks.
        complete: bool,
        /// How many of its entries could not be read.
        unread: usize,
    },
    /// A list could not be had.
    ListFailed {
        /// Why not.
        why: F,
        /// What RunPod asked us to wait.
        retry_after: Option<Duration>,
    },
    /// One pod was asked for by its id.
    PodFetched {
        /// Which pod.
        id: PodId,
        /// When it was asked for.
        asked: Timestamp,
        /// The pod; `None` where RunPod says that there is none.
        pod: Option<Pod>,
    },
    /// One pod was asked for by its id, and nothing could be learnt.
    PodFetchFailed(PodId),
    /// RunPod said what may be done with a pod.
    ActionsAllowed {
        /// Which pod.
        pod: PodId,
        /// Its status then.
        status: Status,
        /// What may be done.
        allowed: Allowed,
    },
    /// The probe heard something of a pod's program.
    ProbeAnswered {
        /// Which pod.
        pod: PodId,
        /// Which port.
        port: u16,
        /// What.
        answer: readiness::ProbeResult,
    },
    /// The person has read what the page had to say.
    NoticesDismissed,
    /// The person knows the pods that this browser did not.
    UnknownPodsAcknowledged,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Put this into the journal, before anything that follows.
    SaveRecord(Record),
    /// A pod of this name, which was launched from this browser, is gone and was not in sight then; nothing is under way that
    /// had asked for it.
    PodEndedUnseen(PodId, String),
    /// Take what stands under this key out of the journal, and let go of it.
    Erase(String),
    /// Send the create of this launch: the only one until RunPod has clearly refused it.
    Create(LaunchTag),
    /// Nobody needs to look after what stands under this key any more; it stays in the journal.
    ReleaseLock(String),
    /// Ask RunPod to end, stop or start this pod.
    SendAction(PodAction, PodId),
    /// Ask for the list.
    List,
    /// Ask for this pod by its id.
    FetchPod(PodId),
    /// Something of these pods is new.
    PodsChanged(Vec<PodId>),
    /// This pod is gone.
    Gone(PodId),
    /// A launch that this tab looks after has its pod.
    Placed(LaunchTag),
}

/// What the person must be told, until they have read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A pod was started, and is not what it was to be.
    StartedOtherwise(Surprise),
    /// RunPod made two pods of one launch; the younger one is being ended.
    Twin {
        /// Their name.
        name: String,
    },
    /// A pod has come of a launch of which the person was told that nothing came.
    CameAfterAll {
        /// Its name.
        name: String,
    },
    /// A click was never confirmed, and is not carried out by itself any more: it is of another day, or the pod was started
    /// after it.
    NotDone {
        /// What was asked.
        verb: PodAction,
        /// The pod's name.
        name: String,
    },
}

impl Notice {
    /// In words.
    pub fn describe(&self) -> String {
        match self {
            Self::StartedOtherwise(surprise) => surprise.describe(),
            Self::Twin { name } => sentences(&[say::twin(name).as_str(), say::twin_is_ended()]),
            Self::NotDone { verb, name } => {
                let asked = match verb {
                    PodAction::Terminate => say::end_not_confirmed(name),
                    PodAction::Stop => say::stop_not_confirmed(name),
                    PodAction::Resume => say::start_not_confirmed(name),
                };
                sentences(&[asked.as_str(), say::not_done_by_itself(), say::ask_again()])
            }
            Self::CameAfterAll { name } => sentences(&[say::came_after_all(name).as_str(), say::came_and_costs()]),
        }
    }
}
