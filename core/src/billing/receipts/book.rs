//! What was seen of pods that are there yet, and the receipts of those that are gone.

use std::time::Duration;

use crate::auto_stop::exit_notice::Deadline;
use crate::billing::bills::PodBills;
use crate::billing::cost_meter::CostEstimate;
use crate::billing::receipts::reason::Gone;
use crate::billing::receipts::{EndReason, MOST_RECEIPTS, Receipt};
use crate::pods::last_change::is_taken;
use crate::pods::pod::{Pod, Status};
use crate::state::activity_log;
use crate::types::clock_offset::Ahead;
use crate::types::ids::PodId;
use crate::types::sort::sort_by_rank;
use crate::types::time::Timestamp;

/// Forms that are worked out with one list: a first list of a thousand pods is not to hold the page up.
const FORMS_A_LIST: usize = 20;
/// Letters of a name that are kept.
pub(super) const MOST_LETTERS: usize = 200;

/// A pod as a list told of it.
#[derive(Clone, Copy, Debug)]
pub struct SeenPod<'a> {
    /// The pod.
    pub pod: &'a Pod,
    /// What the timer in it does, if it has one; `None` while nothing runs in it that could have one.
    pub timer: Option<Option<Deadline>>,
}

/// What one list told.
#[derive(Clone, Debug)]
pub struct ReceiptList<'a> {
    /// The pods that are there.
    pub pods: Vec<SeenPod<'a>>,
    /// Whether those are all: of a list with a hole, what it lacks may be there.
    pub whole: bool,
    /// When it came.
    pub at: Timestamp,
    /// Lists that are closer together miss nothing.
    pub gap: Duration,
    /// The log of what this device asked for.
    pub log: &'a str,
    /// Whether the balance is used up: then RunPod ends pods.
    pub broke: bool,
}

/// What fills in the form that would launch a pod once more, and whether that is all of it.
type FormOf<'a> = &'a dyn Fn(&Pod) -> (Option<String>, bool);
/// What a pod has cost until then.
type CostOf<'a> = &'a dyn Fn(&PodId, Timestamp) -> CostEstimate;

/// A pod that is there yet: its receipt as it would be now, and what tells why it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub receipt: Receipt,
    pub deadline: Option<Deadline>,
    pub taken: bool,
    /// Whether its form is not worked out yet.
    pub lacks_form: bool,
    /// Whether this page has seen it since it was loaded.
    pub seen_here: bool,
    /// Whether the newest list has it.
    pub listed: bool,
}

/// The receipts of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptBook {
    /// Sorted by id.
    pub(super) open: Vec<Open>,
    /// The latest first.
    pub(super) ended: Vec<Receipt>,
}

impl ReceiptBook {
    /// Those of pods that have ended, the latest first.
    pub fn receipts(&self) -> &[Receipt] {
        &self.ended
    }

    /// Whether it holds a pod that is there yet, whose cost goes on.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Takes a list in. Whether a pod came or went.
    pub fn observe(&mut self, list: &ReceiptList, form: FormOf, cost: CostOf) -> bool {
        self.open.iter_mut().for_each(|own| own.listed = false);
        let (mut news, mut forms) = (false, FORMS_A_LIST);
        for seen in list.pods.iter().filter(|seen| seen.pod.status != Status::Terminated) {
            let found = self.open.binary_search_by(|own| own.receipt.pod.cmp(&seen.pod.id));
            let at = found.unwrap_or_else(|at| {
                news = true;
                let own = self.again(&seen.pod.id).unwrap_or_else(|| Open::new(seen.pod, list.at));
                self.open.insert(at, own);
                at
            });
            if let Some(own) = self.open.get_mut(at) {
                own.see(seen, list.at);
                if own.lacks_form && forms > 0 {
                    forms -= 1;
                    own.fill_in(seen.pod, form);
                }
            }
        }
        let goes = |own: &Open| !own.listed && (own.seen_here || list.whole);
        let gone: Vec<Open> = self.open.iter().filter(|own| goes(own)).cloned().collect();
        self.open.retain(|own| !goes(own));
        for own in &gone {
            self.end(own.clone().ended(list, cost));
        }
        news || !gone.is_empty()
    }

    /// A pod that was found gone and is there all the same: a list was wrong.
    fn again(&mut self, pod: &PodId) -> Option<Open> {
        let at = self.ended.iter().position(|own| own.pod == *pod)?;
        let receipt = Receipt { billed: None, ..self.ended.remove(at) };
        Some(Open::of(receipt))
    }

