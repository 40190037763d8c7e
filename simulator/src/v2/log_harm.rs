//! What goes wrong in a stream of logs.

use super::routes::Operation;
use crate::faults::active::Faults;
use crate::faults::fault::{Class, Name};

/// All that goes wrong in one stream.
#[derive(Default)]
pub struct Harm {
    /// Events after which the connection breaks.
    pub breaks_after: Option<u64>,
    /// Events after which nothing comes any more, and the connection stays.
    pub stalls_after: Option<u64>,
    /// Lines that come once more when a stream is resumed.
    pub repeats: u64,
    /// Whether its lines are such as to do harm to whoever shows them.
    pub hostile: bool,
}

const USUAL_EVENTS: u64 = 20;
const USUAL_REPEATS: u64 = 5;

impl Harm {
    pub fn draw(faults: &Faults, resumes: bool) -> Self {
        let names = [Operation::GetPodLogs.name().to_owned()];
        let strikes = |name: Name| faults.draw(Class::Log, |fault| fault.name == name && fault.is_for(&names));
        let events = |name: Name| strikes(name).map(|drawn| drawn.fault.after_events.unwrap_or(USUAL_EVENTS));
        let repeats = if resumes { strikes(Name::LogRepeat) } else { None };
        Self {
            breaks_after: events(Name::LogBreak),
            stalls_after: events(Name::LogStall),
            repeats: repeats.map_or(0, |drawn| drawn.fault.repeat.unwrap_or(USUAL_REPEATS)),
            hostile: strikes(Name::LogHostile).is_some(),
        }
    }
}
