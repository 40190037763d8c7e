//! How the pods come up: since when each is where it is, what is usual on this device, and what of it is news for
//! somebody who looks at another tab.

use launchpod_core::account::Account;
use launchpod_core::auto_stop::exit_notice::{self, ByRule, Deadline, ExitNotices};
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::pod::Pod;
use launchpod_core::pods::services::main_service;
use launchpod_core::readiness::diagnosis::start_log::StartLog;
use launchpod_core::readiness::diagnosis::{Diagnosis, DiagnosisInput};
use launchpod_core::readiness::startup_history::{StartupHistory, learn_startup, shelf, told};
use launchpod_core::readiness::startup_progress::{FRESH_WITHIN, Observation, ReadinessEvent, StartupProgress};
use launchpod_core::readiness::tab_status::{FaviconState, TabStatus, tab_status};
use launchpod_core::readiness::{Stage, is_proven_unready};
use launchpod_core::state::activity_log::{self, Activity};
use launchpod_core::state::journal::Record;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;
use launchpod_words::readiness as say;

use crate::account::AccountStore;
use crate::auto_stop::timer::timer;
use crate::context::AppContext;
use crate::platform::browser::{self, local_storage};
use crate::platform::shared::Shared;
use crate::pod_details::activity_log::ActivityLog;
use crate::pods::store::PodStore;
use crate::readiness::notifications::notify;

/// A pod, as this file follows it.
struct Watch {
    id: PodId,
    name: String,
    stage: Stage,
    progress: StartupProgress,
    /// It stopped, nobody here asked for that, and the person has not seen it yet.
    alarm: bool,
    /// What the timer in it does, and when, as long as it ran last.
    deadline: Option<Deadline>,
}

/// What is known of the pods' climbs.
#[derive(Clone, Copy)]
pub struct ReadinessTracker {
    context: AppContext,
    account: AccountStore,
    pods: PodStore,
    log: ActivityLog,
    /// Sorted by id.
    watches: Shared<Vec<Watch>>,
    /// Pods whose stop or end was asked for on this device.
    asked: Shared<Vec<PodId>>,
    history: Shared<StartupHistory>,
    /// Where the history stand in storage.
    place: Shared<String>,
    tab_status: Shared<TabStatus>,
    /// What a timer is about to end, for the tab.
    ending: Shared<Option<String>>,
    /// Whether nothing is left to spend.
    balance_empty: Shared<bool>,
    /// Pods that went although nobody clicked for it, until the person has read of them.
    exit_notices: Shared<ExitNotices>,
    /// What the logs of pods say that are on their way, as far as they can be read: see `start_logs.rs`.
    pub(super) start_logs: Shared<Vec<(PodId, StartLog)>>,
}

impl ReadinessTracker {
    /// Of the account with this id at this endpoint.
    pub fn new(
        context: AppContext,
        account: AccountStore,
        pods: PodStore,
        log: ActivityLog,
        (endpoint, id): (&str, &str),
    ) -> Self {
        let place = shelf(endpoint, id);
        Self {
            context,
            account,
            pods,
            log,
            watches: Shared::default(),
            asked: Shared::default(),
            history: Shared::new(StartupHistory::read(&read(&place))),
            place: Shared::new(place),
            tab_status: Shared::default(),
            ending: Shared::default(),
            balance_empty: Shared::default(),
            exit_notices: Shared::default(),
            start_logs: Shared::default(),
        }
    }

    fn watched(self, id: &PodId) -> Option<StartupProgress> {
        self.watches.peek(|watches| {
            let at = watches.binary_search_by(|watch| watch.id.cmp(id)).ok()?;
            watches.get(at).map(|watch| watch.progress.clone())
        })
    }

    /// Other tabs may have learnt something meanwhile.
    fn learn(self, pod: &Pod, progress: &StartupProgress) {
        let place = self.place.peek(String::clone);
        let (history, text) = learn_startup(&read(&place), pod, progress);
        if let (Some(text), Some(storage)) = (text, local_storage()) {
            let _ = storage.set_item(&place, &text);
        }
        self.history.set(history);
    }

    /// The balance as it is now.
    pub fn note_balance(self, account: &Account) {
        self.balance_empty.refresh(account.balance.is_some_and(|balance| balance.micros() <= 0));
    }

