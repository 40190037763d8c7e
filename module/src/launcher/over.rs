//! Why a launch came to no pod.

use launchpod_core::engine::LaunchError;
use launchpod_core::launch::provisioning::{End, Provisioning};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Doing;
use launchpod_core::types::ids::LaunchTag;

use super::desk::closed;
use super::launch::Program;
use super::recovery::no_journal;
use crate::order::{Problem, name_of};
use crate::told::{Told, Trouble, for_programs};

impl Program {
    /// Why there is no pod.
    pub fn over(&self, error: LaunchError) -> Trouble {
        match error {
            LaunchError::Unknown { tag, name, why } => not_known(&name, &tag, why.as_ref()),
            LaunchError::Closed => closed(),
            LaunchError::Over(_, End::Cancelled, _) => aborted(),
            _ if self.is_aborted() => aborted(),
            LaunchError::Over(hunt, end, failure) => self.unplaced(&hunt, end, failure.as_ref()),
            LaunchError::Api(failure) => Told::failure(&failure, Doing::Launching),
            LaunchError::NoRandomNumbers => no_random(),
            LaunchError::NotSaved => no_journal(),
            LaunchError::AnotherIsOpen => self.another_is_open(),
        }
    }

    fn unplaced(&self, hunt: &Provisioning, end: End, failure: Option<&ApiError>) -> Trouble {
        let raw = failure.map(|failure| failure.raw.clone());
        match (end, failure, &*self.declined.borrow()) {
            (End::Refused, Some(failure), _) => {
                let field = failure.field();
                let text = format!("RunPod refused this: {}", failure.raw);
                let mut told = Told::failure(failure, Doing::Launching);
                told.problems.extend(field.map(|field| Problem::new(name_of(field), text)));
                told
            }
            (End::NeverArrived, Some(failure), _) => {
                let mut told = Told::failure(failure, Doing::GivingUp);
                told.code = "never-arrived";
                let words = "RunPod's answer to the launch was lost, and no pod appeared in two minutes.";
                let message = format!("{words} {}", told.message);
                told.in_words(message)
            }
            (End::NeverArrived, None, _) => Told::new(
                "never-arrived",
                "No pod appeared in all the time in which one could: nothing was made, and nothing is charged. Try again.",
            ),
            (End::AllTried, _, Some(pick)) => {
                let (total, agreed) = (hunt.total(pick), hunt.agreed);
                let message = format!(
                    "What is left costs more than was agreed to ({agreed}): {} for {total}. No pod was made, and nothing is charged. \
                     Raise maxPerHour, or answer onDearer.",
                    pick.name
                );
                Told::new("dearer-than-agreed", message).quoting(raw)
            }
            _ => {
                let tried: Vec<String> = hunt.tried.iter().map(|tried| for_programs(&hunt.told(tried))).collect();
                let message = format!(
                    "Nothing that this order wants is available now. No pod was made, and nothing is charged. Tried: {}. Name more \
                     in gpus, ask for less, or let it wait (whenSoldOut: \"wait\").",
                    tried.join("; ")
                );
                Told::new("no-capacity", message).quoting(raw)
            }
        }
    }

    fn another_is_open(&self) -> Trouble {
        let name = self.launch_elsewhere().map_or_else(String::new, |name| format!(" (“{name}”)"));
        Told::new(
            "launch-open",
            format!(
                "Another launch on the same journal{name} has been open for minutes, so nothing was launched here: there could be \
                 two pods in the end. Try again when it is done, or give each program a journal of its own."
            ),
        )
    }
}

/// Nothing was asked for, or nothing came of it.
pub fn aborted() -> Trouble {
    Told::new("aborted", "The launch was aborted, as you wished. No pod came of it, and nothing is charged.")
}

fn not_known(name: &str, tag: &LaunchTag, why: Option<&ApiError>) -> Trouble {
    let why = why.map(|why| Told::failure(why, Doing::Launching));
    let message = format!(
        "The launch was aborted, and it can't be found out whether a pod came of it: RunPod's list has not come for minutes. A pod \
         “{name}” (LAUNCHPOD_TAG {tag}) may run and cost money. It is looked for on and on for as long as this program runs; \
         recover() looks for it later, and RunPod's console shows it."
    );
    Told::new("unclear", message).quoting(why.and_then(|told| told.raw))
}

fn no_random() -> Trouble {
    Told::new(
        "internal",
        "There are no random numbers here (crypto.getRandomValues), so a launch could not be made safe. Nothing was launched.",
    )
}
