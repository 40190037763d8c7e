//! The ComfyUIs in the pods, and the disks that their folders lie on.

use std::path::Path;

use super::files::HOME;
use super::{Comfy, Files};
use crate::clock::Moment;
use crate::pod::Pod;
use crate::world::World;

impl Pod {
    /// When something in its ComfyUI goes on.
    pub fn comfy_turn_at(&self) -> Option<Moment> {
        let comfy = self.comfy.as_ref().filter(|_| self.is_running())?;
        comfy.next_at().filter(|_| self.late() == Some(comfy.late))
    }

    /// Whether ComfyUI's folders lie on the volume.
    fn has_comfy_on_its_volume(&self) -> bool {
        Path::new(HOME).starts_with(&self.spec.mount)
    }

    /// The same ComfyUI makes the same ids.
    fn comfy_seed(&self) -> u64 {
        let bytes = self.id.bytes().chain(self.run.to_le_bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

impl World {
    /// Lets every ComfyUI live in which something goes on by now.
    pub fn live_comfy(&mut self, now: Moment) {
        let due = |pod: &&Pod| pod.comfy_turn_at().is_some_and(|at| at <= now);
        let due: Vec<String> = self.pods.iter().filter(due).map(|pod| pod.id.clone()).collect();
        for id in due {
            self.with_comfy(&id, now, |_, _| ());
        }
    }

    /// Does something in a pod's ComfyUI, with the disk that its folders lie on. None if none runs.
    pub fn with_comfy<T>(&mut self, id: &str, now: Moment, act: impl FnOnce(&mut Comfy, &mut Files) -> T) -> Option<T> {
        let pod = self.pod_mut(id).filter(|pod| pod.answers_on(8188, now))?;
        let late = pod.late()?;
        let known = pod.comfy.take().filter(|comfy| comfy.late == late);
        let mut comfy = known.unwrap_or_else(|| Comfy::new(pod.comfy_seed(), late));
        let disk = self.comfy_disk(id)?;
        comfy.live(disk, now);
        let done = act(&mut comfy, disk);
        self.pod_mut(id)?.comfy = Some(comfy);
        Some(done)
    }

    fn comfy_disk(&mut self, id: &str) -> Option<&mut Files> {
        let pod = self.pods.iter_mut().find(|pod| pod.id == id)?;
        let is_on_volume = pod.has_comfy_on_its_volume();
        let network = pod.spec.network_volume.as_deref().filter(|_| is_on_volume);
        if let Some(volume) = network.and_then(|volume| self.account.volume_mut(volume)) {
            return Some(&mut volume.files);
        }
        let is_on_pods_own = is_on_volume && pod.spec.volume > 0;
        Some(if is_on_pods_own { &mut pod.volume_files } else { &mut pod.container_files })
    }
}
