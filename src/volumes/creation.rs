//! A new network volume costs money from then on. So it is written down, asked for once, and after a lost answer, or a page
//! that was left in the middle, it is looked for before anything else is made.

use std::time::Duration;

use launchpod_core::account::NetworkVolume;
use launchpod_core::order::Field as OrderField;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::volumes::{LookupResult, NewVolume, PendingVolume, price_text};
use launchpod_words::{sentences, volumes as say};
use leptos::prelude::*;

use crate::platform::account_keys::STORAGE_SETTLE_TIME;
use crate::platform::browser;
use crate::platform::clock;
use crate::volumes::store::{Place, VolumeStore};

/// Between two looks for a volume whose answer was lost.
const LOOK: Duration = Duration::from_secs(5);
/// What one tab at a time may do.
const TURN: &str = "volume";
/// The name under which it is written down: there is never more than one.
const KEPT: &str = "volume";

impl VolumeStore {
    /// The button "Make". A second click changes nothing while the first is not answered.
    pub fn create(self) {
        if self.busy.peek(|busy| *busy) {
            return;
        }
        let places = untrack(|| self.availability.places());
        match self.raw.peek(|raw| self.types.peek(|types| NewVolume::read(raw, &places, types))) {
            Ok(wanted) => {
                self.problems.set(vec![]);
                self.begin(Place::New);
                self.run_exclusive(async move { drop(self.begin_volume(wanted).await) });
            }
            Err(problems) => {
                let first = problems.first().map(|(field, _)| *field);
                self.problems.set(problems);
                if let Some(field) = first {
                    browser::focus(field.as_str());
                }
            }
        }
    }

    /// Makes this one, as the button does. What becomes of it is told there. Gives it back if RunPod's own answer says that it
    /// is there, and it is there once: all else is for the person to look at.
    pub async fn make(self, wanted: NewVolume) -> Option<NetworkVolume> {
        if self.busy.peek(|busy| *busy) {
            return None;
        }
        self.begin(Place::New);
        self.busy.set(true);
        let made = self.begin_volume(wanted).await;
        self.busy.set(false);
        made
    }

    /// Looks for what was being made when a page was left: at once, or when the tab that is at it is gone.
    pub fn resume_creation(self) {
        if self.busy.peek(|busy| *busy) || self.pending_volume().is_none() {
            return;
        }
        self.begin(Place::New);
        self.say(say::other_tab());
        self.run_exclusive(async move {
            let _alone = self.context.keys.queue(TURN).await;
            clock::pause(STORAGE_SETTLE_TIME).await;
            self.say("");
            if let Some(pending) = self.pending_volume() {
                self.find_again(pending).await;
            }
        });
    }

    /// What was asked for and nobody knows of whether it was made.
    pub(super) fn pending_volume(self) -> Option<PendingVolume> {
        self.pending.all(PendingVolume::read).pop()
    }

    fn made_known(self) {
        self.pending.take_out(KEPT);
    }

    async fn begin_volume(self, wanted: NewVolume) -> Option<NetworkVolume> {
        let Some(_alone) = self.context.keys.alone(TURN).await else {
            self.say(say::other_tab());
            return None;
        };
        self.say(say::making(&wanted.name));
        // What the last tab wrote is seen here before anything is made.
        clock::pause(STORAGE_SETTLE_TIME).await;
        if let Some(pending) = self.pending_volume() {
            self.find_again(pending).await;
            return None;
        }
        // Without the list of before, what was made could not be told from what was there.
        let before = match self.account.reload().await {
            Ok((owner, _)) => owner.volumes,
            Err(failure) => {
                self.fail(Operation::Reading, failure, say::not_asked_for());
                return None;
            }
        };
        let pending = PendingVolume::new(wanted, &before, clock::now());
        match self.pending.keep(KEPT, &pending.write()) {
            true => self.ask_for_volume(pending).await,
            false => {
                self.say(say::no_storage());
                None
            }
        }
    }

    async fn ask_for_volume(self, pending: PendingVolume) -> Option<NetworkVolume> {
        let name = &pending.wanted.name;
        let client = self.context.client();
        let answer = match pending.wanted.volume_type {
            // GraphQL takes no kind.
            Some(_) => client.beside().make_volume(&pending.wanted).await,
            None => client.make_volume(&pending.wanted).await,
        };
        match answer {
            Ok(made) => {
                self.made_known();
                // It is there, whatever the next list says or does not say.
                self.account.volumes.update(|volumes| volumes.push(made.clone()));
                self.volume_made(&made, false);
                let twice =
                    self.account.reload().await.map(|(owner, asked)| pending.look(&owner.volumes, asked, asked));
                if matches!(twice, Ok(LookupResult::Twice(_))) {
                    self.volume_made(&made, true);
                    return None;
                }
                Some(made)
            }
            Err(failure) if failure.is_ambiguous() => {
                let words = sentences(&[say::maybe_made(name).as_str(), say::may_exist()]);
                self.fail(Operation::MakingVolume, failure, words);
                self.look_for_volume(pending).await;
                None
            }
            Err(failure) => {
                self.made_known();
                self.fail(Operation::MakingVolume, failure, say::not_made(name));
                None
            }
        }
    }

    async fn find_again(self, pending: PendingVolume) {
        let NewVolume { name, size_gb, .. } = &pending.wanted;
        self.say(sentences(&[say::left_while_making(name, size_gb).as_str(), say::may_exist()]));
        self.open.refresh(true);
        self.look_for_volume(pending).await;
    }

    async fn look_for_volume(self, pending: PendingVolume) {
        let (lost, name) = (pending.lost(clock::now()), &pending.wanted.name);
        loop {
            let found = self.account.reload().await.map(|(owner, asked)| pending.look(&owner.volumes, lost, asked));
            match found {
                Ok(LookupResult::Made(made)) => break self.volume_made(&made, false),
                Ok(LookupResult::Twice(made)) => break self.volume_made(&made, true),
                Ok(LookupResult::Never) => break self.say(say::never_made(name)),
                Ok(LookupResult::NotYet) | Err(_) => clock::pause(LOOK).await,
            }
        }
        self.made_known();
    }

    /// It is there: the form gets it, and the next new volume starts without a name.
    fn volume_made(self, made: &NetworkVolume, twice: bool) {
        let fields = [OrderField::NetworkVolume, OrderField::MountPath, OrderField::GpuType];
        self.form.change(&fields, |raw| raw.set(OrderField::NetworkVolume, made.id.as_str()));
        self.raw.update(|raw| raw.name.clear());
        let NetworkVolume { name, size_gb, data_center, .. } = made;
        let price = price_text(*size_gb, untrack(|| self.type_of(made)));
        self.say(match twice {
            true => say::made_twice(name, price),
            false => say::made(name, size_gb, data_center, price),
        });
    }
}
