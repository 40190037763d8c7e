//! One pod: what was asked for, where it runs, and how far it has got.

use crate::clock::{MINUTE, Moment, SECOND};
use crate::comfy::{Comfy, Files};
use crate::container::{Container, Start};
use crate::money::{MicroUsd, Rate};
use crate::ports::Port;
use crate::rng::SeededRng;

/// What the owner asked for, or what has come of it. RunPod has more words; an owner sees these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DesiredStatus {
    Running,
    Exited,
    /// Its host is gone.
    Dead,
}

impl DesiredStatus {
    /// As `desiredStatus` has it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Exited => "EXITED",
            Self::Dead => "DEAD",
        }
    }
}

/// A pod that exists, running or stopped.
pub struct Pod {
    pub id: String,
    pub name: String,
    pub spec: PodSpec,
    pub wish: DesiredStatus,
    pub last_change: String,
    /// The bid per GPU-hour, if this is a spot pod.
    pub bid: Option<MicroUsd>,
    /// For one unit and hour: a GPU, or a whole CPU instance.
    pub price: MicroUsd,
    pub gpu_count: i32,
    /// Units held on the machine while it runs: GPUs or vCPUs.
    pub units: i32,
    pub vcpus: i32,
    pub memory: i32,
    pub flavor: Option<&'static str>,
    pub machine_id: String,
    pub host_suffix: String,
    pub created_at: Moment,
    pub started_at: Moment,
    /// Which start this is; an event meant for an earlier one is stale.
    pub run: u32,
    /// Its owner's word against stopping it by mistake.
    pub locked: bool,
    /// Whether it has an address in the network that RunPod spans between data centers.
    pub global_network: bool,
    pub boot: BootTimeline,
    pub stopped_at: Option<Moment>,
    /// Whether ComfyUI has already copied itself to this pod's own volume.
    pub comfy_installed: bool,
    /// What its container runs.
    pub start: Start,
    /// The container's processes and files, where its start command or somebody at a terminal made any.
    pub inside: Option<Container>,
    /// What keeps its GPUs busy.
    pub load: Option<Load>,
    /// The ComfyUI in it, if anybody has spoken to it since it was started.
    pub comfy: Option<Comfy>,
    /// What ComfyUI keeps on the pod's own volume.
    pub volume_files: Files,
    /// What it keeps in the container, where no volume lies below it.
    pub container_files: Files,
}

/// What an edit may change.
#[derive(Clone, Default)]
pub struct PodSpec {
    pub image: String,
    pub docker_args: String,
    pub env: Vec<String>,
    pub ports: Vec<Port>,
    pub container_disk: i32,
    pub volume: i32,
    pub mount: String,
    pub network_volume: Option<String>,
    pub template: Option<String>,
    pub registry_auth: Option<String>,
}

/// When each stage of a start is reached.
#[derive(Clone)]
pub struct BootTimeline {
    pub machine_at: Moment,
    pub container_at: Moment,
    pub ports_at: Moment,
    /// When the service behind each HTTP port begins to answer.
    pub services: Vec<(u16, Moment)>,
    /// Whether the pull starts over again and again.
    pub pull_loops: bool,
}

/// How long a pull goes well that starts over for ever.
pub const PULL_ROUND: i64 = 90 * SECOND;

/// What decides how long a start takes.
#[derive(Clone, Copy, Default)]
pub struct WarmStart {
    /// The host and the address are there already: the pod ran here before.
    pub placed: bool,
    /// The host has the image.
    pub image_cached: bool,
    /// ComfyUI lies ready on the volume.
    pub comfy_installed: bool,
}

impl BootTimeline {
    /// Rolls the times of a start at `now`.
    pub fn plan(spec: &PodSpec, head: WarmStart, now: Moment, rng: &mut SeededRng) -> Self {
        let placing = if head.placed { (3, 8) } else { (15, 80) };
        let machine_at = now.after(rng.between(placing.0 * SECOND, placing.1 * SECOND));
        let container_at = machine_at.after(pull_time(&spec.image, head.image_cached, rng));
        let ports_at = container_at.after(rng.between(5 * SECOND, 15 * SECOND));
        let services = spec
            .ports
            .iter()
            .filter(|port| port.http)
            .filter_map(|port| port.inside())
            .map(|port| (port, container_at.after(service_time(&spec.image, port, head, rng))))
            .collect();
        Self { machine_at, container_at, ports_at, services, pull_loops: false }
    }

    /// When ComfyUI answers for the first time, if it is to.
    pub fn comfy_at(&self) -> Option<Moment> {
        self.services.iter().find(|(port, _)| *port == 8188).map(|(_, at)| *at)
    }
}

fn pull_time(image: &str, cached: bool, rng: &mut SeededRng) -> i64 {
    let (low, high) = match image {
        _ if cached => (10, 45),
        _ if is_comfy(image) => (180, 330),
        _ if image.contains("pytorch") => (90, 210),
        _ => (60, 150),
    };
    rng.between(low * SECOND, high * SECOND)
}

fn service_time(image: &str, port: u16, head: WarmStart, rng: &mut SeededRng) -> i64 {
    let (low, high) = match port {
        8188 if is_comfy(image) && head.comfy_installed => (50, 70),
        8188 if is_comfy(image) => (225, 255),
        8888 => (30, 60),
        _ => (15, 30),
    };
    rng.between(low * SECOND, high * SECOND)
}

