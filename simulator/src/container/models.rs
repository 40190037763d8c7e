//! What loads models, as Launchpod's start command has it (`core/src/models/script.rs`): what it says, of what its environment
//! tells it to load. That bash does with the script what is done here, `core/tests/model_script` proves.

use crate::clock::{Moment, SECOND};
use crate::utilization::fingerprint;

const BEGINS: &str = "(set -f; m=/workspace/runpod-slim/ComfyUI/models; q=/workspace/.launchpod-models;";
const ENDS: &str = "rmdir $q 2>/dev/null) & ";
/// The variable with the list.
const LIST: &str = "LAUNCHPOD_MODELS=";
const SECOND_OF_NETWORK: i64 = 100_000_000;
const SECOND_OF_SHA256: i64 = 500_000_000;
/// It says how far it is so often.
const TELLS: i64 = 10 * SECOND;

/// Sizes and SHA-256 of files that are public; of other files the simulator makes a size up, and knows no SHA-256.
const PUBLIC: [(&str, i64, &str); 3] = [
    (
        "https://huggingface.co/Comfy-Org/flux1-dev/resolve/main/flux1-dev-fp8.safetensors",
        17_246_524_772,
        "8e91b68084b53a7fc44ed2a3756d821e355ac1a7b6fe29be760c1db532f3d88a",
    ),
    (
        "https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/resolve/main/sd_xl_base_1.0.safetensors",
        6_938_078_334,
        "31e35c80fc4829d14f90153f4c74cd59c90b779f6afe05a74cd6120b893f7e5b",
    ),
    (
        "https://huggingface.co/stable-diffusion-v1-5/stable-diffusion-v1-5/resolve/main/v1-5-pruned-emaonly.safetensors",
        4_265_146_304,
        "6ce0161689b3853acaa03779ec93eafe75a02f4ced659bee03f50797806fa2fa",
    ),
];
/// Files of this owner are for those who have accepted its terms.
const GATED: &str = "https://huggingface.co/black-forest-labs/";

/// A script without what loads models; `None` where nothing does.
pub fn without(script: &str) -> Option<String> {
    let (before, rest) = script.split_once(BEGINS)?;
    let (_, after) = rest.split_once(ENDS)?;
    Some(format!("{before}{after}"))
}

/// What a host answers.
enum Answer {
    File { bytes: i64, sha256: Option<&'static str> },
    Login,
    Missing,
}

fn answer(address: &str, token: Option<&str>) -> Answer {
    if let Some((_, bytes, sha256)) = PUBLIC.iter().find(|(public, ..)| *public == address) {
        return Answer::File { bytes: *bytes, sha256: Some(sha256) };
    }
    // Tokens of Hugging Face begin so; what a secret of RunPod's holds is not known here.
    let may = token.is_some_and(|token| token.starts_with("hf_") || token.starts_with("{{"));
    match address {
        gated if gated.starts_with(GATED) && !may => Answer::Login,
        gone if gone.contains("/no-such-") => Answer::Missing,
        other => {
            let bytes = 50_000_000 + i64::from(fingerprint(other)) % 2_000_000_000;
            Answer::File { bytes, sha256: None }
        }
    }
}

/// All that it says, up to `end`: `start` is when it begins, `folder_at` when ComfyUI's folder is there, `room` the bytes that
/// are free.
pub fn lines(env: &[String], start: Moment, folder_at: Moment, room: i64, end: Moment) -> Vec<(Moment, String)> {
    let list = env.iter().find_map(|own| own.strip_prefix(LIST)).unwrap_or_default();
    let entries: Vec<&str> = list.split_whitespace().collect();
    let mut told = Told { lines: Vec::new(), now: start, folder_at, room };
    for (at, entry) in entries.iter().enumerate() {
        let parts: Vec<&str> = entry.split('|').collect();
        let &[_, file, bytes, sha256, variable, address] = parts.as_slice() else { continue };
        let token = env.iter().find_map(|own| own.strip_prefix(variable)?.strip_prefix('='));
        let token = token.filter(|token| !variable.is_empty() && !token.is_empty());
        let head = format!("launchpod-model: {}/{} {file} ", at + 1, entries.len());
        told.load(&head, bytes.parse().ok(), sha256, answer(address, token));
        if told.now > end {
            break;
        }
    }
    told.lines.retain(|(at, _)| *at <= end);
    told.lines
}

struct Told {
    lines: Vec<(Moment, String)>,
    now: Moment,
    folder_at: Moment,
    room: i64,
}

impl Told {
    fn say(&mut self, head: &str, what: &str) {
        self.lines.push((self.now, format!("{head}{what}")));
    }

