//! The headers of the page, in three files: `_headers`, as Netlify and Cloudflare Pages read it and the simulator does,
//! `_headers.caddy`, which hosting/Caddyfile imports, and `_headers.nginx`, which hosting/nginx.conf includes.

use std::collections::BTreeMap;

const EVERYWHERE: [&str; 5] = [
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Cross-Origin-Opener-Policy: same-origin",
    "Cross-Origin-Resource-Policy: same-origin",
    "Origin-Agent-Cluster: ?1",
];

/// Only where the page came encrypted: browsers heed it nowhere else, and a computer's own address must never need a certificate.
const ENCRYPTED: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");

const NOT_KEPT: &str = "Cache-Control: no-cache";

/// What the page may use of a browser's powers: it copies. All else is off, and so is whatever frames ask for.
const ALLOWED: &str = "clipboard-write=(self)";

/// All that Chromium 156 can be told not to give, but for what the browser says of itself in headers (`ch-…`). A browser that
/// knows one of them by no name leaves it out.
const FORBIDDEN: &str = "accelerometer autoplay browsing-topics camera captured-surface-control clipboard-read compute-pressure \
    cross-origin-isolated deferred-fetch deferred-fetch-minimal digital-credentials-create digital-credentials-get \
    display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid identity-credentials-get idle-detection \
    interest-cohort keyboard-map language-detector language-model local-fonts local-network local-network-access \
    loopback-network magnetometer media-playback-while-not-visible microphone midi on-device-speech-recognition \
    otp-credentials payment picture-in-picture private-state-token-issuance private-state-token-redemption \
    publickey-credentials-create publickey-credentials-get screen-wake-lock serial speaker-selection storage-access \
    summarizer sync-xhr translator unload usb window-management xr-spatial-tracking";

/// The headers of some addresses.
pub struct Rule {
    pub(super) paths: Vec<String>,
    pub(super) headers: Vec<String>,
}

/// The Content-Security-Policy of each page.
pub struct Policies {
    /// The page itself.
    pub page: String,
    /// What asks pods' programs whether they answer.
    pub probe: String,
    /// What asks ComfyUI for files.
    pub files: String,
    /// What is shown where the page can't be loaded.
    pub offline: String,
    /// What shows it.
    pub worker: String,
}

/// Hosts join the headers of all rules that fit, so a policy stands only under the exact addresses of its page.
pub fn rules(policies: &Policies, names: &[String]) -> Vec<Rule> {
    let hashed = names.iter().filter(|name| hash_in(name).is_some()).map(|name| format!("/{name}"));
    vec![
        Rule { paths: paths(["/*"]), headers: everywhere() },
        page(paths(["/", "/index.html"]), &format!("{}; frame-ancestors 'none'", policies.page)),
        page(paths(["/probe", "/probe.html"]), &framed(&policies.probe)),
        page(paths(["/files", "/files.html"]), &framed(&policies.files)),
        page(paths(["/offline", "/offline.html"]), &format!("{}; frame-ancestors 'none'", policies.offline)),
        // No hash in their names: a browser asks whether what it keeps is of today.
        Rule { paths: paths(["/locales/*"]), headers: vec![NOT_KEPT.to_owned()] },
        page(paths(["/service-worker.js"]), &policies.worker),
        Rule {
            paths: hashed.collect(),
            headers: vec!["Cache-Control: public, max-age=31536000, immutable".to_owned()],
        },
    ]
}

fn everywhere() -> Vec<String> {
    let forbidden: String = FORBIDDEN.split(' ').map(|feature| format!(", {feature}=()")).collect();
    let powers = format!("Permissions-Policy: {ALLOWED}{forbidden}");
    let (name, value) = ENCRYPTED;
    EVERYWHERE.iter().map(|&header| header.to_owned()).chain([powers, format!("{name}: {value}")]).collect()
}

/// The page frames it, and nobody else does.
fn framed(policy: &str) -> String {
    format!("{policy}; frame-ancestors 'self'; sandbox allow-scripts")
}

fn paths<const N: usize>(paths: [&str; N]) -> Vec<String> {
    paths.map(str::to_owned).into()
}

fn page(paths: Vec<String>, policy: &str) -> Rule {
    let headers = vec![format!("Content-Security-Policy: {policy}"), NOT_KEPT.to_owned()];
    Rule { paths, headers }
}

/// The file `_headers`. Who reads it speaks TLS, or leaves out what is for TLS alone, as Launchpod's own programs do.
pub fn file(rules: &[Rule]) -> String {
    let block = |rule: &Rule| {
        let lines: String = rule.headers.iter().map(|header| format!("  {header}\n")).collect();
        rule.paths.iter().map(|path| format!("{path}\n{lines}")).collect::<String>()
    };
    rules.iter().map(block).collect()
}

