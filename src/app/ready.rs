//! How the pods come up: since when each is where it is, what is usual on this device, and what of it is news for
//! somebody who looks at another tab.

use launchpod_core::domain::account::Account;
use launchpod_core::domain::act::Verb;
use launchpod_core::domain::fleet::Known;
use launchpod_core::domain::ids::PodId;
use launchpod_core::domain::journal::Record;
use launchpod_core::domain::pod::Pod;
use launchpod_core::domain::readiness::Stage;
use launchpod_core::domain::readiness::climb::{Climb, Look, News, SLACK};
use launchpod_core::domain::readiness::habits::{Habits, learnt, shelf, told};
use launchpod_core::domain::readiness::sign::{Mark, Sign, sign};
use launchpod_core::domain::readiness::verdict::{Case, Verdict};
use launchpod_core::domain::time::Timestamp;

use super::browser::{self, local_storage};
use super::desk::Desk;
use super::notify::notify;
use super::watched::Watched;

/// A pod, as this file follows it.
struct Watch {
    id: PodId,
    name: String,
    stage: Stage,
    climb: Climb,
    /// It stopped, nobody here asked for that, and the person has not seen it yet.
    alarm: bool,
}

/// What is known of the pods' climbs.
#[derive(Clone, Copy)]
pub struct Ready {
    /// Sorted by id.
    watches: Watched<Vec<Watch>>,
    /// Pods whose stop or end was asked for on this device.
    asked: Watched<Vec<PodId>>,
    habits: Watched<Habits>,
    /// Where the habits stand in storage.
    place: Watched<String>,
    sign: Watched<Sign>,
    /// Whether nothing is left to spend.
    broke: Watched<bool>,
}

impl Ready {
    /// Of the account with this id at this endpoint.
    pub fn of(endpoint: &str, account: &str) -> Self {
        let place = shelf(endpoint, account);
        Self {
            watches: Watched::default(),
            asked: Watched::default(),
            habits: Watched::new(Habits::read(&read(&place))),
            place: Watched::new(place),
            sign: Watched::default(),
            broke: Watched::default(),
        }
    }

    fn climb(self, id: &PodId) -> Option<Climb> {
        self.watches.peek(|watches| {
            let at = watches.binary_search_by(|watch| watch.id.cmp(id)).ok()?;
            watches.get(at).map(|watch| watch.climb.clone())
        })
    }

    /// Other tabs may have learnt something meanwhile.
    fn learn(self, pod: &Pod, climb: &Climb) {
        let place = self.place.peek(String::clone);
        let (habits, text) = learnt(&read(&place), pod, climb);
        if let (Some(text), Some(storage)) = (text, local_storage()) {
            let _ = storage.set_item(&place, &text);
        }
        self.habits.set(habits);
    }

    pub(super) fn note_money(self, account: &Account) {
        self.broke.refresh(account.balance.is_some_and(|balance| balance.micros() <= 0));
    }

    pub(super) fn note_undone(self, id: &PodId) {
        self.asked.change(|asked| asked.retain(|other| other != id));
    }

    fn show_sign(self) {
        let sign =
            self.watches.peek(|all| sign(all.iter().map(|watch| (watch.name.as_str(), &watch.stage, watch.alarm))));
        let shown = self.sign.peek(Sign::clone);
        if shown.words != sign.words {
            browser::set_sign(sign.words.clone());
        }
        if shown.mark != sign.mark {
            browser::set_icon((sign.mark != Mark::Plain).then(|| sign.mark.as_str()));
        }
        self.sign.set(sign);
    }
}

fn read(place: &str) -> String {
    local_storage().and_then(|storage| storage.get_item(place).ok().flatten()).unwrap_or_default()
}

impl Desk {
    /// Since when a pod is where it is; at the moment, not followed: it changes with the pod's row alone.
    pub fn climb(self, id: &PodId) -> Climb {
        self.ready.climb(id).unwrap_or_default()
    }

