//! RunPod's last word on a pod, in plain words where it is known what it means.

use std::time::Duration;

use launchpod_words::{pod_list as say, sentences};

use crate::pods::pod::{Pod, Status};
use crate::readiness::Stage;
use crate::types::time::{Timestamp, UtcOffset};

/// It was made, or started again.
const STARTED: [&str; 2] = ["Rented by User", "Resumed by user"];
/// Its image is on the way.
const FETCHING: &str = "create container: still fetching image";
/// Behind that; between the two stands the number of failed downloads.
const FAILED: (&str, &str) = (" (the pull failed ", " times");

/// What RunPod says last tells beyond the stage, and what a disk costs that stays.
pub fn last_change_text(pod: &Pod, stage: &Stage, now: Timestamp, zone: UtcOffset) -> String {
    let told = pod.last_change.as_deref().unwrap_or_default();
    let words = match stage {
        Stage::Ready | Stage::ProbablyUp => String::new(),
        _ => plainly(told, now, zone),
    };
    match *stage == Stage::Stopped && pod.volume_gb > 0 {
        true => sentences(&[say::disk_costs(), words.as_str()]),
        false => words,
    }
}

/// Whether RunPod or its host has taken the machine from under the pod: the host is lost, somebody bid more, or RunPod stopped it.
pub fn is_taken(pod: &Pod) -> bool {
    let told = pod.last_change.as_deref().unwrap_or_default();
    let stopped = pod.status == Status::Stopped && ["Exited by Runpod", "Outbid"].iter().any(|by| told.starts_with(by));
    pod.status == Status::Dead || stopped
}

/// Empty for what the stage and its steps tell already; what is not known is quoted.
fn plainly(told: &str, now: Timestamp, zone: UtcOffset) -> String {
    if told.is_empty() || told == FETCHING || STARTED.iter().any(|begins| told.starts_with(begins)) {
        return String::new();
    }
    if let Some(failed) = told.strip_prefix(FETCHING).and_then(|rest| rest.strip_prefix(FAILED.0)) {
        let times = failed.split(FAILED.1).next().unwrap_or_default();
        // It tries again by itself: one failure says little.
        return if times == "1" { String::new() } else { say::download_failed(times) };
    }
    let when = |at| zone.when(at, now);
    match told.split_once(": ").map(|(what, at)| (what, date(at))) {
        Some(("Exited by user", Some(at))) => say::stopped_when(when(at)),
        Some(("Exited by Runpod", Some(at))) => say::runpod_stopped_when(when(at)),
        Some(("Outbid", Some(at))) => say::outbid_when(when(at)),
        _ => say::runpod_says(told),
    }
}

/// As JavaScript writes it: `Wed Nov 25 2026 21:16:20 GMT+0000 (Coordinated Universal Time)`.
fn date(text: &str) -> Option<Timestamp> {
    let mut words = text.split(' ').skip(1);
    let mut next = || words.next();
    let (month, day, year, clock, zone) = (next()?, next()?, next()?, next()?, next()?);
    let there = Timestamp::of_parts(day, month, year, clock)?;
    let ahead: i32 = zone.strip_prefix("GMT")?.parse().ok()?;
    let minutes = ahead.unsigned_abs() / 100 * 60 + ahead.unsigned_abs() % 100;
    let ahead_by = Duration::from_secs(u64::from(minutes) * 60);
    Some(if ahead < 0 { there.plus(ahead_by) } else { there.minus(ahead_by) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pods::pod::tests::pod;

    /// 2026-11-25, 22:00 UTC.
    fn says(told: &str) -> String {
        plainly(told, Timestamp::parse("2026-11-25T22:00:00Z").unwrap(), UtcOffset::ahead(60))
    }

    #[test]
    fn what_is_known_is_said_in_plain_words_and_local_time() {
        let at = "Wed Nov 25 2026 21:16:20 GMT+0000 (Coordinated Universal Time)";
        assert_eq!(says(&format!("Exited by user: {at}")), "Stopped at 22:16.");
        assert_eq!(says(&format!("Exited by Runpod: {at}")), "Stopped by RunPod at 22:16.");
        assert_eq!(says(&format!("Outbid: {at}")), "Stopped at 22:16: somebody bid more for its GPU.");
        assert_eq!(says("Exited by user: Wed Nov 25 2026 21:16:20 GMT+0530 (India)"), "Stopped at 16:46.");
        assert_eq!(says("Exited by user: Tue Nov 24 2026 21:16:20 GMT-0130"), "Stopped yesterday at 23:46.");
        let failing = "create container: still fetching image (the pull failed 7 times and starts over)";
        assert_eq!(says(failing), "The download failed 7 times, and starts over.");
    }

    #[test]
    fn what_the_stage_tells_already_is_not_said_again() {
        for told in [
            "",
            "Rented by User: Wed Nov 25 2026 21:16:20 GMT+0000 (Coordinated Universal Time)",
            "Resumed by user",
            "create container: still fetching image",
            "create container: still fetching image (the pull failed 1 times and starts over)",
        ] {
            assert_eq!(says(told), "", "{told}");
        }
    }

    #[test]
    fn all_else_is_quoted_as_runpods() {
        for told in
            ["Exited by user", "Exited by Runpod: soon", "create container: layer does not exist", "Outbid: Wed"]
        {
            assert_eq!(says(told), format!("RunPod says: “{told}”"));
        }
    }

    #[test]
    fn a_disk_that_stays_is_told_of_and_a_pod_that_is_up_says_nothing() {
        let told = "Exited by Runpod: Wed Nov 25 2026 21:16:20 GMT+0000 (Coordinated Universal Time)";
        let says = |volume_gb, stage| {
            let pod = Pod { volume_gb, last_change: Some(told.into()), ..pod("a") };
            last_change_text(&pod, &stage, Timestamp::parse("2026-11-25T22:00:00Z").unwrap(), UtcOffset::default())
        };
        let stopped = "Stopped by RunPod at 21:16.";
        assert_eq!(says(0, Stage::Stopped), stopped);
        assert_eq!(says(40, Stage::Stopped), format!("Its disk goes on costing money until you end it. {stopped}"));
        assert_eq!([says(40, Stage::Ready), says(0, Stage::ProbablyUp)], ["", ""]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*", at in ".*", year in any::<u32>(), ahead in any::<i32>()) {
            let _ = says(&text);
            for at in [at, format!("x Nov 25 {year} 21:16:20 GMT{ahead}"), format!("x Nov 25 2026 21:16:20 GMT{ahead}")] {
                let _ = says(&format!("Outbid: {at}"));
            }
        }
    }
}
