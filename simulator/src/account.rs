//! What belongs to the one account: volumes, templates, keys, settings.

use crate::clock::Moment;
use crate::comfy::Files;

/// A disk in a data center that outlives pods.
#[derive(Clone)]
pub struct Volume {
    pub id: String,
    pub name: String,
    pub size: i32,
    pub place: &'static str,
    /// Whether ComfyUI has already copied itself here, which makes later starts faster.
    pub comfy_installed: bool,
    /// What ComfyUI keeps here.
    pub files: Files,
}

/// What a pod can be made from.
#[derive(Clone, Default)]
pub struct Template {
    pub id: String,
    pub name: String,
    pub image: String,
    pub docker_args: String,
    pub container_disk: i32,
    pub volume: i32,
    pub mount: String,
    pub ports: String,
    pub env: Vec<(String, String)>,
    pub readme: String,
    pub category: String,
    pub is_public: bool,
    /// Made by RunPod itself.
    pub is_official: bool,
    pub is_serverless: bool,
    pub start_jupyter: bool,
    pub start_ssh: bool,
    pub registry_auth: Option<String>,
    /// CUDA versions that its pods' hosts may have; none means any.
    pub allowed_cuda: Vec<String>,
    /// Which of the account's own it is, by age.
    pub serial: i64,
    /// Whether it is this account's own.
    pub mine: bool,
}

/// The login to a private image registry.
#[derive(Clone)]
pub struct RegistryCred {
    pub id: String,
    pub name: String,
    pub username: String,
    pub password: String,
}

/// A text that pods get in an environment variable, and that nobody is told again.
#[derive(Clone)]
pub struct Secret {
    pub id: String,
    pub name: String,
    pub value: String,
    pub description: Option<String>,
    pub created_at: Moment,
    /// When its value was last written.
    pub written_at: Moment,
}

/// Nobody has the private half of it.
const PRACTICE_PUB_KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPsx3Qx2AXCdE8FtUEI/DElzO6A5xM2pAcL0K7p8k1n practice@example.com";

/// The account, apart from its pods.
pub struct Account {
    pub id: &'static str,
    pub email: &'static str,
    pub pub_key: String,
    pub volumes: Vec<Volume>,
    pub templates: Vec<Template>,
    pub registry_creds: Vec<RegistryCred>,
    pub secrets: Vec<Secret>,
}

impl Account {
    /// The account as every run finds it.
    pub fn opened() -> Self {
        Self {
            id: "user_2SimulatorPractice",
            email: "practice@example.com",
            pub_key: PRACTICE_PUB_KEY.to_owned(),
            volumes: vec![
                volume("m0d3lsr0ro", "models", 100, "EU-RO-1"),
                volume("stud10ks2k", "studio", 50, "US-KS-2"),
                volume("arch1vecz1", "archive", 1_200, "EU-CZ-1"),
            ],
            templates: templates(),
            registry_creds: vec![RegistryCred {
                id: "cr3dpract1ce0000000000000".to_owned(),
                name: "ghcr-practice".to_owned(),
                username: "practice".to_owned(),
                password: "practice".to_owned(),
            }],
            secrets: Vec::new(),
        }
    }

    pub fn volume(&self, id: &str) -> Option<&Volume> {
        self.volumes.iter().find(|volume| volume.id == id)
    }

    pub fn volume_mut(&mut self, id: &str) -> Option<&mut Volume> {
        self.volumes.iter_mut().find(|volume| volume.id == id)
    }

    pub fn template(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }
}

fn volume(id: &str, name: &str, size: i32, place: &'static str) -> Volume {
    Volume { id: id.to_owned(), name: name.to_owned(), size, place, comfy_installed: false, files: Files::default() }
}

const COMFY_PORTS: &str = "8188/http,8080/http,8888/http,22/tcp";
const JUPYTER_PORTS: &str = "8888/http,22/tcp";

/// Official ones first, then the community's, then one of our own.
fn templates() -> Vec<Template> {
    let official = [
        ("cw3nka7d08", "ComfyUI", "runpod/comfyui:cuda12.8", 150, COMFY_PORTS),
        ("2lv7ev3wfp", "ComfyUI Blackwell", "runpod/comfyui:cuda13.0", 150, COMFY_PORTS),
        (
            "runpod-torch-v280",
            "Runpod PyTorch 2.8.0",
            "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
            50,
            JUPYTER_PORTS,
        ),
        (
            "runpod-torch-v291",
            "Runpod PyTorch 2.9.1",
            "runpod/pytorch:1.0.3-cu1281-torch291-ubuntu2404",
            50,
            JUPYTER_PORTS,
        ),
        (
            "runpod-torch-v21",
            "Runpod PyTorch 2.1",
            "runpod/pytorch:2.1.0-py3.10-cuda11.8.0-devel-ubuntu22.04",
            20,
            JUPYTER_PORTS,
        ),
        ("runpod-ubuntu", "Runpod Ubuntu 22.04", "runpod/base:0.6.2-cpu", 10, "22/tcp"),
    ];
    let community = [
        ("a1111stablec0m", "Stable Diffusion WebUI", "ashleykza/a1111:latest", 60, "3000/http,22/tcp"),
        ("0llamac0mmun1ty", "Ollama", "ollama/ollama:latest", 20, "11434/http"),
        ("0penwebu1c0mm0n", "Open WebUI with Ollama", "ghcr.io/open-webui/open-webui:ollama", 40, "8080/http"),
        ("vllmc0mmun1tyts", "vLLM OpenAI server", "vllm/vllm-openai:latest", 60, "8000/http"),
    ];
    let official = official.into_iter().map(|row| Template { is_official: true, ..public_template(row) });
    let community = community.into_iter().map(public_template);
    official.chain(community).chain([own_template()]).collect()
}

fn public_template(row: (&str, &str, &str, i32, &str)) -> Template {
    let (id, name, image, container_disk, ports) = row;
    Template {
        id: id.to_owned(),
        name: name.to_owned(),
        image: image.to_owned(),
        container_disk,
        volume: 20,
        mount: "/workspace".to_owned(),
        ports: ports.to_owned(),
        readme: format!("# {name}\n\nPlays the part of the template of that name."),
        category: "NVIDIA".to_owned(),
        is_public: true,
        start_jupyter: ports.contains("8888"),
        start_ssh: ports.contains("22/tcp"),
        ..Template::default()
    }
}

fn own_template() -> Template {
    Template {
        is_public: false,
        mine: true,
        env: vec![("HF_HUB_ENABLE_HF_TRANSFER".to_owned(), "1".to_owned())],
        ..public_template(("0wnc0mfyt00ls0", "My ComfyUI with tools", "runpod/comfyui:cuda12.8", 80, COMFY_PORTS))
    }
}
