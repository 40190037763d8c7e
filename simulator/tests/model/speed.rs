//! How much a run costs. `cargo test -p launchpod-simulator --test model -- --ignored --nocapture speed`

use std::time::{Duration, Instant};

use launchpod_core::domain::launch::Answer;

use crate::launches::{order, tag};
use crate::random;
use crate::world::{World, play};

fn measured(what: &str, times: u32, mut act: impl FnMut(u64)) {
    let began = Instant::now();
    (0..u64::from(times)).for_each(&mut act);
    let each: Duration = began.elapsed() / times;
    println!("{what}: {each:?} each, {:.0} a second", 1.0 / each.as_secs_f64());
}

#[test]
#[ignore = "measures, proves nothing"]
fn speed() {
    measured("a runtime", 300, |_| play(async || ()));
    measured("a world", 300, |seed| play(async || drop(World::new(seed))));
    measured("create, list, terminate in a fresh world", 300, |seed| play(async || create_list_terminate(seed).await));
    measured("a random run", 300, |seed| drop(play(async || random::run(seed).await)));
    play(async || requests().await);
}

async fn create_list_terminate(seed: u64) {
    let world = World::new(seed);
    let client = world.tab("tab").client();
    let Answer::Made(pod) = client.launch(&order(), &tag(), || world.now()).await.answer else { panic!("no pod") };
    assert_eq!(client.roster(|| world.now()).await.unwrap().pods.len(), 1);
    client.terminate(&pod).await.unwrap();
}

async fn requests() {
    let world = World::new(1);
    let client = world.tab("tab").client();
    let Answer::Made(pod) = client.launch(&order(), &tag(), || world.now()).await.answer else { panic!("no pod") };
    let began = Instant::now();
    for _ in 0..500 {
        client.roster(|| world.now()).await.unwrap();
    }
    println!("a list: {:?} each", began.elapsed() / 500);
    let began = Instant::now();
    for _ in 0..500 {
        client.pod(&pod, || world.now()).await.unwrap();
    }
    println!("a pod: {:?} each", began.elapsed() / 500);
}
