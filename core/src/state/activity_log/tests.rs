use super::*;
use crate::launch;
use crate::pods::action::{PodAction, UNDO};
use crate::pods::pod::tests::pod;
use crate::pods::pod::{Pod, Status};
use crate::runpod::error::{ApiError, ErrorKind};
use crate::state::AccountState;
use crate::types::ids::LaunchTag;
use proptest::prelude::*;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

/// A ledger and the log beside it, as the page keeps them.
struct Page(AccountState<String>, String);

impl Page {
    fn new() -> Self {
        Self(AccountState::new(1.0), String::new())
    }

    fn on(&mut self, event: Event<String>, now: u64) {
        let cause = Cause::of(&event);
        let effects = self.0.on(event, at(now));
        if let Some(text) = written(&self.1, cause.news(&effects), at(now)) {
            self.1 = text;
        }
    }

    fn lists(&mut self, pods: Vec<Pod>, now: u64) {
        self.on(Event::Listed { asked: at(now), pods, complete: true, unread: 0 }, now);
    }

    fn ticks(&mut self, now: u64) {
        self.on(Event::Tick { hidden: false, chance: 0.0 }, now);
    }

    fn asks(&mut self, verb: PodAction, now: u64) {
        self.on(Event::ActionRequested { verb, pod: PodId::new("a"), name: "comfy".into() }, now);
    }

    fn hears(&mut self, verb: PodAction, answer: Answer<String>, now: u64) {
        self.on(Event::ActionAnswered { pod: PodId::new("a"), verb, answer }, now);
    }

    fn says(&self) -> Vec<Activity> {
        read(&self.1).into_iter().map(|line| line.what).collect()
    }
}

const SENT: u64 = 10 + UNDO.as_secs();

#[test]
fn an_end_is_told_from_the_click_to_the_proof() {
    let mut page = Page::new();
    page.lists(vec![pod("a")], 1);
    page.asks(PodAction::Terminate, 10);
    page.ticks(SENT);
    page.hears(PodAction::Terminate, Answer::Agreed, SENT + 1);
    page.lists(vec![], SENT + 3);
    assert_eq!(page.says(), [Activity::EndClicked, Activity::AskedToEnd, Activity::Agreed, Activity::Gone]);
    assert_eq!(of_pod(&page.1, &PodId::new("a")).first().unwrap().what, Activity::Gone, "the newest comes first");
}

#[test]
fn a_stop_that_is_taken_back_and_one_that_is_confirmed() {
    let mut page = Page::new();
    page.lists(vec![pod("a")], 1);
    page.asks(PodAction::Stop, 2);
    page.on(Event::HoldUndo(PodId::new("a")), 3);
    page.on(Event::Undo(PodId::new("a")), 4);
    page.asks(PodAction::Stop, 10);
    page.ticks(SENT);
    page.hears(PodAction::Stop, Answer::Agreed, SENT + 1);
    page.lists(vec![Pod { status: Status::Stopped, ..pod("a") }], SENT + 3);
    let stop = [Activity::StopClicked, Activity::AskedToStop, Activity::Agreed, Activity::Confirmed];
    assert_eq!(page.says()[..2], [Activity::StopClicked, Activity::Undone]);
    assert_eq!(page.says()[2..], stop);
}

#[test]
fn a_start_that_is_refused_says_so() {
    let mut page = Page::new();
    page.lists(vec![Pod { status: Status::Stopped, ..pod("a") }], 1);
    page.asks(PodAction::Resume, 10);
    page.ticks(SENT);
    page.hears(PodAction::Resume, Answer::Refused("the host is full of secrets".into()), SENT + 1);
    assert_eq!(page.says(), [Activity::StartClicked, Activity::AskedToStart, Activity::Refused]);
    assert!(!page.1.contains("secrets"), "no word of RunPod's is kept");
}

#[test]
fn an_end_that_is_tried_for_hours_stays_a_few_lines() {
    let mut page = Page::new();
    page.lists(vec![pod("a")], 1);
    page.asks(PodAction::Terminate, 10);
    for round in 0..200 {
        let now = SENT + round * 40;
        page.ticks(now);
        let answer = Answer::Failed { error: "no".into(), retry_after: None, lasting: false };
        page.hears(PodAction::Terminate, answer, now + 1);
    }
    assert_eq!(page.says(), [Activity::EndClicked, Activity::AskedToEnd, Activity::Unanswered]);
}

#[test]
fn a_launch_is_told_once_and_pods_of_others_leave_nothing() {
    let tag = LaunchTag::from_random(7);
    let mut page = Page::new();
    page.on(Event::Launch(launch::Entry::new(tag.clone(), "comfy".into(), at(1))), 1);
    let mine = Pod { tag: Some(tag.clone()), ..pod("a") };
    let answer = launch::Answer::Made(PodId::new("a"));
    page.on(Event::Created { tag, asked: at(1), answer, pod: Some(mine.clone()) }, 2);
    page.lists(vec![mine.clone(), pod("other")], 3);
    page.on(Event::PodFetched { id: PodId::new("other"), asked: at(4), pod: None }, 4);
    page.lists(vec![mine], 200);
    assert_eq!(page.says(), [Activity::Launched]);
}

