//! A pod as RunPod last told of it.

use std::time::Duration;

use launchpod_words::pods as say;

use crate::auto_stop::TimerMark;
use crate::pods::allowed::Allowed;
use crate::pods::port::Port;
use crate::pods::utilization::{IgnoredInEq, Usage};
use crate::types::clock_offset::Ahead;
use crate::types::ids::{DataCenterId, LaunchTag, NetworkVolumeId, PodId};
use crate::types::money::{GbMonthRate, HourlyRate};
use crate::types::time::Timestamp;

pub mod action_effects;

/// What the owner asked for (`desiredStatus`): the wish, not the fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The GPU is paid for, whether or not anything runs yet.
    Running,
    /// On its way up.
    Starting,
    /// No GPU is paid for; disks are.
    Stopped,
    /// The host lost it.
    Dead,
    /// Gone for good.
    Terminated,
    /// A word that we do not know. It may cost money.
    Other(String),
}

impl Status {
    /// From RunPod's word.
    pub fn parse(word: &str) -> Self {
        match word {
            "RUNNING" => Self::Running,
            "CREATED" | "RESTARTING" => Self::Starting,
            "EXITED" | "PAUSED" => Self::Stopped,
            "DEAD" => Self::Dead,
            "TERMINATED" => Self::Terminated,
            _ => Self::Other(word.to_owned()),
        }
    }

    /// Whether the GPU must be thought to cost money. What we do not know is counted.
    pub fn bills_gpu(&self) -> bool {
        matches!(self, Self::Running | Self::Starting | Self::Other(_))
    }
}

/// What the container does, where RunPod knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// When the container started.
    pub up_since: Timestamp,
    /// Ports that RunPod has wired up; empty for a while after the start.
    pub open_ports: Vec<u16>,
}

/// One pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pod {
    /// RunPod's id.
    pub id: PodId,
    /// The person's name for it.
    pub name: String,
    /// What the timer in it is asked for, by a mark that RunPod keeps behind the name.
    pub timer_mark: Option<TimerMark>,
    /// What was asked of it.
    pub status: Status,
    /// RunPod's free text on the last change, to be shown as detail.
    pub last_change: Option<String>,
    /// The GPU's name for people; empty where RunPod does not say (no machine yet, CPU pods).
    pub gpu: String,
    /// GPUs in it. 0 is possible after a resume on a full host.
    pub gpu_count: u32,
    /// The image reference.
    pub image: String,
    /// Price of the GPUs together, per hour; `None` where RunPod does not say.
    pub gpu_rate: Option<HourlyRate>,
    /// Whether it is spot: its price is a bid, and whoever bids more gets its GPUs.
    pub spot: bool,
    /// Container disk in GB.
    pub container_disk_gb: u32,
    /// Pod volume in GB; 0 with a network volume.
    pub volume_gb: u32,
    /// The network volume in it.
    pub network_volume: Option<NetworkVolumeId>,
    /// Where the pod volume or the network volume appears inside it.
    pub mount_path: Option<String>,
    /// Where it runs.
    pub data_center: Option<DataCenterId>,
    /// Declared ports.
    pub ports: Vec<Port>,
    /// Our mark, if this page launched it.
    pub tag: Option<LaunchTag>,
    /// When it was made, on RunPod's clock.
    pub created: Option<Timestamp>,
    /// When it was last started, on RunPod's clock: what it costs now runs since then.
    pub started: Option<Timestamp>,
    /// How far RunPod's clock is ahead of this computer's; `None` while that is not known.
    pub ahead: Option<Ahead>,
    /// What RunPod lets be done with it now, where it tells.
    pub allowed: Allowed,
    /// Whether RunPod has found a machine for it.
    pub has_machine: bool,
    /// What is run in it in the place of the image's own start command; empty where that is left as it is.
    pub start_command: String,
    /// What the container does. `None` while the image is being pulled, and for pods that are not running (RunPod
    /// keeps a stale one then).
    pub runtime: Option<Runtime>,
    /// How much of its machine it uses.
    pub usage: IgnoredInEq<Usage>,
}

impl Pod {
    /// What it costs per hour now: GPUs and disks, the network volume apart. `None` where RunPod gives no GPU price.
    pub fn hourly(&self) -> Option<HourlyRate> {
        if self.status.bills_gpu() { self.hourly_running() } else { Some(self.hourly_stopped()) }
    }

    /// What it costs per hour while it runs. For a stopped pod only as good as the GPU price that RunPod tells then.
    pub fn hourly_running(&self) -> Option<HourlyRate> {
        let container = GbMonthRate::CONTAINER_DISK.hourly(self.container_disk_gb);
        Some(self.gpu_rate? + container + GbMonthRate::VOLUME_RUNNING.hourly(self.volume_gb))
    }

