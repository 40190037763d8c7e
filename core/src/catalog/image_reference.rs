//! What Docker takes as an image's name: `[registry[:port]/]path[:tag][@digest]`, by the grammar of its `reference` package.
//! By hand, since the crates that know it bring a regex engine into the page.

use launchpod_words::catalog;

/// The longest registry and path together.
const MOST_NAME: usize = 255;
const MOST_TAG: usize = 128;

/// What is wrong with an image's name, with the likely mend; `None` if Docker takes it.
pub fn fault(image: &str) -> Option<String> {
    let (named, digest) = image.split_once('@').map_or((image, None), |(named, digest)| (named, Some(digest)));
    let (name, tag) = match named.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (named, None),
    };
    let (registry, path) = match name.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (Some(first), rest),
        _ => (None, name),
    };
    if let Some(registry) = registry.filter(|registry| !is_registry(registry)) {
        return Some(match registry.split_once(':') {
            Some(("docker", _)) => catalog::image_without_docker().into(),
            _ => catalog::image_registry(registry),
        });
    }
    let small = path.to_ascii_lowercase();
    if path != small && is_path(&small) {
        let registry = registry.map(|registry| format!("{registry}/")).unwrap_or_default();
        let rest = named.strip_prefix(name).unwrap_or_default();
        return Some(catalog::image_capitals(format_args!("{registry}{small}{rest}")));
    }
    if path.contains(':') {
        return Some(catalog::image_colon().into());
    }
    if path.split('/').any(str::is_empty) {
        return Some(catalog::image_slash().into());
    }
    if !is_path(path) {
        return Some(catalog::image_characters().into());
    }
    if name.len() > MOST_NAME {
        return Some(catalog::image_too_long(MOST_NAME));
    }
    if tag.is_some_and(|tag| !is_tag(tag)) {
        return Some(catalog::image_tag(MOST_TAG));
    }
    digest.is_some_and(|digest| !is_digest(digest)).then(|| catalog::image_digest().into())
}

fn is_registry(text: &str) -> bool {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    let label = |label: &str| {
        let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        !label.is_empty() && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    let number = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    host.split('.').all(label) && port.is_none_or(number)
}

fn is_path(text: &str) -> bool {
    text.split('/').all(is_component)
}

/// Small letters and digits, parted by a dot, one or two underscores, or any number of dashes.
fn is_component(text: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let between = |parts: &str| matches!(parts, "" | "." | "_" | "__") || parts.bytes().all(|byte| byte == b'-');
    let known = text.bytes().all(|byte| sign(byte) || b"._-".contains(&byte));
    let edges = text.bytes().next().is_some_and(sign) && text.bytes().last().is_some_and(sign);
    known && edges && text.split(|c: char| c.is_ascii_alphanumeric()).all(between)
}

fn is_tag(text: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.len() <= MOST_TAG
        && text.bytes().next().is_some_and(word)
        && text.bytes().all(|byte| word(byte) || byte == b'.' || byte == b'-')
}

fn is_digest(text: &str) -> bool {
    let digits = |hex: &str, many: usize| {
        hex.len() == many && hex.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    match text.split_once(':') {
        Some(("sha256", hex)) => digits(hex, 64),
        Some(("sha384", hex)) => digits(hex, 96),
        Some(("sha512", hex)) => digits(hex, 128),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn docker_takes_these() {
        let digest = format!("sha256:{}", "0a".repeat(32));
        for image in [
            "ubuntu",
            "ubuntu:24.04",
            "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
            "ghcr.io/someone/thing:1.0",
            "localhost/thing",
            "localhost:5000/a/b/c:X",
            "my.Host.example:5000/thing:Latest_1",
            "a__b/c_d/e.f/g---h:_x",
            "1/2:3",
        ] {
            assert_eq!(fault(image), None, "{image}");
            assert_eq!(fault(&format!("{image}@{digest}")), None, "{image} with a digest");
        }
        assert_eq!(fault(&format!("a:{}", "t".repeat(128))), None);
    }

    #[test]
    fn docker_refuses_these_and_the_likely_mend_is_said() {
        for (image, mend) in [
            ("MyName/MyImage:latest", "Use small letters: myname/myimage:latest."),
            ("ghcr.io/MyOrg/comfy:1.0", "Use small letters: ghcr.io/myorg/comfy:1.0."),
            ("MyName/myimage", "Use small letters: myname/myimage."),
            ("a//b", "/ too many"),
            ("a/b/", "/ too many"),
            ("ghcr.io/:x", "/ too many"),
            ("a/b:x:y", ": too many"),
            ("docker:runpod/pytorch:2", "Leave out “docker:”"),
            ("runpod/pytorch:tag/extra", "after the tag"),
            ("x@sha256:abc", "no digest"),
            ("x@", "no digest"),
            ("x@md5:0123", "no digest"),
            ("host.:5000/x", "no registry"),
            ("-a.b/x", "no registry"),
            ("my.host:/x", "no registry"),
            ("a..b", "small letters and digits"),
            ("a___b", "small letters and digits"),
            ("a._b", "small letters and digits"),
            ("a/-b", "small letters and digits"),
            ("a/b-", "small letters and digits"),
            ("a:", "no tag"),
            ("a:.x", "no tag"),
            ("a:-x", "no tag"),
            ("", "/ too many"),
        ] {
            let said = fault(image).unwrap_or_default();
            assert!(said.contains(mend), "{image}: {said}");
        }
        assert!(fault(&format!("a:{}", "t".repeat(129))).is_some());
        assert!(fault(&"a".repeat(256)).is_some());
    }

    proptest! {
        #[test]
        fn the_mend_for_capital_letters_is_taken(image in "[A-Za-z0-9]{1,5}(/[A-Za-z0-9]{1,5}){0,2}(:[A-Za-z0-9]{1,5})?") {
            if let Some(said) = fault(&image) {
                let mend = said.strip_prefix("Use small letters: ").and_then(|mend| mend.strip_suffix('.'));
                prop_assert_eq!(fault(mend.unwrap()), None);
            }
        }
    }
}
