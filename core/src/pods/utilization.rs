//! What a pod's machine has been doing in the last minutes. It is new with every list, and no change of the pod.

use std::time::Duration;

use launchpod_words::pods as say;

use crate::types::time::{Timestamp, duration_text};

/// Samples older than this are forgotten.
pub const WINDOW: Duration = Duration::from_secs(600);
/// All but the newest are at least this far from each other.
const APART: Duration = Duration::from_secs(5);
/// As many as the window can hold.
const MOST: usize = 121;

/// What goes up and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UtilizationMetric {
    /// How busy the GPUs are, on average.
    Gpu,
    /// How full the GPUs' memory is, on average.
    GpuMemory,
    /// How busy the processor is.
    Cpu,
    /// How full the memory is.
    Memory,
}

impl UtilizationMetric {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Gpu, Self::GpuMemory, Self::Cpu, Self::Memory];

    /// Its name in the page's markup, whatever language is spoken.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gpu => "GPU",
            Self::GpuMemory => "GPU memory",
            Self::Cpu => "CPU",
            Self::Memory => "Memory",
        }
    }

    /// Its name for people.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Gpu => say::meter_gpu(),
            Self::GpuMemory => say::meter_gpu_memory(),
            Self::Cpu => say::meter_cpu(),
            Self::Memory => say::meter_memory(),
        }
    }
}

/// How much of its machine a pod uses, in percent; what RunPod does not say is unknown and not 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// How busy the GPUs are, on average over those that are told.
    pub gpu: Option<u8>,
    /// How busy the busiest GPU is: of eight GPUs, one that works is little on average. Unknown where any GPU is not told.
    pub busiest_gpu: Option<u8>,
    /// How full the GPUs' memory is, on average over those that are told.
    pub gpu_memory: Option<u8>,
    /// How busy the processor is.
    pub cpu: Option<u8>,
    /// How full the memory is.
    pub memory: Option<u8>,
}

impl Usage {
    /// What one meter shows.
    pub const fn of(&self, meter: UtilizationMetric) -> Option<u8> {
        match meter {
            UtilizationMetric::Gpu => self.gpu,
            UtilizationMetric::GpuMemory => self.gpu_memory,
            UtilizationMetric::Cpu => self.cpu,
            UtilizationMetric::Memory => self.memory,
        }
    }
}

/// Something that a pod brings along and that is no part of it: two pods that differ in this alone are the same pod, and
/// no row is touched by it.
#[derive(Clone, Copy, Debug, Default)]
pub struct IgnoredInEq<T>(pub T);

impl<T> PartialEq for IgnoredInEq<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for IgnoredInEq<T> {}

/// What was told at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// When it was asked for, on the wall.
    pub at: Timestamp,
    /// What was told.
    pub usage: Usage,
}

/// How far a meter has gone, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// What it shows now.
    pub last: u8,
    /// The least that it has shown.
    pub lowest: u8,
    /// The most that it has shown.
    pub highest: u8,
}

/// The samples of the last minutes, the oldest first; a bounded number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Samples(Vec<Sample>);

impl Samples {
    /// Adds one that was asked for at `at`. One that says nothing is left out.
    pub fn note(&mut self, usage: Usage, at: Timestamp) {
        self.0.retain(|sample| at.since(sample.at) <= WINDOW);
        if usage == Usage::default() {
            return;
        }
        // The last one stays only if it is far enough from the one before it.
        let crowded = matches!(self.0.as_slice(), [.., before, last] if last.at.since(before.at) < APART);
        if crowded || self.0.len() >= MOST {
            self.0.pop();
        }
        self.0.push(Sample { at, usage });
    }

    /// Forgets all: the container is a new one.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> &[Sample] {
        &self.0
    }

    /// What one meter has shown up to `now`, as lines to be drawn: the share of the window that has passed and the value,
    /// both in thousandths. Where it was not told, the line is broken.
    pub fn lines(&self, meter: UtilizationMetric, now: Timestamp) -> Vec<Vec<(u32, u32)>> {
        let mut lines: Vec<Vec<(u32, u32)>> = vec![];
        let mut broken = true;
        for sample in self.0.iter().filter(|sample| now.since(sample.at) <= WINDOW) {
            let Some(value) = sample.usage.of(meter) else {
                broken = true;
                continue;
            };
            let left = WINDOW.saturating_sub(now.since(sample.at));
            let across = left.as_millis() * 1000 / WINDOW.as_millis();
            let point = (across as u32, u32::from(value) * 10);
            match lines.last_mut().filter(|_| !broken) {
                Some(line) => line.push(point),
                None => lines.push(vec![point]),
            }
            broken = false;
        }
        lines
    }

    /// What one meter has shown up to `now`, and when.
    fn told(&self, meter: UtilizationMetric, now: Timestamp) -> impl Iterator<Item = (Timestamp, u8)> {
        let fresh = self.0.iter().filter(move |sample| now.since(sample.at) <= WINDOW);
        fresh.filter_map(move |sample| Some((sample.at, sample.usage.of(meter)?)))
    }

    /// How far one meter has gone up to `now`; `None` where it was not told.
    pub fn extent(&self, meter: UtilizationMetric, now: Timestamp) -> Option<Extent> {
        let values = || self.told(meter, now).map(|(_, value)| value);
        Some(Extent { last: values().last()?, lowest: values().min()?, highest: values().max()? })
    }

    /// The same in words, for whoever does not see the line.
    pub fn describe(&self, meter: UtilizationMetric, now: Timestamp) -> String {
        let name = meter.describe();
        let (Some((first, _)), Some(extent)) = (self.told(meter, now).next(), self.extent(meter, now)) else {
            return say::meter_untold(name);
        };
        let Extent { last, lowest, highest } = extent;
        let span = now.since(first);
        match (self.told(meter, now).count(), whole_minutes(span)) {
            (1, _) => say::meter_last(name, last),
            (_, None) if lowest == highest => say::meter_even_seconds(name, last, duration_text(span)),
            (_, None) => say::meter_between_seconds(name, last, lowest, highest, duration_text(span)),
            (_, Some(minutes)) if lowest == highest => say::meter_even(minutes, name, last),
            (_, Some(minutes)) => say::meter_between(minutes, name, last, lowest, highest),
        }
    }
}

