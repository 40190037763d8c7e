//! Pods without a GPU over REST v2: one request has all flavors with price and stock.

use crate::catalog::Stock;
use crate::catalog::cpu::{CpuFlavor, CpuOffer, in_order};
use crate::json::{Document, Json};
use crate::runpod::decode::rate;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rest::{RestClient, decode};
use crate::runpod::transport::Transport;
use crate::types::ids::DataCenterId;

const MOST_NAME: usize = 60;

impl<T: Transport> RestClient<T> {
    pub(in crate::runpod) async fn cpu_flavors(&self) -> Result<Vec<CpuFlavor>, ApiError> {
        Ok(self.cpus().await?.json().entries("cpus").filter_map(flavor).collect())
    }

    pub(in crate::runpod) async fn cpu_offers(
        &self,
        _flavors: &[CpuFlavor],
        vcpus: u32,
        place: Option<&DataCenterId>,
    ) -> Result<Vec<CpuOffer>, ApiError> {
        let document = self.cpus().await?;
        Ok(in_order(document.json().entries("cpus").filter_map(|cpu| offer(cpu, vcpus, place)).collect()))
    }

    pub(in crate::runpod) async fn cpu_offer(
        &self,
        of: CpuOffer,
        place: Option<&DataCenterId>,
    ) -> Result<Option<CpuOffer>, ApiError> {
        let offers = self.cpu_offers(&[], of.vcpus, place).await?;
        Ok(offers.into_iter().find(|offer| offer.instance_id == of.instance_id))
    }

    async fn cpus(&self) -> Result<Document, ApiError> {
        let document = self.get("/catalog/cpus?include=AVAILABILITY&product=POD").await?;
        match document.json().list("cpus") {
            Some(_) => Ok(document),
            None => Err(ApiError::new(ErrorKind::InvalidResponse, "the answer has no CPU flavors")),
        }
    }
}

/// `None` for an id that could not stand in an instance's, and for a flavor whose memory is no whole number of gigabytes.
fn flavor(json: Json) -> Option<CpuFlavor> {
    let id = json.text("id").filter(|id| CpuFlavor::is_plain(id))?;
    let short = |field: &str| json.text(field).map(|text| text.chars().take(MOST_NAME).collect::<String>());
    let sizes = json.get("vcpu");
    let ram = json.number("ramGbPerVcpu").filter(|ram| *ram >= 1.0 && ram.fract() == 0.0)?;
    Some(CpuFlavor {
        id: id.to_owned(),
        name: short("name").unwrap_or_else(|| id.to_owned()),
        group: short("group").unwrap_or_default(),
        min_vcpu: sizes.whole("min"),
        max_vcpu: sizes.whole("max"),
        ram_per_vcpu: ram as u32,
        disk_per_vcpu: None,
    })
}

fn offer(json: Json, vcpus: u32, place: Option<&DataCenterId>) -> Option<CpuOffer> {
    let flavor = flavor(json)?;
    let (instance_id, ram_gb) = flavor.instance(vcpus)?;
    let each = rate(json.get("price"), "securePerVcpu").filter(|rate| rate.micros() > 0)?;
    let stock = match place {
        Some(place) => decode::stock_in(json, place),
        None => Stock::parse(json.text("availability")),
    };
    let price = each.times(vcpus);
    Some(CpuOffer { instance_id, flavor: flavor.name, vcpus, ram_gb, most_disk_gb: None, price, stock })
}
