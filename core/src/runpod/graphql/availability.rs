//! Price and stock everywhere: two requests, and one where the data centers are known already.

use crate::catalog::AvailabilityQuery;
use crate::catalog::availability::{AvailabilityGrid, DataCenter};
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::graphql::GraphqlClient;
use crate::runpod::graphql::inputs::{Nothing, ShelfInput, Variables};
use crate::runpod::transport::READ_WITHIN;
use crate::runpod::transport::Transport;
use crate::runpod::{decode, documents};
use crate::types::time::Timestamp;

impl<T: Transport> GraphqlClient<T> {
    pub(in crate::runpod) async fn places(&self) -> Result<Vec<DataCenter>, ApiError> {
        let answer = self.ask(documents::PLACES, Nothing {}, READ_WITHIN).await?;
        let listed = answer.data()?.list("dataCenters");
        let listed =
            listed.ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "the answer has no data centers"))?;
        Ok(listed.filter_map(decode::place).collect())
    }

    pub(in crate::runpod) async fn grid(
        &self,
        places: Vec<DataCenter>,
        scope: AvailabilityQuery,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<AvailabilityGrid, ApiError> {
        let places: Vec<DataCenter> = places.into_iter().filter(DataCenter::is_plain).collect();
        if places.is_empty() {
            return Ok(AvailabilityGrid { places, rows: vec![], as_of: now(), scope });
        }
        let each = places.iter().enumerate().map(|(at, place)| (format!("d{at}"), ShelfInput::at(&place.id, &scope)));
        let variables = Variables(each.collect());
        let answer = self.ask(&documents::grid(places.len()), variables, READ_WITHIN).await?;
        let listed = answer.partial_data()?.list("gpuTypes");
        let listed = listed.ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "the answer has no GPU types"))?;
        let rows = listed.filter_map(|gpu| decode::row(gpu, places.len(), scope.gpu_count)).collect();
        Ok(AvailabilityGrid { places, rows, as_of: now(), scope })
    }
}
