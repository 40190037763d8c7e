//! Bills of whole sessions, worked out by hand. Disks: a GB costs $0.10 a month of 720 hours while a pod runs, $0.20 of its own
//! volume while it is stopped, so 72 GB are $0.01/h and $0.02/h.

use std::time::Duration;

use crate::account::{Account, NetworkVolume};
use crate::auto_stop::{PageRule, PodTimer, SavedRule, StopAction, start_of};
use crate::billing::session::until_morning;
use crate::billing::{Budget, Course, CurrentCost, Forecast, Means, Plans, PodEnd, Session, WhileOpen};
use crate::order::offers::{Machine, Quote, Selection};
use crate::order::{Field, OrderForm};
use crate::pods::pod::tests::pod;
use crate::pods::pod::{Pod, Runtime};
use crate::types::ids::{DataCenterId, NetworkVolumeId, PodId};
use crate::types::money::{GpuRate, HourlyRate, MicroUsd};
use crate::types::time::{Timestamp, UtcOffset};

const IMAGE: &str = "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404";
const ZONE: fn() -> UtcOffset = || UtcOffset::ahead(0);

const fn usd(micros: i64) -> MicroUsd {
    MicroUsd::from_micros(micros)
}

const fn rate(micros: i64) -> HourlyRate {
    HourlyRate::from_micros(micros)
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// On a day in November, by UTC.
fn at(clock: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-11-20T{clock}:00Z")).unwrap()
}

fn timer(time: Duration, how: StopAction) -> PodTimer {
    PodTimer::new(time, how).unwrap()
}

/// A session of a machine with these disks.
fn session(gpus: i64, disk_gb: u32, volume_gb: u32, time: Duration) -> Session {
    let quote = Quote::new(rate(gpus), disk_gb, volume_gb);
    Session::new(quote.total(), quote.stopped, timer(time, StopAction::for_volume(volume_gb)))
}

/// A pod at $1.00/h in all, made at `made`, whose container runs since `up`, with a timer of so long.
fn timed(id: &str, made: &str, up: &str, time: Duration) -> Pod {
    let start = start_of(IMAGE).unwrap();
    Pod {
        image: IMAGE.into(),
        start_command: timer(time, StopAction::Terminate).render(start),
        gpu_rate: Some(rate(1_000_000)),
        container_disk_gb: 0,
        created: Some(at(made)),
        runtime: Some(Runtime { up_since: at(up), open_ports: vec![] }),
        ..pod(id)
    }
}

fn forecast(pods: &[&Pod], balance: i64, plans: Plans, now: &str) -> Forecast {
    let account = Account { balance: Some(usd(balance)), ..Account::default() };
    Forecast::of(&CurrentCost::of(pods, &[]), &account, pods, plans, ZONE(), at(now))
}

fn rule(pod: &str, rule: PageRule) -> SavedRule {
    SavedRule { pod: PodId::new(pod), rule }
}

#[test]
fn on_demand_with_a_timer_that_ends_it() {
    // $0.26 + 50 GB × $0.10 / 720 h = $0.266944/h; four hours of it: $1.067776.
    let four = session(260_000, 50, 0, minutes(240));
    assert_eq!((four.cost, four.after), (usd(1_067_776), HourlyRate::ZERO));
    assert_eq!(
        (four.headline().as_str(), four.price().as_str()),
        ("4\u{a0}h = $1.07, then it ends", "4\u{a0}h = $1.07")
    );
    assert_eq!(
        four.besides(None),
        "The timer begins when the pod has started. The minutes before that come on top, at $0.267/h. After the end the pod \
         costs nothing."
    );
}

#[test]
fn with_a_volume_of_its_own_it_is_stopped_and_goes_on_costing() {
    // $0.74 + $0.01 (container) + $0.01 (volume) = $0.76/h; four hours: $3.04. Stopped: 72 GB × $0.20 = $14.40 a month.
    let four = session(740_000, 72, 72, minutes(240));
    assert_eq!((four.cost, four.after), (usd(3_040_000), rate(20_000)));
    assert_eq!(four.headline(), "4\u{a0}h = $3.04, then it stops");
    assert!(
        four.besides(None)
            .ends_with("Stopped, it goes on costing ≈\u{a0}$0.02/h for its volume, $14.40 a month, until you end it.")
    );
}

#[test]
fn spot_is_priced_by_the_bid() {
    // Two GPUs at a bid of $0.40: $0.80 + 72 GB for $0.01 = $0.81/h; an hour and a half: $1.215.
    let bid = GpuRate::from_micros(400_000).for_gpus(2);
    let spot = session(bid.micros(), 72, 0, minutes(90));
    assert_eq!(spot.cost, usd(1_215_000));
    assert_eq!(spot.headline(), "1\u{a0}h\u{a0}30\u{a0}m = $1.22, then it ends");
}

#[test]
fn a_network_volume_costs_the_same_with_and_without_the_pod() {
    // $0.50 + $0.01 = $0.51/h; ten hours: $5.10. 1,200 GB: 1,000 × $0.07 + 200 × $0.05 = $80 a month, pod or not.
    let ten = session(500_000, 72, 0, minutes(600));
    let volume = |volume_type| NetworkVolume {
        id: NetworkVolumeId::new("vol1"),
        name: "models".into(),
        size_gb: 1200,
        data_center: DataCenterId::new("EU-RO-1"),
        volume_type,
    };
    assert_eq!(ten.cost, usd(5_100_000));
    let words = ten.besides(Some(&volume(None)));
    assert!(
        words.ends_with("costs nothing. Your volume “models” costs $80.00 a month whether a pod runs or not."),
        "{words}"
    );
    let fast = volume(Some(crate::volumes::VolumeType::HighPerformance));
    assert!(ten.besides(Some(&fast)).ends_with("RunPod does not publish its price."));
}

#[test]
fn what_costs_something_is_never_said_to_cost_nothing() {
    // One minute of $0.06/h is a tenth of a cent.
    assert_eq!(session(60_000, 0, 0, minutes(1)).headline(), "1\u{a0}m = $0.01, then it ends");
    assert_eq!(session(0, 0, 0, minutes(1)).headline(), "1\u{a0}m = $0.00, then it ends");
}

#[test]
fn two_pods_with_two_timers_and_a_balance() {
    // At 20:00 both run at $1.00/h: one until 21:00, the other until 23:00. 1 + 3 = $4 until tomorrow at 08:00, not $24.
    let (one, other) = (timed("a", "18:00", "18:00", minutes(180)), timed("b", "19:00", "19:00", minutes(240)));
    let pods = [&one, &other];
    let night = forecast(&pods, 4_000_001, Plans::default(), "20:00");
    assert_eq!((night.cost, night.runs_out, night.is_short()), (usd(4_000_000), None, false));
    // $3.00: $2.00 until 21:00, and the last dollar by 22:00.
    let short = forecast(&pods, 3_000_000, Plans::default(), "20:00");
    assert_eq!((short.runs_out, short.is_short()), (Some(at("22:00")), true));
    // A third at $1.00/h for four hours: $3/h until 21:00, $2/h until 23:00. $5.00 are gone after 1 h + 1 h; it costs $4.
    let third = session(1_000_000, 0, 0, minutes(240));
    let course = Course::of(rate(2_000_000), &pods, at("20:00")).with(third.rate, Some((third.timer, third.after)));
    let means = Means { balance: Some(usd(5_000_000)), lasts: course.lasts(Some(usd(5_000_000))), budget: None };
    assert_eq!(means.lasts, Some(minutes(120)));
    assert_eq!(
        means.shortfall(Some(&third), true),
        "Your balance ends in 2\u{a0}h, before the timer does. RunPod then stops this pod; its network volume stays for a \
         while."
    );
}

#[test]
fn a_session_that_costs_more_than_the_balance() {
    // $0.80 at $0.266944/h last 2 h 59 m 48 s; without the timer they would, too.
    let four = session(260_000, 50, 0, minutes(240));
    let course = Course::of(HourlyRate::ZERO, &[], at("20:00")).with(four.rate, Some((four.timer, four.after)));
    let balance = Some(usd(800_000));
    let means = Means { balance, lasts: course.lasts(balance), budget: None };
    assert_eq!(
        means.shortfall(Some(&four), false),
        "$1.07 is more than your balance of $0.80: it lasts 2\u{a0}h\u{a0}59\u{a0}m. RunPod then ends this pod with \
         everything on it."
    );
    assert!(means.shortfall(None, false).starts_with("Your balance ends in 2\u{a0}h\u{a0}59\u{a0}m. RunPod"));
    // $1.07 are enough: the timer ends it at $1.067776.
    let enough = Means { lasts: course.lasts(Some(usd(1_070_000))), balance: Some(usd(1_070_000)), budget: None };
    assert_eq!((enough.lasts, enough.shortfall(Some(&four), false).as_str()), (None, ""));
}

#[test]
fn a_budget_that_ends_first() {
    // $2.00, of which $1.50 are spent: $0.50 at $1.00/h last 30 minutes. The balance of $1.50 ends an hour later.
    let two = session(1_000_000, 0, 0, minutes(120));
    let course = Course::of(HourlyRate::ZERO, &[], at("20:00")).with(two.rate, Some((two.timer, two.after)));
    let balance = Some(usd(1_500_000));
    let means = |stops, spent| Means {
        balance,
        lasts: course.lasts(balance),
        budget: Some(Budget::new(usd(2_000_000), stops).left(usd(spent), &course)),
    };
    assert_eq!(
        means(true, 1_500_000).shortfall(Some(&two), false),
        "Your budget has $0.50 left, enough for 30\u{a0}m: this page then stops what runs, if it is open. $2.00 is more than \
         your balance of $1.50: it lasts 1\u{a0}h\u{a0}30\u{a0}m. RunPod then ends this pod with everything on it."
    );
    assert!(
        means(false, 1_500_000).shortfall(Some(&two), false).contains("you are warned then, and nothing is stopped.")
    );
    assert!(
        means(true, 2_500_000)
            .shortfall(Some(&two), false)
            .starts_with("Your budget is spent: while this page is open")
    );
    let enough = Means { lasts: None, ..means(true, 1_500_000) };
    assert!(means(true, 1_500_000).balance_is_short(Some(&two)) && !enough.balance_is_short(Some(&two)));
    // All of it is left: the timer comes at the same moment.
    assert!(means(true, 0).shortfall(Some(&two), false).starts_with("$2.00 is more"));
}

#[test]
fn a_budget_counts_what_timers_leave_of_it() {
    // At 20:00 $1.00/h until 21:00: $1.00 more. Of $3.00 with $1.50 spent half a dollar is left for good.
    let own = timed("a", "18:00", "18:00", minutes(180));
    let (pods, budget) = ([&own], Budget::new(usd(3_000_000), true));
    let course = Course::of(rate(1_000_000), &pods, at("20:00"));
    assert_eq!(
        budget.describe(usd(1_500_000), &course),
        "$1.50 of $3.00 spent: the timers that run end the spending before it is reached."
    );
    assert_eq!(
        budget.describe(usd(2_500_000), &course),
        "$2.50 of $3.00 spent: reached in 30\u{a0}m\u{a0}0\u{a0}s, with the timers that run."
    );
    // The same on the list: it is spent at 20:30, and the forecast does not rely on what the page does then.
    let night = |spent| forecast(&pods, 9_000_000, Plans { budget: Some((budget, usd(spent))), rules: &[] }, "20:00");
    assert_eq!((night(2_500_000).open.budget_spent, night(2_500_000).cost), (Some(at("20:30")), usd(1_000_000)));
    assert_eq!(night(1_500_000).open, WhileOpen::default());
    assert!(
        night(2_500_000)
            .describe(ZONE(), at("20:00"))
            .ends_with("≈\u{a0}$1.00. Your budget is spent at 20:30: this page then stops what runs, if it is open.")
    );
}

#[test]
fn a_timer_that_is_past_and_did_not_act_ends_nothing() {
    // Due at 19:00; at 20:00 it runs on, at $1.00/h for twelve hours.
    let late = timed("a", "18:00", "18:00", minutes(60));
    assert_eq!(forecast(&[&late], 20_000_000, Plans::default(), "20:00").cost, usd(12_000_000));
    assert_eq!(PodEnd::of(&late, at("20:00")), None);
    // A minute after its time it may act at any moment: $1.00 for the hour and $0.016667 for the minute.
    let due = PodEnd::of(&late, at("19:01")).unwrap();
    assert_eq!((due.at, due.cost.amount), (at("19:01"), usd(1_016_667)));
}

#[test]
fn a_pod_that_runs_is_told_with_its_end_and_what_it_comes_to() {
    // Made at 14:10, up at 14:20, four hours from then: 4 h 10 m at $1.00/h, whenever one looks.
    let own = timed("a", "14:10", "14:20", minutes(240));
    for now in ["14:20", "15:00", "18:19"] {
        let end = PodEnd::of(&own, at(now)).unwrap();
        assert!((end.cost.amount - usd(4_166_667)).micros().abs() <= 1, "{now}");
        assert_eq!(end.describe(ZONE(), at(now)), "Ends at 18:20, ≈\u{a0}$4.17 in all.");
    }
    // Where the clocks may differ, the ten minutes before are not known.
    let end = PodEnd::of(&Pod { ahead: None, ..own }, at("15:00")).unwrap();
    assert_eq!(end.describe_named("comfy", ZONE(), at("15:00")), "“comfy” ends at 18:20, at least $4.00 in all.");
}

#[test]
fn where_the_price_is_unknown_no_sum_is_made_up() {
    let unpriced = Pod { gpu_rate: None, ..timed("a", "18:00", "18:00", minutes(180)) };
    assert_eq!(PodEnd::of(&unpriced, at("20:00")), None);
    let pick = Selection {
        on: Machine::Cpu { instance: "cpu3g-2-8".into() },
        name: "CPU".into(),
        memory_gb: 0,
        cloud: crate::catalog::Cloud::Secure,
        rate: rate(80_000),
    };
    assert_eq!(OrderForm::default().with(Field::ContainerDisk, "a lot").quote(&pick), None);
    let unknown = Means { balance: None, lasts: None, budget: None };
    assert_eq!(unknown.shortfall(Some(&session(1_000_000, 0, 0, minutes(60))), false), "");
}

#[test]
fn rules_of_the_page_are_told_and_never_relied_on() {
    // $1.00/h from 20:00 to 08:00 is $12.00; a rule for 22:00 would make that $2.00, while the page is open.
    let own = Pod { start_command: String::new(), ..timed("a", "18:00", "18:00", minutes(60)) };
    let rules = [rule("a", PageRule::At(at("22:00"))), rule("gone", PageRule::IdleFor(minutes(30)))];
    let night = forecast(&[&own], 5_000_000, Plans { rules: &rules, budget: None }, "20:00");
    assert_eq!((night.cost, night.open.cost, night.open.idle_rule), (usd(12_000_000), Some(usd(2_000_000)), false));
    assert_eq!((night.runs_out, night.is_short()), (Some(at("20:00").plus(minutes(300))), true));
    assert!(
        night
            .describe(ZONE(), at("20:00"))
            .ends_with("tomorrow at 01:00. With your rules it is ≈\u{a0}$2.00, only while this page stays open.")
    );
    // Of a timer and a rule on one pod the first counts: 21:00 by the timer, 20:30 by the rule.
    let timed = timed("a", "18:00", "18:00", minutes(180));
    let open = |clock| {
        let rules = [rule("a", PageRule::At(at(clock)))];
        Course::while_open(rate(1_000_000), &[&timed], &rules, at("20:00")).cost(at("23:00"))
    };
    assert_eq!((open("20:30"), open("22:00"), open("19:00")), (usd(500_000), usd(1_000_000), MicroUsd::ZERO));
    let idle = [rule("a", PageRule::IdleFor(minutes(30)))];
    let night = forecast(&[&timed], 5_000_000, Plans { rules: &idle, budget: None }, "20:00");
    assert_eq!((night.open.cost, night.open.idle_rule), (None, true));
}

#[test]
fn a_timer_that_has_not_begun_is_not_counted_and_that_is_said() {
    let own = Pod { runtime: None, ..timed("a", "20:00", "20:00", minutes(60)) };
    let night = forecast(&[&own], 50_000_000, Plans::default(), "20:00");
    assert_eq!((night.cost, night.not_begun), (usd(12_000_000), 1));
    assert!(
        night
            .describe(ZONE(), at("20:00"))
            .contains("≈\u{a0}$12.00. One pod has not started: its timer is not counted yet.")
    );
}

#[test]
fn without_a_timer_the_night_is_told() {
    // From 20:00 to 08:00 at $0.50/h; from 02:00 on it is the same morning.
    assert_eq!(
        until_morning(rate(500_000), ZONE(), at("20:00")),
        "Left until tomorrow at 08:00, it costs ≈\u{a0}$6.00."
    );
    assert_eq!(until_morning(rate(500_000), ZONE(), at("02:00")), "Left until 08:00, it costs ≈\u{a0}$3.00.");
}