    /// How long a pod has been on its step, and what is usual; followed by the second while it is on its way.
    pub fn climb_words(self, known: &Known) -> String {
        let now = if known.stage().is_moving() { self.row_time(&known.pod.id) } else { Timestamp::default() };
        let climb = self.climb(&known.pod.id);
        self.ready.habits.peek(|habits| told(&climb, habits, &known.pod, now))
    }

    /// What is wrong with a pod, if anything; followed, by the list while the pod is on its way.
    pub fn verdict(self, known: &Known) -> Option<Verdict> {
        let stage = known.stage();
        let checked = match stage.is_moving() {
            true => self.checked.get(),
            false => self.ready.broke.with(|_| self.checked.peek(Option::clone)),
        };
        let now = self.clock.account_at(checked?);
        let (pod, climb) = (&known.pod, self.climb(&known.pod.id));
        self.ready.habits.peek(|habits| {
            self.account.peek(|account| Case { pod, stage: &stage, climb: &climb, habits, account, now }.verdict())
        })
    }

    /// Something of these pods is new.
    pub(super) fn look_at(self, pods: &[PodId]) {
        for id in pods {
            if let Some(known) = self.fleet.read(|fleet| fleet.get(id).cloned()) {
                self.look(&known);
            }
        }
        self.ready.show_sign();
    }

    fn look(self, known: &Known) {
        let (pod, stage) = (&known.pod, known.stage());
        let look = Look {
            now: self.clock.account_now(),
            // The list that brings this is noted as the last one after it has been looked at.
            before: self.checked.peek(|checked| checked.map(|at| self.clock.account_at(at))),
            slack: self.clock.account_length(SLACK),
            asked_here: self.ready.asked.peek(|asked| asked.contains(&pod.id)),
        };
        let (news, climb, again) = self
            .ready
            .watches
            .change(|all| {
                let at = all.binary_search_by(|watch| watch.id.cmp(&pod.id)).unwrap_or_else(|at| {
                    let (id, name) = (pod.id.clone(), pod.name.clone());
                    all.insert(at, Watch { id, name, stage: stage.clone(), climb: Climb::default(), alarm: false });
                    at
                });
                let watch = all.get_mut(at)?;
                let again = watch.climb.step().is_none() && stage.step().is_some();
                let news = watch.climb.look(pod, &stage, look);
                watch.name.clone_from(&pod.name);
                watch.alarm = stage.step().is_none() && (watch.alarm || news == Some(News::Stopped));
                watch.stage = stage;
                Some((news, watch.climb.clone(), again))
            })
            .unwrap_or_default();
        if again {
            self.ready.note_undone(&pod.id);
        }
        match news {
            Some(News::Stopped) => notify(&pod.id, &News::Stopped.words(&pod.name), "Nobody here asked for that."),
            Some(news) => {
                self.ready.learn(pod, &climb);
                notify(&pod.id, &news.words(&pod.name), &climb.words(look.now).unwrap_or_default());
            }
            None => {}
        }
    }

    /// A pod is gone.
    pub(super) fn look_after(self, id: &PodId) {
        let asked = self.ready.asked.peek(|asked| asked.contains(id));
        let gone = self.ready.watches.change(|all| {
            let at = all.iter().position(|watch| watch.id == *id)?;
            Some(all.remove(at).name)
        });
        self.ready.note_undone(id);
        if let Some(name) = gone.filter(|_| !asked) {
            notify(id, &format!("{name} is gone"), "It was ended, and not from here. Its GPU costs nothing any more.");
        }
        self.ready.show_sign();
    }

    /// What is stopped or ended from here, in whichever tab, is no news.
    pub(super) fn note_asked(self, record: &Record) {
        if let Record::Act(entry) = record
            && entry.verb != Verb::Start
        {
            self.ready.asked.change(|asked| {
                if !asked.contains(&entry.pod) {
                    asked.push(entry.pod.clone());
                }
            });
        }
    }

    /// The person has had the page in sight, and turns away.
    pub(super) fn note_seen(self) {
        self.ready.watches.change(|all| all.iter_mut().for_each(|watch| watch.alarm = false));
        self.ready.show_sign();
    }
}
