//! Everything that decides. Plain Rust: time, randomness, storage and the network come in as parameters.

pub mod account;
pub mod act;
pub mod allowance;
pub mod catalog;
pub mod country;
pub mod cpu;
pub mod fleet;
pub mod gpu_words;
pub mod hunt;
pub mod ids;
pub mod image;
pub mod journal;
pub mod launch;
pub mod ledger;
pub mod money;
pub mod offer;
pub mod order;
pub mod pod;
pub mod preset;
pub mod pulse;
pub mod rank;
pub mod readiness;
pub mod service;
pub mod spend;
pub mod template;
pub mod time;
