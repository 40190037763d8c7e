//! Launching pods: from the click to the pod. The engine does it; here the person's clicks go in, and what they see comes out.

use std::cell::RefCell;
use std::collections::VecDeque;

use launchpod_core::engine::{Caller, LaunchError, Progress, Said, Step};
use launchpod_core::launch::Launch;
use launchpod_core::launch::provisioning::{Provisioning, State};
use launchpod_core::order::{Order, Problem};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::journal::Record;
use launchpod_core::types::ids::LaunchTag;
use launchpod_core::types::money::HourlyRate;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;
use super::desk::Desk;

const NO_RANDOM: &str = "This browser gives no random numbers, so a launch could not be made safe. Use a current browser. Nothing was launched.";
const NO_STORAGE: &str = "This browser keeps nothing for this page, so a launch could be lost from sight. Allow site data for \
                          this page (a private window may forbid it). Nothing was launched.";
const OTHER_TAB: &str = "Another tab of this page is launching a pod. Wait until that is done, so that there are not two. Nothing was launched here.";

/// What this tab is after, or was last.
#[derive(Clone, Debug, PartialEq)]
pub struct LaunchView {
    /// How it goes.
    pub hunt: Provisioning,
    /// The mark of all its tries.
    pub tag: Option<LaunchTag>,
}

impl LaunchView {
    fn is_under_way(&self) -> bool {
        !self.hunt.is_over()
    }
}

/// The person at the launch form, as the engine's caller.
struct Person(Desk);

thread_local! {
    /// What the person has clicked while a launch is under way.
    static CLICKED: RefCell<VecDeque<Said>> = const { RefCell::new(VecDeque::new()) };
}

impl Caller for Person {
    fn progress(&self, Progress { provisioning, tag, step, .. }: Progress<'_>) {
        let desk = self.0;
        match step {
            Step::Changed => desk.quest.refresh(Some(LaunchView { hunt: provisioning.clone(), tag: tag.cloned() })),
            Step::Saved(tag) => {
                desk.quest.refresh(Some(LaunchView { hunt: provisioning.clone(), tag: Some(tag.clone()) }));
                desk.bequeath(tag);
                desk.keep_wish(tag, &provisioning.order);
            }
            Step::Placed(_) => {
                if let Some(tag) = tag {
                    desk.placed(tag);
                }
            }
            Step::InStock(_) => browser::set_title("In stock now · Launchpod"),
            Step::Asking(_) | Step::AnswerLost(_) | Step::Refused(_) => {}
        }
        if !matches!(provisioning.state, State::Asking(_)) {
            desk.form.sending.refresh(false);
        }
    }

    fn said(&self) -> Option<Said> {
        CLICKED.with_borrow_mut(VecDeque::pop_front)
    }
}

impl Desk {
    /// Launches that are open, or were failures that the person has not read of; followed.
    pub fn launches(self) -> Vec<Launch<ApiError>> {
        self.launches.get()
    }

    /// The name of what another tab of this browser launches just now; followed.
    pub fn launch_elsewhere(self) -> Option<String> {
        self.checked.get()?;
        self.elsewhere.with(|records| {
            records.iter().find_map(|record| match record {
                Record::Launch(entry) if entry.is_open() => Some(entry.name.clone()),
                _ => None,
            })
        })
    }

    /// Whether some launch's outcome is not known; followed. Nothing else may be launched until it is.
    pub fn is_launching(self) -> bool {
        let own = self.launches.with(|launches| launches.iter().any(Launch::is_open));
        own || self.form.sending.get() || self.launch_elsewhere().is_some()
    }

    /// Whether something is being waited for or asked about, so that the button must not start another; followed.
    pub fn is_hunting(self) -> bool {
        self.quest.with(|quest| quest.as_ref().is_some_and(LaunchView::is_under_way))
    }

    /// Launches an order, at no more than was agreed without asking. Does nothing while another launch is open.
    pub(super) fn set_out(self, order: Order, agreed: HourlyRate) {
        let busy = untrack(|| self.is_launching() || self.is_hunting());
        let Some(catalog) = self.catalog().filter(|_| !busy) else { return };
        self.form.sending.set(true);
        self.form.refusal.set("");
        CLICKED.with_borrow_mut(VecDeque::clear);
        spawn_local(async move {
            let came = self.engine.launch(order, catalog, agreed, &Person(self)).await;
            self.form.sending.set(false);
            match came {
                Ok(_) | Err(LaunchError::Closed | LaunchError::Unknown { .. } | LaunchError::Api(_)) => {}
                // What RunPod does not take stands beside the field that it is about, in RunPod's own words.
                Err(LaunchError::Over(_, _, Some(why))) => {
                    if let Some(field) = why.field() {
                        self.refuse(vec![Problem::new(field, format!("RunPod refused this: {}", why.raw))]);
                    }
                }
                Err(LaunchError::Over(_, _, None)) => {}
                Err(LaunchError::NoRandomNumbers) => self.not_launched(NO_RANDOM),
                Err(LaunchError::NotSaved) => self.not_launched(NO_STORAGE),
                Err(LaunchError::AnotherIsOpen) => self.not_launched(OTHER_TAB),
            }
        });
    }

    fn not_launched(self, why: &'static str) {
        self.form.refusal.set(why);
        self.quest.set(None);
    }

    /// The person's click: agree, decline, cancel.
    pub fn decide(self, said: Said) {
        CLICKED.with_borrow_mut(|clicked| clicked.push_back(said));
        self.engine.nudge();
    }

    /// Takes the quest from sight once it is over.
    pub fn forget_quest(self) {
        if !untrack(|| self.is_hunting()) {
            self.quest.set(None);
        }
    }

    /// What the pod will not show of its order is kept as long as there is a pod or a launch that it is of.
    fn keep_wish(self, tag: &LaunchTag, order: &Order) {
        let mut tags: Vec<String> = self.fleet.read(|fleet| {
            fleet.iter().filter_map(|known| known.pod.tag.as_ref()).map(|tag| tag.as_str().to_owned()).collect()
        });
        self.launches.peek(|launches| tags.extend(launches.iter().map(|launch| launch.tag.as_str().to_owned())));
        self.wishes.only(&tags);
        if let Some(wished) = order.wished() {
            self.wishes.keep(tag.as_str(), &wished);
        }
    }

    /// Leaving the page in the middle of a launch, while it waits for stock, or while it makes a volume, asks first, unless
    /// the page itself has asked already.
    pub(super) fn warn_on_leaving(self) {
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            let launching = self.launches.peek(|launches| launches.iter().any(Launch::is_open));
            // Whoever waits for stock waits in vain once the page is closed.
            let hunting = self.quest.peek(|quest| quest.as_ref().is_some_and(LaunchView::is_under_way));
            let open = launching || hunting || self.volume_desk.busy.peek(|busy| *busy);
            if open && !self.leaving.peek(|told| *told) {
                event.prevent_default();
            }
        });
        on_cleanup(move || leaving.remove());
    }
}
