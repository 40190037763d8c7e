//! Reading: who the key belongs to, the pods, and what is available.

use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use launchpod_core::account::NetworkVolume;
use launchpod_core::catalog::availability::DataCenter;
use launchpod_core::catalog::cpu::CpuFlavor;
use launchpod_core::catalog::template::{Template, TemplateLibrary};
use launchpod_core::catalog::{AvailabilityQuery, Catalog};
use launchpod_core::engine::Host;
use launchpod_core::json::Json;
use launchpod_core::order::{Field, Order, OrderContext};
use launchpod_core::pods::access::JUPYTER_PASSWORD;
use launchpod_core::runpod::client::AccountInfo;
use launchpod_core::runpod::connection;
use launchpod_core::runpod::error::{ApiError, ErrorKind};
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::runpod::web_clock::now;
use launchpod_core::types::ids::{PodId, TemplateId};
use wasm_bindgen::JsValue;

use super::js::plain;
use super::state::Launcher;
use crate::dto::access::access;
use crate::error::{BoxError, LaunchpodError, pod_not_found, read_failed};
use crate::order_input::problem::Problem;
use crate::order_input::{OrderInput, name_gpus, vcpus};

/// So long one waits for one's turn to read.
const PATIENCE: Duration = Duration::from_secs(600);
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// A question under way.
type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + 'a>>;

/// An order that holds, and what it was read against.
pub struct Ready {
    pub order: Order,
    pub catalog: Catalog,
}

impl Launcher {
    /// Finds out whose key it is, once, and reads the account's journal.
    ///
    /// # Errors
    /// Why RunPod does not tell.
    pub async fn enter(self: &Rc<Self>) -> Result<(), BoxError> {
        self.engine.until(|| (!self.entering.get()).then_some(())).await?;
        if self.engine.has_journal() {
            return Ok(());
        }
        self.entering.set(true);
        let owner = self.patiently(Operation::SigningIn, &|| Box::pin(self.engine.client().owner())).await;
        self.entering.set(false);
        self.engine.nudge();
        let owner = owner?;
        if !self.engine.has_journal() {
            let id = self.remembered_id(&owner).await;
            self.engine.set_account(owner.account);
            self.engine.open_journal(&self.endpoint, &id);
            self.engine.read_journal().await;
        }
        Ok(())
    }

    /// The account's id, which the storage knows even where RunPod no longer tells it.
    async fn remembered_id(&self, owner: &AccountInfo) -> String {
        let (host, client) = (self.engine.host(), self.engine.client());
        let at = connection::account_key(client.endpoint(), client.key());
        let id = connection::account_id(owner, client.key(), host.get(&at).await);
        host.set(&at, &id).await;
        id
    }

