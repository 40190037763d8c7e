//! What this page writes into a pod's start command: a timer, what loads models, or both, beside the image's own start.

use crate::auto_stop::{PodTimer, start_of};
use crate::models::script::{SCRIPT, SCRIPTS};
use crate::models::takes_models;

/// What of a start command is this page's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnStart {
    /// The timer.
    pub timer: Option<PodTimer>,
    /// Whether it loads models.
    pub models: bool,
}

impl OwnStart {
    /// The start command for this image; `None` where its own start is to be kept as it is, or is not known.
    pub fn render(self, image: &str) -> Option<String> {
        let start = start_of(image)?;
        let beside = if self.models && takes_models(image) { SCRIPT } else { "" };
        match self.timer {
            Some(timer) => Some(timer.render_beside(start, beside)),
            None if beside.is_empty() => None,
            None => Some(start.beside(beside)),
        }
    }

    /// Reads a start command; `None` where it is not to the letter what this build or an earlier one wrote for this image.
    pub fn read(image: &str, start_command: &str) -> Option<Self> {
        if let Some(timer) = PodTimer::read(image, start_command) {
            let models = !start_of(image).is_some_and(|start| timer.is_alone(start_command, start));
            return Some(Self { timer: Some(timer), models });
        }
        let start = start_of(image)?;
        let is_it = SCRIPTS.iter().any(|script| start.beside(script) == start_command);
        is_it.then_some(Self { timer: None, models: true })
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
        let both = |timer| [false, true].map(|models| OwnStart { timer, models });
        timers.into_iter().flat_map(both).collect()
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
            assert_eq!(OwnStart::read(PYTORCH, &command), None, "an entry point's command");
            assert_eq!(OwnStart::read(COMFY, &format!("{command} ")), None);
            assert_eq!(OwnStart::read(COMFY, &command.replace("/start.sh", "/other.sh")), None);
        }
        assert_eq!((OwnStart::read(COMFY, ""), OwnStart::read(COMFY, "sleep 1")), (None, None));
    }

    #[test]
    fn a_changed_script_is_nobodys_and_has_no_timer() {
        let own = all().into_iter().find(|own| own.timer.is_some() && own.models).unwrap();
        let changed = own.render(COMFY).unwrap().replace("sleep 15", "sleep 16");
        assert_eq!((OwnStart::read(COMFY, &changed), PodTimer::parse(&changed)), (None, None));
    }

    #[test]
    fn models_are_left_out_where_nothing_looks_for_them() {
        for own in all().into_iter().filter(|own| own.models) {
            assert_eq!(own.render(PYTORCH), OwnStart { models: false, ..own }.render(PYTORCH));
            assert_eq!(own.render("someone/image:1"), None);
        }
    }
}