/// Once there is one.
fn whole_minutes(time: Duration) -> Option<usize> {
    usize::try_from((time.as_secs() + 30) / 60).ok().filter(|minutes| *minutes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn gpu(percent: u8) -> Usage {
        Usage { gpu: Some(percent), ..Usage::default() }
    }

    fn noted(told: &[(u64, Usage)]) -> Samples {
        let mut samples = Samples::default();
        told.iter().for_each(|(seconds, usage)| samples.note(*usage, at(*seconds)));
        samples
    }

    #[test]
    fn a_meter_is_told_in_words() {
        let samples = noted(&[(0, gpu(3)), (300, gpu(97)), (600, gpu(82))]);
        assert_eq!(
            samples.describe(UtilizationMetric::Gpu, at(600)),
            "GPU 82 %, lowest 3 %, highest 97 % in the last 10 minutes"
        );
        let extent = Some(Extent { last: 82, lowest: 3, highest: 97 });
        assert_eq!(samples.extent(UtilizationMetric::Gpu, at(600)), extent);
        assert_eq!(samples.extent(UtilizationMetric::Cpu, at(600)), None);
        assert_eq!(samples.describe(UtilizationMetric::Cpu, at(600)), "CPU: RunPod does not say");
        let even = noted(&[(0, gpu(3)), (60, gpu(3))]);
        assert_eq!(even.describe(UtilizationMetric::Gpu, at(60)), "GPU 3 %, all through the last minute");
        assert_eq!(noted(&[(0, gpu(3))]).describe(UtilizationMetric::Gpu, at(5)), "GPU 3 %");
        assert_eq!(samples.describe(UtilizationMetric::Gpu, at(5000)), "GPU: RunPod does not say");
        assert!(
            noted(&[(0, gpu(3)), (20, gpu(4))])
                .describe(UtilizationMetric::Gpu, at(20))
                .ends_with("in the last 20\u{a0}s")
        );
    }

    #[test]
    fn what_is_not_told_is_no_zero_and_breaks_the_line() {
        let other = Usage { cpu: Some(5), ..Usage::default() };
        let samples = noted(&[(0, gpu(10)), (15, gpu(20)), (30, other), (45, gpu(0)), (60, Usage::default())]);
        let lines = samples.lines(UtilizationMetric::Gpu, at(600));
        assert_eq!(lines, [vec![(0, 100), (25, 200)], vec![(75, 0)]]);
        assert_eq!(samples.all().len(), 4, "what says nothing is no sample");
    }

    #[test]
    fn pods_that_differ_in_their_use_alone_are_the_same() {
        assert_eq!(IgnoredInEq(gpu(1)), IgnoredInEq(gpu(2)));
    }

    proptest! {
        #[test]
        fn there_are_never_too_many_and_the_newest_is_always_there(
            steps in prop::collection::vec((0u64..40_000, 0u8..=100), 1..600),
        ) {
            let (mut samples, mut now) = (Samples::default(), 0);
            for (step, value) in steps {
                now += step;
                let now = Timestamp::from_millis(now);
                samples.note(gpu(value), now);
                prop_assert!(samples.all().len() <= MOST);
                prop_assert!(samples.all().iter().all(|sample| now.since(sample.at) <= WINDOW));
                prop_assert_eq!(samples.all().last(), Some(&Sample { at: now, usage: gpu(value) }));
                for line in samples.lines(UtilizationMetric::Gpu, now) {
                    prop_assert!(line.iter().all(|(across, up)| *across <= 1000 && *up <= 1000));
                    prop_assert!(line.windows(2).all(|two| two[0].0 <= two[1].0));
                }
            }
        }
    }
}
