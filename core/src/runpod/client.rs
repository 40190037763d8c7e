//! The client: what page and module ask of RunPod, whichever API answers. GraphQL does while it lives; once RunPod says that it
//! is switched off, REST v2 takes over, for that very question and all that follow.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;

use async_trait::async_trait;

use crate::account::NetworkVolume;
use crate::catalog::availability::{AvailabilityGrid, DataCenter};
use crate::catalog::country::Country;
use crate::catalog::cpu::{CpuFlavor, CpuOffer};
use crate::catalog::template::TemplateLibrary;
use crate::catalog::{AvailabilityQuery, Catalog};
use crate::launch::Answer;
use crate::order::offers::Selection;
use crate::order::{Edit, Order, Reading, Variable};
use crate::pods::access::PodNetwork;
use crate::pods::action::PodAction;
use crate::pods::pod::Pod;
use crate::runpod::api_key::ApiKey;
use crate::runpod::endpoint::Endpoint;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::graphql::GraphqlClient;
use crate::runpod::rest::RestClient;
use crate::runpod::transport::Transport;
use crate::types::ids::{DataCenterId, LaunchTag, NetworkVolumeId, PodId};
use crate::types::time::Timestamp;
use crate::volumes::NewVolume;

pub use crate::runpod::answers::{AccountInfo, Launched, PodList};

/// REST v2 on its way. A page fetches its code only then, and that can fail.
pub type Loading = Pin<Box<dyn Future<Output = Result<Rc<dyn Api>, ApiError>>>>;

/// Loads REST v2.
pub type Load<T> = fn(RestClient<T>) -> Loading;

/// Which API a client begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApiChoice {
    /// GraphQL, and REST v2 once RunPod has switched GraphQL off.
    #[default]
    Graphql,
    /// REST v2, and GraphQL where the key may not use REST v2 and GraphQL still lives.
    Rest,
}

/// Speaks to one endpoint with one key. Clones share what they know of the switch.
///
/// ```
/// use launchpod_core::runpod::api_key::ApiKey;
/// use launchpod_core::runpod::client::{Client, with_rest};
/// use launchpod_core::runpod::endpoint::Endpoint;
/// use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
///
/// #[derive(Clone)]
/// struct Canned;
///
/// impl Transport for Canned {
///     async fn send(&self, request: Request) -> Result<Response, TransportError> {
///         assert_eq!(request.url, "https://api.runpod.io/graphql");
///         let body = r#"{"data":{"myself":{"id":"user1","clientBalance":23.4567,"networkVolumes":[]}}}"#;
///         Ok(Response { status: 200, retry_after: None, body: body.into() })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
/// let owner = Client::new(Canned, Endpoint::runpod(), key, with_rest).owner().await.unwrap();
/// assert_eq!(owner.account.balance.unwrap().to_string(), "$23.46");
/// # }
/// ```
#[derive(Clone)]
pub struct Client<T> {
    pub(super) graphql: GraphqlClient<T>,
    load: Load<T>,
    rest: Rc<RefCell<Option<Rc<dyn Api>>>>,
    choice: Rc<Cell<ApiChoice>>,
    /// Whether REST v2 was chosen, and refused to the key.
    rest_refused: Rc<Cell<bool>>,
    /// Whether REST v2 refused the key something that only it tells.
    extras_refused: Rc<Cell<bool>>,
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Client").finish_non_exhaustive()
    }
}

