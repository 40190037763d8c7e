//! The list of pods, for whoever waits for it.

use crate::engine::host::{Host, Work};
use crate::engine::{Closed, Engine};
use crate::pods::fleet::PodEntry;
use crate::runpod::error::ApiError;
use crate::state::Event;
use crate::types::ids::PodId;
use crate::types::time::Timestamp;

impl<H: Host> Engine<H> {
    /// Has the pods listed anew, and waits for that. `Err` inside is why they can't be listed.
    ///
    /// # Errors
    /// When the engine is closed.
    pub fn refresh(&self) -> Work<'_, Result<Result<(), ApiError>, Closed>> {
        Box::pin(async move {
            let since = self.host.now();
            self.on(Event::ListWanted);
            self.until(|| {
                let listed = self.state().fleet().listed().is_some_and(|asked| asked >= since);
                if listed { Some(Ok(())) } else { self.list_failed_since(since).map(Err) }
            })
            .await
        })
    }

    /// Why the pods could not be listed since that moment.
    pub fn list_failed_since(&self, since: Timestamp) -> Option<ApiError> {
        self.list_failed.borrow().as_ref().filter(|(at, _)| *at >= since).map(|(_, why)| why.clone())
    }

    /// What `look` sees in what is known of a pod.
    pub fn known<T>(&self, id: &PodId, look: impl FnOnce(&PodEntry) -> T) -> Option<T> {
        self.state().fleet().get(id).map(look)
    }
}
