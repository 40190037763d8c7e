//! Receipts, kept on this device: the tab that keeps the books writes them, and the others read what it has written.

use std::time::Duration;

use launchpod_core::auto_stop::exit_notice::Deadline;
use launchpod_core::billing::{CostEstimate, CostMeter, PodBills, ReceiptBook, ReceiptFilter, ReceiptList, SeenPod};
use launchpod_core::pods::fleet::{Extent, PodEntry};
use launchpod_core::pods::pod::Pod;
use launchpod_core::runpod::form_of_listed;
use launchpod_core::types::clock_offset::Ahead;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;
use leptos::prelude::*;

use crate::auto_stop::timer::timer;
use crate::billing::receipts::file::lazy_list;
use crate::billing::store::BillingStore;
use crate::launch::launches::Launches;
use crate::platform::account_storage::AccountStorage;
use crate::platform::browser::{self, local_storage};
use crate::platform::shared::Shared;
use crate::widgets::lazy_view::LazyView;

/// Lists closer together than this count as watching all the while: in the account's time, and at least so long in the wall's.
const GAP: Duration = Duration::from_secs(300);
const GAP_OF_WALL: Duration = Duration::from_secs(90);
/// What only goes on is written no more often than this, in the account's time.
const WRITTEN_EVERY: Duration = Duration::from_secs(120);

/// The receipts of one account, followed.
#[derive(Clone, Copy)]
pub struct ReceiptStore {
    billing: BillingStore,
    wishes: AccountStorage,
    place: Shared<String>,
    book: Shared<ReceiptBook>,
    /// The book as it was last read or written.
    text: Shared<String>,
    written: Shared<Timestamp>,
    /// Whether this tab writes, and has read what the one before it wrote.
    keeps: Shared<bool>,
    /// Whether a newer build has written what is kept.
    pub by_newer: Shared<bool>,
    ahead: Shared<Option<Ahead>>,
    /// Which of them are shown.
    pub month: Shared<String>,
    /// What is searched for.
    pub search: Shared<String>,
    /// Whether they are shown.
    pub open: Shared<bool>,
    /// What shows them.
    pub list: LazyView,
}

impl ReceiptStore {
    /// Keeps receipts from now on, whichever page is in sight, for the views below the one that has opened the account.
    pub fn start(billing: BillingStore, launches: Launches) {
        billing.context.forever(move || {
            if use_context::<Self>().is_none() {
                Self::new(billing, launches).follow();
            }
        });
    }

    fn new(billing: BillingStore, launches: Launches) -> Self {
        Self {
            billing,
            wishes: launches.wishes,
            place: Shared::new(billing.context.keys.neighbour("launchpod.receipts/")),
            book: Shared::default(),
            text: Shared::default(),
            written: Shared::default(),
            keeps: Shared::default(),
            by_newer: Shared::default(),
            ahead: Shared::default(),
            month: Shared::default(),
            search: Shared::default(),
            open: Shared::default(),
            list: lazy_list(),
        }
    }

    fn follow(self) {
        provide_context(self);
        self.read();
        Effect::new(move |_| {
            self.billing.pods.checked.get();
            untrack(|| self.enter_list());
        });
        Effect::new(move |_| self.billing.bills.with(|bills| self.take_bills(bills?)));
        // Whoever turns away may not come back. The listeners stay as long as the page does.
        window_event_listener_untyped("pagehide", move |_| self.write_what_goes_on());
        window_event_listener_untyped("visibilitychange", move |_| {
            if browser::is_hidden() {
                self.write_what_goes_on();
            }
        });
    }

    /// Reads the receipts as they stand; followed.
    pub fn with<R>(self, how: impl FnOnce(&ReceiptBook) -> R) -> R {
        self.book.with(how)
    }

    /// Which receipts are looked at; followed.
    pub fn filter(self) -> ReceiptFilter {
        ReceiptFilter { month: self.month.get(), text: self.search.get() }
    }

