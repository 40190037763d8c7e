//! Whatever goes wrong, whatever is clicked, reloaded and closed: one order makes one pod, what was asked is done, and no
//! pod is out of sight.

use std::env;
use std::panic::catch_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::person;
use crate::world::play;

/// Plays this one seed, and tells all of it.
const SEED: &str = "LAUNCHPOD_SEED";
/// How many seeds the long test plays.
const RUNS: &str = "LAUNCHPOD_RUNS";

/// After so many failures there is enough to look into.
const MOST_FAILURES: usize = 10;

/// Says which seed it was, whatever ends the run.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if thread::panicking() {
            let again = "cargo test --release -p launchpod-simulator --test model -- --ignored thousands";
            eprintln!("This was seed {}. To play it again: {SEED}={} {again}", self.0, self.0);
        }
    }
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// Plays a seed's run, and answers with what there was to see in it.
fn played(seed: u64) -> [usize; 3] {
    let _told = Told(seed);
    play(async || {
        let witness = person::run(seed).await;
        let complaints = witness.complaints();
        assert!(complaints.is_empty(), "{}\n{}", witness.world.journal(), complaints.join("\n"));
        witness.counts()
    })
}

/// Plays the seeds from `first` on with all processors. A run that fails is told at once and does not end the others.
fn play_all(first: u64, runs: u64) {
    let next = AtomicU64::new(first);
    let failed = Mutex::new(vec![]);
    let failures = || failed.lock().expect("no worker panics with it in hand");
    let work = || {
        let mut counts = [0, 0, 0];
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + runs || failures().len() >= MOST_FAILURES {
                return counts;
            }
            match catch_unwind(|| played(seed)) {
                Ok(more) => counts = [0, 1, 2].map(|which| counts[which] + more[which]),
                Err(_) => failures().push(seed),
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let counts = thread::scope(|threads| {
        let all: Vec<_> = (0..workers).map(|_| threads.spawn(work)).collect();
        all.into_iter().map(|worker| worker.join().expect("a worker plays on")).collect::<Vec<_>>()
    });
    assert!(failures().is_empty(), "these seeds failed: {:?}", failures());
    let sum = |which: usize| counts.iter().map(|count| count[which]).sum::<usize>();
    println!(
        "{runs} runs, {} over REST v2 too: {} launches, {} ends, stops and starts were sent",
        sum(2),
        sum(0),
        sum(1)
    );
    let enough = |which, one_in| sum(which) as u64 >= runs / one_in;
    assert!(enough(0, 1) && enough(1, 1) && enough(2, 50), "else these runs prove nothing");
}

#[test]
fn a_few_runs() {
    play_all(0, 12);
}

#[test]
#[ignore = "takes a minute in a release build: cargo xtask test model"]
fn thousands() {
    match number(SEED) {
        Some(seed) => drop(played(seed)),
        None => play_all(1_000, number(RUNS).unwrap_or(3_000)),
    }
}
