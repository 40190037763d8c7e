//! Launching pods: from the click to the one request.

use launchpod_core::domain::ids::LaunchTag;
use launchpod_core::domain::journal::{Record, launch_key};
use launchpod_core::domain::launch::{Entry, Launch};
use launchpod_core::domain::ledger::Event;
use launchpod_core::runpod::failure::Failure;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::journal::SETTLES;
use super::{browser, clock};

const NO_RANDOM: &str = "This browser gives no random numbers, so a launch could not be made safe. Use a current browser. Nothing was launched.";
const NO_STORAGE: &str = "This browser keeps nothing for this page, so a launch could be lost from sight. Allow site data for \
                          this page (a private window may forbid it). Nothing was launched.";
const OTHER_TAB: &str = "Another tab of this page is launching a pod. Wait until that is done, so that there are not two. Nothing was launched here.";

/// What one tab at a time may do.
const TURN: &str = "launching";

impl Desk {
    /// Launches that are open, or were failures that the person has not read of; followed.
    pub fn launches(self) -> Vec<Launch<Failure>> {
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

    /// Asks for what the hunt wants now: one tag for all its tries, one entry in the journal, one request. Does nothing while
    /// another launch is open.
    pub(super) fn launch(self) {
        let sending = self.form.sending;
        if sending.peek(|sending| *sending) {
            return;
        }
        sending.set(true);
        self.form.refusal.set("");
        spawn_local(async move {
            if let Err(why) = self.begin().await {
                self.form.refusal.set(why);
                self.quest.set(None);
            }
            sending.set(false);
            // A list may have shown the pod of an earlier try meanwhile: then nothing was sent.
            let launches = self.launches.peek(Vec::clone);
            self.follow_the_pod(&launches);
        });
    }

    /// Writes the launch down and sends it, unless another tab is at it.
    async fn begin(self) -> Result<(), &'static str> {
        let random = browser::random_bits().ok_or(NO_RANDOM)?;
        if !self.journal.turn(TURN).await {
            return Err(OTHER_TAB);
        }
        // Another tab launches nothing before it can have read of this; this one may try what was chosen next.
        spawn_local(async move {
            clock::pause(SETTLES).await;
            self.journal.let_go(TURN);
        });
        self.journal.repair().await;
        self.read_journal();
        if self.ledger.peek(|ledger| ledger.is_launching()) {
            return Err(OTHER_TAB);
        }
        let quest =
            self.quest.peek(|quest| quest.as_ref().map(|quest| (quest.tag.clone(), quest.hunt.order.name.clone())));
        let Some((tag, name)) = quest else { return Ok(()) };
        let tag = tag.unwrap_or_else(|| LaunchTag::from_random(random));
        let entry = Entry::new(tag, name, clock::now());
        let key = launch_key(&entry.tag);
        self.journal.take(&key, false).await;
        if !self.journal.keep_on_disk(&Record::Launch(entry.clone())).await {
            self.journal.let_go(&key);
            return Err(NO_STORAGE);
        }
        self.quest.change(|quest| {
            if let Some(quest) = quest {
                quest.tag = Some(entry.tag.clone());
            }
        });
        self.bequeath(&entry.tag);
        self.keep_wish(&entry.tag);
        self.on(Event::Launch(entry));
        Ok(())
    }

    /// What the pod will not show of its order is kept as long as there is a pod or a launch that it is of.
    fn keep_wish(self, tag: &LaunchTag) {
        let wished = self.quest.peek(|quest| quest.as_ref()?.hunt.order.wished());
        let mut tags: Vec<String> = self.fleet.read(|fleet| {
            fleet.iter().filter_map(|known| known.pod.tag.as_ref()).map(|tag| tag.as_str().to_owned()).collect()
        });
        self.launches.peek(|launches| tags.extend(launches.iter().map(|launch| launch.tag.as_str().to_owned())));
        self.wishes.only(&tags);
        if let Some(wished) = wished {
            self.wishes.keep(tag.as_str(), &wished);
        }
    }

    /// Leaving the page in the middle of a launch, while it waits for stock, or while it makes a volume, asks first, unless
    /// the page itself has asked already.
    pub(super) fn warn_on_leaving(self) {
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            let launching = self.launches.peek(|launches| launches.iter().any(Launch::is_open));
            // Whoever waits for stock waits in vain once the page is closed.
            let hunting = self.quest.peek(|quest| quest.as_ref().is_some_and(|quest| !quest.hunt.is_over()));
            let open = launching || hunting || self.volume_desk.busy.peek(|busy| *busy);
            if open && !self.leaving.peek(|told| *told) {
                event.prevent_default();
            }
        });
        on_cleanup(move || leaving.remove());
    }
}
