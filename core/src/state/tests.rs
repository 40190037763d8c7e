use super::*;
use crate::pods::action::{self, Answer};

use crate::pods::pod::tests::pod;
use crate::pods::pod::{Pod, Status};
use crate::state::journal::{act_key, launch_key};

mod found_by_random_runs;
mod random_play;

type Book = AccountState<&'static str>;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

fn tag() -> LaunchTag {
    LaunchTag::from_random(7)
}

fn entry(asked: u64) -> launch::Entry {
    launch::Entry::new(tag(), "comfy".into(), at(asked))
}

fn tagged(id: &str, created: u64) -> Pod {
    Pod { tag: Some(tag()), created: Some(at(created)), ..pod(id) }
}

fn list(book: &mut Book, pods: Vec<Pod>, now: u64) -> Vec<Effect> {
    book.on(Event::Listed { asked: at(now), pods, complete: true, unread: 0 }, at(now))
}

fn created(book: &mut Book, answer: launch::Answer<&'static str>, pod: Option<Pod>, now: u64) -> Vec<Effect> {
    book.on(Event::Created { tag: tag(), asked: at(0), answer, pod }, at(now))
}

fn tick(book: &mut Book, now: u64) -> Vec<Effect> {
    book.on(Event::Tick { hidden: false, chance: 0.0 }, at(now))
}

fn ask(book: &mut Book, verb: PodAction, id: &str, now: u64) -> Vec<Effect> {
    book.on(Event::ActionRequested { verb, pod: PodId::new(id), name: "comfy".into() }, at(now))
}

/// A ledger whose launch was answered with pod `a` at 1.
fn placed() -> Book {
    let mut book = Book::new(1.0);
    let _ = book.on(Event::Launch(entry(0)), at(0));
    let _ = created(&mut book, launch::Answer::Made(PodId::new("a")), Some(tagged("a", 1)), 1);
    book
}

fn writes(effects: &[Effect]) -> Vec<&Record> {
    effects
        .iter()
        .filter_map(|effect| if let Effect::SaveRecord(record) = effect { Some(record) } else { None })
        .collect()
}

fn sends(effects: &[Effect]) -> Vec<(PodAction, &str)> {
    let sends = effects.iter().filter_map(|effect| match effect {
        Effect::SendAction(verb, pod) => Some((*verb, pod.as_str())),
        _ => None,
    });
    sends.collect()
}

#[test]
fn a_launch_is_written_down_before_it_is_sent() {
    let mut book = Book::new(1.0);
    let effects = book.on(Event::Launch(entry(0)), at(0));
    assert_eq!(effects, [Effect::SaveRecord(Record::Launch(entry(0))), Effect::Create(tag())]);
    assert!(book.is_launching());
}

#[test]
fn a_placed_launch_is_watched_for_as_long_as_a_list_may_hide_a_twin_and_then_only_remembered() {
    let mut book = placed();
    assert!(!book.is_launching(), "the next launch need not wait");
    let early = list(&mut book, vec![tagged("a", 1)], 400);
    assert!(!early.contains(&Effect::ReleaseLock(launch_key(&tag()))));
    let late = list(&mut book, vec![tagged("a", 1)], 421);
    let settled = launch::Entry { outcome: Outcome::Placed(PodId::new("a")), born: Some(at(1)), ..entry(0) };
    assert!(writes(&late).contains(&&Record::Launch(settled)));
    assert!(late.contains(&Effect::ReleaseLock(launch_key(&tag()))));
    assert!(book.unknown_pods().is_empty());
    let gone = book.on(Event::PodFetched { id: PodId::new("a"), asked: at(430), pod: None }, at(430));
    assert!(gone.contains(&Effect::Erase(launch_key(&tag()))));
}

