//! Ending, stopping and starting pods: the clicks.

use crate::engine::host::{Host, Work};
use crate::engine::{Closed, Engine};
use crate::pods::action::{ActionRequest, PodAction};
use crate::runpod::error::ApiError;
use crate::state::Event;
use crate::state::journal::{Record, act_key};
use crate::types::ids::PodId;

impl<H: Host> Engine<H> {
    /// Asks for the same of several pods, each by id and name, with one click. A second click on the same pod changes
    /// nothing. What another program has in hand, it does. The pods of which this program does it.
    pub fn request(&self, verb: PodAction, pods: Vec<(PodId, String)>) -> Work<'_, Vec<PodId>> {
        Box::pin(async move {
            let (mut events, mut asked, mut elsewhere) = (vec![], vec![], false);
            for (pod, name) in pods {
                match self.owns_action(&pod, verb) || self.try_lock(&act_key(&pod, verb)).await {
                    true => {
                        asked.push(pod.clone());
                        events.push(Event::ActionRequested { verb, pod, name });
                    }
                    false => elsewhere = true,
                }
            }
            self.on_all(events);
            // A click that changes nothing must not keep other clicks from the pod.
            asked.iter().for_each(|pod| self.let_go(&act_key(pod, verb)));
            if elsewhere {
                self.read_journal().await;
            }
            asked
        })
    }

    /// Whether this program looks after such an action on this pod.
    pub fn owns_action(&self, pod: &PodId, verb: PodAction) -> bool {
        self.state().owns_action(pod, verb)
    }

    /// Whether another program looks after such an action on this pod.
    pub fn is_requested_elsewhere(&self, pod: &PodId, verb: PodAction) -> bool {
        let key = act_key(pod, verb);
        self.state().elsewhere().iter().any(|record| matches!(record, Record::Act(_)) && record.key() == key)
    }

    /// What was asked of a pod, of all for which `which` holds.
    pub fn action_of(
        &self,
        pod: &PodId,
        which: impl Fn(&ActionRequest<ApiError>) -> bool,
    ) -> Option<ActionRequest<ApiError>> {
        self.state().acts().iter().find(|act| act.pod == *pod && which(act)).cloned()
    }

    /// Asks for one pod by its id, and takes the answer in. Whether there is such a pod, or why that is not known.
    ///
    /// # Errors
    /// When the engine is closed.
    pub fn fetch_pod<'a>(&'a self, id: &'a PodId) -> Work<'a, Result<Result<bool, ApiError>, Closed>> {
        Box::pin(async move {
            let asked = self.host.now();
            let answer = self.while_open(self.client.pod(id, &|| self.account_now())).await?;
            Ok(answer.map(|pod| {
                let there = pod.is_some();
                self.on(Event::PodFetched { id: id.clone(), asked, pod });
                there
            }))
        })
    }
}
