//! The Content-Security-Policy: what the page may do, and with whom it may speak.

use crate::digest::sha256_base64;

/// Text is no markup and no script, whatever a program does with it. Browsers that know no trusted types pass over it.
const NO_TEXT_AS_SCRIPT: &str = "require-trusted-types-for 'script'";

/// The page holds the key, so it speaks with its own origin and RunPod's API alone.
pub fn of_page(inline_scripts: &[String]) -> String {
    let script = format!("script-src 'self' 'wasm-unsafe-eval'{}", hashes(inline_scripts));
    // A worker is of this origin alone, and so is what tells how to install the page.
    [
        "default-src 'none'",
        &script,
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self' https://api.runpod.io",
        "frame-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        // Text becomes markup only where public/loader.js has looked at it.
        NO_TEXT_AS_SCRIPT,
        "trusted-types default",
    ]
    .join("; ")
}

/// A sandboxed frame speaks with pods, where anyone can rent a name, and never holds the key.
pub fn of_frame(inline_scripts: &[String]) -> String {
    let script = format!("script-src{}", hashes(inline_scripts));
    [
        "default-src 'none'",
        &script,
        "connect-src https://*.proxy.runpod.net",
        "img-src https://*.proxy.runpod.net",
        "base-uri 'none'",
        "form-action 'none'",
        NO_TEXT_AS_SCRIPT,
        "trusted-types 'none'",
    ]
    .join("; ")
}

/// What is shown where the page can't be loaded: it asks nobody anything.
pub fn of_offline(inline_scripts: &[String], inline_styles: &[String]) -> String {
    let script = format!("script-src{}", hashes(inline_scripts));
    let style = format!("style-src{}", hashes(inline_styles));
    [
        "default-src 'none'",
        &script,
        &style,
        "base-uri 'none'",
        "form-action 'none'",
        NO_TEXT_AS_SCRIPT,
        "trusted-types 'none'",
    ]
    .join("; ")
}

/// What shows that page fetches from its own origin alone. Only a header can say so.
pub fn of_worker() -> String {
    "default-src 'none'; connect-src 'self'".to_owned()
}

fn hashes(scripts: &[String]) -> String {
    scripts.iter().map(|script| format!(" 'sha256-{}'", sha256_base64(script.as_bytes()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "alert('Hello, world.');";
    const DIGEST: &str = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";

    fn scripts() -> [String; 1] {
        [SCRIPT.to_owned()]
    }

    /// By letter: who changes a policy changes it here, too. e2e/journeys/policy_negative.test.mjs tries what each part forbids.
    #[test]
    fn the_policy_of_the_page_is_this_one() {
        let expected = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
            font-src 'self'; connect-src 'self' https://api.runpod.io; frame-src 'self'; worker-src 'self'; \
            manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
            require-trusted-types-for 'script'; trusted-types default";
        assert_eq!(of_page(&[]), expected);
        let with_a_script = expected.replace("'wasm-unsafe-eval'", &format!("'wasm-unsafe-eval' {DIGEST}"));
        assert_eq!(of_page(&scripts()), with_a_script);
    }

    #[test]
    fn the_policy_of_a_frame_is_this_one() {
        assert_eq!(
            of_frame(&scripts()),
            format!(
                "default-src 'none'; script-src {DIGEST}; connect-src https://*.proxy.runpod.net; \
                 img-src https://*.proxy.runpod.net; base-uri 'none'; form-action 'none'; \
                 require-trusted-types-for 'script'; trusted-types 'none'"
            )
        );
    }

    #[test]
    fn the_policy_of_what_is_shown_offline_is_this_one() {
        assert_eq!(
            of_offline(&scripts(), &scripts()),
            format!(
                "default-src 'none'; script-src {DIGEST}; style-src {DIGEST}; base-uri 'none'; form-action 'none'; \
                 require-trusted-types-for 'script'; trusted-types 'none'"
            )
        );
        assert_eq!(of_worker(), "default-src 'none'; connect-src 'self'");
    }
}
