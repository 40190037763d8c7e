//! Prices and stock over REST v2: one request has every GPU type in every data center.

use crate::catalog::availability::{AvailabilityGrid, Cell, DataCenter, Row};
use crate::catalog::country::Country;
use crate::catalog::{AvailabilityQuery, Catalog};
use crate::json::{Document, Json};
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rest::{RestClient, decode};
use crate::runpod::transport::Transport;
use crate::types::ids::DataCenterId;
use crate::types::time::Timestamp;
use crate::volumes::{VolumeType, VolumeTypes};

/// Without these two there is no stock in it.
const WITH_STOCK: &str = "/catalog/gpus?include=AVAILABILITY&product=POD";

impl<T: Transport> RestClient<T> {
    pub(in crate::runpod) async fn catalog(
        &self,
        scope: AvailabilityQuery,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<Catalog, ApiError> {
        let document = self.gpus().await?;
        let gpus = document.json().entries("gpus");
        let gpu_types = gpus.filter_map(|gpu| decode::gpu_type(gpu, scope.data_center.as_ref())).collect();
        Ok(Catalog { gpu_types, as_of: now(), scope })
    }

    pub(in crate::runpod) async fn places(&self) -> Result<Vec<DataCenter>, ApiError> {
        let document = self.get("/catalog/datacenters").await?;
        let listed = document.json().list("dataCenters");
        let listed = listed.ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "no list of data centers"))?;
        Ok(listed.filter_map(data_center).collect())
    }

    /// Which kinds of network volumes each data center has.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn volume_types(&self) -> Result<VolumeTypes, ApiError> {
        let document = self.get("/catalog/datacenters").await?;
        let told = document.json().entries("dataCenters").filter_map(|json| {
            let kinds = json.list("networkVolumeTypes")?.filter_map(Json::as_text).filter_map(VolumeType::parse);
            Some((DataCenterId::new(json.text("id")?), kinds.collect()))
        });
        Ok(VolumeTypes::new(told.collect()))
    }

    pub(in crate::runpod) async fn grid(
        &self,
        places: Vec<DataCenter>,
        scope: AvailabilityQuery,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<AvailabilityGrid, ApiError> {
        let document = self.gpus().await?;
        let rows = document.json().entries("gpus").filter_map(|gpu| row(gpu, &places)).collect();
        Ok(AvailabilityGrid { places, rows, as_of: now(), scope })
    }

    async fn gpus(&self) -> Result<Document, ApiError> {
        let document = self.get(WITH_STOCK).await?;
        // What is sold out is in it all the same: an empty one says nothing of stock.
        match document.json().entries("gpus").next() {
            Some(_) => Ok(document),
            None => Err(ApiError::new(ErrorKind::ServerTrouble, "the list of GPU types is empty")),
        }
    }
}

/// `None` for one whose id is none.
fn data_center(json: Json) -> Option<DataCenter> {
    let id = DataCenterId::new(json.text("id")?);
    let volumes = json.entries("networkVolumeTypes").next().is_some();
    let country = Country::of_data_center(id.as_str()).map(|country| country.english().to_owned());
    let place = DataCenter { id, country: country.unwrap_or_default(), volumes };
    place.is_plain().then_some(place)
}

/// `None` for types that the secure cloud does not offer.
fn row(json: Json, places: &[DataCenter]) -> Option<Row> {
    let gpu = decode::gpu_type(json, None)?;
    let price = gpu.secure?.price;
    let cell = |place: &DataCenter| {
        let stock = decode::stock_in(json, &place.id);
        stock.is_some().then_some(Cell { price, stock })
    };
    Some(Row { gpu_type: gpu.id, name: gpu.name, memory_gb: gpu.memory_gb, cells: places.iter().map(cell).collect() })
}
