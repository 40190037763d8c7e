use super::*;
use crate::account::Account;
use crate::billing::{CostEstimate, CostMeter, forgotten, so_far};
use crate::launch::Answer as Made;
use crate::pods::pod::tests::pod;
use crate::pods::pod::{Runtime, Status};
use crate::readiness::diagnosis::DiagnosisInput;
use crate::readiness::startup_history::{StartupHistory, told};
use crate::readiness::startup_progress::{FRESH_WITHIN, Observation, StartupProgress};
use crate::readiness::{ProbeResult, ProbeResults, Stage, is_proven_unready};
use crate::types::ids::LaunchTag;
use proptest::prelude::*;

const DAY: i64 = 86_400;
/// When RunPod starts the pod, in seconds of its own clock.
const BORN: u64 = 30 * 86_400;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

/// What this computer's clock shows when RunPod's shows so many seconds.
fn here(seconds: u64, fast: i64) -> Timestamp {
    at(seconds.saturating_add_signed(fast))
}

/// How the pod is, so many seconds after it was started.
#[derive(Clone, Copy, Debug)]
struct Sight {
    after: u64,
    up_for: Option<u64>,
    ports: bool,
    answer: Option<ProbeResult>,
    stopped: bool,
}

fn told_of(sight: Sight, fast: i64) -> Pod {
    let runtime = sight.up_for.map(|up_for| Runtime {
        up_since: here(BORN + sight.after, fast).minus(Duration::from_secs(up_for)),
        open_ports: if sight.ports { vec![8188] } else { vec![] },
    });
    let status = if sight.stopped { Status::Stopped } else { Status::Running };
    Pod {
        created: Some(at(BORN)),
        started: Some(at(BORN)),
        ahead: None,
        has_machine: runtime.is_some(),
        status,
        runtime,
        ..pod("a")
    }
}

/// In words, the verdict, what it cost so far and in the books, and whether it is forgotten.
type Decision = (String, Option<String>, Option<CostEstimate>, CostEstimate, bool);

/// All that is said of the pod at each sight, on a computer whose clock is so many seconds fast. Launched from here, or found.
fn said(sights: &[Sight], fast: i64, launched: bool) -> Vec<Decision> {
    let (mut dial, mut progress) = (ClockComparison::default(), StartupProgress::default());
    let mut meter = CostMeter::new(here(BORN - 5, fast));
    let mut history = StartupHistory::default();
    let mut before = None;
    if launched {
        let pod = told_of(Sight { after: 0, up_for: None, ports: false, answer: None, stopped: false }, fast);
        let answer: Made<()> = Made::Made(pod.id.clone());
        let mut event =
            Event::Created { tag: LaunchTag::new("t"), asked: here(BORN - 1, fast), answer, pod: Some(pod) };
        dial.hear(&mut event, here(BORN - 1, fast), here(BORN + 1, fast));
    }
    sights
        .iter()
        .map(|sight| {
            let now = here(BORN + sight.after, fast);
            let mut event: Event<()> =
                Event::Listed { asked: now, pods: vec![told_of(*sight, fast)], complete: true, unread: 0 };
            dial.hear(&mut event, now, now);
            let Event::Listed { pods, .. } = event else { unreachable!() };
            let pod = &pods[0];
            let mut answers = ProbeResults::default();
            sight.answer.map(|answer| answers.note(8188, answer));
            let stage = Stage::of(pod, &answers);
            let unready = is_proven_unready(pod, &answers);
            progress.look(pod, &stage, Observation { now, before, slack: FRESH_WITHIN, asked_here: true, unready });
            before = Some(now);
            history.learn(&pod.image, &pod.gpu, &progress);
            meter.observe_pods(&[pod], now);
            let account = Account::default();
            let case = DiagnosisInput {
                pod,
                stage: &stage,
                answer: None,
                progress: &progress,
                history: &history,
                account: &account,
                log: None,
                now,
            };
            let verdict = case.verdict().map(|verdict| format!("{verdict:?}"));
            let total = meter.pod(&pod.id, Timestamp::default(), now);
            let is_forgotten = !forgotten(&[pod], &[], &|_| None, now).is_empty();
            (told(&progress, &history, pod, now), verdict, so_far(pod, now), total, is_forgotten)
        })
        .collect()
}

fn placing(after: u64) -> Sight {
    Sight { after, up_for: None, ports: false, answer: None, stopped: false }
}

#[test]
fn a_new_pod_is_neither_late_nor_dear_on_a_clock_that_is_four_minutes_or_three_hours_fast() {
    for fast in [240, 3 * 3600, -3 * 3600] {
        for launched in [true, false] {
            let said = said(&[placing(2), placing(60)], fast, launched);
            let (_, verdict, so_far, total, _) = said.last().unwrap();
            assert_eq!(*verdict, None, "{fast}");
            let cost = so_far.map_or(0, |spent| spent.amount.micros());
            assert!(cost <= 12_000 && total.amount.micros() <= 12_000, "{fast}: {so_far:?}, {total:?}");
        }
    }
}

