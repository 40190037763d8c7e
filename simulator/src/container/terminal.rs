//! A terminal in the container, for the few lines that matter here.

use super::calls::Call;
use super::script::runpodctl;
use super::timer::uptime;
use super::words::split;
use crate::clock::Moment;

const FILE: &str = "/tmp/launchpod-ends";
/// The line that the page gives for that.
const MINUTES_LEFT: &str = "echo $((($(cat /tmp/launchpod-ends)-$(cut -d. -f1 /proc/uptime))/60)) minutes left";
const FROM_NOW: &str = "echo $(($(cut -d. -f1 /proc/uptime)+";

/// A line that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    MinutesLeft,
    Show,
    Remove {
        is_forced: bool,
    },
    /// So many seconds from now.
    Extend(i64),
    Write(String),
    /// `runpodctl`, and what it asks for; nothing if it is not for this pod.
    Ask(Option<Call>),
}

impl Line {
    pub fn read(line: &str, pod: &str) -> Option<Self> {
        let line = line.trim();
        if line == MINUTES_LEFT {
            return Some(Self::MinutesLeft);
        }
        if let Some(seconds) = line.strip_prefix(FROM_NOW) {
            let (seconds, file) = seconds.split_once(")) > ")?;
            return seconds.parse().ok().filter(|_| file == FILE).map(Self::Extend);
        }
        let words = split(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["cat", FILE] => Some(Self::Show),
            ["rm", FILE] => Some(Self::Remove { is_forced: false }),
            ["rm", "-f", FILE] => Some(Self::Remove { is_forced: true }),
            [":", ">", FILE] => Some(Self::Write(String::new())),
            ["echo", text @ .., ">", FILE] => Some(Self::Write(text.join(" ") + "\n")),
            ["runpodctl", rest @ ..] => Some(Self::Ask(runpodctl(rest, pod))),
            _ => None,
        }
    }

    /// Does what it says to the timer's file. Answers with what is printed, and the status.
    pub fn run(&self, file: &mut Option<String>, now: Moment) -> (String, i32) {
        match self {
            Self::MinutesLeft => {
                let at = file.as_deref().and_then(|text| text.trim().parse::<i64>().ok());
                at.map_or((String::new(), 1), |at| (format!("{} minutes left\n", (at - uptime(now)) / 60), 0))
            }
            Self::Show => file.clone().map_or((String::new(), 1), |text| (text, 0)),
            Self::Remove { is_forced } => {
                let was_there = file.take().is_some();
                (String::new(), i32::from(!was_there && !is_forced))
            }
            Self::Extend(seconds) => {
                *file = Some(format!("{}\n", uptime(now).saturating_add(*seconds)));
                (String::new(), 0)
            }
            Self::Write(text) => {
                *file = Some(text.clone());
                (String::new(), 0)
            }
            Self::Ask(_) => (String::new(), 1),
        }
    }
}
