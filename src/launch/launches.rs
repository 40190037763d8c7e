//! Launching pods: from the click to the pod. The engine does it; here the person's clicks go in, and what they see comes out.

use std::cell::RefCell;
use std::collections::VecDeque;

use launchpod_core::catalog::Catalog;
use launchpod_core::engine::{Caller, Decision, LaunchError, Progress, Step};
use launchpod_core::launch::Launch;
use launchpod_core::launch::provisioning::{Provisioning, State};
use launchpod_core::order::Order;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::journal::Record;
use launchpod_core::types::ids::LaunchTag;
use launchpod_core::types::money::HourlyRate;
use launchpod_words::launch_status as say;
use leptos::prelude::*;

use crate::context::AppContext;
use crate::platform::account_storage::AccountStorage;
use crate::platform::browser;
use crate::platform::route::Route;
use crate::platform::shared::Shared;
use crate::pods::replacements::Replacements;
use crate::pods::store::PodStore;

/// What this tab is after, or was last.
#[derive(Clone, Debug, PartialEq)]
pub struct LaunchView {
    /// How it goes.
    pub provisioning: Provisioning,
    /// The mark of all its tries.
    pub tag: Option<LaunchTag>,
}

impl LaunchView {
    fn is_under_way(&self) -> bool {
        !self.provisioning.is_over()
    }
}

thread_local! {
    /// What the person has clicked while a launch is under way.
    static CLICKED: RefCell<VecDeque<Decision>> = const { RefCell::new(VecDeque::new()) };
}

/// What is launched from this tab, followed.
#[derive(Clone, Copy)]
pub struct Launches {
    context: AppContext,
    pods: PodStore,
    replacements: Replacements,
    all: Shared<Vec<Launch<ApiError>>>,
    /// What this tab is after, or was last.
    pub view: Shared<Option<LaunchView>>,
    /// A click on Launch is being written down.
    sending: Shared<bool>,
    /// Why the last click on Launch came to nothing, in words; empty if it did not.
    pub refusal: Shared<&'static str>,
    /// The name of the pod that came of the form as it stands: one more click would make one more pod.
    pub launched: Shared<Option<String>>,
    /// What this device's launches asked for, by tag.
    pub wishes: AccountStorage,
}

/// The person at the launch form, as the engine's caller.
struct Person(Launches);

impl Caller for Person {
    fn progress(&self, Progress { provisioning, tag, step, .. }: Progress<'_>) {
        let launches = self.0;
        let view = |tag| launches.view.refresh(Some(LaunchView { provisioning: provisioning.clone(), tag }));
        match step {
            Step::Changed => view(tag.cloned()),
            Step::Saved(tag) => {
                view(Some(tag.clone()));
                launches.replacements.register(tag);
                launches.keep_wish(tag, &provisioning.order);
            }
            Step::Placed(_) => {
                if let Some(tag) = tag {
                    launches.placed(tag);
                }
            }
            Step::InStock(_) => browser::set_title(say::in_stock_title()),
            Step::Asking(_) | Step::AnswerLost(_) | Step::Refused(_) => {}
        }
        if !matches!(provisioning.state, State::Asking(_)) {
            launches.sending.refresh(false);
        }
    }

    fn decision(&self) -> Option<Decision> {
        CLICKED.with_borrow_mut(VecDeque::pop_front)
    }
}

impl Launches {
    /// None yet.
    pub fn new(context: AppContext, pods: PodStore, replacements: Replacements) -> Self {
        Self {
            context,
            pods,
            replacements,
            all: Shared::default(),
            view: Shared::default(),
            sending: Shared::default(),
            refusal: Shared::default(),
            launched: Shared::default(),
            wishes: AccountStorage::below(context.keys, "launchpod.wishes/"),
        }
    }

    /// Launches as the engine has them.
    pub fn show(self, launches: &[Launch<ApiError>]) {
        self.all.refresh(launches.to_vec());
    }

    /// The form has changed: what came of it as it was says nothing of it any more.
    pub fn form_changed(self) {
        self.launched.refresh(None);
        self.refusal.refresh("");
    }

    /// A launch has its pod: the list shows it.
    pub fn placed(self, tag: &LaunchTag) {
        let own = |view: &Option<LaunchView>| {
            let own = view.as_ref().filter(|view| view.tag.as_ref() == Some(tag));
            own.map(|view| view.provisioning.order.name.clone())
        };
        self.replacements.meant.set(None);
        self.launched.set(self.view.peek(own));
        Route::Pods.open();
    }

