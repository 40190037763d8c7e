//! The files of the app's parts. wasm-split makes a module for each set of parts that share something: hundreds of small ones.
//! They travel together: what the list of pods needs is one file, and what only the parts after it share is another one, as all of
//! them are fetched soon after the list. Such a file is a module with nothing in it but the others, as custom sections: so it is
//! checked, compressed and served like any module.

use std::path::Path;

use super::files;
use crate::Result;

/// What a person who has signed in waits for. Every other part is wanted after it.
const FIRST: &str = "signed_in";
/// The file of what the others share.
const SHARED: &str = "shared";

/// In the place of the loaders that wasm-split writes, one a module: `pack` starts all modules of a file. public/loader.js fetches
/// them, and sees to it that each is what its name says.
const PACK: &str = "\
const file = (name) => {
  const bytes = launchpodFile(new URL(name, import.meta.url));
  bytes.catch(() => {});
  return bytes;
};
const part = (name) => () => {
  const source = file(name);
  return async (imports) => WebAssembly.instantiate(await source, imports);
};
const pack = (name) => () => {
  const source = file(name);
  return async (imports) => {
    const modules = WebAssembly.Module.customSections(await WebAssembly.compile(await source), \"part\");
    await Promise.all(modules.map((bytes) => WebAssembly.instantiate(bytes, imports)));
  };
};
";

/// The script of wasm-split, read.
#[derive(Debug, PartialEq, Eq)]
struct Link<'a> {
    /// What stands before the first loader.
    runtime: &'a str,
    /// The files of several parts, without their ending, each with the parts that share it.
    chunks: Vec<(&'a str, Vec<&'a str>)>,
    /// The parts that are files of their own. A part without a file is empty.
    parts: Vec<(&'a str, Option<&'a str>)>,
}

/// Puts the parts in `modules` into the page. The script that loads them, in the place of the one that wasm-split wrote, and the
/// name of the file of the list.
pub fn write(link: &str, modules: &Path, page: &Path) -> Result<(String, String)> {
    let link = read(link).ok_or("the script that wasm-split writes has another form than it had")?;
    let named: usize = link.chunks.len() + link.parts.iter().filter(|(_, file)| file.is_some()).count();
    let there = files::names(modules)?
        .into_iter()
        .filter(|name| name.ends_with(".wasm") && !name.ends_with("_bg.wasm"))
        .count();
    if named != there {
        return Err(format!("wasm-split made {there} modules, and its script loads {named}"));
    }
    let of = |is_first: bool| link.chunks.iter().filter(move |(_, parts)| parts.contains(&FIRST) == is_first);
    let mut first: Vec<&str> = of(true).map(|(file, _)| *file).collect();
    first.extend(link.parts.iter().filter(|(part, _)| *part == FIRST).filter_map(|(_, file)| *file));
    let shared: Vec<&str> = of(false).map(|(file, _)| *file).collect();
    let packed = |name: &str, all: &[&str]| {
        let read = |file: &&str| files::read_bytes(&modules.join(format!("{file}.wasm")));
        let all = all.iter().map(read).collect::<Result<Vec<_>>>()?;
        files::add(&pack(&all), page, &format!("launchpod_{name}.wasm"))
    };
    let list = packed(FIRST, &first)?.name;
    let mut script = format!(
        "{}{PACK}const first = makeLoad(pack(\"./{list}\"), []);\nconst shared = makeLoad(pack(\"./{}\"), [first]);\n",
        link.runtime,
        packed(SHARED, &shared)?.name
    );
    for (part, file) in link.parts {
        let load = match file {
            _ if part == FIRST => "first".to_owned(),
            None => "shared".to_owned(),
            Some(file) => {
                let bytes = files::read_bytes(&modules.join(format!("{file}.wasm")))?;
                let built = files::add(&bytes, page, &format!("launchpod_{part}.wasm"))?;
                format!("makeLoad(part(\"./{}\"), [shared])", built.name)
            }
        };
        script.push_str(&format!("export const __wasm_split_load_{part} = wrapAsyncCb({load});\n"));
    }
    Ok((script, list))
}

fn read(link: &str) -> Option<Link<'_>> {
    const CHUNK: &str = "\n/* ";
    const PART: &str = "export const __wasm_split_load_";
    let loaders = link.find(CHUNK).or_else(|| link.find(PART))?;
    let (runtime, loaders) = link.split_at(loaders);
    let file_in = |text: &str| {
        let start = text.find("\"./")? + 3;
        Some((start, start + text.get(start..)?.find(".wasm\"")?))
    };
    let (chunks, parts) = loaders.split_at(loaders.find(PART)?);
    let chunks = chunks.split("/* ").skip(1).map(|text| {
        let (sharers, loader) = text.split_once(" */")?;
        let (from, to) = file_in(loader)?;
        Some((loader.get(from..to)?, sharers.split(", ").collect()))
    });
    let parts = parts.split(PART).skip(1).map(|text| {
        let (part, loader) = text.split_once(" = ")?;
        let file = match file_in(loader) {
            Some((from, to)) => Some(loader.get(from..to)?),
            None => None,
        };
        Some((part, file))
    });
    Some(Link { runtime, chunks: chunks.collect::<Option<_>>()?, parts: parts.collect::<Option<_>>()? })
}

