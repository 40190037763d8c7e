//! Sees all that pages do, knows what is really so, and complains of what must never be.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use launchpod_core::launch::Answer;
use launchpod_core::pods::action::{ActionRequest, PodAction};
use launchpod_core::pods::pod::Status;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::journal::{Record, act_key, launch_key};
use launchpod_core::state::{AccountState, Event, Notice};
use launchpod_core::types::ids::{LaunchTag, PodId};
use launchpod_core::types::time::Timestamp;

use crate::browser::Browser;
use crate::page::Page;
use crate::world::{Truth, World};

type Book = AccountState<ApiError>;

/// The two minutes, said again: a page that waits less is to be caught.
const LATE_CREATE_WINDOW: Duration = Duration::from_secs(120);
/// A start that could not be sent for so long is not to be sent.
const STARTS_WITHIN: Duration = Duration::from_secs(600);

pub struct Witness {
    pub world: Rc<World>,
    seen: RefCell<Seen>,
}

#[derive(Default)]
struct Seen {
    creates: BTreeMap<LaunchTag, Create>,
    /// What the person wants of each pod, by the key of its record.
    wishes: BTreeMap<String, Wish>,
    sent: Vec<(PodId, PodAction, Timestamp)>,
    complaints: Vec<String>,
}

/// What the person wants of a pod.
#[derive(Clone)]
struct Wish {
    pod: PodId,
    verb: PodAction,
    since: Timestamp,
    overtaken: Option<Overtaken>,
}

/// Somebody else has started the pod after the click.
#[derive(Clone, Copy, PartialEq)]
enum Overtaken {
    /// It ran then, for all that was asked.
    Running,
    /// What was asked had been sent, and the pod stood still.
    Stopped,
}

impl Wish {
    fn suits(&self, verb: PodAction, now: Timestamp) -> bool {
        self.verb == verb && (verb != PodAction::Resume || now.since(self.since) <= STARTS_WITHIN)
    }
}

/// The one create of a launch.
struct Create {
    page: String,
    came: Came,
}

enum Came {
    Nothing,
    Clear,
    /// Clear, too: the same may be asked for again.
    Refused,
    /// No clear answer came, or nobody is there any more to hear it.
    Lost(Timestamp),
}

impl Witness {
    pub fn new(world: Rc<World>) -> Rc<Self> {
        Rc::new(Self { world, seen: RefCell::default() })
    }

    pub fn now(&self) -> Timestamp {
        self.world.now()
    }

    pub fn complaints(&self) -> Vec<String> {
        self.seen.borrow().complaints.clone()
    }

    /// How many launches were sent, how much was asked of pods, and whether REST v2 was asked at all.
    pub fn counts(&self) -> [usize; 3] {
        let seen = self.seen.borrow();
        [seen.creates.len(), seen.sent.len(), usize::from(self.world.journal().has_rest())]
    }

    pub fn complain(&self, what: impl Into<String>) {
        let what = what.into();
        self.world.note(format!("COMPLAINT: {what}"));
        self.seen.borrow_mut().complaints.push(what);
    }

    fn must(&self, fact: bool, what: impl FnOnce() -> String) {
        if !fact {
            self.complain(what());
        }
    }

    /// A page is about to send the create of this launch.
    pub fn creates(&self, page: &str, tag: &LaunchTag, browser: &Browser) {
        self.world.note(format!("{page} creates {tag}"));
        let written = matches!(browser.read(&launch_key(tag)), Some(Record::Launch(entry)) if entry.is_open());
        self.must(written, || format!("the create of {tag} is sent and stands nowhere"));
        let truth = self.world.truth();
        let unclear: Vec<LaunchTag> = {
            let seen = self.seen.borrow();
            let open = |(tag, create): (&LaunchTag, &Create)| create.may_land(self.now()) && !truth.was_made(tag);
            seen.creates.iter().filter(|one| open(*one)).map(|(tag, _)| tag.clone()).collect()
        };
        self.must(unclear.is_empty(), || format!("{tag} is launched while a pod may come of {unclear:?}"));
        let create = Create { page: page.to_owned(), came: Came::Nothing };
        let before = self.seen.borrow_mut().creates.insert(tag.clone(), create);
        let again = before.is_none_or(|create| matches!(create.came, Came::Refused));
        self.must(again, || format!("a second create of {tag}"));
    }