/// Seed 4687 of the random runs.
#[test]
fn a_twin_that_stale_lists_hide_until_its_elder_is_gone_is_not_forgotten() {
    let mut book = placed();
    let _ = list(&mut book, vec![tagged("a", 1)], 10);
    let _ = book.on(Event::PodFetched { id: PodId::new("a"), asked: at(60), pod: None }, at(60));
    for seconds in [122, 150] {
        let stale = list(&mut book, vec![], seconds);
        assert!(!stale.contains(&Effect::Erase(launch_key(&tag()))), "the second pod may be there");
    }
    let _ = list(&mut book, vec![tagged("b", 92)], 200);
    assert_eq!(book.acts().first().map(|act| (act.verb, act.pod.as_str())), Some((PodAction::Terminate, "b")));
}

fn asked_for(effects: &[Effect]) -> Vec<&str> {
    let asked = effects.iter().filter_map(|effect| match effect {
        Effect::FetchPod(pod) => Some(pod.as_str()),
        _ => None,
    });
    asked.collect()
}

#[test]
fn missing_pods_are_asked_for_a_few_at_a_time_and_none_twice_at_once() {
    let mut book = Book::new(1.0);
    let _ = list(&mut book, ["a", "b", "c", "d", "e", "f"].map(pod).into(), 1);
    assert_eq!(asked_for(&list(&mut book, vec![], 4)), ["a", "b", "c", "d"]);
    assert!(asked_for(&list(&mut book, vec![], 7)).is_empty(), "no answer came yet");
    let _ = book.on(Event::PodFetched { id: PodId::new("b"), asked: at(4), pod: None }, at(8));
    let _ = book.on(Event::PodFetchFailed(PodId::new("c")), at(8));
    assert_eq!(asked_for(&list(&mut book, vec![], 10)), ["c", "e"]);
    assert_eq!(asked_for(&list(&mut book, vec![], 71)), ["a", "c", "d", "e"], "the page was asleep");
}

#[test]
fn a_launch_whose_pod_ended_unseen_leaves_the_journal_by_runpods_word() {
    let mut book = placed();
    let (pod, key) = (PodId::new("a"), launch_key(&tag()));
    let _ = book.on(Event::PodFetched { id: pod.clone(), asked: at(60), pod: None }, at(60));
    let settling = list(&mut book, vec![], 422);
    assert!(!settling.contains(&Effect::Erase(key.clone())), "a list proves nothing");
    assert!(settling.contains(&Effect::FetchPod(pod.clone())));
    let told = book.on(Event::PodFetched { id: pod.clone(), asked: at(423), pod: None }, at(423));
    assert!(told.contains(&Effect::Erase(key)));
    assert!(!list(&mut book, vec![], 426).contains(&Effect::FetchPod(pod)), "once it is answered");
}

#[test]
fn the_younger_of_two_pods_with_one_tag_is_ended_at_once_and_the_person_told() {
    let mut book = placed();
    let effects = list(&mut book, vec![tagged("b", 2), tagged("a", 1)], 5);
    assert_eq!(sends(&effects), [(PodAction::Terminate, "b")]);
    assert_eq!(book.notices(), [Notice::Twin { name: "comfy".into() }]);
    assert!(book.acts().iter().all(|act| act.duplicate));
    assert!(sends(&list(&mut book, vec![tagged("b", 2), tagged("a", 1)], 8)).is_empty(), "once");
    let _ = book.on(Event::NoticesDismissed, at(9));
    assert!(book.notices().is_empty());
    assert_eq!(book.acts().len(), 1, "what is not finished stays");
}

#[test]
fn it_is_the_older_that_stays_even_if_the_answer_named_the_younger() {
    let mut book = placed();
    let effects = list(&mut book, vec![tagged("older", 0), tagged("a", 1)], 5);
    assert_eq!(sends(&effects), [(PodAction::Terminate, "a")]);
}

#[test]
fn a_copy_that_a_person_made_later_is_not_ended_but_pointed_out() {
    let mut book = placed();
    let effects = list(&mut book, vec![tagged("a", 1), tagged("copy", 400)], 500);
    assert!(sends(&effects).is_empty());
    assert_eq!(book.unknown_pods(), [(PodId::new("copy"), "pod copy".to_owned())]);
}

