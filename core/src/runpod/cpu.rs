//! Pods without a GPU: what kinds there are and what one of a given size costs.

use serde::Serialize;

use crate::catalog::Stock;
use crate::catalog::cpu::{CpuFlavor, CpuOffer, in_order};
use crate::json::Json;
use crate::runpod::decode::price;
use crate::runpod::documents;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::graphql::GraphqlClient;
use crate::runpod::graphql::inputs::{Nothing, Variables};
use crate::runpod::transport::READ_WITHIN;
use crate::runpod::transport::Transport;
use crate::types::ids::DataCenterId;
use crate::types::money::HourlyRate;

/// RunPod has six. More than these are not asked for in one document.
const MOST_FLAVORS: usize = 24;
const MOST_NAME: usize = 60;

impl<T: Transport> GraphqlClient<T> {
    pub(in crate::runpod) async fn cpu_flavors(&self) -> Result<Vec<CpuFlavor>, ApiError> {
        let answer = self.ask(documents::CPU_FLAVORS, Nothing {}, READ_WITHIN).await?;
        let listed = answer.data()?.list("cpuFlavors");
        let listed =
            listed.ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "the answer has no CPU flavors"))?;
        Ok(listed.filter_map(flavor).take(MOST_FLAVORS).collect())
    }

    pub(in crate::runpod) async fn cpu_offers(
        &self,
        flavors: &[CpuFlavor],
        vcpus: u32,
        data_center: Option<&DataCenterId>,
    ) -> Result<Vec<CpuOffer>, ApiError> {
        let unpriced = |flavor: &CpuFlavor| {
            let (instance_id, ram_gb) = flavor.instance(vcpus)?;
            let (price, stock) = (HourlyRate::ZERO, Stock::Out);
            let most_disk_gb = flavor.disk_per_vcpu.map(|gb| gb.saturating_mul(vcpus));
            Some(CpuOffer { instance_id, flavor: flavor.name.clone(), vcpus, ram_gb, most_disk_gb, price, stock })
        };
        self.priced(flavors.iter().take(MOST_FLAVORS).filter_map(unpriced).collect(), data_center).await
    }

    pub(in crate::runpod) async fn cpu_offer(
        &self,
        of: CpuOffer,
        place: Option<&DataCenterId>,
    ) -> Result<Option<CpuOffer>, ApiError> {
        Ok(self.priced(vec![of], place).await?.pop())
    }

    async fn priced(&self, offers: Vec<CpuOffer>, place: Option<&DataCenterId>) -> Result<Vec<CpuOffer>, ApiError> {
        if offers.is_empty() {
            return Ok(vec![]);
        }
        let mut variables = vec![];
        for (at, CpuOffer { instance_id, .. }) in offers.iter().enumerate() {
            let flavor = Variable::Flavor { id: instance_id.split('-').next() };
            let specifics = Variable::Specifics { instance_id, data_center_id: place.map(DataCenterId::as_str) };
            variables.extend([(format!("f{at}"), flavor), (format!("s{at}"), specifics)]);
        }
        let answer = self.ask(&document(offers.len()), Variables(variables), READ_WITHIN).await?;
        let data = answer.partial_data()?;
        let offers = offers.into_iter().enumerate().filter_map(|(at, offer)| {
            // All of them, should RunPod not heed which flavor was asked for: the instance's id names it anyway.
            let (price, stock) =
                data.entries(&format!("o{at}")).find_map(|listed| specifics(listed.get("specifics")))?;
            Some(CpuOffer { price, stock, ..offer })
        });
        let offers: Vec<CpuOffer> = offers.collect();
        if offers.is_empty() {
            answer.data()?;
        }
        Ok(in_order(offers))
    }
}

/// What is asked of one flavor.
#[derive(Serialize)]
#[serde(untagged)]
enum Variable<'a> {
    Flavor {
        id: Option<&'a str>,
    },
    #[serde(rename_all = "camelCase")]
    Specifics {
        instance_id: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        data_center_id: Option<&'a str>,
    },
}

/// Asks for `count` instances in one go. Nothing of RunPod's stands in the text: ids go as variables.
fn document(count: usize) -> String {
    let (mut inputs, mut fields) = (String::new(), String::new());
    for at in 0..count {
        inputs += &format!("$f{at}: CpuFlavorInput $s{at}: SpecificsInput ");
        fields +=
            &format!("o{at}: cpuFlavors(input: $f{at}) {{ specifics(input: $s{at}) {{ stockStatus securePrice }} }}\n");
    }
    format!("query CpuOffers({inputs}) {{\n{fields}}}")
}

/// `None` for an id that could not stand in an instance's, and for a flavor without sizes or memory.
fn flavor(json: Json) -> Option<CpuFlavor> {
    let id = json.text("id").filter(|id| CpuFlavor::is_plain(id))?;
    let words = |field: &str| json.text(field).map(|text| text.chars().take(MOST_NAME).collect::<String>());
    let flavor = CpuFlavor {
        id: id.to_owned(),
        name: words("displayName").unwrap_or_else(|| id.to_owned()),
        group: words("groupName").unwrap_or_default(),
        min_vcpu: json.whole("minVcpu"),
        max_vcpu: json.whole("maxVcpu"),
        ram_per_vcpu: json.whole("ramMultiplier"),
        disk_per_vcpu: Some(json.whole("diskLimitPerVcpu")).filter(|gb| *gb > 0),
    };
    let usable = flavor.ram_per_vcpu > 0 && flavor.sizes().next().is_some();
    usable.then_some(flavor)
}

fn specifics(json: Json) -> Option<(HourlyRate, Stock)> {
    Some((price(json, "securePrice")?, Stock::parse(json.text("stockStatus"))))
}
