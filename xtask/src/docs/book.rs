//! The pages of docs/: which there are, and the text of each as the site has it.

use std::collections::BTreeMap;

use super::{
    links::{folder_of, leaves, resolved, rewritten, targets},
    types,
};
use crate::Result;

/// The folder of the pages, from the root of the project.
pub const FOLDER: &str = "docs";
/// The list of the pages.
pub const SUMMARY: &str = "SUMMARY.md";
/// Begins a line in whose place another file stands.
const INCLUDE: &str = "{{#include ";
/// Begins the paragraph of a page that is another file: for those who read the page where it is not put in.
const ELSEWHERE: &str = "The text is [";

/// A heading of the list, and the pages below it.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// None above the first pages.
    pub heading: String,
    /// What a page is called, and its file.
    pub pages: Vec<(String, String)>,
}

/// The pages, as the list has them.
pub fn sections(summary: &str) -> Vec<Section> {
    let mut sections = vec![Section { heading: String::new(), pages: vec![] }];
    for line in summary.lines().skip(1) {
        if let Some(heading) = line.strip_prefix("# ") {
            sections.push(Section { heading: heading.to_owned(), pages: vec![] });
        }
        let (Some(file), Some(section)) = (targets(line).pop(), sections.last_mut()) else { continue };
        let name = line.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(name, _)| name);
        section.pages.push((name.to_owned(), file));
    }
    sections
}

/// The pages, by the files that their texts are in.
pub struct Book {
    pages: BTreeMap<String, String>,
}

impl Book {
    /// The pages with these names and texts.
    pub fn new<'a>(pages: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut of = BTreeMap::new();
        for (page, text) in pages {
            of.insert(format!("{FOLDER}/{page}"), page.to_owned());
            let mut included = text.lines().filter_map(|line| included(line, page));
            // A page that is another file: whoever links to that is led to the page.
            if let Some(file) = included.next().filter(|_| text.starts_with(ELSEWHERE)) {
                of.insert(file, page.to_owned());
            }
        }
        Self { pages: of }
    }

    /// The text of a page as the site has it: with what it includes, and with links to pages of the site alone. `read` reads a file of the project.
    pub fn text(&self, page: &str, text: &str, read: &dyn Fn(&str) -> Result<String>) -> Result<String> {
        let mut whole = String::new();
        let own = format!("{FOLDER}/{page}");
        let mut is_code = false;
        let mut pending = String::new();
        for line in text.split_inclusive('\n').filter(|line| !line.starts_with(ELSEWHERE)) {
            is_code ^= line.starts_with("```");
            let Some(file) = included(line, page) else {
                pending.push_str(line);
                continue;
            };
            let text = if file.ends_with(".d.ts") { types::page(&read(&file)?) } else { read(&file)? };
            match is_code {
                true => pending.push_str(&text),
                false => {
                    whole.push_str(&self.linked(page, &own, &std::mem::take(&mut pending)));
                    whole.push_str(&self.linked(page, &file, &text));
                }
            }
        }
        Ok(whole + &self.linked(page, &own, &pending))
    }

    /// A text out of `file`, as it stands on `page`.
    fn linked(&self, page: &str, file: &str, text: &str) -> String {
        let up = "../".repeat(page.matches('/').count());
        rewritten(text, |target| {
            if leaves(target) {
                return Some(target.to_owned());
            }
            let (path, place) = resolved(folder_of(file), target)?;
            let to = match self.pages.get(&path) {
                Some(page) => page.clone(),
                None => path.strip_prefix(&format!("{FOLDER}/")).filter(|path| path.contains('.'))?.to_owned(),
            };
            Some(format!("{up}{to}{place}"))
        })
    }
}

/// The file that a line of a page includes, from the root of the project.
pub fn included(line: &str, page: &str) -> Option<String> {
    let target = line.trim_end().strip_prefix(INCLUDE)?.strip_suffix("}}")?;
    resolved(folder_of(&format!("{FOLDER}/{page}")), target).map(|(path, _)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTING: &str =
        "The text is [hosting/README.md](../hosting/README.md).\n\n{{#include ../hosting/README.md}}\n";
    const KEYS: &str =
        "# Keys\n\n[Hosting](../hosting/README.md), [x](x/y.md), [rules](../CONTRIBUTING.md), ![p](pictures/p.png).\n";

    fn book() -> Book {
        Book::new([("hosting.md", HOSTING), ("keys.md", KEYS), ("x/y.md", "[Keys](../keys.md#a)\n")].into_iter())
    }

    #[test]
    fn links_lead_to_pages_of_the_site_or_nowhere() {
        let text = |page, text| book().text(page, text, &|_| Err("none".into())).unwrap();
        assert_eq!(
            text("keys.md", KEYS),
            "# Keys\n\n[Hosting](hosting.md), [x](x/y.md), rules, ![p](pictures/p.png).\n"
        );
        assert_eq!(text("x/y.md", "[Keys](../keys.md#a)\n"), "[Keys](../keys.md#a)\n");
    }

    #[test]
    fn a_page_that_is_another_file_has_its_text_and_its_links() {
        let read = |file: &str| match file {
            "hosting/README.md" => Ok("# Where\n\n[Caddy](Caddyfile), [keys](../docs/keys.md)\n".to_owned()),
            other => Err(other.to_owned()),
        };
        let text = book().text("hosting.md", HOSTING, &read).unwrap();
        assert_eq!(text, "\n# Where\n\nCaddy, [keys](keys.md)\n");
        let code = "```\n{{#include ../a.txt}}\n```\n{{#include ../a.d.ts}}\n";
        let text = book().text("t.md", code, &|_| Ok("export type No = [no](link);\n".to_owned())).unwrap();
        let declared = "\n## `No`\n\n\n```ts\nexport type No = [no](link);\n```\n\n";
        assert_eq!(text, format!("```\nexport type No = [no](link);\n```\n{declared}"));
    }

    #[test]
    fn the_list_has_headings_and_pages() {
        let sections = sections("# Summary\n\n[About](README.md)\n\n# Use it\n\n- [Keys, kept](keys.md)\n");
        let page = |name: &str, file: &str| vec![(name.to_owned(), file.to_owned())];
        assert_eq!(
            sections,
            [
                Section { heading: String::new(), pages: page("About", "README.md") },
                Section { heading: "Use it".to_owned(), pages: page("Keys, kept", "keys.md") },
            ]
        );
    }
}
