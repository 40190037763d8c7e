//! The state of what makes, grows and deletes network volumes. What its buttons do is in `actions.rs` and `creation.rs`.

use launchpod_core::account::NetworkVolume;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::volumes::{self, Field, Problem, VolumeForm, VolumeType, VolumeTypes, price_text};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::account::AccountStore;
use crate::availability::store::AvailabilityStore;
use crate::context::AppContext;
use crate::launch::form::LaunchForm;
use crate::platform::account_storage::AccountStorage;
use crate::platform::browser;
use crate::platform::shared::Shared;
use crate::pods::store::PodStore;

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

/// Where the person has asked for something, and is told of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// At a volume of the list.
    #[default]
    List,
    /// At the form for a new one.
    New,
    /// At the sweep of what nobody uses.
    Sweep,
}

/// What the last act has come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Where it was asked for.
    pub place: Place,
    /// What is being done, or was done, in words.
    pub said: String,
    /// What went wrong.
    pub failure: Option<(Operation, ApiError)>,
}

/// Network volumes as they are made, grown and deleted; followed.
#[derive(Clone, Copy)]
pub struct VolumeStore {
    pub(super) context: AppContext,
    pub(super) account: AccountStore,
    pub(super) pods: PodStore,
    pub(super) form: LaunchForm,
    pub(super) availability: AvailabilityStore,
    /// Whether it is in sight.
    pub open: Shared<bool>,
    /// Somebody is on the way to the form for a new one.
    pub(super) planned: Shared<bool>,
    /// The new volume, as typed.
    pub raw: Shared<VolumeForm>,
    /// What is wrong with it.
    pub problems: Shared<Vec<Problem>>,
    /// Which kinds of volumes each data center has, as far as it is told.
    pub types: Shared<VolumeTypes>,
    /// What is open below the volumes.
    pub panel: Shared<Panel>,
    /// The size to grow to, as typed.
    pub size: Shared<String>,
    /// What is wrong with that.
    pub size_problem: Shared<String>,
    /// Whether something was asked for that is not answered.
    pub busy: Shared<bool>,
    /// What the last act has come to.
    outcome: Shared<Outcome>,
    /// What is being made, until it is known whether it was.
    pub(super) pending: AccountStorage,
}

impl VolumeStore {
    /// Nothing is open.
    pub fn new(
        context: AppContext,
        account: AccountStore,
        pods: PodStore,
        form: LaunchForm,
        availability: AvailabilityStore,
    ) -> Self {
        let raw = VolumeForm { size: "100".into(), ..VolumeForm::default() };
        Self {
            context,
            account,
            pods,
            form,
            availability,
            open: Shared::default(),
            planned: Shared::default(),
            raw: Shared::new(raw),
            problems: Shared::default(),
            types: Shared::default(),
            panel: Shared::default(),
            size: Shared::default(),
            size_problem: Shared::default(),
            busy: Shared::default(),
            outcome: Shared::default(),
            pending: AccountStorage::below(context.keys, "launchpod.making/"),
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
                self.size.set(volumes::next_size(volume.size_gb).to_string());
                "volume-grow-size"
            }
            Panel::Delete(_) => "volume-keep",
            Panel::None => "volumes-heading",
        };
        self.size_problem.set(String::new());
        self.say("");
        self.panel.refresh(panel);
        request_animation_frame(move || browser::focus(focus));
    }

    /// What the new volume would cost, followed; empty while no size is typed.
    pub fn price(self) -> String {
        let kind = self.new_type();
        self.raw.with(|raw| volumes::size(&raw.size)).map_or(String::new(), |gb| price_text(gb, kind))
    }

    /// What the new volume would be, followed; `None` where it is not told.
    pub fn new_type(self) -> Option<VolumeType> {
        self.raw.with(|raw| self.types.with(|types| types.of_new(&raw.data_center, &raw.volume_type)))
    }

    /// What this volume is, followed; `None` where it is not told.
    pub fn type_of(self, volume: &NetworkVolume) -> Option<VolumeType> {
        self.types.with(|types| types.of(volume))
    }

    /// Asks which kinds of volumes there are, once. GraphQL does not tell; nothing is lost where REST v2 does not answer.
    pub fn ask_for_types(self) {
        if self.types.peek(|types| *types == VolumeTypes::default()) {
            spawn_local(async move {
                if let Some(types) = self.context.client().extra(async |rest| rest.volume_types().await).await {
                    self.types.set(types);
                }
            });
        }
    }

    /// What the last act has come to, for those who asked for it there; followed.
    pub fn told(self, place: Place) -> Outcome {
        self.outcome.with(|outcome| if outcome.place == place { outcome.clone() } else { Outcome::default() })
    }

    /// What is said from now on is said there; what was said before is over.
    pub(super) fn begin(self, place: Place) {
        self.outcome.set(Outcome { place, ..Outcome::default() });
    }

    pub(super) fn say(self, said: impl Into<String>) {
        self.tell(said.into(), None);
    }

    pub(super) fn fail(self, doing: Operation, failure: ApiError, said: impl Into<String>) {
        self.tell(said.into(), Some((doing, failure)));
    }

    fn tell(self, said: String, failure: Option<(Operation, ApiError)>) {
        self.outcome.update(|told| (told.said, told.failure) = (said, failure));
    }
}
