//! A pod that can't be had with a GPU any more is launched again elsewhere, and ended once the new one is ready. What is
//! meant survives a reload: it is kept on this device, one entry an old pod.

use launchpod_core::launch::replacement::{Now, Replacement};
use launchpod_core::pods::action::PodAction;
use launchpod_core::state::activity_log::What;
use launchpod_core::types::ids::{LaunchTag, PodId};

use super::clock;
use super::desk::Desk;
use super::journal::Journal;
use super::route::Route;
use super::shelf::Shelf;
use super::watched::Shared;

/// Who takes whose place, followed.
#[derive(Clone, Copy)]
pub struct Successions {
    shelf: Shelf,
    /// What is meant.
    all: Shared<Vec<Replacement>>,
    /// The pod, and its name, whose place the form's next launch takes.
    pub meant: Shared<Option<(PodId, String)>>,
}

impl Successions {
    /// Of the journal's account.
    pub(super) fn beside(journal: Journal) -> Self {
        let shelf = Shelf::beside(journal, "launchpod.successions/");
        let own = Self { shelf, all: Shared::default(), meant: Shared::default() };
        own.read();
        own
    }

    /// Reads what is kept.
    pub(super) fn read(self) {
        self.all.refresh(self.shelf.all(Replacement::read));
    }

    fn drop(self, old: &PodId) -> bool {
        let was = self.shelf.take_out(old.as_str());
        self.read();
        was
    }
}

impl Desk {
    /// Opens the form filled in from this pod: nothing is launched by it. With `succeed`, what is launched from it takes
    /// the pod's place.
    pub fn launch_again(self, pod: PodId, succeed: bool) {
        let name = self.fleet.read(|fleet| fleet.get(&pod).map(|known| known.pod.name.clone())).unwrap_or_default();
        self.successions.meant.set(succeed.then(|| (pod.clone(), name)));
        self.again.set(Some(pod));
        Route::Launch.open();
    }

    /// How the pod's succession stands, followed; `None` where nothing takes its place.
    pub fn succession(self, old: &PodId) -> Option<Now> {
        let own = self.successions.all.with(|all| all.iter().find(|own| own.old == *old).cloned())?;
        self.fleet.any();
        self.clock.wall();
        Some(self.fleet.read(|fleet| own.now(fleet, clock::now())))
    }

    /// The old pod stays.
    pub fn keep_pod(self, old: &PodId) {
        self.successions.drop(old);
    }

    /// What the form launches under `tag` takes the place of the pod that it was filled in from, if that is meant.
    pub(super) fn bequeath(self, tag: &LaunchTag) {
        // Should nothing come of it, the form's next launch is meant to do the same.
        let Some((old, name)) = self.successions.meant.peek(Option::clone) else { return };
        let succession = Replacement { old, name, tag: tag.clone(), since: clock::now() };
        self.successions.shelf.keep(succession.old.as_str(), &succession.write());
        self.successions.read();
    }

    /// Ends what may go now.
    pub(super) fn follow_successions(self) {
        for own in self.successions.all.peek(Vec::clone) {
            match self.fleet.read(|fleet| own.now(fleet, clock::now())) {
                Now::End(_) if self.successions.drop(&own.old) => {
                    self.history.note(vec![(own.old.clone(), What::Succeeded)]);
                    self.ask(PodAction::Terminate, own.old, own.name);
                }
                Now::Over => _ = self.successions.drop(&own.old),
                Now::End(_) | Now::Wait(_) | Now::Ask(_) => {}
            }
        }
    }
}