#[test]
fn a_text_that_is_no_log_is_an_empty_one() {
    for text in ["", "{}", "launchpod-history 2\n1 a 1", "launchpod-history 1 \n1 a 1", "\n1 a 1"] {
        assert_eq!(read(text), [], "{text}");
    }
    let odd = format!("{HEAD}\n1 a 1\n2 A<b> 1\n3 a 99\nx a 1\n4 a 1 1\n5 a\n\n6 b 15");
    assert_eq!(read(&odd).iter().map(|line| line.at.millis()).collect::<Vec<_>>(), [1, 6]);
}

#[test]
fn what_the_page_asks_by_itself_is_no_click() {
    let a = || PodId::new("a");
    let mut text = written("", vec![(a(), Activity::RuleDue)], at(1)).unwrap();
    assert_eq!(written(&text, vec![(a(), Activity::EndClicked)], at(2)), None);
    text = written(&text, vec![(a(), Activity::AskedToEnd)], at(8)).unwrap();
    text = written(&text, vec![(a(), Activity::EndClicked)], at(9)).unwrap();
    let all: Vec<Activity> = of_pod(&text, &a()).into_iter().map(|line| line.what).collect();
    assert_eq!(all, [Activity::EndClicked, Activity::AskedToEnd, Activity::RuleDue]);
    let text = written("", vec![(a(), Activity::BudgetSpent)], at(1)).unwrap();
    assert!(written(&text, vec![(a(), Activity::StopClicked)], at(7)).is_some(), "a click of much later is one");
}

#[test]
fn an_end_that_was_asked_for_or_seen_is_known() {
    let a = || PodId::new("a");
    let log = |all: &[Activity]| written("", all.iter().map(|what| (a(), *what)).collect(), at(1)).unwrap_or_default();
    assert!(!knows_end("", &a()) && !knows_end(&log(&[Activity::Launched]), &a()));
    assert!(!knows_end(&log(&[Activity::EndClicked, Activity::Undone]), &a()));
    assert!(knows_end(&log(&[Activity::EndClicked, Activity::AskedToEnd]), &a()));
    assert!(knows_end(&log(&[Activity::Launched, Activity::Gone]), &a()));
    assert!(!knows_end(&log(&[Activity::Launched, Activity::Gone]), &PodId::new("b")));
}

#[test]
fn each_move_of_a_timer_keeps_its_answer() {
    let mut text = String::new();
    let moved = [
        Activity::AskedToMoveTimer,
        Activity::Agreed,
        Activity::AskedToMoveTimer,
        Activity::Agreed,
        Activity::TimerMoved,
    ];
    for (second, what) in moved.into_iter().enumerate() {
        text = written(&text, vec![(PodId::new("a"), what)], at(second as u64)).unwrap();
    }
    assert_eq!(read(&text).into_iter().map(|line| line.what).collect::<Vec<_>>(), moved);
}

#[test]
fn what_came_of_a_question_is_told_by_its_answer() {
    let of = |kind| Activity::of_answer::<()>(&Err(ApiError::new(kind, "")));
    assert_eq!(Activity::of_answer(&Ok(())), Activity::Agreed);
    assert_eq!(of(ErrorKind::TimedOut), Activity::Unanswered);
    assert_eq!(of(ErrorKind::WrongKey), Activity::Refused);
}

#[test]
fn an_odd_id_is_not_written_down() {
    assert_eq!(written("", vec![(PodId::new("a 1 1\n9"), Activity::EndClicked)], at(1)), None);
}

proptest! {
    #[test]
    fn whatever_happens_the_log_is_bounded_and_reads_back(
        start in "\\PC{0,40}",
        news in prop::collection::vec(("[a-c]{1,2}|\\PC{0,3}", 0usize..19, 0u64..9), 0..700),
    ) {
        let mut text = start;
        let mut now = 0;
        for (pod, what, step) in news {
            now += step;
            let plain = PodId::new(pod.clone()).is_plain();
            let next = written(&text, vec![(PodId::new(pod), Activity::ALL[what])], at(now));
            prop_assert!(plain || next.is_none());
            if let Some(next) = next {
                text = next;
                prop_assert_eq!(read(&text).last().map(|line| (line.at, line.what)), Some((at(now), Activity::ALL[what])));
                prop_assert!(read(&text).len() <= MOST);
                prop_assert_eq!(text.lines().count(), read(&text).len() + 1);
            }
        }
    }
}
