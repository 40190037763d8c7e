//! What happens inside the pods' containers, and what they ask of RunPod.

use serde_json::{Value, json};

use crate::clock::Moment;
use crate::container::{By, Call, Container, Line, Reply};
use crate::pod::{Pod, is_comfy};
use crate::pod_key::Asked;
use crate::world::{ScheduledEvent, World};

impl World {
    /// Lets every container live in which something goes on by now.
    pub fn live_inside(&mut self, now: Moment) {
        let due = |pod: &&Pod| pod.turn_at().is_some_and(|at| at <= now);
        let due: Vec<String> = self.pods.iter().filter(due).map(|pod| pod.id.clone()).collect();
        for id in due {
            self.with_container(&id, now, |_| ());
        }
    }

    /// As a person at a terminal in the pod does.
    pub fn enter(&mut self, id: &str, line: &str, now: Moment) -> Result<Value, String> {
        let runs = |pod: &&Pod| pod.is_running() && pod.boot.container_at <= now;
        self.pod(id).filter(runs).ok_or("no such pod, or its container does not run")?;
        let line = Line::read(line, id).ok_or("the simulator knows no such line: see simulator/README.md")?;
        let status = match line {
            Line::Ask(Some(call)) => match self.ask_from_inside(id, call, By::Runpodctl, now) {
                // The terminal is gone before it can tell.
                Reply::Done => None,
                Reply::Refused => Some(1),
                Reply::Missing => Some(127),
            },
            line => {
                let entered = self.with_container(id, now, |container| container.enter(&line, now));
                let (said, status) = entered.ok_or("no such pod")?;
                return Ok(json!({ "output": said, "status": status }));
            }
        };
        Ok(json!({ "output": "", "status": status }))
    }

    /// The pod has another name, which whoever reads it in the container finds when it looks next.
    pub fn rename(&mut self, id: &str, name: String, now: Moment) {
        let Some(pod) = self.pod_mut(id) else { return };
        pod.name = name;
        if let Some(container) = &mut pod.inside {
            container.renamed(now);
        }
    }

    /// Does something to a container and lets it live.
    fn with_container<T>(&mut self, id: &str, now: Moment, act: impl FnOnce(&mut Container) -> T) -> Option<T> {
        let may_read = self.pod_key.by_v2 && self.pod_key.may_read;
        let pod = self.pod_mut(id)?;
        let (run, name) = (pod.run, may_read.then(|| pod.name.clone()));
        let mut container = match pod.inside.take() {
            Some(container) => container,
            None => Container::new(pod.start.clone(), id, now),
        };
        let before = container.served_since(now);
        let done = act(&mut container);
        container.live(now, name.as_deref(), |call, by| self.ask_from_inside(id, call, by, now));
        let begins = before.is_none() && container.served_since(now).is_some();
        let pod = self.pod_mut(id).filter(|pod| pod.run == run && pod.is_running());
        if let Some(pod) = pod {
            pod.inside = Some(container);
            if begins {
                self.expect_comfy(id, run);
            }
        }
        Some(done)
    }

    /// ComfyUI was started later than the container: it is there later, too.
    fn expect_comfy(&mut self, id: &str, run: u32) {
        let Some(pod) = self.pod(id).filter(|pod| is_comfy(&pod.spec.image)) else { return };
        let at = pod.boot.comfy_at().zip(pod.late().filter(|late| *late > 0));
        if let Some((at, late)) = at {
            self.later(at.after(late), ScheduledEvent::ComfyInstalled { pod: id.to_owned(), run });
        }
    }

    /// The same that the API does, with the pod's own key.
    pub fn ask_from_inside(&mut self, id: &str, call: Call, by: By, now: Moment) -> Reply {
        if by == By::Runpodctl && !self.pod_key.has_runpodctl {
            return Reply::Missing;
        }
        let may = match by {
            By::V2 => self.pod_key.by_v2,
            By::GraphQl => self.pod_key.by_graphql,
            By::Runpodctl => self.pod_key.by_runpodctl,
        };
        let done = match call {
            _ if !may => false,
            Call::Terminate => self.pod_key.may_terminate && self.terminate(id).is_ok(),
            Call::Stop => self.pod_key.may_stop && self.stop(id, now).is_ok(),
        };
        self.from_inside.push(Asked { pod: id.to_owned(), call, by, at: now, done });
        if done { Reply::Done } else { Reply::Refused }
    }
}
