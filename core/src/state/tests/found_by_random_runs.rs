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

/// An end of pod `a` whose right was refused, and of which nobody has read yet.
fn refused() -> Book {
    let mut book = Book::new(1.0);
    let _ = ask(&mut book, PodAction::Terminate, "a", 0);
    let _ = book.on(Event::Leaving, at(1));
    let answer = Answer::NoRight { error: "no", sure: true };
    let _ = book.on(Event::ActionAnswered { pod: PodId::new("a"), verb: PodAction::Terminate, answer }, at(2));
    assert!(book.acts().iter().all(ActionRequest::is_over));
    book
}

/// What the journal holds of this action on pod `a` once it was sent.
fn sent(verb: PodAction, book: &mut Book, asked: u64) -> Record {
    let _ = ask(book, verb, "a", asked);
    writes(&book.on(Event::Leaving, at(asked + 1))).last().map(|record| (*record).clone()).unwrap()
}

/// Seeds 25288 and 35308.
#[test]
fn what_takes_the_place_of_a_refused_end_leaves_another_tabs_end_in_the_journal() {
    let key = act_key(&PodId::new("a"), PodAction::Terminate);
    assert!(!ask(&mut refused(), PodAction::Stop, "a", 10).contains(&Effect::Erase(key)));
}

/// Seed 28455.
#[test]
fn a_refused_end_hides_no_end_of_another_tab() {
    let (mut book, a) = (refused(), PodId::new("a"));
    let again = sent(PodAction::Terminate, &mut Book::new(1.0), 10);
    let _ = book.on(Event::JournalRead(vec![again.clone()]), at(12));
    assert_eq!(book.elsewhere(), std::slice::from_ref(&again));
    assert!(book.acts().is_empty(), "that it was refused before is no news any more");
    let mut heir = refused();
    let _ = heir.on(Event::RecordClaimed(again), at(20));
    assert!(heir.owns_action(&a, PodAction::Terminate) && heir.acts().len() == 1);
}

/// Seed 30267.
#[test]
fn a_start_of_this_person_that_arrives_late_does_not_call_off_what_was_asked_after_it() {
    for verb in [PodAction::Stop, PodAction::Terminate] {
        let shown = |started| Pod { status: Status::Running, started: Some(at(started)), ..pod("a") };
        let mut book = Book::new(1.0);
        let _ = list(&mut book, vec![Pod { status: Status::Stopped, ..shown(5) }], 8);
        let _ = ask(&mut book, PodAction::Resume, "a", 10);
        let _ = book.on(Event::Leaving, at(11));
        let record = sent(verb, &mut book, 12);
        let next = |started, now| {
            let mut heir = Book::new(1.0);
            let _ = heir.on(Event::RecordClaimed(record.clone()), at(now));
            let _ = list(&mut heir, vec![shown(started)], now + 1);
            sends(&tick(&mut heir, now + 2)).len()
        };
        assert_eq!(next(20, 30), 1, "it can be the start that was asked for at 10");
        assert_eq!(next(200, 210), 0, "it can't");
    }
}

/// Seed 20649.
#[test]
fn a_start_that_only_the_list_had_not_shown_yet_is_none_after_the_click() {
    let shown = |started| Pod { status: Status::Running, started: Some(at(started)), ..pod("a") };
    let mut book = Book::new(1.0);
    let _ = list(&mut book, vec![shown(5)], 100);
    let record = sent(PodAction::Stop, &mut book, 110);
    let next = |started| {
        let mut heir = Book::new(1.0);
        let _ = heir.on(Event::RecordClaimed(record.clone()), at(120));
        let _ = list(&mut heir, vec![shown(started)], 121);
        sends(&tick(&mut heir, 122)).len()
    };
    assert_eq!((next(90), next(115)), (1, 0));
}

/// Seed 80101.
#[test]
fn nothing_but_an_end_is_asked_of_a_pod_that_another_tab_ends() {
    let end = sent(PodAction::Terminate, &mut Book::new(1.0), 10);
    for verb in PodAction::ALL {
        let mut book = Book::new(1.0);
        let _ = book.on(Event::JournalRead(vec![end.clone()]), at(12));
        assert_eq!(ask(&mut book, verb, "a", 13), vec![], "a start would call that end off");
        assert!(book.acts().is_empty());
    }
    let stop = sent(PodAction::Stop, &mut Book::new(1.0), 10);
    let mut book = Book::new(1.0);
    let _ = book.on(Event::JournalRead(vec![stop]), at(12));
    let _ = ask(&mut book, PodAction::Terminate, "a", 13);
    assert!(book.owns_action(&PodId::new("a"), PodAction::Terminate), "an end is for a person to have always");
}

/// Seed 85761.
#[test]
fn the_next_tab_knows_twins_of_a_pod_that_was_ended_at_once() {
    let mut book = placed();
    let saved = list(&mut book, vec![tagged("a", 1)], 10);
    let record = writes(&saved).last().map(|record| (*record).clone()).unwrap();
    assert_eq!(Record::read(&record.write()), Some(record.clone()));
    let mut heir = Book::new(1.0);
    let _ = heir.on(Event::RecordClaimed(record), at(150));
    let _ = list(&mut heir, vec![tagged("b", 28), tagged("c", 29)], 151);
    let ended: Vec<_> = heir.acts().iter().map(|act| (act.verb, act.pod.as_str())).collect();
    assert_eq!(ended, [(PodAction::Terminate, "b"), (PodAction::Terminate, "c")]);
}
