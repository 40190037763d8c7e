//! From an order to its one pod: the way through its choices, one try at a time, and the wait for stock. What becomes of a
//! try is the ledger's to find out; here it is decided what to try next, at which price without asking, and when to look
//! again.

use std::time::Duration;

use launchpod_words::{provisioning as say, sentences};

use crate::catalog::cpu::CpuOffer;
use crate::catalog::{Catalog, Stock};
use crate::order::offers::{Candidate, Selection, candidates, cpu_step};
use crate::order::{Hardware, Order, WhenSoldOut};
use crate::types::money::HourlyRate;
use crate::types::time::Timestamp;

/// Between two looks at the stock while waiting for it.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// After looks that failed.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// 2 to this power times the ordinary wait is past the longest one anyway.
const MOST_DOUBLINGS: u32 = 4;
/// What RunPod refused although it told of stock is not asked for again within this.
const REFUSED_FOR: Duration = Duration::from_secs(60);
/// So many tries are remembered.
const MOST_TRIED: usize = 30;

/// One thing that was not had, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What.
    pub pick: Selection,
    /// Why not, in words.
    pub why: String,
    /// When RunPod refused it; `None` where it was not even asked.
    pub refused: Option<Timestamp>,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// RunPod is being asked for this.
    Asking(Selection),
    /// All that is left is dearer than agreed: nothing happens until the person says so.
    Dearer(Selection),
    /// Nothing is available; the stock is looked at again and again.
    Waiting {
        /// Since when.
        since: Timestamp,
        /// When it is looked at next.
        next: Timestamp,
        /// Looks that failed in a row.
        failures: u32,
        /// What is available, but dearer than agreed.
        dearer: Option<Selection>,
    },
    /// The person wanted to be told: this is available now.
    Came(Selection),
    /// Nothing more will happen.
    Over(End),
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With a pod, which may not be what was agreed to.
    Placed {
        /// Its price per hour, everything together, where that is more than was agreed.
        dearer: Option<HourlyRate>,
        /// How many GPUs it has, where these are fewer than were asked for.
        fewer: Option<u32>,
    },
    /// Nothing of all that was wanted was available.
    AllTried,
    /// RunPod refused for a reason that no other choice would cure.
    Refused,
    /// RunPod's answer was lost, and no pod appeared in time.
    NeverArrived,
    /// By the person.
    Cancelled,
}

/// What can happen to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// RunPod clearly refused what was asked for.
    Refused {
        /// Why, in words.
        why: String,
        /// Whether something else, or later, may be had.
        sold_out: bool,
    },
    /// The pod is there.
    Placed {
        /// Its machine's price, where RunPod tells it.
        rate: Option<HourlyRate>,
        /// How many GPUs it has; 0 where RunPod does not tell it.
        gpus: u32,
    },
    /// Its answer was lost, and no pod appeared in time.
    NeverArrived,
    /// Fresh prices and stock of GPUs.
    Stock(Catalog),
    /// Fresh price and stock of the machine without a GPU that is wanted; `None` where RunPod no longer names it.
    CpuStock(Option<CpuOffer>),
    /// They could not be had.
    NoStock,
    /// The person takes what is dearer, or has come.
    Agree,
    /// The person does not take what is dearer.
    Decline,
    /// The person wants no more of it.
    Cancel,
    /// Time has passed.
    Tick,
}

/// What is to be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask RunPod for this, once.
    Ask(Selection),
    /// Ask for fresh prices and stock.
    Look,
    /// Tell the person that what is wanted has come.
    Tell,
}

/// The way of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provisioning {
    /// What is wanted.
    pub order: Order,
    /// The most that it may cost per hour, everything together, without asking.
    pub agreed: HourlyRate,
    /// What was not had, the latest last.
    pub tried: Vec<Attempt>,
    /// How far it has come.
    pub state: State,
    left: Vec<Selection>,
}

