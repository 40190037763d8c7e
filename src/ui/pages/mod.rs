//! One file a page.

pub mod launch;
pub mod pod;
pub mod pods;
pub mod sign_in;
