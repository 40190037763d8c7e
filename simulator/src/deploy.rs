//! Renting: from what was asked for to a pod on a machine, or a refusal.

use crate::account::Template;
use crate::clock::Moment;
use crate::comfy::Files;
use crate::container::Start;
use crate::data_centers::{Instance, instance, place_of};
use crate::errors::{Outcome, Refusal};
use crate::gpu_models::{GpuModel, gpu_model};
use crate::machines::{Machine, MachineKind, Needs};
use crate::money::{MicroUsd, Rate};
use crate::pod::{BootTimeline, DesiredStatus, Pod, PodSpec, WarmStart, is_comfy, outbid_after};
use crate::ports;
use crate::world::{SPEND_LIMIT, ScheduledEvent, World};

/// What was asked for, whichever of the three mutations asked.
#[derive(Clone, Default)]
pub struct Order {
    pub name: Option<String>,
    pub image: Option<String>,
    pub gpu_types: Vec<String>,
    pub instance_ids: Vec<String>,
    pub bid: Option<MicroUsd>,
    pub needs: Needs,
    pub container_disk: Option<i32>,
    pub volume: Option<i32>,
    pub mount: Option<String>,
    pub network_volume: Option<String>,
    pub template: Option<String>,
    pub registry_auth: Option<String>,
    pub env: Vec<(String, String)>,
    pub docker_args: Option<String>,
    pub ports: Option<String>,
    pub start_jupyter: bool,
    pub start_ssh: bool,
    pub global_network: bool,
}

/// Nobody means a bid beyond this, and sums stay small below it.
const HIGHEST_BID: MicroUsd = MicroUsd(1_000_000_000);

/// A machine found, and what a pod would hold and pay there.
struct Berth {
    machine: String,
    price: MicroUsd,
    units: i32,
    gpu_count: i32,
    vcpus: i32,
    memory: i32,
    flavor: Option<&'static str>,
    spot_floor: Option<MicroUsd>,
}

impl World {
    /// Rents a pod and answers with its id.
    pub fn deploy(&mut self, mut order: Order, now: Moment) -> Outcome<String> {
        self.fill_from_template(&mut order)?;
        self.settle_network_volume(&mut order)?;
        let spec = self.spec(&order)?;
        order.check_cpu_disk(&spec)?;
        order.needs.disk = order.needs.disk.max(spec.container_disk.saturating_add(spec.volume));
        let berth = self.find_berth(&order)?;
        self.check_money(&berth, &spec)?;
        Ok(self.move_in(&order, spec, berth, now))
    }

    fn fill_from_template(&self, order: &mut Order) -> Outcome<()> {
        let Some(id) = &order.template else { return Ok(()) };
        let template = self.account.template(id).ok_or_else(|| Refusal::in_our_words("Template not found"))?;
        order.fill_from(template);
        Ok(())
    }

    /// A network volume is only available in its own data center's secure cloud.
    fn settle_network_volume(&self, order: &mut Order) -> Outcome<()> {
        let Some(id) = &order.network_volume else { return Ok(()) };
        let volume = self.account.volume(id).ok_or_else(|| Refusal::in_our_words("Network volume not found"))?;
        let elsewhere = order.needs.place.as_ref().is_some_and(|place| !place.eq_ignore_ascii_case(volume.place));
        if elsewhere || order.needs.secure == Some(false) {
            return Err(Refusal::no_capacity());
        }
        order.needs.place = Some(volume.place.to_owned());
        order.needs.secure = Some(true);
        order.volume = Some(0);
        Ok(())
    }

    fn spec(&mut self, order: &Order) -> Outcome<PodSpec> {
        let image = order.image.clone().filter(|image| !image.trim().is_empty());
        let image = image.ok_or_else(|| Refusal::in_our_words("imageName is required"))?;
        let usual_disk = order.most_cpu_disk().unwrap_or(i32::MAX).min(50);
        Ok(PodSpec {
            image,
            docker_args: order.docker_args.clone().unwrap_or_default(),
            env: self.environment(order),
            ports: ports::parse(order.ports.as_deref().unwrap_or_default())?,
            container_disk: container_disk(order.container_disk.unwrap_or(usual_disk))?,
            volume: volume_disk(order.volume.unwrap_or(0))?,
            mount: order.mount.clone().unwrap_or_else(|| "/workspace".to_owned()),
            network_volume: order.network_volume.clone(),
            template: order.template.clone(),
            registry_auth: order.registry_auth.clone(),
        })
    }

