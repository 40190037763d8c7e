//! The loop: whatever happens goes into the ledger, and what the ledger wants done is done here, in its order.

use std::rc::Rc;

use js_sys::Math;
use launchpod_core::domain::ids::LaunchTag;
use launchpod_core::domain::ledger::{Effect, Event};
use launchpod_core::domain::offer::Pick;
use launchpod_core::domain::order::Order;
use launchpod_core::runpod::browser_timing::now;
use launchpod_core::runpod::errands::Errand;
use launchpod_core::runpod::failure::Failure;

use super::{Desk, spawn};

impl Desk {
    /// Takes an event in and does what is to be done.
    pub fn on(self: &Rc<Self>, event: Event<Failure>) {
        if self.closed.get() {
            return;
        }
        let lists = matches!(event, Event::Listed { .. } | Event::ListFailed { .. });
        let todo = self.ledger.borrow_mut().on(event, now());
        if lists || todo.iter().any(|effect| matches!(effect, Effect::Show(_) | Effect::Gone(_))) {
            self.version.set(self.version.get().wrapping_add(1));
        }
        self.todo.borrow_mut().extend(todo);
        self.changes.tell();
        if !self.performing.replace(true) {
            let desk = self.clone();
            spawn(async move { desk.perform().await });
        }
    }

    /// One effect after the other: what must be in the journal before a request leaves is there.
    async fn perform(self: Rc<Self>) {
        loop {
            let Some(effect) = self.todo.borrow_mut().pop_front() else { break };
            match effect {
                Effect::Write(record) => _ = self.journal.keep(&record).await,
                Effect::Erase(key) => self.journal.erase(&key).await,
                Effect::LetGo(key) => self.journal.let_go(&key),
                Effect::Create(tag) => {
                    if let Some(asked_for) = self.order_of(&tag) {
                        self.run(Errand::Create(Box::new(asked_for), tag));
                    }
                }
                Effect::Send(verb, pod) => {
                    let count = self.known(&pod, |known| known.pod.gpu_count).unwrap_or(1);
                    self.run(Errand::Send(verb, pod, count));
                }
                Effect::List => self.run(Errand::List),
                Effect::AskFor(pod) => self.run(Errand::AskFor(pod)),
                Effect::Gone(_) | Effect::Show(_) | Effect::Placed(_) | Effect::Missed(..) => {}
            }
            if self.closed.get() {
                break;
            }
        }
        self.performing.set(false);
        self.changes.tell();
    }

    fn run(self: &Rc<Self>, errand: Errand) {
        let desk = self.clone();
        spawn(async move {
            let came = {
                let account_now = || desk.account_now();
                desk.while_open(desk.client.run(errand, now(), &account_now)).await
            };
            let Ok((event, account)) = came else { return };
            if matches!(event, Event::Created { .. }) {
                desk.answered.set(now());
            }
            if let Event::ListFailed { why, .. } = &event {
                *desk.list_failed.borrow_mut() = Some((now(), why.clone()));
            }
            if let Some(account) = account {
                *desk.account.borrow_mut() = account;
                // What other programs have launched meanwhile is in this list, and must not be taken for a stranger's.
                if desk.journal.is_shared() {
                    desk.read_journal().await;
                }
            }
            desk.on(event);
        });
    }

    fn order_of(&self, tag: &LaunchTag) -> Option<(Order, Pick)> {
        let all = self.asked_for.borrow();
        all.iter().find(|(own, _)| own == tag).map(|(_, asked_for)| asked_for.clone())
    }

    /// Time has passed. Whether this launcher looks after something that is not finished.
    pub fn tick(self: &Rc<Self>) -> bool {
        // A program wants to know as soon in a tab out of sight as in one in sight.
        self.on(Event::Tick { hidden: false, chance: Math::random() });
        if self.probing.get() > 0 {
            self.probe();
        }
        self.is_busy()
    }

    fn is_busy(&self) -> bool {
        let ledger = self.ledger.borrow();
        ledger.launches().iter().any(|launch| !launch.is_settled()) || ledger.acts().iter().any(|act| !act.is_over())
    }

    /// Whether something is still being written down or about to be sent.
    pub fn is_performing(&self) -> bool {
        self.performing.get()
    }
}
