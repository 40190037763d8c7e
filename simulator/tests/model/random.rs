//! A run at random: a few launches and ends under faults, in two tabs of which one dies. A larger model plays more.

use std::time::Duration;

use launchpod_core::pods::action::PodAction;
use launchpod_core::types::ids::{LaunchTag, PodId};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::launches::{ANSWER_FAULTS, listed, order};
use crate::net::Weather;
use crate::tab::Tab;
use crate::world::World;

const OTHER_FAULTS: [&str; 8] = [
    r#"{"name":"delay","chance":0.3,"times":0,"delayMs":8000}"#,
    r#"{"name":"act-then-drop","operation":"podTerminate","chance":0.5,"times":3}"#,
    r#"{"name":"partial-list","times":2}"#,
    r#"{"name":"empty-list","times":2}"#,
    "stale-list",
    "no-machine",
    "pull-loop",
    "host-gone",
];

/// Plays the seed's run.
pub async fn run(seed: u64) -> World {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let world = World::new(seed);
    let (lag, repeats) = (dice.random_range(0..3_000), 0.3);
    world.net.change(|weather| *weather = Weather { lag, repeats, ..weather.clone() });
    for number in 0..3 {
        let faults: &[&str] = if dice.random_bool(0.6) { &ANSWER_FAULTS } else { &OTHER_FAULTS };
        world.fault(faults[dice.random_range(0..faults.len())]);
        one_launch(&world, &mut dice, number).await;
    }
    world.no_more_faults();
    world
}

async fn one_launch(world: &World, dice: &mut ChaCha8Rng, number: u128) {
    let (tag, (order, pick)) = (LaunchTag::from_random(number), order());
    let (dies_after, tab) = (dice.random_range(1..20_000), world.tab("first"));
    let client = tab.client();
    let now = || world.now();
    let launch = client.launch(&order, &pick, &tag, &now);
    if tokio::time::timeout(Duration::from_millis(dies_after), launch).await.is_err() {
        world.note("the first tab is closed");
    }
    let second = world.tab("second");
    world.pass(Duration::from_millis(dice.random_range(0..200_000))).await;
    for id in listed(world, &second, &tag).await {
        ended(world, &second, &PodId::new(id)).await;
    }
}

async fn ended(world: &World, tab: &Tab, id: &PodId) {
    for _ in 0..3 {
        if tab.client().act(PodAction::Terminate, id, 1).await.is_ok() {
            return;
        }
        world.pass(Duration::from_secs(5)).await;
    }
}