    /// What was asked of this pod was taken back, or is over.
    pub fn on_undone(self, id: &PodId) {
        self.asked.change(|asked| asked.retain(|other| other != id));
        self.settle(id, false);
    }

    /// What a rule did to a pod is told in the past once it is done.
    fn settle(self, id: &PodId, done: bool) {
        if self.exit_notices.peek(|notices| notices.awaits(id)) {
            self.exit_notices.update(|notices| notices.settle(id, done));
        }
    }

    fn show_sign(self) {
        let tab_status = self.watches.peek(|all| {
            self.exit_notices.peek(|notices| {
                let gone = notices.unseen().map(|name| (name, &Stage::Gone, true));
                tab_status(all.iter().map(|watch| (watch.name.as_str(), &watch.stage, watch.alarm)).chain(gone))
            })
        });
        let tab_status = tab_status.or_ending(self.ending.peek(Option::clone));
        let shown = self.tab_status.peek(TabStatus::clone);
        if shown.words != tab_status.words {
            browser::set_sign(tab_status.words.clone());
        }
        if shown.mark != tab_status.mark {
            browser::set_icon((tab_status.mark != FaviconState::Plain).then(|| tab_status.mark.as_str()));
        }
        self.tab_status.set(tab_status);
    }

    /// The tab says what a timer is about to end, if anything.
    pub fn show_ending(self, words: Option<String>) {
        self.ending.set(words);
        self.show_sign();
    }

    /// Since when a pod is where it is; at the moment, not followed: it changes with the pod's row alone.
    pub fn progress(self, id: &PodId) -> StartupProgress {
        self.watched(id).unwrap_or_default()
    }

    /// How long a pod has been on its step, and what is usual; followed by the second while it is on its way.
    pub fn progress_text(self, known: &PodEntry) -> String {
        let now = if known.stage().is_moving() { self.pods.row_time(&known.pod.id) } else { Timestamp::default() };
        let progress = self.progress(&known.pod.id);
        self.history.peek(|history| told(&progress, history, &known.pod, now))
    }

    /// What is wrong with a pod, if anything; followed, by the list while the pod is on its way.
    pub fn diagnosis(self, known: &PodEntry) -> Option<Diagnosis> {
        let stage = known.stage();
        let checked = match stage.is_moving() {
            true => self.pods.checked.get(),
            false => self.balance_empty.with(|_| self.pods.checked.peek(Option::clone)),
        };
        let now = self.context.clock.account_at(checked?);
        let answer = main_service(&known.pod).and_then(|service| known.answers.get(service.port));
        let (pod, stage, progress) = (&known.pod, &stage, &self.progress(&known.pod.id));
        self.start_logs.with(|logs| {
            let log = logs.iter().find(|(id, _)| *id == pod.id).map(|(_, log)| log);
            self.history.peek(|history| {
                self.account.money.peek(|account| {
                    DiagnosisInput { pod, stage, answer, progress, history, account, log, now }.verdict()
                })
            })
        })
    }

    /// The last line of the log of a pod that is on its way, or still loads models; followed by the second.
    pub fn last_log_line(self, known: &PodEntry) -> Option<String> {
        let own = |(id, _): &&(PodId, StartLog)| *id == known.pod.id;
        let speaks = |logs: &Vec<(PodId, StartLog)>| logs.iter().find(own).is_some_and(|(_, log)| log.speaks_on());
        if !known.stage().is_moving() && !self.start_logs.with(speaks) {
            return None;
        }
        self.pods.row_time(&known.pod.id);
        let last =
            |logs: &Vec<(PodId, StartLog)>| logs.iter().find(own).and_then(|(_, log)| log.last().map(str::to_owned));
        self.start_logs.peek(last)
    }

    /// Something of these pods is new.
    pub fn on_pods_changed(self, pods: &[PodId]) {
        for id in pods {
            if let Some(known) = self.pods.get(id) {
                self.look(&known);
            }
        }
        self.show_sign();
    }