    /// The names of what is being launched, followed.
    pub fn open_names(self) -> Vec<String> {
        self.all.with(|launches| {
            launches.iter().filter(|launch| launch.is_open()).map(|launch| launch.entry().name.clone()).collect()
        })
    }

    /// Whether something was asked for that is not finished, of whatever pod; followed.
    pub fn has_open(self) -> bool {
        self.pods.actions.with(|_| ());
        self.all.with(|_| ());
        self.context.state(|state| state.has_open())
    }

    /// Whether leaving the page now leaves something in the middle.
    pub fn is_under_way(self) -> bool {
        // Whoever waits for stock waits in vain once the page is closed.
        let waiting = self.view.peek(|view| view.as_ref().is_some_and(LaunchView::is_under_way));
        waiting || self.all.peek(|launches| launches.iter().any(Launch::is_open))
    }

    /// Launches that are open, or were failures that the person has not read of; followed.
    pub fn all(self) -> Vec<Launch<ApiError>> {
        self.all.get()
    }

    /// The name of what another tab of this browser launches just now; followed.
    pub fn elsewhere(self) -> Option<String> {
        self.pods.checked.get()?;
        self.pods.elsewhere.with(|records| {
            records.iter().find_map(|record| match record {
                Record::Launch(entry) if entry.is_open() => Some(entry.name.clone()),
                _ => None,
            })
        })
    }

    /// Whether some launch's outcome is not known; followed. Nothing else may be launched until it is.
    pub fn is_launching(self) -> bool {
        let own = self.all.with(|launches| launches.iter().any(Launch::is_open));
        own || self.sending.get() || self.elsewhere().is_some()
    }

    /// Whether something is being waited for or asked about, so that the button must not start another; followed.
    pub fn is_provisioning(self) -> bool {
        self.view.with(|view| view.as_ref().is_some_and(LaunchView::is_under_way))
    }

    /// Launches an order, at no more than was agreed without asking. Does nothing while another launch is open.
    ///
    /// # Errors
    /// What RunPod refused, where that is all that can be said.
    pub async fn launch(self, order: Order, catalog: Catalog, agreed: HourlyRate) -> Result<(), ApiError> {
        if untrack(|| self.is_launching() || self.is_provisioning()) {
            return Ok(());
        }
        self.sending.set(true);
        self.refusal.set("");
        CLICKED.with_borrow_mut(VecDeque::clear);
        let came = self.context.engine.launch(order, catalog, agreed, &Person(self)).await;
        self.sending.set(false);
        match came {
            Ok(_) | Err(LaunchError::Closed | LaunchError::Unknown { .. } | LaunchError::Api(_)) => {}
            Err(LaunchError::Over(_, _, why)) => return why.map_or(Ok(()), Err),
            Err(LaunchError::NoRandomNumbers) => self.not_launched(say::no_random_numbers()),
            Err(LaunchError::NotSaved) => self.not_launched(say::no_storage()),
            Err(LaunchError::AnotherIsOpen) => self.not_launched(say::another_tab()),
        }
        Ok(())
    }

    fn not_launched(self, why: &'static str) {
        self.refusal.set(why);
        self.view.set(None);
    }

    /// The person's click: agree, decline, cancel.
    pub fn decide(self, said: Decision) {
        CLICKED.with_borrow_mut(|clicked| clicked.push_back(said));
        self.context.engine.nudge();
    }

    /// Takes the launch from sight once it is over.
    pub fn dismiss(self) {
        if !untrack(|| self.is_provisioning()) {
            self.view.set(None);
        }
    }

    /// What the pod will not show of its order is kept as long as there is a pod or a launch that it is of.
    fn keep_wish(self, tag: &LaunchTag, order: &Order) {
        let mut tags: Vec<String> = self.pods.read(|fleet| {
            fleet.iter().filter_map(|known| known.pod.tag.as_ref()).map(|tag| tag.as_str().to_owned()).collect()
        });
        self.all.peek(|launches| tags.extend(launches.iter().map(|launch| launch.tag.as_str().to_owned())));
        self.wishes.only(&tags);
        if let Some(wished) = order.wished() {
            self.wishes.keep(tag.as_str(), &wished);
        }
    }
}
