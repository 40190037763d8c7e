//! Harm on demand: what goes wrong between a client and RunPod, switched on by name.

pub mod active;
mod false_answers;
pub mod fault;
mod odd_values;
mod reading;
mod transport;
mod world;

pub use fault::Fault;
pub use transport::{Target, Visit, answer_or_harm};
pub use world::{spoil_list, switch_on};
