//! Faults that random play found, each as a test of its own.

use super::*;

#[test]
fn a_click_that_changes_nothing_takes_nothing_in_hand() {
    let mut book = Book::new(1.0);
    let a = PodId::new("a");
    let _ = ask(&mut book, Verb::End, "a", 0);
    let _ = ask(&mut book, Verb::Start, "a", 1);
    assert!(book.has_in_hand(&a, Verb::End) && !book.has_in_hand(&a, Verb::Start));
    let _ = book.on(Event::Undo(a.clone()), at(2));
    let _ = ask(&mut book, Verb::Start, "a", 3);
    assert!(book.has_in_hand(&a, Verb::Stop), "a stop would stand in its place");
    let _ = book.on(Event::Leaving, at(4));
    let answer = Answer::Refused { problem: "no".into() };
    let _ = book.on(Event::Acted { pod: a.clone(), verb: Verb::Start, answer }, at(5));
    assert!(!book.has_in_hand(&a, Verb::Start), "what is over needs a new lock to begin again");
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
    assert!(effects.contains(&Effect::LetGo(launch_key(&tag()))), "nobody needs to look after it");
    let _ = book.on(Event::Read, at(122));
    let _ = book.on(Event::Kept(vec![Record::Launch(nothing)]), at(123));
    assert!(!book.is_launching());
    let late = list(&mut book, vec![tagged("a", 60)], 130);
    assert_eq!(book.strangers().len(), 1, "it is pointed out");
    assert!(!late.contains(&Effect::Erase(launch_key(&tag()))));
    let _ = book.on(Event::Told { id: PodId::new("a"), asked: at(140), pod: None }, at(140));
    let day = list(&mut book, vec![], 24 * 3600 + 1);
    assert!(day.contains(&Effect::Erase(launch_key(&tag()))));
}

#[test]
fn a_list_that_lacks_a_pod_which_runpod_has_not_disowned_ends_neither_a_search_nor_a_watch() {
    let mut book = placed();
    let _ = list(&mut book, vec![], 122);
    assert_eq!(sends(&list(&mut book, vec![tagged("a", 1), tagged("b", 100)], 125)), [(Verb::End, "b")]);
    let mut book = Book::new(1.0);
    let _ = list(&mut book, vec![pod("x")], 0);
    let _ = book.on(Event::Launch(entry(0)), at(0));
    let _ = created(&mut book, launch::Answer::Unclear("lost"), None, 1);
    let _ = list(&mut book, vec![], 125);
    assert!(book.is_launching());
    let _ = list(&mut book, vec![pod("x")], 129);
    assert!(!book.is_launching());
}
