//! Waiting for a pod to be ready, watching all of them, and asking their services.

use std::rc::Rc;

use js_sys::Array;
use launchpod_core::engine::Host;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::readiness::{ProbeResult, Stage};
use launchpod_core::runpod::web_clock::now;
use launchpod_core::state::Event;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::money::HourlyRate;
use serde::Serialize;
use serde_wasm_bindgen::preserve;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::state::Launcher;
use super::wait_limit::WaitLimit;
use crate::dto::{dollars, instant};
use crate::error::{BoxError, LaunchpodError, pod_gone, pod_not_found, read_failed, shuts_out};

/// Somebody wants to know whether services answer, until this is dropped.
struct Probing<'a>(&'a Launcher);

impl<'a> Probing<'a> {
    fn begin(launcher: &'a Launcher) -> Self {
        launcher.probing.set(launcher.probing.get() + 1);
        Self(launcher)
    }
}

impl Drop for Probing<'_> {
    fn drop(&mut self) {
        self.0.probing.set(self.0.probing.get().saturating_sub(1));
    }
}

impl Launcher {
    /// Asks the services that have not answered yet, where it is time to.
    pub fn probe(self: &Rc<Self>) {
        for question in self.engine.due_probes() {
            let (kind, path, picture) = question.service.question();
            let Some(root) = self.engine.client().endpoint().proxy.of(&question.pod, question.service.port) else {
                continue;
            };
            let at = |path: &str| format!("{}{path}", root.trim_end_matches('/'));
            let picture = if picture.is_empty() { String::new() } else { at(picture) };
            let answer = JsFuture::from(self.engine.host().js.probe(kind, &at(path), &picture));
            let (launcher, number) = (self.clone(), question.number);
            self.engine.host().spawn(Box::pin(async move {
                let Ok(answer) = launcher.engine.while_open(answer).await else { return };
                let word = answer.ok().and_then(|answer| answer.as_string());
                launcher.engine.probe_answered(number, ProbeResult::parse(word.as_deref()));
            }));
        }
    }

    /// Waits until a pod is ready, or runs and nothing in it can prove that.
    ///
    /// # Errors
    /// Why it will not be, or is not yet.
    pub async fn wait_for_ready(self: &Rc<Self>, id: &PodId, limit: WaitLimit<'_>) -> Result<JsValue, BoxError> {
        let _probing = Probing::begin(self);
        self.find(id, limit).await?;
        let (mut told, mut id) = (None, id.clone());
        self.engine
            .until(|| {
                id = self.replacement_of(&id).unwrap_or_else(|| id.clone());
                let Some(known) = self.engine.known(&id, PodEntry::clone) else { return Some(Err(pod_gone(&id))) };
                let stage = known.stage();
                if told.as_ref() != Some(&stage) {
                    self.tell_stage(&id, limit);
                    told = Some(stage.clone());
                }
                match stage {
                    Stage::Ready | Stage::ProbablyUp => self.shown(&id).map(Ok),
                    stage => not_coming(&known, &stage).or_else(|| self.not_waited_for(&known, &stage, limit)).map(Err),
                }
            })
            .await?
    }

    fn tell_stage(&self, id: &PodId, limit: WaitLimit) {
        if let (Some(hooks), Some(pod)) = (limit.hooks, self.shown(id)) {
            hooks.tell(&pod);
        }
    }

    /// Waits until RunPod tells of a pod that is not known yet.
    async fn find(self: &Rc<Self>, id: &PodId, limit: WaitLimit<'_>) -> Result<(), BoxError> {
        while !self.knows(id) {
            match self.engine.fetch_pod(id).await? {
                Ok(true) => break,
                Ok(false) => return Err(pod_not_found(id)),
                Err(failure) if shuts_out(&failure) || limit.is_aborted() || limit.is_over() => {
                    return Err(read_failed(&failure).of_pod(id));
                }
                // The next list may have it; else it is asked for again.
                Err(_) => {
                    let before = self.engine.version();
                    self.engine.until(|| (self.engine.version() != before || limit.is_aborted()).then_some(())).await?;
                }
            }
        }
        Ok(())
    }

