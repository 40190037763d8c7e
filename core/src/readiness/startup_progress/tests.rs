use super::*;
use crate::pods::pod::tests::pod;
use crate::pods::pod::{Runtime, Status};
use crate::readiness::startup_history::StartupHistory;
use crate::readiness::{ProbeResult, ProbeResults, is_proven_unready};
use proptest::prelude::*;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

fn seconds(seconds: u64) -> Option<Duration> {
    Some(Duration::from_secs(seconds))
}

/// A pod made at 1000.
fn made() -> Pod {
    Pod { created: Some(at(1000)), ..pod("a") }
}

fn placing() -> Pod {
    Pod { has_machine: false, ..made() }
}

fn up(since: u64, open_ports: &[u16]) -> Pod {
    Pod { runtime: Some(Runtime { up_since: at(since), open_ports: open_ports.to_vec() }), ..made() }
}

fn stopped() -> Pod {
    Pod { status: Status::Stopped, ..made() }
}

/// Looks at the pod at these seconds, three after the last look.
fn look(progress: &mut StartupProgress, pod: &Pod, answer: Option<ProbeResult>, now: u64) -> Option<ReadinessEvent> {
    look_after(progress, pod, answer, now, 3)
}

fn look_after(
    progress: &mut StartupProgress,
    pod: &Pod,
    answer: Option<ProbeResult>,
    now: u64,
    after: u64,
) -> Option<ReadinessEvent> {
    let mut answers = ProbeResults::default();
    answer.map(|answer| answers.note(8188, answer));
    let unready = is_proven_unready(pod, &answers);
    let look =
        Observation { now: at(now), before: Some(at(now - after)), slack: FRESH_WITHIN, asked_here: false, unready };
    progress.look(pod, &Stage::of(pod, &answers), look)
}

#[test]
fn whoever_waited_for_a_machine_for_long_is_not_learned_from() {
    let learns = |placed: u64| {
        let mut progress = StartupProgress::default();
        look(&mut progress, &placing(), None, 1001);
        look(&mut progress, &made(), None, placed);
        look(&mut progress, &up(placed + 200, &[8188]), Some(ProbeResult::Silent), placed + 201);
        look(&mut progress, &up(placed + 200, &[8188]), Some(ProbeResult::Ready), placed + 250);
        StartupHistory::default().learn("a", "4090", &progress)
    };
    assert_eq!((learns(1030), learns(1590), learns(1610)), (true, true, false));
}

fn climbed() -> StartupProgress {
    let mut progress = StartupProgress::default();
    assert_eq!(look(&mut progress, &placing(), None, 1001), None);
    assert_eq!(look(&mut progress, &made(), None, 1030), None);
    assert_eq!(look(&mut progress, &up(1230, &[]), None, 1231), None);
    assert_eq!(look(&mut progress, &up(1230, &[8188]), Some(ProbeResult::Silent), 1240), None);
    assert_eq!(look(&mut progress, &up(1230, &[8188]), Some(ProbeResult::Ready), 1480), Some(ReadinessEvent::Ready));
    progress
}

#[test]
fn each_step_has_its_time() {
    let progress = climbed();
    let took: Vec<_> = (0..READY_STEP).map(|step| progress.took(step)).collect();
    assert_eq!(took, [seconds(30), seconds(200), seconds(10), seconds(240)]);
    assert_eq!(
        (progress.whole(), progress.describe(at(9999))),
        (seconds(480), Some("after 8\u{a0}m\u{a0}0\u{a0}s".into()))
    );
}

#[test]
fn a_step_between_two_looks_is_passed_and_not_guessed() {
    let mut progress = StartupProgress::default();
    look(&mut progress, &placing(), None, 1001);
    look(&mut progress, &up(1040, &[8188]), Some(ProbeResult::Silent), 1050);
    assert_eq!((progress.took(0), progress.took(1)), (None, None));
    assert_eq!(progress.took(2), seconds(10));
    look(&mut progress, &up(1040, &[8188]), Some(ProbeResult::Ready), 1060);
    assert_eq!(progress.whole(), seconds(60));
}