    fn read(self) {
        let place = self.place.peek(String::clone);
        let text = local_storage().and_then(|storage| storage.get_item(&place).ok().flatten()).unwrap_or_default();
        if self.text.peek(|known| *known == text) {
            return;
        }
        let read = ReceiptBook::read(&text);
        self.by_newer.refresh(read.is_err());
        self.book.set(read.unwrap_or_default());
        self.text.change(|known| *known = text);
    }

    fn write_what_goes_on(self) {
        if self.book.peek(ReceiptBook::is_open) {
            self.write();
        }
    }

    fn write(self) {
        if !self.keeps.peek(|keeps| *keeps) {
            return;
        }
        self.book.change(|book| book.price(&|id, until| self.cost(id, until)));
        let text = self.book.peek(ReceiptBook::write);
        self.written.change(|written| *written = self.billing.context.clock.account_now());
        if self.text.peek(|known| *known != text)
            && let Some(storage) = local_storage()
        {
            let _ = storage.set_item(&self.place.peek(String::clone), &text);
            self.text.change(|known| *known = text);
        }
    }

    /// What the meter says of a pod.
    fn cost(self, id: &PodId, until: Timestamp) -> CostEstimate {
        let of = |meter: &Option<CostMeter>| Some(meter.as_ref()?.pod(id, Timestamp::default(), until));
        self.billing.meter.peek(of).unwrap_or_default()
    }

    /// Takes in the newest list.
    fn enter_list(self) {
        if self.billing.pods.checked.peek(Option::is_none) {
            return;
        }
        if !self.keeps.peek(|keeps| *keeps) {
            self.read();
            // What a newer build has written is not written over.
            let may = self.billing.writes.peek(|writes| *writes) && self.by_newer.peek(|newer| !newer);
            self.keeps.change(|keeps| *keeps = may);
            if !may {
                return;
            }
        }
        let now = self.billing.context.clock.account_now();
        let news = self.observe(now);
        if news {
            self.book.update(|_| ());
            self.write();
        } else if self.written.peek(|written| now.since(*written) >= WRITTEN_EVERY) {
            self.write_what_goes_on();
        }
    }

    fn observe(self, now: Timestamp) -> bool {
        let (billing, context) = (self.billing, self.billing.context);
        billing.log.read();
        let log = billing.log.text.peek(String::clone);
        let whole = billing.pods.summary().extent == Extent::Whole;
        let broke = billing.account.money.peek(|money| money.balance.is_some_and(|left| left.micros() <= 0));
        let gap = GAP.max(context.clock.account_length(GAP_OF_WALL));
        let form = |pod: &Pod| {
            let wished = pod.tag.as_ref().and_then(|tag| self.wishes.get(tag.as_str()));
            form_of_listed(pod, wished.as_deref())
        };
        billing.pods.read(|fleet| {
            let ahead = fleet.iter().find_map(|known| known.pod.ahead);
            self.ahead.change(|known| *known = ahead.or(*known));
            let pods = fleet.iter().map(|known| SeenPod { pod: &known.pod, timer: deadline(known) }).collect();
            let list = ReceiptList { pods, whole, at: now, gap, log: &log, broke };
            self.book.change(|book| book.observe(&list, &form, &|id, until| self.cost(id, until)))
        })
    }

    fn take_bills(self, bills: &PodBills) -> Option<()> {
        let ahead = self.ahead.peek(|ahead| *ahead)?;
        let keeps = self.keeps.peek(|keeps| *keeps);
        if keeps && self.book.change(|book| book.take_bills(bills, ahead)) {
            self.book.update(|_| ());
            self.write();
        }
        Some(())
    }
}

/// What the timer in a pod does; `None` while nothing runs in it that could have one.
fn deadline(known: &PodEntry) -> Option<Option<Deadline>> {
    let runtime = known.pod.runtime.as_ref()?;
    Some(timer(known).map(|timer| Deadline::of(timer, runtime.up_since)))
}
