use proptest::prelude::*;

use super::*;
use crate::billing::cost_meter::tests::{EVER, account, at, fed, noon, usd, volume};
use crate::pods::pod::tests::pod;

/// The life of a pod: turns of so many seconds, running and stopped by turns, each start an instant of its own.
fn life(turns: &[u64]) -> Vec<(u64, u64, Pod)> {
    let (mut now, mut started, mut life) = (0, 0, Vec::new());
    for (n, turn) in turns.iter().enumerate() {
        let running = n % 2 == 0;
        started = if running { now } else { started };
        let status = if running { Status::Running } else { Status::Stopped };
        life.push((now, now + turn, Pod { status, started: Some(at(started)), volume_gb: 40, ..noon("a") }));
        now += turn + 1;
    }
    life
}

/// Lists at both ends of each turn, and at these seconds besides.
fn looked(life: &[(u64, u64, Pod)], besides: &[u64]) -> Vec<(u64, Option<Pod>)> {
    let all = life.iter().flat_map(|(from, until, _)| [*from, *until]).chain(besides.iter().copied());
    let told = |t: u64| life.iter().find(|(from, until, _)| (*from..=*until).contains(&t)).map(|turn| turn.2.clone());
    all.map(|t| (t, told(t))).filter(|(t, told)| told.is_some() || life.last().is_none_or(|last| *t > last.1)).collect()
}

fn met(lists: &[(u64, Option<Pod>)]) -> CostMeter {
    let mut meter = CostMeter::new(at(0));
    lists.iter().for_each(|(t, pod)| meter.observe_pods(&pod.iter().collect::<Vec<_>>(), at(*t)));
    meter
}

proptest! {
    #[test]
    fn looking_more_often_in_any_order_changes_nothing(
        turns in prop::collection::vec(1u64..20_000, 1..7),
        (besides, seed) in (prop::collection::vec(0u64..100_000, 0..20), any::<u64>()),
    ) {
        let life = life(&turns);
        let end = life.last().map_or(0, |turn| turn.1);
        let few = met(&looked(&life, &[]));
        let mut lists = looked(&life, &besides.iter().copied().filter(|t| *t <= end).collect::<Vec<_>>());
        let often = met(&lists);
        prop_assert_eq!(few.total(EVER, at(end)).amount, often.total(EVER, at(end)).amount);
        lists.extend(lists.clone());
        let mut dice = seed;
        lists.sort_by_cached_key(|_| { dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); dice >> 33 });
        prop_assert_eq!(met(&lists), often);
    }

    #[test]
    fn the_bill_of_a_life_seen_at_every_turn_is_that_of_its_turns(turns in prop::collection::vec(1u64..20_000, 1..7)) {
        let life = life(&turns);
        let end = life.last().map_or(0, |turn| turn.1);
        // A second passes between two turns: it belongs to the one that follows a stop, and to the stopped time before a start.
        let by_hand: i128 = life.iter().enumerate().map(|(n, (from, until, pod))| {
            let seconds = until - from + if n % 2 == 1 { 1 + u64::from(n + 1 < life.len()) } else { 0 };
            i128::from(pod.hourly().unwrap().micros()) * i128::from(seconds)
        }).sum();
        let by_hand = (by_hand + 1800) / 3600;
        prop_assert_eq!(i128::from(met(&looked(&life, &[])).total(EVER, at(end)).amount.micros()), by_hand);
    }

    #[test]
    fn whatever_lists_come_in_the_sum_is_that_of_its_parts_never_negative_and_survives_a_reload(
        lists in prop::collection::vec((0u64..400_000, prop::collection::vec((0u8..6, 0u8..4, 0u64..400_000), 0..5)), 0..40),
        since in 0u64..400_000,
    ) {
        let mut meter = CostMeter::new(at(1000));
        for (t, pods) in &lists {
            let pods: Vec<Pod> = pods.iter().map(|(id, kind, started)| Pod {
                status: if kind % 2 == 0 { Status::Running } else { Status::Stopped },
                started: (*kind < 3).then(|| at(*started)),
                created: (*kind < 2).then(|| at(started / 2)),
                gpu_rate: HourlyRate::from_dollars(f64::from(*kind) - 1.0).filter(|_| *kind != 2),
                volume_gb: 40,
                ..pod(&id.to_string())
            }).collect();
            meter.observe_pods(&pods.iter().collect::<Vec<_>>(), at(*t));
            let volumes: Vec<_> = pods.iter().map(|pod| volume(pod.id.as_str(), 10)).collect();
            meter.observe_volumes(&volumes, at(*t));
            meter.observe_account(&account(-(*t as i64)), at(*t));
        }
        let now = at(400_000);
        let bill = meter.bill(at(since), now);
        prop_assert_eq!(bill.parts.iter().map(|part| part.spent.amount).sum::<MicroUsd>(), bill.total.amount);
        prop_assert!(bill.parts.iter().all(|part| part.spent.amount >= usd(0)));
        prop_assert_eq!(bill.total, meter.total(at(since), now));
        prop_assert!(meter.total(at(since), now).amount >= meter.total(at(since + 1000), now).amount);
        prop_assert_eq!(&CostMeter::read(&meter.write(), now), &meter);
        let _ = (meter.chart(now, 7).path(100, 40), meter.check_text());
    }

    #[test]
    fn no_text_panics(text in ".*", numbers in "[0-9 -]{0,40}") {
        let made = fed(&[(0, &[&noon("a")])]).write();
        let _ = (CostMeter::read(&text, at(0)), CostMeter::read(&made.replace("696944", &numbers), at(0)));
    }
}