    pub fn answered(&self, tag: &LaunchTag, answer: &Answer<ApiError>) {
        let wrong = matches!(answer, Answer::Refused(_)) && self.world.truth().was_made(tag);
        self.must(!wrong || self.world.journal().repeats() > 0, || format!("{tag} is called refused, and was made"));
        let came = match answer {
            Answer::Made(_) => Came::Clear,
            Answer::Refused(_) => Came::Refused,
            Answer::Unclear(_) => Came::Lost(self.now()),
        };
        if let Some(create) = self.seen.borrow_mut().creates.get_mut(tag) {
            create.came = came;
        }
    }

    /// The API that the create went to is switched off: it may be sent once more, to the one that follows.
    pub fn retired(&self, tag: &LaunchTag) {
        if let Some(create) = self.seen.borrow_mut().creates.get_mut(tag) {
            create.came = Came::Refused;
        }
    }

    pub fn died(&self, page: &str) {
        self.world.note(format!("{page} is gone"));
        let now = self.now();
        let mut seen = self.seen.borrow_mut();
        let waiting = |create: &&mut Create| create.page == page && matches!(create.came, Came::Nothing);
        seen.creates.values_mut().filter(waiting).for_each(|create| create.came = Came::Lost(now));
    }

    /// A page is about to ask this of RunPod.
    pub fn sends(&self, page: &Page, verb: PodAction, pod: &PodId, browser: &Browser) {
        let key = act_key(pod, verb);
        // What is asked of a pod that is gone does nothing: its record may have been taken out a moment ago.
        let written = browser.read(&key).is_some() || !self.world.truth().has(pod);
        self.must(written, || format!("{verb:?} of {pod} is sent and stands nowhere"));
        let wished = self.seen.borrow().wishes.get(&key).is_some_and(|wish| wish.suits(verb, self.now()));
        let told = page.state().acts().iter().any(|act| act.pod == *pod && act.duplicate);
        let is_twin = || verb == PodAction::Terminate && told && self.world.truth().is_younger_twin(pod);
        self.must(wished || is_twin(), || format!("{verb:?} of {pod} is sent and nobody wants it"));
        self.seen.borrow_mut().sent.push((pod.clone(), verb, self.now()));
    }

    /// Nobody sees this page any more.
    pub fn left(&self, page: &Page) {
        let waits = page.state().acts().iter().any(ActionRequest::is_undoable);
        self.must(!waits, || format!("{} is left, and something waits for Undo", page.name));
    }

    /// A page's ledger has taken an event in.
    pub fn changed(&self, page: &str, before: &Book, event: &Event<ApiError>, after: &Book) {
        if let Event::ActionRequested { verb, pod, .. } = event {
            let new = |act: &&ActionRequest<ApiError>| act.pod == *pod && act.verb == *verb && act.is_undoable();
            if let Some(act) = after.acts().iter().find(new) {
                self.wish(act);
            }
        }
        for known in before.fleet().all() {
            let id = &known.pod.id;
            let lost = after.fleet().get(id).is_none() && self.world.truth().has(id);
            self.must(!lost, || format!("{page}: {id} left the list and is there"));
        }
        for act in before.acts().iter().filter(|act| !act.is_over()) {
            let now = after.acts().iter().find(|other| other.pod == act.pod && other.verb == act.verb);
            match now {
                Some(now) if now.is_over() => self.unwish(act),
                Some(_) => {}
                None => self.ended(act, event, &self.world.truth(), after),
            }
        }
    }