impl<T: Transport + Clone + 'static> Client<T> {
    /// A client that asks nothing yet. `load` brings REST v2 when it is needed: [`with_rest`] where its code is there anyway.
    pub fn new(transport: T, endpoint: Endpoint, key: ApiKey, load: Load<T>) -> Self {
        let graphql = GraphqlClient::new(transport, endpoint, key);
        Self {
            graphql,
            load,
            rest: Rc::default(),
            choice: Rc::default(),
            rest_refused: Rc::default(),
            extras_refused: Rc::default(),
        }
    }

    /// The same client, which begins with this API.
    pub fn with_choice(self, choice: ApiChoice) -> Self {
        self.choice.set(choice);
        self
    }

    /// Where it asks.
    pub fn endpoint(&self) -> &Endpoint {
        self.graphql.endpoint()
    }

    /// The key that it asks with.
    pub fn key(&self) -> &ApiKey {
        self.graphql.key()
    }

    /// Whether REST v2 answers, by choice or because RunPod has switched GraphQL off: what only GraphQL told is not told.
    pub fn is_on_rest(&self) -> bool {
        self.rest.borrow().is_some()
    }

    /// Whether REST v2 was chosen, the key may not use it, and GraphQL answers in its place.
    pub fn is_refused_by_rest(&self) -> bool {
        self.rest_refused.get()
    }

    /// REST v2 for what only it tells or does; GraphQL may live beside it.
    pub fn beside(&self) -> RestClient<T> {
        self.graphql.successor()
    }

    /// Asks REST v2 something that nobody clicked for. `None` where it does not tell. Once it refuses the key, it is asked for
    /// no such thing any more.
    pub async fn extra<A>(&self, ask: impl AsyncFnOnce(RestClient<T>) -> Result<A, ApiError>) -> Option<A> {
        if self.extras_refused.get() {
            return None;
        }
        let answer = ask(self.beside()).await;
        if matches!(&answer, Err(error) if error.kind == ErrorKind::Forbidden) {
            self.extras_refused.set(true);
        }
        answer.ok()
    }

    /// REST v2, where it is asked. What can't be loaded though it was chosen is not needed while GraphQL lives.
    async fn rest(&self) -> Option<Rc<dyn Api>> {
        let rest = self.rest.borrow().clone();
        if rest.is_none() && self.choice.get() == ApiChoice::Rest {
            return self.go_over_to_rest().await.ok();
        }
        rest
    }

    /// Goes back to GraphQL where REST v2 was only chosen. Whether it does.
    fn go_back_to_graphql(&self) -> bool {
        let chosen = self.choice.replace(ApiChoice::Graphql) == ApiChoice::Rest;
        if chosen {
            self.rest_refused.set(true);
            *self.rest.borrow_mut() = None;
        }
        chosen
    }

    /// Goes over to REST v2 from now on.
    ///
    /// # Errors
    /// Why its code could not be loaded; the next question tries again.
    pub(super) async fn go_over_to_rest(&self) -> Result<Rc<dyn Api>, ApiError> {
        let rest = match self.choice.get() {
            ApiChoice::Graphql => self.graphql.successor(),
            ApiChoice::Rest => self.graphql.successor().with_graphql(self.graphql.clone()),
        };
        let rest = (self.load)(rest).await?;
        Ok(self.rest.borrow_mut().get_or_insert(rest).clone())
    }
}

/// Loads REST v2 from the code that is there.
///
/// # Errors
/// None.
pub fn with_rest<T: Transport + 'static>(client: RestClient<T>) -> Loading {
    Box::pin(async move { Ok(Rc::new(client) as Rc<dyn Api>) })
}

/// An answer that can say that this API is not to be asked: then nothing was done, and the other one can be asked the same.
trait Refusable {
    /// Nobody answers here any more.
    fn is_retired(&self) -> bool;
    /// The key may not ask here.
    fn is_forbidden(&self) -> bool;
}

impl<R> Refusable for Result<R, ApiError> {
    fn is_retired(&self) -> bool {
        self.as_ref().is_err_and(|error| error.kind == ErrorKind::Retired)
    }

    fn is_forbidden(&self) -> bool {
        self.as_ref().is_err_and(|error| error.kind == ErrorKind::Forbidden)
    }
}

impl Refusable for Launched {
    fn is_retired(&self) -> bool {
        matches!(&self.answer, Answer::Refused(error) if error.kind == ErrorKind::Retired)
    }

    /// That a create is forbidden can be said of the kind of GPU.
    fn is_forbidden(&self) -> bool {
        false
    }
}

