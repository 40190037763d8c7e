//! The state of it all, and how it moves on with time.

use crate::account::Account;
use crate::clock::{HOUR, MINUTE, Moment};
use crate::comfy::Door;
use crate::ledger::Ledger;
use crate::machines::{self, Machine, Needs, stock_status};
use crate::money::{Metered, MicroUsd};
use crate::pod::Pod;
use crate::pod_key::{Asked, PodKey};
use crate::rng::SeededRng;

/// What the account may spend per hour on everything. RunPod's default.
pub const SPEND_LIMIT: MicroUsd = MicroUsd(80_000_000);

/// Everything there is.
pub struct World {
    pub rng: SeededRng,
    pub machines: Vec<Machine>,
    pub account: Account,
    pub pods: Vec<Pod>,
    pub deposited: MicroUsd,
    pub meter: Metered,
    pub ledger: Ledger,
    /// Up to when the world has been brought.
    pub seen: Moment,
    /// What the key that each pod has may do, and what is in its image.
    pub pod_key: PodKey,
    /// Whom the ComfyUIs in the pods let in.
    pub comfy_door: Door,
    /// What pods have asked for from inside, and whether it was done.
    pub from_inside: Vec<Asked>,
    events: Vec<Event>,
}

struct Event {
    at: Moment,
    what: ScheduledEvent,
}

/// What time brings by itself.
pub enum ScheduledEvent {
    /// Somebody offers more for a spot pod's GPUs.
    Outbid { pod: String, run: u32 },
    /// Somebody rents on that machine.
    Taken { machine: String, units: i32, hours: i64 },
    /// And gives it back.
    Returned { machine: String, units: i32 },
    /// The host has an image, and keeps it.
    ImagePulled { machine: String, image: String },
    /// ComfyUI has copied itself to the pod's volume.
    ComfyInstalled { pod: String, run: u32 },
}

impl World {
    pub fn new(seed: u64, balance: MicroUsd, now: Moment) -> Self {
        let mut rng = SeededRng::seeded(seed);
        let machines = machines::build(&mut rng);
        Self {
            rng,
            machines,
            account: Account::opened(),
            pods: Vec::new(),
            deposited: balance,
            meter: Metered::default(),
            ledger: Ledger::default(),
            seen: now,
            pod_key: PodKey::default(),
            comfy_door: Door::default(),
            from_inside: Vec::new(),
            events: Vec::new(),
        }
    }

    pub fn later(&mut self, at: Moment, what: ScheduledEvent) {
        self.events.push(Event { at, what });
    }

    /// Lives through everything that has happened since the last look.
    pub fn catch_up(&mut self, now: Moment) {
        while let Some(next) = self.next_turn(now) {
            self.bill_until(next);
            self.close_if_broke();
            self.let_happen(next);
        }
        self.bill_until(now);
    }

    fn next_turn(&self, now: Moment) -> Option<Moment> {
        let event = self.events.iter().map(|event| event.at.max(self.seen)).min();
        let inside = self.pods.iter().filter_map(Pod::turn_at).min().map(|at| at.max(self.seen));
        let comfy = self.pods.iter().filter_map(Pod::comfy_turn_at).min().map(|at| at.max(self.seen));
        [event, self.broke_at(), inside, comfy].into_iter().flatten().min().filter(|at| *at <= now)
    }

    fn let_happen(&mut self, now: Moment) {
        let (due, later): (Vec<Event>, Vec<Event>) =
            std::mem::take(&mut self.events).into_iter().partition(|event| event.at <= now);
        self.events = later;
        for event in due {
            self.happen(event.what, now);
        }
        self.live_inside(now);
        self.live_comfy(now);
    }

    fn happen(&mut self, what: ScheduledEvent, now: Moment) {
        match what {
            ScheduledEvent::Outbid { pod, run } => self.outbid(&pod, run, now),
            ScheduledEvent::Taken { machine, units, hours } => self.take(&machine, units, hours, now),
            ScheduledEvent::Returned { machine, units } => self.give_back(&machine, units),
            ScheduledEvent::ImagePulled { machine, image } => self.keep_image(&machine, image),
            ScheduledEvent::ComfyInstalled { pod, run } => self.note_comfy(&pod, run, now),
        }
    }

    pub fn outbid(&mut self, id: &str, run: u32, now: Moment) {
        let hit = |pod: &&Pod| pod.id == id && pod.run == run && pod.is_running();
        let Some((machine, units)) = self.pods.iter().find(hit).map(|pod| (pod.machine_id.clone(), pod.units)) else {
            return;
        };
        self.halt(id, "Outbid", now);
        self.take(&machine, units, 1, now);
    }

