use proptest::prelude::*;

use super::*;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

type ActionRequest = crate::pods::action::ActionRequest<&'static str>;
type Event = crate::pods::action::Event<&'static str>;

fn begun(verb: PodAction) -> ActionRequest {
    ActionRequest::begin(verb, PodId::new("a"), "comfy".into(), at(0))
}

/// Clicked at 0, sent at 6.
fn sent(verb: PodAction) -> ActionRequest {
    let mut act = begun(verb);
    assert!(act.step(Event::Tick, at(6)));
    act
}

fn failed() -> Event {
    Event::Answered(Answer::Failed { error: "no network", retry_after: None, lasting: false })
}

fn refused() -> Event {
    Event::Answered(Answer::Refused("no"))
}

fn seen(asked: u64, status: Status) -> Event {
    Event::Seen { asked: at(asked), status }
}

const AGREED: Event = Event::Answered(Answer::Agreed);

#[test]
fn a_click_is_sent_after_a_few_seconds_and_done_when_the_list_says_so() {
    let mut ending = begun(PodAction::Terminate);
    assert!(!ending.step(Event::Tick, at(5)));
    assert!(ending.step(Event::Tick, at(6)));
    assert!(!ending.step(Event::Tick, at(7)), "one request at a time");
    assert!(!ending.step(AGREED, at(8)));
    let _ = ending.step(Event::Unlisted { asked: at(7) }, at(9));
    assert!(!ending.is_over(), "a list from before the answer proves nothing");
    let _ = ending.step(Event::Unlisted { asked: at(9) }, at(10));
    assert_eq!(ending.state, State::Done);
}

#[test]
fn who_looks_at_undo_has_its_whole_time_up_to_a_minute() {
    let mut ending = begun(PodAction::Terminate);
    for second in [1, 5, 10, 15, 20] {
        assert!(!ending.step(Event::HoldUndo, at(second)) && !ending.step(Event::Tick, at(second)));
    }
    assert!(!ending.clone().step(Event::Tick, at(25)));
    assert!(ending.clone().step(Event::Tick, at(26)), "six seconds after the last look");
    for second in [25, 30, 35, 40, 45, 50, 55, 59] {
        let _ = ending.step(Event::HoldUndo, at(second));
    }
    assert!(ending.step(Event::Tick, at(60)));
    assert!(!ending.step(Event::HoldUndo, at(61)));
    assert_eq!(ending.state, State::Asking { tries: 1 }, "what is sent can't be held");
}

#[test]
fn a_person_can_want_more_time_up_to_a_minute() {
    let lasts = |seconds: u64| {
        let mut ending = begun(PodAction::Terminate).undoable_for(Duration::from_secs(seconds));
        (0..).find(|second| ending.step(Event::Tick, at(*second)))
    };
    assert_eq!([0, 6, 20, 60, 3_600].map(lasts), [6, 6, 20, 60, 60].map(Some));
    let kept = begun(PodAction::Terminate).undoable_for(Duration::from_secs(20)).entry().unwrap();
    let reloaded = ActionRequest::resume(kept, at(3));
    assert_eq!(reloaded.state, State::Undoable { until: at(20) }, "a reload shortens it not");
}

#[test]
fn undo_takes_it_back_before_it_is_sent_and_not_after() {
    let mut early = begun(PodAction::Terminate);
    assert!(!early.step(Event::Undo, at(3)));
    assert!(!early.step(Event::Tick, at(60)));
    assert_eq!(early.state, State::Undone);
    let mut late = sent(PodAction::Terminate);
    assert!(!late.step(Event::Undo, at(7)));
    assert_eq!(late.state, State::Asking { tries: 1 });
}

#[test]
fn a_failure_is_tried_again_later_and_later() {
    let mut ending = sent(PodAction::Terminate);
    let mut now = 6;
    for wait in [1, 2, 4, 8, 16, 30, 30] {
        assert!(!ending.step(failed(), at(now)));
        assert!(!ending.step(Event::Tick, at(now + wait - 1)));
        now += wait;
        assert!(ending.step(Event::Tick, at(now)), "after {wait} s");
    }
}

