//! The script that loads models in a pod, run by a real bash with a real curl and wget against a server of files on this
//! computer. Only `/workspace`, the addresses' host and the length of a nap are other ones.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[cfg(unix)]
mod fails;
#[cfg(unix)]
mod loads;
#[cfg(unix)]
mod pod;
#[cfg(unix)]
mod server;

#[cfg(not(unix))]
#[test]
fn skipped() {
    println!("skipped: there is no bash on this system to run the script");
}
