//! REST v2 in the place of RunPod: answers that were recorded, or that a test makes up.
#![allow(dead_code)]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::rest::RestClient;
use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
use serde_json::Value;

use crate::support::KEY;

/// Gives these answers one after the other, and remembers what was asked.
#[derive(Clone, Default)]
pub struct Script {
    pub answers: Rc<RefCell<VecDeque<Response>>>,
    pub asked: Rc<RefCell<Vec<Request>>>,
}

impl Transport for Script {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.asked.borrow_mut().push(request);
        self.answers.borrow_mut().pop_front().ok_or(TransportError::Offline)
    }
}

impl Script {
    pub fn says(answers: &[(u16, Value)]) -> Self {
        let answer = |(status, body): &(u16, Value)| {
            let body = if body.is_null() { String::new() } else { body.to_string() };
            Response { status: *status, retry_after: None, body }
        };
        Self { answers: Rc::new(RefCell::new(answers.iter().map(answer).collect())), asked: Rc::default() }
    }

    /// A recorded answer.
    pub fn sample(name: &str) -> Self {
        let sample = &samples()["rest_v2"][name];
        let status = u16::try_from(sample["http_status"].as_u64().expect(name)).unwrap();
        let script = Self::says(&[(status, sample["body"].clone())]);
        let wait = sample["headers"]["Retry-After"].as_str().map(str::to_owned);
        script.answers.borrow_mut()[0].retry_after = wait;
        script
    }

    pub fn client(&self) -> RestClient<Self> {
        RestClient::new(self.clone(), RestClient::<Self>::RUNPOD, ApiKey::read(KEY).unwrap())
    }

    /// Method and path of each request.
    pub fn asked(&self) -> Vec<String> {
        let line = |request: &Request| {
            let path = request.url.strip_prefix(RestClient::<Self>::RUNPOD).expect("RunPod's address");
            format!("{} {path}", request.method.as_str())
        };
        self.asked.borrow().iter().map(line).collect()
    }
}

/// All that was recorded.
pub fn samples() -> Value {
    serde_json::from_str(include_str!("../fixtures/runpod-v2-samples.json")).unwrap()
}
