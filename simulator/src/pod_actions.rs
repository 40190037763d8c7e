//! What can be done to a pod that is there.

use crate::clock::{Moment, SECOND};
use crate::deploy::{container_disk, volume_disk};
use crate::errors::{Outcome, Refusal};
use crate::money::{MicroUsd, Rate};
use crate::pod::{BootTimeline, DesiredStatus, Pod, WarmStart};
use crate::ports;
use crate::world::World;

/// What an edit changes. What is left out stays.
#[derive(Default)]
pub struct Edit {
    pub image: Option<String>,
    pub docker_args: Option<String>,
    pub env: Option<Vec<String>>,
    pub ports: Option<String>,
    pub container_disk: Option<i32>,
    pub volume: Option<i32>,
    pub mount: Option<String>,
    pub registry_auth: Option<String>,
}

impl World {
    fn known_pod(&self, id: &str, verb: &str) -> Outcome<&Pod> {
        self.pod(id).ok_or_else(|| Refusal::pod_not_found(verb))
    }

    /// One that is locked is neither stopped nor made anew.
    fn unlocked_pod(&self, id: &str, verb: &str) -> Outcome<&Pod> {
        let pod = self.known_pod(id, verb)?;
        if pod.locked { Err(Refusal::in_our_words("Pod is locked")) } else { Ok(pod) }
    }

    /// Stops at once. Stopping a stopped pod changes nothing.
    pub fn stop(&mut self, id: &str, now: Moment) -> Outcome<()> {
        self.unlocked_pod(id, "stop")?;
        self.halt(id, "Exited by user", now);
        Ok(())
    }

    /// Gone for good; its network volume stays.
    pub fn terminate(&mut self, id: &str) -> Outcome<()> {
        if self.remove_pod(id) { Ok(()) } else { Err(Refusal::pod_not_found("terminate")) }
    }

    /// Starts again on the same machine, if that has room. Zero GPUs are allowed: for data rescue.
    pub fn resume(&mut self, id: &str, gpu_count: Option<i32>, bid: Option<MicroUsd>, now: Moment) -> Outcome<()> {
        let pod = self.known_pod(id, "resume")?;
        if pod.is_running() {
            return Ok(());
        }
        if pod.wish == DesiredStatus::Dead {
            return Err(Refusal::host_full());
        }
        let is_cpu = pod.flavor.is_some();
        let gpu_count = if is_cpu { 0 } else { gpu_count.unwrap_or(pod.gpu_count) };
        let units = if is_cpu { pod.units } else { gpu_count };
        let price = bid.unwrap_or(pod.price);
        self.check_room(id, gpu_count, units)?;
        self.check_bid(id, bid)?;
        self.check_resume_rate(id, price, if is_cpu { 1 } else { gpu_count })?;
        let boot = self.plan_boot(id, now);
        if let Some(pod) = self.pod_mut(id) {
            (pod.gpu_count, pod.units, pod.price) = (gpu_count, units, price);
            pod.bid = bid.or(pod.bid);
        }
        self.begin(id, boot, now);
        let floor = self.spot_floor(id);
        self.expect_outbid(id, floor, now);
        Ok(())
    }

    fn check_room(&self, id: &str, gpu_count: i32, units: i32) -> Outcome<()> {
        let host = self.pod(id).and_then(|pod| self.machine(&pod.machine_id));
        if gpu_count >= 0 && host.is_some_and(|host| host.free >= units) { Ok(()) } else { Err(Refusal::host_full()) }
    }

    fn check_bid(&self, id: &str, bid: Option<MicroUsd>) -> Outcome<()> {
        let too_low = |bid: MicroUsd| self.spot_floor(id).is_none_or(|floor| bid < floor);
        if bid.is_some_and(too_low) { Err(Refusal::no_spot_capacity()) } else { Ok(()) }
    }

    fn check_resume_rate(&self, id: &str, price: MicroUsd, times: i32) -> Outcome<()> {
        let Some(pod) = self.pod(id) else { return Ok(()) };
        let compute = Rate::per_hour(MicroUsd(price.0.saturating_mul(i64::from(times))));
        let disk = Rate::per_month(MicroUsd(100_000 * i64::from(pod.spec.container_disk)));
        self.check_rate(compute + disk)
    }