impl Provisioning {
    /// Sets out at `now`, with prices and stock as of just now. `agreed` is what the button said.
    pub fn begin(order: Order, catalog: &Catalog, agreed: HourlyRate, now: Timestamp) -> (Self, Option<Effect>) {
        let agreed = order.ceiling.unwrap_or(agreed);
        let state = State::Over(End::AllTried);
        let mut provisioning = Self { order, agreed, tried: vec![], state, left: vec![] };
        provisioning.build_queue(catalog);
        let effect = match provisioning.order.when_sold_out {
            // Who only wants to be told is told only if there is something to wait for.
            WhenSoldOut::Tell if provisioning.left.is_empty() => provisioning.wait(now, now),
            _ => provisioning.next(now),
        };
        (provisioning, effect)
    }

    /// What it would cost with this, everything together.
    pub fn total(&self, pick: &Selection) -> HourlyRate {
        self.order.quote(pick.rate).total()
    }

    /// One thing that was not had: what, at which price, and why.
    pub fn told(&self, Attempt { pick, why, refused }: &Attempt) -> String {
        let (name, total) = (&pick.name, self.total(pick));
        if refused.is_some() { say::tried(name, total, why) } else { say::tried_not_asked(name, total, why) }
    }

    /// What the pod that came is not as it was agreed to, in sentences.
    pub fn surprises(&self) -> Vec<String> {
        let State::Over(End::Placed { dearer, fewer }) = self.state else { return vec![] };
        let (name, asked) = (&self.order.name, self.order.gpus());
        let fewer = fewer
            .map(|gpus| sentences(&[say::fewer_gpus(gpus as usize, name, asked).as_str(), say::end_if_not_enough()]));
        let dearer =
            dearer.map(|rate| sentences(&[say::dearer(name, rate, self.agreed).as_str(), say::end_if_too_much()]));
        fewer.into_iter().chain(dearer).collect()
    }

