//! What RunPod tells in a pod's last change of a start that failed. Its texts are the container engine's: they are known
//! by a few words of theirs, and most say nothing of a failure.

use launchpod_words::{Message, readiness as say};

/// A failure that a text names.
#[derive(Clone, Copy, Debug)]
pub struct Failure {
    /// A stable name for style sheets and tests.
    pub kind: &'static str,
    /// What happened.
    pub what: Message,
    /// What to do now.
    pub advice: Message,
}

/// Each kind is one failure: addresses of functions say nothing of whether they are the same.
impl PartialEq for Failure {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Failure {}

impl Failure {
    /// Whether it says no more than that a download failed, which is tried again.
    pub fn is_download(self) -> bool {
        self == BROKEN_PULL
    }
}

const MISSING: Failure = Failure { kind: "image-missing", what: say::image_missing, advice: say::image_missing_advice };
const LOGIN: Failure = Failure { kind: "image-login", what: say::image_login, advice: say::image_login_advice };
const LIMIT: Failure = Failure { kind: "image-limit", what: say::image_limit, advice: say::image_limit_advice };
pub(super) const SPACE: Failure = Failure { kind: "no-space", what: say::no_space, advice: say::no_space_advice };
const PLATFORM: Failure =
    Failure { kind: "wrong-platform", what: say::wrong_platform, advice: say::wrong_platform_advice };
const BROKEN_PULL: Failure = Failure { kind: "pull-failed", what: say::pull_failed, advice: say::pull_failed_advice };
pub(super) const DRIVER: Failure =
    Failure { kind: "driver-old", what: say::driver_old, advice: say::driver_old_advice };
const CONTAINER: Failure =
    Failure { kind: "container-failed", what: say::container_failed, advice: say::container_failed_advice };

/// Words of a failure, in small letters, each text all of whose parts must be in it. The first that fits counts: causes come
/// before what follows from them.
const KNOWN: [(&[&str], Failure); 26] = [
    (&["manifest unknown"], MISSING),
    (&["manifest for", "not found"], MISSING),
    (&["pulling image", "not found"], MISSING),
    (&["no such image"], MISSING),
    (&["invalid reference format"], MISSING),
    (&["no basic auth credentials"], LOGIN),
    (&["pull access denied"], LOGIN),
    (&["repository does not exist"], LOGIN),
    (&["unauthorized"], LOGIN),
    (&["authentication required"], LOGIN),
    (&["requested access", "denied"], LOGIN),
    (&["toomanyrequests"], LIMIT),
    (&["too many requests"], LIMIT),
    (&["pull rate limit"], LIMIT),
    (&["no space left on device"], SPACE),
    (&["exec format error"], PLATFORM),
    (&["no matching manifest"], PLATFORM),
    (&["layer does not exist"], BROKEN_PULL),
    (&["pull failed"], BROKEN_PULL),
    (&["error pulling image"], BROKEN_PULL),
    (&["failed to pull"], BROKEN_PULL),
    (&["unsatisfied condition: cuda"], DRIVER),
    (&["unsatisfied condition: driver"], DRIVER),
    (&["oci runtime create failed"], CONTAINER),
    (&["failed to create shim task"], CONTAINER),
    (&["error response from daemon"], CONTAINER),
];

/// The failure that a last change tells of; `None` for all other texts. The names of `image` say nothing.
pub fn failure(told: &str, image: &str) -> Option<Failure> {
    let mut told = told.to_ascii_lowercase();
    if !image.is_empty() {
        told = told.replace(&image.to_ascii_lowercase(), " ");
    }
    // RunPod tries again by itself: one failure says little.
    told = told.replace("pull failed 1 time", " ");
    let fits = |words: &[&str]| words.iter().all(|word| told.contains(word));
    KNOWN.iter().find(|(words, _)| fits(words)).map(|(_, failure)| *failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(told: &str) -> Option<&'static str> {
        failure(told, "runpod/pytorch:1.0").map(|failure| failure.kind)
    }

    #[test]
    fn failures_are_known_by_their_words() {
        let known = [
            ("create container: error pulling image: manifest for a/b:c not found: manifest unknown", "image-missing"),
            ("error pulling image: Head \"https://x\": no basic auth credentials", "image-login"),
            ("pull access denied for a/b, repository does not exist or may require 'docker login'", "image-login"),
            ("error pulling image: unauthorized: authentication required", "image-login"),
            ("toomanyrequests: You have reached your pull rate limit", "image-limit"),
            ("429 Too Many Requests", "image-limit"),
            ("failed to register layer: write /x: no space left on device", "no-space"),
            ("exec /start.sh: exec format error", "wrong-platform"),
            ("no matching manifest for linux/amd64 in the manifest list entries", "wrong-platform"),
            ("create container: layer does not exist", "pull-failed"),
            ("the pull failed 7 times", "pull-failed"),
            ("still fetching image (the pull failed 12 times and starts over)", "pull-failed"),
            ("create container: OCI runtime create failed: nvidia-container-cli", "container-failed"),
            ("OCI runtime create failed: requirement error: unsatisfied condition: cuda>=12.8", "driver-old"),
        ];
        for (told, of) in known {
            assert_eq!(kind(told), Some(of), "{told}");
        }
    }

    #[test]
    fn all_other_texts_tell_of_none() {
        for told in [
            "",
            "create container runpod/pytorch:1.0",
            "start container for runpod/pytorch:1.0: begin",
            "Rented by User: Wed Nov 25 2026 14:33:18 GMT+0000",
            "Resumed by user: Wed Nov 25 2026",
            "Exited by user: Wed Nov 25 2026",
            "Exited by Runpod",
            "Outbid: Wed Nov 25 2026",
            "1.0 Pulling from runpod/pytorch",
            "still fetching image (the pull failed 1 times and starts over)",
            "Status: Downloaded newer image for runpod/pytorch:1.0",
        ] {
            assert_eq!(kind(told), None, "{told}");
        }
        assert_eq!(failure("create container me/unauthorized:pull failed", "me/unauthorized:pull failed"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(told in ".*", image in ".*") {
            let _ = failure(&told, &image);
        }
    }
}
