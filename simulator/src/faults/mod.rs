//! Harm on demand: what goes wrong between a client and RunPod, switched on by name.

pub mod active;
pub mod fault;
mod transport;
mod world;

pub use fault::Fault;
pub use transport::{Visit, answer_or_harm};
pub use world::{spoil_list, switch_on};
