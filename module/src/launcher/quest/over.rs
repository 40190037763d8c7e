//! Why a launch came to no pod.

use launchpod_core::domain::hunt::End;
use launchpod_core::runpod::words::Doing;

use super::Quest;
use crate::order::{Problem, name_of};
use crate::told::{Told, Trouble, for_programs};

impl Quest<'_> {
    /// Why there is no pod.
    pub(super) fn over(&self, end: End) -> Trouble {
        let raw = self.failure.as_ref().map(|failure| failure.raw.clone());
        match (end, &self.failure, &self.declined) {
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
                let (total, agreed) = (self.hunt.total(pick), self.hunt.agreed);
                let message = format!(
                    "What is left costs more than was agreed to ({agreed}): {} for {total}. No pod was made, and nothing is charged. \
                     Raise maxPerHour, or answer onDearer.",
                    pick.name
                );
                Told::new("dearer-than-agreed", message).quoting(raw)
            }
            _ => {
                let tried: Vec<String> =
                    self.hunt.tried.iter().map(|tried| for_programs(&self.hunt.told(tried))).collect();
                let message = format!(
                    "Nothing that this order wants is available now. No pod was made, and nothing is charged. Tried: {}. Name more \
                     in gpus, ask for less, or let it wait (whenSoldOut: \"wait\").",
                    tried.join("; ")
                );
                Told::new("no-capacity", message).quoting(raw)
            }
        }
    }
}
