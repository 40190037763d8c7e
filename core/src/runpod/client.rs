//! The client: what the page can ask of RunPod, in the domain's words.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::endpoint::Endpoint;
use super::failure::{Failure, Kind};
use super::key::ApiKey;
use super::transport::{Request, Response, Transport};
use super::{decode, documents, wire};
use crate::domain::account::{Account, NetworkVolume};
use crate::domain::catalog::{Catalog, Scope};
use crate::domain::ids::{LaunchTag, PodId};
use crate::domain::launch::{Answer, Entry};
use crate::domain::order::Order;
use crate::domain::pod::Pod;
use crate::domain::time::Timestamp;

const READ_WITHIN: Duration = Duration::from_secs(20);
/// Finding a machine takes RunPod longer than reading, and giving up early only means looking for the pod.
const ACT_WITHIN: Duration = Duration::from_secs(60);

/// The account that a key belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// RunPod's id of the account; empty where the key may not read it.
    pub id: String,
    /// Its money.
    pub account: Account,
    /// Its network volumes.
    pub volumes: Vec<NetworkVolume>,
}

/// The pods of the account, and its money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// Its money.
    pub account: Account,
    /// Its pods.
    pub pods: Vec<Pod>,
    /// Whether these are all of them: a list with a hole proves nothing of the pods that it lacks.
    pub complete: bool,
}

/// What came of asking for a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launched {
    /// What it means for the launch.
    pub answer: Answer<Failure>,
    /// The pod as RunPod first told of it.
    pub pod: Option<Pod>,
}

/// Speaks to one endpoint with one key.
#[derive(Clone, Debug)]
pub struct Client<T> {
    transport: T,
    endpoint: Endpoint,
    key: ApiKey,
}

impl<T: Transport> Client<T> {
    /// A client that asks nothing yet.
    pub fn new(transport: T, endpoint: Endpoint, key: ApiKey) -> Self {
        Self { transport, endpoint, key }
    }

    /// Where it asks.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The key that it asks with.
    pub fn key(&self) -> &ApiKey {
        &self.key
    }

    /// Who the key belongs to. RunPod answers "nobody" to some keys that it does not know: that is a wrong key too.
    ///
    /// # Errors
    /// Any [`Failure`].
    pub async fn owner(&self) -> Result<Owner, Failure> {
        let answer: wire::Myself<wire::Account> =
            self.ask(documents::ACCOUNT, wire::NoVariables {}, READ_WITHIN).await?.data()?;
        let wire = answer.myself.ok_or_else(nobody)?;
        let account = decode::account(&wire);
        let volumes = wire.network_volumes.unwrap_or_default();
        Ok(Owner {
            id: wire.id.unwrap_or_default(),
            account,
            volumes: volumes.into_iter().flatten().filter_map(decode::network_volume).collect(),
        })
    }

    /// All pods. `now` gives the account's time when the answer is there.
    ///
    /// # Errors
    /// Any [`Failure`]; a list that RunPod left out is one.
    pub async fn roster(&self, now: impl Fn() -> Timestamp) -> Result<Roster, Failure> {
        let envelope: wire::Envelope<wire::Myself<wire::Account>> =
            self.ask(documents::FLEET, wire::NoVariables {}, READ_WITHIN).await?;
        let pods_failed = envelope.errors.iter().any(|error| names(error, "pods"));
        let wire = envelope.lenient()?.myself.ok_or_else(nobody)?;
        let account = decode::account(&wire);
        let listed = wire.pods.ok_or_else(|| Failure::new(Kind::Nonsense, "the answer has no list of pods"))?;
        let complete = !pods_failed && listed.iter().all(Option::is_some);
        let now = now();
        Ok(Roster { account, pods: listed.into_iter().flatten().map(|pod| decode::pod(pod, now)).collect(), complete })
    }

