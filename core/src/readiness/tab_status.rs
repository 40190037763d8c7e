//! What the tab's title and its icon say of the pods, for somebody who looks at another tab.

use launchpod_words::readiness as say;

use crate::readiness::Stage;
use crate::readiness::startup_progress::READY_STEP;

/// What the icon shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaviconState {
    /// Nothing runs.
    #[default]
    Plain,
    /// Something is on its way up.
    Running,
    /// All that runs is up.
    Ready,
    /// Something stopped or is gone, and nobody on this device asked for it.
    Stopped,
    /// A timer is about to end or stop something.
    Ending,
}

impl FaviconState {
    /// A stable name: that of the icon's file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Running => "running",
            Self::Ready => "ready",
            Self::Stopped => "stopped",
            Self::Ending => "ending",
        }
    }
}

/// The title's words, none where nothing runs, and the icon's mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabStatus {
    /// Put before the page's own title.
    pub words: Option<String>,
    /// On the icon.
    pub mark: FaviconState,
}

impl TabStatus {
    /// The same with what is about to end, if anything is: only what has stopped or gone already comes before it.
    pub fn or_ending(self, words: Option<String>) -> Self {
        match words {
            Some(_) if self.mark != FaviconState::Stopped => Self { words, mark: FaviconState::Ending },
            _ => self,
        }
    }
}

/// Of these pods: name, stage, and whether it stopped or went although nobody here asked, which the person has not seen yet.
pub fn tab_status<'a>(pods: impl Iterator<Item = (&'a str, &'a Stage, bool)>) -> TabStatus {
    let (mut runs, mut up, mut ready, mut stopped) = (0, 0, 0, 0);
    let (mut first, mut first_stopped) = (None, None);
    for (name, stage, alarm) in pods {
        if alarm {
            stopped += 1;
            first_stopped =
                first_stopped.or(Some((name, if *stage == Stage::Gone { &Stage::Gone } else { &Stage::Stopped })));
        }
        let Some(step) = stage.step() else { continue };
        runs += 1;
        up += usize::from(step == READY_STEP);
        ready += usize::from(*stage == Stage::Ready);
        first = first.or(Some((name, stage)));
    }
    let words = match (stopped, first_stopped, runs, first) {
        (1, Some((name, stage)), ..) | (0, _, 1, Some((name, stage))) => Some(say::tab_pod(stage.describe(), name)),
        (2.., ..) => Some(say::tab_stopped(stopped)),
        (.., 0, _) => None,
        _ if ready == up => Some(say::tab_ready(ready, runs)),
        _ => Some(say::tab_up(up, runs)),
    };
    let mark = match (stopped, runs) {
        (1.., _) => FaviconState::Stopped,
        (0, 0) => FaviconState::Plain,
        _ if up == runs => FaviconState::Ready,
        _ => FaviconState::Running,
    };
    TabStatus { words, mark }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stage::{Listening, Placing, ProbablyUp, Pulling, Ready, Stopped};

    fn said(pods: &[(&str, Stage, bool)]) -> (String, &'static str) {
        let tab_status = tab_status(pods.iter().map(|(name, stage, alarm)| (*name, stage, *alarm)));
        (tab_status.words.unwrap_or_default(), tab_status.mark.as_str())
    }

    #[test]
    fn the_title_says_how_things_stand() {
        assert_eq!(said(&[]), (String::new(), "plain"));
        assert_eq!(said(&[("a", Stopped, false)]), (String::new(), "plain"));
        assert_eq!(said(&[("a", Pulling, false)]), ("Downloading the image: a".into(), "running"));
        assert_eq!(said(&[("a", Ready, false), ("b", Stopped, false)]), ("Ready: a".into(), "ready"));
        assert_eq!(said(&[("a", ProbablyUp, false)]), ("Probably up: a".into(), "ready"));
        let three = [("a", Ready, false), ("b", Placing, false), ("c", Ready, false)];
        assert_eq!(said(&three), ("2 of 3 ready".into(), "running"));
        let mixed = [("a", Ready, false), ("b", ProbablyUp, false), ("c", Listening, false)];
        assert_eq!(said(&mixed), ("2 of 3 up".into(), "running"));
    }

    #[test]
    fn what_is_about_to_end_comes_before_what_runs_and_after_what_stopped() {
        let of = |stage, alarm| tab_status([("a", &stage, alarm)].into_iter());
        let ending = of(Ready, false).or_ending(Some("5 m: a".into()));
        assert_eq!((ending.words.as_deref(), ending.mark.as_str()), (Some("5 m: a"), "ending"));
        assert_eq!(of(Ready, false).or_ending(None), of(Ready, false));
        assert_eq!(of(Stopped, true).or_ending(Some("5 m: a".into())), of(Stopped, true));
    }

    #[test]
    fn what_stopped_by_itself_comes_before_all_else() {
        assert_eq!(said(&[("a", Ready, false), ("b", Stopped, true)]), ("Stopped: b".into(), "stopped"));
        assert_eq!(said(&[("a", Stopped, true), ("b", Stage::Lost, true)]), ("2 pods stopped".into(), "stopped"));
        assert_eq!(said(&[("a", Ready, false), ("b", Stage::Gone, true)]), ("Gone: b".into(), "stopped"));
    }
}
