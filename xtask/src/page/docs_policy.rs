//! What goes with the docs, wherever the page is: they are text, style and pictures of their own, and ask nobody anything. And with
//! the list of the page's files.

use super::headers::Rule;

/// The folder of the docs, beside the page.
pub const DOCS: &str = "docs";

/// As it stands in each page of the docs.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/// For whatever host serves them; where there are none, nothing is asked for below that address.
pub fn rules() -> [Rule; 2] {
    let policy = format!("Content-Security-Policy: {POLICY}; frame-ancestors 'none'");
    let fresh = || "Cache-Control: no-cache".to_owned();
    [
        Rule { paths: vec![format!("/{DOCS}/*")], headers: vec![policy, fresh()] },
        Rule { paths: vec![format!("/{}", super::build_list::NAME)], headers: vec![fresh()] },
    ]
}

#[cfg(test)]
mod tests {
    use super::super::headers;
    use super::*;

    #[test]
    fn the_docs_run_nothing_and_ask_nobody() {
        let file = headers::file(&rules());
        assert!(
            file.starts_with("/docs/*\n  Content-Security-Policy: default-src 'none'; style-src 'self';"),
            "{file}"
        );
        assert!(file.contains("frame-ancestors 'none'\n  Cache-Control: no-cache\n/build.txt\n"), "{file}");
        assert!(!POLICY.contains("script") && !POLICY.contains("unsafe") && !POLICY.contains(':'));
    }
}