    /// What a bid must reach on the pod's own machine.
    pub fn spot_floor(&self, id: &str) -> Option<MicroUsd> {
        self.machine(&self.pod(id)?.machine_id)?.spot_price()
    }

    fn plan_boot(&mut self, id: &str, now: Moment) -> BootTimeline {
        let Some(pod) = self.pod(id) else {
            return BootTimeline::plan(&crate::pod::PodSpec::default(), WarmStart::default(), now, &mut self.rng);
        };
        let spec = pod.spec.clone();
        let head = self.head(&spec, &pod.machine_id, true, pod.comfy_installed);
        BootTimeline::plan(&spec, head, now, &mut self.rng)
    }

    /// Changes a pod. A running one is made anew, and loses all but its volume.
    pub fn edit(&mut self, id: &str, edit: Edit, now: Moment) -> Outcome<()> {
        let pod = self.known_pod(id, "edit")?;
        let mut spec = pod.spec.clone();
        edit.apply(&mut spec)?;
        let disk = spec.container_disk.saturating_add(spec.volume);
        if self.machine(&pod.machine_id).is_some_and(|host| host.disk < disk) {
            return Err(Refusal::no_disk());
        }
        if let Some(pod) = self.pod_mut(id) {
            pod.spec = spec;
        }
        self.remake(id, now);
        Ok(())
    }

    /// Makes the container anew. UNCONFIRMED in the real API.
    pub fn reset(&mut self, id: &str, now: Moment) -> Outcome<()> {
        self.unlocked_pod(id, "reset")?;
        self.remake(id, now);
        Ok(())
    }

    /// Starts the same container again. UNCONFIRMED in the real API.
    pub fn restart(&mut self, id: &str, now: Moment) -> Outcome<()> {
        self.known_pod(id, "restart")?;
        self.remake(id, now);
        if let Some(pod) = self.pod_mut(id).filter(|pod| pod.is_running()) {
            pod.boot = pod.boot.clone().moved_to(now.after(3 * SECOND));
        }
        Ok(())
    }

    fn remake(&mut self, id: &str, now: Moment) {
        let Some(pod) = self.pod(id).filter(|pod| pod.is_running()) else { return };
        let (machine, units) = (pod.machine_id.clone(), pod.units);
        let boot = self.plan_boot(id, now);
        if let Some(host) = self.machine_mut(&machine) {
            host.free += units;
        }
        self.begin(id, boot, now);
        let floor = self.spot_floor(id);
        self.expect_outbid(id, floor, now);
    }
}

impl BootTimeline {
    /// The same start, but with its container there at `at`.
    fn moved_to(self, at: Moment) -> Self {
        let shift = at.0 - self.container_at.0;
        let services = self.services.into_iter().map(|(port, at)| (port, at.after(shift)));
        Self {
            machine_at: self.machine_at.min(at),
            container_at: at,
            ports_at: self.ports_at.after(shift),
            services: services.collect(),
            pull_loops: self.pull_loops,
        }
    }
}

impl Edit {
    fn apply(self, spec: &mut crate::pod::PodSpec) -> Outcome<()> {
        if let Some(image) = self.image.filter(|image| !image.trim().is_empty()) {
            spec.image = image;
        }
        if let Some(text) = self.ports {
            spec.ports = ports::parse(&text)?;
        }
        if let Some(size) = self.container_disk {
            spec.container_disk = container_disk(size)?;
        }
        if let Some(size) = self.volume {
            spec.volume = grown(spec.volume, volume_disk(size)?)?;
        }
        spec.env = self.env.unwrap_or(std::mem::take(&mut spec.env));
        spec.docker_args = self.docker_args.unwrap_or(std::mem::take(&mut spec.docker_args));
        spec.mount = self.mount.unwrap_or(std::mem::take(&mut spec.mount));
        spec.registry_auth = self.registry_auth.or(spec.registry_auth.take());
        Ok(())
    }
}

fn grown(from: i32, to: i32) -> Outcome<i32> {
    if to < from {
        return Err(Refusal::in_our_words("A volume can only grow"));
    }
    Ok(to)
}
