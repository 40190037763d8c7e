//! How busy a pod is, as RunPod's samples show it: a little noise that is the same on every run and takes nothing from the random numbers.

use crate::clock::{MINUTE, Moment, SECOND};
use crate::pod::Pod;

/// Percent of something, and of its memory.
#[derive(Clone, Copy, Default)]
pub struct Used {
    pub busy: i32,
    pub memory: i32,
}

/// How long one sample stands.
const SAMPLE: i64 = 10 * SECOND;
/// How long the start of a service keeps the processor busy.
const STARTING: i64 = MINUTE;

impl Pod {
    fn load_at(&self, at: Moment) -> i32 {
        let now = self.load.filter(|load| load.until.is_none_or(|until| at < until));
        now.map_or(0, |load| i32::from(load.gpu))
    }

    /// Of one GPU.
    pub fn gpu_use(&self, index: i32, now: Moment) -> Used {
        let at = self.stopped_at.unwrap_or(now);
        let load = self.load_at(at);
        if load == 0 {
            return Used { busy: self.noise("gpu", index, at, 0, 8).saturating_sub(6).max(0), memory: 0 };
        }
        let near = |middle: i32, what| (middle + self.noise(what, index, at, -6, 6)).clamp(0, 100);
        Used { busy: near(load, "gpu"), memory: near(load * 6 / 10, "memory") }
    }

    /// Of the processor and the memory.
    pub fn container_use(&self, now: Moment) -> Used {
        let at = self.stopped_at.unwrap_or(now);
        let late = self.late().unwrap_or(0);
        let starts = |(_, ready): &&(u16, Moment)| {
            let ready = ready.after(late);
            at < ready && ready.since(at) < STARTING
        };
        let starting = self.boot.services.iter().any(|service| starts(&service));
        let begun = self.boot.services.iter().filter(|(_, ready)| ready.after(late) <= at).count();
        let begun = i32::try_from(begun).unwrap_or(0).min(5);
        let busy = if starting { 30 } else { 1 } + self.load_at(at) / 4 + self.noise("cpu", 0, at, 0, 3);
        Used { busy, memory: 4 + 3 * begun + self.load_at(at) / 5 + self.noise("ram", 0, at, 0, 1) }
    }

    fn noise(&self, what: &str, index: i32, at: Moment, low: i32, high: i32) -> i32 {
        let sample = at.0.div_euclid(SAMPLE);
        let mixed = fingerprint(&format!("{what}-{index}-{}-{}-{sample}", self.id, self.run));
        let spread = u32::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i32::try_from((mixed ^ (mixed >> 15)) % spread).unwrap_or(0)
    }
}

/// FNV-1a: small, and the same on every run.
pub fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
