//! A model by address: `https` alone, from hosts that keep models, without a token in it, and with a name that is safe.

use launchpod_words::models as say;

use crate::models::{Folder, Model};

/// Where models are loaded from.
pub const HOSTS: [&str; 3] = ["huggingface.co", "civitai.com", "github.com"];
/// Bytes of an address, and of a file's name.
const MAX_ADDRESS: usize = 500;
const MAX_FILE: usize = 100;
/// What files of models end with.
const ENDINGS: [&str; 7] = [".safetensors", ".sft", ".gguf", ".ckpt", ".pt", ".pth", ".bin"];
/// What a parameter of an address is called that holds a token.
const TOKENS: [&str; 6] = ["token", "access_token", "api_key", "apikey", "key", "authorization"];

/// The host of an address.
pub fn host(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://")?;
    Some(rest.find(['/', '?', '#']).and_then(|end| rest.get(..end)).unwrap_or(rest))
}

/// Reads what a person has typed. `name` and `sha256` may be empty.
///
/// # Errors
/// What is wrong, in words.
pub fn read(address: &str, folder: Folder, name: &str, sha256: &str) -> Result<Model, String> {
    let address = plain(address.trim())?;
    let sha256 = match sha256.trim().to_ascii_lowercase() {
        empty if empty.is_empty() => None,
        hex if hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => Some(hex),
        _ => return Err(say::sha_odd().into()),
    };
    let file = match safe(name.trim()) {
        typed if typed.is_empty() => file_of(&address),
        typed => ended(typed),
    };
    Ok(Model { folder, file, bytes: None, sha256, address })
}

/// The address of the file itself.
fn plain(text: &str) -> Result<String, String> {
    let text = text.split('#').next().unwrap_or_default();
    if text.is_empty() {
        return Err(say::address_missing().into());
    }
    let Some(host) = host(text) else { return Err(say::address_not_https().into()) };
    if !HOSTS.contains(&host) {
        return Err(say::address_of_other_host(HOSTS.join(", ")));
    }
    if text.len() > MAX_ADDRESS || !text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/?=&%+@!,()".contains(c)) {
        return Err(say::address_odd().into());
    }
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let parameters = || query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    if parameters().any(|(name, _)| TOKENS.contains(&name.to_ascii_lowercase().as_str())) {
        return Err(say::address_has_token().into());
    }
    match host {
        // The page of a file leads to the file.
        "huggingface.co" if path.contains("/blob/") => Ok(path.replacen("/blob/", "/resolve/", 1)),
        "huggingface.co" if path.contains("/resolve/") => Ok(path.to_owned()),
        "huggingface.co" => Err(say::address_is_no_file().into()),
        "civitai.com" if path.starts_with("https://civitai.com/api/download/") => Ok(text.to_owned()),
        "civitai.com" => {
            let version = parameters().find(|(name, _)| *name == "modelVersionId").map(|(_, version)| version);
            let version = version.filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()));
            version
                .map(|id| format!("https://civitai.com/api/download/models/{id}"))
                .ok_or_else(|| say::address_without_version().into())
        }
        _ => Ok(text.to_owned()),
    }
}

fn file_of(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let last = safe(path.rsplit('/').next().unwrap_or_default());
    match host(address) {
        Some("civitai.com") => ended(format!("civitai-{last}")),
        _ if last.is_empty() => ended("model".to_owned()),
        _ => ended(last),
    }
}

fn ended(file: String) -> String {
    let has_one = ENDINGS.iter().any(|ending| file.to_ascii_lowercase().ends_with(ending));
    if has_one { file } else { file + ".safetensors" }
}

/// A name that is a file's and no path, whatever was typed.
fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' })
        .skip_while(|c| matches!(c, '.' | '-'))
        .collect();
    // Its end says what it is.
    plain.get(plain.len().saturating_sub(MAX_FILE)..).unwrap_or_default().trim_start_matches(['.', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(address: &str) -> Result<(String, String), String> {
        read(address, Folder::Loras, "", "").map(|model| (model.address, model.file))
    }

    #[test]
    fn pages_lead_to_files_and_files_have_names() {
        for (typed, address, file) in [
            (
                "https://huggingface.co/a/b/resolve/main/x/c.safetensors?download=true",
                "https://huggingface.co/a/b/resolve/main/x/c.safetensors",
                "c.safetensors",
            ),
            (
                " https://huggingface.co/a/b/blob/main/c.ckpt ",
                "https://huggingface.co/a/b/resolve/main/c.ckpt",
                "c.ckpt",
            ),
            (
                "https://huggingface.co/a/b/resolve/main/My%20Model",
                "https://huggingface.co/a/b/resolve/main/My%20Model",
                "My_20Model.safetensors",
            ),
            (
                "https://civitai.com/api/download/models/16576?type=Model&format=SafeTensor",
                "https://civitai.com/api/download/models/16576?type=Model&format=SafeTensor",
                "civitai-16576.safetensors",
            ),
            (
                "https://civitai.com/models/1/name?modelVersionId=99#x",
                "https://civitai.com/api/download/models/99",
                "civitai-99.safetensors",
            ),
            (
                "https://github.com/a/b/releases/download/v1/up.pth",
                "https://github.com/a/b/releases/download/v1/up.pth",
                "up.pth",
            ),
        ] {
            assert_eq!(of(typed), Ok((address.to_owned(), file.to_owned())), "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_file_is_refused_in_words() {
        for (typed, words) in [
            ("", "Paste"),
            ("http://huggingface.co/a/b/resolve/main/c.safetensors", "https://"),
            ("https://example.com/a.safetensors", "huggingface.co"),
            ("https://huggingface.co.example.com/a/resolve/x", "huggingface.co"),
            ("https://me:pw@huggingface.co/a/b/resolve/main/c", "huggingface.co"),
            ("https://huggingface.co/a/b", "file"),
            ("https://civitai.com/models/1", "version"),
            ("https://civitai.com/api/download/models/1?token=abc", "token"),
            ("https://huggingface.co/a/resolve/$(x)", "characters"),
            ("https://huggingface.co/a/resolve/x|y", "characters"),
            ("https://huggingface.co/a/resolve/x y", "characters"),
        ] {
            let told = of(typed).unwrap_err();
            assert!(told.contains(words) && !told.contains("abc"), "{typed}: {told}");
        }
        assert!(read("https://github.com/a/b.pt", Folder::Vae, "", "123").is_err());
    }

    #[test]
    fn a_name_is_made_safe() {
        let named = |name: &str| read("https://github.com/a/b.pt", Folder::Vae, name, "").unwrap().file;
        for (name, file) in [
            ("../../etc/passwd", "passwd.safetensors"),
            ("..\\x.ckpt", "x.ckpt"),
            ("-rf", "rf.safetensors"),
            ("my lora; rm -rf", "my_lora__rm_-rf.safetensors"),
            ("$(x)|y.pt", "__x__y.pt"),
            (" ", "b.pt"),
        ] {
            assert_eq!(named(name), file, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_folder_or_reaches_a_shell(name in ".*", tail in ".*") {
            if let Ok(model) = read(&format!("https://github.com/a/{tail}"), Folder::Vae, &name, "") {
                let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
                prop_assert!(model.file.chars().all(plain) && !model.file.starts_with(['.', '-']), "{}", model.file);
                prop_assert!(model.file.len() <= MAX_FILE + 12);
                prop_assert!(!model.address.contains(['|', ' ', '$', '`', '"', '\'', '\\', ';']));
            }
        }
    }
}