#[test]
fn what_runpod_asks_to_wait_is_waited() {
    let mut ending = sent(PodAction::Terminate);
    let retry_after = Some(Duration::from_secs(90));
    let _ = ending.step(Event::Answered(Answer::Failed { error: "slow down", retry_after, lasting: false }), at(6));
    assert!(!ending.step(Event::Tick, at(95)));
    assert!(ending.step(Event::Tick, at(96)));
}

#[test]
fn not_found_means_done_and_a_pod_that_stays_listed_is_asked_for_again() {
    let mut gone = sent(PodAction::Terminate);
    assert!(!gone.step(Event::NotFound, at(7)));
    assert_eq!(gone.state, State::Done);
    let mut stays = sent(PodAction::Terminate);
    assert!(!stays.step(AGREED, at(7)));
    assert!(stays.step(Event::Tick, at(37)));
}

#[test]
fn whoever_leaves_while_undo_is_open_means_it() {
    for verb in PodAction::ALL {
        let mut left = begun(verb);
        assert!(left.step(Event::SkipUndo, at(1)));
        assert!(!left.step(Event::SkipUndo, at(1)), "hidden, then left: one request");
        let mut undone = begun(verb);
        let _ = undone.step(Event::Undo, at(1));
        assert!(!undone.step(Event::SkipUndo, at(2)));
    }
}

#[test]
fn leaving_between_two_tries_is_a_reason_to_try_now_but_never_to_start_twice() {
    for (verb, expected) in [(PodAction::Terminate, true), (PodAction::Stop, true), (PodAction::Resume, false)] {
        let mut act = sent(verb);
        let _ = act.step(failed(), at(7));
        assert_eq!(act.step(Event::SkipUndo, at(7)), expected, "{verb:?}");
    }
}

#[test]
fn a_reload_in_the_middle_asks_again() {
    let mut resumed = ActionRequest::resume(sent(PodAction::Terminate).entry().unwrap(), at(20));
    assert!(resumed.step(Event::Tick, at(20)));
    let mut undoable = ActionRequest::resume(begun(PodAction::Terminate).entry().unwrap(), at(3));
    assert!(undoable.is_undoable());
    let mut shared = undoable.clone().beside_another_tab();
    assert!(undoable.step(Event::Tick, at(6)));
    assert!(!shared.step(Event::Tick, at(6)), "the tab that began it may just have taken it back");
    assert!(shared.step(Event::Tick, at(8)));
    let _ = undoable.step(Event::NotFound, at(7));
    assert_eq!(undoable.entry(), None);
}

#[test]
fn a_stop_is_done_when_a_later_list_shows_it_stopped() {
    let mut stop = sent(PodAction::Stop);
    let _ = stop.step(AGREED, at(7));
    assert!(!stop.step(seen(5, Status::Stopped), at(8)));
    assert!(!stop.is_over(), "that list was asked for before the stop");
    let _ = stop.step(seen(8, Status::Running), at(9));
    assert!(!stop.is_over());
    let _ = stop.step(seen(10, Status::Stopped), at(11));
    assert_eq!(stop.state, State::Done);
}

#[test]
fn a_stop_without_runpods_agreement_is_not_proved_by_a_list_which_may_be_old() {
    let mut stop = begun(PodAction::Stop);
    let _ = stop.step(seen(3, Status::Stopped), at(4));
    assert!(stop.step(Event::Tick, at(6)), "it is sent all the same");
    let _ = stop.step(failed(), at(7));
    let _ = stop.step(seen(7, Status::Stopped), at(7));
    assert!(stop.step(Event::Tick, at(8)));
    let _ = stop.step(refused(), at(9));
    assert_eq!(stop.state, State::Done, "it refuses to stop what the list shows as stopped");
}

