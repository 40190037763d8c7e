//! Harm on demand: what goes wrong between a client and RunPod, switched on by name.

mod fault;
mod on_the_wire;
mod store;
mod strikes;

pub use fault::{Class, Fault};
pub use on_the_wire::{Bare, Visit, answer_or_harm};
pub use store::Faults;
pub use strikes::{spoil_list, switch_on};
