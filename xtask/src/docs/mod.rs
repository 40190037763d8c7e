//! `cargo xtask docs`: a site of docs/, with nothing in it that a browser would have to run, or to fetch from elsewhere.

mod book;
mod links;
mod site;
#[cfg(test)]
mod tests;
mod types;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use book::{Book, FOLDER, SUMMARY};

use crate::{Result, command, page, say, setup, workspace::Workspace};

/// By this file the page finds out whether there are docs beside it (`src/app/about.rs`).
const ABOUT: &str = "about.txt";
/// Pictures and style that go along as they are, where a page names them.
const TAKEN: [&str; 4] = ["css", "png", "jpg", "svg"];

/// Makes the site, and says where it is.
pub fn docs(workspace: &Workspace) -> Result<()> {
    say::heading("The docs");
    let mdbook = setup::mdbook(workspace)?;
    let pages = read(&workspace.root)?;
    let (source, made) = (workspace.target()?.join("docs-source"), workspace.target()?.join("docs-made"));
    stage(workspace, &pages, &source)?;
    page::emptied(&made)?;
    say::while_doing("Making the site", || {
        command::run(Command::new(mdbook).args(["build", "--dest-dir"]).arg(&made).arg(&source))
    })?;
    let sections = book::sections(pages.get(SUMMARY).map_or("", String::as_str));
    let site = page::emptied(&workspace.docs())?;
    let mut all = String::new();
    for file in pages.keys().filter(|file| *file != SUMMARY) {
        let name = site::address(file);
        let html = site::page(&page::read(&made, &name)?, &name, &sections)?;
        all.push_str(&html);
        put(&site, &name, html.as_bytes())?;
    }
    for path in page::all_below(&source)? {
        let name = below(&path, &source);
        let is_named = || all.contains(&format!("\"{name}\"")) || all.contains(&format!("/{name}\""));
        if TAKEN.iter().any(|ending| name.ends_with(&format!(".{ending}"))) && is_named() {
            put(&site, &name, &fs::read(&path).map_err(|error| format!("could not read {name}: {error}"))?)?;
        }
    }
    put(&site, ABOUT, format!("Launchpod docs {}\n", workspace.locked_version("launchpod")?).as_bytes())?;
    println!("The site: {}", site.join("index.html").display());
    println!(
        "The program, `cargo xtask serve` and the npm package serve it below /{}/ from their next build on.",
        page::DOCS
    );
    Ok(())
}

/// The files of docs/, by their names there.
fn read(root: &Path) -> Result<BTreeMap<String, String>> {
    let folder = root.join(FOLDER);
    let mut pages = BTreeMap::new();
    for path in
        page::all_below(&folder)?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "md"))
    {
        let name = below(&path, &folder);
        pages.insert(name.clone(), page::read(&folder, &name)?);
    }
    Ok(pages)
}

/// What mdBook is given: all of docs/, with texts as the site has them.
fn stage(workspace: &Workspace, pages: &BTreeMap<String, String>, source: &Path) -> Result<()> {
    page::copy_all(&workspace.root.join(FOLDER), &page::emptied(source)?, |_| true)?;
    let book = Book::new(pages.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let of_project = |file: &str| page::read(&workspace.root, file);
    for (name, text) in pages {
        page::write(source, name, &book.text(name, text, &of_project)?)?;
    }
    let icon = page::read(&workspace.root, "public/favicon.svg")?;
    page::write(source, "favicon.svg", &icon)
}

fn put(site: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path: PathBuf = site.join(name);
    let problem = |error: std::io::Error| format!("could not write {}: {error}", path.display());
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(problem)?;
    fs::write(&path, bytes).map_err(problem)
}

fn below(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