#[test]
fn an_end_is_never_given_up_a_stop_and_a_start_are_when_runpod_refuses() {
    for (verb, over) in [(PodAction::Terminate, false), (PodAction::Stop, true), (PodAction::Resume, true)] {
        let mut act = sent(verb);
        let _ = act.step(refused(), at(7));
        assert_eq!(act.is_over(), over, "{verb:?}");
    }
}

fn no_right(sure: bool) -> Event {
    Event::Answered(Answer::NoRight { error: "not with this key", sure })
}

#[test]
fn what_runpod_says_the_key_may_not_do_is_not_asked_again() {
    for verb in PodAction::ALL {
        let mut act = sent(verb);
        assert!(!act.step(no_right(true), at(7)), "{verb:?}");
        assert_eq!(error(&act), &ActionError::Api("not with this key"), "{verb:?}");
        assert_eq!(act.entry(), None, "a reload does not ask again either");
        assert!(!act.step(Event::Tick, at(4000)), "{verb:?}");
    }
}

#[test]
fn a_refusal_by_somebody_on_the_way_is_asked_again_slowly_and_without_a_promise() {
    for verb in [PodAction::Terminate, PodAction::Stop] {
        let mut act = sent(verb);
        assert!(!act.step(no_right(false), at(7)));
        assert!(matches!(&act.state, State::Retrying { hopeless: true, .. }), "{verb:?}");
        assert!(!act.step(Event::Tick, at(180)), "every few minutes");
        assert!(act.step(Event::Tick, at(7 + 240)), "{verb:?}");
        assert!(!act.step(AGREED, at(250)));
        assert!(matches!(act.state, State::Agreed { .. }), "{verb:?}");
    }
    let mut start = sent(PodAction::Resume);
    assert!(!start.step(no_right(false), at(7)));
    assert!(start.is_over(), "a start spends money");
}

#[test]
fn the_end_of_a_second_pod_of_one_launch_is_never_given_up() {
    let mut twin = ActionRequest::end_duplicate(PodId::new("b"), "twin".into(), at(0));
    assert!(twin.step(Event::SkipUndo, at(0)));
    assert!(!twin.step(no_right(true), at(1)));
    assert!(matches!(&twin.state, State::Retrying { hopeless: false, .. }), "its key can make pods");
    assert!(twin.step(Event::Tick, at(2)));
}

#[test]
fn a_start_is_done_on_runpods_word_and_not_sent_again_before_a_list_shows_it_stopped() {
    let mut start = sent(PodAction::Resume);
    assert!(!start.step(AGREED, at(7)));
    assert_eq!(start.state, State::Done);

    let mut unclear = sent(PodAction::Resume);
    let _ = unclear.step(failed(), at(7));
    assert!(!unclear.step(Event::Tick, at(60)), "it may have arrived");
    assert!(!unclear.step(seen(7, Status::Stopped), at(8)), "too early a list");
    let mut arrived = unclear.clone();
    assert!(!arrived.step(seen(9, Status::Running), at(10)));
    assert!(arrived.is_confirmed_resume() && !arrived.is_open(), "kept only for a stop that may follow");
    let mut resumed = ActionRequest::resume(arrived.entry().unwrap(), at(20));
    assert!(!resumed.step(seen(21, Status::Stopped), at(21)), "a pod that stopped by itself is not started again");
    assert!(!arrived.step(Event::Tick, at(126)));
    assert_eq!(arrived.entry().map(|entry| entry.confirmed), Some(true));
    assert!(!arrived.step(Event::Tick, at(127)));
    assert_eq!(arrived.state, State::Done);
    assert!(unclear.step(seen(9, Status::Stopped), at(10)));
}

#[test]
fn a_start_of_yesterday_does_not_spend_money_today() {
    let mut start = ActionRequest::resume(sent(PodAction::Resume).entry().unwrap(), at(86_400));
    assert!(!start.step(Event::Tick, at(86_401)));
    assert_eq!(error(&start), &ActionError::NotConfirmed);
    let mut undoable = ActionRequest::resume(begun(PodAction::Resume).entry().unwrap(), at(86_400));
    assert!(!undoable.step(Event::Tick, at(86_401)));
    assert_eq!(error(&undoable), &ActionError::NeverSent);
}