/// The same as a snippet for Caddy.
pub fn snippet(rules: &[Rule]) -> String {
    let block = |(at, rule): (usize, &Rule)| {
        let lines: String = fields(rule).map(|(name, value)| format!("\t{name} \"{value}\"\n")).collect();
        format!("@headers{at} path {}\nheader @headers{at} {{\n{lines}}}\n", rule.paths.join(" "))
    };
    let blocks = rules.iter().enumerate().filter(|(_, rule)| !rule.paths.is_empty()).map(block);
    let (name, value) = ENCRYPTED;
    format!("@encrypted protocol https\nheader @encrypted {name} \"{value}\"\n") + &blocks.collect::<String>()
}

/// The same for nginx: of each header a table of its values, `$launchpod_cache_control` for `Cache-Control`.
pub fn tables(rules: &[Rule]) -> String {
    let mut tables = BTreeMap::<String, String>::new();
    for rule in rules {
        for (name, value) in fields(rule) {
            let name = variable(name);
            let lines = rule.paths.iter().map(|path| format!("\t{} \"{value}\";\n", place(path)));
            tables.entry(name).or_default().extend(lines);
        }
    }
    let table = |(name, lines): (&String, &String)| format!("map $uri $launchpod_{name} {{\n{lines}}}\n");
    let (name, value) = ENCRYPTED;
    let encrypted = format!("map $scheme $launchpod_{} {{\n\thttps \"{value}\";\n}}\n", variable(name));
    tables.iter().map(table).chain([encrypted]).collect()
}

/// The headers of a rule, but for what is sent over TLS alone.
fn fields(rule: &Rule) -> impl Iterator<Item = (&str, &str)> {
    rule.headers.iter().filter_map(|header| header.split_once(": ")).filter(|(name, _)| *name != ENCRYPTED.0)
}

/// A header's name, as nginx's variables are named.
fn variable(header: &str) -> String {
    header.to_ascii_lowercase().replace('-', "_")
}

/// A path as a table of nginx's names it: by letter, and as an expression so that no line is too long for its index.
fn place(path: &str) -> String {
    match path.strip_suffix('*') {
        Some("/") => "default".to_owned(),
        Some(folder) => format!("\"~^{}\"", folder.replace('.', "\\.")),
        None => format!("\"~^{}$\"", path.replace('.', "\\.")),
    }
}

/// As in `name-0123456789abcdef.ending`. In those of Trunk the hash may lack leading zeros.
pub fn hash_in(name: &str) -> Option<&str> {
    let hexadecimal = |part: &&str| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split(['-', '.', '_']).find(hexadecimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policies(page: &str) -> Policies {
        let [probe, offline, files, worker] = ["B", "C", "D", "E"].map(str::to_owned);
        Policies { page: page.to_owned(), probe, files, offline, worker }
    }

    /// What Netlify and Cloudflare are told, by letter: who changes a header changes it here, too.
    const AS_IT_SHIPS: &str = "\
/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  Origin-Agent-Cluster: ?1
  Permissions-Policy: clipboard-write=(self), accelerometer=(), autoplay=(), browsing-topics=(), camera=(), captured-surface-control=(), \
clipboard-read=(), compute-pressure=(), cross-origin-isolated=(), deferred-fetch=(), deferred-fetch-minimal=(), digital-credentials-create=(), \
digital-credentials-get=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), \
gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), interest-cohort=(), keyboard-map=(), \
language-detector=(), language-model=(), local-fonts=(), local-network=(), local-network-access=(), loopback-network=(), \
magnetometer=(), media-playback-while-not-visible=(), microphone=(), midi=(), on-device-speech-recognition=(), otp-credentials=(), \
payment=(), picture-in-picture=(), private-state-token-issuance=(), private-state-token-redemption=(), publickey-credentials-create=(), publickey-credentials-get=(), \
screen-wake-lock=(), serial=(), speaker-selection=(), storage-access=(), summarizer=(), sync-xhr=(), \
translator=(), unload=(), usb=(), window-management=(), xr-spatial-tracking=()
  Strict-Transport-Security: max-age=31536000
/
  Content-Security-Policy: A; frame-ancestors 'none'
  Cache-Control: no-cache
/index.html
  Content-Security-Policy: A; frame-ancestors 'none'
  Cache-Control: no-cache
/probe
  Content-Security-Policy: B; frame-ancestors 'self'; sandbox allow-scripts
  Cache-Control: no-cache
/probe.html
  Content-Security-Policy: B; frame-ancestors 'self'; sandbox allow-scripts
  Cache-Control: no-cache
/files
  Content-Security-Policy: D; frame-ancestors 'self'; sandbox allow-scripts
  Cache-Control: no-cache
/files.html
  Content-Security-Policy: D; frame-ancestors 'self'; sandbox allow-scripts
  Cache-Control: no-cache
