use super::*;
use crate::account::Account;
use crate::billing::Reconciliation;
use crate::billing::current_cost::CurrentCost;
use crate::pods::pod::tests::pod;
use crate::types::ids::DataCenterId;

const HOUR: u64 = 3600;
/// Half a day after some UTC midnight.
pub(super) const NOON: u64 = 1_795_176_000;
pub(super) const EVER: Timestamp = Timestamp::from_millis(0);

pub(super) fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis((NOON + seconds) * 1000)
}

pub(super) fn usd(micros: i64) -> MicroUsd {
    MicroUsd::from_micros(micros)
}

/// A 4090 with 50 GB of container disk, started at noon: 696,944 an hour.
pub(super) fn noon(id: &str) -> Pod {
    Pod { created: Some(at(0)), started: Some(at(0)), ..pod(id) }
}

pub(super) fn volume(id: &str, size_gb: u32) -> NetworkVolume {
    let data_center = DataCenterId::new("EU-RO-1");
    NetworkVolume { id: NetworkVolumeId::new(id), name: id.into(), size_gb, data_center, volume_type: None }
}

pub(super) fn fed(lists: &[(u64, &[&Pod])]) -> CostMeter {
    let mut meter = CostMeter::new(at(0));
    lists.iter().for_each(|(seconds, pods)| meter.observe_pods(pods, at(*seconds)));
    meter
}

fn exactly(micros: i64) -> CostEstimate {
    CostEstimate { amount: usd(micros), at_least: false }
}

fn at_least(micros: i64) -> CostEstimate {
    CostEstimate { amount: usd(micros), at_least: true }
}

#[test]
fn two_hours_ten_minutes_seven_seconds_of_a_4090() {
    // (690,000 + 6,944) × 7,807 s ÷ 3,600 s = 1,511,400.5
    let meter = fed(&[(30, &[&noon("a")]), (7_807, &[&noon("a")])]);
    assert_eq!(meter.total(EVER, at(7_807)), exactly(1_511_401));
    assert_eq!(meter.pod(&PodId::new("a"), EVER, at(7_807)), exactly(1_511_401));
    assert_eq!(meter.pod(&PodId::new("b"), EVER, at(7_807)), exactly(0));
}

#[test]
fn a_stop_doubles_the_price_of_forty_gigabytes() {
    let runs = Pod { network_volume: None, volume_gb: 40, ..noon("a") };
    let stopped = Pod { status: Status::Stopped, ..runs.clone() };
    let meter = fed(&[(0, &[&runs]), (HOUR, &[&runs]), (HOUR + 15, &[&stopped]), (3 * HOUR, &[&stopped])]);
    // 690,000 + 6,944 + 5,556 for an hour, then 11,111 for two.
    assert_eq!(meter.total(EVER, at(3 * HOUR)), exactly(702_500 + 22_222));
}

#[test]
fn a_day_of_twelve_hundred_gigabytes() {
    let mut meter = CostMeter::new(at(0));
    meter.observe_volumes(&[volume("v", 1200)], at(0));
    meter.observe_volumes(&[volume("v", 1200)], at(24 * HOUR));
    // (1,000 × 70,000 + 200 × 50,000) ÷ 720 h = 111,111 an hour.
    assert_eq!(meter.total(at(0), at(24 * HOUR)), exactly(2_666_664));
    // Nobody knows since when it is there: all of today, at any rate.
    assert_eq!(meter.total(at(0).minus(std::time::Duration::from_secs(12 * HOUR)), at(0)), exactly(1_333_332));
}