#[test]
fn a_start_is_not_sent_after_its_time_whatever_wakes_the_page_first() {
    let mut listed_first = sent(PodAction::Resume);
    assert!(!listed_first.step(failed(), at(7)));
    assert!(!listed_first.step(seen(601, Status::Stopped), at(602)));
    assert!(!listed_first.step(Event::Tick, at(602)));
    assert_eq!(error(&listed_first), &ActionError::NotConfirmed);
    let mut left_first = begun(PodAction::Resume);
    assert!(!left_first.step(Event::SkipUndo, at(602)));
    assert_eq!(error(&left_first), &ActionError::NeverSent);
    let mut shown_running = sent(PodAction::Resume);
    assert!(!shown_running.step(failed(), at(7)));
    assert!(!shown_running.step(seen(601, Status::Running), at(602)));
    assert!(shown_running.is_confirmed_resume() || shown_running.state == State::Done);
}

#[test]
fn a_start_that_was_refused_is_over_and_keeps_why() {
    let mut refused_start = sent(PodAction::Resume);
    assert!(!refused_start.step(refused(), at(7)));
    assert_eq!(error(&refused_start), &ActionError::Api("no"));
    let mut without_pod = sent(PodAction::Resume);
    assert!(!without_pod.step(Event::NotFound, at(7)));
    assert_eq!(error(&without_pod), &ActionError::PodGone);
}

#[test]
fn refusals_in_a_row_are_counted_and_anything_else_begins_anew() {
    let mut ending = sent(PodAction::Terminate);
    for count in 1..=3 {
        let _ = ending.step(refused(), at(count * 40));
        assert_eq!(u64::from(ending.refusals), count);
        assert!(ending.step(Event::Tick, at(count * 40 + 30)));
    }
    let _ = ending.step(failed(), at(200));
    assert_eq!(ending.refusals, 0);
}

fn error(act: &ActionRequest) -> &ActionError<&'static str> {
    match &act.state {
        State::Refused { error } => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_stop_in_place_of_a_start_waits_until_the_start_cannot_land_any_more() {
    let mut start = sent(PodAction::Resume);
    let _ = start.step(failed(), at(7));
    let mut stop = begun(PodAction::Stop).after(start.may_land_until(at(10)));
    assert!(stop.step(Event::SkipUndo, at(10)));
    let _ = stop.step(AGREED, at(11));
    let _ = stop.step(seen(12, Status::Stopped), at(13));
    assert!(!stop.is_over());
    let _ = stop.step(seen(60, Status::Running), at(61));
    assert!(stop.step(Event::Tick, at(61)), "the start has landed: stop it once more");
    let _ = stop.step(AGREED, at(62));
    let _ = stop.step(seen(126, Status::Stopped), at(126));
    assert!(!stop.is_over(), "its answer was lost at 7");
    let _ = stop.step(seen(127, Status::Stopped), at(128));
    assert_eq!(stop.state, State::Done);
}

proptest! {
    #[test]
    fn nothing_but_undo_or_runpods_word_ends_an_end(events in prop::collection::vec(0u8..9, 0..60)) {
        let mut ending = begun(PodAction::Terminate);
        let (mut undone, mut now) = (false, 0);
        for event in events {
            now += 3;
            let undoable = ending.is_undoable();
            let event = match event {
                0 | 1 => Event::Tick,
                2 => failed(),
                3 => AGREED,
                4 => refused(),
                5 => seen(now, Status::Stopped),
                6 => Event::SkipUndo,
                7 => Event::HoldUndo,
                _ => Event::Undo,
            };
            undone |= undoable && event == Event::Undo;
            let _ = ending.step(event, at(now));
            prop_assert!(ending.state != State::Done);
        }
        prop_assert_eq!(ending.is_over(), undone);
    }
}
