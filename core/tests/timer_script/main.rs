//! The script of the timer in a pod, run by a real bash with stand-ins for all that it calls.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[cfg(unix)]
mod asks;
#[cfg(unix)]
mod in_the_pod;
#[cfg(unix)]
mod marks;
#[cfg(unix)]
mod stand_ins;

#[cfg(not(unix))]
#[test]
fn skipped() {
    println!("skipped: there is no bash on this system to run the timer's script");
}