#[test]
fn a_twin_of_a_pod_that_was_ended_is_ended_too() {
    let mut book = placed();
    let _ = list(&mut book, vec![tagged("a", 1)], 2);
    let _ = ask(&mut book, PodAction::Terminate, "a", 3);
    let _ = book.on(Event::Leaving, at(3));
    let _ = book.on(
        Event::ActionAnswered { pod: PodId::new("a"), verb: PodAction::Terminate, answer: Answer::NotFound },
        at(4),
    );
    assert!(book.fleet().get(&PodId::new("a")).is_none());
    assert_eq!(sends(&list(&mut book, vec![tagged("b", 30)], 40)), [(PodAction::Terminate, "b")]);
}

#[test]
fn a_pod_that_comes_of_a_refused_launch_is_adopted_and_told() {
    let mut book = Book::new(1.0);
    let _ = book.on(Event::Launch(entry(0)), at(0));
    let _ = created(&mut book, launch::Answer::Refused("full"), None, 1);
    assert!(!book.is_launching());
    let _ = list(&mut book, vec![tagged("a", 60)], 61);
    assert_eq!(book.notices(), [Notice::CameAfterAll { name: "comfy".into() }]);
    assert!(book.unknown_pods().is_empty());
}

#[test]
fn a_list_with_a_hole_neither_ends_a_search_nor_a_watch() {
    let mut book = Book::new(1.0);
    let _ = book.on(Event::Launch(entry(0)), at(0));
    let _ = created(&mut book, launch::Answer::Unclear("lost"), None, 1);
    let _ = book.on(Event::Listed { asked: at(500), pods: vec![pod("x")], complete: false, unread: 0 }, at(500));
    assert!(book.is_launching());
    let _ = book.on(Event::Listed { asked: at(501), pods: vec![tagged("a", 60)], complete: false, unread: 0 }, at(501));
    assert!(!book.is_launching(), "what it has is there");
    assert!(!book.launches().is_empty(), "what it lacks may be there too");
}

#[test]
fn pods_with_a_tag_that_this_browser_does_not_know_are_pointed_out_until_the_person_knows_them() {
    let mut book = Book::new(1.0);
    let _ = list(&mut book, vec![tagged("a", 1), pod("untagged")], 5);
    assert_eq!(book.unknown_pods(), [(PodId::new("a"), "pod a".to_owned())]);
    let effects = book.on(Event::UnknownPodsAcknowledged, at(6));
    assert_eq!(writes(&effects).len(), 1);
    assert!(book.unknown_pods().is_empty());
    let mut next_time = Book::new(1.0);
    let records: Vec<Record> = writes(&effects).into_iter().cloned().collect();
    let _ = next_time.on(Event::JournalRead(records), at(7));
    let _ = list(&mut next_time, vec![tagged("a", 1)], 8);
    assert!(next_time.unknown_pods().is_empty());
}

#[test]
fn what_another_tab_looks_after_blocks_a_second_launch_and_a_second_end() {
    let mut book = Book::new(1.0);
    let end = ActionRequest::<()>::begin(PodAction::Terminate, PodId::new("a"), "comfy".into(), at(0)).entry().unwrap();
    let _ = book.on(Event::JournalRead(vec![Record::Launch(entry(0)), Record::Act(end.clone())]), at(1));
    assert!(book.is_launching());
    assert!(!book.has_open(), "it is not this tab's");
    assert!(ask(&mut book, PodAction::Terminate, "a", 2).is_empty());
    let _ = book.on(Event::RecordClaimed(Record::Act(end)), at(3));
    assert_eq!(sends(&tick(&mut book, 6)), [(PodAction::Terminate, "a")], "its tab is gone: this one goes on");
    let _ = book.on(Event::JournalRead(vec![]), at(7));
    assert!(!book.is_launching(), "the other tab has found out");
}

