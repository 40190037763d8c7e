//! Asking the pods' services whether they answer.

use crate::engine::Engine;
use crate::engine::host::Host;
use crate::readiness::ProbeResult;
use crate::readiness::probe_schedule::ProbeRequest;
use crate::state::Event;

impl<H: Host> Engine<H> {
    /// The services that are to be asked now.
    pub fn due_probes(&self) -> Vec<ProbeRequest> {
        self.questions.borrow_mut().due(self.state().fleet(), self.host.now())
    }

    /// What the probe of this number has heard.
    pub fn probe_answered(&self, number: u32, answer: ProbeResult) {
        let asked = self.questions.borrow_mut().answered(number);
        if let Some((pod, port)) = asked {
            self.on(Event::ProbeAnswered { pod, port, answer });
        }
    }
}
