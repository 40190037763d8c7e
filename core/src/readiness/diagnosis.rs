//! What is wrong with a pod that does not come up, or that stopped: what it means for the money, and what to do now. Only
//! what has been looked at counts: `now` is when the last list came, so a RunPod that is silent makes no pod late.

pub(crate) mod image_cuda;
pub mod start_log;
mod status_texts;

use std::time::Duration;

use crate::account::Account;
use crate::auto_stop::PodTimer;
use crate::pods::pod::Pod;
use crate::pods::services::main_service;
use crate::readiness::diagnosis::start_log::StartLog;
use crate::readiness::startup_history::{StartupHistory, about};
use crate::readiness::startup_progress::StartupProgress;
use crate::readiness::{ProbeResult, Stage};
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
        let logged = self.log.filter(|_| self.stage.is_moving()).and_then(|log| log.failure(up));
        let failure = logged.or_else(|| {
            let told = self.pod.last_change.as_deref().filter(|_| !up)?;
            status_texts::failure(told, &self.pod.image)
        })?;
        Some(verdict(failure.kind, failure.what, &self.costs("It is paid for while it fails"), failure.advice))
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
            true => "RunPod has given it no machine, and your account holds less than one hour of it.",
            false => "Your RunPod account is empty.",
        };
        let money = match &self.pod.network_volume {
            Some(_) => "RunPod stops this pod; later it may delete the network volume too.",
            None => "RunPod deletes this pod with all that is on it: it has no network volume.",
        };
        Some(verdict(
            "account-empty",
            what,
            money,
            "Add money in RunPod's console, or fetch your files now and end it.",
        ))
    }

    fn waits_for_machine(&self) -> bool {
        self.progress.since(0).is_some_and(|start| self.now.since(start.at) >= NO_MACHINE)
    }

    fn no_machine(&self) -> Option<Diagnosis> {
        self.waits_for_machine().then(|| {
            verdict(
                "no-machine",
                "RunPod has had no machine for it for more than 3 minutes. Usually that takes less than two: the machine \
                 that was meant for it is probably bad.",
                &self.costs("RunPod counts from the moment at which the pod was made"),
                "End it, and launch again: another GPU type or data center gets another machine.",
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
            verdict(
                "long-pull",
                &format!("Its image has been downloading for more than {}{}.", about(limit), usually(usual)),
                &self.costs("Downloading is paid for like computing"),
                "If RunPod's words speak of failures, check the image's name, and whether it needs a login. Else the \
                 machine's network is slow: end it, and launch again to get another one.",
            )
        })
    }

    fn silent(&self) -> Option<Diagnosis> {
        let name = main_service(self.pod).map(|service| (service.port, service.label()));
        let comfy = matches!(name, Some((COMFY, _)));
        let name = name.map_or_else(|| "Its program".to_owned(), |(_, label)| upper(label));
        let usual = self.usual(3);
        let limit = usual.map_or(SILENT, |usual| (usual * 3).clamp(SHORT_SILENT, LONGEST_START));
        let up = self.progress.up_for(self.now)?;
        if up < seconds(limit) || self.progress.here(self.now)? < ASKED_FOR {
            return None;
        }
        if self.answer == Some(ProbeResult::Unreadable) && *self.stage == Stage::Listening {
            return Some(self.unreadable(&name, comfy));
        }
        let long = up >= seconds(LONGEST_START);
        let limit = if long { LONGEST_START } else { limit };
        let what = match self.stage {
            Stage::Starting => format!(
                "Its container has been up for more than {}, and RunPod has not opened its ports{}.",
                about(limit),
                usually(usual)
            ),
            _ => format!(
                "{name} has not answered in more than {} since its container started{}.",
                about(limit),
                usually(usual)
            ),
        };
        let advice = match (comfy && !long, image_cuda::cuda(&self.pod.image)) {
            (true, _) => {
                "The first start of ComfyUI on a volume takes about 4 minutes, and by RunPod's docs up to 30: wait that \
                 long if this is one."
                    .to_owned()
            }
            (false, Some((major, minor))) => format!(
                "Read its log, on its page or in RunPod's console. If it speaks of CUDA or a driver, the machine's driver \
                 is too old for CUDA {major}.{minor}: launch with “CUDA versions” set."
            ),
            (false, None) => "Read its log, on its page or in RunPod's console: the program may have failed, or listen on \
                              another port, or on 127.0.0.1 alone, where nobody reaches it."
                .to_owned(),
        };
        let rest = match self.stage {
            Stage::Starting => "Else end it, and launch again.",
            _ => {
                "It may also be up, and let nobody read that from here: try its link. If that does not open either, end it, and \
                  launch again."
            }
        };
        let advice = format!("{advice} {rest}");
        Some(verdict("silent", &what, &self.costs("It is paid for while nobody can use it"), &advice))
    }

    /// Nobody knows whether it is up: that is no reason to end it.
    fn unreadable(&self, name: &str, comfy: bool) -> Diagnosis {
        let what =
            format!("{name} may be up: something answers there, and your browser lets this page read nothing of it.");
        let comfy = match comfy {
            true => {
                " Newer ComfyUI refuses a link from another page with 403, and opens all the same from a copied address. \
                 Started with --enable-cors-header it can be asked from here."
            }
            false => "",
        };
        let advice = format!(
            "Try its link, or copy its address into a new tab.{comfy} If neither opens, read its log, on its page or in \
             RunPod's console."
        );
        verdict(UNREADABLE, &what, &self.costs("It is paid for, up or not"), &advice)
    }

    fn falling(&self) -> Diagnosis {
        verdict(
            "falling",
            "Its container has ended and started again three times within 20 minutes: the program in it fails, or the \
             machine takes it back.",
            &self.costs("Each try is paid for"),
            "End it. Before the next launch look at the start command, the environment and the image: if they are right, \
             the machine's driver may be too old for the image's CUDA, and another machine helps.",
        )
    }

    /// GPUs of this generation run nothing older.
    fn old_image(&self) -> Option<Diagnosis> {
        let (major, minor) = image_cuda::cuda(&self.pod.image).filter(|cuda| *cuda < image_cuda::BLACKWELL)?;
        image_cuda::is_blackwell(&self.pod.gpu).then(|| {
            verdict(
                "old-image",
                &format!(
                    "By its name this image is made for CUDA {major}.{minor}, and the {} runs 12.8 and later alone: its \
                     programs will hardly find the GPU.",
                    self.pod.gpu
                ),
                &self.costs("The GPU is paid for all the same"),
                "End it, and launch a newer image, or this one on an older GPU type.",
            )
        })
    }

    fn stopped(&self) -> Option<Diagnosis> {
        let told = self.pod.last_change.as_deref().unwrap_or_default();
        let empty = self.account.balance.is_some_and(|balance| balance.micros() <= 0);
        let money = self.stopped_money();
        if told.starts_with("Outbid") {
            let advice = "Start it with a click when the price has fallen, or launch it anew with a machine of its own, \
                          which nobody can take.";
            return Some(verdict("outbid", "Somebody bid more for its GPU, so RunPod stopped it.", &money, advice));
        }
        if told.starts_with("Exited by Runpod") {
            let (kind, advice) = match empty {
                true => ("account-empty", "Your account is empty: add money in RunPod's console, then start it."),
                false => ("stopped", "See RunPod's console for the reason; then start it, or end it."),
            };
            return Some(verdict(kind, "RunPod stopped it. Nobody here asked for that.", &money, advice));
        }
        let seen = self.progress.stopped_elsewhere()?;
        let what = match self.timer_was_due(seen) {
            true => "The timer inside it stopped it: its time had come.",
            false => {
                "It was stopped, and not from here: in RunPod's console, by another device or program, or by a timer inside \
                 the pod."
            }
        };
        Some(verdict("stopped", what, &money, "Start it if you still need it, else end it."))
    }

    /// Whether the time of the timer in it had come when it was seen to have stopped.
    fn timer_was_due(&self, seen: Timestamp) -> bool {
        let timer = PodTimer::read(&self.pod.image, &self.pod.start_command);
        timer.zip(self.progress.container()).is_some_and(|(timer, up_since)| seen >= timer.ends_at(up_since))
    }

    fn stopped_money(&self) -> String {
        match self.pod.hourly().filter(|rate| !rate.is_zero()) {
            Some(rate) => format!("Its GPU costs nothing now; its disk goes on at {rate}."),
            None if self.pod.network_volume.is_some() => {
                "It costs nothing now; its network volume goes on costing.".to_owned()
            }
            None => "It costs nothing now.".to_owned(),
        }
    }

    fn lost(&self) -> Diagnosis {
        verdict(
            "lost",
            "Its machine is gone, and so is everything on its disks.",
            "RunPod does not say whether such a pod still costs.",
            "End it to be sure, and launch again.",
        )
    }

    fn costs(&self, why: &str) -> String {
        match self.pod.hourly() {
            Some(rate) => format!("{why}: {rate}."),
            None => format!("{why}."),
        }
    }
}

fn verdict(kind: &'static str, what: &str, money: &str, advice: &str) -> Diagnosis {
    Diagnosis { kind, what: what.to_owned(), money: money.to_owned(), advice: advice.to_owned() }
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds))
}

fn usually(usual: Option<u32>) -> String {
    usual.map_or_else(String::new, |usual| format!("; usually it takes {}", about(usual)))
}

fn upper(label: String) -> String {
    label.strip_prefix("port ").map_or(label.clone(), |port| format!("Port {port}"))
}

#[cfg(test)]
mod tests;
