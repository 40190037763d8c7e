//! Requests at the allowed rate, in a time that passes as fast as the test likes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use launchpod_core::launch::Answer;
use launchpod_core::pods::action::PodAction;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error::{ApiError, ErrorKind};
use launchpod_core::runpod::rate_limit::Urgency;
use launchpod_core::runpod::rate_limited::{RateLimited, Timing};
use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;
use support::{KEY, now, order, pick, tag};

/// A world with a clock of its own: its RunPod answers as told, and else with an empty list.
#[derive(Clone, Default)]
struct World {
    millis: Rc<Cell<u64>>,
    chance: Rc<Cell<f64>>,
    hidden: Rc<Cell<bool>>,
    answers: Rc<RefCell<VecDeque<Response>>>,
    sent: Rc<RefCell<Vec<(u64, Urgency)>>>,
}

impl Timing for World {
    fn now(&self) -> Timestamp {
        now().plus(Duration::from_millis(self.millis.get()))
    }

    async fn sleep(&self, time: Duration) {
        let until = self.now().plus(time);
        while self.now() < until {
            tokio::task::yield_now().await;
        }
    }

    fn chance(&self) -> f64 {
        self.chance.get()
    }

    fn is_out_of_sight(&self) -> bool {
        self.hidden.get()
    }
}

impl Transport for World {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.sent.borrow_mut().push((self.millis.get(), request.urgency));
        let list = r#"{"data": {"myself": {"pods": []}, "podTerminate": null}}"#;
        let answer = self.answers.borrow_mut().pop_front();
        Ok(answer.unwrap_or_else(|| Response { status: 200, retry_after: None, body: list.into() }))
    }
}

impl World {
    fn client(&self) -> Client<RateLimited<Self, Self>> {
        Client::new(
            RateLimited::new(self.clone(), self.clone()),
            Endpoint::runpod(),
            ApiKey::read(KEY).unwrap(),
            with_rest,
        )
    }

    /// Lets time pass until `work` is done.
    async fn pass<R>(&self, work: impl Future<Output = R>) -> R {
        let time = async {
            loop {
                self.millis.set(self.millis.get() + 50);
                tokio::task::yield_now().await;
            }
        };
        tokio::select! { biased; done = work => done, () = time => unreachable!("time does not end") }
    }

    fn will_say(&self, status: u16, retry_after: Option<&str>) {
        let retry_after = retry_after.map(str::to_owned);
        self.answers.borrow_mut().push_back(Response { status, retry_after, body: String::new() });
    }

    fn instants(&self) -> Vec<u64> {
        self.sent.borrow().iter().map(|(at, _)| *at).collect()
    }
}

async fn read(client: &Client<RateLimited<World, World>>) -> Result<(), ApiError> {
    client.pods(&now).await.map(drop)
}

async fn end(client: &Client<RateLimited<World, World>>) -> Result<(), ApiError> {
    client.act(PodAction::Terminate, &PodId::new("a"), 1).await
}

#[tokio::test(flavor = "current_thread")]
async fn a_thousand_reads_take_as_long_as_they_must() {
    let world = World::default();
    let client = world.client();
    let reading = async {
        for _ in 0..1000 {
            read(&client.clone()).await.unwrap();
        }
    };
    world.pass(reading).await;
    let sent = world.instants();
    assert_eq!((sent[15], sent[16], sent[17], sent[999]), (0, 2_000, 4_000, 984 * 2_000));
}

#[tokio::test(flavor = "current_thread")]
async fn acts_go_before_reads_that_wait() {
    let world = World::default();
    let client = world.client();
    let reading = async {
        let read = || read(&client);
        for _ in 0..15 {
            read().await.unwrap();
        }
        let _ = tokio::join!(read(), read(), read());
    };
    let acting = async {
        world.sleep(Duration::from_secs(1)).await;
        end(&client).await.unwrap();
        client.launch(&order(), &pick(), &tag(), &now).await;
    };
    world.pass(async { tokio::join!(reading, acting) }).await;
    let sent = world.sent.borrow().clone();
    assert_eq!(
        sent[15..19].iter().map(|(_, urgency)| *urgency).collect::<Vec<_>>(),
        [Urgency::Read, Urgency::Act, Urgency::Act, Urgency::Read]
    );
    assert_eq!((sent[16].0, sent[17].0), (1_000, 1_000));
    assert_eq!((sent[18].0, sent[19].0), (6_000, 8_000), "the reads pay for the acts");
}

#[tokio::test(flavor = "current_thread")]
async fn a_429_holds_everything_for_as_long_as_it_says_and_a_quarter_more_at_most() {
    for (chance, from) in [(0.0, 12_000), (0.5, 13_500), (1.0, 15_000)] {
        let world = World::default();
        world.chance.set(chance);
        let client = world.client();
        world.will_say(429, Some("12"));
        assert_eq!(read(&client).await.unwrap_err().retry_after, Some(Duration::from_secs(12)));
        let (order, pick, tag) = (order(), pick(), tag());
        let both = async { tokio::join!(client.launch(&order, &pick, &tag, &now), read(&client)) };
        let _ = world.pass(both).await;
        assert_eq!(world.instants(), [0, from, from]);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_date_is_a_wish_too() {
    let world = World::default();
    let client = world.client();
    world.will_say(429, Some("Fri, 20 Nov 2026 12:00:12 GMT"));
    assert_eq!(read(&client).await.unwrap_err().retry_after, Some(Duration::from_secs(12)));
    world.pass(read(&client)).await.unwrap();
    assert_eq!(world.instants(), [0, 12_000]);
}

#[tokio::test(flavor = "current_thread")]
async fn without_a_wish_the_wait_doubles_until_a_request_succeeds() {
    let world = World::default();
    let client = world.client();
    for _ in 0..3 {
        world.will_say(429, None);
    }
    let reading = async {
        for _ in 0..4 {
            let _ = read(&client).await;
        }
        world.will_say(429, None);
        let _ = read(&client).await;
        let _ = client.launch(&order(), &pick(), &tag(), &now).await;
    };
    world.pass(reading).await;
    let sent = world.instants();
    let waits: Vec<u64> = sent.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(waits[..3], [5_000, 10_000, 20_000]);
    assert_eq!(waits[4], 5_000);
}

#[tokio::test(flavor = "current_thread")]
async fn who_would_wait_too_long_is_told_so_and_nothing_is_sent() {
    let world = World::default();
    let client = world.client();
    world.will_say(429, Some("300"));
    let _ = read(&client).await;
    let failure = read(&client).await.unwrap_err();
    assert_eq!((failure.kind, failure.retry_after), (ErrorKind::RateLimited, Some(Duration::from_secs(300))));
    let launched = client.launch(&order(), &pick(), &tag(), &now).await;
    assert!(matches!(launched.answer, Answer::Refused(_)), "it was not sent, so no pod was made");
    assert_eq!(world.instants().len(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn an_end_is_not_held_here_where_it_would_be_lost_and_goes_at_once_when_the_page_is_left() {
    let world = World::default();
    let client = world.client();
    world.will_say(429, Some("12"));
    let _ = read(&client).await;
    let failure = end(&client).await.unwrap_err();
    assert_eq!((failure.kind, failure.retry_after), (ErrorKind::RateLimited, Some(Duration::from_secs(12))));
    world.hidden.set(true);
    assert_eq!(end(&client).await, Ok(()));
    assert_eq!(world.instants(), [0, 0]);
}