    /// What was open is shown no more.
    fn ended(&self, act: &ActionRequest<ApiError>, event: &Event<ApiError>, truth: &Truth, after: &Book) {
        match event {
            Event::Undo(pod) if act.pod == *pod && act.is_undoable() => {
                let asked = act.entry().expect("it is open").asked;
                let is_it = |(pod, verb, at): &(PodId, PodAction, Timestamp)| {
                    *pod == act.pod && *verb == act.verb && *at >= asked
                };
                let sent = self.seen.borrow().sent.iter().any(is_it);
                self.must(!sent, || format!("{:?} of {} was undone and had been sent", act.verb, act.pod));
                self.unwish(act);
            }
            Event::ActionRequested { pod, .. } if act.pod == *pod => {
                let replaced = after.acts().iter().any(|other| other.pod == *pod);
                self.must(replaced && act.verb != PodAction::Terminate, || {
                    format!("{:?} of {pod} is forgotten", act.verb)
                });
                if act_key(pod, PodAction::Stop) == act_key(pod, act.verb) {
                    let ends = after.acts().iter().any(|other| other.pod == *pod && other.verb == PodAction::Terminate);
                    if ends {
                        self.unwish(act);
                    }
                }
            }
            _ => {
                let done = match act.verb {
                    PodAction::Terminate => !truth.has(&act.pod),
                    PodAction::Stop => !truth.runs(&act.pod),
                    PodAction::Resume => true,
                };
                // Somebody else's start is younger than the click: it is not done, and the person is told so.
                let is_told = |notice: &Notice| matches!(notice, Notice::NotDone { verb, name } if *verb == act.verb && *name == act.name);
                let since = self.overtaken(act).filter(|_| !done);
                let was_done = since == Some(Overtaken::Stopped);
                let told = since.is_some() && after.notices().iter().any(is_told);
                self.must(done || was_done || told, || {
                    format!("{:?} of {} is shown as done, and is not: {event:?}", act.verb, act.pod)
                });
                if since.is_some() {
                    self.unwish(act);
                }
            }
        }
    }

    fn wish(&self, act: &ActionRequest<ApiError>) {
        self.world.note(format!("{:?} of {} is wanted", act.verb, act.pod));
        let mut seen = self.seen.borrow_mut();
        let wish = Wish { pod: act.pod.clone(), verb: act.verb, since: self.now(), overtaken: None };
        seen.wishes.insert(act_key(&act.pod, act.verb), wish);
    }

    fn unwish(&self, act: &ActionRequest<ApiError>) {
        self.world.note(format!("{:?} of {} is taken back or refused", act.verb, act.pod));
        self.seen.borrow_mut().wishes.remove(&act_key(&act.pod, act.verb));
    }

    /// Somebody else is about to start this pod.
    pub fn started_elsewhere(&self, pod: &PodId) {
        let runs = self.world.truth().runs(pod);
        let Seen { wishes, sent, .. } = &mut *self.seen.borrow_mut();
        for wish in wishes.values_mut().filter(|wish| wish.pod == *pod) {
            let was_sent = sent.iter().any(|(to, verb, at)| to == pod && *verb == wish.verb && *at >= wish.since);
            let stopped = wish.overtaken == Some(Overtaken::Stopped) || was_sent && !runs;
            wish.overtaken = Some(if stopped { Overtaken::Stopped } else { Overtaken::Running });
        }
    }

    fn overtaken(&self, act: &ActionRequest<ApiError>) -> Option<Overtaken> {
        self.seen.borrow().wishes.get(&act_key(&act.pod, act.verb))?.overtaken
    }

