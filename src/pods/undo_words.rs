//! What an Undo says: how long it is offered, and what it would take back.

use launchpod_core::pods::action::{ActionRequest, PodAction};
use launchpod_core::pods::bulk_actions::BulkAction;
use launchpod_core::runpod::error::ApiError;
use launchpod_words::{pod_list, sentences};

/// The words of one Undo.
#[derive(Clone, Debug)]
pub struct UndoWords {
    verb: PodAction,
    what: Clicked,
}

#[derive(Clone, Debug)]
enum Clicked {
    /// A pod of this name, beside which the Undo stands.
    Here(String),
    /// A pod of this name, which is not shown.
    Away(String),
    /// So many pods.
    Together(usize),
}

impl UndoWords {
    /// For an Undo that stands beside the pod.
    pub fn beside_pod(act: &ActionRequest<ApiError>) -> Self {
        Self { verb: act.verb, what: Clicked::Here(act.name.clone()) }
    }

    /// For one that stands where the pod is not shown.
    pub fn away_from_pod(act: &ActionRequest<ApiError>) -> Self {
        Self { verb: act.verb, what: Clicked::Away(act.name.clone()) }
    }

    /// For one that takes back what was clicked together.
    pub fn together(bulk: &BulkAction) -> Self {
        Self { verb: bulk.verb, what: Clicked::Together(bulk.pods.len()) }
    }

    /// On the button.
    pub fn button(&self) -> String {
        match &self.what {
            Clicked::Here(_) | Clicked::Away(_) => pod_list::undo().to_owned(),
            Clicked::Together(count) => pod_list::undo_all(count),
        }
    }

    /// The button's name.
    pub fn label(&self) -> String {
        match (&self.what, self.verb) {
            (Clicked::Here(name) | Clicked::Away(name), PodAction::Terminate) => pod_list::undo_end(name),
            (Clicked::Here(name) | Clicked::Away(name), PodAction::Stop) => pod_list::undo_stop(name),
            (Clicked::Here(name) | Clicked::Away(name), PodAction::Resume) => pod_list::undo_start(name),
            (Clicked::Together(_), _) => self.button(),
        }
    }

    /// What happens in so many seconds.
    pub fn countdown(&self, seconds: u64) -> String {
        use PodAction::{Resume, Stop, Terminate};
        match (&self.what, self.verb) {
            (Clicked::Here(_), Terminate) => pod_list::ending_in(seconds),
            (Clicked::Here(_), Stop) => pod_list::stopping_in(seconds),
            (Clicked::Here(_), Resume) => pod_list::starting_in(seconds),
            (Clicked::Away(name), Terminate) => pod_list::ending_pod_in(name, seconds),
            (Clicked::Away(name), Stop) => pod_list::stopping_pod_in(name, seconds),
            (Clicked::Away(name), Resume) => pod_list::starting_pod_in(name, seconds),
            (Clicked::Together(count), Terminate) => pod_list::ending_pods_in(count, seconds),
            (Clicked::Together(count), Stop) => pod_list::stopping_pods_in(count, seconds),
            (Clicked::Together(count), Resume) => pod_list::starting_pods_in(count, seconds),
        }
    }

    /// The same while the countdown stands still.
    pub fn paused(&self) -> String {
        use PodAction::{Resume, Stop, Terminate};
        let soon = match (&self.what, self.verb) {
            (Clicked::Here(_), Terminate) => pod_list::ending_soon().to_owned(),
            (Clicked::Here(_), Stop) => pod_list::stopping_soon().to_owned(),
            (Clicked::Here(_), Resume) => pod_list::starting_soon().to_owned(),
            (Clicked::Away(name), Terminate) => pod_list::ending_pod_soon(name),
            (Clicked::Away(name), Stop) => pod_list::stopping_pod_soon(name),
            (Clicked::Away(name), Resume) => pod_list::starting_pod_soon(name),
            (Clicked::Together(count), Terminate) => pod_list::ending_pods_soon(count),
            (Clicked::Together(count), Stop) => pod_list::stopping_pods_soon(count),
            (Clicked::Together(count), Resume) => pod_list::starting_pods_soon(count),
        };
        sentences(&[soon.as_str(), pod_list::paused()])
    }
}
