//! The lines about the layers of an image, 1,600 of them for one image, as one line of progress.

use std::collections::BTreeMap;

use launchpod_words::{list_plain, logs};

/// No image has so many layers; of more than this the rest is counted, and not told apart.
const MOST_LAYERS: usize = 500;

/// How far a layer is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Waiting,
    /// Bytes that are there, and all bytes, where they are told.
    Downloading(Option<(f64, f64)>),
    Downloaded,
    Extracting,
    Done,
}

/// How far the layers are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageDownload {
    layers: BTreeMap<String, Step>,
}

impl ImageDownload {
    /// Takes a line in, if it is one about a layer, or says that the download goes on. Whether it is.
    pub fn note(&mut self, text: &str) -> bool {
        let text = text.trim();
        if text == "create container: still fetching image" {
            return true;
        }
        let Some((layer, step)) = layer_step(text) else { return false };
        if self.layers.len() < MOST_LAYERS || self.layers.contains_key(layer) {
            self.layers.insert(layer.to_owned(), step);
        }
        true
    }

    /// In words.
    pub fn describe(&self) -> String {
        let count = |fits: fn(&Step) -> bool| self.layers.values().filter(|step| fits(step)).count();
        let done = count(|step| *step == Step::Done);
        let downloading = count(|step| matches!(step, Step::Downloading(_)));
        let extracting = count(|step| *step == Step::Extracting);
        let waiting = count(|step| matches!(step, Step::Waiting | Step::Downloaded));
        let mut parts = vec![];
        if done > 0 {
            parts.push(logs::layers_done(done));
        }
        if downloading > 0 {
            parts.push(match self.amount() {
                Some((there, all)) => logs::layers_downloading_amount(downloading, size(there), size(all)),
                None => logs::layers_downloading(downloading),
            });
        }
        if extracting > 0 {
            parts.push(logs::layers_extracting(extracting));
        }
        if waiting > 0 {
            parts.push(logs::layers_waiting(waiting));
        }
        match parts.is_empty() {
            true => logs::image_download_begins().to_owned(),
            false => logs::image_download(list_plain(&parts)),
        }
    }

    /// Bytes that are there, and all bytes, of the layers that tell them.
    fn amount(&self) -> Option<(f64, f64)> {
        let told = self.layers.values().filter_map(|step| match step {
            Step::Downloading(amount) => *amount,
            _ => None,
        });
        let (there, all) = told.fold((0.0, 0.0), |(there, all), (part, whole)| (there + part, all + whole));
        (all > 0.0).then_some((there, all))
    }
}

/// `ID what`, as the container engine says it. Layers have ids of at least twelve hexadecimal digits.
fn layer_step(text: &str) -> Option<(&str, Step)> {
    let (layer, said) = text.split_once(' ')?;
    let layer = layer.trim_end_matches(':');
    if layer.len() < 12 || !layer.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let said = said.trim();
    let begins = |word: &str| said.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    let steps = [
        ("Pulling fs layer", Step::Waiting),
        ("Waiting", Step::Waiting),
        ("Downloading", Step::Downloading(amount(said))),
        ("Download complete", Step::Downloaded),
        ("Verifying Checksum", Step::Downloaded),
        ("Extracting", Step::Extracting),
        ("Pull complete", Step::Done),
        ("Already exists", Step::Done),
    ];
    steps.into_iter().find(|(word, _)| begins(word)).map(|(_, step)| (layer, step))
}

/// `12.3MB/345MB` at the end.
fn amount(said: &str) -> Option<(f64, f64)> {
    let (there, all) = said.split_whitespace().last()?.split_once('/')?;
    Some((bytes(there)?, bytes(all)?))
}

fn bytes(text: &str) -> Option<f64> {
    let end = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at_checked(end)?;
    let times = match unit.to_ascii_lowercase().as_str() {
        "b" => 1.0,
        "kb" | "kib" => 1e3,
        "mb" | "mib" => 1e6,
        "gb" | "gib" => 1e9,
        _ => return None,
    };
    decimal(number).map(|number| number * times)
}

/// `12.3`. Rust's own reader of such numbers would be 16 KB of the page.
fn decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{part}");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let places = i32::try_from(part.len()).ok()?;
    digits.parse::<u64>().ok().map(|number| number as f64 / 10_f64.powi(places))
}

fn size(bytes: f64) -> String {
    match bytes {
        1e9.. => format!("{:.1}\u{a0}GB", bytes / 1e9),
        _ => format!("{:.0}\u{a0}MB", bytes / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_docker_writes_them() {
        for (text, bytes_of) in
            [("12.3MB", 12.3e6), ("345B", 345.0), ("1.207GB", 1.207e9), ("0kB", 0.0), ("7.MiB", 7e6)]
        {
            assert_eq!(bytes(text), Some(bytes_of), "{text}");
        }
        for text in ["", "MB", "-1MB", "1.2.3MB", "+1MB", "12", "1TB", "99999999999999999999999MB"] {
            assert_eq!(bytes(text), None, "{text}");
        }
    }

    fn download(lines: &[&str]) -> ImageDownload {
        let mut download = ImageDownload::default();
        for line in lines {
            assert!(download.note(line), "{line}");
        }
        download
    }

    #[test]
    fn layers_are_counted_by_how_far_they_are() {
        let all = download(&[
            "4a5fc80e9d10 Pulling fs layer",
            "5b5fc80e9d10: Pulling fs layer",
            "6c5fc80e9d10: Downloading [==>    ]  12.5MB/345MB",
            "7d5fc80e9d10 Downloading 100MB/1.2GB",
            "8e5fc80e9d10 Extracting 1MB/2MB",
            "4a5fc80e9d10 Pull complete",
            "create container: still fetching image",
        ]);
        let words = "Image download: 1 layer done, 2 downloading (112\u{a0}MB of 1.5\u{a0}GB), 1 extracting, 1 waiting";
        assert_eq!(all.describe(), words);
        assert_eq!(download(&["create container: still fetching image"]).describe(), "The image is being downloaded");
        assert_eq!(download(&["4a5fc80e9d10 Downloading"]).describe(), "Image download: 1 downloading");
    }

    #[test]
    fn other_lines_are_none() {
        let mut download = ImageDownload::default();
        for line in [
            "",
            "create container runpod/pytorch:1.0",
            "Pull complete",
            "a Downloading 1MB/2MB",
            "feedfacefeed is a word",
            "{\"source\":\"system\",\"line\":\"Pull complete\"}",
            "error pulling image x: unexpected EOF",
        ] {
            assert!(!download.note(line), "{line}");
        }
        assert_eq!(download, ImageDownload::default());
    }

    proptest! {
        #[test]
        fn no_line_panics_and_layers_have_a_limit(lines in prop::collection::vec("[0-9a-f]{12} (Downloading|Pull).*|.*", 0..40)) {
            let mut download = ImageDownload::default();
            for line in &lines {
                download.note(line);
            }
            for layer in 0..MOST_LAYERS + 50 {
                download.note(&format!("{layer:012x} Downloading 1MB/NaNGB"));
            }
            prop_assert!(download.layers.len() <= MOST_LAYERS);
            prop_assert!(!download.describe().is_empty());
        }
    }
}