    fn environment(&mut self, order: &Order) -> Vec<String> {
        let has = |wanted: &str| order.env.iter().any(|(key, _)| key == wanted);
        let mut env: Vec<String> = order.env.iter().map(|(key, value)| format!("{key}={value}")).collect();
        if order.start_jupyter && !has("JUPYTER_PASSWORD") {
            env.push(format!("JUPYTER_PASSWORD={}", self.rng.id(24)));
        }
        if order.start_ssh && !has("PUBLIC_KEY") {
            env.push(format!("PUBLIC_KEY={}", self.account.pub_key));
        }
        env
    }

    fn find_berth(&self, order: &Order) -> Outcome<Berth> {
        if order.needs.place.as_ref().is_some_and(|id| place_of(id).is_none()) {
            return Err(Self::full(order));
        }
        let on_gpu = || order.gpu_types.iter().find_map(|id| self.gpu_berth(gpu_model(id)?, order));
        let on_cpu = || order.instance_ids.iter().find_map(|id| self.cpu_berth(instance(id)?, order));
        on_gpu().or_else(on_cpu).ok_or_else(|| self.why_none(order))
    }

    fn gpu_berth(&self, model: &'static GpuModel, order: &Order) -> Option<Berth> {
        let count = order.needs.count;
        if count < 1 || model.max_counts.iter().all(|most| count > *most) {
            return None;
        }
        let affordable = |host: &&Machine| match (order.bid, host.spot_price()) {
            (None, _) => true,
            (Some(bid), Some(floor)) => bid >= floor && bid <= HIGHEST_BID,
            (Some(_), None) => false,
        };
        let host = self
            .machines_of(model.id)
            .filter(|host| host.suits(&order.needs))
            .filter(affordable)
            .min_by_key(|host| (host.price(), -host.free))?;
        Some(Berth {
            machine: host.id.clone(),
            price: order.bid.unwrap_or_else(|| host.price()),
            units: count,
            gpu_count: count,
            vcpus: host.vcpus_per_unit * count,
            memory: host.memory_per_unit * count,
            flavor: None,
            spot_floor: order.bid.and(host.spot_price()),
        })
    }

    fn cpu_berth(&self, wanted: Instance, order: &Order) -> Option<Berth> {
        let needs = Needs { count: wanted.vcpus, ..order.needs.clone() };
        let is_cpu = |host: &&Machine| matches!(host.gear, MachineKind::Cpu);
        let host = self.machines.iter().filter(is_cpu).find(|host| host.suits(&needs))?;
        Some(Berth {
            machine: host.id.clone(),
            price: MicroUsd(wanted.flavor.micro_per_vcpu * i64::from(wanted.vcpus)),
            units: wanted.vcpus,
            gpu_count: 0,
            vcpus: wanted.vcpus,
            memory: wanted.vcpus * wanted.flavor.ram_per_vcpu,
            flavor: Some(wanted.flavor.id),
            spot_floor: None,
        })
    }

    /// Too large a disk has a sentence of its own; everything else shares one.
    fn why_none(&self, order: &Order) -> Refusal {
        let with_less_disk = Order { needs: Needs { disk: 0, ..order.needs.clone() }, ..order.clone() };
        let disk_is_why = order.needs.disk > 0 && self.find_berth(&with_less_disk).is_ok();
        if disk_is_why { Refusal::no_disk() } else { Self::full(order) }
    }

    /// Spot has a sentence of its own.
    fn full(order: &Order) -> Refusal {
        if order.bid.is_some() { Refusal::no_spot_capacity() } else { Refusal::no_capacity() }
    }

    fn check_money(&self, berth: &Berth, spec: &PodSpec) -> Outcome<()> {
        let times = if berth.flavor.is_some() { 1 } else { i64::from(berth.gpu_count) };
        let compute = Rate::per_hour(MicroUsd(berth.price.0 * times));
        let disks = i64::from(spec.container_disk) + i64::from(spec.volume);
        self.check_rate(compute + Rate::per_month(MicroUsd(100_000 * disks)))
    }

    /// Whether the account may take on that much more.
    pub fn check_rate(&self, more: Rate) -> Outcome<()> {
        if self.balance() < more.hourly() {
            return Err(Refusal::balance_too_low());
        }
        if (self.spend().total() + more).hourly() > SPEND_LIMIT {
            return Err(Refusal::spend_limit(SPEND_LIMIT));
        }
        Ok(())
    }