    /// Why the caller waits no longer.
    fn not_waited_for(&self, known: &PodEntry, stage: &Stage, limit: WaitLimit) -> Option<BoxError> {
        let id = &known.pod.id;
        let costs = known.pod.hourly().map_or_else(String::new, |rate| format!(" ({rate})"));
        let stands = format!("The pod {id} (“{}”) stands at: {}.", known.pod.name, stage.describe());
        let money = format!("It runs and costs money{costs}: wait on, or terminate it.");
        if limit.is_aborted() {
            let what = format!("Nobody waits for it any more, as you wished. {stands}");
            return Some(LaunchpodError::happened("aborted", id, what, &money));
        }
        if limit.is_over() {
            let ago =
                known.pod.last_change.as_deref().map_or_else(String::new, |said| format!(" RunPod says: {said}."));
            let what = format!("{stands}{ago} That took too long.");
            return Some(LaunchpodError::happened("not-ready-in-time", id, what, &money));
        }
        self.shut_out().map(|told| told.of_pod(id))
    }

    /// Comes back when the pod is stopped, lost or gone, with how that is told.
    ///
    /// # Errors
    /// When the launcher is closed.
    pub async fn until_lost(self: &Rc<Self>, id: &PodId, limit: WaitLimit<'_>) -> Result<Option<BoxError>, BoxError> {
        let mut id = id.clone();
        Ok(self
            .engine
            .until(|| {
                id = self.replacement_of(&id).unwrap_or_else(|| id.clone());
                match self.engine.known(&id, PodEntry::clone) {
                    _ if limit.is_aborted() => Some(None),
                    None => Some(Some(pod_gone(&id))),
                    Some(known) => not_coming(&known, &known.stage()).map(Some),
                }
            })
            .await?)
    }

    /// All pods as soon as something is new since that version.
    ///
    /// # Errors
    /// When the launcher is closed, or the caller wants no more of it.
    pub async fn next(self: &Rc<Self>, seen: Option<u32>, limit: WaitLimit<'_>) -> Result<Option<News>, BoxError> {
        let _probing = Probing::begin(self);
        if seen.is_none() {
            self.engine.on(Event::ListWanted);
        }
        let since = now();
        Ok(self
            .engine
            .until(|| {
                if limit.is_aborted() {
                    return Some(None);
                }
                let version = self.engine.version();
                let fresh = || self.engine.state().fleet().listed().is_some_and(|asked| asked >= since);
                let told = || self.engine.list_failed_since(since).is_some();
                let due = seen.map_or_else(|| fresh() || told(), |seen| seen != version);
                due.then(|| Some(News { seen: version, fleet: self.fleet() }))
            })
            .await?)
    }

    fn fleet(&self) -> FleetDto {
        let (account_state, account) = (self.engine.state(), self.engine.account());
        FleetDto {
            pods: self.all_shown(),
            balance: account.balance.map(dollars),
            per_hour: account.spend.map(HourlyRate::dollars),
            checked_at: account_state.polling().checked().map(instant),
            trouble: account_state.polling().trouble().map(read_failed),
        }
    }
}

/// What is new, and the number by which the next call says what it has seen.
#[derive(Serialize)]
pub struct News {
    seen: u32,
    fleet: FleetDto,
}

/// All pods, and the account's money.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FleetDto {
    #[serde(with = "preserve")]
    pods: Array,
    balance: Option<f64>,
    per_hour: Option<f64>,
    checked_at: Option<f64>,
    trouble: Option<BoxError>,
}

/// Why a pod that stands there will not come up by itself.
fn not_coming(known: &PodEntry, stage: &Stage) -> Option<BoxError> {
    let (id, name) = (&known.pod.id, &known.pod.name);
    let said = known.pod.last_change.as_deref().map_or_else(String::new, |said| format!(" RunPod says: {said}."));
    let (code, what, then) = match stage {
        Stage::Stopped => {
            ("pod-stopped", "is stopped", "Its GPU costs nothing, its volume does: resume or terminate it.")
        }
        Stage::Lost => ("pod-lost", "was lost by its host", "It can only be terminated; launch a new one."),
        Stage::Gone => return Some(pod_gone(id)),
        _ => return None,
    };
    Some(LaunchpodError::happened(code, id, format!("The pod {id} (“{name}”) {what}.{said}"), then))
}