#[test]
fn after_a_reload_only_what_runpod_tells_is_known() {
    let mut progress = StartupProgress::default();
    assert_eq!(look_after(&mut progress, &made(), None, 1300, 300), None);
    assert_eq!(progress.since(0), Some(Reached { at: at(1000), sure: true }));
    assert_eq!(progress.describe(at(1310)), Some("for more than 10\u{a0}s".into()));
    assert_eq!(look(&mut progress, &up(1400, &[]), None, 1403), None);
    assert_eq!((progress.took(0), progress.took(1), progress.here(at(1410))), (None, None, seconds(10)));
}

#[test]
fn what_was_up_before_anybody_looked_is_no_news_and_no_habit() {
    let mut progress = StartupProgress::default();
    assert_eq!(look(&mut progress, &up(1400, &[8188]), Some(ProbeResult::Ready), 9000), None);
    assert_eq!((progress.step(), progress.whole(), progress.describe(at(9001))), (Some(READY_STEP), None, None));
    assert_eq!(look(&mut progress, &up(1400, &[8188]), Some(ProbeResult::Ready), 9003), None);
}

#[test]
fn after_a_reload_a_pod_that_nobody_has_asked_yet_is_not_taken_to_have_become_ready_now() {
    let mut progress = StartupProgress::default();
    let ready = Pod { gpu: "4090".into(), ..up(1230, &[8188]) };
    assert_eq!(look(&mut progress, &ready, None, 4120), None, "the page has just been loaded, and has asked nobody");
    assert_eq!(look(&mut progress, &ready, Some(ProbeResult::Ready), 4121), Some(ReadinessEvent::Ready));
    assert_eq!((progress.whole(), progress.took(3), progress.describe(at(4122))), (None, None, None));
    assert!(!crate::readiness::startup_history::StartupHistory::default().learn(&ready.image, &ready.gpu, &progress));
    // One that was asked in vain and answers shortly after became ready now.
    let mut progress = StartupProgress::default();
    look(&mut progress, &ready, None, 1300);
    look(&mut progress, &ready, Some(ProbeResult::Silent), 1301);
    look(&mut progress, &ready, Some(ProbeResult::Ready), 1480);
    assert_eq!(progress.whole(), seconds(480));
}

#[test]
fn a_program_that_answers_the_first_question_after_its_ports_were_opened_became_ready_now() {
    let mut progress = StartupProgress::default();
    look(&mut progress, &placing(), None, 1001);
    look(&mut progress, &up(1100, &[]), None, 1101);
    look(&mut progress, &up(1100, &[8188]), None, 1130);
    look(&mut progress, &up(1100, &[8188]), Some(ProbeResult::Ready), 1131);
    assert_eq!(progress.whole(), seconds(131));
}

#[test]
fn a_young_pod_that_is_ready_when_it_is_first_seen_became_so_nobody_knows_when() {
    let mut progress = StartupProgress::default();
    look(&mut progress, &up(1010, &[8188]), Some(ProbeResult::Ready), 1060);
    assert_eq!((progress.step(), progress.whole(), progress.describe(at(1061))), (Some(READY_STEP), None, None));
}

#[test]
fn a_page_that_slept_knows_that_it_does_not_know() {
    let mut progress = StartupProgress::default();
    look(&mut progress, &placing(), None, 1001);
    assert_eq!(
        look_after(&mut progress, &up(1230, &[8188]), Some(ProbeResult::Ready), 30_000, 28_000),
        Some(ReadinessEvent::Ready)
    );
    assert_eq!(progress.whole(), None);
}

#[test]
fn a_new_start_is_a_new_climb() {
    let mut progress = climbed();
    let stop = stopped();
    let away =
        Observation { now: at(2000), before: Some(at(1997)), slack: FRESH_WITHIN, asked_here: true, unready: false };
    assert_eq!(
        progress.clone().look(&stop, &Stage::Stopped, Observation { asked_here: false, ..away }),
        Some(ReadinessEvent::Stopped)
    );
    assert_eq!(progress.look(&stop, &Stage::Stopped, away), None);
    assert_eq!(progress.stopped_elsewhere(), None);
    let again = Pod { started: Some(at(3000)), has_machine: false, ..made() };
    assert_eq!(look(&mut progress, &again, None, 3001), None);
    assert_eq!((progress.step(), progress.since(0).unwrap().at, progress.since(1)), (Some(0), at(3000), None));
}

