//! What may befall a pod or an account that is there.

use crate::clock::Moment;
use crate::money::MicroUsd;
use crate::pod::{DesiredStatus, Pod};
use crate::world::World;

impl World {
    /// Somebody offers more, now: for the named spot pod, or the newest that runs.
    pub fn outbid_now(&mut self, id: Option<&str>, now: Moment) -> Result<(), String> {
        let is_spot = |pod: &Pod| pod.bid.is_some();
        let pod = self.newest(id, is_spot).ok_or("no such running spot pod")?;
        let (id, run) = (pod.id.clone(), pod.run);
        self.outbid(&id, run, now);
        Ok(())
    }

    /// The host of the named pod, or of the newest that runs, is gone. Nothing of it can be rented again.
    pub fn lose_host(&mut self, id: Option<&str>, now: Moment) -> Result<(), String> {
        let pod = self.newest(id, |_| true).ok_or("no such running pod")?;
        let id = pod.id.clone();
        if let Some(pod) = self.pod_mut(&id) {
            pod.stop("Host is gone", now);
            pod.wish = DesiredStatus::Dead;
        }
        Ok(())
    }

    /// So much is left; at zero what RunPod then does is done.
    pub fn set_balance(&mut self, left: MicroUsd) -> Result<(), String> {
        self.deposited = MicroUsd(self.meter.amount().0.saturating_add(left.0));
        self.close_if_broke();
        Ok(())
    }

    fn newest(&self, id: Option<&str>, suits: impl Fn(&Pod) -> bool) -> Option<&Pod> {
        let named = |pod: &&Pod| id.is_none_or(|id| pod.id == id);
        self.pods.iter().rev().filter(|pod| pod.is_running() && suits(pod)).find(named)
    }
}
