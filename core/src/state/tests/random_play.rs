//! Any sequence of clicks, reloads and faults against a small RunPod: one pod for each order, and none out of sight. The
//! simulator's model test plays the same with the real one's manners; this one shrinks what it finds.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

#[derive(Clone, Copy, Debug)]
enum Move {
    Launch,
    /// The next try of a launch that was refused.
    Again(usize),
    End(usize),
    Undo(usize),
    Leave,
    Reload,
    Read,
}

/// What becomes of all requests until the next move.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Good,
    /// Done, and the answer is lost.
    Unheard,
    /// Lost, and done so many seconds later.
    Late(u64),
    Lost,
    Refused,
    /// The browser sends it again: a create makes two.
    Doubled,
    /// The browser sends it again: the first makes a pod, and the answer is the refusal of the second.
    DoubledAndRefused,
    /// Lists are empty, and say that they are whole.
    EmptyLists,
    /// Lists lack the first pod, and say so.
    HolesInLists,
}

#[derive(Default)]
struct Stage {
    now: u64,
    fate: Option<Fate>,
    book: Option<Book>,
    journal: BTreeMap<String, Record>,
    pods: Vec<Pod>,
    landing: Vec<(u64, LaunchTag)>,
    creates: Vec<LaunchTag>,
    refused: Vec<LaunchTag>,
    clicks: Vec<LaunchTag>,
    ends: BTreeSet<PodId>,
    made: usize,
}

impl Stage {
    fn load(&mut self) {
        self.book = Some(Book::new(1.0));
        self.read_journal();
        for record in self.journal.clone().into_values().filter(Record::is_open) {
            self.on(Event::RecordClaimed(record));
        }
    }

    fn read_journal(&mut self) {
        self.on(Event::JournalRead(self.journal.values().cloned().collect()));
    }

    fn on(&mut self, event: Event<&'static str>) {
        let now = at(self.now);
        let todo = self.book.as_mut().map(|book| book.on(event, now)).unwrap_or_default();
        todo.into_iter().for_each(|effect| self.perform(effect));
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::SaveRecord(record) => drop(self.journal.insert(record.key(), record)),
            Effect::Erase(key) => drop(self.journal.remove(&key)),
            Effect::Create(tag) => self.create(tag),
            Effect::SendAction(verb, pod) => self.end(verb, pod),
            Effect::List => self.list(),
            Effect::FetchPod(id) if self.fate != Some(Fate::Lost) => {
                let pod = self.pods.iter().find(|pod| pod.id == id).cloned();
                self.on(Event::PodFetched { id, asked: at(self.now), pod });
            }
            _ => {}
        }
    }

    fn make(&mut self, tag: &LaunchTag) -> Pod {
        self.made += 1;
        let id = format!("p{}", self.made);
        let created = Some(at(self.now).plus(std::time::Duration::from_millis(self.made as u64)));
        self.pods.push(Pod { tag: Some(tag.clone()), created, ..pod(&id) });
        self.pods.last().cloned().unwrap()
    }

    fn create(&mut self, tag: LaunchTag) {
        assert!(matches!(self.journal.get(&launch_key(&tag)), Some(Record::Launch(entry)) if entry.is_open()));
        self.creates.push(tag.clone());
        let lost = launch::Answer::Unclear("lost");
        let (answer, pod) = match self.fate {
            Some(Fate::Unheard) => (lost, Some(self.make(&tag)).and(None)),
            Some(Fate::Late(seconds)) => {
                self.landing.push((self.now + seconds, tag.clone()));
                (lost, None)
            }
            Some(Fate::Lost) => (lost, None),
            Some(fate @ (Fate::Refused | Fate::DoubledAndRefused)) => {
                if fate == Fate::DoubledAndRefused {
                    self.make(&tag);
                }
                self.refused.push(tag.clone());
                (launch::Answer::Refused("no"), None)
            }
            fate => {
                if fate == Some(Fate::Doubled) {
                    self.make(&tag);
                }
                let pod = self.make(&tag);
                (launch::Answer::Made(pod.id.clone()), Some(pod))
            }
        };
        self.on(Event::Created { tag, asked: at(self.now), answer, pod });
    }

    fn end(&mut self, verb: PodAction, pod: PodId) {
        let failed = Answer::Failed { error: "lost", retry_after: None, lasting: false };
        let answer = match self.fate {
            Some(Fate::Lost | Fate::Late(_)) => failed,
            Some(Fate::Refused | Fate::DoubledAndRefused) => Answer::Refused("no"),
            fate => {
                let there = self.pods.iter().any(|other| other.id == pod);
                self.pods.retain(|other| other.id != pod);
                match (fate, there) {
                    (Some(Fate::Unheard), _) => failed,
                    (_, true) => Answer::Agreed,
                    (_, false) => Answer::NotFound,
                }
            }
        };
        self.on(Event::ActionAnswered { pod, verb, answer });
    }

    fn list(&mut self) {
        self.read_journal();
        let whole = self.pods.clone();
        let listed =
            |pods, complete| Event::Listed { asked: at(self.now), pods, complete, unread: usize::from(!complete) };
        let event = match self.fate {
            Some(Fate::Lost) => Event::ListFailed { why: "lost", retry_after: None },
            Some(Fate::EmptyLists) => listed(vec![], true),
            Some(Fate::HolesInLists) => listed(whole.into_iter().skip(1).collect(), false),
            _ => listed(whole, true),
        };
        self.on(event);
    }

    fn play(&mut self, what: Move) {
        let launching = self.book.as_ref().is_some_and(Book::is_launching);
        let shown: Vec<PodId> =
            self.book.iter().flat_map(|book| book.fleet().all()).map(|k| k.pod.id.clone()).collect();
        let pick = |number: usize| shown.get(number % shown.len().max(1)).cloned();
        match what {
            Move::Launch if !launching => {
                let tag = LaunchTag::from_random(self.creates.len() as u128);
                self.clicks.push(tag.clone());
                self.on(Event::Launch(launch::Entry::new(tag, "comfy".into(), at(self.now))));
            }
            Move::Again(number) if !launching => {
                let Some(tag) = self.refused.get(number % self.refused.len().max(1)).cloned() else { return };
                self.clicks.push(tag.clone());
                self.on(Event::Launch(launch::Entry::new(tag, "comfy".into(), at(self.now))));
            }
            Move::End(number) => {
                let Some(pod) = pick(number) else { return };
                self.on(Event::ActionRequested { verb: PodAction::Terminate, pod: pod.clone(), name: "comfy".into() });
                self.ends.insert(pod);
            }
            Move::Undo(number) => {
                let Some(pod) = pick(number) else { return };
                self.on(Event::Undo(pod.clone()));
                if !self.journal.contains_key(&act_key(&pod, PodAction::Terminate)) {
                    self.ends.remove(&pod);
                }
            }
            Move::Leave => self.on(Event::Leaving),
            Move::Reload => self.load(),
            Move::Read => self.on(Event::NoticesDismissed),
            Move::Launch | Move::Again(_) => {}
        }
    }

    fn pass(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.now += 1;
            let (due, later) = self.landing.drain(..).partition(|(when, _)| *when <= self.now);
            self.landing = later;
            let due: Vec<(u64, LaunchTag)> = due;
            due.into_iter().for_each(|(_, tag)| drop(self.make(&tag)));
            self.on(Event::Tick { hidden: false, chance: 0.0 });
            self.look();
        }
    }

    fn look(&self) {
        let book = self.book.as_ref().unwrap();
        for pod in &self.pods {
            let written = self.journal.contains_key(&launch_key(pod.tag.as_ref().unwrap()));
            assert!(written || book.fleet().get(&pod.id).is_some(), "{} is out of sight", pod.id);
            let ends = self.ends.contains(&pod.id);
            assert!(
                !ends || self.journal.contains_key(&act_key(&pod.id, PodAction::Terminate)),
                "its end is forgotten"
            );
        }
    }
}

