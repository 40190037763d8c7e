//! As much HTML as the build needs: tags with their attributes, inline scripts, one inserted element.

use crate::Result;

/// An opening tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// The name, in lower case.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// Where the tag stands in the document.
    start: usize,
    end: usize,
}

impl Tag {
    /// The value of an attribute; empty for one without a value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Every opening tag outside comments and scripts, in order.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = rest(html, at).find('<') {
        let start = at + found;
        let inside = rest(html, start + 1);
        if inside.starts_with("!--") {
            at = after(html, start, "-->");
        } else if inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let tag = read_tag(html, start);
            at = if tag.name == "script" { script_end(html, tag.end) } else { tag.end };
            tags.push(tag);
        } else {
            at = start + 1;
        }
    }
    tags
}

/// The text of every script that has no address, as a browser hashes it.
pub fn inline_scripts(html: &str) -> Vec<String> {
    let scripts = tags(html).into_iter().filter(|tag| tag.name == "script" && tag.get("src").is_none());
    scripts.map(|tag| slice(html, tag.end, script_end(html, tag.end)).replace("\r\n", "\n")).collect()
}

/// Puts a policy right after the character set, before anything that it governs.
pub fn with_policy(html: &str, policy: &str) -> Result<String> {
    let tags = tags(html);
    let charset = tags
        .iter()
        .find(|tag| tag.name == "meta" && tag.get("charset").is_some())
        .ok_or("the page has no <meta charset>, after which the policy belongs")?;
    // Minifying drops <head>, but a host may look for it to add something, as the simulator does.
    let head = if tags.iter().any(|tag| tag.name == "head") { "" } else { "<head>" };
    let element = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let (before, meta) = (slice(html, 0, charset.start), slice(html, charset.start, charset.end));
    Ok(format!("{before}{head}{meta}{element}{}", rest(html, charset.end)))
}

/// The two files that make up the app.
#[derive(Debug, PartialEq, Eq)]
pub struct Module {
    /// The glue that wasm-bindgen writes.
    pub js: String,
    /// The app itself.
    pub wasm: String,
}

/// What `<meta name="launchpod-app">` names.
pub fn module(html: &str) -> Option<Module> {
    let tags = tags(html);
    let meta = tags.iter().find(|tag| tag.get("name") == Some("launchpod-app"))?;
    let mut words = meta.get("content")?.split(' ');
    Some(Module { js: words.next()?.to_owned(), wasm: words.next()?.to_owned() })
}

/// Adds the size of the app to the line that names it.
pub fn with_module_size(html: &str, bytes: u64) -> String {
    match module(html) {
        Some(Module { js, wasm }) => html.replacen(&format!("{js} {wasm}"), &format!("{js} {wasm} {bytes}"), 1),
        None => html.to_owned(),
    }
}

/// Browsers check no digest when they fetch a module ahead, and say so in the console each time.
pub fn without_idle_digest(html: &str) -> String {
    let tags = tags(html);
    let ahead = tags.iter().find(|tag| tag.get("rel") == Some("preload") && tag.get("as") == Some("fetch"));
    let Some((tag, digest)) = ahead.and_then(|tag| Some((tag, tag.get("integrity")?))) else {
        return html.to_owned();
    };
    let plain = [format!(" integrity=\"{digest}\""), format!(" integrity={digest}")]
        .iter()
        .fold(slice(html, tag.start, tag.end).to_owned(), |text, attribute| text.replacen(attribute, "", 1));
    format!("{}{plain}{}", slice(html, 0, tag.start), rest(html, tag.end))
}

/// The addresses of the style sheets, in order.
pub fn sheets(html: &str) -> Vec<String> {
    tags(html).iter().filter(|tag| is_sheet(tag)).filter_map(|tag| tag.get("href").map(str::to_owned)).collect()
}

/// Without the links to all style sheets but the first.
pub fn with_first_sheet_alone(html: &str) -> String {
    let others = tags(html).into_iter().filter(is_sheet).skip(1).collect::<Vec<Tag>>();
    let without = |html: String, tag: &Tag| format!("{}{}", slice(&html, 0, tag.start), rest(&html, tag.end));
    others.iter().rev().fold(html.to_owned(), without)
}

/// Puts the new name and the new digest of a file where the old ones were.
pub fn with_file(html: &str, old: &str, new: &str, digest: &str) -> String {
    let names_it = |tag: &Tag| ["href", "src"].iter().any(|key| tag.get(key).is_some_and(|at| at.ends_with(old)));
    let found = tags(html).into_iter().find_map(|tag| names_it(&tag).then(|| tag.get("integrity").map(str::to_owned)));
    let html = match found.flatten() {
        Some(outdated) => html.replace(&outdated, digest),
        None => html.to_owned(),
    };
    html.replace(old, new)
}

fn is_sheet(tag: &Tag) -> bool {
    tag.name == "link" && tag.get("rel") == Some("stylesheet")
}

