//! What `lowestPrice` tells, beside the list price of one GPU.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{House, RTX_4090};
use launchpod_simulator::{CorsMode, Options, PRACTICE_KEY};
use serde_json::Value;

async fn prices(house: &House, gpus: u32, secure: bool) -> (Value, Value) {
    let lowest = format!("lowestPrice(input: {{ gpuCount: {gpus}, secureCloud: {secure} }})");
    let query = format!(
        "{{ gpuTypes(input: {{ id: \"{RTX_4090}\" }}) {{ {lowest} {{ uninterruptablePrice minimumBidPrice }} }} }}"
    );
    let lowest = house.data(&query).await["gpuTypes"][0]["lowestPrice"].clone();
    (lowest["uninterruptablePrice"].clone(), lowest["minimumBidPrice"].clone())
}

#[tokio::test]
async fn lowest_price_tells_the_price_of_the_whole_pod() {
    let house = House::new();
    let (one, _) = prices(&house, 1, true).await;
    for gpus in [2, 4, 8] {
        let (all, _) = prices(&house, gpus, true).await;
        let each = all.as_f64().unwrap() / f64::from(gpus);
        assert!((each - one.as_f64().unwrap()).abs() < 0.1, "{gpus}: {all} for all, {one} for one");
    }
}

#[tokio::test]
async fn a_spot_bid_must_reach_the_price_on_demand() {
    let house = House::new();
    for gpus in [1, 2, 8] {
        let (on_demand, spot) = prices(&house, gpus, true).await;
        assert_eq!(spot, on_demand, "{gpus}");
    }
}

#[tokio::test]
async fn spot_is_cheaper_only_where_the_simulator_is_told_so() {
    let key = PRACTICE_KEY.to_owned();
    let house = House::of(Options { key, seed: 1, cors: CorsMode::Any, balance: 25.0, cheap_spot: true });
    let (on_demand, spot) = prices(&house, 2, true).await;
    assert!(spot.as_f64().unwrap() < on_demand.as_f64().unwrap(), "{spot} and {on_demand}");
}
