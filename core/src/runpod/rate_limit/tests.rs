use super::*;
use proptest::prelude::*;

const MINUTE: u64 = 60_000;
/// RunPod's quota: so many in so many milliseconds.
const QUOTA: [(u64, usize); 3] = [(MINUTE, 60), (60 * MINUTE, 3000), (24 * 60 * MINUTE, 50_000)];

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000 + millis)
}

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// How many of this urgency go at one instant.
fn in_a_row(allowance: &mut RateLimiter, now: Timestamp, urgency: Urgency) -> usize {
    std::iter::repeat_with(|| allowance.ask(now, urgency)).take(100).take_while(Result::is_ok).count()
}

/// The most instants of `sent` that lie within one window, both of its ends included.
fn most_within(window: u64, sent: &[u64]) -> usize {
    let mut first = 0;
    let until = |(last, now): (usize, &u64)| {
        while now - sent[first] > window {
            first += 1;
        }
        last + 1 - first
    };
    sent.iter().enumerate().map(until).max().unwrap_or_default()
}

#[test]
fn who_asks_without_a_pause_stays_under_the_quota_for_two_days() {
    let mut allowance = RateLimiter::default();
    let (mut now, mut sent) = (0, vec![]);
    while now < 48 * 60 * MINUTE {
        match allowance.ask(at(now), Urgency::Act) {
            Ok(()) => sent.push(now),
            Err(wait) => now += u64::try_from(wait.as_millis()).unwrap(),
        }
    }
    assert!(sent.len() > 86_000, "{}", sent.len());
    assert_eq!(QUOTA.map(|(window, _)| most_within(window, &sent)), [54, 1824, 43_224]);
}

#[test]
fn reads_leave_room_for_acts() {
    let mut allowance = RateLimiter::default();
    assert_eq!(in_a_row(&mut allowance, at(0), Urgency::Read), 16);
    assert_eq!(allowance.ask(at(0), Urgency::Read), Err(EACH));
    assert_eq!(in_a_row(&mut allowance, at(0), Urgency::Act), 8);
    assert_eq!(allowance.ask(at(0), Urgency::Act), Err(EACH));
    assert_eq!(allowance.ask(at(0), Urgency::Read), Err(EACH * 9));
    assert_eq!(in_a_row(&mut allowance, at(MINUTE), Urgency::Read), 16, "after a pause all is as before");
}

#[test]
fn what_goes_at_once_is_counted() {
    let mut allowance = RateLimiter::default();
    allowance.refused(at(0), Some(secs(60)), 0.0);
    assert_eq!(in_a_row(&mut allowance, at(0), Urgency::AtOnce), 100);
    assert_eq!(allowance.ask(at(0), Urgency::Act), Err(EACH * (16 + 100 - 23)));
}

#[test]
fn nothing_goes_before_runpod_wants_it_and_then_reads_go_one_by_one() {
    let mut allowance = RateLimiter::default();
    allowance.refused(at(0), Some(secs(12)), 0.0);
    assert_eq!(allowance.ask(at(0), Urgency::Act), Err(secs(12)));
    assert_eq!(allowance.ask(at(11_999), Urgency::Read), Err(Duration::from_millis(1)));
    assert_eq!(in_a_row(&mut allowance, at(12_000), Urgency::Read), 6, "one for each 2 s of the wait");
    assert_eq!(in_a_row(&mut allowance, at(12_000), Urgency::Act), 8);
}

#[test]
fn without_a_wish_the_back_off_doubles_and_a_success_ends_it() {
    let mut allowance = RateLimiter::default();
    let mut now = 0;
    for wait in [5, 10, 20, 40, 80, 120, 120] {
        allowance.refused(at(now), None, 0.0);
        allowance.refused(at(now), None, 0.0);
        allowance.accepted(at(now));
        assert_eq!(allowance.ask(at(now), Urgency::Act), Err(secs(wait)), "one of three that were under way together");
        now += wait * 1000;
        assert_eq!(allowance.ask(at(now), Urgency::Act), Ok(()));
    }
    allowance.accepted(at(now));
    allowance.refused(at(now), None, 0.0);
    assert_eq!(allowance.ask(at(now), Urgency::Act), Err(secs(5)));
}

#[test]
fn a_clock_that_is_set_back_prolongs_nothing() {
    let mut allowance = RateLimiter::default();
    allowance.refused(at(60 * MINUTE), Some(secs(12)), 0.0);
    assert_eq!(allowance.ask(at(0), Urgency::Act), Err(secs(12)));
    assert_eq!(allowance.ask(at(12_000), Urgency::Act), Ok(()));
}

proptest! {
    #[test]
    fn no_window_holds_more_than_the_quota(
        steps in prop::collection::vec((prop_oneof![4 => 0u64..50, 3 => 0u64..5_000, 1 => 0u64..600_000], 0u8..40), 0..1000),
    ) {
        let (mut allowance, mut now, mut sent) = (RateLimiter::default(), 0, vec![]);
        for (pause, what) in steps {
            now += pause;
            let urgency = if what % 2 == 0 { Urgency::Act } else { Urgency::Read };
            match what {
                38 => allowance.refused(at(now), None, 0.5),
                39 => allowance.accepted(at(now)),
                _ => sent.extend(allowance.ask(at(now), urgency).ok().map(|()| now)),
            }
        }
        for (window, quota) in QUOTA {
            prop_assert!(most_within(window, &sent) <= quota);
        }
    }

    #[test]
    fn the_silence_is_kept_and_spread_by_a_quarter_at_most(
        wish in prop::option::of(0u64..3600), chance in 0f64..1.0, asked in 0u64..4600, urgent: bool,
    ) {
        let mut allowance = RateLimiter::default();
        allowance.refused(at(0), wish.map(secs), chance);
        let urgency = if urgent { Urgency::Act } else { Urgency::Read };
        let wish = wish.unwrap_or(5) * 1000;
        let goes = allowance.ask(at(asked * 1000), urgency).is_ok();
        prop_assert!(!goes || asked * 1000 >= wish);
        prop_assert!(goes || asked * 1000 <= (wish + wish / 4).max(2000));
    }

    #[test]
    fn reads_never_make_an_act_wait(pauses in prop::collection::vec(0u64..3_000, 0..300)) {
        let (mut allowance, mut now) = (RateLimiter::default(), 0);
        for pause in pauses {
            now += pause;
            let _ = allowance.ask(at(now), Urgency::Read);
            prop_assert_eq!({ allowance }.ask(at(now), Urgency::Act), Ok(()));
        }
    }
}