/offline
  Content-Security-Policy: C; frame-ancestors 'none'
  Cache-Control: no-cache
/offline.html
  Content-Security-Policy: C; frame-ancestors 'none'
  Cache-Control: no-cache
/locales/*
  Cache-Control: no-cache
/service-worker.js
  Content-Security-Policy: E
  Cache-Control: no-cache
/app-5f3759df5f3759df.css
  Cache-Control: public, max-age=31536000, immutable
";

    #[test]
    fn the_headers_are_these_and_no_others() {
        let names = ["app-5f3759df5f3759df.css", "index.html", "launchpod.css"];
        assert_eq!(file(&rules(&policies("A"), &names.map(str::to_owned))), AS_IT_SHIPS);
    }

    #[test]
    fn what_is_for_tls_alone_is_sent_over_tls_alone() {
        let rules = rules(&policies("A"), &[]);
        let value = "max-age=31536000";
        for (told, by_scheme) in [
            (
                snippet(&rules),
                format!("@encrypted protocol https\nheader @encrypted Strict-Transport-Security \"{value}\"\n"),
            ),
            (
                tables(&rules),
                format!("map $scheme $launchpod_strict_transport_security {{\n\thttps \"{value}\";\n}}\n"),
            ),
        ] {
            assert!(told.contains(&by_scheme), "{told}");
            assert_eq!(told.matches(value).count(), 1 + told.matches("public, max-age=31536000").count());
        }
    }

    #[test]
    fn hashed_files_are_kept_for_ever_and_pages_are_not() {
        let names = ["app-5f3759df5f3759df.css", "index.html", "launchpod-5f3759df5f3759df_bg.wasm", "probe.html"];
        let file = file(&rules(&policies("A"), &names.map(str::to_owned)));
        assert!(file.contains("/app-5f3759df5f3759df.css\n  Cache-Control: public, max-age=31536000, immutable\n"));
        assert!(file.contains("/launchpod-5f3759df5f3759df_bg.wasm\n"));
        assert!(file.contains(
            "/index.html\n  Content-Security-Policy: A; frame-ancestors 'none'\n  Cache-Control: no-cache\n"
        ));
        assert_eq!(file.matches("immutable").count(), 2);
        assert!(file.contains("/locales/*\n  Cache-Control: no-cache\n"));
    }

    #[test]
    fn only_what_asks_pods_may_be_framed() {
        let file = file(&rules(&policies("A"), &[]));
        for (name, policy) in [("probe", "B"), ("files", "D")] {
            let framed = format!("{policy}; frame-ancestors 'self'; sandbox allow-scripts");
            assert!(file.contains(&format!("/{name}.html\n  Content-Security-Policy: {framed}\n")));
        }
        assert!(file.contains("/offline.html\n  Content-Security-Policy: C; frame-ancestors 'none'\n"));
        assert!(!file.lines().take(5).any(|line| line.contains("Content-Security-Policy")));
    }

    #[test]
    fn caddy_is_told_the_same() {
        let names = ["a-5f3759df5f3759df.css", "b-5f3759df5f3759df.js"];
        let snippet = snippet(&rules(&policies("default-src 'none'"), &names.map(str::to_owned)));
        assert!(snippet.contains("\n@headers0 path /*\nheader @headers0 {\n\tX-Content-Type-Options \"nosniff\"\n"));
        assert!(
            snippet
                .contains("@headers1 path / /index.html\nheader @headers1 {\n\tContent-Security-Policy \"default-src")
        );
        assert!(snippet.contains("path /a-5f3759df5f3759df.css /b-5f3759df5f3759df.js\n"));
        // Quotes and braces mean something to Caddy.
        assert!(snippet.lines().all(|line| line.matches('"').count() % 2 == 0 && !line.contains('\\')));
    }

    #[test]
    fn nginx_is_told_the_same() {
        let tables = tables(&rules(&policies("default-src 'none'"), &["a-5f3759df5f3759df.css".to_owned()]));
        for lines in [
            "map $uri $launchpod_cache_control {\n\t\"~^/$\" \"no-cache\";\n\t\"~^/index\\.html$\" \"no-cache\";\n",
            "\t\"~^/locales/\" \"no-cache\";\n",
            "\t\"~^/a-5f3759df5f3759df\\.css$\" \"public, max-age=31536000, immutable\";\n}\n",
            "map $uri $launchpod_x_content_type_options {\n\tdefault \"nosniff\";\n}\n",
            "\t\"~^/$\" \"default-src 'none'; frame-ancestors 'none'\";\n",
        ] {
            assert!(tables.contains(lines), "{lines}{tables}");
        }
        // A dollar in a value would be a variable.
        assert!(
            tables
                .lines()
                .all(|line| line.split(' ').skip(1).all(|word| !word.contains('$') || line.starts_with("map")))
        );
    }
}
