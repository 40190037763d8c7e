//! What an image's name tells of the CUDA that it is made for.

/// GPUs of NVIDIA's Blackwell generation run this and later alone.
pub const BLACKWELL: (u8, u8) = (12, 8);

/// Whether a GPU of this name is one of that generation.
pub fn is_blackwell(gpu: &str) -> bool {
    ["RTX 507", "RTX 508", "RTX 509", "RTX PRO", "B200", "B300"].iter().any(|name| gpu.contains(name))
}

/// The CUDA version in an image's name: `cuda12.8`, `cuda11.8.0`, `cu1281`; `None` where there is none.
pub fn cuda(image: &str) -> Option<(u8, u8)> {
    image.match_indices("cu").find_map(|(at, _)| {
        let rest = image.get(at + 2..)?;
        match rest.strip_prefix("da") {
            Some(rest) => {
                let (major, rest) = rest.split_once('.')?;
                Some((whole(major)?, whole(rest.split(|letter: char| !letter.is_ascii_digit()).next()?)?))
            }
            None => Some((whole(rest.get(..2)?)?, whole(rest.get(2..3)?)?)),
        }
    })
}

fn whole(digits: &str) -> Option<u8> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn versions_are_read_from_names() {
        assert_eq!(cuda("runpod/comfyui:cuda12.8"), Some((12, 8)));
        assert_eq!(cuda("runpod/pytorch:2.1.0-py3.10-cuda11.8.0-devel-ubuntu22.04"), Some((11, 8)));
        assert_eq!(cuda("runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404"), Some((12, 8)));
        assert_eq!(cuda("nvidia/cuda:12.4.1-base"), None);
        assert_eq!(cuda("runpod/comfyui:latest"), None);
        assert_eq!(cuda("someone/cucumber:cu124"), Some((12, 4)));
    }

    #[test]
    fn blackwell_is_known_by_its_names() {
        assert!(is_blackwell("RTX 5090") && is_blackwell("RTX PRO 6000 WK") && is_blackwell("B200"));
        assert!(!is_blackwell("RTX 4090") && !is_blackwell("RTX 5000 Ada") && !is_blackwell("A100 SXM"));
    }

    proptest! {
        #[test]
        fn no_name_panics(name in ".*") {
            let _ = cuda(&name);
            let _ = cuda(&format!("cu{name}"));
            let _ = cuda(&format!("cuda{name}"));
        }
    }
}