fn moves() -> impl Strategy<Value = Vec<(Move, Fate, u64)>> {
    let what = prop_oneof![
        3 => Just(Move::Launch),
        2 => (0usize..4).prop_map(Move::Again),
        2 => (0usize..4).prop_map(Move::End),
        1 => (0usize..4).prop_map(Move::Undo),
        1 => Just(Move::Leave),
        2 => Just(Move::Reload),
        1 => Just(Move::Read),
    ];
    let fate = prop_oneof![
        2 => Just(Fate::Good),
        2 => (0u64..120).prop_map(Fate::Late),
        1 => prop::sample::select(vec![Fate::Unheard, Fate::Lost, Fate::Doubled]),
        1 => prop::sample::select(vec![Fate::Refused, Fate::DoubledAndRefused]),
        1 => prop::sample::select(vec![Fate::EmptyLists, Fate::HolesInLists]),
    ];
    prop::collection::vec((what, fate, 0u64..150), 1..14)
}

proptest! {
    #[test]
    fn one_order_makes_one_pod_and_none_is_out_of_sight(moves in moves()) {
        let mut stage = Stage::default();
        stage.load();
        for (what, fate, seconds) in moves {
            stage.fate = Some(fate);
            stage.play(what);
            stage.pass(seconds);
        }
        stage.fate = None;
        stage.pass(400);
        for tag in &stage.creates {
            let times = |list: &[LaunchTag]| list.iter().filter(|other| *other == tag).count();
            prop_assert!(times(&stage.creates) <= times(&stage.clicks), "a create was sent twice");
        }
        let alive: BTreeSet<_> = stage.pods.iter().filter_map(|pod| pod.tag.as_ref()).collect();
        prop_assert_eq!(alive.len(), stage.pods.len(), "two pods of one order");
        let book = stage.book.as_ref().unwrap();
        prop_assert!(!book.has_open() && !book.is_launching());
        prop_assert!(stage.pods.iter().all(|pod| book.fleet().get(&pod.id).is_some()));
        prop_assert!(stage.pods.iter().all(|pod| !stage.ends.contains(&pod.id)), "an end was asked and is not done");
    }
}