    pub(super) fn end(&mut self, receipt: Receipt) {
        let at = self.ended.partition_point(|own| own.ended > receipt.ended);
        self.ended.insert(at, receipt);
        self.ended.truncate(MOST_RECEIPTS);
    }

    /// Writes down what pods that are there yet have cost until they were last seen.
    pub fn price(&mut self, cost: CostOf) {
        for Open { receipt, .. } in &mut self.open {
            receipt.estimate = more_of(receipt.estimate, cost(&receipt.pod, receipt.ended));
        }
    }

    /// The pods that are there yet, the newest first: as many as are written down.
    pub(super) fn newest_open(&self) -> Vec<&Open> {
        let mut open =
            sort_by_rank(self.open.iter().collect(), |own: &&Open| (u64::MAX - own.receipt.started.millis(), 0));
        open.truncate(MOST_RECEIPTS);
        open
    }

    /// Takes in what RunPod billed: it counts for pods whose whole time lies in it. `ahead` says how RunPod's clock differs from
    /// this computer's. Whether that changed anything.
    pub fn take_bills(&mut self, bills: &PodBills, ahead: Ahead) -> bool {
        let (from, until) = (ahead.here(bills.from), ahead.here(bills.until));
        let mut news = false;
        for own in self.ended.iter_mut().filter(|own| from <= own.started && own.noticed <= until) {
            let billed = bills.pods.iter().find(|(pod, _)| *pod == own.pod).map(|(_, amount)| *amount);
            // A bill that is not there yet says nothing.
            if billed.is_some() && own.billed != billed {
                own.billed = billed;
                news = true;
            }
        }
        news
    }
}

impl Open {
    /// Written down before, and not seen since.
    pub(super) fn of(receipt: Receipt) -> Self {
        let lacks_form = receipt.form.is_none();
        Self { receipt, deadline: None, taken: false, lacks_form, seen_here: false, listed: false }
    }

    fn fill_in(&mut self, pod: &Pod, form: FormOf) {
        (self.receipt.form, self.receipt.whole) = form(pod);
        self.lacks_form = false;
    }

    fn new(pod: &Pod, at: Timestamp) -> Self {
        let receipt = Receipt {
            pod: pod.id.clone(),
            name: String::new(),
            gpu: String::new(),
            gpus: 0,
            place: String::new(),
            started: at,
            ended: at,
            longer: true,
            estimate: CostEstimate::default(),
            billed: None,
            reason: EndReason::Unknown,
            form: None,
            whole: false,
            noticed: at,
        };
        Self::of(receipt)
    }

    fn see(&mut self, SeenPod { pod, timer }: &SeenPod, at: Timestamp) {
        let receipt = &mut self.receipt;
        receipt.name = pod.name.chars().take(MOST_LETTERS).collect();
        if !pod.gpu.is_empty() {
            receipt.gpu = pod.gpu.chars().take(MOST_LETTERS).collect();
        }
        receipt.gpus = receipt.gpus.max(pod.gpu_count);
        if let Some(place) = &pod.data_center {
            receipt.place = place.as_str().chars().take(MOST_LETTERS).collect();
        }
        if let Some(created) = pod.here(pod.created) {
            (receipt.started, receipt.longer) = (created, false);
        }
        receipt.ended = at.max(receipt.started);
        self.deadline = timer.unwrap_or(self.deadline);
        self.taken = is_taken(pod);
        (self.seen_here, self.listed) = (true, true);
    }

    fn ended(self, list: &ReceiptList, cost: CostOf) -> Receipt {
        let Self { mut receipt, deadline, taken, .. } = self;
        let gone = Gone {
            asked: activity_log::end_asked_by(list.log, &receipt.pod),
            deadline,
            taken: taken || list.broke,
            seen: receipt.ended,
            noticed: list.at,
            gap: list.gap,
        };
        receipt.reason = EndReason::of(&gone);
        receipt.noticed = list.at;
        receipt.longer |= gone.unseen();
        receipt.estimate = more_of(receipt.estimate, cost(&receipt.pod, receipt.ended));
        receipt.estimate.at_least |= gone.unseen();
        receipt
    }
}

/// The meter forgets what is long gone: then what was written down before counts.
fn more_of(one: CostEstimate, other: CostEstimate) -> CostEstimate {
    if other.amount >= one.amount { other } else { one }
}