/// A module that holds others.
fn pack(modules: &[Vec<u8>]) -> Vec<u8> {
    const EMPTY_MODULE: [u8; 8] = *b"\0asm\x01\0\0\0";
    const NAME: &[u8] = b"\x04part";
    let mut all = EMPTY_MODULE.to_vec();
    for module in modules {
        all.push(0);
        push_length(&mut all, NAME.len() + module.len());
        all.extend_from_slice(NAME);
        all.extend_from_slice(module);
    }
    all
}

/// As WebAssembly writes numbers: seven bits a byte, the lowest first.
fn push_length(bytes: &mut Vec<u8>, mut length: usize) {
    while length >= 0x80 {
        bytes.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "import { initSync } from \"./launchpod.js\";\nfunction makeLoad() {}\n\
        /* launch, signed_in */\nconst __chunk_3 = makeLoad(() => {\n    const src = fetch(new URL(\"./chunk_3.wasm\", import.meta.url));\n}\n, []);\n\
        /* launch, pod */\nconst __chunk_4 = makeLoad(() => {\n    const src = fetch(new URL(\"./chunk_4.wasm\", import.meta.url));\n}\n, []);\n\
        export const __wasm_split_load_signed_in = wrapAsyncCb(makeLoad(() => {\n    fetch(new URL(\"./split_signed_in.wasm\", import.meta.url));\n}, [__chunk_3]));\n\
        export const __wasm_split_load_pod = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), [__chunk_4]));\n\
        export const __wasm_split_load_launch = wrapAsyncCb(makeLoad(() => {\n    fetch(new URL(\"./split_launch.wasm\", import.meta.url));\n}, [__chunk_3, __chunk_4]));\n";

    #[test]
    fn what_wasm_split_wrote_is_read() {
        let read = read(LINK).unwrap();
        assert_eq!(read.chunks, [("chunk_3", vec!["launch", "signed_in"]), ("chunk_4", vec!["launch", "pod"])]);
        let parts = [("signed_in", Some("split_signed_in")), ("pod", None), ("launch", Some("split_launch"))];
        assert_eq!(read.parts, parts);
        assert!(read.runtime.ends_with("function makeLoad() {}"));
        assert_eq!(super::read("something else"), None);
    }

    #[test]
    fn a_part_is_loaded_by_the_name_that_it_has_in_the_page() {
        let root = std::env::temp_dir().join(format!("launchpod-parts-{}", std::process::id()));
        let (modules, page) =
            (files::emptied(&root.join("parts")).unwrap(), files::emptied(&root.join("page")).unwrap());
        for name in ["split_launch", "split_signed_in", "chunk_3", "chunk_4", "launchpod_bg"] {
            files::write(&modules, &format!("{name}.wasm"), name).unwrap();
        }
        let (script, list) = write(LINK, &modules, &page).unwrap();
        let names = files::names(&page).unwrap();
        files::write(&modules, "chunk_5.wasm", "").unwrap();
        let forgotten = write(LINK, &modules, &page);
        std::fs::remove_dir_all(&root).unwrap();
        let launch = format!("launchpod-{}_launch.wasm", files::digest_in_name(b"split_launch"));
        let first = pack(&[b"chunk_3".to_vec(), b"split_signed_in".to_vec()]);
        let first = format!("launchpod-{}_signed_in.wasm", files::digest_in_name(&first));
        let shared = format!("launchpod-{}_shared.wasm", files::digest_in_name(&pack(&[b"chunk_4".to_vec()])));
        let mut expected = [launch.clone(), first.clone(), shared];
        expected.sort();
        assert_eq!(names, expected);
        assert_eq!(list, first);
        assert!(script.contains(&format!("const first = makeLoad(pack(\"./{first}\"), []);")));
        assert!(
            script.contains(&format!(
                "__wasm_split_load_launch = wrapAsyncCb(makeLoad(part(\"./{launch}\"), [shared]));"
            ))
        );
        assert!(script.contains("__wasm_split_load_signed_in = wrapAsyncCb(first);"));
        assert!(script.contains("__wasm_split_load_pod = wrapAsyncCb(shared);"));
        assert!(forgotten.unwrap_err().contains("5 modules"), "what nothing loads stops the build");
    }

    #[test]
    fn a_module_of_modules_has_a_section_for_each() {
        let packed = pack(&[vec![7; 200], vec![9]]);
        assert_eq!(&packed[..16], b"\0asm\x01\0\0\0\0\xcd\x01\x04part");
        assert_eq!(packed.len(), 16 + 200 + 8);
        assert_eq!(&packed[216..], b"\0\x06\x04part\x09");
    }
}
