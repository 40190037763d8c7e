//! What the account's state wants to be asked, asked: each is one request, and what came of it is the state's next event. The
//! page, the module and the tests all run these.

use crate::account::Account;
use crate::launch::provisioning;
use crate::order::Order;
use crate::order::offers::Selection;
use crate::pods::action::{Answer, PodAction};
use crate::runpod::client::Client;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::error_messages::Operation;
use crate::runpod::transport::Transport;
use crate::state::Event;
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;

/// Something to be asked of RunPod.
#[derive(Clone, Debug)]
pub enum ApiRequest {
    /// The create of a launch.
    Create(Box<(Order, Selection)>, LaunchTag),
    /// An end, a stop, or a start with so many GPUs.
    Send(PodAction, PodId, u32),
    /// The list.
    List,
    /// One pod, by its id.
    AskFor(PodId),
}

impl<T: Transport + Clone + 'static> Client<T> {
    /// Asks. `asked` is the wall's time now; `account_now` gives the account's when the answer is there. The
    /// account's money comes with a list.
    pub async fn run(
        &self,
        request: ApiRequest,
        asked: Timestamp,
        account_now: &dyn Fn() -> Timestamp,
    ) -> (Event<ApiError>, Option<Account>) {
        let mut account = None;
        let event = match request {
            ApiRequest::Create(asked_for, tag) => {
                let (order, pick) = *asked_for;
                let launched = self.launch(&order, &pick, &tag, account_now).await;
                Event::Created { tag, asked, answer: launched.answer, pod: launched.pod }
            }
            ApiRequest::Send(verb, pod, gpu_count) => {
                let answer = match self.act(verb, &pod, gpu_count).await {
                    Ok(()) => Answer::Agreed,
                    Err(failure) => failed(verb, failure),
                };
                Event::ActionAnswered { pod, verb, answer }
            }
            ApiRequest::List => match self.pods(account_now).await {
                Ok(list) => {
                    account = Some(list.account);
                    Event::Listed { asked, pods: list.pods, complete: list.complete, unread: list.unread }
                }
                Err(why) => Event::ListFailed { retry_after: why.retry_after, why },
            },
            ApiRequest::AskFor(id) => match self.pod(&id, account_now).await {
                Ok(pod) => Event::PodFetched { id, asked, pod },
                // The next list asks again.
                Err(_) => Event::PodFetchFailed(id),
            },
        };
        (event, account)
    }
}

impl ApiError {
    /// What RunPod's refusal of a create means for the way through the choices.
    pub fn of_a_try(&self) -> provisioning::Event {
        let sold_out = matches!(self.kind, ErrorKind::NoCapacity | ErrorKind::HostFull);
        provisioning::Event::Refused { why: self.advice(Operation::Launching).what.to_owned(), sold_out }
    }
}

fn failed(verb: PodAction, failure: ApiError) -> Answer<ApiError> {
    match (failure.kind, verb) {
        (ErrorKind::PodNotFound, _) => Answer::NotFound,
        (ErrorKind::Forbidden, _) => Answer::NoRight { sure: failure.by_runpod, error: failure },
        // RunPod will not stop this pod, whoever asks: to be told, not to be repeated.
        (ErrorKind::Refused | ErrorKind::SchemaMismatch, PodAction::Stop) => Answer::Refused(failure),
        // A start spends money: what was refused is not tried again behind the person's back.
        (_, PodAction::Resume) if failure.is_lasting() => Answer::Refused(failure),
        _ => Answer::Failed { retry_after: failure.retry_after, lasting: failure.is_lasting(), error: failure },
    }
}
