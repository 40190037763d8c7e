//! What a stopped pod was told to have and to cost once it runs, and whether it came back as that.

use launchpod_words::{pods as say, sentences};

use crate::pods::pod::{Pod, Status};
use crate::types::money::HourlyRate;

/// What the person started it for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Deal {
    rate: Option<HourlyRate>,
    gpus: Option<u32>,
}

/// A pod that came back otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surprise {
    /// Its name.
    pub name: String,
    /// What it was to cost per hour, and what it costs, where that is more.
    pub dearer: Option<(HourlyRate, HourlyRate)>,
    /// How many GPUs it had, and has, where these are fewer.
    pub fewer: Option<(u32, u32)>,
}

impl Deal {
    /// The same pod, before and now. What is a surprise is told once.
    pub fn look(&mut self, before: &Pod, now: &Pod) -> Option<Surprise> {
        if before.status == Status::Stopped {
            *self = Self { rate: before.hourly_running(), gpus: Some(before.gpu_count) };
        }
        if !matches!(now.status, Status::Running | Status::Starting) {
            return None;
        }
        let dearer = self.rate.zip(now.hourly_running()).filter(|(agreed, rate)| rate > agreed);
        // A pod may have no GPU at all; before its container runs, that may be only not told yet.
        let known = now.gpu_count > 0 || now.runtime.is_some();
        let fewer = self.gpus.map(|gpus| (gpus, now.gpu_count)).filter(|(had, has)| known && has < had);
        if dearer.is_some() {
            self.rate = None;
        }
        if fewer.is_some() {
            self.gpus = None;
        }
        let told = dearer.is_some() || fewer.is_some();
        told.then(|| Surprise { name: now.name.clone(), dearer, fewer })
    }
}

impl Surprise {
    /// In a sentence or two.
    pub fn describe(&self) -> String {
        let name = &self.name;
        let fewer = self.fewer.map(|(had, has)| {
            let has = match has {
                0 => say::started_without_gpu(name, had),
                has => say::started_with_gpus(has as usize, name, had),
            };
            sentences(&[has.as_str(), say::stop_if_not_enough()])
        });
        let dearer = self.dearer.map(|(agreed, rate)| {
            sentences(&[say::started_dearer(name, rate, agreed).as_str(), say::stop_if_too_much()])
        });
        sentences(&fewer.into_iter().chain(dearer).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::fleet::Fleet;
    use crate::pods::pod::Runtime;
    use crate::pods::pod::tests::pod;
    use crate::types::time::Timestamp;

    fn two_gpus(status: Status, gpus: u32, micros: i64) -> Pod {
        let gpu_rate = Some(HourlyRate::from_micros(micros));
        Pod { status, gpu_count: gpus, gpu_rate, container_disk_gb: 0, ..pod("a") }
    }

    /// What is told of these lists, one after the other.
    fn told(lists: &[Pod]) -> Vec<String> {
        let mut fleet = Fleet::default();
        let lists = (1..).zip(lists);
        let told = lists.map(|(at, pod)| fleet.merge(vec![pod.clone()], Timestamp::from_millis(at)).surprises);
        told.flatten().map(|surprise| surprise.describe()).collect()
    }

    #[test]
    fn a_start_at_another_price_or_with_fewer_gpus_is_told_once() {
        let stopped = two_gpus(Status::Stopped, 2, 1_000_000);
        let back = |gpus, micros| two_gpus(Status::Running, gpus, micros);
        assert!(told(&[stopped.clone(), back(2, 1_000_000), back(2, 1_000_000)]).is_empty());
        assert!(told(&[stopped.clone(), back(2, 900_000)]).is_empty(), "cheaper is no trouble");
        assert_eq!(
            told(&[stopped.clone(), back(2, 1_000_000), back(2, 1_200_000), back(2, 1_200_000)]),
            [
                "“pod a” costs $1.20/h now, more than the $1.00/h that it was to cost when it was stopped: RunPod's price \
              has risen meanwhile. Stop it below if that is too much."
            ]
        );
        assert_eq!(
            told(&[stopped.clone(), back(1, 500_000), back(1, 500_000)]),
            ["“pod a” was started with 1 GPU; it had 2 before. Stop it below if that is not enough."]
        );
        assert_eq!(told(&[stopped, back(1, 1_200_000)]).len(), 1, "both in one");
    }

    #[test]
    fn no_gpu_is_believed_once_the_container_runs() {
        let stopped = two_gpus(Status::Stopped, 1, 500_000);
        let none = two_gpus(Status::Running, 0, 100_000);
        let runtime = Some(Runtime { up_since: Timestamp::from_millis(1), open_ports: vec![] });
        assert!(told(&[stopped.clone(), none.clone()]).is_empty());
        let said = told(&[stopped, none.clone(), Pod { runtime, ..none }]);
        assert_eq!(said, ["“pod a” was started without a GPU; it had 1 before. Stop it below if that is not enough."]);
    }

    #[test]
    fn who_was_never_seen_stopped_has_no_deal() {
        assert!(told(&[two_gpus(Status::Running, 2, 1), two_gpus(Status::Running, 1, 2)]).is_empty());
    }
}