    fn take(&mut self, machine: &str, units: i32, hours: i64, now: Moment) {
        let Some(host) = self.machine_mut(machine) else { return };
        let units = units.min(host.free);
        host.free -= units;
        let what = ScheduledEvent::Returned { machine: machine.to_owned(), units };
        self.later(now.after(hours * HOUR), what);
    }

    fn give_back(&mut self, machine: &str, units: i32) {
        if let Some(host) = self.machine_mut(machine) {
            host.free = (host.free + units).min(host.total);
        }
    }

    fn keep_image(&mut self, machine: &str, image: String) {
        if let Some(host) = self.machine_mut(machine) {
            host.cached_images.insert(image);
        }
    }

    fn note_comfy(&mut self, id: &str, run: u32, now: Moment) {
        let hit = |pod: &&mut Pod| pod.id == id && pod.run == run && pod.answers_on(8188, now);
        let Some(pod) = self.pods.iter_mut().find(hit) else { return };
        pod.comfy_installed = true;
        let volume = pod.spec.network_volume.clone().unwrap_or_default();
        if let Some(volume) = self.account.volume_mut(&volume) {
            volume.comfy_installed = true;
        }
    }

    /// Stops a pod and lets go of its GPUs, which others may want.
    pub fn halt(&mut self, id: &str, why: &str, now: Moment) {
        let Some(pod) = self.pods.iter_mut().find(|pod| pod.id == id && pod.is_running()) else {
            return;
        };
        pod.stop(why, now);
        let (machine, units) = (pod.machine_id.clone(), pod.units);
        self.give_back(&machine, units);
        self.tempt_others(&machine, units, now);
    }

    /// The rarer the GPU, the sooner somebody takes what a stopped pod let go of.
    fn tempt_others(&mut self, machine: &str, units: i32, now: Moment) {
        let (percent, low, high) = match self.stock_beside(machine) {
            Some("High") => (5, 30, 120),
            Some("Medium") => (30, 10, 40),
            _ => (85, 2, 6),
        };
        let after = self.rng.between(low * MINUTE, high * MINUTE);
        let hours = self.rng.between(1, 3);
        if self.rng.percent(percent) {
            let what = ScheduledEvent::Taken { machine: machine.to_owned(), units, hours };
            self.later(now.after(after), what);
        }
    }

    fn stock_beside(&self, machine: &str) -> Option<&'static str> {
        let host = self.machine(machine)?;
        let model = host.model()?.id;
        let needs = Needs { place: Some(host.place.id.to_owned()), secure: Some(host.secure), ..Needs::default() };
        stock_status(self.free_of(model, &needs))
    }

    /// Units of that GPU type free on machines that would do.
    pub fn free_of(&self, model: &str, needs: &Needs) -> i32 {
        self.machines_of(model).filter(|host| host.suits(needs)).map(|host| host.free).sum()
    }

    pub fn machines_of<'a>(&'a self, model: &'a str) -> impl Iterator<Item = &'a Machine> {
        self.machines.iter().filter(move |host| host.model().is_some_and(|own| own.id == model))
    }

    pub fn machine(&self, id: &str) -> Option<&Machine> {
        self.machines.iter().find(|machine| machine.id == id)
    }

    pub fn machine_mut(&mut self, id: &str) -> Option<&mut Machine> {
        self.machines.iter_mut().find(|machine| machine.id == id)
    }

    pub fn pod(&self, id: &str) -> Option<&Pod> {
        self.pods.iter().find(|pod| pod.id == id)
    }

    pub fn pod_mut(&mut self, id: &str) -> Option<&mut Pod> {
        self.pods.iter_mut().find(|pod| pod.id == id)
    }

    /// What time was to bring to a pod that now takes another course.
    pub fn forget_boot(&mut self, id: &str) {
        let Some(pod) = self.pod(id) else { return };
        let (machine, container_at) = (pod.machine_id.clone(), pod.boot.container_at);
        self.events.retain(|event| match &event.what {
            ScheduledEvent::ComfyInstalled { pod, .. } => pod != id,
            ScheduledEvent::ImagePulled { machine: host, .. } => *host != machine || event.at != container_at,
            _ => true,
        });
    }

    /// Takes a pod off the world for good; its GPUs are free again.
    pub fn remove_pod(&mut self, id: &str) -> bool {
        let Some(index) = self.pods.iter().position(|pod| pod.id == id) else { return false };
        let pod = self.pods.remove(index);
        if pod.is_running() {
            self.give_back(&pod.machine_id, pod.units);
        }
        true
    }
}