#[test]
fn two_gpus_start_again_at_another_price() {
    let rated = |micros| Some(HourlyRate::from_micros(micros));
    let two = Pod { gpu_count: 2, gpu_rate: rated(1_380_000), ..noon("a") };
    let stopped = Pod { status: Status::Stopped, ..two.clone() };
    let again = Pod { started: Some(at(2 * HOUR)), gpu_rate: rated(1_500_000), ..two.clone() };
    let lists: [(u64, &[&Pod]); 5] = [
        (0, &[&two]),
        (HOUR, &[&two]),
        (HOUR + 15, &[&stopped]),
        (2 * HOUR + 40, &[&again]),
        (2 * HOUR + 1800, &[&again]),
    ];
    // An hour at 1,386,944; an hour for nothing; from the start that RunPod tells, half an hour at 1,506,944.
    assert_eq!(fed(&lists).total(EVER, at(2 * HOUR + 1800)), exactly(1_386_944 + 753_472));
}

#[test]
fn without_a_gpu_only_disks_cost() {
    let zero = Pod { gpu_count: 0, gpu_rate: Some(HourlyRate::ZERO), started: Some(at(HOUR)), ..noon("a") };
    let stopped = Pod { status: Status::Stopped, ..noon("a") };
    let meter = fed(&[(0, &[&noon("a")]), (60, &[&stopped]), (HOUR + 9, &[&zero]), (2 * HOUR, &[&zero])]);
    assert_eq!(meter.total(EVER, at(2 * HOUR)), exactly(6_944));
}

#[test]
fn a_pod_that_ran_before_counts_from_its_start_and_for_today_from_midnight() {
    let midnight = at(0).minus(std::time::Duration::from_secs(12 * HOUR));
    let old =
        Pod { created: Some(EVER), started: Some(at(0).minus(std::time::Duration::from_secs(24 * HOUR))), ..pod("a") };
    let meter = fed(&[(0, &[&old])]);
    assert_eq!(meter.total(midnight, at(0)), exactly(696_944 * 12));
    assert_eq!(meter.total(meter.session(), at(0)), exactly(0));
}

#[test]
fn the_same_pod_after_a_night_was_billed_throughout() {
    let meter = fed(&[(0, &[&noon("a")]), (9 * HOUR, &[&noon("a")])]);
    assert_eq!(meter.total(EVER, at(9 * HOUR)), exactly(696_944 * 9));
}

#[test]
fn a_pod_that_vanished_in_a_gap_cost_at_least_until_it_was_seen() {
    let meter = fed(&[(HOUR, &[&noon("a")]), (9 * HOUR, &[])]);
    assert_eq!(meter.total(EVER, at(9 * HOUR)), at_least(696_944));
    assert_eq!(meter.total(at(9 * HOUR), at(10 * HOUR)), exactly(0));
    let watched = fed(&[(HOUR, &[&noon("a")]), (HOUR + 15, &[])]);
    assert_eq!(watched.total(EVER, at(9 * HOUR)), exactly(696_944));
    assert!(watched.bill(EVER, at(9 * HOUR)).parts[0].ended);
}

#[test]
fn stopped_and_started_again_in_a_gap_is_at_least() {
    let again = Pod { started: Some(at(8 * HOUR)), ..noon("a") };
    let meter = fed(&[(HOUR, &[&noon("a")]), (9 * HOUR, &[&again])]);
    assert_eq!(meter.total(EVER, at(9 * HOUR)), at_least(2 * 696_944));
}

#[test]
fn between_two_lists_it_goes_on_for_five_minutes_and_no_longer() {
    let meter = fed(&[(HOUR, &[&noon("a")])]);
    assert_eq!(meter.total(EVER, at(HOUR + 60)), exactly(708_560));
    assert_eq!(meter.total(EVER, at(9 * HOUR)), exactly(755_023));
}

#[test]
fn what_has_no_price_makes_the_sum_at_least() {
    let meter = fed(&[(HOUR, &[&noon("a"), &Pod { gpu_rate: None, ..noon("b") }])]);
    assert_eq!(meter.total(EVER, at(HOUR)), at_least(696_944));
    assert_eq!(meter.total(EVER, at(HOUR)).to_string(), "at least $0.70");
    assert_eq!(meter.total(EVER, at(HOUR)).today(), "$0.70+ today");
    assert_eq!(CostEstimate { at_least: false, ..meter.total(EVER, at(HOUR)) }.today(), "≈\u{a0}$0.70 today");
}

