//! A pod that can't be had with a GPU any more is launched again elsewhere, and ended once the new one is ready. What is
//! meant survives a reload: it is kept on this device, one entry an old pod.

use launchpod_core::launch::replacement::{Replacement, ReplacementStatus};
use launchpod_core::pods::action::PodAction;
use launchpod_core::state::activity_log::Activity;
use launchpod_core::types::ids::{LaunchTag, PodId};

use crate::context::AppContext;
use crate::platform::account_storage::AccountStorage;
use crate::platform::clock;
use crate::platform::route::Route;
use crate::platform::shared::Shared;
use crate::pod_details::activity_log::ActivityLog;
use crate::pods::store::PodStore;

/// What the form is to be filled in from.
pub enum Again {
    /// A pod that is there.
    Pod(PodId),
    /// A pod that is gone.
    Receipt {
        /// Its name.
        name: String,
        /// The form, as it was kept.
        form: String,
        /// Whether that is all that its launch asked for.
        whole: bool,
    },
}

/// Which pods take the place of which, followed.
#[derive(Clone, Copy)]
pub struct Replacements {
    context: AppContext,
    pods: PodStore,
    log: ActivityLog,
    storage: AccountStorage,
    /// What is meant.
    all: Shared<Vec<Replacement>>,
    /// The pod, and its name, whose place the form's next launch takes.
    pub meant: Shared<Option<(PodId, String)>>,
    /// What shall be launched again, until the form has taken it.
    pub again: Shared<Option<Again>>,
}

impl Replacements {
    /// Of these pods.
    pub fn new(context: AppContext, pods: PodStore, log: ActivityLog) -> Self {
        let storage = AccountStorage::below(context.keys, "launchpod.successions/");
        let (all, meant, again) = (Shared::default(), Shared::default(), Shared::default());
        let own = Self { context, pods, log, storage, all, meant, again };
        own.read();
        own
    }

    /// Reads what is kept.
    pub fn read(self) {
        self.all.refresh(self.storage.all(Replacement::read));
    }

    fn drop(self, old: &PodId) -> bool {
        let was = self.storage.take_out(old.as_str());
        self.read();
        was
    }

    /// Opens the form filled in from this pod: nothing is launched by it. With `replaces`, what is launched from it takes
    /// the pod's place.
    pub fn launch_again(self, pod: PodId, replaces: bool) {
        let name = self.pods.name(&pod);
        self.meant.set(replaces.then(|| (pod.clone(), name)));
        self.again.set(Some(Again::Pod(pod)));
        Route::Launch.open();
    }

    /// Opens the form filled in from the receipt of a pod that is gone: nothing is launched by it.
    pub fn launch_receipt(self, name: String, form: String, whole: bool) {
        self.meant.set(None);
        self.again.set(Some(Again::Receipt { name, form, whole }));
        Route::Launch.open();
    }

    /// How the pod's replacement stands, followed; `None` where nothing takes its place.
    pub fn of(self, old: &PodId) -> Option<ReplacementStatus> {
        let own = self.all.with(|all| all.iter().find(|own| own.old == *old).cloned())?;
        self.pods.any();
        self.context.clock.wall();
        Some(self.pods.read(|fleet| own.now(fleet, clock::now())))
    }

    /// The old pod stays.
    pub fn keep_pod(self, old: &PodId) {
        self.drop(old);
    }

    /// What the form launches under `tag` takes the place of the pod that it was filled in from, if that is meant.
    pub fn register(self, tag: &LaunchTag) {
        // Should nothing come of it, the form's next launch is meant to do the same.
        let Some((old, name)) = self.meant.peek(Option::clone) else { return };
        let replacement = Replacement { old, name, tag: tag.clone(), since: clock::now() };
        self.storage.keep(replacement.old.as_str(), &replacement.write());
        self.read();
    }

    /// Ends what may go now.
    pub fn follow(self) {
        for own in self.all.peek(Vec::clone) {
            match self.pods.read(|fleet| own.now(fleet, clock::now())) {
                ReplacementStatus::End(_) if self.drop(&own.old) => {
                    self.log.note(vec![(own.old.clone(), Activity::Succeeded)]);
                    self.context.request(PodAction::Terminate, vec![(own.old, own.name)]);
                }
                ReplacementStatus::Over => _ = self.drop(&own.old),
                ReplacementStatus::End(_) | ReplacementStatus::Wait(_) | ReplacementStatus::Ask(_) => {}
            }
        }
    }
}