    /// What must be so at any time.
    pub fn look(&self, browser: &Browser) {
        self.look_at_owners(browser);
        let (truth, records, pages) = (self.world.truth(), browser.records(), browser.pages());
        let has_record = |id: &PodId, tag: &LaunchTag| {
            records.iter().any(|record| match record {
                Record::Launch(entry) => entry.tag == *tag,
                Record::Act(entry) => entry.pod == *id,
            })
        };
        let is_shown = |id: &PodId| pages.iter().any(|page| page.state().fleet().get(id).is_some());
        let mut lost = vec![];
        let seen = self.seen.borrow();
        for pod in truth.pods() {
            let (id, tag) = (PodId::new(pod.id), LaunchTag::new(pod.tag.unwrap_or_default()));
            if seen.creates.contains_key(&tag) && !is_shown(&id) && !has_record(&id, &tag) {
                lost.push(format!("{id} of {tag} is out of sight"));
            }
        }
        let is_forgotten = |(key, wish): &(&String, &Wish)| {
            wish.verb == PodAction::Terminate && truth.has(&wish.pod) && browser.read(key).is_none()
        };
        let forgotten = seen.wishes.iter().filter(is_forgotten);
        lost.extend(forgotten.map(|(_, wish)| format!("the end of {} is forgotten", wish.pod)));
        drop(seen);
        lost.extend(pages.iter().filter(|page| page.is_broken()).map(|page| format!("{} panicked", page.name)));
        lost.into_iter().for_each(|what| self.complain(what));
    }

    /// One entry of the journal has one owner at a time.
    fn look_at_owners(&self, browser: &Browser) {
        let owned: Vec<String> =
            browser.pages().iter().flat_map(|page| page.state().keys_in_hand().collect::<Vec<_>>()).collect();
        let mut once = BTreeSet::new();
        let twice: Vec<&String> = owned.iter().filter(|key| !once.insert(*key)).collect();
        self.must(twice.is_empty(), || format!("{twice:?} has two owners"));
    }

    /// What must be so after all has been quiet for a while, with one page open.
    pub fn look_at_the_end(&self, browser: &Browser) {
        self.look(browser);
        let truth = self.world.truth();
        let tags: Vec<LaunchTag> = self.seen.borrow().creates.keys().cloned().collect();
        for tag in tags {
            self.must(truth.tagged(tag.as_str()).len() <= 1, || format!("{tag} has several pods"));
        }
        let wishes: Vec<Wish> = self.seen.borrow().wishes.values().cloned().collect();
        for Wish { pod, verb, overtaken, .. } in wishes {
            match verb {
                PodAction::Terminate => self.must(!truth.has(&pod), || format!("{pod} was to be ended")),
                PodAction::Stop => {
                    self.must(!truth.runs(&pod) || overtaken.is_some(), || format!("{pod} was to be stopped"));
                }
                PodAction::Resume => {}
            }
        }
        let open: Vec<Record> = browser.records().into_iter().filter(Record::is_open).collect();
        self.must(open.is_empty(), || format!("still open: {open:?}"));
        for page in browser.pages() {
            self.compare(&page.state(), &truth);
        }
    }

    fn compare(&self, book: &Book, truth: &Truth) {
        self.must(!book.has_open() && !book.is_launching(), || "the page is still at it".into());
        // REST v2 does not say whether a pod costs whose machine is gone.
        let runs = |status: &Status| matches!(status, Status::Running | Status::Starting);
        let shown = book.fleet().all().into_iter().map(|known| (known.pod.id.to_string(), runs(&known.pod.status)));
        let mut shown: Vec<(String, bool)> = shown.collect();
        let there = truth.pods().into_iter().map(|pod| (pod.id, pod.status == "RUNNING"));
        let mut there: Vec<(String, bool)> = there.collect();
        shown.sort();
        there.sort();
        self.must(shown == there, || format!("the page shows {shown:?}, and there are {there:?}"));
    }
}

impl Create {
    fn may_land(&self, now: Timestamp) -> bool {
        match self.came {
            Came::Nothing => true,
            Came::Clear | Came::Refused => false,
            Came::Lost(since) => now.since(since) < LATE_CREATE_WINDOW,
        }
    }
}
