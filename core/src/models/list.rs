//! Several models as text: in the form, a line each; in the pod's environment, a word each.

use launchpod_words::models as say;

use crate::models::{Folder, Model, address, known};

/// The variable of the pod that tells the script what to load.
pub const ENV: &str = "LAUNCHPOD_MODELS";
/// So many are loaded by one pod.
pub const MOST: usize = 12;

/// Reads the form's text: on each line the key of a known model, or `folder address [SHA-256] [name=file]`.
///
/// # Errors
/// What is wrong with the first line that is no model, in words.
pub fn read(text: &str) -> Result<Vec<Model>, String> {
    let mut models: Vec<Model> = vec![];
    for line in lines(text) {
        let model = line_model(line)?;
        if models.iter().any(|other| (other.folder, &other.file) == (model.folder, &model.file)) {
            return Err(say::listed_twice(model.file));
        }
        models.push(model);
    }
    if models.len() > MOST { Err(say::too_many(MOST)) } else { Ok(models) }
}

/// Those of its lines that are models.
pub fn readable(text: &str) -> Vec<Model> {
    lines(text).filter_map(|line| line_model(line).ok()).collect()
}

/// As [`read`] reads it.
pub fn write(models: &[Model]) -> String {
    let lines: Vec<String> = models.iter().map(written).collect();
    lines.join("\n")
}

/// The text with one more.
///
/// # Errors
/// Why not, in words.
pub fn with(text: &str, model: Model) -> Result<String, String> {
    let mut models = readable(text);
    models.push(model);
    read(&write(&models)).map(|models| write(&models))
}

/// The text without it.
pub fn without(text: &str, model: &Model) -> String {
    let mut models = readable(text);
    models.retain(|other| other.address != model.address || other.file != model.file);
    write(&models)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn line_model(line: &str) -> Result<Model, String> {
    if let Some(known) = known::of_key(line) {
        return Ok(known.model());
    }
    let mut words = line.split_whitespace();
    let folder = words.next().and_then(Folder::parse).ok_or_else(|| say::line_odd().to_owned())?;
    let from = words.next().unwrap_or_default();
    let (mut name, mut sha256) = ("", "");
    for word in words {
        match word.strip_prefix("name=") {
            Some(file) => name = file,
            None => sha256 = word,
        }
    }
    address::read(from, folder, name, sha256)
}

fn written(model: &Model) -> String {
    if let Some(known) = known::of_address(&model.address).filter(|known| known.model() == *model) {
        return known.key.to_owned();
    }
    let sha256 = model.sha256.iter().map(|sha256| format!(" {sha256}"));
    let parts = [format!("{} {}", model.folder.as_str(), model.address)].into_iter().chain(sha256);
    parts.chain([format!(" name={}", model.file)]).collect()
}

/// The value of [`ENV`]: `folder|file|bytes|SHA-256|variable of the token|address`, with spaces between.
pub fn to_env(models: &[Model]) -> String {
    let word = |model: &Model| {
        let bytes = model.bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
        let token = model.token_host().map_or("", |host| host.variable);
        let sha256 = model.sha256.as_deref().unwrap_or_default();
        format!("{}|{}|{bytes}|{sha256}|{token}|{}", model.folder.as_str(), model.file, model.address)
    };
    models.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Reads a pod's [`ENV`] back, as far as a person could have chosen it.
pub fn of_env(value: &str) -> Vec<Model> {
    let word = |word: &str| {
        let parts: Vec<&str> = word.split('|').collect();
        let [folder, file, _, sha256, _, from] = parts.as_slice() else { return None };
        let known = known::of_address(from).map(known::KnownModel::model).filter(|known| known.file == *file);
        known.or_else(|| address::read(from, Folder::parse(folder)?, file, sha256).ok())
    };
    value.split_whitespace().filter_map(word).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{Field, OrderForm};
    use proptest::prelude::*;

    const SHA: &str = "8e91b68084b53a7fc44ed2a3756d821e355ac1a7b6fe29be760c1db532f3d88a";

    fn text() -> String {
        format!(
            "flux-dev-fp8\n  loras https://civitai.com/api/download/models/16576 {SHA} name=pixel.safetensors\n\n\
             vae https://huggingface.co/a/b/blob/main/x.safetensors"
        )
    }

    #[test]
    fn what_is_written_is_read_back_by_form_and_pod() {
        let models = read(&text()).unwrap();
        let files: Vec<&str> = models.iter().map(|model| model.file.as_str()).collect();
        assert_eq!(files, ["flux1-dev-fp8.safetensors", "pixel.safetensors", "x.safetensors"]);
        assert_eq!(models[1].sha256.as_deref(), Some(SHA));
        let again = write(&models);
        assert!(again.starts_with("flux-dev-fp8\nloras https://civitai.com/"), "{again}");
        assert_eq!(read(&again), Ok(models.clone()));
        let env = to_env(&models);
        assert_eq!(
            env.split(' ').nth(1),
            Some(
                format!("loras|pixel.safetensors||{SHA}|CIVITAI_TOKEN|https://civitai.com/api/download/models/16576")
                    .as_str()
            )
        );
        assert_eq!(of_env(&env), models);
        assert!(!env.contains(['\n', '\'', '"']));
    }

    #[test]
    fn one_is_added_and_taken_away() {
        let flux = known::of_key("flux-dev-fp8").unwrap().model();
        let one = with("", flux.clone()).unwrap();
        assert_eq!(one, "flux-dev-fp8");
        assert!(with(&one, flux.clone()).unwrap_err().contains("flux1-dev-fp8.safetensors"));
        let two = with(&one, known::of_key("sd15").unwrap().model()).unwrap();
        assert_eq!(without(&two, &flux), "sd15");
        let many: Vec<Model> = (0..=MOST).map(|at| Model { file: format!("{at}.pt"), ..flux.clone() }).collect();
        assert!(read(&write(&many)).unwrap_err().contains("12"));
    }

    #[test]
    fn a_line_that_is_none_is_told_and_passed_over() {
        for odd in ["flux", "loras", "loras http://civitai.com/x", "etc https://github.com/a.pt"] {
            assert!(read(odd).is_err(), "{odd}");
            assert_eq!(readable(&format!("{odd}\nsd15")).len(), 1, "{odd}");
        }
        assert_eq!(read(" \n"), Ok(vec![]));
    }

    #[test]
    fn a_preset_and_a_pod_that_is_launched_again_keep_them() {
        let raw = OrderForm::default().with(Field::Models, &text());
        let (kept, left_out) = raw.without_secrets();
        assert_eq!((kept.get(Field::Models), left_out), (raw.get(Field::Models), vec![]));
        let read_back = OrderForm::read(&raw.write().unwrap()).unwrap().raw;
        assert_eq!(read_back.get(Field::Models), raw.get(Field::Models));
        for secret in ["loras https://github.com/a/hf_0123456789abcdefgh.pt", "rpa_0123456789ABCDEFGH"] {
            assert_eq!(raw.clone().with(Field::Models, secret).without_secrets().0.get(Field::Models), "", "{secret}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_read_is_read_again(text in "(loras|vae|x) https://github.com/[a-z|$ ]{0,9}( [0-9a-f]{64})?|.*") {
            of_env(&text);
            let models = readable(&text);
            prop_assert_eq!(&readable(&write(&models)), &models);
            let _ = read(&text);
        }
    }
}