    /// Asks again while RunPod, or the rate that it allows, has it wait: a program that launches many at a time can.
    async fn patiently<'a, T>(&'a self, doing: Operation, ask: &dyn Fn() -> Asked<'a, T>) -> Result<T, BoxError> {
        let late = now().plus(PATIENCE);
        loop {
            match self.engine.while_open(ask()).await? {
                Ok(answer) => return Ok(answer),
                Err(failure) if failure.kind == ErrorKind::RateLimited && now() < late => {
                    self.engine.pause(failure.retry_after.unwrap_or(AGAIN_AFTER)).await?;
                }
                Err(failure) => return Err(LaunchpodError::failure(&failure, doing)),
            }
        }
    }

    /// The account's network volumes.
    ///
    /// # Errors
    /// Any failure.
    pub async fn volumes(self: &Rc<Self>) -> Result<Vec<NetworkVolume>, BoxError> {
        Ok(self.patiently(Operation::Reading, &|| Box::pin(self.engine.client().holdings())).await?.volumes)
    }

    /// RunPod's data centers.
    ///
    /// # Errors
    /// Any failure.
    pub async fn places(&self) -> Result<Vec<DataCenter>, BoxError> {
        self.patiently(Operation::Reading, &|| Box::pin(self.engine.client().places())).await
    }

    /// RunPod's kinds of machines without a GPU.
    ///
    /// # Errors
    /// Any failure.
    pub async fn cpu_flavors(&self) -> Result<Vec<CpuFlavor>, BoxError> {
        self.patiently(Operation::Reading, &|| Box::pin(self.engine.client().cpu_flavors())).await
    }

    /// The templates that the account can use, and its logins to registries.
    ///
    /// # Errors
    /// Any failure.
    pub async fn library(&self) -> Result<TemplateLibrary, BoxError> {
        self.patiently(Operation::Reading, &|| Box::pin(self.engine.client().library())).await
    }

    /// Prices and stock.
    ///
    /// # Errors
    /// Any failure.
    pub async fn catalog(&self, scope: AvailabilityQuery) -> Result<Catalog, BoxError> {
        self.patiently(Operation::Reading, &|| Box::pin(self.engine.client().catalog(scope.clone(), &now))).await
    }

    /// Reads an order against what RunPod has now.
    ///
    /// # Errors
    /// All that is wrong with it, or why that can't be found out.
    pub async fn read_order(self: &Rc<Self>, order: Json<'_>) -> Result<Ready, BoxError> {
        let wish = OrderInput::read(order);
        self.enter().await?;
        let volumes = if wish.get(Field::NetworkVolume).is_some() { self.volumes().await? } else { vec![] };
        let mut problems = wish.problems.clone();
        let template = match wish.get(Field::Template) {
            Some(id) => self.template(id, &mut problems).await?,
            None => None,
        };
        let (mut raw, contradictions) = wish.form(&volumes, template.as_ref());
        problems.extend(contradictions);
        let scope = raw.scope(&volumes);
        let cpus = match wish.get(Field::Cpu).and_then(vcpus) {
            Some(count) => {
                let offers = self.engine.while_open(async {
                    let flavors = self.engine.client().cpu_flavors().await?;
                    self.engine.client().cpu_offers(&flavors, count, scope.data_center.as_ref()).await
                });
                offers.await?.map_err(|failure| read_failed(&failure))?
            }
            None => vec![],
        };
        let catalog = self.catalog(scope).await?;
        name_gpus(&mut raw, &catalog);
        wish.fit_disk(&mut raw, &cpus);
        let key = self.engine.client().key();
        let known =
            OrderContext { catalog: &catalog, cpus: &cpus, volumes: &volumes, template: template.as_ref(), key };
        let drafted = Order::draft(&raw, known);
        match drafted {
            Ok(order) if problems.is_empty() => Ok(Ready { order, catalog }),
            drafted => {
                let named = |field: &str, all: &[Problem]| all.iter().any(|problem| problem.field == field);
                for problem in drafted.err().unwrap_or_default().into_iter().map(Problem::of) {
                    if !named(&problem.field, &problems) {
                        problems.push(problem);
                    }
                }
                Err(LaunchpodError::invalid_order(problems))
            }
        }
    }

    async fn template(&self, id: &str, problems: &mut Vec<Problem>) -> Result<Option<Template>, BoxError> {
        let found = self.library().await?.template(&TemplateId::new(id)).cloned();
        if found.is_none() {
            problems.push(Problem::new("template", format!("RunPod has no template “{id}” for this account.")));
        }
        Ok(found)
    }

    /// How one gets into a pod.
    ///
    /// # Errors
    /// Any failure; `pod-not-found` where there is no such pod.
    pub async fn access(self: &Rc<Self>, id: &PodId) -> Result<JsValue, BoxError> {
        let asked =
            async { Ok((self.engine.client().pod_network(id).await?, self.engine.client().pod_env(id).await?)) };
        let there = self.engine.fetch_pod(id).await??;
        let (wiring, env) = self.engine.while_open(asked).await?.map_err(|failure: ApiError| read_failed(&failure))?;
        let Some(wiring) = wiring.filter(|_| there) else { return Err(pod_not_found(id)) };
        let password = env.into_iter().flatten().find(|variable| variable.key == JUPYTER_PASSWORD);
        let password = password.as_ref().map(|variable| variable.value.as_str());
        let shown = self.engine.known(id, |known| plain(&access(&known.pod, &wiring, password)));
        shown.ok_or_else(|| pod_not_found(id))
    }
}