    fn move_in(&mut self, order: &Order, spec: PodSpec, berth: Berth, now: Moment) -> String {
        let head = self.head(&spec, &berth.machine, false, false);
        let boot = BootTimeline::plan(&spec, head, now, &mut self.rng);
        let id = self.rng.id(14);
        let pod = Pod {
            id: id.clone(),
            name: order.name.clone().unwrap_or_else(|| spec.image.clone()),
            spec,
            wish: DesiredStatus::Running,
            last_change: String::new(),
            bid: order.bid,
            price: berth.price,
            gpu_count: berth.gpu_count,
            units: berth.units,
            vcpus: berth.vcpus,
            memory: berth.memory,
            flavor: berth.flavor,
            host_suffix: format!("6441{:04x}", self.rng.between(0, 0xffff)),
            machine_id: berth.machine,
            created_at: now,
            started_at: now,
            run: 0,
            locked: false,
            global_network: order.global_network,
            boot: boot.clone(),
            stopped_at: None,
            comfy_installed: false,
            start: Start::Own,
            inside: None,
            load: None,
            comfy: None,
            volume_files: Files::default(),
            container_files: Files::default(),
        };
        self.pods.push(pod);
        self.begin(&id, boot, now);
        self.expect_outbid(&id, berth.spot_floor, now);
        id
    }

    /// What a start of `spec` on that machine finds there.
    pub fn head(&self, spec: &PodSpec, machine: &str, placed: bool, installed: bool) -> WarmStart {
        let cached = self.machine(machine).is_some_and(|host| host.cached_images.contains(&spec.image));
        let volume = spec.network_volume.as_deref().and_then(|id| self.account.volume(id));
        WarmStart {
            placed,
            image_cached: cached,
            comfy_installed: volume.map_or(installed, |volume| volume.comfy_installed),
        }
    }

    /// Takes the machine's units and sets off the boot.
    pub fn begin(&mut self, id: &str, boot: BootTimeline, now: Moment) {
        let (comfy_at, container_at) = (boot.comfy_at(), boot.container_at);
        let Some(pod) = self.pod_mut(id) else { return };
        pod.start(boot, now);
        let (machine, units, run) = (pod.machine_id.clone(), pod.units, pod.run);
        let image = pod.spec.image.clone();
        if let (Some(at), true) = (comfy_at, is_comfy(&image)) {
            self.later(at, ScheduledEvent::ComfyInstalled { pod: id.to_owned(), run });
        }
        if let Some(host) = self.machine_mut(&machine) {
            host.free -= units;
        }
        self.later(container_at, ScheduledEvent::ImagePulled { machine, image });
    }

    /// Rolls when a spot pod will be outbid, if it will.
    pub fn expect_outbid(&mut self, id: &str, floor: Option<MicroUsd>, now: Moment) {
        let Some((run, Some(bid))) = self.pod(id).map(|pod| (pod.run, pod.bid)) else { return };
        let Some(floor) = floor else { return };
        if let Some(after) = outbid_after(bid, floor, &mut self.rng) {
            self.later(now.after(after), ScheduledEvent::Outbid { pod: id.to_owned(), run });
        }
    }
}

impl Order {
    /// GB of container disk that the largest of the machines without a GPU allows that were asked for, if any was.
    fn most_cpu_disk(&self) -> Option<i32> {
        let instances = self.instance_ids.iter().filter_map(|id| instance(id));
        instances.map(|wanted| wanted.vcpus * wanted.flavor.disk_per_vcpu).max().filter(|_| self.gpu_types.is_empty())
    }

    fn check_cpu_disk(&self, spec: &PodSpec) -> Outcome<()> {
        match self.most_cpu_disk().filter(|most| spec.container_disk > *most) {
            Some(most) => Err(Refusal::disk_above(most)),
            None => Ok(()),
        }
    }

    fn fill_from(&mut self, template: &Template) {
        let given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        if !given(&self.image) {
            self.image = Some(template.image.clone());
        }
        if !given(&self.ports) {
            self.ports = Some(template.ports.clone());
        }
        if !given(&self.docker_args) {
            self.docker_args = Some(template.docker_args.clone());
        }
        self.container_disk.get_or_insert(template.container_disk);
        self.volume.get_or_insert(template.volume);
        self.mount.get_or_insert_with(|| template.mount.clone());
        self.start_jupyter |= template.start_jupyter;
        self.start_ssh |= template.start_ssh;
        if self.needs.allowed_cuda.is_empty() && self.needs.min_cuda.is_none() && !self.gpu_types.is_empty() {
            self.needs.allowed_cuda.clone_from(&template.allowed_cuda);
        }
        for (key, value) in &template.env {
            if !self.env.iter().any(|(own, _)| own == key) {
                self.env.push((key.clone(), value.clone()));
            }
        }
    }
}

pub fn container_disk(size: i32) -> Outcome<i32> {
    if size < 1 {
        return Err(Refusal::in_our_words("containerDiskInGb must be at least 1"));
    }
    Ok(size)
}

/// None at all, or at least 10 GB.
pub fn volume_disk(size: i32) -> Outcome<i32> {
    if size != 0 && size < 10 {
        return Err(Refusal::in_our_words("volumeInGb must be 0 or at least 10"));
    }
    Ok(size)
}
