//! The Content-Security-Policy: what the page may do, and with whom it may speak.

use crate::digest::sha256_base64;

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
    ]
    .join("; ")
}

/// What is shown where the page can't be loaded: it asks nobody anything.
pub fn of_offline(inline_scripts: &[String], inline_styles: &[String]) -> String {
    let script = format!("script-src{}", hashes(inline_scripts));
    let style = format!("style-src{}", hashes(inline_styles));
    ["default-src 'none'", &script, &style, "base-uri 'none'", "form-action 'none'"].join("; ")
}

fn hashes(scripts: &[String]) -> String {
    scripts.iter().map(|script| format!(" 'sha256-{}'", sha256_base64(script.as_bytes()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_allowed_by_its_digest() {
        assert!(of_frame(&["alert('Hello, world.');".to_owned()]).contains("script-src 'sha256-qznLcs"));
    }

    #[test]
    fn the_page_reaches_nobody_but_itself_and_the_api() {
        let policy = of_page(&[]);
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"));
        assert!(policy.contains("connect-src 'self' https://api.runpod.io;"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'));
    }

    #[test]
    fn what_is_shown_offline_reaches_nobody() {
        let policy = of_offline(&["a".to_owned()], &["b".to_owned()]);
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"));
        assert!(!policy.contains("connect-src") && !policy.contains("'self'") && !policy.contains("unsafe"));
    }

    #[test]
    fn a_frame_reaches_pods_alone() {
        let policy = of_frame(&[]);
        assert!(!policy.contains("api.runpod.io") && !policy.contains("'self'") && !policy.contains("unsafe"));
        assert!(policy.contains("connect-src https://*.proxy.runpod.net; img-src https://*.proxy.runpod.net;"));
    }
}