    /// Whether nothing more will happen.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Over(_))
    }

    /// Whether the failure of its last try is all that there is to tell.
    pub fn is_reported(&self) -> bool {
        matches!(self.state, State::Over(End::Refused | End::NeverArrived))
            || (self.tried.len() <= 1 && self.state == State::Over(End::AllTried))
    }

    /// Takes an event in and says what to do now.
    #[must_use]
    pub fn step(&mut self, event: Event, now: Timestamp) -> Option<Effect> {
        match (&self.state, event) {
            (State::Over(_), _) => None,
            // In any state: a try before may have made a pod after all.
            (_, Event::Placed { rate, gpus }) => {
                let total = rate.map(|rate| self.order.quote(rate).total());
                let dearer = total.filter(|total| *total > self.agreed);
                let fewer = Some(gpus).filter(|gpus| (1..self.order.gpus()).contains(gpus));
                self.end(End::Placed { dearer, fewer })
            }
            (State::Asking(pick), Event::Refused { why, sold_out }) => {
                let pick = pick.clone();
                self.note(pick, why, Some(now));
                if sold_out { self.next(now) } else { self.end(End::Refused) }
            }
            (State::Asking(_), Event::NeverArrived) => self.end(End::NeverArrived),
            // The request is out: what comes of it is waited for, and nothing else is tried.
            (State::Asking(_), Event::Cancel) => {
                self.left.clear();
                self.order.when_sold_out = WhenSoldOut::Stop;
                None
            }
            (_, Event::Cancel) => self.end(End::Cancelled),
            (State::Dearer(pick) | State::Came(pick), Event::Agree) => {
                let pick = pick.clone();
                self.agreed = self.agreed.max(self.total(&pick));
                self.ask(pick)
            }
            (State::Waiting { dearer: Some(pick), .. }, Event::Agree) => {
                let pick = pick.clone();
                self.agreed = self.agreed.max(self.total(&pick));
                self.ask(pick)
            }
            (State::Dearer(pick), Event::Decline) => {
                let pick = pick.clone();
                self.note(pick, say::declined().into(), None);
                self.next(now)
            }
            (State::Waiting { next, .. }, Event::Tick) if now >= *next => self.look(now),
            (State::Waiting { since, .. }, Event::Stock(catalog)) => {
                let since = *since;
                self.come(candidates(&self.order, &catalog), since, now)
            }
            (State::Waiting { since, .. }, Event::CpuStock(fresh)) => {
                let since = *since;
                let candidates = self.renew(fresh).into_iter().collect();
                self.come(candidates, since, now)
            }
            (State::Waiting { since, failures, dearer, .. }, Event::NoStock) => {
                let failures = failures.saturating_add(1);
                let wait = (LOOK_EVERY * 2u32.pow(failures.min(MOST_DOUBLINGS))).min(LONGEST_WAIT);
                self.state = State::Waiting { since: *since, next: now.plus(wait), failures, dearer: dearer.clone() };
                None
            }
            _ => None,
        }
    }

    /// Puts in line what may be asked for; notes what may not.
    fn build_queue(&mut self, catalog: &Catalog) {
        self.left.clear();
        for Candidate { pick, skip } in candidates(&self.order, catalog) {
            match skip {
                Some(skip) => self.note(pick, skip.describe(), None),
                None => self.left.push(pick),
            }
        }
    }

    /// The next that is left: first what costs no more than agreed, in the order wanted, then the rest, if the person
    /// says so.
    fn next(&mut self, now: Timestamp) -> Option<Effect> {
        let agreed = self.left.iter().position(|pick| self.total(pick) <= self.agreed);
        if self.left.is_empty() {
            return match self.order.when_sold_out {
                WhenSoldOut::Stop => self.end(End::AllTried),
                WhenSoldOut::Launch | WhenSoldOut::Tell => self.wait(now, now),
            };
        }
        let pick = self.left.remove(agreed.unwrap_or(0));
        if agreed.is_some() {
            return self.ask(pick);
        }
        self.state = State::Dearer(pick);
        None
    }

    /// Takes the machine without a GPU as it is available now.
    fn renew(&mut self, fresh: Option<CpuOffer>) -> Option<Candidate> {
        let Hardware::Cpu(offer) = &mut self.order.hardware else { return None };
        match fresh.filter(|fresh| fresh.instance_id == offer.instance_id) {
            Some(fresh) => *offer = fresh,
            None => offer.stock = Stock::Out,
        }
        Some(cpu_step(offer))
    }

    fn come(&mut self, candidates: Vec<Candidate>, since: Timestamp, now: Timestamp) -> Option<Effect> {
        let is_recent = |at: Timestamp| now.since(at) < REFUSED_FOR;
        let lately = |pick: &Selection| {
            self.tried.iter().any(|tried| tried.pick == *pick && tried.refused.is_some_and(is_recent))
        };
        let open =
            candidates.into_iter().filter(|step| step.skip.is_none() && !lately(&step.pick)).map(|step| step.pick);
        let (mut fit, dearer): (Vec<Selection>, Vec<Selection>) =
            open.partition(|pick| self.total(pick) <= self.agreed);
        if fit.is_empty() {
            let next = now.plus(LOOK_EVERY);
            self.state = State::Waiting { since, next, failures: 0, dearer: dearer.into_iter().next() };
            return None;
        }
        let first = fit.remove(0);
        if self.order.when_sold_out == WhenSoldOut::Tell {
            self.state = State::Came(first);
            return Some(Effect::Tell);
        }
        self.left = fit;
        self.ask(first)
    }

    fn look(&mut self, now: Timestamp) -> Option<Effect> {
        if let State::Waiting { next, .. } = &mut self.state {
            *next = now.plus(LONGEST_WAIT);
        }
        Some(Effect::Look)
    }

    fn wait(&mut self, since: Timestamp, now: Timestamp) -> Option<Effect> {
        self.state = State::Waiting { since, next: now.plus(LOOK_EVERY), failures: 0, dearer: None };
        None
    }

    fn ask(&mut self, pick: Selection) -> Option<Effect> {
        self.state = State::Asking(pick.clone());
        Some(Effect::Ask(pick))
    }

    fn end(&mut self, how: End) -> Option<Effect> {
        self.state = State::Over(how);
        None
    }

    fn note(&mut self, pick: Selection, why: String, refused: Option<Timestamp>) {
        self.tried.retain(|tried| tried.pick != pick);
        if self.tried.len() >= MOST_TRIED {
            self.tried.remove(0);
        }
        self.tried.push(Attempt { pick, why, refused });
    }
}

#[cfg(test)]
mod tests;
