//! The loop: whatever happens goes into the state, and what the state wants done is done here, in its order.

use crate::engine::Engine;
use crate::engine::changes::Changes;
use crate::engine::host::Host;
use crate::order::Order;
use crate::order::offers::Selection;
use crate::pods::action::{ActionRequest, State};
use crate::runpod::error::ApiError;
use crate::runpod::requests::ApiRequest;
use crate::state::activity_log::{Cause, News};
use crate::state::journal::Record;
use crate::state::{Effect, Event};
use crate::types::ids::LaunchTag;
use crate::types::time::Timestamp;

impl<H: Host> Engine<H> {
    /// Takes events of one moment in, and does what is to be done.
    pub fn on_all(&self, events: Vec<Event<ApiError>>) {
        if self.closed.get() {
            return;
        }
        let often = events.iter().all(|event| matches!(event, Event::Tick { .. } | Event::ProbeAnswered { .. }));
        // One moment for all: what one click asks for is known by it.
        let now = self.host.now();
        let mut changes = Changes::default();
        let mut news = false;
        let mut queued = vec![];
        for event in events {
            changes.listed |= matches!(event, Event::Listed { .. });
            news |= matches!(event, Event::Listed { .. } | Event::ListFailed { .. });
            if let Event::JournalRead(records) = &event {
                changes.records.extend(records.iter().filter(|record| matches!(record, Record::Act(_))).cloned());
            }
            let (effects, activity) = self.take_in(event, now);
            changes.activity.extend(activity);
            queued.extend(effects.into_iter().filter_map(|effect| noted(effect, &mut changes)));
        }
        if !changes.pods.is_empty() || !changes.gone.is_empty() || news {
            self.count_change();
        }
        // Most seconds nothing happens.
        if !(often && queued.is_empty() && changes.is_empty()) {
            self.find_changes(&mut changes);
            self.effects.borrow_mut().extend(queued);
            self.perform_all();
            self.host.changed(changes);
        }
        self.waiters.notify();
    }

    /// What follows on an event, and what of it is to be remembered.
    fn take_in(&self, event: Event<ApiError>, now: Timestamp) -> (Vec<Effect>, Vec<News>) {
        let cause = H::SHOWS_CHANGES.then(|| Cause::of(&event));
        let observed = self.host.observes().then(|| event.clone());
        let effects = self.state.borrow_mut().on(event, now);
        if let Some(event) = observed {
            self.host.observe(&event, &self.state());
        }
        let activity = cause.map(|cause| cause.news(&effects)).unwrap_or_default();
        (effects, activity)
    }

    /// What else of the state has changed since the last time.
    fn find_changes(&self, changes: &mut Changes) {
        if H::SHOWS_CHANGES {
            self.told.borrow_mut().compare(&self.state(), changes);
        }
    }

    fn count_change(&self) {
        self.version.set(self.version.get().wrapping_add(1));
    }

    /// Has whoever waits for something new look, though nothing is known to be.
    pub fn look_anew(&self) {
        self.count_change();
        self.waiters.notify();
    }

    fn perform_all(&self) {
        if self.effects.borrow().is_empty() || self.performing.replace(true) {
            return;
        }
        let engine = self.clone();
        self.host.spawn(Box::pin(async move {
            while let Some(effect) = engine.next_effect() {
                engine.perform(effect).await;
            }
            engine.performing.set(false);
            engine.waiters.notify();
        }));
    }

    fn next_effect(&self) -> Option<Effect> {
        if self.closed.get() { None } else { self.effects.borrow_mut().pop_front() }
    }

    async fn perform(&self, effect: Effect) {
        match effect {
            Effect::SaveRecord(record) => _ = self.save(&record).await,
            Effect::Erase(key) => self.erase(&key).await,
            Effect::ReleaseLock(key) => self.unlock(&key),
            Effect::Create(tag) => {
                if let Some(order) = self.order_of(&tag) {
                    self.run(ApiRequest::Create(Box::new(order), tag));
                }
            }
            Effect::SendAction(verb, pod) => {
                let count = self.state().fleet().get(&pod).map_or(1, |known| known.pod.gpu_count);
                self.run(ApiRequest::Send(verb, pod, count));
            }
            Effect::List => self.run(ApiRequest::List),
            Effect::FetchPod(pod) => self.run(ApiRequest::AskFor(pod)),
            Effect::PodsChanged(_) | Effect::Gone(_) | Effect::PodEndedUnseen(..) | Effect::Placed(_) => {}
        }
    }

    fn order_of(&self, tag: &LaunchTag) -> Option<(Order, Selection)> {
        let all = self.orders.borrow();
        all.iter().find(|(own, _)| own == tag).map(|(_, order)| order.clone())
    }

    fn run(&self, request: ApiRequest) {
        let engine = self.clone();
        self.host.spawn(Box::pin(async move {
            if engine.is_settled(&request) {
                return;
            }
            let (asked, sent) = (engine.host.now(), engine.account_now());
            let account_now = || engine.account_now();
            let came = engine.while_open(engine.client.run(request, asked, &account_now)).await;
            let Ok((mut event, account)) = came else { return };
            engine.read_clocks(&mut event, sent);
            match &event {
                Event::Created { .. } => engine.created.set(engine.host.now()),
                Event::ListFailed { why, .. } => {
                    engine.list_failed.replace(Some((engine.host.now(), why.clone())));
                }
                _ => {}
            }
            if let Some(account) = account {
                engine.set_account(account);
                // What other programs have launched meanwhile is in this list, and must not be taken for a stranger's.
                if engine.host.is_shared() {
                    engine.read_journal().await;
                }
            }
            engine.on(event);
        }));
    }

    /// Whether an answer that came after the request was queued has settled it: its record is gone, so it is not sent.
    fn is_settled(&self, request: &ApiRequest) -> bool {
        match request {
            ApiRequest::Send(verb, pod, _) => {
                let asks =
                    |act: &ActionRequest<ApiError>| act.verb == *verb && matches!(act.state, State::Asking { .. });
                self.action_of(pod, asks).is_none()
            }
            _ => false,
        }
    }

    /// Puts the times in an answer on this computer's clock.
    fn read_clocks(&self, event: &mut Event<ApiError>, sent: Timestamp) {
        let mut dial = self.dial.borrow_mut();
        if let Some((told, here)) = self.host.server_time() {
            dial.read(told, here);
        }
        dial.hear(event, sent, self.account_now());
    }
}

/// An effect that is to be performed; what is only to be shown goes into `changes`.
fn noted(effect: Effect, changes: &mut Changes) -> Option<Effect> {
    match effect {
        Effect::PodsChanged(pods) => changes.pods.extend(pods),
        Effect::Gone(pod) => changes.gone.push(pod),
        Effect::PodEndedUnseen(pod, name) => changes.ended_unseen.push((pod, name)),
        Effect::Placed(tag) => changes.placed.push(tag),
        effect => {
            if let Effect::SaveRecord(record) = &effect {
                changes.records.push(record.clone());
            }
            return Some(effect);
        }
    }
    None
}
