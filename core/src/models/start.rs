//! What this page writes into a pod's start command: a timer, what loads models, what sends notices, beside the image's own
//! start.

use crate::auto_stop::{Beside, PodTimer, start_of};
use crate::models::takes_models;

/// What of a start command is this page's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnStart {
    /// The timer.
    pub timer: Option<PodTimer>,
    /// What else runs beside the image's start.
    pub beside: Beside,
}

impl OwnStart {
    /// The start command for this image; `None` where its own start is to be kept as it is, or is not known.
    pub fn render(self, image: &str) -> Option<String> {
        let start = start_of(image)?;
        let beside = Beside { models: self.beside.models && takes_models(image), ..self.beside };
        match self.timer {
            Some(timer) => Some(timer.render_beside(start, &beside.text())),
            None if beside.is_empty() => None,
            None => Some(start.beside(&beside.text())),
        }
    }

    /// Reads a start command; `None` where it is not to the letter what this build or an earlier one wrote for this image.
    pub fn read(image: &str, start_command: &str) -> Option<Self> {
        let start = start_of(image)?;
        if let Some(timer) = PodTimer::read(image, start_command) {
            return Some(Self { timer: Some(timer), beside: timer.beside(start_command, start)? });
        }
        let mut may_be = Beside::may_be_in(start_command).filter(|(beside, _)| !beside.is_empty());
        let found = may_be.find(|(_, text)| start.beside(text) == start_command);
        found.map(|(beside, _)| Self { timer: None, beside })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auto_stop::StopAction;
    use std::time::Duration;

    const COMFY: &str = "runpod/comfyui:cuda12.8";
    const PYTORCH: &str = "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404";

    fn all() -> Vec<OwnStart> {
        let timers = [None, PodTimer::new(Duration::from_secs(3600), StopAction::Terminate)];
        let some = |timer: Option<PodTimer>| {
            let all = [(false, false), (false, true), (true, false), (true, true)];
            all.map(|(models, notices)| OwnStart { timer, beside: Beside { models, notices } })
        };
        timers.into_iter().flat_map(some).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        for own in all() {
            let Some(command) = own.render(COMFY) else {
                assert_eq!(own, OwnStart::default());
                continue;
            };
            assert_eq!(OwnStart::read(COMFY, &command), Some(own), "{command}");
            assert_eq!(PodTimer::read(COMFY, &command), own.timer, "the timer is known beside it");
            assert_eq!(PodTimer::parse(&command), own.timer);
            assert!(own.timer.is_none_or(|timer| timer.reads_name(COMFY, &command)));
            assert_eq!(OwnStart::read(PYTORCH, &command), None, "an entry point's command");
            assert_eq!(OwnStart::read(COMFY, &format!("{command} ")), None);
            assert_eq!(OwnStart::read(COMFY, &command.replace("/start.sh", "/other.sh")), None);
        }
        assert_eq!((OwnStart::read(COMFY, ""), OwnStart::read(COMFY, "sleep 1")), (None, None));
    }

    #[test]
    fn a_changed_script_is_nobodys_and_has_no_timer() {
        let own = all().pop().unwrap();
        for (from, to) in [("sleep 15", "sleep 16"), ("sleep 5;", "sleep 6;"), ("launchpod-ready", "launchpod-other")] {
            let changed = own.render(COMFY).unwrap().replace(from, to);
            assert_eq!((OwnStart::read(COMFY, &changed), PodTimer::parse(&changed)), (None, None), "{from}");
        }
    }

    #[test]
    fn models_are_left_out_where_nothing_looks_for_them() {
        for own in all().into_iter().filter(|own| own.beside.models) {
            let without = OwnStart { beside: Beside { models: false, ..own.beside }, ..own };
            assert_eq!(own.render(PYTORCH), without.render(PYTORCH));
            assert_eq!(own.render("someone/image:1"), None);
        }
    }
}
