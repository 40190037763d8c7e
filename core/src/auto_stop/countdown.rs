//! The last minutes before the timer in a pod acts: how near its time is, when a person is told, and of what is lost then.

use std::time::Duration;

use launchpod_words::{sentences, timer as say};

use crate::auto_stop::pod_timer::StopAction;
use crate::pods::pod::Pod;
use crate::types::ids::PodId;
use crate::types::time::{Timestamp, length};

/// A person is told when so many minutes are left, the later time last.
const TOLD_AT: [u64; 2] = [15, 5];
/// RunPod tells uptimes in seconds, and its answers take a while: times that differ by less are one.
const SAME: Duration = Duration::from_secs(90);

/// How near the time is at which a pod ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// More than 15 minutes are left.
    Far,
    /// At most 15 are.
    Near,
    /// At most five are.
    Close,
}

impl Nearness {
    /// Of that time.
    pub fn of(at: Timestamp, now: Timestamp) -> Self {
        match TOLD_AT.map(|minutes| at.since(now) <= Duration::from_secs(minutes * 60)) {
            [_, true] => Self::Close,
            [true, _] => Self::Near,
            _ => Self::Far,
        }
    }

    /// A stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Far => "far",
            Self::Near => "near",
            Self::Close => "close",
        }
    }
}

/// Whole minutes, the begun one included.
pub fn minutes_left(at: Timestamp, now: Timestamp) -> Duration {
    Duration::from_secs(at.since(now).as_secs().div_ceil(60) * 60)
}

/// Who has been told of which end: once for each threshold and each time.
#[derive(Clone, Debug, Default)]
pub struct EndWarnings(Vec<(PodId, Timestamp, Nearness)>);

impl EndWarnings {
    /// A look at a pod whose timer acts then, or does not act. Whether the person is to be told now.
    pub fn step(&mut self, pod: &PodId, at: Option<Timestamp>, now: Timestamp) -> bool {
        let near = at.filter(|at| *at > now).map(|at| (at, Nearness::of(at, now)));
        let Some((at, near)) = near.filter(|(_, near)| *near != Nearness::Far) else {
            self.0.retain(|(id, ..)| id != pod);
            return false;
        };
        let known = self.0.iter_mut().find(|(id, ..)| id == pod);
        let Some((_, known_at, known_near)) = known else {
            self.0.push((pod.clone(), at, near));
            return true;
        };
        let is_same = at.since(*known_at).max(known_at.since(at)) < SAME;
        let is_news = !is_same || (*known_near == Nearness::Near && near == Nearness::Close);
        if is_news {
            (*known_at, *known_near) = (at, near);
        }
        is_news
    }
}

/// The headline and the text of what a person is told.
pub fn warning(pod: &Pod, how: StopAction, at: Timestamp, now: Timestamp) -> (String, String) {
    let left = length(minutes_left(at, now));
    let headline = match how {
        StopAction::Terminate => say::ends_in(&pod.name, left),
        StopAction::Stop => say::stops_in(&pod.name, left),
    };
    (headline, loss(pod, how))
}

/// What is lost when the timer of this pod acts.
pub fn loss(pod: &Pod, how: StopAction) -> String {
    let disk = pod.container_disk_gb;
    match (how, pod.volume_gb, pod.network_volume.is_some()) {
        (_, _, true) => say::network_volume_stays(disk),
        (StopAction::Stop, 1.., _) => say::own_volume_stays(disk),
        (StopAction::Terminate, gb @ 1.., _) => say::own_volume_goes(gb),
        _ => sentences(&[say::no_volume().to_owned(), say::disk_is_deleted(disk)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::tests::pod;

    fn at(minutes: u64, seconds: u64) -> Timestamp {
        Timestamp::from_millis(1_795_165_200_000 + (minutes * 60 + seconds) * 1000)
    }

    #[test]
    fn the_last_quarter_is_near_and_the_last_five_minutes_are_close() {
        let of = |minutes, seconds| Nearness::of(at(60, 0), at(minutes, seconds)).as_str();
        assert_eq!(
            [of(0, 0), of(44, 59), of(45, 0), of(54, 59), of(55, 0), of(60, 0), of(70, 0)],
            ["far", "far", "near", "near", "close", "close", "close"]
        );
        assert_eq!(minutes_left(at(60, 0), at(45, 1)), Duration::from_secs(15 * 60));
        assert_eq!(minutes_left(at(60, 0), at(61, 0)), Duration::ZERO);
    }

    #[test]
    fn one_is_told_once_for_each_threshold_and_each_time() {
        let mut warnings = EndWarnings::default();
        let pod = PodId::new("a");
        let mut step = |ends: Option<u64>, minutes, seconds| {
            warnings.step(&pod, ends.map(|ends| at(ends, 0)), at(minutes, seconds))
        };
        assert!(!step(Some(60), 40, 0));
        assert!(step(Some(60), 45, 0));
        assert!(!step(Some(60), 46, 0) && !step(Some(61), 47, 0), "a minute is no other time");
        assert!(step(Some(60), 55, 0));
        assert!(!step(Some(60), 56, 0));
        assert!(!step(Some(120), 57, 0), "it was moved on");
        assert!(step(Some(120), 106, 0));
        assert!(step(Some(110), 106, 10), "another time, and close");
        assert!(!step(None, 107, 0));
        assert!(!step(Some(110), 111, 0), "it has passed");
    }

    #[test]
    fn who_comes_late_is_told_once() {
        let mut warnings = EndWarnings::default();
        assert!(warnings.step(&PodId::new("a"), Some(at(60, 0)), at(57, 0)));
        assert!(!warnings.step(&PodId::new("a"), Some(at(60, 0)), at(58, 0)));
        assert!(warnings.step(&PodId::new("b"), Some(at(60, 0)), at(58, 0)), "each pod by itself");
    }

    #[test]
    fn what_is_lost_is_told_with_it() {
        let bare = Pod { network_volume: None, ..pod("a") };
        let (headline, text) = warning(&bare, StopAction::Terminate, at(60, 0), at(45, 10));
        assert_eq!(headline, "“pod a” ends in 15\u{a0}m.");
        assert_eq!(text, "This pod has no volume. All on its disk of 50 GB is deleted.");
        let (headline, text) = warning(&Pod { volume_gb: 20, ..bare.clone() }, StopAction::Stop, at(60, 0), at(56, 0));
        assert_eq!(headline, "“pod a” stops in 4\u{a0}m.");
        assert_eq!(text, "Its own volume stays. All on its disk of 50 GB outside it is deleted.");
        assert_eq!(
            loss(&pod("a"), StopAction::Terminate),
            "Its network volume stays. All on its disk of 50 GB outside it is deleted."
        );
        let own = loss(&Pod { volume_gb: 20, ..bare }, StopAction::Terminate);
        assert_eq!(own, "Its own volume of 20 GB is deleted with all that is on it.");
    }
}
