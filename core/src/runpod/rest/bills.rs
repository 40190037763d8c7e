//! Bills over REST v2, the only API that has them.

use crate::billing::PodBills;
use crate::json::Json;
use crate::runpod::decode::instant;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rest::RestClient;
use crate::runpod::transport::Transport;
use crate::types::ids::PodId;
use crate::types::money::MicroUsd;

/// A day of whole hours, and the hour that runs. RunPod counts them by its own clock, from full hours of UTC.
const PATH: &str = "/billing/pods?bucketSize=hour&lastN=25";

impl<T: Transport> RestClient<T> {
    /// What RunPod billed for each pod in the last day, in whole hours.
    ///
    /// # Errors
    /// Any [`ApiError`]; bills with a hole are one: the sum would be too small.
    pub async fn pod_bills(&self) -> Result<PodBills, ApiError> {
        let document = self.get(PATH).await?;
        bills(document.json()).ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "half of the bills"))
    }
}

fn bills(json: Json) -> Option<PodBills> {
    let query = json.get("metadata").get("query");
    let mut bills = PodBills::within(instant(query, "startTime")?, instant(query, "endTime")?);
    for record in json.list("records")? {
        let amount = record.number("totalAmount").and_then(MicroUsd::from_dollars)?;
        bills.add(PodId::new(record.text("podId")?), instant(record, "startTime")?, amount);
    }
    Some(bills)
}
