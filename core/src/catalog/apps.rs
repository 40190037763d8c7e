//! The apps that are offered by name: one table, which is data. `docs/apps.md` says how to add one, where the facts come from,
//! and which of them nobody has confirmed.

use launchpod_words::{Message, apps as say, catalog};

/// An app with everything around it that makes it work.
#[derive(Clone, Copy, Debug)]
pub struct App {
    /// The form's value for it, stable: presets and links hold it. A pod is named after it.
    pub key: &'static str,
    /// The name on the page. The same in every language.
    pub label: &'static str,
    /// What it is for, in one line.
    pub purpose: Message,
    /// What is in it, and what one must know before it runs.
    pub about: Message,
    /// The image reference.
    pub image: &'static str,
    /// Ports to declare, as RunPod writes them.
    pub ports: &'static str,
    /// The programs behind its HTTP ports, in the order of the ports.
    pub services: &'static [&'static str],
    /// The port whose program says that the app is ready. How that is asked stands in `pods::services`.
    pub ready_port: u16,
    /// Container disk that it is comfortable with, in GB.
    pub container_disk_gb: u32,
    /// Where a volume must appear in the pod for what one makes to be kept.
    pub mount_path: &'static str,
    /// GB of GPU memory below which it is of no use.
    pub least_memory_gb: u32,
    /// What its host must bring.
    pub software: Software,
    /// What takes the place of the image's own start, or is added to it; empty for the image's own.
    pub start_command: &'static str,
    /// Whether it starts Jupyter when RunPod gives it a password.
    pub jupyter: bool,
    /// Whether it is a ComfyUI, which opens without a model unless one is loaded.
    pub models: bool,
    /// Minutes from the launch until it answers, from and to, as a rule.
    pub ready_minutes: (u32, u32),
}

/// Whose software for GPUs an image is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Software {
    /// NVIDIA's: the CUDA versions that its host may have, the oldest first; with an older one it bills and never works.
    Cuda(&'static [&'static str]),
    /// AMD's.
    Rocm,
}

/// RunPod's stock is asked for by exact versions: those that are there, and the next ones. The same for all apps, also for
/// those that would do with less: what was asked for one of them then holds for all.
const CUDA_12_8_AND_LATER: Software = Software::Cuda(&["12.8", "12.9", "13.0", "13.1", "13.2", "13.3"]);
/// Where RunPod's images, and others that are made for it, keep what stays.
const WORKSPACE: &str = "/workspace";

const COMFYUI: App = App {
    key: "comfyui",
    label: "ComfyUI",
    purpose: say::comfyui_purpose,
    about: catalog::about_comfyui,
    image: "runpod/comfyui:cuda12.8",
    ports: "8188/http,8080/http,8888/http,22/tcp",
    services: &["ComfyUI", "FileBrowser", "Jupyter"],
    ready_port: 8188,
    container_disk_gb: 50,
    mount_path: WORKSPACE,
    least_memory_gb: 12,
    software: CUDA_12_8_AND_LATER,
    start_command: "",
    jupyter: true,
    models: true,
    ready_minutes: (4, 10),
};

/// Every app, the likeliest first. Of two with one image the first stands for it where only the image is known.
pub const APPS: [App; 7] = [
    COMFYUI,
    App {
        key: "comfyui-flux",
        label: "ComfyUI + Flux",
        purpose: say::flux_purpose,
        about: say::flux_about,
        least_memory_gb: 24,
        ..COMFYUI
    },
    App {
        key: "forge",
        label: "A1111 / Forge",
        purpose: say::forge_purpose,
        about: say::forge_about,
        image: "ashleykza/forge:3.3.0",
        ports: "3000/http,22/tcp",
        services: &["Forge"],
        ready_port: 3000,
        container_disk_gb: 60,
        least_memory_gb: 12,
        jupyter: false,
        models: false,
        ready_minutes: (5, 15),
        ..COMFYUI
    },
    App {
        key: "kohya",
        label: "Kohya",
        purpose: say::kohya_purpose,
        about: say::kohya_about,
        image: "ashleykza/kohya:25.1.2",
        ports: "3000/http,22/tcp",
        services: &["Kohya"],
        ready_port: 3000,
        container_disk_gb: 60,
        least_memory_gb: 24,
        jupyter: false,
        models: false,
        ready_minutes: (5, 15),
        ..COMFYUI
    },
    App {
        key: "pytorch",
        label: "Jupyter / PyTorch",
        purpose: say::pytorch_purpose,
        about: catalog::about_pytorch,
        image: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
        ports: "8888/http,22/tcp",
        services: &["Jupyter"],
        ready_port: 8888,
        container_disk_gb: 30,
        least_memory_gb: 8,
        models: false,
        ready_minutes: (2, 5),
        ..COMFYUI
    },
    App {
        key: "ollama",
        label: "Ollama + Open WebUI",
        purpose: say::ollama_purpose,
        about: say::ollama_about,
        image: "ghcr.io/open-webui/open-webui:ollama",
        ports: "8080/http",
        services: &["Open WebUI"],
        ready_port: 8080,
        container_disk_gb: 60,
        mount_path: "/app/backend/data",
        least_memory_gb: 12,
        jupyter: false,
        models: false,
        ready_minutes: (3, 8),
        ..COMFYUI
    },
    App {
        key: "vllm",
        label: "vLLM",
        purpose: say::vllm_purpose,
        about: say::vllm_about,
        image: "vllm/vllm-openai:v0.11.0",
        ports: "8000/http",
        services: &["vLLM"],
        ready_port: 8000,
        container_disk_gb: 60,
        mount_path: "/root/.cache/huggingface",
        least_memory_gb: 24,
        start_command: "--model Qwen/Qwen2.5-7B-Instruct --max-model-len 8192",
        jupyter: false,
        models: false,
        ready_minutes: (6, 15),
        ..COMFYUI
    },
];

/// The app with this key.
pub fn app(key: &str) -> Option<&'static App> {
    APPS.iter().find(|app| app.key == key)
}

/// The app that stands for this image.
pub fn of_image(image: &str) -> Option<&'static App> {
    APPS.iter().find(|app| app.image == image)
}

impl App {
    /// The CUDA versions that its host may have, the oldest first; none where it needs none.
    pub const fn cuda(&self) -> &'static [&'static str] {
        match self.software {
            Software::Cuda(versions) => versions,
            Software::Rocm => &[],
        }
    }
}

#[cfg(test)]
mod tests;