    fn look(self, known: &PodEntry) {
        let (pod, stage) = (&known.pod, known.stage());
        let look = Observation {
            now: self.context.clock.account_now(),
            // The list that brings this is noted as the last one after it has been looked at.
            before: self.pods.checked.peek(|checked| checked.map(|at| self.context.clock.account_at(at))),
            slack: self.context.clock.account_length(FRESH_WITHIN),
            unready: is_proven_unready(pod, &known.answers),
            asked_here: self.asked.peek(|asked| asked.contains(&pod.id)),
        };
        let (news, progress, again, deadline) = self
            .watches
            .change(|all| {
                let at = all.binary_search_by(|watch| watch.id.cmp(&pod.id)).unwrap_or_else(|at| {
                    let (id, name) = (pod.id.clone(), pod.name.clone());
                    let (stage, progress) = (stage.clone(), StartupProgress::default());
                    all.insert(at, Watch { id, name, stage, progress, alarm: false, deadline: None });
                    at
                });
                let watch = all.get_mut(at)?;
                let again = watch.progress.step().is_none() && stage.step().is_some();
                let news = watch.progress.look(pod, &stage, look);
                watch.name.clone_from(&pod.name);
                watch.alarm = stage.step().is_none() && (watch.alarm || news == Some(ReadinessEvent::Stopped));
                watch.stage = stage;
                if let Some(runtime) = &pod.runtime {
                    watch.deadline = timer(known).map(|timer| Deadline::of(timer, runtime.up_since));
                }
                Some((news, watch.progress.clone(), again, watch.deadline))
            })
            .unwrap_or_default();
        if again {
            self.on_undone(&pod.id);
        }
        if known.stage() == Stage::Stopped {
            self.settle(&pod.id, true);
        }
        match news {
            Some(ReadinessEvent::Stopped) => {
                let why = exit_notice::stopped(deadline, look.now, browser::zone());
                notify(pod.id.as_str(), &ReadinessEvent::Stopped.describe(&pod.name), &why);
            }
            Some(news) => {
                self.learn(pod, &progress);
                notify(pod.id.as_str(), &news.describe(&pod.name), &progress.describe(look.now).unwrap_or_default());
            }
            None => {}
        }
    }

    /// A pod is gone.
    pub fn on_pod_gone(self, id: &PodId) {
        let asked = self.asked.peek(|asked| asked.contains(id));
        self.settle(id, true);
        let gone = self.watches.change(|all| {
            let at = all.iter().position(|watch| watch.id == *id)?;
            let watch = all.remove(at);
            Some((watch.name, watch.deadline))
        });
        self.on_undone(id);
        if let Some((name, deadline)) = gone.filter(|_| !asked) {
            let why = exit_notice::gone(deadline, self.context.clock.account_now(), browser::zone());
            notify(id.as_str(), &say::notify_gone(&name), &why);
            self.add_exit_notice(name, why);
        }
        self.show_sign();
    }

    /// A pod went while nobody looked.
    pub fn on_pod_ended_unseen(self, id: &PodId, name: String) {
        self.log.read();
        if self.log.text.peek(|log| activity_log::knows_end(log, id)) {
            return;
        }
        self.log.note(vec![(id.clone(), Activity::Gone)]);
        self.add_exit_notice(name, exit_notice::ended_while_closed());
        self.show_sign();
    }

    /// A pod went or goes although nobody clicked for it: that is in sight until it is read.
    pub fn add_exit_notice(self, name: String, words: String) {
        self.exit_notices.update(|notices| notices.note(name, words));
    }

    /// A rule of the page's acts on this pod.
    pub fn add_rule_notice(self, id: PodId, name: String, why: ByRule) {
        self.exit_notices.update(|notices| notices.note_rule(id, name, why));
    }

    /// Pods that went although nobody clicked for it, in words; followed.
    pub fn exit_notices(self) -> Vec<String> {
        self.exit_notices.with(ExitNotices::lines)
    }

    /// The person has read of them.
    pub fn dismiss_exit_notices(self) {
        self.exit_notices.set(ExitNotices::default());
        self.show_sign();
    }

    /// What is stopped or ended from here, in whichever tab, is no news.
    pub fn on_requested(self, record: &Record) {
        if let Record::Act(entry) = record
            && entry.verb != PodAction::Resume
        {
            self.asked.change(|asked| {
                if !asked.contains(&entry.pod) {
                    asked.push(entry.pod.clone());
                }
            });
        }
    }

    /// The person has had the page in sight, and turns away.
    pub fn on_seen(self) {
        self.watches.change(|all| all.iter_mut().for_each(|watch| watch.alarm = false));
        self.exit_notices.change(ExitNotices::see);
        self.show_sign();
    }
}

fn read(place: &str) -> String {
    local_storage().and_then(|storage| storage.get_item(place).ok().flatten()).unwrap_or_default()
}
