//! Network volumes: read anew, made, grown, deleted. Making one costs money, so it is asked for once, and after a lost
//! answer it is looked for before anything else is tried.

use std::time::Duration;

use launchpod_core::domain::account::NetworkVolume;
use launchpod_core::domain::fleet::Known;
use launchpod_core::domain::ids::NetworkVolumeId;
use launchpod_core::domain::order::Field as OrderField;
use launchpod_core::domain::time::Timestamp;
use launchpod_core::domain::volume::{self, Field, Found, Making, NewVolume, monthly};
use launchpod_core::runpod::client::Owner;
use launchpod_core::runpod::failure::Failure;
use launchpod_core::runpod::words::Doing;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::session::PageClient;
use super::volume_desk::Panel;
use super::{browser, clock};

/// Volumes read longer ago than this are read anew when the form is opened.
const FRESH: Duration = Duration::from_secs(60);
/// Between two looks for a volume whose answer was lost.
const LOOK: Duration = Duration::from_secs(5);
const OTHER_TAB: &str = "Another tab of this page is making a volume. Wait until that is done. Nothing was made here.";

impl Desk {
    /// The names of the pods that use this volume, followed; `None` before the first list of pods.
    pub fn users_of(self, id: &NetworkVolumeId) -> Option<Vec<String>> {
        self.fleet.any();
        self.checked.get()?;
        Some(self.fleet.read(|fleet| volume::users(id, fleet.all().into_iter().map(|known: &Known| &known.pod))))
    }

    /// Opens the form for a new volume in this data center.
    pub fn plan_volume_in(self, place: &str) {
        self.volume_desk.change(Field::Place, |raw| raw.data_center = place.to_owned());
        self.volume_desk.open.refresh(true);
        request_animation_frame(|| browser::focus(Field::Name.as_str()));
    }

    /// The volumes are read anew when the launch page is opened and the last list is older than a minute.
    pub fn follow_volumes(self) {
        if self.volume_desk.read.peek(|read| clock::now().since(*read) >= FRESH) {
            spawn_local(async move { drop(self.read_volumes().await) });
        }
    }

    /// The volumes as they are now. An older list that comes later changes nothing.
    async fn read_volumes(self) -> Result<(Owner, Timestamp), Failure> {
        let asked = clock::now();
        let owner = self.client.peek(PageClient::clone).holdings().await?;
        if self.volume_desk.read.peek(|read| *read <= asked) {
            self.volume_desk.read.change(|read| *read = asked);
            self.volumes.refresh(owner.volumes.clone());
            self.account.refresh(owner.account.clone());
        }
        Ok((owner, asked))
    }

    /// The button "Make". A second click changes nothing while the first is not answered.
    pub fn make_volume(self) {
        let state = self.volume_desk;
        if state.busy.peek(|busy| *busy) {
            return;
        }
        match state.raw.peek(|raw| NewVolume::read(raw, &untrack(|| self.grid.places()))) {
            Ok(wanted) => {
                state.problems.set(vec![]);
                self.busily(async move { self.begin_volume(wanted).await });
            }
            Err(problems) => {
                let first = problems.first().map(|(field, _)| *field);
                state.problems.set(problems);
                if let Some(field) = first {
                    browser::focus(field.as_str());
                }
            }
        }
    }

    fn busily(self, what: impl Future<Output = ()> + 'static) {
        self.volume_desk.busy.set(true);
        spawn_local(async move {
            what.await;
            self.volume_desk.busy.set(false);
        });
    }

    async fn begin_volume(self, wanted: NewVolume) {
        let state = self.volume_desk;
        let Some(_alone) = self.journal.alone("volume").await else { return state.say(OTHER_TAB) };
        state.say(format!("Asking RunPod for “{}” …", wanted.name));
        // Without the list of before, what was made could not be told from what was there.
        let before = match self.read_volumes().await {
            Ok((owner, _)) => owner.volumes,
            Err(failure) => {
                return state.fail(Doing::Reading, failure, "The volume was not asked for. Nothing was made.");
            }
        };
        let making = Making::new(wanted, &before);
        match self.client.peek(PageClient::clone).make_volume(&making.wanted).await {
            Ok(made) => {
                // It is there, whatever the next list says or does not say.
                self.volumes.update(|volumes| volumes.push(made.clone()));
                self.volume_made(&made, false);
                let twice = self.read_volumes().await.map(|(owner, asked)| making.look(&owner.volumes, asked, asked));
                if matches!(twice, Ok(Found::Twice(_))) {
                    self.volume_made(&made, true);
                }
            }
            Err(failure) if failure.is_unclear() => self.look_for_volume(making, failure).await,
            Err(failure) => {
                state.fail(Doing::MakingVolume, failure, format!("“{}” was not made.", making.wanted.name));
            }
        }
    }