#[test]
fn a_stop_elsewhere_does_not_keep_anybody_from_ending() {
    let mut book = Book::new(1.0);
    let stop = ActionRequest::<()>::begin(PodAction::Stop, PodId::new("a"), "comfy".into(), at(0)).entry().unwrap();
    let _ = book.on(Event::JournalRead(vec![Record::Act(stop)]), at(1));
    assert_eq!(writes(&ask(&mut book, PodAction::Terminate, "a", 2)).len(), 1);
}

#[test]
fn an_end_takes_the_place_of_a_stop_and_nothing_that_of_an_end() {
    let mut book = Book::new(1.0);
    let _ = ask(&mut book, PodAction::Stop, "a", 0);
    let effects = ask(&mut book, PodAction::Terminate, "a", 1);
    assert!(effects.contains(&Effect::Erase(act_key(&PodId::new("a"), PodAction::Stop))));
    assert!(ask(&mut book, PodAction::Resume, "a", 2).is_empty());
    assert_eq!(book.acts().iter().map(|act| act.verb).collect::<Vec<_>>(), [PodAction::Terminate]);
}

#[test]
fn a_pod_that_went_while_nobody_looked_is_told_of_unless_its_end_was_asked_for() {
    let settled = Record::Launch(launch::Entry { outcome: Outcome::Placed(PodId::new("a")), ..entry(0) });
    let gone = |end: Option<Record>| {
        let mut book = Book::new(1.0);
        let _ = book.on(Event::JournalRead(vec![settled.clone()]), at(100));
        end.into_iter().for_each(|end| _ = book.on(Event::RecordClaimed(end), at(100)));
        let _ = list(&mut book, vec![], 101);
        let told = book.on(Event::PodFetched { id: PodId::new("a"), asked: at(102), pod: None }, at(102));
        assert!(told.contains(&Effect::Erase(launch_key(&tag()))), "{told:?}");
        told.iter().filter(|effect| matches!(effect, Effect::PodEndedUnseen(..))).count()
    };
    assert_eq!(gone(None), 1);
    let mut end = ActionRequest::<()>::begin(PodAction::Terminate, PodId::new("a"), "comfy".into(), at(0));
    let _ = end.step(action::Event::SkipUndo, at(0));
    assert_eq!(gone(Some(Record::Act(end.entry().unwrap()))), 0);
}

#[test]
fn an_end_resumed_after_the_pod_has_gone_is_closed_by_runpods_word() {
    let mut book = Book::new(1.0);
    let mut end = ActionRequest::<()>::begin(PodAction::Terminate, PodId::new("a"), "comfy".into(), at(0));
    let _ = end.step(action::Event::SkipUndo, at(0));
    let _ = book.on(Event::RecordClaimed(Record::Act(end.entry().unwrap())), at(100));
    assert!(list(&mut book, vec![], 101).contains(&Effect::FetchPod(PodId::new("a"))));
    let effects = book.on(Event::PodFetched { id: PodId::new("a"), asked: at(102), pod: None }, at(102));
    assert!(effects.contains(&Effect::Erase(act_key(&PodId::new("a"), PodAction::Terminate))));
    assert!(!book.has_open());
}

#[test]
fn lists_are_asked_for_one_at_a_time_and_one_that_was_wanted_meanwhile_follows() {
    let mut book = Book::new(1.0);
    assert_eq!(tick(&mut book, 100), [Effect::List]);
    assert!(book.on(Event::ListWanted, at(101)).is_empty());
    assert!(list(&mut book, vec![], 102).contains(&Effect::List));
    assert!(!list(&mut book, vec![], 103).contains(&Effect::List));
    assert!(tick(&mut book, 110).is_empty());
    assert_eq!(tick(&mut book, 118), [Effect::List]);
    assert_eq!(tick(&mut book, 179), [Effect::List], "the page was asleep, and no answer will come");
}

