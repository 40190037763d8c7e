//! Faults that random play found, each as a test of its own.

use proptest::prelude::*;

use super::*;

#[test]
fn a_click_that_changes_nothing_takes_nothing_in_hand() {
    let mut book = Book::new(1.0);
    let a = PodId::new("a");
    let _ = ask(&mut book, PodAction::Terminate, "a", 0);
    let _ = ask(&mut book, PodAction::Resume, "a", 1);
    assert!(book.owns_action(&a, PodAction::Terminate) && !book.owns_action(&a, PodAction::Resume));
    let _ = book.on(Event::Undo(a.clone()), at(2));
    let _ = ask(&mut book, PodAction::Resume, "a", 3);
    assert!(book.owns_action(&a, PodAction::Stop), "a stop would stand in its place");
    let _ = book.on(Event::Leaving, at(4));
    let answer = Answer::Refused("no");
    let _ = book.on(Event::ActionAnswered { pod: a.clone(), verb: PodAction::Resume, answer }, at(5));
    assert!(!book.owns_action(&a, PodAction::Resume), "what is over needs a new lock to begin again");
}

#[test]
fn a_launch_of_which_nothing_came_stays_in_the_journal_for_lists_may_be_wrong_for_long() {
    let mut book = Book::new(1.0);
    let _ = book.on(Event::Launch(entry(0)), at(0));
    let _ = created(&mut book, launch::Answer::Unclear("lost"), None, 1);
    let effects = list(&mut book, vec![], 121);
    assert!(!book.is_launching());
    let nothing = launch::Entry { outcome: Outcome::Refused, ..entry(0) };
    assert_eq!(writes(&effects), [&Record::Launch(nothing.clone())]);
    assert!(effects.contains(&Effect::ReleaseLock(launch_key(&tag()))), "nobody needs to look after it");
    let _ = book.on(Event::NoticesDismissed, at(122));
    let _ = book.on(Event::JournalRead(vec![Record::Launch(nothing)]), at(123));
    assert!(!book.is_launching());
    let late = list(&mut book, vec![tagged("a", 60)], 130);
    assert_eq!(book.unknown_pods().len(), 1, "it is pointed out");
    assert!(!late.contains(&Effect::Erase(launch_key(&tag()))));
    let _ = book.on(Event::PodFetched { id: PodId::new("a"), asked: at(140), pod: None }, at(140));
    let day = list(&mut book, vec![], 24 * 3600 + 1);
    assert!(day.contains(&Effect::Erase(launch_key(&tag()))));
}

#[test]
fn a_list_that_lacks_a_pod_which_runpod_has_not_disowned_ends_neither_a_search_nor_a_watch() {
    let mut book = placed();
    let _ = list(&mut book, vec![], 122);
    assert_eq!(sends(&list(&mut book, vec![tagged("a", 1), tagged("b", 100)], 125)), [(PodAction::Terminate, "b")]);
    let mut book = Book::new(1.0);
    let _ = list(&mut book, vec![pod("x")], 0);
    let _ = book.on(Event::Launch(entry(0)), at(0));
    let _ = created(&mut book, launch::Answer::Unclear("lost"), None, 1);
    let _ = list(&mut book, vec![], 125);
    assert!(book.is_launching());
    let _ = list(&mut book, vec![pod("x")], 129);
    assert!(!book.is_launching());
}

#[test]
fn a_start_that_arrives_after_it_was_repeated_and_stopped_is_stopped_again() {
    let (mut book, a) = (Book::new(1.0), PodId::new("a"));
    let shown = |status: Status| Pod { status, ..pod("a") };
    let acted = |verb, answer| Event::ActionAnswered { pod: PodId::new("a"), verb, answer };
    let lost = || Answer::Failed { error: "lost", retry_after: None, lasting: false };
    let _ = list(&mut book, vec![shown(Status::Stopped)], 1);
    let _ = ask(&mut book, PodAction::Resume, "a", 2);
    let _ = book.on(Event::Leaving, at(2));
    let _ = book.on(acted(PodAction::Resume, lost()), at(3));
    assert_eq!(sends(&list(&mut book, vec![shown(Status::Stopped)], 5)), [(PodAction::Resume, "a")], "it is repeated");
    let _ = book.on(acted(PodAction::Resume, Answer::Agreed), at(6));
    let _ = ask(&mut book, PodAction::Stop, "a", 10);
    let _ = book.on(Event::Leaving, at(10));
    let _ = book.on(acted(PodAction::Stop, Answer::Agreed), at(11));
    let _ = list(&mut book, vec![shown(Status::Stopped)], 20);
    assert!(book.owns_action(&a, PodAction::Stop), "the first start can still arrive");
    let _ = list(&mut book, vec![shown(Status::Running)], 60);
    assert_eq!(sends(&tick(&mut book, 61)), [(PodAction::Stop, "a")], "it has");
    let _ = book.on(acted(PodAction::Stop, Answer::Agreed), at(62));
    let _ = list(&mut book, vec![shown(Status::Stopped)], 124);
    assert!(!book.has_open());
}

