//! What a pod costs, worked out by hand: `lowestPrice` tells the price of a whole pod, `securePrice` and `communityPrice`
//! that of one GPU.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use launchpod_core::catalog::CloudFilter;
use launchpod_core::catalog::availability::DataCenter;
use launchpod_core::catalog::{AvailabilityQuery, Catalog, Cloud};
use launchpod_core::order::offers::{Candidate, Quote, SkipReason, candidates_of};
use launchpod_core::order::{Choice, Hardware, RentalMode};
use launchpod_core::types::ids::{DataCenterId, GpuTypeId};
use launchpod_core::types::money::{GpuRate, HourlyRate};
use serde_json::{Value, json};
use support::{Canned, now};

const RTX_4090: &str = "NVIDIA GeForce RTX 4090";

/// What RunPod answers for pods with so many RTX 4090: 0.74 each in the secure cloud, 0.69 in the community cloud; spot is
/// 0.37 and 0.34.
fn answer(gpus: u32) -> Value {
    let gpus = f64::from(gpus);
    let of = |each: f64| (each * gpus * 100.0).round() / 100.0;
    json!({"data": {"gpuTypes": [{
        "id": RTX_4090, "displayName": "RTX 4090", "memoryInGb": 24, "secureCloud": true, "communityCloud": true,
        "securePrice": 0.74, "communityPrice": 0.69, "maxGpuCountSecureCloud": 8, "maxGpuCountCommunityCloud": 8,
        "secure": {"uninterruptablePrice": of(0.74), "minimumBidPrice": of(0.37), "stockStatus": "High"},
        "community": {"uninterruptablePrice": of(0.69), "minimumBidPrice": of(0.34), "stockStatus": "Low"},
    }]}})
}

async fn catalog(gpus: u32, answer: Value) -> Catalog {
    let scope = AvailabilityQuery { gpu_count: gpus, ..AvailabilityQuery::default() };
    Canned::says(200, answer).client().catalog(scope, &now).await.unwrap()
}

fn steps(catalog: &Catalog, gpus: u32, rent: RentalMode) -> Vec<Candidate> {
    let choices = vec![Choice::Type(GpuTypeId::new(RTX_4090))];
    candidates_of(&Hardware::Gpus { choices, count: gpus, rent }, CloudFilter::All, "runpod/pytorch", catalog)
}

#[tokio::test(flavor = "current_thread")]
async fn a_pod_with_one_two_four_or_eight_gpus_costs_what_runpod_says_of_the_whole_pod() {
    for (gpus, community, secure) in
        [(1, 690_000, 740_000), (2, 1_380_000, 1_480_000), (4, 2_760_000, 2_960_000), (8, 5_520_000, 5_920_000)]
    {
        let catalog = catalog(gpus, answer(gpus)).await;
        let steps = steps(&catalog, gpus, RentalMode::OnDemand);
        let told: Vec<_> = steps.iter().map(|step| (step.pick.cloud, step.pick.rate.micros(), step.skip)).collect();
        assert_eq!(told, [(Cloud::Community, community, None), (Cloud::Secure, secure, None)], "{gpus}");
        let gpu = &catalog.gpu_types[0];
        let each = [gpu.secure.as_ref().unwrap().price, gpu.community.as_ref().unwrap().price];
        assert_eq!(
            each,
            [GpuRate::from_micros(740_000), GpuRate::from_micros(690_000)],
            "{gpus}: the price of one GPU stays"
        );
    }
}

#[tokio::test(flavor = "current_thread")]
async fn disks_are_paid_once_however_many_gpus_there_are() {
    // 50 GB of container disk at $0.10 a month of 720 hours: $0.006944/h. 20 GB of pod volume: $0.002778/h, stopped twice that.
    for (gpus, total) in [(1, 699_722), (2, 1_389_722), (4, 2_769_722), (8, 5_529_722)] {
        let catalog = catalog(gpus, answer(gpus)).await;
        let quote = Quote::new(steps(&catalog, gpus, RentalMode::OnDemand)[0].pick.rate, 50, 20);
        assert_eq!(quote.total(), HourlyRate::from_micros(total), "{gpus}");
        assert_eq!(quote.stopped, HourlyRate::from_micros(5_556), "{gpus}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_bid_is_per_gpu_and_is_held_against_the_price_of_one_gpu() {
    for gpus in [1, 2, 4, 8] {
        let catalog = catalog(gpus, answer(gpus)).await;
        let steps = |bid| steps(&catalog, gpus, RentalMode::Spot(GpuRate::from_micros(bid)));
        let told: Vec<_> = steps(370_000).iter().map(|step| (step.pick.rate.micros(), step.skip)).collect();
        assert_eq!(told, [(370_000 * i64::from(gpus), None), (370_000 * i64::from(gpus), None)], "{gpus}");
        let low: Vec<_> = steps(340_000).iter().map(|step| step.skip).collect();
        assert_eq!(low, [None, Some(SkipReason::BidTooLow(GpuRate::from_micros(370_000)))], "{gpus}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_sold_out_is_priced_by_its_list_price_which_is_per_gpu() {
    let mut answer = answer(4);
    answer["data"]["gpuTypes"][0]["secure"] =
        json!({"uninterruptablePrice": null, "minimumBidPrice": null, "stockStatus": null});
    answer["data"]["gpuTypes"][0]["communityCloud"] = json!(false);
    let catalog = catalog(4, answer).await;
    let steps = steps(&catalog, 4, RentalMode::OnDemand);
    assert_eq!((steps[0].pick.rate, steps[0].skip), (HourlyRate::from_micros(2_960_000), Some(SkipReason::SoldOut)));
}

#[tokio::test(flavor = "current_thread")]
async fn the_grid_shows_the_price_of_one_gpu() {
    for gpus in [1, 2, 4, 8] {
        let cell = json!({"uninterruptablePrice": 0.69 * f64::from(gpus), "stockStatus": "High"});
        let answer = json!({"data": {"gpuTypes": [{"id": RTX_4090, "displayName": "RTX 4090", "memoryInGb": 24, "secureCloud": true, "d0": cell}]}});
        let places = vec![DataCenter { id: DataCenterId::new("EU-RO-1"), country: String::new(), volumes: true }];
        let scope = AvailabilityQuery { gpu_count: gpus, ..AvailabilityQuery::default() };
        let grid = Canned::says(200, answer).client().grid(places, scope, &now).await.unwrap();
        assert_eq!(grid.cell(0, 0).unwrap().price, GpuRate::from_micros(690_000), "{gpus}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_cloud_that_says_that_a_pod_may_have_none_offers_none() {
    let mut answer = answer(1);
    answer["data"]["gpuTypes"][0]["maxGpuCountSecureCloud"] = json!(0);
    let catalog = catalog(1, answer).await;
    assert_eq!((&catalog.gpu_types[0].secure, catalog.gpu_types[0].community.is_some()), (&None, true));
}
