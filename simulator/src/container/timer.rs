//! Launchpod's timer, as its start command has it (`core/src/auto_stop/pod_timer.rs`). That bash does with the script what
//! is done here, `core/tests/timer_script` proves.

use super::calls::{By, Call};
use crate::clock::{Moment, SECOND};

/// It looks every so often whether its time has come,
const LOOKS: i64 = 20 * SECOND;
/// and reads the pod's name at the first look and at every third from then on.
const READS: i64 = 3 * LOOKS;
/// The longest time that a mark may ask for, in minutes.
const MOST_MINUTES: i64 = 129_600;

/// Which of its scripts that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script {
    /// Whether it only stops.
    stops: bool,
    /// Whether it is from before REST v2.
    is_old: bool,
    /// Whether it heeds the mark in the pod's name.
    reads_name: bool,
}

impl Script {
    /// The seconds and the kind of a script of the timer's.
    pub fn read(script: &str) -> Option<(i64, Self)> {
        let rest = script.strip_prefix("f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+")?;
        let (seconds, rest) = rest.split_once(")) > $f; ")?;
        let is_old = rest.starts_with("r() ");
        let reads_name = rest.contains("m() { [[ $(g) =~ $q ]]");
        let loops = match (is_old, reads_name) {
            (true, _) => "while sleep 20; do [ -s $f ]",
            (false, false) => "while sleep 20; do d && {",
            (false, true) => "while sleep 20; do i=$(((i+1)%3)); { [ $i = 1 ] || d; } && m; d && {",
        };
        if !rest.contains(loops) || !rest.ends_with("; }; done & /start.sh; wait") {
            return None;
        }
        let stops = !rest.contains("podTerminate");
        Some((seconds.parse().ok()?, Self { stops, is_old, reads_name }))
    }
}

/// A timer that runs.
pub struct Timer {
    script: Script,
    /// When it was started.
    began: Moment,
    /// When it looked last.
    looked: Moment,
    /// Since when there is a name that it has not read.
    unread: Option<Moment>,
    /// The mark that it has heeded, as it says it.
    heeded: String,
}

impl Timer {
    pub fn new(script: Script, now: Moment) -> Self {
        let unread = script.reads_name.then_some(now);
        Self { script, began: now, looked: now, unread, heeded: String::new() }
    }

    /// The pod has another name.
    pub fn renamed(&mut self, now: Moment) {
        self.unread = self.script.reads_name.then_some(now);
    }

    /// When it reads a name that it does not know.
    pub fn reads_at(&self) -> Option<Moment> {
        let first = self.began.0 + LOOKS;
        let rounds = (self.unread?.0 - first).div_euclid(READS) + 1;
        Some(Moment(first + rounds.max(0) * READS))
    }

    /// Reads the pod's name, or is refused that. What it says in the log, and what it writes to its file, if it heeds a mark.
    pub fn reads(&mut self, name: Option<&str>, now: Moment) -> Option<(String, String)> {
        self.unread = name.is_none().then_some(now);
        let word = mark(name?)?;
        if word == self.heeded {
            return None;
        }
        let ends = match word {
            "off" => String::new(),
            minutes => {
                let at = uptime(self.began) + minutes.parse::<i64>().ok()? * 60;
                (at > uptime(now)).then(|| at.to_string())?
            }
        };
        word.clone_into(&mut self.heeded);
        Some((format!("launchpod: timer {word}"), format!("{ends}\n")))
    }

    pub fn reads_name(&self) -> bool {
        self.script.reads_name
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

/// The minutes, or `off`, of the mark at the end of a pod's name, if its check is right.
fn mark(name: &str) -> Option<&str> {
    let (_, mark) = name.strip_suffix(']')?.rsplit_once("[timer ")?;
    let (word, check) = mark.split_once(" k")?;
    if word == "off" {
        return (check == "0").then_some(word);
    }
    let minutes = word.strip_suffix('m').filter(|digits| !digits.starts_with(['0', '+', '-']))?;
    let number: i64 = minutes.parse().ok()?;
    (number <= MOST_MINUTES && (number * 31 % 97).to_string() == check).then_some(minutes)
}

/// The host's uptime, in seconds. It runs for longer than any pod.
pub fn uptime(now: Moment) -> i64 {
    now.0.div_euclid(SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_the_script_reads_it() {
        for (name, word) in [
            ("models [timer 300m k85]", Some("300")),
            ("[timer off k0]", Some("off")),
            ("models [timer 300m k84]", None),
            ("models [timer 0300m k85]", None),
            ("models [timer +300m k85]", None),
            ("models [timer 300m k85] ", None),
            ("models [timer off k1]", None),
            ("models", None),
        ] {
            assert_eq!(mark(name), word, "{name}");
        }
    }

    #[test]
    fn a_name_is_read_at_the_first_look_and_each_minute_from_then_on() {
        let script = Script { stops: false, is_old: false, reads_name: true };
        let at = |seconds: i64| Moment(1_000_000 + seconds * SECOND);
        let mut timer = Timer::new(script, at(0));
        assert_eq!(timer.reads_at(), Some(at(20)));
        assert_eq!(timer.reads(Some("models"), at(20)), None);
        assert_eq!(timer.reads_at(), None, "nothing new");
        timer.renamed(at(79));
        assert_eq!(timer.reads_at(), Some(at(80)));
        assert_eq!(timer.reads(None, at(80)), None);
        assert_eq!(timer.reads_at(), Some(at(140)), "what was refused is asked for again");
        let heeded = timer.reads(Some("models [timer 5m k58]"), at(140));
        assert_eq!(heeded, Some(("launchpod: timer 5".into(), format!("{}\n", uptime(at(300))))));
        assert_eq!(timer.reads(Some("models [timer 5m k58]"), at(200)), None, "once");
        assert_eq!(timer.reads(Some("models [timer 2m k62]"), at(200)), None, "its time has passed");
    }
}
