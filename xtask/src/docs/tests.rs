//! That what docs/ names is there. Nothing is built for it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use super::{
    book::{self, FOLDER, SUMMARY},
    links::{folder_of, leaves, resolved, targets},
};
use crate::{page, workspace::Workspace};

fn root() -> PathBuf {
    Workspace::find().unwrap().root
}

fn pages() -> BTreeMap<String, String> {
    super::read(&root()).unwrap()
}

/// What a file links to that is not in the project.
fn missing(file: &str, text: &str) -> Vec<String> {
    let is_there =
        |target: &String| resolved(folder_of(file), target).is_some_and(|(path, _)| root().join(path).exists());
    targets(text).into_iter().filter(|target| !leaves(target) && !is_there(target)).collect()
}

#[test]
fn every_page_is_in_the_list_once_and_nothing_else_is() {
    let pages = pages();
    let sections = book::sections(&pages[SUMMARY]);
    let mut listed: Vec<&str> = sections.iter().flat_map(|section| &section.pages).map(|(_, file)| &**file).collect();
    listed.sort_unstable();
    let there: Vec<&str> = pages.keys().map(String::as_str).filter(|name| *name != SUMMARY).collect();
    assert_eq!(listed, there);
    let names: BTreeSet<&str> = sections.iter().flat_map(|section| &section.pages).map(|(name, _)| &**name).collect();
    assert_eq!(names.len(), listed.len(), "two pages have one name, or a page has none");
}

#[test]
fn every_link_and_every_picture_in_the_docs_leads_somewhere() {
    for (name, text) in pages() {
        let file = format!("{FOLDER}/{name}");
        assert_eq!(missing(&file, &text), [""; 0], "{file}");
        for included in text.lines().filter_map(|line| book::included(line, &name)) {
            let text = page::read(&root(), &included).unwrap();
            assert_eq!(missing(&included, &text), [""; 0], "{included}");
        }
    }
}

#[test]
fn every_place_that_is_linked_within_a_page_is_there() {
    let pages = pages();
    for (name, text) in &pages {
        for target in targets(text).iter().filter(|target| target.contains('#') && !target.contains(':')) {
            let (path, place) = resolved(folder_of(&format!("{FOLDER}/{name}")), target).unwrap();
            let page = path.strip_prefix("docs/").filter(|_| !target.starts_with('#')).unwrap_or(name);
            let headings = pages[page].lines().filter_map(|line| line.strip_prefix('#'));
            let mut ids = headings.map(|line| line.trim_matches(['#', ' ']).to_lowercase().replace(' ', "-"));
            assert!(ids.any(|id| format!("#{id}") == place), "{name}: {target}");
        }
    }
}

#[test]
fn the_pages_that_the_readme_and_the_rules_name_are_there() {
    for file in ["README.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md"] {
        assert_eq!(missing(file, &page::read(&root(), file).unwrap()), [""; 0], "{file}");
    }
}
