//! What was spent, what it comes to by the morning, and what was forgotten: the meter reads every list, and one tab of this
//! browser keeps it on this device.

use std::time::Duration;

use launchpod_core::account::NetworkVolume;
use launchpod_core::billing::{Bill, Budget, Chart, CostMeter, CurrentCost, PodBills, lost_at_zero_balance};
use launchpod_core::pods::pod::Pod;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::clock_offset::Ahead;
use launchpod_core::types::time::Timestamp;
use launchpod_words::{billing as say, sentences};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::account::AccountStore;
use crate::context::AppContext;
use crate::platform::account_storage::AccountStorage;
use crate::platform::browser::{self, local_storage, session_storage};
use crate::platform::cached::Cached;
use crate::platform::session_keys::{KEY, SPEND_HEIGHT, SPENDING_SESSION};
use crate::platform::shared::Shared;
use crate::pod_details::activity_log::ActivityLog;
use crate::pods::store::PodStore;

/// Steps of the small chart.
const STEPS: u32 = 48;
/// What only more lists bring is written no more often than this, in the account's time: a thousand pods are a long text.
const WRITTEN_EVERY: Duration = Duration::from_secs(30);
/// RunPod is asked for its bills no more often than this, and only while they are looked at.
const BILLS_EVERY: Duration = Duration::from_secs(600);

/// What was spent, followed.
#[derive(Clone, Copy)]
pub struct BillingStore {
    pub(super) context: AppContext,
    pub(super) account: AccountStore,
    pub(super) pods: PodStore,
    pub(super) log: ActivityLog,
    key: Shared<String>,
    pub(super) meter: Shared<Option<CostMeter>>,
    written: Shared<Timestamp>,
    /// Whether this tab writes: one of a browser does.
    pub(super) writes: Shared<bool>,
    /// What the budget has to say, until it is read.
    pub alarm: Shared<String>,
    /// What is wrong with the limit that was typed.
    pub problem: Shared<&'static str>,
    /// What today has cost so far, in words; empty before the first list.
    pub today: Shared<String>,
    pub(super) bills: Cached<(), PodBills>,
    /// What the person keeps on purpose although nothing uses it, by its id.
    pub(super) kept: AccountStorage,
    pub(super) kept_changes: Shared<u32>,
}

/// What was spent, as of one list.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Per hour, now.
    pub spending: CurrentCost,
    /// This and the bill beside what RunPod reports, and why today may have cost more, in words.
    pub figures: Vec<String>,
    /// Since midnight.
    pub today: Bill,
    /// Since this session began.
    pub session: Bill,
    /// The pods that a timer ends, with what they come to, and what dies when the balance is used up, in words.
    pub ends: Vec<String>,
    /// The last day.
    pub chart: Chart,
    /// The chart in words.
    pub chart_words: String,
    /// The limit, and how it stands, in words.
    pub budget: Option<(Budget, String)>,
}

impl BillingStore {
    /// What these pods and the account's volumes cost. Nothing is kept before [`start`](Self::start).
    pub fn new(context: AppContext, account: AccountStore, pods: PodStore, log: ActivityLog) -> Self {
        Self {
            context,
            account,
            pods,
            log,
            key: Shared::default(),
            meter: Shared::default(),
            written: Shared::default(),
            writes: Shared::default(),
            alarm: Shared::default(),
            problem: Shared::default(),
            today: Shared::default(),
            bills: Cached::new(Some(BILLS_EVERY), BILLS_EVERY),
            kept: AccountStorage::below(context.keys, "launchpod.kept/"),
            kept_changes: Shared::default(),
        }
    }

    fn key(self) -> String {
        self.key.peek(String::clone)
    }

    fn read(self, now: Timestamp) {
        let text = local_storage().and_then(|storage| storage.get_item(&self.key()).ok().flatten());
        self.meter.set(Some(text.map_or_else(|| CostMeter::new(now), |text| CostMeter::read(&text, now))));
    }

    pub(super) fn write(self, now: Timestamp) {
        self.written.set(now);
        if self.writes.peek(|writes| *writes)
            && let (Some(storage), Some(text)) =
                (local_storage(), self.meter.peek(|meter| meter.as_ref().map(CostMeter::write)))
        {
            let _ = storage.set_item(&self.key(), &text);
        }
    }

    fn is_due(self, now: Timestamp) -> bool {
        self.written.peek(|written| now.since(*written) >= WRITTEN_EVERY)
    }

    /// Adds up what is spent from now on, whichever page is in sight.
    pub fn start(self) {
        if self.meter.peek(Option::is_some) {
            return;
        }
        self.key.set(self.context.keys.neighbour("launchpod.spend/"));
        self.read(self.context.clock.account_now());
        let fresh = session_storage().is_some_and(|storage| {
            let begun = matches!(storage.get_item(SPENDING_SESSION), Ok(Some(_)));
            let _ = storage.set_item(SPENDING_SESSION, "begun");
            !begun
        });
        spawn_local(async move {
            // The next tab writes when this one is gone; until then it reads what the first has written.
            if let Some(held) = self.context.keys.queue("books").await {
                // Until the page is gone.
                std::mem::forget(held);
                self.writes.set(true);
                self.read(self.context.clock.account_now());
                if fresh {
                    self.note(|meter, now| meter.begin_session(now));
                }
                self.enter_list();
            }
        });
        let follow = move || {
            Effect::new(move |_| {
                self.pods.checked.get();
                untrack(|| self.enter_list());
            });
        };
        self.context.forever(follow);
        // Whoever turns away may not come back. The listeners stay as long as the page does.
        window_event_listener_untyped("pagehide", move |_| {
            self.write(self.context.clock.account_now());
            // With the key, all of the session is gone.
            let session = session_storage().filter(|storage| matches!(storage.get_item(KEY), Ok(Some(_))));
            if let (Some(session), Some(height)) = (session, browser::height_of(".spend:not(:has(.open))")) {
                let _ = session.set_item(SPEND_HEIGHT, &format!("{height}px"));
            }
        });
        window_event_listener_untyped("visibilitychange", move |_| {
            if browser::is_hidden() {
                self.write(self.context.clock.account_now());
            }
        });
    }

