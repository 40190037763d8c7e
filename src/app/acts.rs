//! Ending, stopping and starting pods: the clicks.

use launchpod_core::domain::act::{Act, Verb};
use launchpod_core::domain::ids::PodId;
use launchpod_core::domain::journal::{Record, act_key};
use launchpod_core::domain::ledger::Event;
use leptos::task::spawn_local;

use super::desk::Desk;

impl Desk {
    /// What was asked of this pod and is not finished; followed. An end comes before all else.
    pub fn act(self, id: &PodId) -> Option<Act> {
        let verb = |act: &Act| act.verb != Verb::End;
        self.acts.with(|acts| {
            acts.iter().filter(|act| act.pod == *id && !act.is_confirmed_start()).min_by_key(|act| verb(act)).cloned()
        })
    }

    /// What another tab of this browser does with this pod; followed.
    pub fn act_elsewhere(self, id: &PodId) -> Option<Verb> {
        // Before the first list it may be nobody's any more, and about to become this tab's.
        self.checked.get()?;
        self.elsewhere.with(|records| {
            records.iter().find_map(|record| match record {
                Record::Act(entry) if entry.pod == *id => Some(entry.verb),
                _ => None,
            })
        })
    }

    /// Whether something was asked that is not finished; followed.
    pub fn has_open(self) -> bool {
        self.acts.with(|_| ());
        self.launches.with(|_| ());
        self.ledger.peek(|ledger| ledger.has_open())
    }

    /// The click on End, Stop or Start. A second one on the same pod changes nothing.
    pub fn ask(self, verb: Verb, pod: PodId, name: String) {
        spawn_local(async move {
            let key = act_key(&pod, verb);
            // What this tab has already is asked in its own ledger; what another one has, it does.
            let in_hand = || self.ledger.peek(|ledger| ledger.has_in_hand(&pod, verb));
            if !in_hand() && !self.journal.take(&key, false).await {
                return self.read_journal();
            }
            self.on(Event::Ask { verb, pod: pod.clone(), name });
            // A click that changes nothing must not keep other clicks from the pod.
            if !in_hand() {
                self.journal.let_go(&key);
            }
        });
    }

    /// The click on Undo.
    pub fn undo(self, id: &PodId) {
        self.ready.note_undone(id);
        self.on(Event::Undo(id.clone()));
    }

    /// The person has read what the page had to say.
    pub fn read(self) {
        self.on(Event::Read);
    }

    /// The person knows the pods that this browser did not.
    pub fn know_strangers(self) {
        self.on(Event::KnowStrangers);
    }
}