#[test]
fn a_start_that_was_answered_makes_no_stop_wait() {
    let mut book = Book::new(1.0);
    let acted = |verb| Event::ActionAnswered { pod: PodId::new("a"), verb, answer: Answer::Agreed };
    let _ = ask(&mut book, PodAction::Resume, "a", 2);
    let _ = book.on(Event::Leaving, at(2));
    let _ = book.on(acted(PodAction::Resume), at(3));
    let _ = ask(&mut book, PodAction::Stop, "a", 4);
    let _ = book.on(Event::Leaving, at(4));
    let _ = book.on(acted(PodAction::Stop), at(5));
    let _ = list(&mut book, vec![Pod { status: Status::Stopped, ..pod("a") }], 6);
    assert!(!book.has_open());
}

#[test]
fn an_end_that_was_adopted_beside_a_start_is_not_begun_once_more() {
    let (mut book, a) = (Book::new(1.0), PodId::new("a"));
    let _ = ask(&mut book, PodAction::Resume, "a", 0);
    let mut end = ActionRequest::<()>::begin(PodAction::Terminate, a.clone(), "comfy".into(), at(0));
    let _ = end.step(action::Event::SkipUndo, at(0));
    let _ = book.on(Event::RecordClaimed(Record::Act(end.entry().unwrap())), at(1));
    assert!(ask(&mut book, PodAction::Terminate, "a", 2).is_empty());
    assert_eq!(book.acts().iter().filter(|act| act.verb == PodAction::Terminate).count(), 1);
}

#[test]
fn a_twin_that_wrong_lists_hid_for_too_long_is_ended_when_a_list_has_it() {
    let mut book = placed();
    let _ = list(&mut book, vec![tagged("a", 1)], 130);
    let late = list(&mut book, vec![tagged("a", 1), tagged("b", 60)], 200);
    assert_eq!(sends(&late), [(PodAction::Terminate, "b")]);
    let again = list(&mut book, vec![tagged("a", 1), tagged("b", 60)], 203);
    assert_eq!((sends(&again), book.notices().len()), (vec![], 1), "once, and told once");
    let copy = list(&mut book, vec![tagged("a", 1), tagged("c", 400)], 500);
    assert_eq!(sends(&copy), [], "a copy that a person made later is none of ours");
}

#[test]
fn a_twin_that_another_tab_ends_is_not_told_of_here() {
    let mut book = placed();
    let _ = list(&mut book, vec![tagged("a", 1)], 130);
    let theirs = ActionRequest::<()>::end_duplicate(PodId::new("b"), "comfy".into(), at(150)).entry();
    let settled = launch::Entry { outcome: Outcome::Placed(PodId::new("a")), ..entry(0) };
    let kept = vec![Record::Launch(settled), Record::Act(theirs.unwrap())];
    let _ = book.on(Event::JournalRead(kept), at(151));
    let effects = list(&mut book, vec![tagged("a", 1), tagged("b", 60)], 152);
    assert_eq!((sends(&effects), book.notices().len()), (vec![], 0));
}

/// When the launch below is asked for.
const ASKED: u64 = 1_795_165_200;

/// How RunPod may tell when a pod was made.
fn told(how: usize, seconds: u64) -> serde_json::Value {
    let iso = |from: usize, until: usize| {
        let moment = std::time::UNIX_EPOCH + std::time::Duration::from_secs(ASKED + seconds);
        let text = humantime::format_rfc3339_seconds(moment).to_string();
        text.get(from..until).unwrap().to_owned()
    };
    let millis = (ASKED + seconds) * 1000;
    match how {
        0 => iso(0, 20).into(),
        1 => serde_json::Value::Null,
        2 => millis.into(),
        3 => millis.to_string().into(),
        4 => (millis / 1000).into(),
        5 => format!("{} {}.843 +0000 UTC", iso(0, 10), iso(11, 19)).into(),
        6 => "yesterday".into(),
        7 => 0.into(),
        8 => "0001-01-01T00:00:00Z".into(),
        9 => iso(0, 10).into(),
        10 => (-1.5).into(),
        11 => serde_json::json!({ "at": millis }),
        12 => "1970-01-01T00:00:00Z".into(),
        13 => iso(11, 19).into(),
        _ => true.into(),
    }
}

fn told_pod(id: &str, created: serde_json::Value) -> Pod {
    let env = [format!("{}={}", LaunchTag::ENV, tag())];
    let json = serde_json::json!({ "id": id, "desiredStatus": "RUNNING", "env": env, "createdAt": created });
    let document = crate::json::Document::read(json.to_string()).unwrap();
    crate::runpod::decode::pod(document.json(), at(ASKED)).unwrap()
}

