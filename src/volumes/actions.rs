//! Network volumes: read anew, grown, deleted. How one is made is in `creation.rs`.

use std::time::Duration;

use launchpod_core::account::NetworkVolume;
use launchpod_core::order::Field as OrderField;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::runpod::client::AccountInfo;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::NetworkVolumeId;
use launchpod_core::volumes::{self, Field, NewVolume, VolumeType, price_text};
use launchpod_words::volumes as say;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::route::Route;
use crate::platform::{browser, clock};
use crate::volumes::store::{Panel, Place, VolumeStore};

/// Volumes read longer ago than this are read anew when the form is opened.
const FRESH: Duration = Duration::from_secs(60);

impl VolumeStore {
    /// The names of the pods that use this volume, followed; `None` before the first list of pods.
    pub fn users_of(self, id: &NetworkVolumeId) -> Option<Vec<String>> {
        self.pods.any();
        self.pods.checked.get()?;
        Some(self.pods.read(|fleet| volumes::users(id, fleet.all().into_iter().map(|known: &PodEntry| &known.pod))))
    }

    /// Leads to the form for a new volume in this data center, which is on the launch page.
    pub fn plan_in(self, place: &str) {
        self.change(Field::Place, |raw| raw.data_center = place.to_owned());
        self.open.refresh(true);
        self.planned.set(true);
        Route::Launch.open();
    }

    /// Fills in the form for a new volume, on the launch page.
    pub fn plan(self, wanted: &NewVolume) {
        self.raw.update(|raw| {
            raw.name.clone_from(&wanted.name);
            raw.size = wanted.size_gb.to_string();
            raw.data_center = wanted.data_center.to_string();
            raw.volume_type = wanted.volume_type.map_or("", VolumeType::as_str).to_owned();
        });
        self.problems.set(vec![]);
        self.open.refresh(true);
    }

    /// Whether somebody comes for the form for a new volume, or one is to be looked for there that was asked for before.
    pub fn is_wanted(self) -> bool {
        self.planned.peek(|planned| *planned) || self.pending_volume().is_some()
    }

    /// The form for a new volume is there: its name has the focus if somebody came for it.
    pub fn take_planned(self) {
        if self.planned.change(std::mem::take) {
            request_animation_frame(|| browser::focus(Field::Name.as_str()));
        }
    }

    /// The volumes are read anew when the launch page is opened and the last list is older than a minute.
    pub fn refresh_if_old(self) {
        if clock::now().since(self.account.asked()) >= FRESH {
            spawn_local(async move { drop(self.account.reload().await) });
        }
    }

    pub(super) fn run_exclusive(self, what: impl Future<Output = ()> + 'static) {
        self.busy.set(true);
        spawn_local(async move {
            what.await;
            self.busy.set(false);
        });
    }

    /// The button "Grow".
    pub fn grow(self, volume: NetworkVolume) {
        if self.busy.peek(|busy| *busy) {
            return;
        }
        match self.size.peek(|size| volumes::growth(&volume, size)) {
            Ok(gb) => {
                self.begin(Place::List);
                self.run_exclusive(async move { self.ask_to_grow(volume, gb).await });
            }
            Err(words) => {
                self.size_problem.set(words.into());
                browser::focus("volume-grow-size");
            }
        }
    }

    async fn ask_to_grow(self, volume: NetworkVolume, gb: u32) {
        self.say(say::growing(&volume.name));
        let answer = self.context.client().grow_volume(&volume.id, gb).await;
        let now = self.account.reload().await;
        let has = |owner: &AccountInfo| owner.volumes.iter().any(|other| other.id == volume.id && other.size_gb >= gb);
        match answer {
            Err(failure) if !now.is_ok_and(|(owner, _)| has(&owner)) => {
                self.fail(Operation::GrowingVolume, failure, say::not_grown(&volume.name));
            }
            _ => {
                self.show(Panel::None);
                let price = price_text(gb, untrack(|| self.type_of(&volume)));
                self.say(say::grown(&volume.name, gb, price));
            }
        }
    }

    /// The second click: deletes the volume, unless a pod has come to use it meanwhile.
    pub fn delete(self, volume: NetworkVolume) {
        let used = untrack(|| self.users_of(&volume.id)).is_none_or(|users| !users.is_empty());
        if used || self.busy.peek(|busy| *busy) {
            return;
        }
        self.begin(Place::List);
        self.run_exclusive(async move { self.ask_to_delete(volume).await });
    }

    /// Deletes these, one after the other, as far as no pod uses them.
    pub fn delete_all(self, ids: Vec<NetworkVolumeId>) {
        let unused = |id: &NetworkVolumeId| untrack(|| self.users_of(id)).is_some_and(|users| users.is_empty());
        let all = self.account.volumes.peek(Vec::clone).into_iter();
        let volumes: Vec<_> = all.filter(|volume| ids.contains(&volume.id) && unused(&volume.id)).collect();
        if volumes.is_empty() || self.busy.peek(|busy| *busy) {
            return;
        }
        self.begin(Place::Sweep);
        self.run_exclusive(async move {
            for volume in volumes {
                self.ask_to_delete(volume).await;
            }
        });
    }

    async fn ask_to_delete(self, volume: NetworkVolume) {
        self.say(say::deleting(&volume.name));
        let answer = self.context.client().delete_volume(&volume.id).await;
        let now = self.account.reload().await;
        let gone = |owner: &AccountInfo| owner.volumes.iter().all(|other| other.id != volume.id);
        match answer {
            Err(failure) if !now.is_ok_and(|(owner, _)| gone(&owner)) => {
                self.fail(Operation::DeletingVolume, failure, say::not_deleted(&volume.name));
            }
            _ => {
                self.account.volumes.update(|volumes| volumes.retain(|other| other.id != volume.id));
                if self.form.raw.peek(|raw| raw.get(OrderField::NetworkVolume) == volume.id.as_str()) {
                    self.form.change(&[OrderField::NetworkVolume, OrderField::MountPath], |raw| {
                        raw.set(OrderField::NetworkVolume, "")
                    });
                }
                self.show(Panel::None);
                self.say(say::deleted(&volume.name));
            }
        }
    }
}
