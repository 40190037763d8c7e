//! The same seed plays the same run: else no failure in a thousand runs could be looked at twice.

use crate::journal::Entry;
use crate::random;
use crate::world::play;

/// All that was said, and what is so in the end.
fn told(seed: u64) -> (Vec<crate::journal::Line>, String) {
    play(async || {
        let world = random::run(seed).await;
        (world.journal().copy(), world.truth().0.to_string())
    })
}

#[test]
fn a_seed_plays_the_same_run_to_the_byte() {
    for seed in 0..40 {
        assert_eq!(told(seed), told(seed), "seed {seed}");
    }
}

#[test]
fn threads_beside_it_change_nothing() {
    let alone: Vec<_> = (0..4).map(told).collect();
    let together = std::thread::scope(|threads| {
        let runs: Vec<_> = (0..4).map(|seed| threads.spawn(move || told(seed))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(alone, together);
}

#[test]
fn seeds_differ_and_say_something() {
    let (one, other) = (told(1).0, told(2).0);
    assert_ne!(one, other);
    let arrived = one.iter().filter(|(_, _, entry)| matches!(entry, Entry::Arrived(_))).count();
    assert!(arrived >= 6, "{one:?}");
}
