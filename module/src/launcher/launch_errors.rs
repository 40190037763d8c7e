//! Why a launch came to no pod.

use launchpod_core::engine::LaunchError;
use launchpod_core::launch::provisioning::{End, Provisioning};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::LaunchTag;

use super::launch::Program;
use crate::error::{BoxError, LaunchpodError, closed, launch_aborted, no_journal};
use crate::order_input::problem::{Problem, name_of};
use crate::wording::for_programs;

impl Program {
    /// Why there is no pod.
    pub fn over(&self, error: LaunchError) -> BoxError {
        match error {
            LaunchError::Unknown { tag, name, why } => not_known(&name, &tag, why.as_ref()),
            LaunchError::Closed => closed(),
            LaunchError::Over(_, End::Cancelled, _) => launch_aborted(),
            _ if self.is_aborted() => launch_aborted(),
            LaunchError::Over(search, end, failure) => self.unplaced(&search, end, failure.as_ref()),
            LaunchError::Api(failure) => LaunchpodError::failure(&failure, Operation::Launching),
            LaunchError::NoRandomNumbers => no_random(),
            LaunchError::NotSaved => no_journal(),
            LaunchError::AnotherIsOpen => self.another_is_open(),
        }
    }

    fn unplaced(&self, search: &Provisioning, end: End, failure: Option<&ApiError>) -> BoxError {
        let raw = failure.map(|failure| failure.raw.clone());
        match (end, failure, &*self.declined.borrow()) {
            (End::Refused, Some(failure), _) => {
                let field = failure.field();
                let text = format!("RunPod refused this: {}", failure.raw);
                let mut told = LaunchpodError::failure(failure, Operation::Launching);
                told.problems.extend(field.map(|field| Problem::new(name_of(field), text)));
                told
            }
            (End::NeverArrived, Some(failure), _) => {
                let mut told = LaunchpodError::failure(failure, Operation::GivingUp);
                told.code = "never-arrived";
                let words = "RunPod's answer to the launch was lost, and no pod appeared in two minutes.";
                let message = format!("{words} {}", told.message);
                told.in_words(message)
            }
            (End::NeverArrived, None, _) => LaunchpodError::new(
                "never-arrived",
                "No pod appeared in all the time in which one could: nothing was made, and nothing is charged. Try again.",
            ),
            (End::AllTried, _, Some(pick)) => {
                let (total, agreed) = (search.total(pick), search.agreed);
                let message = format!(
                    "What is left costs more than was agreed to ({agreed}): {} for {total}. No pod was made, and nothing is charged. \
                     Raise maxPerHour, or answer onDearer.",
                    pick.name
                );
                LaunchpodError::new("dearer-than-agreed", message).quoting(raw)
            }
            _ => {
                let tried: Vec<String> = search.tried.iter().map(|tried| for_programs(&search.told(tried))).collect();
                let message = format!(
                    "Nothing that this order wants is available now. No pod was made, and nothing is charged. Tried: {}. Name more \
                     in gpus, ask for less, or let it wait (whenSoldOut: \"wait\").",
                    tried.join("; ")
                );
                LaunchpodError::new("no-capacity", message).quoting(raw)
            }
        }
    }

    fn another_is_open(&self) -> BoxError {
        let name = self.launch_elsewhere().map_or_else(String::new, |name| format!(" (“{name}”)"));
        LaunchpodError::new(
            "launch-open",
            format!(
                "Another launch on the same journal{name} has been open for minutes, so nothing was launched here: there could be \
                 two pods in the end. Try again when it is done, or give each program a journal of its own."
            ),
        )
    }
}

fn not_known(name: &str, tag: &LaunchTag, why: Option<&ApiError>) -> BoxError {
    let why = why.map(|why| LaunchpodError::failure(why, Operation::Launching));
    let message = format!(
        "The launch was aborted, and it can't be found out whether a pod came of it: RunPod's list has not come for minutes. A pod \
         “{name}” (LAUNCHPOD_TAG {tag}) may run and cost money. It is looked for on and on for as long as this program runs; \
         recover() looks for it later, and RunPod's console shows it."
    );
    LaunchpodError::new("unclear", message).quoting(why.and_then(|told| told.raw))
}

fn no_random() -> BoxError {
    LaunchpodError::new(
        "internal",
        "There are no random numbers here (crypto.getRandomValues), so a launch could not be made safe. Nothing was launched.",
    )
}
