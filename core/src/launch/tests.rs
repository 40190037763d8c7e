use proptest::prelude::*;

use super::*;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

fn entry() -> Entry {
    Entry::new(LaunchTag::from_random(7), "comfy".into(), at(0))
}

fn pod(id: &str) -> PodId {
    PodId::new(id)
}

fn found(asked: u64, pods: &[&str]) -> Event<&'static str> {
    Event::Found { asked: at(asked), pods: pods.iter().map(|id| pod(id)).collect(), gone: false }
}

fn unclear() -> (Launch<&'static str>, Vec<Effect>) {
    let mut launch = Launch::begin(entry());
    let effects = launch.step(Event::Answered(Answer::Unclear("timeout")), at(10));
    (launch, effects)
}

#[test]
fn a_clear_answer_is_the_end() {
    let mut launch = Launch::<&str>::begin(entry());
    assert!(launch.step(Event::Answered(Answer::Made(pod("a"))), at(1)).is_empty());
    assert_eq!(launch.state, State::Placed(pod("a")));
    let mut refused = Launch::begin(entry());
    assert!(refused.step(Event::Answered(Answer::Refused("full")), at(1)).is_empty());
    assert_eq!(refused.state, State::Refused(Some("full")));
}

#[test]
fn after_an_unclear_answer_the_tag_is_looked_for_and_the_pod_adopted() {
    let (mut launch, effects) = unclear();
    assert_eq!(effects, [Effect::Look]);
    assert!(launch.step(found(10, &[]), at(11)).is_empty());
    assert_eq!(launch.step(Event::Tick, at(15)), [Effect::Look]);
    assert!(launch.step(found(15, &["a"]), at(16)).is_empty());
    assert_eq!(launch.state, State::Placed(pod("a")));
}

#[test]
fn only_a_list_asked_for_after_two_minutes_proves_that_nothing_was_made() {
    let (mut launch, _) = unclear();
    let _ = launch.step(found(129, &[]), at(140));
    assert!(launch.is_open(), "the list was asked for before the two minutes were over");
    let _ = launch.step(Event::LookFailed, at(150));
    assert!(launch.is_open(), "no list is no proof");
    let _ = launch.step(found(158, &[]), at(159));
    assert_eq!(launch.state, State::NeverArrived(Some("timeout")));
}

#[test]
fn the_younger_of_two_is_ended() {
    let (mut launch, _) = unclear();
    assert_eq!(launch.step(found(11, &["old", "young"]), at(12)), [Effect::EndDuplicate(pod("young"))]);
    assert_eq!(launch.state, State::Placed(pod("old")));
    assert_eq!(launch.step(found(20, &["old", "third"]), at(21)), [Effect::EndDuplicate(pod("third"))]);
}

#[test]
fn a_reload_in_the_middle_goes_on_looking() {
    let mut launch = Launch::<&str>::resume(entry(), at(5000));
    assert_eq!(launch.step(Event::Tick, at(5000)), [Effect::Look]);
    let _ = launch.step(found(5000, &[]), at(5001));
    assert_eq!(launch.state, State::NeverArrived(None));
}

/// Seeds 53596, 80883, 94776 and 95519 of the random runs.
#[test]
fn a_request_of_a_frozen_tab_may_land_until_two_minutes_after_the_tab() {
    let mut launch = Launch::<&str>::resume(entry(), at(500));
    let _ = launch.step(found(619, &[]), at(619));
    assert!(launch.is_open(), "the tab was closed at 500 at the earliest");
    let _ = launch.step(found(621, &[]), at(621));
    assert_eq!(launch.state, State::NeverArrived(None));
}

proptest! {
    /// The create is sent by whoever calls `begin`, once; no step may ever ask for another, and a launch is given up
    /// only on RunPod's word or on a list that is late enough.
    #[test]
    fn it_is_given_up_only_with_proof(events in prop::collection::vec((0u8..6, 0u64..40), 0..60)) {
        let mut launch = Launch::begin(entry());
        let (mut now, mut lost_at, mut proof) = (0, None, false);
        for (event, step) in events {
            now += step;
            let looking = matches!(launch.state, State::Looking { .. });
            let asking = launch.state == State::Asking;
            let event = match event {
                0 => Event::Answered(Answer::Unclear("lost")),
                1 => Event::Answered(Answer::Refused("full")),
                2 => Event::Answered(Answer::Made(pod("a"))),
                3 => found(now, &[]),
                4 => Event::LookFailed,
                _ => Event::Tick,
            };
            if asking && event == Event::Answered(Answer::Unclear("lost")) {
                lost_at = Some(now);
            }
            proof |= asking && event == Event::Answered(Answer::Refused("full"));
            proof |= looking && matches!(event, Event::Found { .. }) && lost_at.is_some_and(|lost| now >= lost + 120);
            let effects = launch.step(event, at(now));
            prop_assert!(effects.len() <= 1);
            let given_up = matches!(launch.state, State::Refused(_) | State::NeverArrived(_));
            prop_assert!(!given_up || proof);
        }
    }
}
