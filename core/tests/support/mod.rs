//! A RunPod that gives canned answers, and an order to ask it for.
#![allow(dead_code, reason = "not every test file uses all of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::cell::RefCell;
use std::rc::Rc;

use launchpod_core::account::NetworkVolume;
use launchpod_core::catalog::{AvailabilityQuery, Catalog, Cloud, CloudOffer, GpuType, Stock};
use launchpod_core::order::offers::{Machine, Selection};
use launchpod_core::order::{Field, GpuChoiceForm, Order, OrderContext, OrderForm};
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
use launchpod_core::types::ids::{DataCenterId, GpuTypeId, LaunchTag, NetworkVolumeId};
use launchpod_core::types::money::{GpuRate, HourlyRate};
use launchpod_core::types::time::Timestamp;
use serde_json::Value;

pub const KEY: &str = "rpa_TESTKEY0123456789";

/// Gives one answer to whatever is asked, and remembers what was.
#[derive(Clone)]
pub struct Canned {
    pub answer: Result<Response, TransportError>,
    pub asked: Rc<RefCell<Vec<Request>>>,
}

impl Transport for Canned {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.asked.borrow_mut().push(request);
        self.answer.clone()
    }
}

impl Canned {
    pub fn new(answer: Result<Response, TransportError>) -> Self {
        Self { answer, asked: Rc::default() }
    }

    pub fn says(status: u16, body: impl ToString) -> Self {
        Self::new(Ok(Response { status, retry_after: None, body: body.to_string() }))
    }

    pub fn sample(group: &str, name: &str) -> Self {
        let samples: Value = serde_json::from_str(include_str!("../fixtures/runpod-samples.json")).unwrap();
        let sample = &samples[group][name];
        let status = u16::try_from(sample["http_status"].as_u64().expect(name)).unwrap();
        let body = match &sample["body"] {
            Value::String(html) => html.clone(),
            json => json.to_string(),
        };
        let retry_after = sample["headers"]["Retry-After"].as_str().map(str::to_owned);
        Self::new(Ok(Response { status, retry_after, body }))
    }

    pub fn client(&self) -> Client<Self> {
        Client::new(self.clone(), Endpoint::runpod(), ApiKey::read(KEY).unwrap(), with_rest)
    }

    pub fn sent(&self) -> Value {
        self.all_sent().remove(0)
    }

    pub fn all_sent(&self) -> Vec<Value> {
        self.asked.borrow().iter().map(|request| serde_json::from_str(&request.body).unwrap()).collect()
    }
}

pub fn now() -> Timestamp {
    Timestamp::parse("2026-11-20T12:00:00Z").unwrap()
}

pub fn order() -> Order {
    order_with(|raw| raw)
}

/// The same with something more in the form.
pub fn order_with(more: impl FnOnce(OrderForm) -> OrderForm) -> Order {
    let gpu_types = vec![GpuType {
        id: GpuTypeId::new("NVIDIA GeForce RTX 4090"),
        name: "RTX 4090".into(),
        memory_gb: 24,
        secure: Some(CloudOffer {
            price: GpuRate::from_micros(690_000),
            spot: Some(GpuRate::from_micros(350_000)),
            stock: Stock::High,
            max_count: 8,
        }),
        community: None,
    }];
    let catalog = Catalog { scope: AvailabilityQuery::default(), gpu_types, as_of: now() };
    let volume = NetworkVolume {
        id: NetworkVolumeId::new("grvtso8ftn"),
        name: "models".into(),
        size_gb: 100,
        data_center: DataCenterId::new("EU-RO-1"),
        volume_type: None,
    };
    let raw = OrderForm::default().choosing(vec![GpuChoiceForm::of("NVIDIA GeForce RTX 4090")]);
    let raw = raw.with(Field::Name, "comfy").with(Field::NetworkVolume, "grvtso8ftn").with(Field::GpuCount, "2");
    let raw = more(raw.with(Field::Ports, "8188/http,22/tcp"));
    let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
    Order::read(&raw, OrderContext { catalog: &catalog, cpus: &[], volumes: &[volume], template: None, key: &key })
        .unwrap()
}

pub fn pick() -> Selection {
    Selection {
        on: Machine::Gpus { gpu_type: GpuTypeId::new("NVIDIA GeForce RTX 4090"), count: 2, bid: None },
        name: "2 × RTX 4090".into(),
        memory_gb: 24,
        cloud: Cloud::Secure,
        rate: HourlyRate::from_micros(1_380_000),
    }
}

pub fn tag() -> LaunchTag {
    LaunchTag::from_random(7)
}