#[test]
fn three_hundred_pods_that_ended_are_kept_as_a_sum() {
    let mut meter = CostMeter::new(at(0));
    for n in 0..300u64 {
        let one = Pod { created: Some(at(n * 60)), started: Some(at(n * 60)), ..pod(&n.to_string()) };
        meter.observe_pods(&[&one], at(n * 60));
        meter.observe_pods(&[&one], at(n * 60 + 60));
    }
    let end = at(300 * 60);
    assert!(meter.pods.lines.len() <= 102, "{}", meter.pods.lines.len());
    assert!(meter.write().len() < 20_000);
    let total = meter.total(EVER, end).amount.micros();
    assert!((total - 5 * 696_944).abs() <= 300, "{total}");
    meter.observe_pods(&[], at(60 * HOUR));
    assert!(meter.pods.lines.is_empty() && meter.earlier.hours.is_empty());
    let later = meter.total(meter.session(), at(60 * HOUR)).amount.micros();
    assert!((later - total).abs() <= 300, "{later}");
    meter.begin_session(at(60 * HOUR));
    assert_eq!(meter.total(meter.session(), at(60 * HOUR)).amount, usd(0));
}

#[test]
fn a_pod_of_many_turns_keeps_its_sum() {
    let mut meter = CostMeter::new(at(0));
    for n in 0..100u64 {
        let one = Pod { started: Some(at(n * 60)), ..noon("a") };
        meter.observe_pods(&[&one], at(n * 60));
    }
    assert_eq!(meter.pods.lines[0].runs.len(), crate::billing::observations::MOST_RUNS);
    let total = meter.total(EVER, at(99 * 60)).amount.micros();
    assert!((total - 99 * 60 * 696_944 / 3600).abs() <= 100, "{total}");
    assert_eq!(CostMeter::read(&meter.write(), at(99 * 60)), meter);
}

#[test]
fn a_budget_and_a_balance_survive_a_reload_and_a_clock_that_ran_ahead_does_not() {
    let mut meter = fed(&[(HOUR, &[&noon("a")])]);
    let mut budget = Budget::new(usd(800_000), true);
    budget.step(usd(700_000));
    meter.budget = Some(budget);
    meter.observe_account(&account(23_000_000), at(HOUR));
    let read = CostMeter::read(&meter.write(), at(HOUR + 60));
    assert_eq!(read, meter);
    assert_eq!(read.budget.map(|mut budget| budget.step(usd(700_000))), Some(None), "it has warned");
    assert_eq!(CostMeter::read(&meter.write(), at(60)), CostMeter::new(at(60)));
}

pub(super) fn account(micros: i64) -> Account {
    Account { balance: Some(usd(micros)), ..Account::default() }
}