    /// Takes in the newest list.
    fn enter_list(self) {
        if self.pods.checked.peek(Option::is_none) {
            return;
        }
        if !self.writes.peek(|writes| *writes) {
            self.read(self.context.clock.account_now());
            return self.tell_today();
        }
        let volumes = self.account.volumes.peek(Vec::clone);
        let account = self.account.money.peek(Clone::clone);
        let now = self.context.clock.account_now();
        self.with_pods(|pods| {
            self.enter(|meter| {
                meter.observe_pods(pods, now);
                meter.observe_volumes(&volumes, now);
                meter.observe_account(&account, now);
            });
        });
        if self.is_due(now) {
            self.write(now);
        }
        self.heed_budget();
        self.tell_today();
    }

    fn tell_today(self) {
        let now = self.context.clock.account_now();
        let today = |meter: &Option<CostMeter>| Some(meter.as_ref()?.total(browser::zone().midnight(now), now));
        let today = self.meter.peek(today).map(|today| today.today());
        self.today.refresh(today.unwrap_or_default());
    }

    /// In whatever order: what is added up has none, and each list asks for it again and again.
    pub(super) fn with_pods<R>(self, how: impl FnOnce(&[&Pod]) -> R) -> R {
        self.pods.read(|fleet| how(&fleet.iter().map(|known| &known.pod).collect::<Vec<_>>()))
    }

    /// In the order of the list, for sentences.
    pub(super) fn with_pods_in_order<R>(self, how: impl FnOnce(&[&Pod]) -> R) -> R {
        self.pods.read(|fleet| how(&fleet.all().into_iter().map(|known| &known.pod).collect::<Vec<_>>()))
    }

    fn enter(self, how: impl FnOnce(&mut CostMeter)) {
        self.meter.update(|meter| {
            if let Some(meter) = meter {
                how(meter);
            }
        });
    }

    /// Enters something that must not be lost.
    pub(super) fn note(self, how: impl FnOnce(&mut CostMeter, Timestamp)) {
        let now = self.context.clock.account_now();
        self.enter(|meter| how(meter, now));
        self.write(now);
    }

    pub(super) fn spending(self) -> CurrentCost {
        let volumes = self.account.volumes.peek(Vec::clone);
        self.with_pods(|pods| CurrentCost::of(pods, &volumes))
    }

    /// What was spent, as of the newest list; followed. `None` before that.
    pub fn statement(self) -> Option<Statement> {
        self.pods.checked.get()?;
        self.meter.with(|meter| self.statement_of(meter.as_ref()?))
    }

    /// Keeps RunPod's bills fresh while the view that calls it is in sight.
    pub fn follow_bills(self) {
        Effect::new(move |_| {
            self.pods.checked.get();
            self.bills.refresh((), move |()| async move { self.context.client().beside().pod_bills().await });
        });
    }

    /// RunPod's bills beside what was estimated, or why they are not there, in words; followed. Empty before the first answer.
    pub fn bills_text(self) -> String {
        if let Some(failure) = self.bills.trouble() {
            let why = failure.advice(Operation::Reading).what;
            return sentences(&[say::bills_unread(), why]);
        }
        self.pods.checked.get();
        self.bills.with(|bills| {
            let ahead = self.pods.read(|fleet| fleet.iter().find_map(|known| known.pod.ahead)).unwrap_or(Ahead::NONE);
            let told = |meter: &Option<CostMeter>| Some(meter.as_ref()?.bills_text(bills?, ahead, browser::zone()));
            self.meter.with(told).unwrap_or_default()
        })
    }

    fn statement_of(self, meter: &CostMeter) -> Option<Statement> {
        let now = self.context.clock.account_now();
        let zone = browser::zone();
        let volumes: Vec<NetworkVolume> = self.account.volumes.get();
        let account = self.account.money.get();
        let spending = self.with_pods(|pods| CurrentCost::of(pods, &volumes));
        let today = meter.bill(zone.midnight(now), now);
        let mut figures = meter.figures(&spending, &account);
        figures.extend(today.total.at_least.then(|| say::today_may_be_more().to_owned()));
        let session = meter.bill(meter.session(), now);
        let chart = meter.chart(now, STEPS);
        let mut ends = self.pod_ends(zone, now);
        ends.extend(self.with_pods_in_order(lost_at_zero_balance));
        let budget = meter.budget.map(|budget| {
            let words = budget.describe(session.total.amount, &self.course_seen(&spending, now));
            (budget, words)
        });
        Some(Statement {
            figures,
            chart_words: chart.describe(meter.total(chart.from, now).amount, spending.total()),
            spending,
            today,
            session,
            ends,
            chart,
            budget,
        })
    }
}
