//! Images that are known well enough to be offered by name. Facts from RunPod's docs and templates, 2026-08.

mod reference;

use launchpod_words::{Message, catalog};
pub use reference::fault;

/// An image with everything around it that makes it work.
#[derive(Clone, Copy, Debug)]
pub struct ImagePreset {
    /// The form's value for it, stable.
    pub key: &'static str,
    /// The name on the page.
    pub label: &'static str,
    /// What is in it, in one sentence.
    pub about: Message,
    /// The image reference.
    pub image: &'static str,
    /// Ports to declare, as RunPod writes them.
    pub ports: &'static str,
    /// Container disk that it is comfortable with, in GB.
    pub container_disk_gb: u32,
    /// The CUDA versions that its host may have, the oldest first; with an older one it bills and never works.
    pub cuda: &'static [&'static str],
}

/// RunPod's stock is asked for by exact versions: those that are there, and the next ones.
const CUDA_12_8_AND_LATER: [&str; 6] = ["12.8", "12.9", "13.0", "13.1", "13.2", "13.3"];

/// Every ready-made image, the likeliest first.
pub const IMAGE_PRESETS: [ImagePreset; 2] = [
    ImagePreset {
        key: "comfyui",
        label: "ComfyUI",
        about: catalog::about_comfyui,
        image: "runpod/comfyui:cuda12.8",
        ports: "8188/http,8080/http,8888/http,22/tcp",
        container_disk_gb: 50,
        cuda: &CUDA_12_8_AND_LATER,
    },
    ImagePreset {
        key: "pytorch",
        label: "PyTorch",
        about: catalog::about_pytorch,
        image: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
        ports: "8888/http,22/tcp",
        container_disk_gb: 30,
        cuda: &CUDA_12_8_AND_LATER,
    },
];

/// The ready-made image with this key.
pub fn ready_made(key: &str) -> Option<&'static ImagePreset> {
    IMAGE_PRESETS.iter().find(|image| image.key == key)
}
