//! The ground itself: the transport without sockets does what a browser and a socket would, and time is virtual.

use std::time::Duration;

use launchpod_core::launch::Answer;
use launchpod_core::pods::action::PodAction;
use launchpod_core::runpod::error::ErrorKind;
use launchpod_core::types::ids::PodId;
use tokio::time::Instant;

use crate::launches::{order, tag};
use crate::net::State;
use crate::tab::Tab;
use crate::world::{World, play};

async fn launched(world: &World, tab: &Tab) -> Result<PodId, ErrorKind> {
    let (order, pick) = order();
    match tab.client().launch(&order, &pick, &tag(), &|| world.now()).await.answer {
        Answer::Made(pod) => Ok(pod),
        Answer::Refused(why) | Answer::Unclear(why) => Err(why.kind),
    }
}

/// What a launch under that fault comes to, and how many pods were made by then.
fn under(fault: &str) -> (Result<(), ErrorKind>, u64) {
    play(async || {
        let world = World::new(1);
        world.fault(fault);
        let came = launched(&world, &world.tab("tab")).await.map(drop);
        (came, world.truth().creates())
    })
}

#[test]
fn days_pass_at_once_and_cost_money() {
    let began = std::time::Instant::now();
    play(async || {
        let world = World::new(1);
        launched(&world, &world.tab("tab")).await.unwrap();
        let (start, balance) = (world.now(), world.truth().balance());
        world.pass(Duration::from_secs(24 * 3_600)).await;
        assert_eq!(world.now().since(start), Duration::from_secs(24 * 3_600));
        assert!(world.truth().balance() < balance - 5.0);
    });
    assert!(began.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_cut_answer_is_lost_and_its_act_is_done() {
    assert_eq!(under("act-then-drop:podFindAndDeployOnDemand"), (Err(ErrorKind::NoAccess), 1));
    assert_eq!(under(r#"{"name":"act-then-drop","afterBytes":300}"#), (Err(ErrorKind::NoAccess), 1));
    assert_eq!(under(r#"{"name":"act-then-drop","afterBytes":1000000}"#), (Ok(()), 1));
    assert_eq!(under(r#"{"name":"drop-then-act","delayMs":5000}"#), (Err(ErrorKind::NoAccess), 0));
}

#[test]
fn what_stands_before_the_api_is_not_to_be_read() {
    assert_eq!(under("error-after:podFindAndDeployOnDemand"), (Err(ErrorKind::ServerTrouble), 1));
    assert_eq!(under(r#"{"name":"error-after","bare":true}"#), (Err(ErrorKind::NoAccess), 1));
}

#[test]
fn a_page_that_is_not_let_in_sends_nothing() {
    for mode in ["none", "refused", "runpod-only"] {
        assert_eq!(under(&format!(r#"{{"name":"cors","mode":"{mode}"}}"#)), (Err(ErrorKind::NoAccess), 0), "{mode}");
    }
}

#[test]
fn a_late_act_comes_at_its_hour() {
    play(async || {
        let world = World::new(1);
        world.fault(r#"{"name":"drop-then-act","delayMs":3600000}"#);
        assert_eq!(launched(&world, &world.tab("tab")).await, Err(ErrorKind::NoAccess));
        world.pass(Duration::from_secs(3_599)).await;
        assert_eq!(world.truth().pods(), []);
        world.pass(Duration::from_secs(2)).await;
        assert_eq!(world.truth().tagged(tag().as_str()).len(), 1);
    });
}

#[test]
fn the_client_gives_up_in_virtual_time_and_the_pod_is_there() {
    play(async || {
        let world = World::new(1);
        world.fault(r#"{"name":"delay","delayMs":90000}"#);
        let began = Instant::now();
        assert_eq!(launched(&world, &world.tab("tab")).await, Err(ErrorKind::TimedOut));
        assert_eq!(began.elapsed(), Duration::from_secs(60));
        assert_eq!(world.truth().creates(), 1);
    });
}

/// How many pods there are in the end, if the tab is closed `after` so long. The way takes five seconds at most, and
/// the answer ten more.
fn closed(after: Duration) -> u64 {
    play(async || {
        let world = World::new(1);
        world.net.change(|weather| weather.lag = 5_000);
        world.fault(r#"{"name":"delay","delayMs":10000}"#);
        let tab = world.tab("tab");
        assert!(tokio::time::timeout(after, launched(&world, &tab)).await.is_err(), "closed in the middle");
        world.pass(Duration::from_secs(60)).await;
        world.truth().creates()
    })
}

#[test]
fn a_tab_that_dies_undoes_nothing_that_has_arrived() {
    assert_eq!(closed(Duration::from_millis(1)), 0, "the request never left");
    assert_eq!(closed(Duration::from_secs(6)), 1, "it was there, and no answer yet");
}

#[test]
fn an_end_outlives_the_page() {
    play(async || {
        let world = World::new(1);
        let tab = world.tab("tab");
        let pod = launched(&world, &tab).await.unwrap();
        world.net.change(|weather| weather.lag = 5_000);
        let client = tab.client();
        let closed = tokio::time::timeout(Duration::from_millis(1), client.act(PodAction::Terminate, &pod, 1)).await;
        assert!(closed.is_err(), "closed before it arrived");
        world.pass(Duration::from_secs(60)).await;
        assert_eq!(world.truth().terminates(), 1);
    });
}

#[test]
fn a_net_that_is_down_fails_at_once_and_a_silent_one_in_the_end() {
    for (state, kind, seconds) in [(State::Down, ErrorKind::NoAccess, 0), (State::Silent, ErrorKind::TimedOut, 60)] {
        play(async || {
            let world = World::new(1);
            world.net.change(|weather| weather.state = state);
            let began = Instant::now();
            assert_eq!(launched(&world, &world.tab("tab")).await, Err(kind));
            assert_eq!(began.elapsed(), Duration::from_secs(seconds));
            assert_eq!(world.truth().creates(), 0);
        });
    }
}
