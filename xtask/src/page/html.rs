//! index.html: which files it wants, and what stands in their places in the page that ships. Plain Trunk reads the same
//! `data-trunk` lines, so there is one index.html for both.

use std::{cell::RefCell, collections::BTreeMap};

use lol_html::{
    HandlerResult, RewriteStrSettings, doc_comments, doc_text, element,
    html_content::{ContentType, Element, TextType},
    rewrite_str, text,
};

use crate::Result;

/// What index.html wants, as paths from the root of the project.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Style sheets, in their order.
    pub sheets: Vec<String>,
    /// Those that only somebody sees who is signed in.
    pub signed_in_sheets: Vec<String>,
    /// Scripts that the page starts.
    pub scripts: Vec<String>,
    /// Files whose names get a hash.
    pub icons: Vec<String>,
    /// Files that keep their names.
    pub copies: Vec<String>,
    /// Folders, likewise.
    pub folders: Vec<String>,
}

/// A file of the built page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// Its name.
    pub name: String,
    /// As an `integrity` attribute has it.
    pub digest: String,
}

/// The files that make up the page.
pub struct Files {
    /// All style sheets in one.
    pub sheet: Built,
    /// Scripts and icons, by their paths in the project.
    pub others: BTreeMap<String, Built>,
    /// The JavaScript of the app.
    pub glue: Built,
    /// The app itself.
    pub app: Built,
    /// How large the app is: the loader shows how much of it has arrived.
    pub app_bytes: usize,
    /// The file that the app fetches for somebody who is signed in: the loader fetches it ahead in a tab that holds a key.
    pub list: String,
    /// Half the digest of public/service-worker.js, whose name never changes.
    pub worker: String,
}

/// A line with `data-trunk`.
enum Line {
    Sheet(String),
    SignedInSheet(String),
    Script(String),
    Icon(String),
    Copy(String),
    Folder(String),
    App,
}

/// What a page wants.
pub fn wanted(html: &str) -> Result<Wanted> {
    let mut wanted = Wanted::default();
    visit(html, "[data-trunk]", |element| {
        match line(element)? {
            Line::Sheet(path) => wanted.sheets.push(path),
            Line::SignedInSheet(path) => wanted.signed_in_sheets.push(path),
            Line::Script(path) => wanted.scripts.push(path),
            Line::Icon(path) => wanted.icons.push(path),
            Line::Copy(path) => wanted.copies.push(path),
            Line::Folder(path) => wanted.folders.push(path),
            Line::App => {}
        }
        Ok(())
    })?;
    Ok(wanted)
}

/// The page with the built files in it, without comments and without the spaces between its lines.
pub fn rendered(html: &str, files: &Files) -> Result<String> {
    let mut has_sheet = false;
    let settings = RewriteStrSettings::new()
        .append_document_content_handler(doc_comments!(|comment| {
            comment.remove();
            Ok(())
        }))
        .append_document_content_handler(doc_text!(|text| {
            if text.text_type() == TextType::Data {
                let dense = dense(text.as_str());
                text.replace(&dense, ContentType::Html);
            }
            Ok(())
        }))
        .append_element_content_handler(element!("[data-trunk]", |element| {
            match line(element)? {
                Line::SignedInSheet(_) => element.remove(),
                Line::Sheet(_) if has_sheet => element.remove(),
                Line::Sheet(_) => {
                    has_sheet = true;
                    element.set_attribute("rel", "stylesheet")?;
                    put(element, "href", &files.sheet)?;
                }
                Line::Script(path) => put(element, "src", built(files, &path)?)?,
                Line::Icon(path) => put(element, "href", built(files, &path)?)?,
                Line::Copy(_) | Line::Folder(_) => element.remove(),
                Line::App => element.replace(&app(files), ContentType::Html),
            }
            Ok(())
        }));
    rewrite_str(html, settings).map_err(problem)
}

/// Puts a policy right after the character set, before anything that it governs.
pub fn with_policy(html: &str, policy: &str) -> Result<String> {
    let mut is_there = false;
    let page = visit(html, "meta[charset]", |charset| {
        let element = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        charset.after(&element, ContentType::Html);
        is_there = true;
        Ok(())
    })?;
    if is_there { Ok(page) } else { Err("the page has no <meta charset>, after which the policy belongs".to_owned()) }
}

