//! Images that are known well enough to be offered by name. Facts from RunPod's docs and templates, 2026-08.

/// An image with everything around it that makes it work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadyMade {
    /// The form's value for it, stable.
    pub key: &'static str,
    /// The name on the page.
    pub label: &'static str,
    /// What is in it, in one sentence.
    pub about: &'static str,
    /// The image reference.
    pub image: &'static str,
    /// Ports to declare, as RunPod writes them.
    pub ports: &'static str,
    /// Container disk that it is comfortable with, in GB.
    pub container_disk_gb: u32,
    /// The oldest CUDA version that its host may have; an older host bills and never works.
    pub min_cuda: &'static str,
}

/// Every ready-made image, the likeliest first.
pub const READY_MADE: [ReadyMade; 2] = [
    ReadyMade {
        key: "comfyui",
        label: "ComfyUI",
        about: "Make images and video from a page of nodes. It brings no model: fetch one with its Manager button. \
                It also runs FileBrowser, whose first password is public: change it.",
        image: "runpod/comfyui:cuda12.8",
        ports: "8188/http,8080/http,8888/http,22/tcp",
        container_disk_gb: 50,
        min_cuda: "12.8",
    },
    ReadyMade {
        key: "pytorch",
        label: "PyTorch",
        about: "Python with PyTorch 2.8, used through Jupyter notebooks or SSH.",
        image: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
        ports: "8888/http,22/tcp",
        container_disk_gb: 30,
        min_cuda: "12.8",
    },
];

/// The ready-made image with this key.
pub fn ready_made(key: &str) -> Option<&'static ReadyMade> {
    READY_MADE.iter().find(|image| image.key == key)
}