    /// What it costs per hour while it is stopped.
    pub fn hourly_stopped(&self) -> HourlyRate {
        GbMonthRate::VOLUME_STOPPED.hourly(self.volume_gb)
    }

    /// That it is spot, at which bid, and what its GPUs cost on demand, where that is known; `None` for all others.
    pub fn spot_text(&self, on_demand: Option<HourlyRate>) -> Option<String> {
        let bid = self.gpu_rate.filter(|_| self.status.bills_gpu());
        self.spot.then(|| match (bid, on_demand) {
            (Some(bid), Some(rate)) => say::spot_bid_on_demand(bid, rate),
            (Some(bid), None) => say::spot_bid(bid),
            (None, Some(rate)) => say::spot_on_demand(rate),
            (None, None) => say::spot().to_owned(),
        })
    }

    /// An instant that RunPod tells of it, on this computer's clock; `None` where it is not known how the clocks differ.
    pub fn here(&self, told: Option<Timestamp>) -> Option<Timestamp> {
        self.ahead.zip(told).map(|(ahead, told)| ahead.here(told))
    }

    /// When it was last started, or made, on this computer's clock.
    pub fn began(&self) -> Option<Timestamp> {
        self.here(self.started.or(self.created))
    }

    /// Since when the present price runs at the latest, on this computer's clock, and whether it may have run for longer.
    pub fn billed_since(&self) -> Option<(Timestamp, bool)> {
        let up_since = || self.runtime.as_ref().map(|runtime| (runtime.up_since, true));
        self.began().map(|began| (began, false)).or_else(up_since)
    }

    /// How long the container has been up.
    pub fn uptime(&self, now: Timestamp) -> Option<Duration> {
        self.runtime.as_ref().map(|runtime| now.since(runtime.up_since))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A running ComfyUI pod with nothing known of its container.
    pub(crate) fn pod(id: &str) -> Pod {
        Pod {
            id: PodId::new(id),
            name: format!("pod {id}"),
            timer_mark: None,
            status: Status::Running,
            last_change: None,
            gpu: "RTX 4090".into(),
            gpu_count: 1,
            image: "runpod/comfyui:cuda12.8".into(),
            gpu_rate: Some(HourlyRate::from_micros(690_000)),
            spot: false,
            container_disk_gb: 50,
            volume_gb: 0,
            network_volume: Some(NetworkVolumeId::new("vol1")),
            mount_path: Some("/workspace".into()),
            data_center: Some(DataCenterId::new("EU-RO-1")),
            ports: Port::parse_list("8188/http,22/tcp"),
            tag: None,
            created: Some(Timestamp::from_millis(0)),
            started: None,
            ahead: Some(Ahead::NONE),
            allowed: Allowed::default(),
            has_machine: true,
            start_command: String::new(),
            runtime: None,
            usage: IgnoredInEq::default(),
        }
    }

    #[test]
    fn a_running_pod_costs_its_gpu_and_its_disks() {
        let running = Pod { volume_gb: 40, ..pod("a") };
        assert_eq!(running.hourly(), Some(HourlyRate::from_micros(690_000 + 6_944 + 5_556)));
    }

    #[test]
    fn a_spot_pod_says_so_with_its_bid_and_the_price_on_demand() {
        let spot = Pod { spot: true, gpu_rate: Some(HourlyRate::from_micros(700_000)), ..pod("a") };
        let on_demand = Some(HourlyRate::from_micros(1_380_000));
        assert_eq!(spot.spot_text(on_demand).unwrap(), "spot, bid $0.70/h (on demand from $1.38/h)");
        assert_eq!(spot.spot_text(None).unwrap(), "spot, bid $0.70/h");
        let stopped = Pod { status: Status::Stopped, ..spot };
        assert_eq!(stopped.spot_text(on_demand).unwrap(), "spot (on demand from $1.38/h)", "no bid stands");
        assert_eq!(pod("a").spot_text(on_demand), None);
    }

    #[test]
    fn a_stopped_pod_costs_its_volume_disk_twice_over() {
        let stopped = Pod { status: Status::Stopped, volume_gb: 40, ..pod("a") };
        assert_eq!(stopped.hourly(), Some(HourlyRate::from_micros(11_111)));
    }

    #[test]
    fn an_unknown_status_is_counted_as_costing_and_an_unknown_price_stays_unknown() {
        let odd = Pod { status: Status::parse("HIBERNATING"), ..pod("a") };
        assert_eq!(odd.hourly(), pod("a").hourly());
        assert_eq!(Pod { gpu_rate: None, ..pod("a") }.hourly(), None);
    }
}
