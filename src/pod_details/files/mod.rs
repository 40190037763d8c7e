//! What ComfyUI has made in one pod.

pub mod download;
pub mod file;
pub mod frame;
pub mod section;
pub mod strip;
