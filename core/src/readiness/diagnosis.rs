//! What is wrong with a pod that does not come up, or that stopped: what it means for the money, and what to do now. Only
//! what has been looked at counts: `now` is when the last list came, so a RunPod that is silent makes no pod late.

pub(crate) mod image_cuda;
pub mod start_log;
mod status_texts;

use std::time::Duration;

use launchpod_words::{Message, readiness as say, sentences};

use crate::account::Account;
use crate::auto_stop::PodTimer;
use crate::pods::pod::Pod;
use crate::pods::services::{Service, main_service};
use crate::readiness::diagnosis::start_log::StartLog;
use crate::readiness::startup_history::{StartupHistory, about};
use crate::readiness::startup_progress::StartupProgress;
use crate::readiness::{ProbeResult, Stage};
use crate::types::money::HourlyRate;
use crate::types::time::Timestamp;

/// RunPod finds a machine within 80 seconds, or has a bad one (runpod-api.md, section 3).
const NO_MACHINE: Duration = Duration::from_secs(3 * 60);
/// A fresh big image takes eight minutes; other tools give up after this.
const LONG_PULL: u32 = 20 * 60;
/// Where it is usually quick, nobody waits that long before being told.
const SHORT_PULL: u32 = 5 * 60;
const SILENT: u32 = 10 * 60;
const SHORT_SILENT: u32 = 3 * 60;
/// RunPod's docs warn of so long a first start of ComfyUI.
const LONGEST_START: u32 = 30 * 60;
/// Containers that were lost within this were lost in a row.
const IN_A_ROW: Duration = Duration::from_secs(20 * 60);
/// A program that has just been asked for the first time is not late.
const ASKED_FOR: Duration = Duration::from_secs(30);
/// The port of ComfyUI.
const COMFY: u16 = 8188;

/// The kind of a verdict on a program that may be up: it cannot be read from here.
pub const UNREADABLE: &str = "unreadable";

/// One verdict, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// A stable name for style sheets and tests.
    pub kind: &'static str,
    /// What happened.
    pub what: String,
    /// What it means for the money.
    pub money: String,
    /// What to do now.
    pub advice: String,
}

/// All that a verdict rests on.
#[derive(Clone, Copy, Debug)]
pub struct DiagnosisInput<'a> {
    /// The pod.
    pub pod: &'a Pod,
    /// How far it has come.
    pub stage: &'a Stage,
    /// What its main service last said.
    pub answer: Option<ProbeResult>,
    /// Since when.
    pub progress: &'a StartupProgress,
    /// What is usual on this device.
    pub history: &'a StartupHistory,
    /// The account's money.
    pub account: &'a Account,
    /// What its log says of this start, where it can be read.
    pub log: Option<&'a StartLog>,
    /// When the last list came, in the account's time.
    pub now: Timestamp,
}