#[test]
fn the_balance_says_the_same_or_does_not() {
    let mut meter = fed(&[(0, &[&noon("a")]), (HOUR, &[&noon("a")])]);
    assert_eq!(meter.check(), None);
    meter.observe_account(&account(23_000_000), at(0));
    meter.observe_account(&account(22_900_000), at(600));
    assert_eq!(meter.check(), None, "ten minutes say nothing");
    // Billed up to five minutes ago.
    meter.observe_account(&account(23_000_000 - 640_000), at(HOUR));
    assert_eq!(meter.check(), Some(Reconciliation::Agrees));
    let spending = CurrentCost { gpus: HourlyRate::from_micros(690_000), ..CurrentCost::default() };
    let reports = |micros: Option<i64>| Account { spend: micros.map(HourlyRate::from_micros), ..Account::default() };
    let hour = "1\u{a0}h\u{a0}0\u{a0}m";
    let all = format!("Matches RunPod's figures, and the fall of your balance in the last {hour}.");
    assert_eq!(meter.figures(&spending, &reports(Some(690_000))), [all]);
    let balance = format!("Matches the fall of your balance in the last {hour}.");
    assert_eq!(meter.figures(&spending, &reports(None)), [balance.as_str()]);
    let more = "RunPod reports $1.69/h: $1.00/h more than the pods and volumes seen here.";
    assert_eq!(meter.figures(&spending, &reports(Some(1_690_000))), [more, balance.as_str()]);
    meter.observe_account(&account(20_000_000), at(HOUR + 60));
    assert_eq!(meter.check(), Some(Reconciliation::RunPodSays(usd(3_000_000))));
    assert!(meter.check_text().unwrap().contains("fell by $3.00; the pods and volumes seen here account for $0.71"));
    meter.observe_account(&account(30_000_000), at(HOUR + 120));
    assert_eq!(meter.check(), None, "money came in");
    meter.observe_account(&Account::default(), at(3 * HOUR));
    assert_eq!(meter.check(), None);
}

#[test]
fn the_chart_has_a_step_for_each_change() {
    let meter = fed(&[(0, &[&noon("a")]), (HOUR, &[&noon("a")]), (HOUR + 15, &[]), (12 * HOUR, &[])]);
    let chart = meter.chart(at(12 * HOUR), 10);
    assert_eq!(chart.steps, [(0, 0), (12 * HOUR, 696_944), (13 * HOUR, 0)]);
    assert_eq!(chart.path(240, 40), "M0 40H120V6H130V40H240");
    assert_eq!(chart.area(240, 40), "M0 40H120V6H130V40H240V40H0Z");
    assert_eq!(
        chart.describe(usd(696_944), HourlyRate::ZERO),
        "Spent per hour in the last 24 hours: between $0.00/h and $0.697/h, now $0.00/h; about $0.70 in all."
    );
    let few = meter.chart(at(12 * HOUR), 2);
    assert_eq!(few.steps, [(0, 0), (12 * HOUR, 58_078)]);
    assert_eq!(CostMeter::new(at(0)).chart(at(0), 10).path(240, 40), "M0 40H240");
    let runs = fed(&[(0, &[&noon("a")])]).chart(at(60), 10);
    assert_eq!(runs.steps, [(0, 0), (24 * HOUR - 60, 696_944)], "it runs on at the right end");
}

#[test]
fn the_scale_of_the_chart_is_round_and_holds_the_highest_price() {
    let scale = |micros| {
        let chart = crate::billing::Chart { from: at(0), until: at(24 * HOUR), steps: vec![(0, micros)] };
        chart.scale().map(|rate| rate.to_string()).join(" ")
    };
    assert_eq!(scale(0), "$0.01/h $0.005/h $0.00/h");
    assert_eq!(scale(696_944), "$0.80/h $0.40/h $0.00/h");
    assert_eq!(scale(1_000_000), "$1.00/h $0.50/h $0.00/h");
    assert_eq!(scale(12_500_000), "$20.00/h $10.00/h $0.00/h");
    let chart = crate::billing::Chart { from: at(0), until: at(24 * HOUR), steps: vec![] };
    assert_eq!(chart.instants(), [at(0), at(12 * HOUR), at(24 * HOUR)]);
}

#[test]
fn damage_is_an_empty_meter() {
    let meter = fed(&[(0, &[&noon("a")]), (HOUR, &[&noon("a")])]);
    let text = meter.write();
    let empty = CostMeter::new(at(7));
    for broken in
        ["", "{}", "[]", &text[1..], &text.replace("\"version\":1", "\"version\":2"), &text.replace("696944", "-5")]
    {
        assert_eq!(CostMeter::read(broken, at(7)), empty, "{broken}");
    }
    assert!(!text.contains("LAUNCHPOD"));
}