    fn load(&mut self, head: &str, expected: Option<i64>, sha256: &str, answer: Answer) {
        if expected.is_some_and(|bytes| bytes > self.room) {
            return self.say(head, "failed disk");
        }
        let all = expected.map(|bytes| bytes.to_string()).unwrap_or_default();
        self.say(head, format!("at 0 {all}").trim_end());
        let (bytes, known) = match answer {
            Answer::File { bytes, sha256 } => (bytes, sha256),
            Answer::Login => {
                self.now = self.now.after(TELLS);
                return self.say(head, "failed token 401");
            }
            Answer::Missing => {
                self.now = self.now.after(TELLS);
                return self.say(head, "failed missing");
            }
        };
        let begun = self.now;
        let fits = bytes.min(self.room);
        let over = begun.after(fits * SECOND / SECOND_OF_NETWORK);
        loop {
            self.now = self.now.after(TELLS);
            if self.now >= over {
                break;
            }
            let there = self.now.since(begun) * SECOND_OF_NETWORK / SECOND;
            self.say(head, format!("at {there} {all}").trim_end());
        }
        if fits < bytes {
            return self.say(head, "failed disk");
        }
        if expected.is_some_and(|expected| expected != bytes) {
            return self.say(head, &format!("failed size {bytes}"));
        }
        if !sha256.is_empty() {
            self.say(head, "checking");
            self.now = self.now.after(bytes * SECOND / SECOND_OF_SHA256);
            if known != Some(sha256) {
                return self.say(head, "failed sha256");
            }
        }
        if self.now < self.folder_at {
            self.say(head, "waiting");
            self.now = self.folder_at;
        }
        self.room -= bytes;
        self.say(head, &format!("done {bytes}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;

    const SD15: &str = "checkpoints|v1-5-pruned-emaonly.safetensors|4265146304|6ce0161689b3853acaa03779ec93eafe75a02f4ced659bee03f50797806fa2fa|HF_TOKEN|https://huggingface.co/stable-diffusion-v1-5/stable-diffusion-v1-5/resolve/main/v1-5-pruned-emaonly.safetensors";
    const ROOM: i64 = 30_000_000_000;

    fn said(list: &str, more: &[&str], room: i64) -> Vec<String> {
        let mut env = vec![format!("LAUNCHPOD_MODELS={list}")];
        env.extend(more.iter().map(|own| (*own).to_owned()));
        let told = lines(&env, Moment(0), Moment(90 * SECOND), room, Moment(10 * HOUR));
        told.into_iter()
            .map(|(at, text)| format!("{} {}", at.0 / SECOND, text.trim_start_matches("launchpod-model: ")))
            .collect()
    }

    #[test]
    fn a_public_file_is_loaded_checked_and_waits_for_its_folder() {
        let told = said(SD15, &[], ROOM);
        let file = "1/1 v1-5-pruned-emaonly.safetensors";
        assert_eq!(told[..2], [format!("0 {file} at 0 4265146304"), format!("10 {file} at 1000000000 4265146304")]);
        let last = [format!("50 {file} checking"), format!("58 {file} waiting"), format!("90 {file} done 4265146304")];
        assert_eq!(told[told.len() - 3..], last);
    }

    #[test]
    fn what_can_fail_does() {
        let last = |list: &str, more: &[&str], room| {
            said(list, more, room).last().unwrap().rsplit_once(".safetensors ").unwrap().1.to_owned()
        };
        assert_eq!(last(SD15, &[], 4_000_000_000), "failed disk");
        assert_eq!(last(&SD15.replace("6ce01616", "6ce01617"), &[], ROOM), "failed sha256");
        assert_eq!(last(&SD15.replace("4265146304", "4265146305"), &[], ROOM), "failed size 4265146304");
        let gated = "vae|ae.safetensors|||HF_TOKEN|https://huggingface.co/black-forest-labs/FLUX.1-dev/resolve/main/ae.safetensors";
        assert_eq!(last(gated, &[], ROOM), "failed token 401");
        assert_eq!(last(gated, &["HF_TOKEN=wrong"], ROOM), "failed token 401");
        assert!(last(gated, &["HF_TOKEN=hf_right"], ROOM).starts_with("done "));
        assert_eq!(
            last(&gated.replace("main", "no-such-x").replace("black-forest-labs", "a"), &[], ROOM),
            "failed missing"
        );
        assert_eq!(last(gated, &["HF_TOKEN={{ RUNPOD_SECRET_hf }}"], 1_000), "failed disk");
        assert_eq!(said("", &[], ROOM), Vec::<String>::new());
    }
}
