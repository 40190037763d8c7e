//! One file a page.

pub mod launch;
pub mod pods;
pub mod sign_in;
