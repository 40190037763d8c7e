//! Where the page stands.

/// Hosts that give each person one origin for all that they publish.
const FOR_ALL_OF_ONE_PERSON: [&str; 3] = [".github.io/", ".gitlab.io/", ".codeberg.page/"];
/// The slashes of an address without a folder, as in `https://a.example/`.
const AT_THE_ROOT: usize = 3;

/// Whether others may have pages on the origin of this address, which then read what this one keeps: one in a folder has neighbours.
pub fn is_shared(address: &str) -> bool {
    // By bytes: what the page begins with has no room for a search in texts.
    let end = address.bytes().position(|byte| byte == b'?' || byte == b'#');
    let address = address.get(..end.unwrap_or(address.len())).unwrap_or_default();
    let folder = address.strip_suffix("index.html").unwrap_or(address);
    folder.bytes().filter(|byte| *byte == b'/').count() > AT_THE_ROOT
        || FOR_ALL_OF_ONE_PERSON.iter().any(|shared| folder.ends_with(shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_neighbours() {
        for shared in [
            "https://a.example/launchpod/",
            "https://a.example/launchpod/index.html",
            "http://127.0.0.1:8080/a/#/launch",
            "https://anna.github.io/",
            "https://anna.github.io/index.html#/launch",
            "https://anna.github.io/launchpod/?a=b",
            "https://anna.gitlab.io/",
            "https://anna.codeberg.page/",
        ] {
            assert!(is_shared(shared), "{shared}");
        }
    }

    #[test]
    fn the_root_of_a_name_of_its_own_has_none() {
        for own in [
            "https://launchpad.example.org/",
            "https://launchpad.example.org/index.html",
            "http://127.0.0.1:8080/",
            "http://localhost:4600/?a=b/c#/launch?order=x",
            "https://launchpod.pages.dev/",
            "https://github.io.example.org/",
            "",
        ] {
            assert!(!is_shared(own), "{own}");
        }
    }
}
