//! The models that are offered by name. `docs/models.md` says how to add one, and what is not confirmed.

use crate::models::{Folder, Model};

/// A model with all that is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownModel {
    /// The form's value for it, stable.
    pub key: &'static str,
    /// The name on the page.
    pub label: &'static str,
    /// The folder below ComfyUI's `models`.
    pub folder: Folder,
    /// The name of its file.
    pub file: &'static str,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: &'static str,
    /// Its address: none of these asks for a login.
    pub address: &'static str,
}

/// Sizes and SHA-256 as several public programs have them that check by them (looked up 2026-11); not loaded by us.
pub const KNOWN_MODELS: [KnownModel; 3] = [
    KnownModel {
        key: "flux-dev-fp8",
        label: "Flux dev fp8",
        folder: Folder::Checkpoints,
        file: "flux1-dev-fp8.safetensors",
        bytes: 17_246_524_772,
        sha256: "8e91b68084b53a7fc44ed2a3756d821e355ac1a7b6fe29be760c1db532f3d88a",
        address: "https://huggingface.co/Comfy-Org/flux1-dev/resolve/main/flux1-dev-fp8.safetensors",
    },
    KnownModel {
        key: "sdxl-base",
        label: "SDXL base 1.0",
        folder: Folder::Checkpoints,
        file: "sd_xl_base_1.0.safetensors",
        bytes: 6_938_078_334,
        sha256: "31e35c80fc4829d14f90153f4c74cd59c90b779f6afe05a74cd6120b893f7e5b",
        address: "https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/resolve/main/sd_xl_base_1.0.safetensors",
    },
    KnownModel {
        key: "sd15",
        label: "Stable Diffusion 1.5",
        folder: Folder::Checkpoints,
        file: "v1-5-pruned-emaonly.safetensors",
        bytes: 4_265_146_304,
        sha256: "6ce0161689b3853acaa03779ec93eafe75a02f4ced659bee03f50797806fa2fa",
        address: "https://huggingface.co/stable-diffusion-v1-5/stable-diffusion-v1-5/resolve/main/v1-5-pruned-emaonly.safetensors",
    },
];

impl KnownModel {
    /// As a file to load.
    pub fn model(&self) -> Model {
        Model {
            folder: self.folder,
            file: self.file.to_owned(),
            bytes: Some(self.bytes),
            sha256: Some(self.sha256.to_owned()),
            address: self.address.to_owned(),
        }
    }
}

/// The one with this key.
pub fn of_key(key: &str) -> Option<&'static KnownModel> {
    KNOWN_MODELS.iter().find(|known| known.key == key)
}

/// The one at this address.
pub fn of_address(address: &str) -> Option<&'static KnownModel> {
    KNOWN_MODELS.iter().find(|known| known.address == address)
}

/// The one whose file is called so.
pub fn of_file(file: &str) -> Option<&'static KnownModel> {
    KNOWN_MODELS.iter().find(|known| known.file == file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::address;

    #[test]
    fn each_row_holds_what_a_person_could_have_typed() {
        for known in KNOWN_MODELS {
            let typed = address::read(known.address, known.folder, "", known.sha256).unwrap();
            assert_eq!(Model { bytes: Some(known.bytes), ..typed }, known.model(), "{}", known.key);
            assert!(known.bytes > 1_000_000_000 && !known.key.contains(char::is_whitespace));
            assert_eq!((of_key(known.key), of_file(known.file)), (Some(&known), Some(&known)), "each is there once");
        }
    }
}