#[test]
fn who_comes_back_to_a_hidden_tab_is_shown_lists_as_often_as_before() {
    let mut book = Book::new(1.0);
    let _ = list(&mut book, vec![], 0);
    let hidden = |book: &mut Book, now| book.on(Event::Tick { hidden: true, chance: 0.0 }, at(now));
    assert_eq!(hidden(&mut book, 16), []);
    // The list that whoever comes back wants is there before the next tick, which alone tells that the tab is in sight.
    assert_eq!(book.on(Event::ListWanted, at(30)), [Effect::List]);
    let _ = list(&mut book, vec![], 30);
    assert_eq!(tick(&mut book, 44), []);
    assert_eq!(tick(&mut book, 45), [Effect::List]);
    let _ = list(&mut book, vec![], 45);
    assert_eq!(hidden(&mut book, 104), []);
    assert_eq!(hidden(&mut book, 105), [Effect::List]);
}

#[test]
fn a_list_that_fails_is_not_asked_for_again_at_once_and_its_trouble_is_told() {
    let mut book = Book::new(1.0);
    let _ = tick(&mut book, 100);
    let _ = book.on(Event::ListWanted, at(100));
    let failed = book.on(Event::ListFailed { why: "429", retry_after: Some(Duration::from_secs(50)) }, at(101));
    assert!(!failed.contains(&Effect::List));
    assert_eq!(book.polling().trouble(), Some(&"429"));
    assert!(tick(&mut book, 150).is_empty());
    assert_eq!(tick(&mut book, 151), [Effect::List]);
    let _ = list(&mut book, vec![], 152);
    assert_eq!(book.polling().trouble(), None);
}

#[test]
fn a_list_that_was_overtaken_changes_nothing() {
    let mut book = Book::new(1.0);
    let _ = list(&mut book, vec![pod("a")], 10);
    let _ = book.on(Event::Listed { asked: at(9), pods: vec![], complete: true, unread: 0 }, at(11));
    assert!(!book.fleet().get(&PodId::new("a")).unwrap().unlisted);
}

#[test]
fn a_stop_that_runpod_refuses_is_told_until_it_is_read() {
    let mut book = Book::new(1.0);
    let _ = list(&mut book, vec![pod("a")], 1);
    let _ = ask(&mut book, PodAction::Stop, "a", 2);
    let _ = book.on(Event::Leaving, at(3));
    let answer = Answer::Refused("no");
    let effects = book.on(Event::ActionAnswered { pod: PodId::new("a"), verb: PodAction::Stop, answer }, at(4));
    assert!(effects.contains(&Effect::Erase(act_key(&PodId::new("a"), PodAction::Stop))));
    assert_eq!(book.acts().len(), 1);
    let _ = book.on(Event::NoticesDismissed, at(5));
    assert!(book.acts().is_empty());
}

#[test]
fn a_status_that_nobody_knows_confirms_nothing() {
    let mut book = Book::new(1.0);
    let _ = ask(&mut book, PodAction::Stop, "a", 0);
    let _ = book.on(Event::Leaving, at(0));
    let odd = Pod { status: Status::parse("HIBERNATING"), ..pod("a") };
    let _ = list(&mut book, vec![odd], 5);
    assert!(book.has_open());
}

#[test]
fn of_a_thousand_pods_only_those_that_changed_are_shown() {
    let mut book = Book::new(1.0);
    let pods = |stopped: &[usize]| -> Vec<Pod> {
        let status = |at| if stopped.contains(&at) { Status::Stopped } else { Status::Running };
        (0..1000).map(|at| Pod { status: status(at), ..pod(&format!("p{at:04}")) }).collect()
    };
    let _ = list(&mut book, pods(&[]), 1);
    assert_eq!(list(&mut book, pods(&[]), 2), [], "nothing is new, and nothing is to be done");
    let shown = ["p0003", "p0500", "p0999"].map(PodId::new);
    assert_eq!(list(&mut book, pods(&[999, 3, 500]), 3), [Effect::PodsChanged(shown.into())]);
    assert_eq!(list(&mut book, pods(&[3, 500, 999]), 4), []);
}

/// A click in another tab that can still be taken back there, adopted here a second later: a browser without locks.
fn adopted_click(verb: PodAction) -> (Book, Record) {
    let mut book = Book::new(1.0);
    let _ = list(&mut book, vec![], 99);
    let record =
        Record::Act(ActionRequest::<()>::begin(verb, PodId::new("a"), "comfy".into(), at(100)).entry().unwrap());
    let _ = book.on(Event::JournalRead(vec![record.clone()]), at(100));
    let _ = book.on(Event::TakenOver(record.clone()), at(101));
    (book, record)
}

