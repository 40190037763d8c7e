//! Network volumes and the grid against answers as RunPod gives them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use launchpod_core::catalog::availability::DataCenter;
use launchpod_core::catalog::{AvailabilityQuery, Stock};
use launchpod_core::runpod::error::ErrorKind;
use launchpod_core::runpod::rate_limit::Urgency;
use launchpod_core::runpod::transport::TransportError;
use launchpod_core::types::ids::{DataCenterId, NetworkVolumeId};
use launchpod_core::volumes::NewVolume;
use serde_json::json;
use support::{Canned, now};

fn wanted() -> NewVolume {
    NewVolume { name: "models".into(), size_gb: 100, data_center: DataCenterId::new("EU-RO-1"), volume_type: None }
}

#[tokio::test(flavor = "current_thread")]
async fn a_volume_is_asked_for_once_and_as_an_act() {
    let made = json!({"id": "v", "name": "models", "size": 100, "dataCenterId": "EU-RO-1"});
    let canned = Canned::says(200, json!({"data": {"createNetworkVolume": made}}));
    assert_eq!(canned.client().make_volume(&wanted()).await.unwrap().id, NetworkVolumeId::new("v"));
    assert_eq!(canned.sent()["variables"]["input"], json!({"name": "models", "size": 100, "dataCenterId": "EU-RO-1"}));
    let asked = canned.asked.borrow();
    assert_eq!((asked.len(), asked[0].urgency, asked[0].outlives_page), (1, Urgency::Act, false));
}

#[tokio::test(flavor = "current_thread")]
async fn only_runpods_own_word_says_that_no_volume_was_made() {
    let refused = [
        Canned::says(200, json!({"errors": [{"message": "no volumes here"}], "data": {"createNetworkVolume": null}})),
        Canned::sample("graphql_errors", "balance_too_low"),
        Canned::sample("graphql_errors", "bad_key"),
        Canned::sample("graphql_errors", "rate_limited"),
    ];
    for canned in refused {
        assert!(!canned.client().make_volume(&wanted()).await.unwrap_err().is_ambiguous(), "{:?}", canned.answer);
    }
    let below = json!({
        "errors": [{"message": "Forbidden", "path": ["createNetworkVolume", "size"]}], "data": {"createNetworkVolume": null}
    });
    let unclear = [
        Canned::says(200, below),
        Canned::says(200, json!({"data": {"createNetworkVolume": null}})),
        Canned::says(200, json!({"data": {"createNetworkVolume": {"id": "v"}}})),
        Canned::says(200, "<html>"),
        Canned::sample("graphql_errors", "internal"),
        Canned::sample("graphql_errors", "cloudflare_5xx"),
        Canned::new(Err(TransportError::TimedOut)),
        Canned::new(Err(TransportError::NoAccess("Failed to fetch".into()))),
    ];
    for canned in unclear {
        assert!(canned.client().make_volume(&wanted()).await.unwrap_err().is_ambiguous(), "{:?}", canned.answer);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_volume_that_is_gone_already_is_deleted() {
    let id = NetworkVolumeId::new("v");
    assert_eq!(Canned::sample("graphql_errors", "volume_gone").client().delete_volume(&id).await, Ok(()));
    assert_eq!(
        Canned::says(200, json!({"data": {"deleteNetworkVolume": null}})).client().delete_volume(&id).await,
        Ok(())
    );
    let used = json!({"errors": [{"message": "Network volume is in use by one or more pods."}]});
    assert_eq!(Canned::says(200, used).client().delete_volume(&id).await.unwrap_err().kind, ErrorKind::Refused);
}

#[tokio::test(flavor = "current_thread")]
async fn a_list_of_volumes_with_a_hole_proves_nothing() {
    let whole = json!({"id": "v", "name": "n", "size": 5, "dataCenterId": "D"});
    let holdings = async |volumes| {
        Canned::says(200, json!({"data": {"myself": {"id": "u", "networkVolumes": volumes}}})).client().holdings().await
    };
    assert_eq!(holdings(json!([whole])).await.unwrap().volumes.len(), 1);
    for odd in [json!(null), json!([whole, null]), json!([{"id": "v"}])] {
        assert_eq!(holdings(odd.clone()).await.unwrap_err().kind, ErrorKind::InvalidResponse, "{odd}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_grid_drops_fillers_and_what_is_not_to_be_had() {
    let high = json!({"uninterruptablePrice": 0.69, "stockStatus": "High"});
    let types = json!({"data": {"gpuTypes": [
        {"id": "unknown", "secureCloud": true, "d0": high},
        {"id": "C", "secureCloud": false, "d0": high},
        {"id": "A", "displayName": "RTX A", "memoryInGb": 24, "secureCloud": true,
         "d0": high, "d1": {"uninterruptablePrice": null, "stockStatus": null}},
        {"id": "B", "secureCloud": true, "d0": {"uninterruptablePrice": 0.5, "stockStatus": "None"}, "d1": null}
    ]}, "errors": [{"message": "no", "path": ["gpuTypes", 3, "d1"]}]});
    let places = ["EU-RO-1", "EU-CZ-1"].map(|id| DataCenter {
        id: DataCenterId::new(id),
        country: String::new(),
        volumes: true,
    });
    let grid =
        Canned::says(200, types).client().grid(places.to_vec(), AvailabilityQuery::default(), &now).await.unwrap();
    let cells: Vec<Vec<bool>> = grid.rows.iter().map(|row| row.cells.iter().map(Option::is_some).collect()).collect();
    assert_eq!(cells, [[true, false], [false, false]]);
    assert_eq!(grid.cell(0, 0).unwrap().stock, Stock::High);
    assert_eq!(
        Canned::says(200, json!({"data": {"gpuTypes": null}}))
            .client()
            .grid(places.to_vec(), AvailabilityQuery::default(), &now)
            .await
            .unwrap_err()
            .kind,
        ErrorKind::InvalidResponse
    );
}
