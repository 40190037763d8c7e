//! The page that was built into this program, or one in a folder.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use launchpod_simulator::{PageFiles, PageHost};

// `FILES`: each file's name and what it holds.
include!(concat!(env!("OUT_DIR"), "/page_files.rs"));

struct Embedded;

impl PageFiles for Embedded {
    fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        let at = FILES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        FILES.get(at).map(|(_, bytes)| Cow::Borrowed(*bytes))
    }
}

/// A page, and docs from a folder of their own below it.
struct WithDocs {
    page: Arc<dyn PageFiles>,
    docs: Arc<dyn PageFiles>,
}

impl PageFiles for WithDocs {
    fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        match name.strip_prefix("docs/") {
            Some(name) => self.docs.read(name),
            None => self.page.read(name),
        }
    }
}

/// The page in that folder, or else the one in this program, with the docs in the other folder, if one is named.
///
/// # Errors
/// In words, if there is none.
pub fn files(folder: Option<&Path>, docs: Option<&Path>) -> Result<Arc<dyn PageFiles>, String> {
    let page = page(folder)?;
    let Some(docs) = docs else { return Ok(page) };
    let docs = PageHost::folder(docs).map_err(|error| {
        format!("The folder that --docs names can't be read: {error}. Name the one that `cargo xtask docs` makes (dist-docs).")
    })?;
    Ok(Arc::new(WithDocs { page, docs }))
}

fn page(folder: Option<&Path>) -> Result<Arc<dyn PageFiles>, String> {
    let files: Arc<dyn PageFiles> = match folder {
        None if FILES.is_empty() => return Err(NO_PAGE.to_owned()),
        None => Arc::new(Embedded),
        Some(folder) => PageHost::folder(folder).map_err(|error| {
            format!("The folder that --page names can't be read: {error}. Name one with a built page (`cargo xtask build` makes dist).")
        })?,
    };
    if files.read("index.html").is_none() {
        let folder = folder.unwrap_or(Path::new("")).display();
        return Err(format!(
            "There is no page in {folder}: it has no index.html. Name a folder with a built page (`cargo xtask build` makes dist)."
        ));
    }
    Ok(files)
}

const NO_PAGE: &str = "This is a build of the program without a page in it. Say where a built one is with --page FOLDER \
                       (`cargo xtask build` makes dist), or build the program with --release after that.";
