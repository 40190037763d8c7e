//! How much a run costs. `cargo test -p launchpod-simulator --test model -- --ignored --nocapture speed`

use std::fs::read_to_string;
use std::time::Duration;

use launchpod_core::launch::Answer;
use launchpod_core::pods::action::PodAction;

use crate::launches::{order, tag};
use crate::random;
use crate::world::{World, play};

/// What this thread has used of a processor: the clock on the wall would measure what else runs here.
fn used() -> Duration {
    let told = read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.expect("Linux tells it"))
}

fn measured(what: &str, times: u32, mut act: impl FnMut(u64)) {
    let began = used();
    (0..u64::from(times)).for_each(&mut act);
    tell(what, (used() - began) / times);
}

fn tell(what: &str, each: Duration) {
    println!("{what}: {each:?} each, {:.0} a second", 1.0 / each.as_secs_f64());
}

#[test]
#[ignore = "measures, proves nothing"]
fn speed() {
    measured("a world", 300, |seed| play(async || drop(World::new(seed))));
    measured("create, list, terminate in a fresh world", 300, |seed| play(async || create_list_terminate(seed).await));
    measured("a random run", 300, |seed| drop(play(async || random::run(seed).await)));
    play(async || requests().await);
}

async fn create_list_terminate(seed: u64) {
    let world = World::new(seed);
    let client = world.tab("tab").client();
    let (order, pick) = order();
    let Answer::Made(pod) = client.launch(&order, &pick, &tag(), &|| world.now()).await.answer else {
        panic!("no pod")
    };
    assert_eq!(client.pods(&|| world.now()).await.unwrap().pods.len(), 1);
    client.act(PodAction::Terminate, &pod, 1).await.unwrap();
}

async fn requests() {
    let world = World::new(1);
    let client = world.tab("tab").client();
    let (order, pick) = order();
    let Answer::Made(pod) = client.launch(&order, &pick, &tag(), &|| world.now()).await.answer else {
        panic!("no pod")
    };
    let began = used();
    for _ in 0..300 {
        client.pods(&|| world.now()).await.unwrap();
    }
    tell("a list", (used() - began) / 300);
    let began = used();
    for _ in 0..300 {
        client.pod(&pod, &|| world.now()).await.unwrap();
    }
    tell("a pod", (used() - began) / 300);
}
