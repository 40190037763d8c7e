//! What the ledger wants done, done: each errand is one request, and what came of it is the ledger's next event. The page,
//! the module and the tests all run these.

use super::client::Client;
use super::failure::{Failure, Kind};
use super::transport::Transport;
use super::words::Doing;
use crate::domain::account::Account;
use crate::domain::act::{Answer, Verb};
use crate::domain::ids::{LaunchTag, PodId};
use crate::domain::ledger::Event;
use crate::domain::order::Order;
use crate::domain::time::Timestamp;

impl<T: Transport> Client<T> {
    /// Sends the create of a launch. `asked` is the wall's time now; `account_now` gives the account's when it is needed.
    pub async fn create(
        &self,
        order: &Order,
        tag: LaunchTag,
        asked: Timestamp,
        account_now: impl Fn() -> Timestamp,
    ) -> Event<Failure> {
        let launched = self.launch(order, &tag, account_now).await;
        Event::Created { tag, asked, answer: launched.answer, pod: launched.pod }
    }

    /// Asks for the list; the account's money comes with it.
    pub async fn list(
        &self,
        asked: Timestamp,
        account_now: impl Fn() -> Timestamp,
    ) -> (Event<Failure>, Option<Account>) {
        match self.roster(account_now).await {
            Ok(roster) => (Event::Listed { asked, pods: roster.pods, complete: roster.complete }, Some(roster.account)),
            Err(why) => (Event::ListFailed { retry_after: why.retry_after, why }, None),
        }
    }

    /// Asks for one pod. `None` where nothing could be learnt: the next list asks again.
    pub async fn ask_for(
        &self,
        id: PodId,
        asked: Timestamp,
        account_now: impl Fn() -> Timestamp,
    ) -> Option<Event<Failure>> {
        let pod = self.pod(&id, account_now).await.ok()?;
        Some(Event::Told { id, asked, pod })
    }

    /// Asks for an end, a stop or a start.
    pub async fn send(&self, verb: Verb, id: PodId, gpu_count: u32) -> Event<Failure> {
        let answer = match self.act(verb, &id, gpu_count).await {
            Ok(()) => Answer::Agreed,
            Err(failure) => failed(verb, &failure),
        };
        Event::Acted { pod: id, verb, answer }
    }
}

fn failed(verb: Verb, failure: &Failure) -> Answer {
    let doing = match verb {
        Verb::End => Doing::Ending,
        Verb::Stop => Doing::Stopping,
        Verb::Start => Doing::Starting,
    };
    let (problem, retry_after) = (problem(failure, doing), failure.retry_after);
    let may_pass = failure.is_unclear() || failure.kind == Kind::RateLimited;
    match (failure.kind, verb) {
        (Kind::PodNotFound, _) => Answer::NotFound,
        // RunPod will not stop this pod, whoever asks: to be told, not to be repeated.
        (Kind::Refused | Kind::Misunderstood, Verb::Stop) => Answer::Refused { problem },
        // A start spends money: what was refused is not tried again behind the person's back.
        (_, Verb::Start) if !may_pass => Answer::Refused { problem },
        _ => Answer::Failed { problem, retry_after },
    }
}

/// RunPod's own sentence where it is one; else ours.
fn problem(failure: &Failure, doing: Doing) -> String {
    let what = failure.advice(doing).what;
    match failure.kind {
        Kind::Refused => format!("{what} It says: “{}”.", failure.raw),
        _ => what.to_owned(),
    }
}