    async fn look_for_volume(self, making: Making, failure: Failure) {
        let (state, lost, name) = (self.volume_desk, clock::now(), &making.wanted.name);
        let words = format!(
            "We do not know yet whether RunPod made “{name}”. It may exist and cost money: this page looks for it, for two \
             minutes, and makes nothing else until that is known. Leave it open."
        );
        state.fail(Doing::MakingVolume, failure, words);
        loop {
            if let Ok((owner, asked)) = self.read_volumes().await {
                match making.look(&owner.volumes, lost, asked) {
                    Found::Made(made) => return self.volume_made(&made, false),
                    Found::Twice(made) => return self.volume_made(&made, true),
                    Found::Never => {
                        return state.say(format!(
                            "“{name}” was not made: RunPod's answer was lost, and no such volume appeared in two minutes. \
                             Nothing is charged. It is safe to make it again."
                        ));
                    }
                    Found::NotYet => {}
                }
            }
            self.wait(LOOK).await;
        }
    }

    /// It is there: the form gets it, and the next new volume starts without a name.
    fn volume_made(self, made: &NetworkVolume, twice: bool) {
        let fields = [OrderField::NetworkVolume, OrderField::MountPath, OrderField::GpuType];
        self.form.change(&fields, |raw| raw.set(OrderField::NetworkVolume, made.id.as_str()));
        self.volume_desk.raw.update(|raw| raw.name.clear());
        let NetworkVolume { name, size_gb, data_center, .. } = made;
        let price = monthly(*size_gb);
        self.volume_desk.say(match twice {
            true => format!(
                "RunPod made “{name}” more than once, from one request. One of them is chosen in the form; each costs {price} a \
                 month. Delete those that you do not want, below."
            ),
            false => format!(
                "“{name}” is there: {size_gb} GB in {data_center}, {price} a month. It is chosen in the form."
            ),
        });
    }

    /// The button "Grow".
    pub fn grow_volume(self, volume: NetworkVolume) {
        let state = self.volume_desk;
        if state.busy.peek(|busy| *busy) {
            return;
        }
        match state.size.peek(|size| volume::growth(&volume, size)) {
            Ok(gb) => self.busily(async move { self.ask_to_grow(volume, gb).await }),
            Err(words) => {
                state.size_problem.set(words.into());
                browser::focus("volume-grow-size");
            }
        }
    }

    async fn ask_to_grow(self, volume: NetworkVolume, gb: u32) {
        let state = self.volume_desk;
        state.say(format!("Asking RunPod to make “{}” larger …", volume.name));
        let answer = self.client.peek(PageClient::clone).grow_volume(&volume.id, gb).await;
        let now = self.read_volumes().await;
        let has = |owner: &Owner| owner.volumes.iter().any(|other| other.id == volume.id && other.size_gb >= gb);
        match answer {
            Err(failure) if !now.is_ok_and(|(owner, _)| has(&owner)) => {
                state.fail(
                    Doing::GrowingVolume,
                    failure,
                    format!("“{}” could not be made larger. It is safe to try again.", volume.name),
                );
            }
            _ => {
                state.show(Panel::None);
                state.say(format!("“{}” has {gb} GB now, and costs {} a month.", volume.name, monthly(gb)));
            }
        }
    }

    /// The second click: deletes the volume, unless a pod has come to use it meanwhile.
    pub fn delete_volume(self, volume: NetworkVolume) {
        let used = untrack(|| self.users_of(&volume.id)).is_none_or(|users| !users.is_empty());
        if used || self.volume_desk.busy.peek(|busy| *busy) {
            return;
        }
        self.busily(async move { self.ask_to_delete(volume).await });
    }

    /// Deletes these, one after the other, as far as no pod uses them.
    pub fn delete_volumes(self, ids: Vec<NetworkVolumeId>) {
        let unused = |id: &NetworkVolumeId| untrack(|| self.users_of(id)).is_some_and(|users| users.is_empty());
        let all = self.volumes.peek(Vec::clone).into_iter();
        let volumes: Vec<_> = all.filter(|volume| ids.contains(&volume.id) && unused(&volume.id)).collect();
        if volumes.is_empty() || self.volume_desk.busy.peek(|busy| *busy) {
            return;
        }
        self.busily(async move {
            for volume in volumes {
                self.ask_to_delete(volume).await;
            }
        });
    }

    async fn ask_to_delete(self, volume: NetworkVolume) {
        let state = self.volume_desk;
        state.say(format!("Asking RunPod to delete “{}” …", volume.name));
        let answer = self.client.peek(PageClient::clone).delete_volume(&volume.id).await;
        let now = self.read_volumes().await;
        let gone = |owner: &Owner| owner.volumes.iter().all(|other| other.id != volume.id);
        match answer {
            Err(failure) if !now.is_ok_and(|(owner, _)| gone(&owner)) => {
                state.fail(
                    Doing::DeletingVolume,
                    failure,
                    format!("“{}” could not be deleted. It is safe to try again.", volume.name),
                );
            }
            _ => {
                self.volumes.update(|volumes| volumes.retain(|other| other.id != volume.id));
                if self.form.raw.peek(|raw| raw.get(OrderField::NetworkVolume) == volume.id.as_str()) {
                    self.form.change(&[OrderField::NetworkVolume, OrderField::MountPath], |raw| {
                        raw.set(OrderField::NetworkVolume, "")
                    });
                }
                state.show(Panel::None);
                state.say(format!("“{}” is gone, and costs nothing any more.", volume.name));
            }
        }
    }

    async fn wait(self, time: Duration) {
        use launchpod_core::runpod::browser_timing::BrowserTiming;
        use launchpod_core::runpod::paced::Timing;
        BrowserTiming.sleep(time).await;
    }
}
