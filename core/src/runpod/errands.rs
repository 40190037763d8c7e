//! What the ledger wants done, done: each errand is one request, and what came of it is the ledger's next event. The page,
//! the module and the tests all run these.

use super::client::Client;
use super::failure::{Failure, Kind};
use super::transport::Transport;
use super::words::{Advice, Doing};
use crate::domain::account::Account;
use crate::domain::act::{Answer, Verb};
use crate::domain::hunt;
use crate::domain::ids::{LaunchTag, PodId};
use crate::domain::ledger::Event;
use crate::domain::offer::Pick;
use crate::domain::order::Order;
use crate::domain::time::Timestamp;

/// Something to be asked of RunPod.
#[derive(Clone, Debug)]
pub enum Errand {
    /// The create of a launch.
    Create(Box<(Order, Pick)>, LaunchTag),
    /// An end, a stop, or a start with so many GPUs.
    Send(Verb, PodId, u32),
    /// The list.
    List,
    /// One pod, by its id.
    AskFor(PodId),
}

impl<T: Transport> Client<T> {
    /// Runs an errand. `asked` is the wall's time now; `account_now` gives the account's when the answer is there. The
    /// account's money comes with a list.
    pub async fn run(
        &self,
        errand: Errand,
        asked: Timestamp,
        account_now: &dyn Fn() -> Timestamp,
    ) -> (Event<Failure>, Option<Account>) {
        self.run_telling(errand, asked, account_now, &mut |_, _| {}).await
    }

    /// The same; `tell` hears why an end, a stop or a start came to nothing: the ledger keeps no more of that than words.
    pub async fn run_telling(
        &self,
        errand: Errand,
        asked: Timestamp,
        account_now: &dyn Fn() -> Timestamp,
        tell: &mut dyn FnMut(&PodId, Failure),
    ) -> (Event<Failure>, Option<Account>) {
        let mut account = None;
        let event = match errand {
            Errand::Create(asked_for, tag) => {
                let (order, pick) = *asked_for;
                let launched = self.launch(&order, &pick, &tag, account_now).await;
                Event::Created { tag, asked, answer: launched.answer, pod: launched.pod }
            }
            Errand::Send(verb, pod, gpu_count) => {
                let answer = match self.act(verb, &pod, gpu_count).await {
                    Ok(()) => Answer::Agreed,
                    Err(failure) => {
                        let answer = failed(verb, &failure);
                        tell(&pod, failure);
                        answer
                    }
                };
                Event::Acted { pod, verb, answer }
            }
            Errand::List => match self.roster(account_now).await {
                Ok(roster) => {
                    account = Some(roster.account);
                    Event::Listed { asked, pods: roster.pods, complete: roster.complete, unread: roster.unread }
                }
                Err(why) => Event::ListFailed { retry_after: why.retry_after, why },
            },
            Errand::AskFor(id) => match self.pod(&id, account_now).await {
                Ok(pod) => Event::Told { id, asked, pod },
                // The next list asks again.
                Err(_) => Event::Untold(id),
            },
        };
        (event, account)
    }
}

impl Failure {
    /// What RunPod's refusal of a create means for the way through the choices.
    pub fn of_a_try(&self) -> hunt::Event {
        let sold_out = matches!(self.kind, Kind::NoCapacity | Kind::HostFull);
        hunt::Event::Refused { why: self.advice(Doing::Launching).what.to_owned(), sold_out }
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
        (Kind::NoRight, _) => Answer::NoRight { problem, sure: failure.by_graphql },
        // RunPod will not stop this pod, whoever asks: to be told, not to be repeated.
        (Kind::Refused | Kind::Misunderstood, Verb::Stop) => {
            Answer::Refused { problem: format!("{problem} End it instead, or use RunPod's console.") }
        }
        // A start spends money: what was refused is not tried again behind the person's back.
        (_, Verb::Start) if !may_pass => Answer::Refused { problem },
        _ => Answer::Failed { problem, retry_after },
    }
}

/// RunPod's own sentence where it is one; else ours.
fn problem(failure: &Failure, doing: Doing) -> String {
    let Advice { what, next, .. } = failure.advice(doing);
    match failure.kind {
        Kind::HostFull | Kind::NoRight => format!("{what} {next}"),
        Kind::Refused => format!("{what} It says: “{}”.", failure.raw),
        _ => what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_right(by_graphql: bool) -> Failure {
        Failure { by_graphql, ..Failure::new(Kind::NoRight, "Forbidden") }
    }

    #[test]
    fn without_the_right_the_way_out_is_told_and_no_promise_made() {
        for (verb, console) in
            [(Verb::End, "end the pod"), (Verb::Stop, "stop the pod"), (Verb::Start, "start the pod")]
        {
            let Answer::NoRight { problem, sure } = failed(verb, &no_right(true)) else { panic!("{verb:?}") };
            assert!(sure && problem.starts_with("This key may not do that. Sign in with a key that has Read/Write"));
            assert!(
                problem.ends_with(&format!("for api.runpod.io/graphql, or {console} in RunPod's console.")),
                "{problem}"
            );
        }
        assert!(matches!(failed(Verb::End, &no_right(false)), Answer::NoRight { sure: false, .. }));
    }

    #[test]
    fn a_refused_stop_leads_to_the_end() {
        let Answer::Refused { problem } = failed(Verb::Stop, &Failure::new(Kind::Refused, "no")) else { panic!() };
        assert_eq!(
            problem,
            "RunPod refused, in words of its own. It says: “no”. End it instead, or use RunPod's console."
        );
    }
}
