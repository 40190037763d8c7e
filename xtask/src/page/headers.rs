//! The file `_headers`, as Netlify and Cloudflare Pages read it and the simulator does.

const EVERYWHERE: [&str; 4] = [
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Cross-Origin-Opener-Policy: same-origin",
    "Permissions-Policy: accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
     fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()",
];

/// Hosts join the headers of all rules that fit, so a policy stands only under the exact addresses of its page.
pub fn file(page_policy: &str, probe_policy: &str, names: &[String]) -> String {
    let mut file = rule("/*", EVERYWHERE.map(str::to_owned));
    for path in ["/", "/index.html"] {
        file += &rule(path, page(&format!("{page_policy}; frame-ancestors 'none'")));
    }
    for path in ["/probe", "/probe.html"] {
        file += &rule(path, page(&format!("{probe_policy}; frame-ancestors 'self'; sandbox allow-scripts")));
    }
    for name in names.iter().filter(|name| hash_in(name).is_some()) {
        file += &rule(&format!("/{name}"), ["Cache-Control: public, max-age=31536000, immutable".to_owned()]);
    }
    file
}

fn page(policy: &str) -> [String; 2] {
    [format!("Content-Security-Policy: {policy}"), "Cache-Control: no-cache".to_owned()]
}

fn rule<const N: usize>(path: &str, headers: [String; N]) -> String {
    let lines: String = headers.iter().map(|header| format!("  {header}\n")).collect();
    format!("{path}\n{lines}")
}

/// Trunk writes `name-0123456789abcdef.ending`, and the hash may lose leading zeros.
pub fn hash_in(name: &str) -> Option<&str> {
    let hexadecimal = |part: &&str| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split(['-', '.', '_']).find(hexadecimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_files_are_kept_for_ever_and_pages_are_not() {
        let names = ["app-5f3759df5f3759df.css", "index.html", "launchpod-5f3759df5f3759df_bg.wasm", "probe.html"];
        let file = file("A", "B", &names.map(str::to_owned));
        assert!(file.contains("/app-5f3759df5f3759df.css\n  Cache-Control: public, max-age=31536000, immutable\n"));
        assert!(file.contains("/launchpod-5f3759df5f3759df_bg.wasm\n"));
        assert!(file.contains(
            "/index.html\n  Content-Security-Policy: A; frame-ancestors 'none'\n  Cache-Control: no-cache\n"
        ));
        assert_eq!(file.matches("immutable").count(), 2);
    }

    #[test]
    fn only_the_probe_may_be_framed() {
        let file = file("A", "B", &[]);
        assert!(
            file.contains("/probe.html\n  Content-Security-Policy: B; frame-ancestors 'self'; sandbox allow-scripts\n")
        );
        assert!(!file.lines().take(5).any(|line| line.contains("Content-Security-Policy")));
    }
}
