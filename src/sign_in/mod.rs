//! Signing in, and forgetting the key.

pub mod check;
pub mod forget_key;
pub mod page;
pub mod rest_file;
pub mod session;
pub mod simulator;