/// Whether an image runs ComfyUI on 8188.
pub fn is_comfy(image: &str) -> bool {
    image.to_ascii_lowercase().contains("comfyui")
}

/// What somebody has its GPUs do.
#[derive(Clone, Copy)]
pub struct Load {
    /// Percent.
    pub gpu: u8,
    pub until: Option<Moment>,
}

/// What RunPod tells about a container, or told last.
pub struct Runtime {
    pub uptime_seconds: i64,
    pub ports_known: bool,
}

impl Pod {
    pub fn is_running(&self) -> bool {
        self.wish == DesiredStatus::Running
    }

    /// None while the host pulls the image. A stopped pod keeps its last one, as the real ones do.
    pub fn runtime(&self, now: Moment) -> Option<Runtime> {
        let at = self.stopped_at.unwrap_or(now);
        if at < self.boot.container_at {
            return None;
        }
        let ports_known = at >= self.boot.ports_at;
        let uptime_seconds = at.since(self.boot.container_at) / SECOND;
        Some(Runtime { uptime_seconds: if ports_known { uptime_seconds } else { 0 }, ports_known })
    }

    /// Whether the host and its address are known yet.
    pub fn is_placed(&self, now: Moment) -> bool {
        self.stopped_at.unwrap_or(now) >= self.boot.machine_at
    }

    pub fn last_change(&self, now: Moment) -> String {
        let pulling = self.boot.machine_at <= now && now < self.boot.container_at;
        if !self.is_running() || !pulling {
            return self.last_change.clone();
        }
        let starts_over = if self.boot.pull_loops { now.since(self.boot.machine_at) / PULL_ROUND } else { 0 };
        match starts_over {
            0 => "create container: still fetching image".to_owned(),
            times => format!("create container: still fetching image (the pull failed {times} times and starts over)"),
        }
    }

    /// Whether something listens behind that HTTP port.
    pub fn answers_on(&self, port: u16, now: Moment) -> bool {
        let Some(late) = self.late() else { return false };
        let ready = |(number, at): &(u16, Moment)| *number == port && at.after(late) <= now;
        self.is_running() && self.boot.services.iter().any(ready)
    }

    /// How long after the container the image's own start came; none if it has not come.
    pub fn late(&self) -> Option<i64> {
        if self.start.is_own() {
            return Some(0);
        }
        let since = self.inside.as_ref()?.served_since(self.boot.container_at)?;
        Some(since.since(self.boot.container_at))
    }

    /// When something inside it goes on.
    pub fn turn_at(&self) -> Option<Moment> {
        match &self.inside {
            _ if !self.is_running() => None,
            Some(container) => container.next_at(),
            None => self.start.runs_words().then_some(self.boot.container_at),
        }
    }

    /// The key that RunPod gives it, for itself alone.
    pub fn own_key(&self) -> String {
        format!("rpa_POD{}", self.id.to_ascii_uppercase())
    }

    pub fn declares_http(&self, port: u16) -> bool {
        self.spec.ports.iter().any(|declared| declared.http && declared.inside() == Some(port))
    }

    /// The whole pod per hour, without its disks.
    pub fn compute_price(&self) -> MicroUsd {
        let times = if self.flavor.is_some() { 1 } else { self.gpu_count };
        MicroUsd(self.price.0 * i64::from(times))
    }

    pub fn compute_rate(&self) -> Rate {
        if self.is_running() { Rate::per_hour(self.compute_price()) } else { Rate::default() }
    }

    /// The container disk costs only while it runs, the volume disk double while it does not.
    pub fn disk_rate(&self) -> Rate {
        let (container, volume) = if self.is_running() { (100_000, 100_000) } else { (0, 200_000) };
        let micro = container * i64::from(self.spec.container_disk) + volume * i64::from(self.spec.volume);
        Rate::per_month(MicroUsd(micro))
    }

    pub fn stop(&mut self, why: &str, now: Moment) {
        self.wish = DesiredStatus::Exited;
        self.lose_container();
        self.stopped_at = Some(now);
        self.last_change = format!("{why}: {}", now.js_text());
    }

    pub fn start(&mut self, boot: BootTimeline, now: Moment) {
        self.wish = DesiredStatus::Running;
        self.start = Start::of(&self.spec.image, &self.spec.docker_args);
        self.lose_container();
        self.stopped_at = None;
        self.started_at = now;
        self.run += 1;
        self.boot = boot;
        self.last_change = format!("Rented by User: {}", now.js_text());
    }

    fn lose_container(&mut self) {
        self.inside = None;
        self.load = None;
        self.comfy = None;
        self.container_files = Files::default();
    }

    pub fn pod_host_id(&self) -> String {
        format!("{}-{}", self.id, self.host_suffix)
    }
}

/// How long a spot pod is safe from being outbid, and how likely it is to be at all.
pub fn outbid_after(bid: MicroUsd, floor: MicroUsd, rng: &mut SeededRng) -> Option<i64> {
    let generous = bid.0 * 10 >= floor.0 * 15;
    let (percent, low, high) = if generous { (20, 60, 240) } else { (70, 20, 90) };
    let after = rng.between(low * MINUTE, high * MINUTE);
    rng.percent(percent).then_some(after)
}
