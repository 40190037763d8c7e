//! Launchpod's timer, as its start command has it (`core/src/auto_stop/pod_timer.rs`). That bash does with the script what
//! is done here, `core/tests/timer_script` proves.

use super::calls::{By, Call};
use crate::clock::{Moment, SECOND};

/// It looks every so often whether its time has come.
const LOOKS: i64 = 20 * SECOND;

/// Which of its scripts that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script {
    /// Whether it only stops.
    stops: bool,
    /// Whether it is from before REST v2.
    is_old: bool,
}

impl Script {
    /// The seconds and the kind of a script of the timer's.
    pub fn read(script: &str) -> Option<(i64, Self)> {
        let rest = script.strip_prefix("f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+")?;
        let (seconds, rest) = rest.split_once(")) > $f; ")?;
        let is_old = rest.starts_with("r() ");
        let loops = if is_old { "while sleep 20; do [ -s $f ]" } else { "while sleep 20; do d && {" };
        if !rest.contains(loops) || !rest.ends_with("; }; done & /start.sh; wait") {
            return None;
        }
        let stops = !rest.contains("podTerminate");
        Some((seconds.parse().ok()?, Self { stops, is_old }))
    }
}

/// A timer that runs.
pub struct Timer {
    script: Script,
    /// When it looked last.
    looked: Moment,
}

impl Timer {
    pub fn new(script: Script, now: Moment) -> Self {
        Self { script, looked: now }
    }

    /// When it looks next and finds that its time has come. Half a number in the file is no time.
    pub fn next_at(&self, file: Option<&str>) -> Option<Moment> {
        let at = file?.trim().parse::<i64>().ok()?.checked_mul(SECOND)?;
        let looks = at.saturating_sub(self.looked.0).max(1).checked_add(LOOKS - 1)? / LOOKS;
        Some(Moment(self.looked.0.checked_add(looks.max(1).checked_mul(LOOKS)?)?))
    }

    pub fn is_due(&self, file: Option<&str>, now: Moment) -> bool {
        self.next_at(file).is_some_and(|at| at <= now)
    }

    pub fn looked_at(&mut self, now: Moment) {
        self.looked = now;
    }

    /// What it asks for, and by what means, one after the other until one works.
    pub fn ways(&self) -> impl Iterator<Item = (Call, By)> + use<> {
        const NEW: [By; 4] = [By::V2, By::GraphQl, By::Runpodctl, By::Runpodctl];
        const OLD: [By; 3] = [By::Runpodctl, By::Runpodctl, By::GraphQl];
        let means: &[By] = if self.script.is_old { &OLD } else { &NEW };
        let calls: &[Call] = if self.script.stops { &[Call::Stop] } else { &[Call::Terminate, Call::Stop] };
        calls.iter().flat_map(|call| means.iter().map(|by| (*call, *by)))
    }
}

/// The host's uptime, in seconds. It runs for longer than any pod.
pub fn uptime(now: Moment) -> i64 {
    now.0.div_euclid(SECOND)
}
