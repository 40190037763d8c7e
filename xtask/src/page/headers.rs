//! The headers of the page, in three files: `_headers`, as Netlify and Cloudflare Pages read it and the simulator does,
//! `_headers.caddy`, which hosting/Caddyfile imports, and `_headers.nginx`, which hosting/nginx.conf includes.

use std::collections::BTreeMap;

const EVERYWHERE: [&str; 4] = [
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Cross-Origin-Opener-Policy: same-origin",
    "Permissions-Policy: accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
     fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()",
];

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
}

/// Hosts join the headers of all rules that fit, so a policy stands only under the exact addresses of its page.
pub fn rules(policies: &Policies, names: &[String]) -> Vec<Rule> {
    let hashed = names.iter().filter(|name| hash_in(name).is_some()).map(|name| format!("/{name}"));
    vec![
        Rule { paths: paths(["/*"]), headers: EVERYWHERE.map(str::to_owned).into() },
        page(paths(["/", "/index.html"]), &format!("{}; frame-ancestors 'none'", policies.page)),
        page(paths(["/probe", "/probe.html"]), &framed(&policies.probe)),
        page(paths(["/files", "/files.html"]), &framed(&policies.files)),
        page(paths(["/offline", "/offline.html"]), &format!("{}; frame-ancestors 'none'", policies.offline)),
        // No hash in their names: a browser asks whether what it keeps is of today.
        Rule {
            paths: paths(["/locales/*", "/service-worker.js"]),
            headers: vec!["Cache-Control: no-cache".to_owned()],
        },
        Rule {
            paths: hashed.collect(),
            headers: vec!["Cache-Control: public, max-age=31536000, immutable".to_owned()],
        },
    ]
}

/// The page frames it, and nobody else does.
fn framed(policy: &str) -> String {
    format!("{policy}; frame-ancestors 'self'; sandbox allow-scripts")
}

fn paths<const N: usize>(paths: [&str; N]) -> Vec<String> {
    paths.map(str::to_owned).into()
}

fn page(paths: Vec<String>, policy: &str) -> Rule {
    let headers = vec![format!("Content-Security-Policy: {policy}"), "Cache-Control: no-cache".to_owned()];
    Rule { paths, headers }
}

/// The file `_headers`.
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
        let fields = rule.headers.iter().filter_map(|header| header.split_once(": "));
        let lines: String = fields.map(|(name, value)| format!("\t{name} \"{value}\"\n")).collect();
        format!("@headers{at} path {}\nheader @headers{at} {{\n{lines}}}\n", rule.paths.join(" "))
    };
    rules.iter().enumerate().filter(|(_, rule)| !rule.paths.is_empty()).map(block).collect()
}

/// The same for nginx: of each header a table of its values, `$launchpod_cache_control` for `Cache-Control`.
pub fn tables(rules: &[Rule]) -> String {
    let mut tables = BTreeMap::<String, String>::new();
    for rule in rules {
        for (name, value) in rule.headers.iter().filter_map(|header| header.split_once(": ")) {
            let name = name.to_ascii_lowercase().replace('-', "_");
            let lines = rule.paths.iter().map(|path| format!("\t{} \"{value}\";\n", place(path)));
            tables.entry(name).or_default().extend(lines);
        }
    }
    let table = |(name, lines): (&String, &String)| format!("map $uri $launchpod_{name} {{\n{lines}}}\n");
    tables.iter().map(table).collect()
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
        Policies { page: page.to_owned(), probe: "B".to_owned(), files: "D".to_owned(), offline: "C".to_owned() }
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
        assert!(snippet.starts_with("@headers0 path /*\nheader @headers0 {\n\tX-Content-Type-Options \"nosniff\"\n"));
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