impl DiagnosisInput<'_> {
    /// The verdict; most pods have none.
    pub fn verdict(&self) -> Option<Diagnosis> {
        match self.stage {
            Stage::Stopped => self.stopped(),
            Stage::Lost => Some(self.lost()),
            Stage::Gone | Stage::Unknown(_) => None,
            _ => self.empty_account().or_else(|| self.told()).or_else(|| self.old_image()).or_else(|| self.late()),
        }
    }

    /// What the log, or RunPod's last word, says of a start that failed. Whose container is up has started since.
    fn told(&self) -> Option<Diagnosis> {
        let up = self.pod.runtime.is_some();
        let logged = self.log.filter(|log| self.stage.is_moving() || log.speaks_on()).and_then(|log| log.failure(up));
        let failure = logged.or_else(|| {
            let told = self.pod.last_change.as_deref().filter(|_| !up)?;
            status_texts::failure(told, &self.pod.image)
        })?;
        let money = self.costs(say::paid_while_failing_at, say::paid_while_failing);
        Some(verdict(failure.kind, (failure.what)(), &money, (failure.advice)()))
    }

    fn usual(&self, step: usize) -> Option<u32> {
        self.history.usual(&self.pod.image, &self.pod.gpu)?.step(step)
    }

    fn late(&self) -> Option<Diagnosis> {
        if self.stage.is_moving() && self.progress.keeps_falling(self.now, IN_A_ROW) {
            return Some(self.falling());
        }
        match self.stage {
            Stage::Placing => self.no_machine(),
            Stage::Pulling => self.silent_host().or_else(|| self.long_pull()),
            Stage::Starting | Stage::Listening => self.silent(),
            _ => None,
        }
    }

    /// So much is left to spend, and it is not enough.
    fn empty_account(&self) -> Option<Diagnosis> {
        let balance = self.account.balance?.micros();
        let hour = self.pod.hourly().map_or(0, |rate| rate.micros());
        let unplaced = *self.stage == Stage::Placing && self.waits_for_machine();
        if balance > 0 && !(unplaced && balance < hour) {
            return None;
        }
        let what = match balance > 0 {
            true => say::account_under_an_hour(),
            false => say::account_empty(),
        };
        let money = match &self.pod.network_volume {
            Some(_) => say::empty_stops_pod(),
            None => say::empty_deletes_pod(),
        };
        Some(verdict("account-empty", what, money, say::add_money_or_end()))
    }

    fn waits_for_machine(&self) -> bool {
        self.progress.since(0).is_some_and(|start| self.now.since(start.at) >= NO_MACHINE)
    }

    fn no_machine(&self) -> Option<Diagnosis> {
        self.waits_for_machine().then(|| {
            verdict(
                "no-machine",
                say::no_machine(),
                &self.costs(say::paid_since_made_at, say::paid_since_made),
                say::no_machine_advice(),
            )
        })
    }

    fn long_pull(&self) -> Option<Diagnosis> {
        let usual = self.usual(1);
        let limit = usual.map_or(LONG_PULL, |usual| (usual * 3).clamp(SHORT_PULL, LONG_PULL));
        // What came before this page looked is counted from the start, without the time that finding a machine may take.
        let start = self.progress.since(0).map(|start| self.now.since(start.at).saturating_sub(NO_MACHINE));
        let time = self.progress.here(self.now).max(start)?;
        (time >= seconds(limit)).then(|| {
            let what = match usual {
                Some(usual) => say::long_pull_usually(about(limit), about(usual)),
                None => say::long_pull(about(limit)),
            };
            let money = self.costs(say::paid_while_downloading_at, say::paid_while_downloading);
            verdict("long-pull", &what, &money, say::long_pull_advice())
        })
    }

    fn silent(&self) -> Option<Diagnosis> {
        let service = main_service(self.pod);
        let comfy = service.is_some_and(|service| service.port == COMFY);
        let usual = self.usual(3);
        let limit = usual.map_or(SILENT, |usual| (usual * 3).clamp(SHORT_SILENT, LONGEST_START));
        let up = self.progress.up_for(self.now)?;
        if up < seconds(limit) || self.progress.here(self.now)? < ASKED_FOR {
            return None;
        }
        let long = up >= seconds(LONGEST_START);
        let limit = if long { LONGEST_START } else { limit };
        let (what, rest) = match (self.stage, self.answer) {
            (Stage::Starting, _) => (ports_closed(limit, usual), say::else_launch_again()),
            (_, Some(ProbeResult::Unreadable)) => return Some(self.unreadable(service?)),
            _ => (not_answered(service?, limit, usual), say::try_link_or_launch_again()),
        };
        let advice = match (comfy && !long, image_cuda::cuda(&self.pod.image)) {
            (true, _) => say::comfy_first_start().to_owned(),
            (false, Some(cuda)) => say::read_log_for_cuda(version(cuda)),
            (false, None) => say::read_log().to_owned(),
        };
        let money = self.costs(say::paid_while_silent_at, say::paid_while_silent);
        Some(verdict("silent", &what, &money, &sentences(&[advice.as_str(), rest])))
    }

    /// Nobody knows whether it is up: that is no reason to end it.
    fn unreadable(&self, service: Service) -> Diagnosis {
        let what = match service.name {
            Some(name) => say::program_unreadable(name),
            None => say::port_unreadable(service.port),
        };
        let comfy = if service.port == COMFY { say::comfy_refuses_links() } else { "" };
        let advice = sentences(&[say::try_link_or_copy(), comfy, say::if_neither_opens()]);
        verdict(UNREADABLE, &what, &self.costs(say::paid_up_or_not_at, say::paid_up_or_not), &advice)
    }

    fn falling(&self) -> Diagnosis {
        let money = self.costs(say::paid_each_try_at, say::paid_each_try);
        verdict("falling", say::falling(), &money, say::falling_advice())
    }

    /// GPUs of this generation run nothing older.
    fn old_image(&self) -> Option<Diagnosis> {
        let cuda = image_cuda::cuda(&self.pod.image).filter(|cuda| *cuda < image_cuda::BLACKWELL)?;
        image_cuda::is_blackwell(&self.pod.gpu).then(|| {
            verdict(
                "old-image",
                &say::old_image(version(cuda), &self.pod.gpu),
                &self.costs(say::paid_all_the_same_at, say::paid_all_the_same),
                say::old_image_advice(),
            )
        })
    }

    fn stopped(&self) -> Option<Diagnosis> {
        let told = self.pod.last_change.as_deref().unwrap_or_default();
        let empty = self.account.balance.is_some_and(|balance| balance.micros() <= 0);
        let money = self.stopped_money();
        if told.starts_with("Outbid") {
            return Some(verdict("outbid", say::outbid(), &money, say::outbid_advice()));
        }
        if told.starts_with("Exited by Runpod") {
            let (kind, advice) = match empty {
                true => ("account-empty", say::stopped_empty_advice()),
                false => ("stopped", say::stopped_by_runpod_advice()),
            };
            return Some(verdict(kind, say::runpod_stopped_it(), &money, advice));
        }
        let seen = self.progress.stopped_elsewhere()?;
        let what = match self.timer_was_due(seen) {
            true => say::timer_stopped_it(),
            false => say::stopped_elsewhere(),
        };
        Some(verdict("stopped", what, &money, say::stopped_advice()))
    }

    /// Whether the time of the timer in it had come when it was seen to have stopped.
    fn timer_was_due(&self, seen: Timestamp) -> bool {
        let timer = PodTimer::of(self.pod);
        timer.zip(self.progress.container()).is_some_and(|(timer, up_since)| seen >= timer.ends_at(up_since))
    }

    fn stopped_money(&self) -> String {
        match self.pod.hourly().filter(|rate| !rate.is_zero()) {
            Some(rate) => say::disk_costs(rate),
            None if self.pod.network_volume.is_some() => say::network_volume_costs().to_owned(),
            None => say::costs_nothing().to_owned(),
        }
    }

    fn lost(&self) -> Diagnosis {
        verdict("lost", say::lost(), say::lost_money(), say::lost_advice())
    }

    /// What is said of its price per hour, and what is said where that is not known.
    fn costs(&self, known: fn(HourlyRate) -> String, unknown: Message) -> String {
        self.pod.hourly().map_or_else(|| unknown().to_owned(), known)
    }
}

fn verdict(kind: &'static str, what: &str, money: &str, advice: &str) -> Diagnosis {
    Diagnosis { kind, what: what.to_owned(), money: money.to_owned(), advice: advice.to_owned() }
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds))
}

fn ports_closed(limit: u32, usual: Option<u32>) -> String {
    match usual {
        Some(usual) => say::ports_closed_usually(about(limit), about(usual)),
        None => say::ports_closed(about(limit)),
    }
}

fn not_answered(service: Service, limit: u32, usual: Option<u32>) -> String {
    let limit = about(limit);
    match (service.name, usual.map(about)) {
        (Some(name), Some(usual)) => say::program_silent_usually(name, limit, usual),
        (Some(name), None) => say::program_silent(name, limit),
        (None, Some(usual)) => say::port_silent_usually(service.port, limit, usual),
        (None, None) => say::port_silent(service.port, limit),
    }
}

fn version((major, minor): (u8, u8)) -> String {
    format!("{major}.{minor}")
}

#[cfg(test)]
mod tests;
