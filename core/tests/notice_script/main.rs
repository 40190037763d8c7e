//! The script that sends notices from a pod, run by a real bash with a real curl and wget against a server on this computer.
//! Time passes by its naps alone; the address' host and the places of its files are other ones.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[cfg(unix)]
mod pod;
#[cfg(unix)]
mod sends;
#[cfg(unix)]
mod server;

#[cfg(not(unix))]
#[test]
fn skipped() {
    println!("skipped: there is no bash on this system to run the script");
}
