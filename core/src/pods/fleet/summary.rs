//! What all pods come to, for the bar that is always in sight. What is not known is said to be that, and is never nothing.

use launchpod_words::{pods as say, sentences};

use crate::pods::fleet::Fleet;
use crate::pods::pod::Pod;
use crate::types::money::HourlyRate;

/// How much of the account's pods RunPod's lists have told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// No list has come yet.
    #[default]
    Unknown,
    /// All of them.
    Whole,
    /// All but so many that could not be read; 0 where RunPod said only that something is wrong with its list.
    AllBut(usize),
}

impl Extent {
    /// Of a list that was whole or not, with so many entries that could not be read.
    pub fn of(complete: bool, unread: usize) -> Self {
        if complete && unread == 0 { Self::Whole } else { Self::AllBut(unread) }
    }
}

/// What runs and what it costs per hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How much of it is known.
    pub extent: Extent,
    /// Pods whose GPU is paid for.
    pub running: usize,
    /// What all pods cost per hour, the network volumes apart.
    pub hourly: HourlyRate,
    /// Whether some pod costs money for which RunPod gives no price.
    pub unpriced: bool,
}

impl Summary {
    /// Of all pods known.
    pub fn of(fleet: &Fleet) -> Self {
        let pods = || fleet.iter().map(|known| &known.pod);
        Self {
            extent: fleet.extent,
            running: pods().filter(|pod| pod.status.bills_gpu()).count(),
            hourly: pods().filter_map(Pod::hourly).sum(),
            unpriced: pods().any(|pod| pod.hourly().is_none()),
        }
    }

    /// How many run, in words.
    pub fn running_text(&self) -> String {
        match (self.extent, self.running) {
            (Extent::Whole, running) => say::running(running),
            (Extent::Unknown, 0) => say::running_unknown().to_owned(),
            (_, running) => say::running_at_least(running),
        }
    }

    /// What everything costs per hour, in words; `told` is RunPod's own figure.
    pub fn hourly_text(&self, told: Option<HourlyRate>) -> String {
        let rate = told.unwrap_or(self.hourly);
        let whole = self.extent == Extent::Whole;
        match (told, self.extent) {
            (None, Extent::Unknown) if self.running == 0 && rate.is_zero() => say::cost_unknown().to_owned(),
            (None, _) if !whole || self.unpriced => say::cost_now_at_least(rate),
            _ if whole && self.running == 0 && !rate.is_zero() => say::cost_now_storage(rate),
            _ => say::cost_now(rate),
        }
    }

    /// What the list holds that cannot be shown, in words; `None` where all of it is shown.
    pub fn gap_text(&self) -> Option<String> {
        match self.extent {
            Extent::Unknown | Extent::Whole => None,
            Extent::AllBut(0) => Some(say::list_faulty().to_owned()),
            Extent::AllBut(pods) => Some(sentences(&[say::unreadable(pods), say::unreadable_may_cost(pods)])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::Status;
    use crate::pods::pod::tests::pod;
    use crate::types::time::Timestamp;

    const TOLD: Option<HourlyRate> = Some(HourlyRate::from_micros(1_508_000));

    fn summary(pods: Vec<Pod>, extent: Option<Extent>) -> Summary {
        let mut fleet = Fleet::default();
        for pod in pods {
            fleet.adopt(pod, Timestamp::from_millis(1));
        }
        if let Some(extent) = extent {
            fleet.note_extent(extent);
        }
        Summary::of(&fleet)
    }

    #[test]
    fn before_the_first_list_nothing_is_said_to_be_zero_or_for_storage() {
        let unknown = summary(vec![], None);
        assert_eq!(unknown.running_text(), "pods unknown");
        assert_eq!(
            (unknown.hourly_text(None).as_str(), unknown.hourly_text(TOLD).as_str()),
            ("cost not known yet", "$1.508/h now")
        );
        assert_eq!(unknown.gap_text(), None);
    }

    #[test]
    fn a_pod_that_is_known_before_the_list_is_one_at_least() {
        let one = summary(vec![pod("a")], None);
        assert_eq!(
            (one.running_text().as_str(), one.hourly_text(None).as_str()),
            ("at least 1 running", "at least $0.697/h now")
        );
    }

    #[test]
    fn a_whole_list_is_told_as_it_is() {
        let whole = Some(Extent::Whole);
        let stopped = Pod { status: Status::Stopped, volume_gb: 40, ..pod("b") };
        assert_eq!(summary(vec![pod("a"), stopped.clone()], whole).running_text(), "1 running");
        assert_eq!(summary(vec![], whole).running_text(), "0 running");
        assert_eq!(summary(vec![stopped], whole).hourly_text(TOLD), "$1.508/h now, for storage");
        assert_eq!(summary(vec![pod("a")], whole).hourly_text(TOLD), "$1.508/h now");
        let unpriced = Pod { gpu_rate: None, ..pod("c") };
        assert_eq!(summary(vec![pod("a"), unpriced], whole).hourly_text(None), "at least $0.697/h now");
    }

    #[test]
    fn what_cannot_be_read_is_said_and_may_run() {
        let hole = summary(vec![], Some(Extent::of(false, 1)));
        assert_eq!(
            (hole.running_text().as_str(), hole.hourly_text(TOLD).as_str()),
            ("at least 0 running", "$1.508/h now")
        );
        assert_eq!(
            hole.gap_text().unwrap(),
            "RunPod's list has one pod that this page can't read. It may cost money: look in RunPod's console."
        );
        assert!(summary(vec![], Some(Extent::of(false, 3))).gap_text().unwrap().contains("3 pods"));
        assert!(summary(vec![], Some(Extent::of(false, 0))).gap_text().unwrap().contains("may be missing"));
        assert_eq!(Extent::of(true, 0), Extent::Whole);
    }
}