fn read_tag(html: &str, start: usize) -> Tag {
    let text = rest(html, start + 1);
    let name_length = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let mut tag =
        Tag { name: slice(text, 0, name_length).to_lowercase(), attributes: Vec::new(), start, end: html.len() };
    let mut at = name_length;
    loop {
        at += rest(text, at).len() - rest(text, at).trim_start_matches(|c: char| c.is_whitespace() || c == '/').len();
        let here = rest(text, at);
        if here.is_empty() {
            return tag;
        }
        if here.starts_with('>') {
            tag.end = start + 1 + at + 1;
            return tag;
        }
        let (attribute, length) = read_attribute(here);
        tag.attributes.push(attribute);
        at += length;
    }
}

fn read_attribute(text: &str) -> ((String, String), usize) {
    let name_length = text.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(text.len()).max(1);
    let name = slice(text, 0, name_length).to_lowercase();
    let Some(value) = rest(text, name_length).strip_prefix('=') else {
        return ((name, String::new()), name_length);
    };
    let start = name_length + 1;
    let (value, length) = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = rest(value, 1);
            let length = inner.find(quote).unwrap_or(inner.len());
            (slice(inner, 0, length), (length + 2).min(value.len()))
        }
        _ => {
            let length = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
            (slice(value, 0, length), length)
        }
    };
    ((name, value.to_owned()), start + length)
}

fn script_end(html: &str, from: usize) -> usize {
    rest(html, from).to_ascii_lowercase().find("</script").map_or(html.len(), |found| from + found)
}

fn after(html: &str, from: usize, ending: &str) -> usize {
    rest(html, from).find(ending).map_or(html.len(), |found| from + found + ending.len())
}

fn rest(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

fn slice(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><head><meta charset=utf-8><!-- <script>no</script> -->\
        <meta name=launchpod-app content=\"./a.js ./a_bg.wasm\"><link rel=stylesheet href=./x.css />\
        <script defer src='./l.js'></script><script type=module>a < b;\r\nc</script></head>";

    #[test]
    fn tags_are_read_with_and_without_quotes() {
        let tags = tags(PAGE);
        let names: Vec<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["head", "meta", "meta", "link", "script", "script"]);
        assert_eq!(tags[1].get("charset"), Some("utf-8"));
        assert_eq!(tags[3].get("href"), Some("./x.css"));
        assert_eq!(tags[4].get("defer"), Some(""));
        assert_eq!(tags[4].get("src"), Some("./l.js"));
    }

    #[test]
    fn only_scripts_without_an_address_are_inline() {
        assert_eq!(inline_scripts(PAGE), ["a < b;\nc"]);
    }

    #[test]
    fn the_policy_follows_the_character_set() {
        let page = with_policy(PAGE, "default-src 'none'").unwrap();
        assert!(page.contains(
            "<meta charset=utf-8><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">"
        ));
        let minified = with_policy("<html><meta charset=utf-8><title>", "x").unwrap();
        assert!(minified.starts_with("<html><head><meta charset=utf-8><meta http-equiv"));
        assert!(with_policy("<p>", "x").is_err());
    }

    #[test]
    fn the_module_is_named_once_and_gets_its_size() {
        assert_eq!(module(PAGE), Some(Module { js: "./a.js".into(), wasm: "./a_bg.wasm".into() }));
        assert!(with_module_size(PAGE, 42).contains("\"./a.js ./a_bg.wasm 42\""));
        assert_eq!(module("<p>"), None);
    }

    #[test]
    fn only_the_digest_that_nobody_checks_is_dropped() {
        let page = |digest: &str| {
            format!("<link rel=modulepreload integrity=sha384-a><link rel=preload as=fetch{digest} href=./a.wasm><p>")
        };
        assert_eq!(without_idle_digest(&page(" integrity=sha384-b")), page(""));
        assert_eq!(without_idle_digest(&page(" integrity=\"sha384-b\"")), page(""));
        assert_eq!(without_idle_digest(&page("")), page(""));
    }

    #[test]
    fn only_the_first_sheet_stays_linked() {
        let page = "<link rel=stylesheet href=./a.css><p><link rel=icon href=i><link rel=stylesheet href=b.css>é";
        assert_eq!(sheets(page), ["./a.css", "b.css"]);
        assert_eq!(with_first_sheet_alone(page), "<link rel=stylesheet href=./a.css><p><link rel=icon href=i>é");
    }

    #[test]
    fn a_file_that_changed_is_named_anew_with_its_digest() {
        let page = "<script src=./l.js integrity=sha384-l></script><link href=./a.js integrity=sha384-a><p title=a.js>";
        let changed =
            "<script src=./l.js integrity=sha384-l></script><link href=./b.js integrity=sha384-b><p title=b.js>";
        assert_eq!(with_file(page, "a.js", "b.js", "sha384-b"), changed);
        assert_eq!(with_file("<img src=a.js>", "a.js", "b.js", "sha384-b"), "<img src=b.js>");
    }

    #[test]
    fn broken_html_ends_the_search_and_nothing_else() {
        for page in ["<", "<a", "<a href", "<a href=", "<a href=\"x", "<!--", "<script>", "<a =>", "<é>"] {
            let _ = (tags(page), inline_scripts(page));
        }
    }
}