#[test]
fn a_start_that_is_told_later_than_the_pod_is_none() {
    let mut progress = StartupProgress::default();
    look(&mut progress, &placing(), None, 1001);
    look(&mut progress, &made(), None, 1030);
    look(&mut progress, &Pod { started: Some(at(1002)), ..made() }, None, 1033);
    assert_eq!(progress.took(0), seconds(30));
}

#[test]
fn a_container_that_is_lost_again_and_again_is_seen() {
    let mut progress = climbed();
    let time = Duration::from_secs(1200);
    look(&mut progress, &up(1600, &[]), None, 1601);
    assert_eq!((progress.step(), progress.since(2).unwrap().at, progress.since(4)), (Some(2), at(1600), None));
    look(&mut progress, &made(), None, 1700);
    assert!(!progress.keeps_falling(at(1700), time));
    look(&mut progress, &up(1800, &[]), None, 1801);
    look(&mut progress, &up(1900, &[]), None, 1901);
    assert!(progress.keeps_falling(at(1901), time));
    assert!(!progress.keeps_falling(at(9000), time));
    assert_eq!(look(&mut progress, &up(1900, &[8188]), Some(ProbeResult::Ready), 1950), Some(ReadinessEvent::Ready));
    assert_eq!(progress.whole(), None);
}

#[test]
fn a_late_answer_is_no_new_container() {
    let mut progress = climbed();
    // Under way for 40 seconds: the start that it tells is 40 seconds later than the one that was.
    look_after(&mut progress, &up(1270, &[8188]), Some(ProbeResult::Ready), 1600, 43);
    assert_eq!(
        (progress.step(), progress.since(2).unwrap().at, progress.whole()),
        (Some(READY_STEP), at(1230), seconds(480))
    );
}

#[test]
fn a_program_that_falls_silent_is_waited_for_anew() {
    let mut progress = climbed();
    look(&mut progress, &up(1230, &[8188]), Some(ProbeResult::Silent), 2000);
    assert_eq!((progress.step(), progress.describe(at(2005))), (Some(3), Some("for more than 5\u{a0}s".into())));
    assert_eq!(
        look(&mut progress, &up(1230, &[8188]), Some(ProbeResult::Ready), 2010),
        None,
        "that it is ready was told"
    );
}

proptest! {
    #[test]
    fn times_never_decrease_and_a_new_start_knows_nothing_of_the_last(
        looks in prop::collection::vec((0u8..6, 0u64..200, 0u64..400, any::<bool>()), 1..60),
    ) {
        let mut progress = StartupProgress::default();
        let (mut now, mut started) = (1000, 1000);
        for (kind, wait, age, again) in looks {
            now += wait;
            if again && kind == 0 {
                started = now;
            }
            let own = |pod: Pod| Pod { started: Some(at(started)), ..pod };
            let since = now.saturating_sub(age);
            let (pod, answer) = match kind {
                0 => (own(placing()), None),
                1 => (own(made()), None),
                2 => (own(up(since, &[])), None),
                3 => (own(up(since, &[8188])), None),
                4 => (own(up(since, &[8188])), Some(ProbeResult::Ready)),
                _ => (own(stopped()), None),
            };
            look_after(&mut progress, &pod, answer, now, wait);
            let times: Vec<Timestamp> = (0..STEPS).filter_map(|step| progress.since(step)).map(|reached| reached.at).collect();
            prop_assert!(times.is_sorted(), "{progress:?}");
            prop_assert!(times.iter().all(|time| *time <= at(now)));
            if let Some(step) = progress.step() {
                prop_assert!((0..=step).all(|step| progress.since(step).is_some()));
                prop_assert!((step + 1..STEPS).all(|step| progress.since(step).is_none()), "{progress:?}");
            }
            if started == now {
                prop_assert!(progress.since(1).is_none_or(|reached| reached.at >= at(started)));
            }
        }
    }
}
