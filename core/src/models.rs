//! Models that a ComfyUI pod loads while it starts: those that are known, those by address, whether they fit, the script
//! that loads them, and what its lines in the log say.

pub mod address;
pub mod known;
pub mod list;
pub mod progress;
pub mod room;
pub mod script;
pub mod start;
pub mod token;

use crate::auto_stop::start_of;

/// A folder below ComfyUI's `models`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Folder {
    /// All in one file.
    #[default]
    Checkpoints,
    /// Small additions to a checkpoint.
    Loras,
    /// Only the part that makes pictures of what was drawn.
    Vae,
    /// Only the part that draws.
    DiffusionModels,
    /// Only the part that reads.
    TextEncoders,
    /// What guides by a picture.
    Controlnet,
    /// What makes pictures larger.
    UpscaleModels,
    /// Words that were learned.
    Embeddings,
}

impl Folder {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Checkpoints,
        Self::Loras,
        Self::Vae,
        Self::DiffusionModels,
        Self::TextEncoders,
        Self::Controlnet,
        Self::UpscaleModels,
        Self::Embeddings,
    ];

    /// Its name, as ComfyUI has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checkpoints => "checkpoints",
            Self::Loras => "loras",
            Self::Vae => "vae",
            Self::DiffusionModels => "diffusion_models",
            Self::TextEncoders => "text_encoders",
            Self::Controlnet => "controlnet",
            Self::UpscaleModels => "upscale_models",
            Self::Embeddings => "embeddings",
        }
    }

    /// Reads its name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|folder| folder.as_str() == text)
    }
}

/// Whoever keeps models that need a login, and the variable with the token for it. The token goes nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenHost {
    /// The name on the page.
    pub name: &'static str,
    /// The host.
    pub host: &'static str,
    /// The variable of the pod that holds the token, or refers to a secret that does.
    pub variable: &'static str,
}

/// Hosts with logins.
pub const TOKEN_HOSTS: [TokenHost; 2] = [
    TokenHost { name: "Hugging Face", host: "huggingface.co", variable: "HF_TOKEN" },
    TokenHost { name: "Civitai", host: "civitai.com", variable: "CIVITAI_TOKEN" },
];

/// One file to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Where it goes.
    pub folder: Folder,
    /// Its name there: letters, digits, `.`, `_` and `-` alone.
    pub file: String,
    /// Its size, where it is known.
    pub bytes: Option<u64>,
    /// Its SHA-256 in small letters, where it is known.
    pub sha256: Option<String>,
    /// Where it comes from; no token stands in it.
    pub address: String,
}

impl Model {
    /// The name for people.
    pub fn label(&self) -> &str {
        known::of_address(&self.address).map_or(&self.file, |known| known.label)
    }

    /// Whether reading such a file may run what somebody has put into it.
    pub fn may_hold_code(&self) -> bool {
        !self.file.ends_with(".safetensors") && !self.file.ends_with(".sft") && !self.file.ends_with(".gguf")
    }

    /// Whose token it is loaded with, if its host has logins.
    pub fn token_host(&self) -> Option<TokenHost> {
        let host = address::host(&self.address)?;
        TOKEN_HOSTS.into_iter().find(|known| known.host == host)
    }
}

/// Whether models can be loaded into pods with this image: its ComfyUI looks for them where the script puts them.
pub fn takes_models(image: &str) -> bool {
    const REGISTRIES: [&str; 3] = ["docker.io/", "index.docker.io/", "registry-1.docker.io/"];
    let image = image.trim();
    let path = REGISTRIES.iter().find_map(|registry| image.strip_prefix(registry)).unwrap_or(image);
    let repository = path.split_once(['@', ':']).map_or(path, |(repository, _)| repository);
    repository == "runpod/comfyui" && start_of(image).is_some()
}

/// Bytes as people say them.
pub fn size_text(bytes: u64) -> String {
    let tenths = |unit: u64| (bytes.saturating_add(unit / 20)) / (unit / 10);
    match bytes {
        999_500_000.. => {
            let tenths = tenths(1_000_000_000);
            format!("{}.{}\u{a0}GB", tenths / 10, tenths % 10)
        }
        _ => format!("{}\u{a0}MB", bytes.saturating_add(500_000) / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_go_into_runpods_comfyui_alone() {
        for image in ["runpod/comfyui", "runpod/comfyui:cuda12.8", " docker.io/runpod/comfyui:latest"] {
            assert!(takes_models(image), "{image}");
        }
        for image in ["", "runpod/pytorch:1.0", "someone/comfyui:1", "ghcr.io/runpod/comfyui", "runpod/comfyuis"] {
            assert!(!takes_models(image), "{image}");
        }
        for app in crate::catalog::apps::APPS {
            assert_eq!(takes_models(app.image), app.models, "{}", app.key);
        }
    }

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (17_246_524_772, "17.2\u{a0}GB"),
            (1_000_000_000, "1.0\u{a0}GB"),
            (999_999_999, "1.0\u{a0}GB"),
            (228_400_000, "228\u{a0}MB"),
            (0, "0\u{a0}MB"),
            (u64::MAX, "18446744073.7\u{a0}GB"),
        ] {
            assert_eq!(size_text(bytes), text);
        }
    }

    #[test]
    fn a_token_is_of_one_host() {
        let of = |address: &str| {
            let model = Model {
                folder: Folder::Loras,
                file: "a.safetensors".into(),
                bytes: None,
                sha256: None,
                address: address.into(),
            };
            model.token_host().map(|host| host.variable)
        };
        assert_eq!(of("https://huggingface.co/a/b/resolve/main/a.safetensors"), Some("HF_TOKEN"));
        assert_eq!(of("https://civitai.com/api/download/models/1"), Some("CIVITAI_TOKEN"));
        assert_eq!(of("https://github.com/a/b/releases/download/1/a.safetensors"), None);
        assert_eq!(of("https://huggingface.co.evil.example/a"), None);
    }
}
