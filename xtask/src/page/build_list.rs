//! `build.txt`: the files of the page, each with its SHA-256, as `sha256sum -c` reads it. The page shows the beginning of the list's own
//! SHA-256 as its build (`core/src/page_build.rs`), and docs/check-your-copy.md says how to check it.

use std::path::Path;

use super::files;
use crate::{Result, digest::sha256_hex};

/// The name of the list.
pub const NAME: &str = "build.txt";
/// How many letters of its SHA-256 are shown.
const SHOWN: usize = 8;
/// What a host reads and does not hand out.
const FOR_HOSTS: [&str; 3] = ["_headers", "_headers.caddy", "_headers.nginx"];
/// Packed forms of files that stand in the list.
const PACKED: [&str; 2] = [".br", ".gz"];

/// Writes the list of what a browser can get of the page. The build: what the page will show.
pub fn write(page: &Path) -> Result<String> {
    let mut list = String::new();
    for path in files::all_below(page)? {
        let name = path.strip_prefix(page).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if is_listed(&name) {
            list.push_str(&format!("{}  {name}\n", sha256_hex(&files::read_bytes(&path)?)));
        }
    }
    files::write(page, NAME, &list)?;
    Ok(shown(&list))
}

/// The build of the page in this folder, if it has the list.
pub fn read(page: &Path) -> Option<String> {
    files::read(page, NAME).ok().map(|list| shown(&list))
}

fn is_listed(name: &str) -> bool {
    name != NAME && !FOR_HOSTS.contains(&name) && !PACKED.iter().any(|ending| name.ends_with(ending))
}

fn shown(list: &str) -> String {
    sha256_hex(list.as_bytes()).chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_a_browser_can_get_is_in_the_list() {
        let page =
            files::emptied(&std::env::temp_dir().join(format!("launchpod-list-{}", std::process::id()))).unwrap();
        files::emptied(&page.join("locales")).unwrap();
        for name in ["index.html", "a.js", "a.js.br", "a.js.gz", "_headers", "_headers.nginx", "locales/de.json"] {
            files::write(&page, name, "alert('Hello, world.');").unwrap();
        }
        let build = write(&page).unwrap();
        let (list, again) = (files::read(&page, NAME).unwrap(), write(&page).unwrap());
        files::write(&page, "index.html", "another").unwrap();
        let other = write(&page).unwrap();
        std::fs::remove_dir_all(&page).unwrap();
        let line = |name: &str| format!("ab39cb72c44ec7818008fd9d9b4502282cc21be1e267582eaba6590e86ff4e78  {name}\n");
        assert_eq!(list, ["a.js", "index.html", "locales/de.json"].map(line).concat());
        assert_eq!(build, shown(&list));
        assert_eq!((build.len(), again), (8, build.clone()), "the list does not count itself");
        assert_ne!(other, build);
    }

    #[test]
    fn a_build_is_what_sha256sum_says() {
        // As `printf 'a\n' | sha256sum` does; core/src/page_build.rs has the same case.
        assert_eq!(shown("a\n"), "87428fc5");
    }
}
