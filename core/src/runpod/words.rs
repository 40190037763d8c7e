//! Failures as a person is told of them: what happened, what it means for their money, what to do now.

use super::failure::{Failure, Kind};

/// What the page was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Checking the key.
    SigningIn,
    /// Reading the account, the pods or the catalog.
    Reading,
    /// Making a pod.
    Launching,
    /// Ending a pod.
    Ending,
}

/// Three sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What happened.
    pub what: &'static str,
    /// What it means for the person's money.
    pub money: &'static str,
    /// What to do now.
    pub next: &'static str,
}

impl Failure {
    /// What to tell a person about this failure.
    pub fn advice(&self, doing: Doing) -> Advice {
        Advice { what: self.what(), money: self.money(doing), next: self.next(doing) }
    }

    fn what(&self) -> &'static str {
        match self.kind {
            Kind::NoAccess => "Your browser could not reach RunPod, or was not allowed to.",
            Kind::Offline => "This computer is offline, so your browser could not reach RunPod.",
            Kind::NotLetIn => "RunPod is there, but does not let your browser in from this page.",
            Kind::RelayStuck => "This page's own server passes requests on to RunPod, but gets no answer from it.",
            Kind::TimedOut => "RunPod did not answer in time.",
            Kind::WrongKey => "RunPod does not know this key.",
            Kind::NoRight => "This key may not do that.",
            Kind::NoCapacity => "RunPod has no machine free for exactly this.",
            Kind::HostFull => "All GPUs of this pod's machine are taken by others.",
            Kind::Balance => "There is too little money in your RunPod account.",
            Kind::SpendLimit => "This would go over the spend limit of your RunPod account.",
            Kind::PodNotFound => "RunPod does not have this pod any more.",
            Kind::RateLimited => "RunPod asks for fewer requests.",
            Kind::ServerTrouble => "RunPod has trouble of its own.",
            Kind::Retired => "RunPod has switched off the interface that this page uses.",
            Kind::Misunderstood => "RunPod did not understand the request. That is a fault of this page.",
            Kind::Refused => "RunPod refused.",
            Kind::Nonsense => "Something came back that is no answer of RunPod's.",
        }
    }

    fn money(&self, doing: Doing) -> &'static str {
        match doing {
            Doing::SigningIn => "Nothing was changed in your account.",
            Doing::Reading => "What you see may be out of date; running pods go on costing money.",
            Doing::Launching if self.is_unclear() => "It is not known yet whether a pod was made.",
            Doing::Launching => "No pod was made, and nothing is charged.",
            Doing::Ending if self.kind == Kind::PodNotFound => "It costs nothing any more.",
            Doing::Ending => "The pod may still run and cost money.",
        }
    }

    fn next(&self, doing: Doing) -> &'static str {
        match (self.kind, doing) {
            (Kind::NoAccess, Doing::SigningIn) => "Check your internet connection and any ad blocker, then try again.",
            (Kind::Offline, Doing::SigningIn) => "Connect it, then try again.",
            (Kind::NotLetIn, _) => {
                "Your key is not to blame. Open this page from a server that passes requests on to RunPod (the README \
                 says how), and use RunPod's own console until then."
            }
            (Kind::RelayStuck, _) => {
                "Wait a minute and try again. If it stays so, tell whoever runs this page's server; RunPod's own console \
                 may still work."
            }
            (Kind::WrongKey, Doing::SigningIn) => {
                "Copy the key once more, whole, or make a new one in RunPod's settings under API Keys."
            }
            (Kind::WrongKey, _) => "The key may have been switched off. Forget it here and sign in with another one.",
            (Kind::NoRight, _) => {
                "Use a key that may read and write through the GraphQL API: RunPod's settings, under API Keys."
            }
            (Kind::NoCapacity, _) => {
                "Choose another GPU type, fewer GPUs or a smaller disk, or try again later. With a network volume only \
                 its own data center counts."
            }
            (Kind::HostFull, _) => "Try again later, or launch a new pod on the same network volume.",
            (Kind::Balance, _) => "Add money in RunPod's billing page: a launch needs at least one hour's price.",
            (Kind::SpendLimit, _) => "End something else first, or ask RunPod's support to raise the limit.",
            (Kind::Retired | Kind::Misunderstood, _) => {
                "Reload this page to get its newest version. Until then use RunPod's own console."
            }
            (Kind::PodNotFound, _) => "There is nothing left to do.",
            (_, Doing::Launching) if self.is_unclear() => {
                "Wait: the page looks for the pod before anything else is tried."
            }
            (_, Doing::SigningIn | Doing::Launching) => "Wait a minute and try again.",
            (_, Doing::Reading | Doing::Ending) => "Leave this page open: it tries again by itself.",
        }
    }
}