#[test]
fn an_undo_in_the_tab_that_was_clicked_holds_in_a_tab_that_has_adopted_the_click() {
    for verb in [PodAction::Terminate, PodAction::Stop, PodAction::Resume] {
        let key = act_key(&PodId::new("a"), verb);
        let (mut book, record) = adopted_click(verb);
        assert!(
            sends(&tick(&mut book, 106)).is_empty(),
            "{verb:?}: the tab that was clicked may take it back until now"
        );
        let dropped = book.on(Event::JournalRead(vec![]), at(106));
        assert_eq!(dropped, [Effect::ReleaseLock(key.clone())], "{verb:?}");
        assert!(book.acts().is_empty() && sends(&tick(&mut book, 200)).is_empty(), "{verb:?}");

        let (mut book, _) = adopted_click(verb);
        let again =
            Record::Act(ActionRequest::<()>::begin(verb, PodId::new("a"), "comfy".into(), at(105)).entry().unwrap());
        let _ = book.on(Event::JournalRead(vec![again]), at(106));
        assert!(sends(&tick(&mut book, 109)).is_empty(), "{verb:?}: taken back, and clicked once more");

        let (mut book, _) = adopted_click(verb);
        assert_eq!(book.on(Event::Withdrawn(key), at(102)), [Effect::ReleaseLock(act_key(&PodId::new("a"), verb))]);
        assert!(book.acts().is_empty(), "{verb:?}");

        let (mut book, _) = adopted_click(verb);
        let _ = book.on(Event::JournalRead(vec![record]), at(107));
        assert!(!sends(&tick(&mut book, 108)).is_empty(), "{verb:?}: nobody has taken it back");
    }
}

#[test]
fn leaving_a_tab_sends_nothing_that_another_tab_may_still_take_back() {
    let (mut book, _) = adopted_click(PodAction::Terminate);
    assert!(sends(&book.on(Event::Leaving, at(102))).is_empty());
    let mut own = Book::new(1.0);
    let _ = own
        .on(Event::ActionRequested { verb: PodAction::Terminate, pod: PodId::new("a"), name: "comfy".into() }, at(100));
    assert!(!sends(&own.on(Event::Leaving, at(101))).is_empty());
}

#[test]
fn an_undo_in_a_tab_that_has_adopted_a_click_holds_in_the_tab_that_was_clicked() {
    let mut own = Book::new(1.0);
    let _ = own
        .on(Event::ActionRequested { verb: PodAction::Terminate, pod: PodId::new("a"), name: "comfy".into() }, at(100));
    // A journal that can't be read proves nothing of the tab's own click.
    let _ = own.on(Event::JournalRead(vec![]), at(101));
    assert_eq!(own.acts().len(), 1);
    let _ = own.on(Event::Withdrawn(act_key(&PodId::new("a"), PodAction::Terminate)), at(103));
    assert!(sends(&tick(&mut own, 200)).is_empty());
}

#[test]
fn a_pod_that_is_started_and_comes_back_dearer_is_pointed_out_until_that_is_read() {
    let mut book = Book::new(1.0);
    let stopped = Pod { status: Status::Stopped, ..pod("a") };
    let _ = list(&mut book, vec![stopped.clone()], 1);
    let dearer = Pod { gpu_rate: stopped.gpu_rate.map(|rate| rate + rate), ..pod("a") };
    let _ = list(&mut book, vec![dearer.clone()], 2);
    let _ = list(&mut book, vec![dearer], 3);
    let said: Vec<_> = book.notices().iter().map(Notice::describe).collect();
    assert!(said.len() == 1 && said[0].starts_with("“pod a” costs "), "{said:?}");
    let _ = book.on(Event::NoticesDismissed, at(4));
    assert!(book.notices().is_empty());
}