proptest! {
    #[test]
    fn a_copy_is_never_ended_however_its_times_are_told(
        first in 0usize..15, second in 0usize..15, third in 0usize..15, settled: bool, answered: bool, ended: bool,
    ) {
        let mut book = Book::new(1.0);
        let _ = book.on(Event::Launch(entry(ASKED)), at(ASKED));
        let a = told_pod("m", told(first, 0));
        if answered {
            let _ = created(&mut book, launch::Answer::Made(PodId::new("m")), Some(a.clone()), ASKED + 1);
        } else {
            let _ = created(&mut book, launch::Answer::Unclear("lost"), None, ASKED + 1);
            let _ = list(&mut book, vec![a.clone()], ASKED + 5);
        }
        if settled {
            let _ = list(&mut book, vec![a.clone()], ASKED + 200);
        }
        if ended {
            let _ = book.on(Event::PodFetched { id: PodId::new("m"), asked: at(ASKED + 201), pod: None }, at(ASKED + 201));
        }
        for ids in [["a", "z"], ["z", "a"]] {
            let mut copies: Vec<Pod> =
                ids.iter().zip([told(second, 7_200), told(third, 9_000)]).map(|(id, time)| told_pod(id, time)).collect();
            if !ended {
                copies.push(a.clone());
            }
            let effects = list(&mut book, copies, ASKED + 300);
            prop_assert_eq!(sends(&effects), []);
        }
    }
}

#[test]
fn of_two_that_are_equally_old_none_is_ended() {
    let mut book = placed();
    assert_eq!(sends(&list(&mut book, vec![tagged("a", 1), tagged("0", 1)], 5)), []);
    assert_eq!(book.launches().first().map(|launch| launch.entry().outcome), Some(Outcome::Placed(PodId::new("a"))));
}

#[test]
fn of_two_of_one_millisecond_the_one_that_was_not_placed_is_ended() {
    let created = Timestamp::from_millis(1_003);
    let mut book = Book::new(1.0);
    let _ = book.on(Event::Launch(entry(0)), at(0));
    let born = |id| Pod { created: Some(created), ..tagged(id, 1) };
    let _ = crate::state::tests::created(&mut book, launch::Answer::Made(PodId::new("a")), Some(born("a")), 1);
    assert_eq!(sends(&list(&mut book, vec![born("a"), born("0")], 5)), [(PodAction::Terminate, "0")]);
}

#[test]
fn copies_of_a_pod_that_a_list_lacks_are_none_of_each_others_twins() {
    let mut book = placed();
    let _ = list(&mut book, vec![tagged("a", 1)], 130);
    assert_eq!(sends(&list(&mut book, vec![tagged("b", 5_000), tagged("c", 5_060)], 6_000)), []);
}

#[test]
fn a_click_of_another_day_or_before_the_last_start_is_not_carried_out_by_itself() {
    let entry = |verb| {
        let mut act =
            ActionRequest::<()>::begin(verb, PodId::new("a"), "comfy".into(), at(0)).of_pod_started(Some(at(50)));
        let _ = act.step(action::Event::SkipUndo, at(0));
        act.entry().unwrap()
    };
    let day = 24 * 3600;
    for verb in [PodAction::Terminate, PodAction::Stop] {
        let adopted = |book: &mut Book, now: u64| {
            let mut effects = book.on(Event::RecordClaimed(Record::Act(entry(verb))), at(now));
            effects.extend(tick(book, now + 1));
            effects.extend(tick(book, now + 60));
            effects
        };
        let old = adopted(&mut Book::new(1.0), day + 1);
        assert!(sends(&old).is_empty() && old.contains(&Effect::Erase(act_key(&PodId::new("a"), verb))));
        let mut book = Book::new(1.0);
        let _ = book.on(Event::RecordClaimed(Record::Act(entry(verb))), at(100));
        assert_eq!(sends(&tick(&mut book, 101)), [], "the pod may have been started since");
        let dropped = list(&mut book, vec![Pod { started: Some(at(60)), ..pod("a") }], 102);
        assert!(dropped.contains(&Effect::Erase(act_key(&PodId::new("a"), verb))), "{dropped:?}");
        assert_eq!(sends(&tick(&mut book, 103)), []);
        let mut same = Book::new(1.0);
        let _ = same.on(Event::RecordClaimed(Record::Act(entry(verb))), at(100));
        let _ = list(&mut same, vec![Pod { started: Some(at(50)), ..pod("a") }], 102);
        assert_eq!(sends(&tick(&mut same, 103)), [(verb, "a")], "whatever this computer's clock says of that start");
        let said = book.notices().first().map(Notice::describe).unwrap();
        assert!(said.contains("you asked to") && said.contains("“comfy”"), "{said}");
        assert_eq!(sends(&adopted(&mut Book::new(1.0), day)), [(verb, "a")]);
    }
}
