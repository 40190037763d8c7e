//! What it all costs, and what happens when the money is gone.

use crate::clock::Moment;
use crate::data_centers::{Place, place_of};
use crate::ledger::{Item, Part};
use crate::money::{MicroUsd, Rate};
use crate::pod::Pod;
use crate::world::World;

/// What is being spent, by kind.
#[derive(Clone, Copy)]
pub struct Spend {
    pub compute: Rate,
    pub local_storage: Rate,
    pub network_storage: Rate,
}

impl Spend {
    pub fn total(self) -> Rate {
        self.compute + self.local_storage + self.network_storage
    }
}

/// Where the cheaper price per GB begins.
const FIRST_TERABYTE: i32 = 1_000;

/// A network volume of so many GB, always.
pub fn volume_rate(size: i32) -> Rate {
    let dear = i64::from(size.min(FIRST_TERABYTE));
    let cheap = i64::from((size - FIRST_TERABYTE).max(0));
    Rate::per_month(MicroUsd(dear * 70_000 + cheap * 50_000))
}

impl World {
    pub fn spend(&self) -> Spend {
        Spend {
            compute: self.pods.iter().map(Pod::compute_rate).sum(),
            local_storage: self.pods.iter().map(Pod::disk_rate).sum(),
            network_storage: self.account.volumes.iter().map(|volume| volume_rate(volume.size)).sum(),
        }
    }

    pub fn balance(&self) -> MicroUsd {
        MicroUsd(self.deposited.0 - self.meter.amount().0)
    }

    pub fn bill_until(&mut self, now: Moment) {
        if now <= self.seen {
            return;
        }
        self.meter = self.meter + self.spend().total().over(now.since(self.seen));
        self.note_until(now);
        self.seen = self.seen.max(now);
    }

    fn note_until(&mut self, now: Moment) {
        let (ledger, from) = (&mut self.ledger, self.seen);
        for pod in &self.pods {
            let item = Item::Pod(pod.id.clone());
            let part = if pod.flavor.is_some() { Part::Cpu } else { Part::Gpu };
            ledger.note(from, now, &item, part, pod.compute_rate());
            ledger.note(from, now, &item, Part::Disk, pod.disk_rate());
        }
        for volume in &self.account.volumes {
            let is_fast = place_of(volume.place).and_then(Place::volume_kind) == Some("HIGH_PERFORMANCE");
            let item = Item::Volume(volume.id.clone(), is_fast);
            ledger.note(from, now, &item, Part::Disk, volume_rate(volume.size));
        }
    }

    /// When the balance reaches zero, if a pod is there to suffer from it.
    pub fn broke_at(&self) -> Option<Moment> {
        if !self.pods.iter().any(suffers) {
            return None;
        }
        let left = self.meter.time_until(self.deposited, self.spend().total())?;
        Some(self.seen.after(left))
    }

    /// At zero, pods with a network volume are stopped and the others lost.
    pub fn close_if_broke(&mut self) {
        if self.balance() > MicroUsd(0) {
            return;
        }
        let (kept, lost): (Vec<&Pod>, Vec<&Pod>) =
            self.pods.iter().filter(|pod| suffers(pod)).partition(|pod| pod.spec.network_volume.is_some());
        let kept: Vec<String> = kept.into_iter().map(|pod| pod.id.clone()).collect();
        let lost: Vec<String> = lost.into_iter().map(|pod| pod.id.clone()).collect();
        let now = self.seen;
        kept.iter().for_each(|id| self.halt(id, "Exited by Runpod", now));
        lost.iter().for_each(|id| {
            self.remove_pod(id);
        });
    }
}

fn suffers(pod: &Pod) -> bool {
    pod.is_running() || pod.spec.network_volume.is_none()
}