#[test]
fn an_old_pod_is_not_told_to_have_cost_nothing_on_a_slow_clock() {
    let two_hours =
        Sight { after: 7200, up_for: Some(7000), ports: true, answer: Some(ProbeResult::Ready), stopped: false };
    let said = said(&[two_hours], -10_000, false);
    let (_, _, so_far, total, _) = &said[0];
    assert_eq!((so_far.unwrap().amount.micros(), so_far.unwrap().at_least), (1_355_169, true));
    assert_eq!(*total, so_far.unwrap());
}

#[test]
fn a_pod_that_was_made_for_this_tab_tells_how_the_clocks_differ_and_large_differences_are_said() {
    let mut dial = ClockComparison::default();
    let hear = |dial: &mut ClockComparison, fast: i64| {
        let pod = told_of(placing(0), fast);
        let made: Made<()> = Made::Made(pod.id.clone());
        let mut event = Event::Created { tag: LaunchTag::new("t"), asked: at(0), answer: made, pod: Some(pod) };
        dial.hear(&mut event, here(BORN - 1, fast), here(BORN + 1, fast));
        let Event::Created { pod: Some(pod), .. } = event else { unreachable!() };
        pod.began()
    };
    assert_eq!(hear(&mut dial, 0), Some(at(BORN)));
    assert_eq!(dial.describe(), None);
    assert_eq!(hear(&mut dial, 240), Some(at(BORN + 240)), "the clock was set anew");
    assert!(dial.describe().unwrap().starts_with("This computer's clock is 4\u{a0}m\u{a0}0\u{a0}s ahead of RunPod's."));
    assert_eq!(hear(&mut dial, -3600), Some(at(BORN - 3600)));
    assert!(dial.describe().unwrap().starts_with("This computer's clock is 1\u{a0}h\u{a0}0\u{a0}m behind RunPod's."));
}

#[test]
fn a_time_that_lies_in_the_future_puts_what_was_known_in_doubt() {
    let mut dial = ClockComparison { ahead: Some(Ahead::NONE), ..ClockComparison::default() };
    let mut list = |answered| {
        let mut event: Event<()> =
            Event::Listed { asked: at(0), pods: vec![told_of(placing(0), 0)], complete: true, unread: 0 };
        dial.hear(&mut event, at(answered), at(answered));
        let Event::Listed { pods, .. } = event else { unreachable!() };
        pods[0].ahead
    };
    assert_eq!((list(BORN), list(BORN - 100), list(BORN + 100)), (Some(Ahead::NONE), None, None));
}

#[test]
fn the_time_that_an_answer_tells_is_believed_but_by_a_simulator_and_does_not_flicker() {
    let mut dial = ClockComparison::default();
    let ahead = |dial: &mut ClockComparison, told: u64, here: u64| {
        dial.read(at(told), at(here));
        dial.ahead
    };
    assert_eq!(ahead(&mut dial, 1000, 11_800), Some(Ahead::of(at(0), at(10_800))));
    assert_eq!(ahead(&mut dial, 1100, 11_915), Some(Ahead::of(at(0), at(10_800))), "the answer was under way");
    assert_eq!(ahead(&mut dial, 1200, 1201), Some(Ahead::of(at(0), at(1))), "the clock was set right");
    assert_eq!(ahead(&mut ClockComparison::one(), 1000, 11_800), Some(Ahead::NONE));
}

#[test]
fn a_simulators_clock_is_this_one() {
    let mut event: Event<()> =
        Event::Listed { asked: at(0), pods: vec![told_of(placing(0), 0)], complete: true, unread: 0 };
    ClockComparison::one().hear(&mut event, at(0), at(0));
    let Event::Listed { pods, .. } = event else { unreachable!() };
    assert_eq!(pods[0].ahead, Some(Ahead::NONE));
}

fn any_answer() -> impl Strategy<Value = Option<ProbeResult>> {
    prop_oneof![
        Just(None),
        Just(Some(ProbeResult::Silent)),
        Just(Some(ProbeResult::Maybe)),
        Just(Some(ProbeResult::Ready))
    ]
}

proptest! {
    #[test]
    fn nothing_that_is_said_depends_on_this_computers_clock(
        steps in prop::collection::vec(
            (1u64..2000, any::<bool>(), 0u64..400, any::<bool>(), any_answer(), 0u8..8), 1..20),
        fast in -DAY..=DAY,
        launched: bool,
    ) {
        let mut after = 0;
        let sights: Vec<Sight> = steps
            .into_iter()
            .map(|(wait, up, up_for, ports, answer, stop)| {
                after += wait;
                let up_for = up.then_some(up_for.min(after));
                Sight { after, up_for, ports, answer, stopped: stop == 0 }
            })
            .collect();
        prop_assert_eq!(said(&sights, fast, launched), said(&sights, 0, launched));
    }
}