/// The text of every `script` or `style` that has no address, as a browser hashes it.
pub fn inline(html: &str, tag: &str) -> Result<Vec<String>> {
    let inline = format!("{tag}:not([src])");
    let texts = RefCell::new(Vec::<String>::new());
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!(&inline, |_| {
            texts.borrow_mut().push(String::new());
            Ok(())
        }))
        .append_element_content_handler(text!(&inline, |text| {
            if let Some(whole) = texts.borrow_mut().last_mut() {
                whole.push_str(text.as_str());
            }
            Ok(())
        }));
    rewrite_str(html, settings).map_err(problem)?;
    Ok(texts.into_inner().into_iter().map(|text| text.replace("\r\n", "\n")).collect())
}

/// The addresses that a browser fetches with the page.
pub fn fetched(html: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    visit(html, "*", |element| {
        let get = |name: &str| element.get_attribute(name);
        match element.tag_name().as_str() {
            // It is for who puts the page on a home screen.
            "link" if get("rel").as_deref() == Some("apple-touch-icon") => {}
            "link" => found.extend(get("href")),
            "script" | "img" => found.extend(get("src")),
            "meta" if get("name").as_deref() == Some("launchpod-app") => {
                found.extend(get("content").unwrap_or_default().split(' ').take(2).map(str::to_owned));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

fn visit(html: &str, selector: &str, mut see: impl FnMut(&mut Element) -> HandlerResult) -> Result<String> {
    let handler = element!(selector, |element| see(element));
    rewrite_str(html, RewriteStrSettings::new().append_element_content_handler(handler)).map_err(problem)
}

fn line(element: &Element) -> Result<Line> {
    let path = |name: &str| element.get_attribute(name).ok_or_else(|| format!("a data-trunk line has no {name}"));
    match (element.tag_name().as_str(), element.get_attribute("rel").as_deref()) {
        ("link", Some("css")) if element.has_attribute("data-signed-in") => path("href").map(Line::SignedInSheet),
        ("link", Some("css")) => path("href").map(Line::Sheet),
        ("link", Some("icon")) => path("href").map(Line::Icon),
        ("link", Some("copy-file")) => path("href").map(Line::Copy),
        ("link", Some("copy-dir")) => path("href").map(Line::Folder),
        ("link", Some("rust")) => Ok(Line::App),
        ("script", _) => path("src").map(Line::Script),
        (name, rel) => Err(format!("xtask/src/page/html.rs knows no <{name} data-trunk rel={rel:?}>")),
    }
}

fn built<'a>(files: &'a Files, path: &str) -> Result<&'a Built> {
    files.others.get(path).ok_or_else(|| format!("{path} was not built"))
}

fn put(element: &mut Element, address: &str, file: &Built) -> HandlerResult {
    element.remove_attribute("data-trunk");
    element.remove_attribute("data-no-minify");
    element.set_attribute(address, &format!("./{}", file.name))?;
    element.set_attribute("integrity", &file.digest)?;
    Ok(())
}

/// public/loader.js reads the first line, and runs after the script. That is no `modulepreload`, whose digest not every browser checks.
fn app(Files { glue, app, app_bytes, list, worker, .. }: &Files) -> String {
    let (script, module) = (&glue.name, &app.name);
    format!(
        "<meta name=\"launchpod-app\" content=\"./{script} ./{module} {app_bytes} ./{list} service-worker.js?{worker}\">\
         <script src=\"./{script}\" type=\"module\" integrity=\"{}\"></script>\
         <link rel=\"preload\" href=\"./{module}\" as=\"fetch\" type=\"application/wasm\" crossorigin>",
        glue.digest
    )
}

fn dense(text: &str) -> String {
    let mut dense = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter.is_ascii_whitespace() {
            true if dense.ends_with(' ') => {}
            true => dense.push(' '),
            false => dense.push(letter),
        }
    }
    dense
}

fn problem(error: lol_html::errors::RewritingError) -> String {
    format!("could not read the page: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html>\n<html><head>\n  <meta charset=\"utf-8\">\n  <!-- <script>no</script> -->\n\
        <link data-trunk rel=\"css\" href=\"a.css\"><link data-trunk rel=\"icon\" href=\"f.svg\" type=\"image/svg+xml\">\
        <link data-trunk rel=\"css\" href=\"b.css\"><link data-trunk rel=\"css\" href=\"c.css\" data-signed-in><link data-trunk rel=\"copy-file\" href=\"probe.html\">\
        <link data-trunk rel=\"copy-dir\" href=\"w/texts\">\
        <link data-trunk rel=\"rust\" data-bin=\"launchpod\">\
        <script data-trunk src=\"l.js\" type=\"module\" data-no-minify></script></head><body><p>one\n  two</p></body>";

    fn file(name: &str) -> Built {
        Built { name: name.to_owned(), digest: format!("sha256-{name}") }
    }

    fn files() -> Files {
        let others = [("f.svg", "f-1.svg"), ("l.js", "l-2.js")];
        Files {
            sheet: file("a-3.css"),
            others: others.map(|(path, name)| (path.to_owned(), file(name))).into(),
            glue: file("p-4.js"),
            app: file("p-5_bg.wasm"),
            app_bytes: 42,
            list: "p-6.wasm".to_owned(),
            worker: "70".to_owned(),
        }
    }

    #[test]
    fn what_trunk_would_take_is_wanted() {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            wanted(PAGE).unwrap(),
            Wanted {
                sheets: texts(&["a.css", "b.css"]),
                signed_in_sheets: texts(&["c.css"]),
                scripts: texts(&["l.js"]),
                icons: texts(&["f.svg"]),
                copies: texts(&["probe.html"]),
                folders: texts(&["w/texts"]),
            }
        );
        assert!(wanted("<link data-trunk rel=\"sass\" href=\"x\">").unwrap_err().contains("sass"));
        assert!(wanted("<link data-trunk rel=\"css\">").is_err());
    }

    #[test]
    fn the_built_files_take_the_places_of_their_sources() {
        let page = rendered(PAGE, &files()).unwrap();
        for there in [
            "<link rel=\"stylesheet\" href=\"./a-3.css\" integrity=\"sha256-a-3.css\">",
            "href=\"./f-1.svg\" type=\"image/svg+xml\" integrity=\"sha256-f-1.svg\">",
            "<script src=\"./l-2.js\" type=\"module\" integrity=\"sha256-l-2.js\"></script>",
            "<meta name=\"launchpod-app\" content=\"./p-4.js ./p-5_bg.wasm 42 ./p-6.wasm service-worker.js?70\">",
            "<script src=\"./p-4.js\" type=\"module\" integrity=\"sha256-p-4.js\"></script>",
            "<p>one two</p>",
        ] {
            assert!(page.contains(there), "{there} in {page}");
        }
        for gone in ["data-", "b.css", "c.css", "probe.html", "texts", "<!--", "\n"] {
            assert!(!page.contains(gone), "{gone} in {page}");
        }
        assert_eq!(page.matches("sha256").count(), 4, "the module has its own in its name");
    }

    #[test]
    fn a_page_names_what_it_fetches() {
        let fetched = fetched(&rendered(PAGE, &files()).unwrap()).unwrap();
        assert_eq!(
            fetched,
            ["./a-3.css", "./f-1.svg", "./p-4.js", "./p-5_bg.wasm", "./p-4.js", "./p-5_bg.wasm", "./l-2.js"]
        );
    }

    #[test]
    fn only_scripts_without_an_address_are_inline() {
        let page =
            "<script defer src='./l.js'></script><!-- <script>no</script> --><script type=module>a < b;\r\nc</script>";
        assert_eq!(inline(page, "script").unwrap(), ["a < b;\nc"]);
    }

    #[test]
    fn the_policy_follows_the_character_set() {
        let page = with_policy("<html><meta charset=utf-8><title>", "default-src 'none'").unwrap();
        assert!(page.starts_with(
            "<html><meta charset=utf-8><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><title>"
        ));
        assert!(with_policy("<p>", "x").is_err());
    }
}