/// Names each question once: for the trait, for the two that answer it, and for the client that asks the one or the other.
macro_rules! api {
    ($($(#[$doc:meta])* $question:ident($($with:ident: $kind:ty),*) -> $answer:ty;)*) => {
        /// What can be asked of RunPod.
        #[async_trait(?Send)]
        pub trait Api {
            $($(#[$doc])* async fn $question(&self, $($with: $kind),*) -> $answer;)*
        }

        #[async_trait(?Send)]
        impl<T: Transport> Api for GraphqlClient<T> {
            $(async fn $question(&self, $($with: $kind),*) -> $answer {
                GraphqlClient::$question(self, $($with),*).await
            })*
        }

        #[async_trait(?Send)]
        impl<T: Transport> Api for RestClient<T> {
            $(async fn $question(&self, $($with: $kind),*) -> $answer {
                RestClient::$question(self, $($with),*).await
            })*
        }

        impl<T: Transport + Clone + 'static> Client<T> {
            $($(#[$doc])* pub async fn $question(&self, $($with: $kind),*) -> $answer {
                if let Some(rest) = self.rest().await {
                    let answer = rest.$question($(Clone::clone(&$with)),*).await;
                    if !answer.is_forbidden() || !self.go_back_to_graphql() {
                        return answer;
                    }
                }
                let answer = self.graphql.$question($(Clone::clone(&$with)),*).await;
                if answer.is_retired() && let Ok(rest) = self.go_over_to_rest().await {
                    return rest.$question($($with),*).await;
                }
                answer
            })*
        }
    };
}

api! {
    /// Whether RunPod answers here; asked without the key.
    ///
    /// # Errors
    /// Any [`ApiError`].
    ping() -> Result<(), ApiError>;

    /// Who the key belongs to. RunPod answers "nobody" to some keys that it does not know: that is a wrong key too.
    ///
    /// # Errors
    /// Any [`ApiError`].
    owner() -> Result<AccountInfo, ApiError>;

    /// The account with all its network volumes. Unlike with `owner`, a list with a hole is a failure: whoever looks for a
    /// volume must not take it for missing.
    ///
    /// # Errors
    /// Any [`ApiError`].
    holdings() -> Result<AccountInfo, ApiError>;

    /// All pods. `now` gives the account's time when the answer is there.
    ///
    /// # Errors
    /// Any [`ApiError`]; a list that RunPod left out is one.
    pods(now: &dyn Fn() -> Timestamp) -> Result<PodList, ApiError>;

    /// One pod; `None` once RunPod says that it is gone.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pod(id: &PodId, now: &dyn Fn() -> Timestamp) -> Result<Option<Pod>, ApiError>;

    /// The way to a pod, and its machine. `None` once RunPod says that the pod is gone.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pod_network(id: &PodId) -> Result<Option<PodNetwork>, ApiError>;

    /// The pod's environment, asked for at the click: it may be secret, and is not kept. `None` once RunPod says that the
    /// pod is gone.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pod_env(id: &PodId) -> Result<Option<Vec<Variable>>, ApiError>;

    /// The form that would launch this pod once more, asked for at the click: its environment may be secret, and is not
    /// kept. `None` once RunPod says that the pod is gone.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pod_order(id: &PodId) -> Result<Option<Reading>, ApiError>;

    /// Has RunPod set the pod up anew with this program, once: all but its volume is wiped. Variables, volumes and
    /// credentials stay as they are.
    ///
    /// # Errors
    /// Any [`ApiError`].
    edit(id: &PodId, edit: &Edit) -> Result<(), ApiError>;

    /// Asks for the pod of `order` on `pick` under `tag`, once. Whoever calls it sees to it that it is asked once: see
    /// [`Engine::launch`](crate::engine::Engine::launch).
    launch(order: &Order, pick: &Selection, tag: &LaunchTag, now: &dyn Fn() -> Timestamp) -> Launched;

    /// Asks RunPod to terminate, stop or resume a pod. Agreement to an end is not proof that it is gone. A start asks for
    /// `gpu_count` GPUs.
    ///
    /// # Errors
    /// Any [`ApiError`]; [`ErrorKind::PodNotFound`] means that the pod is gone.
    act(action: PodAction, id: &PodId, gpu_count: u32) -> Result<(), ApiError>;

    /// GPU types with price and stock for `scope`.
    ///
    /// # Errors
    /// Any [`ApiError`].
    catalog(scope: AvailabilityQuery, now: &dyn Fn() -> Timestamp) -> Result<Catalog, ApiError>;

    /// All data centers that RunPod lists.
    ///
    /// # Errors
    /// Any [`ApiError`].
    places() -> Result<Vec<DataCenter>, ApiError>;

    /// Every GPU type in each of `places`, in the secure cloud: the only one that stands in data centers. Of `scope`, the
    /// count and the CUDA versions matter. A price that failed leaves a hole, and no more.
    ///
    /// # Errors
    /// Any [`ApiError`].
    grid(places: Vec<DataCenter>, scope: AvailabilityQuery, now: &dyn Fn() -> Timestamp)
        -> Result<AvailabilityGrid, ApiError>;

    /// The countries in which machines stand, in the order of their English names.
    ///
    /// # Errors
    /// Any [`ApiError`].
    countries() -> Result<Vec<Country>, ApiError>;

    /// The kinds of processor.
    ///
    /// # Errors
    /// Any [`ApiError`].
    cpu_flavors() -> Result<Vec<CpuFlavor>, ApiError>;

    /// What a pod with so many vCPUs costs, and what is left of it, for each flavor that comes in this size; in one data
    /// center, or anywhere. A flavor that RunPod names no price for is left out.
    ///
    /// # Errors
    /// Any [`ApiError`], if there is no offer at all.
    cpu_offers(flavors: &[CpuFlavor], vcpus: u32, place: Option<&DataCenterId>) -> Result<Vec<CpuOffer>, ApiError>;

    /// The same machine as it is available now; `None` where RunPod no longer names a price for it.
    ///
    /// # Errors
    /// Any [`ApiError`].
    cpu_offer(of: CpuOffer, place: Option<&DataCenterId>) -> Result<Option<CpuOffer>, ApiError>;

    /// All templates for pods, and the account's logins to registries.
    ///
    /// # Errors
    /// Any [`ApiError`], if no list of templates came at all.
    library() -> Result<TemplateLibrary, ApiError>;

    /// Asks for a network volume, once.
    ///
    /// # Errors
    /// Any [`ApiError`]. After an unclear one the volume may be there: look before asking again.
    make_volume(wanted: &NewVolume) -> Result<NetworkVolume, ApiError>;

    /// Makes a network volume larger. Asking twice does no harm.
    ///
    /// # Errors
    /// Any [`ApiError`].
    grow_volume(id: &NetworkVolumeId, size_gb: u32) -> Result<NetworkVolume, ApiError>;

    /// Deletes a network volume with all that is on it. One that is gone already is deleted.
    ///
    /// # Errors
    /// Any [`ApiError`].
    delete_volume(id: &NetworkVolumeId) -> Result<(), ApiError>;
}
