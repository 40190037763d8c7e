//! The mark in the pod's name: what it heeds, and what it never does.

use launchpod_core::auto_stop::{StopAction, TimerMark};

use super::stand_ins::{KEY, POD, Pod, all, at, pod_named};

/// In these tests the timer acts a minute after the start, and whatever it asks for is refused.
fn pod() -> Pod {
    Pod::new(StopAction::Terminate)
}

fn marked(minutes: u64) -> String {
    TimerMark::after(minutes).unwrap().write("models")
}

fn off() -> String {
    TimerMark::Off.write("models")
}

#[test]
fn a_mark_moves_it_and_the_log_says_so() {
    for (minutes, acts) in [(2, 120), (10, 600), (90, 5_400)] {
        let seen = pod().named(&marked(minutes)).until(acts + 15).seen();
        assert_eq!(seen.asked.first().map(|(at, _)| *at), Some(acts), "{minutes}");
        assert_eq!(seen.log, format!("launchpod: timer {minutes}\n"), "once");
    }
    for name in ["mo\"de\"ls", "mo\\dels", "", "ä [timer 5m k0]"] {
        let named = TimerMark::After(2).write(name);
        assert_eq!(pod().named(&named).until(135).calls(), at(120, &all()), "{named}");
    }
}

#[test]
fn it_is_moved_on_and_back_and_off_and_on_again() {
    let (ten, three, off) = (marked(10), marked(3), off());
    assert_eq!(pod().renamed(&[(40, &ten)]).until(615).calls(), at(600, &all()), "read once more before it acts");
    let back = pod().named(&ten).renamed(&[(100, &three)]).until(195).seen();
    assert_eq!(back.asked.first().map(|(at, _)| *at), Some(180));
    assert_eq!(back.log, "launchpod: timer 10\nlaunchpod: timer 3\n");
    let cancelled = pod().named(&ten).renamed(&[(100, &off)]).until(2_000).seen();
    assert_eq!((cancelled.asked, cancelled.log.lines().last()), (vec![], Some("launchpod: timer off")));
    let again = pod().named(&off).renamed(&[(1_000, &marked(30))]).until(1_815).calls();
    assert_eq!(again, at(1_800, &all()));
}

#[test]
fn a_mark_counts_from_the_start_of_each_container() {
    let asked = pod().named(&marked(10)).started_at(1_000_000, "5").until(615).calls();
    assert_eq!(asked, at(600, &all()));
}

#[test]
fn a_doubt_changes_nothing() {
    let good = pod_named(&marked(10));
    let half = good.split_once(" k").unwrap().0;
    for told in [
        "",
        "null",
        "<html>models [timer 10m k19]</html>",
        half,
        "{\"id\":\"pod5\",\"name\":\"models\"}",
        "{\"id\":\"pod5\",\"name\":\"models [timer 10m k20]\"}",
        "{\"id\":\"pod5\",\"name\":\"models [timer 010m k19]\"}",
        "{\"id\":\"pod5\",\"name\":\"models [timer 10m k019]\"}",
        "{\"id\":\"pod5\",\"name\":\"models [timer 10m k19] 2\"}",
        "{\"id\":\"pod5\",\"name\":\"models [timer soon k0]\"}",
        "{\"id\":\"pod5\",\"name\":\"models [timer off k1]\"}",
        "{\"id\":\"pod5\",\"name\":\"models [timer -10m k19]\"}",
        "{\"id\":\"pod5\",\"name\":\"models [timer $((5))m k58]\"}",
        "{\"id\":\"pod5\",\"name\":\"models [timer 999999m k75]\"}",
        "{\"id\":\"pod5\",\"env\":{\"A\":\"[timer 10m k19]\"}}",
    ] {
        let seen = pod().told(told).seen();
        assert_eq!(seen.asked.first().map(|(at, _)| *at), Some(60), "{told}");
        assert_eq!(seen.log, "", "{told}");
    }
    for code in ["000", "301", "401", "403", "404", "410", "429", "500"] {
        let seen = pod().told(&good).with("READ", code).seen();
        assert_eq!(seen.asked.first().map(|(at, _)| *at), Some(60), "{code}");
    }
}

#[test]
fn what_was_agreed_stays_when_the_mark_is_lost_or_broken_by_hand() {
    for name in ["models", "models [timer 1m k85]", "other name", "models [timer 100m k19]"] {
        let seen = pod().named(&marked(10)).renamed(&[(100, name)]).until(615).seen();
        assert_eq!(seen.asked.first().map(|(at, _)| *at), Some(600), "{name}");
        let cancelled = pod().named(&off()).renamed(&[(100, name)]).until(2_000).calls();
        assert_eq!(cancelled, [], "{name}");
    }
}

#[test]
fn a_time_that_has_passed_is_not_heeded() {
    let seen = pod().named(&marked(10)).renamed(&[(200, &marked(3))]).until(615).seen();
    assert_eq!(seen.asked.first().map(|(at, _)| *at), Some(600));
    assert_eq!(seen.log, "launchpod: timer 10\n");
}

#[test]
fn what_a_person_enters_in_the_pod_holds_until_the_next_mark() {
    let line = "echo 900 > /tmp/launchpod-ends";
    assert_eq!(pod().named(&marked(10)).entered(line).until(915).calls(), at(900, &all()));
}

#[test]
fn it_reads_once_a_minute_as_v2_wants_to_be_asked_and_shows_its_key_to_nobody() {
    let seen = pod().named(&marked(10)).until(595).seen();
    let times: Vec<u64> = seen.reads.iter().map(|(at, _)| *at).collect();
    assert_eq!(times, (0..10).map(|minute| 20 + 60 * minute).collect::<Vec<u64>>());
    for (_, read) in &seen.reads {
        let (line, came_in) = read.split_once('<').unwrap();
        assert_eq!(came_in, format!("Authorization: Bearer {KEY}"));
        assert_eq!(line, format!("curl|-sfm|20|-A|launchpod|-H|@-|{POD}"));
    }
    let wget = pod().without(&["curl"]).named(&marked(2)).until(125).seen();
    assert_eq!(wget.asked.first().map(|(at, _)| *at), Some(120));
    let (line, came_in) = wget.reads[0].1.split_once('<').unwrap();
    assert_eq!(came_in, format!("header=Authorization: Bearer {KEY}"));
    assert!(line.contains("|-U|launchpod|--max-redirect=0|--config=") && line.ends_with(POD), "{line}");
    assert!(!line.contains(KEY), "{line}");
}

#[test]
fn it_reads_once_more_before_it_acts() {
    let (two, ten) = (marked(2), marked(10));
    let at_the_last = pod().named(&two).renamed(&[(115, &ten)]).until(615).calls();
    assert_eq!(at_the_last, at(600, &all()), "asked for at 1:55, and read at 2:00");
}
