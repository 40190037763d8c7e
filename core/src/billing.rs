//! What pods and network volumes have cost, cost now, and will cost; what to do about it. No clock, no storage.

mod archive;
mod bills;
mod budget;
mod chart;
mod cost_meter;
mod current_cost;
mod forecast;
mod idle_resources;
mod observations;
mod piece;
mod projection;
mod readings;
mod receipts;
mod reconciliation;
mod serialization;
mod session;

pub use bills::PodBills;
pub use budget::{Budget, BudgetEvent, Stopping};
pub use chart::Chart;
pub use cost_meter::{Bill, BillLine, CostEstimate, CostMeter, Item};
pub use current_cost::CurrentCost;
pub use forecast::{Forecast, Plans, WhileOpen, lost_at_zero_balance};
pub use idle_resources::{
    IdleResource, describe as idle_resources_text, forgotten, monthly as idle_resources_monthly,
    question as idle_resources_question, with_kept,
};
pub use projection::Course;
pub use receipts::{
    EndReason, MOST_RECEIPTS, Receipt, ReceiptBook, ReceiptFilter, ReceiptList, ReceiptSum, SeenPod, WrittenByNewer,
    receipts_csv,
};
pub use reconciliation::Reconciliation;
pub use session::{BudgetLeft, Means, PodEnd, Session, until_morning};

use crate::pods::pod::Pod;
use crate::types::money::HourlyRate;
use crate::types::time::Timestamp;

/// What `pod` has cost since it was last started, at its present price: an estimate. `None` where RunPod gives no price, where
/// no start is known, and for stopped pods, whose price was another one before.
pub fn so_far(pod: &Pod, now: Timestamp) -> Option<CostEstimate> {
    let bills = pod.status.bills_gpu();
    let (since, at_least) = pod.billed_since().filter(|_| bills)?;
    Some(CostEstimate { amount: pod.hourly()?.over(now.since(since)), at_least })
}

/// What all `pods` cost per hour together; those of unknown price count nothing, so say "at least" if there are any.
pub fn hourly<'a>(pods: impl IntoIterator<Item = &'a Pod>) -> HourlyRate {
    pods.into_iter().filter_map(Pod::hourly).sum()
}

#[cfg(test)]
mod worked_bills;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::tests::pod;
    use crate::pods::pod::{Runtime, Status};
    use crate::types::money::MicroUsd;

    const HOUR: u64 = 3_600_000;

    #[test]
    fn two_hours_of_a_4090_with_fifty_gigabytes() {
        assert_eq!(so_far(&pod("a"), Timestamp::from_millis(2 * HOUR)), spent(1_393_888, false));
    }

    fn spent(micros: i64, at_least: bool) -> Option<CostEstimate> {
        Some(CostEstimate { amount: MicroUsd::from_micros(micros), at_least })
    }

    #[test]
    fn where_the_clocks_may_differ_only_the_uptime_counts_and_it_is_the_least() {
        let runtime = Some(Runtime { up_since: Timestamp::from_millis(HOUR), open_ports: vec![] });
        let up = Pod { ahead: None, runtime, ..pod("a") };
        assert_eq!(so_far(&up, Timestamp::from_millis(2 * HOUR)), spent(696_944, true));
        assert_eq!(so_far(&Pod { ahead: None, ..pod("a") }, Timestamp::from_millis(2 * HOUR)), None);
    }

    #[test]
    fn it_counts_from_the_last_start_and_not_at_all_when_unknown() {
        let resumed = Pod { started: Some(Timestamp::from_millis(HOUR)), ..pod("a") };
        assert_eq!(so_far(&resumed, Timestamp::from_millis(2 * HOUR)), spent(696_944, false));
        assert_eq!(so_far(&Pod { gpu_rate: None, ..pod("a") }, Timestamp::from_millis(HOUR)), None);
        assert_eq!(so_far(&Pod { status: Status::Stopped, ..pod("a") }, Timestamp::from_millis(HOUR)), None);
    }

    #[test]
    fn all_together() {
        let pods = [pod("a"), Pod { gpu_rate: None, ..pod("b") }, Pod { status: Status::Stopped, ..pod("c") }];
        assert_eq!(hourly(&pods), HourlyRate::from_micros(696_944));
    }
}