    /// One pod; `None` once RunPod says that it is gone.
    ///
    /// # Errors
    /// Any [`Failure`].
    pub async fn pod(&self, id: &PodId, now: impl Fn() -> Timestamp) -> Result<Option<Pod>, Failure> {
        let variables = wire::Input { input: wire::PodId { pod_id: id.as_str() } };
        let answer = self.ask::<_, wire::OnePod>(documents::POD, variables, READ_WITHIN).await?.data();
        match answer {
            Ok(answer) => Ok(answer.pod.map(|pod| decode::pod(pod, now()))),
            Err(failure) if failure.kind == Kind::PodNotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// GPU types with price and stock for `scope`.
    ///
    /// # Errors
    /// Any [`Failure`].
    pub async fn catalog(&self, scope: Scope, now: impl Fn() -> Timestamp) -> Result<Catalog, Failure> {
        let shelf = |secure_cloud| wire::LowestPriceInput {
            gpu_count: scope.gpu_count,
            secure_cloud,
            data_center_id: scope.data_center.as_ref().map(|id| id.as_str()),
        };
        let variables = wire::CatalogVariables { secure: shelf(true), community: shelf(false) };
        let answer: wire::Catalog = self.ask(documents::CATALOG, variables, READ_WITHIN).await?.data()?;
        let listed = answer.gpu_types.ok_or_else(|| Failure::new(Kind::Nonsense, "the answer has no GPU types"))?;
        let gpu_types = listed.into_iter().flatten().filter_map(decode::gpu_type).collect();
        Ok(Catalog { gpu_types, as_of: now(), scope })
    }

    /// Asks for the pod of `entry`, once.
    pub async fn launch(&self, entry: &Entry, now: impl Fn() -> Timestamp) -> Launched {
        let variables = wire::Input { input: launch_input(&entry.order, &entry.tag) };
        let envelope = self.ask::<_, wire::Launched>(documents::LAUNCH, variables, ACT_WITHIN).await;
        let pod = match envelope {
            Ok(envelope) => envelope.made(),
            Err(failure) => Err(failure),
        };
        match pod {
            Ok(pod) => {
                let pod = decode::pod(pod, now());
                Launched { answer: Answer::Made(pod.id.clone()), pod: Some(pod) }
            }
            Err(failure) if failure.is_unclear() => Launched { answer: Answer::Unclear(failure), pod: None },
            Err(failure) => Launched { answer: Answer::Refused(failure), pod: None },
        }
    }

    /// Asks RunPod to end a pod. Agreement is not proof that it is gone.
    ///
    /// # Errors
    /// Any [`Failure`]; [`Kind::PodNotFound`] means that it is gone.
    pub async fn terminate(&self, id: &PodId) -> Result<(), Failure> {
        let variables = wire::Input { input: wire::PodId { pod_id: id.as_str() } };
        self.ask::<_, wire::Terminated>(documents::TERMINATE, variables, ACT_WITHIN).await?.data().map(drop)
    }

    async fn ask<V: Serialize, D: DeserializeOwned>(
        &self,
        document: &str,
        variables: V,
        timeout: Duration,
    ) -> Result<wire::Envelope<D>, Failure> {
        let body = serde_json::to_string(&wire::Body { query: document, variables })
            .map_err(|error| Failure::new(Kind::Misunderstood, error.to_string()))?;
        let request = Request::new(self.endpoint.graphql.clone(), body, timeout, self.key.clone());
        let answer = match self.transport.send(request).await {
            Ok(response) => read(&response),
            Err(lost) => Err(Failure::of_lost(lost)),
        };
        answer.map_err(|failure| Failure { raw: self.key.redact(&failure.raw), ..failure })
    }
}

fn read<D: DeserializeOwned>(response: &Response) -> Result<wire::Envelope<D>, Failure> {
    if response.status != 200 {
        let errors = serde_json::from_str::<wire::Envelope<serde::de::IgnoredAny>>(&response.body);
        return Err(Failure::of_status(response, &errors.map(|envelope| envelope.errors).unwrap_or_default()));
    }
    serde_json::from_str(&response.body).map_err(|error| {
        let start: String = response.body.chars().take(300).collect();
        Failure::new(Kind::Nonsense, format!("{error}: {start}"))
    })
}

impl<D> wire::Envelope<D> {
    /// The data, if there is no error beside it.
    fn data(self) -> Result<D, Failure> {
        match self.errors.first() {
            Some(error) => Err(Failure::of_error(error)),
            None => self.data.ok_or_else(no_data),
        }
    }

    /// The data, whatever stands beside it.
    fn lenient(self) -> Result<D, Failure> {
        match (self.data, self.errors.first()) {
            (Some(data), _) => Ok(data),
            (None, Some(error)) => Err(Failure::of_error(error)),
            (None, None) => Err(no_data()),
        }
    }
}

impl wire::Envelope<wire::Launched> {
    /// The pod, if one was made: errors beside a pod do not unmake it.
    fn made(self) -> Result<wire::Pod, Failure> {
        let failure = self.errors.first().map(Failure::of_error);
        let pod = self.data.and_then(|data| data.pod_find_and_deploy_on_demand);
        pod.ok_or_else(|| failure.unwrap_or_else(|| Failure::new(Kind::Nonsense, "neither a pod nor an error")))
    }
}

fn names(error: &wire::Error, field: &str) -> bool {
    error.path.contains(&wire::PathPart::Name(field.into()))
}

fn nobody() -> Failure {
    Failure::new(Kind::WrongKey, "RunPod answered that nobody is signed in (myself: null)")
}

fn no_data() -> Failure {
    Failure::new(Kind::Nonsense, "the answer has neither data nor errors")
}

fn launch_input<'a>(order: &'a Order, tag: &'a LaunchTag) -> wire::LaunchInput<'a> {
    let mount = order.mount.as_ref();
    let ports: Vec<String> = order.ports.iter().map(ToString::to_string).collect();
    wire::LaunchInput {
        name: &order.name,
        image_name: &order.image,
        gpu_type_id: order.gpu_type.as_str(),
        gpu_count: order.gpu_count,
        cloud_type: order.cloud.as_str(),
        container_disk_in_gb: order.container_disk_gb,
        volume_in_gb: 0,
        network_volume_id: mount.map(|mount| mount.volume.as_str()),
        data_center_id: mount.map(|mount| mount.data_center.as_str()),
        volume_mount_path: mount.map(|mount| mount.path.as_str()),
        ports: ports.join(","),
        env: [wire::Variable { key: LaunchTag::ENV, value: tag.as_str() }],
        start_ssh: true,
        start_jupyter: order.start_jupyter,
        min_cuda_version: order.min_cuda.as_deref(),
    }
}
