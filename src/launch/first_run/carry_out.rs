//! Carries a plan out: the form is filled in and checked against what RunPod has now, then the volume is made, exactly once, and
//! the form is launched like any other.

use launchpod_core::account::NetworkVolume;
use launchpod_core::order::first_run::{Plan, Storage};
use launchpod_core::order::{Field, OrderForm};
use launchpod_core::volumes::{NewVolume, price_text};
use launchpod_words::{first_run as say, sentences};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::store;
use crate::launch::first_run::Kept;
use crate::launch::form::LaunchForm;
use crate::launch::launches::Launches;
use crate::launch::prefill::Prefill;
use crate::launch::summary::LAUNCH_BUTTON;
use crate::platform::browser;
use crate::volumes::store::VolumeStore;

/// What carries a plan out.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    kept: Kept,
    pub(super) form: LaunchForm,
    launches: Launches,
    pub(super) prefill: Prefill,
    pub(super) volumes: VolumeStore,
}

impl Hands {
    pub(super) fn here() -> Self {
        Self { kept: Kept::here(), form: store(), launches: store(), prefill: store(), volumes: store() }
    }

    /// The form takes the place of the apps. The plan has done its work.
    pub(super) fn show_form(self) {
        self.kept.state.update(|state| {
            state.plan = None;
            state.said.clear();
        });
        self.prefill.state.update(|state| state.has_begun = true);
    }

    /// The click. A second one changes nothing while the first is not through.
    pub(super) fn agree(self) {
        let (busy, plan) = self.kept.state.peek(|state| (state.busy, state.plan.clone()));
        let Some(plan) = plan.filter(|_| !busy) else { return };
        if untrack(|| self.launches.is_launching() || self.launches.is_provisioning()) {
            return self.kept.say(say::another_launch());
        }
        self.kept.state.update(|state| (state.busy, state.failure) = (true, None));
        // Nothing else launches the form before it is whole.
        self.form.filling.set(true);
        spawn_local(async move {
            self.carry_out(plan).await;
            self.form.filling.refresh(false);
            self.kept.state.update(|state| state.busy = false);
        });
    }

    async fn carry_out(self, mut plan: Plan) {
        self.form.name_apart(&mut plan.form);
        self.prefill.fill_in_planned(plan.form.clone());
        self.kept.say(say::checking());
        let catalog = match self.form.ask_for_catalog(untrack(|| self.form.scope())).await {
            Ok(catalog) => catalog,
            Err(failure) => {
                return self.kept.state.update(|state| {
                    state.said.clear();
                    state.failure = Some(failure);
                });
            }
        };
        match self.form.read_against(&catalog) {
            Ok(order) if plan.holds(&order, &catalog) => {}
            Ok(_) => return self.kept.say(say::has_changed()),
            Err(problems) => {
                let why = problems.into_iter().next().map(|problem| problem.text).unwrap_or_default();
                return self.kept.say(sentences(&[say::not_possible(), &why]));
            }
        }
        let expected = match &plan.storage {
            Storage::New(wanted) => match self.make(wanted).await {
                Some(made) => plan.form_with(&made),
                None => return,
            },
            Storage::Nothing | Storage::Own(_) => plan.form.clone(),
        };
        if self.form.raw.peek(|raw| *raw != expected) {
            return self.hand_over();
        }
        self.show_form();
        // The next launch begins with the apps.
        self.kept.open.refresh(false);
        request_animation_frame(browser::skip_to_heading);
        self.form.filling.refresh(false);
        match self.form.read_against(&catalog) {
            Ok(order) => self.form.launch(order, catalog, plan.quote.total()).await,
            Err(problems) => self.form.refuse(problems),
        }
    }

    /// Makes the volume. `None` where the person must look at what became of it.
    async fn make(self, wanted: &NewVolume) -> Option<NetworkVolume> {
        self.kept.say("");
        let Some(made) = self.volumes.make(wanted.clone()).await else {
            // Found after its answer was lost, or there more than once.
            if self.form.raw.peek(OrderForm::has_network_volume) {
                self.hand_over();
            }
            return None;
        };
        self.form.change(&[Field::Place], |raw| raw.set(Field::Place, ""));
        self.prefill.tell_of_filled(self.of_volume(&made));
        Some(made)
    }

    /// That it costs money whatever becomes of the launch, and how to get rid of it.
    fn of_volume(self, made: &NetworkVolume) -> Vec<String> {
        let price = price_text(made.size_gb, untrack(|| self.volumes.type_of(made)));
        vec![sentences(&[&say::volume_stays(&made.name, price), say::how_to_delete()])]
    }

    /// The form is filled in, and the last click is the person's.
    fn hand_over(self) {
        let of_volume = self.prefill.state.peek(|state| state.filled.as_ref().map(|filled| filled.told.clone()));
        let mut told = of_volume.unwrap_or_default();
        told.push(say::press_launch().to_owned());
        self.prefill.tell_of_filled(told);
        self.volumes.open.refresh(true);
        self.show_form();
        request_animation_frame(|| browser::focus(LAUNCH_BUTTON));
    }
}
