//! What the first load fetches, and the limit that it must keep.

use std::{fs, path::Path};

use crate::{
    Result,
    page::{Compressed, fetched, measure},
    release::refuse_in,
    say,
    workspace::Workspace,
};

/// In bytes, after brotli: not 3 % more than what is reached, so that no growth goes unseen.
const LIMIT: u64 = 94 * 1024;

/// Prints the table and fails above the limit.
pub fn check(workspace: &Workspace) -> Result<()> {
    say::heading("What the first load fetches");
    let dist = workspace.dist();
    let names = first_load(&dist)?;
    let paths: Vec<_> = names.iter().map(|name| dist.join(name)).collect();
    let sizes = measure(workspace, &paths)?;
    print!("{}", table(&names, &sizes));
    let later = loaded_later(&dist, &names)?;
    if !later.is_empty() {
        let paths: Vec<_> = later.iter().map(|name| dist.join(name)).collect();
        print!("\nLoaded later, with the page that needs it\n{}", rows(&later, &measure(workspace, &paths)?));
    }
    let total = sum(&sizes).brotli;
    if total > LIMIT {
        return Err(format!("the first load is {total} bytes with brotli; the limit is {LIMIT}"));
    }
    println!("Within the limit: {total} of {LIMIT} bytes with brotli.");
    refuse_in(workspace, &dist)
}

fn first_load(dist: &Path) -> Result<Vec<String>> {
    let read = |name: &str| {
        let path = dist.join(name);
        fs::read_to_string(&path).map_err(|error| {
            format!("could not read {}: {error}; build the page with `cargo xtask build`", path.display())
        })
    };
    let mut names = vec!["index.html".to_owned()];
    names.extend(referenced(&read("index.html")?)?);
    let sheets: Vec<String> = names.iter().filter(|name| name.ends_with(".css")).cloned().collect();
    for sheet in sheets {
        names.extend(drawn_in(&read(&sheet)?));
    }
    let mut seen = Vec::new();
    names.retain(|name| {
        let new = !seen.contains(name);
        seen.push(name.clone());
        new
    });
    Ok(names)
}

/// The parts of the app that index.html does not name.
fn loaded_later(dist: &Path, first: &[String]) -> Result<Vec<String>> {
    let entries = fs::read_dir(dist).map_err(|error| format!("could not list {}: {error}", dist.display()))?;
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    let mut later: Vec<String> = names.filter(|name| name.ends_with(".wasm") && !first.contains(name)).collect();
    later.sort();
    Ok(later)
}

/// The files of this origin that a page names.
fn referenced(html: &str) -> Result<Vec<String>> {
    Ok(fetched(html)?.iter().filter_map(|address| own_file(address)).collect())
}

/// The files that a style sheet names.
fn drawn_in(css: &str) -> Vec<String> {
    let targets = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter_map(|target| own_file(target.trim_matches(['"', '\'', ' ']))).collect()
}

fn own_file(address: &str) -> Option<String> {
    let foreign = address.is_empty() || address.contains(':') || address.starts_with(['#', '/']);
    (!foreign).then(|| address.trim_start_matches("./").to_owned())
}

/// Of all of them.
pub fn sum(sizes: &[Compressed]) -> Compressed {
    Compressed {
        raw: sizes.iter().map(|size| size.raw).sum(),
        gzip: sizes.iter().map(|size| size.gzip).sum(),
        brotli: sizes.iter().map(|size| size.brotli).sum(),
    }
}

/// A line for each, and their sum.
pub fn table(names: &[String], sizes: &[Compressed]) -> String {
    let rows = rows(names, sizes);
    format!("{:<44} {:>9} {:>9} {:>9}\n{rows}{}", "bytes", "raw", "gzip -9", "brotli 11", row("in all", &sum(sizes)))
}

fn rows(names: &[String], sizes: &[Compressed]) -> String {
    names.iter().zip(sizes).map(|(name, size)| row(name, size)).collect()
}

fn row(name: &str, size: &Compressed) -> String {
    format!("{name:<44} {:>9} {:>9} {:>9}\n", size.raw, size.gzip, size.brotli)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_of_this_origin_is_counted() {
        let html = "<link rel=stylesheet href=./a.css><link rel=icon href=\"./f.svg\"><script src=./l.js></script>\
                    <meta name=launchpod-app content=\"./x.js ./x.wasm 9\"><link rel=help href=https://e.org/>\
                    <img src=data:image/png,x><a href=./other.html>";
        assert_eq!(referenced(html).unwrap(), ["a.css", "f.svg", "l.js", "x.js", "x.wasm"]);
    }

    #[test]
    fn pictures_in_style_sheets_are_counted() {
        assert_eq!(drawn_in("a{background:url(\"./p.svg\")}b{mask:url(data:x)}"), ["p.svg"]);
    }

    #[test]
    fn the_table_ends_with_the_sum() {
        let sizes = [Compressed { raw: 3, gzip: 2, brotli: 1 }, Compressed { raw: 30, gzip: 20, brotli: 10 }];
        let table = table(&["a".to_owned(), "b".to_owned()], &sizes);
        assert!(table.lines().last().unwrap().split_whitespace().eq(["in", "all", "33", "22", "11"]));
    }
}
