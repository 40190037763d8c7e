//! One launcher: what it holds, what it waits for, and what JavaScript calls of it.

mod acts;
mod adoption;
mod changes;
mod core;
mod desk;
mod host;
mod journal;
mod launch;
mod quest;
mod readiness;
mod reading;
