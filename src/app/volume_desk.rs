//! The state of the form that makes, grows and deletes network volumes. What its buttons do is in `volumes.rs`.

use launchpod_core::account::NetworkVolume;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Doing;
use launchpod_core::types::time::Timestamp;
use launchpod_core::volumes::{self, Field, Problem, VolumeForm, monthly};
use leptos::prelude::*;

use super::journal::Journal;
use super::shelf::Shelf;
use super::watched::Shared;
use super::{browser, clock};

/// What is open below the volumes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// Nothing.
    #[default]
    None,
    /// The size that this volume is to grow to is being typed.
    Grow(NetworkVolume),
    /// The person is asked whether this volume is really to be deleted.
    Delete(NetworkVolume),
}

/// What the last act has come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What is being done, or was done, in words.
    pub said: String,
    /// What went wrong.
    pub failure: Option<(Doing, ApiError)>,
}

/// The state of the volumes' form, followed.
#[derive(Clone, Copy)]
pub struct VolumeDesk {
    /// Whether it is in sight.
    pub open: Shared<bool>,
    /// The new volume, as typed.
    pub raw: Shared<VolumeForm>,
    /// What is wrong with it.
    pub problems: Shared<Vec<Problem>>,
    /// What is open below the volumes.
    pub panel: Shared<Panel>,
    /// The size to grow to, as typed.
    pub size: Shared<String>,
    /// What is wrong with that.
    pub size_problem: Shared<String>,
    /// Whether something was asked for that is not answered.
    pub busy: Shared<bool>,
    /// What the last act has come to.
    pub outcome: Shared<Outcome>,
    /// When the list that is shown was asked for.
    pub(super) read: Shared<Timestamp>,
    /// What is being made, until it is known whether it was.
    pub(super) kept: Shelf,
}

impl VolumeDesk {
    /// Nothing is open. The account is the journal's, and its volumes were read a moment ago.
    pub(super) fn beside(journal: Journal) -> Self {
        let raw = VolumeForm { size: "100".into(), ..VolumeForm::default() };
        Self {
            open: Shared::default(),
            raw: Shared::new(raw),
            problems: Shared::default(),
            panel: Shared::default(),
            size: Shared::default(),
            size_problem: Shared::default(),
            busy: Shared::default(),
            outcome: Shared::default(),
            read: Shared::new(clock::now()),
            kept: Shelf::beside(journal, "launchpod.making/"),
        }
    }

    /// What is wrong with a field, followed.
    pub fn problem(self, field: Field) -> String {
        self.problems.with(|all| all.iter().find(|(of, _)| *of == field).map_or("", |(_, words)| words).to_owned())
    }

    /// Something was typed or chosen.
    pub fn change(self, field: Field, how: impl FnOnce(&mut VolumeForm)) {
        self.raw.update(how);
        self.problems.update(|problems| problems.retain(|(of, _)| *of != field));
    }

    /// Opens the panel of a volume, or closes it.
    pub fn show(self, panel: Panel) {
        let focus = match &panel {
            Panel::Grow(volume) => {
                self.size.set(volume.size_gb.to_string());
                "volume-grow-size"
            }
            Panel::Delete(_) => "volume-keep",
            Panel::None => "volumes-heading",
        };
        self.size_problem.set(String::new());
        self.outcome.refresh(Outcome::default());
        self.panel.refresh(panel);
        request_animation_frame(move || browser::focus(focus));
    }

    /// What the new volume would cost, followed; empty while no size is typed.
    pub fn price(self) -> String {
        self.raw.with(|raw| volumes::size(&raw.size)).map_or(String::new(), |gb| format!("{} a month", monthly(gb)))
    }

    pub(super) fn say(self, said: impl Into<String>) {
        self.outcome.set(Outcome { said: said.into(), failure: None });
    }

    pub(super) fn fail(self, doing: Doing, failure: ApiError, said: impl Into<String>) {
        self.outcome.set(Outcome { said: said.into(), failure: Some((doing, failure)) });
    }
}
