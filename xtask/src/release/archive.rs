//! Archives that are the same, byte for byte, whenever and wherever they are made of the same files: names in order, one time for
//! all, the same rights for all, nobody's name.

use std::{
    io::{Cursor, Write},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use tar::{Builder, EntryType, Header};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::moment::Moment;
use crate::{
    Result,
    digest::sha256_hex,
    page::{all_below, read_bytes},
};

/// All can read it, its owner can write it.
const MODE: u32 = 0o644;

/// One file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// With `/` between folders.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Entry {
    /// A file that is made here.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }

    /// A file as it stands, under the name that it has below `root`.
    pub fn read(root: &Path, path: &Path) -> Result<Self> {
        let inner = path.strip_prefix(root).map_err(|_| format!("{} is somewhere else", path.display()))?;
        let parts: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
        Ok(Self { name: parts.join("/"), bytes: read_bytes(path)? })
    }

    /// The same in a folder.
    pub fn inside(self, folder: &str) -> Self {
        Self { name: format!("{folder}/{}", self.name), ..self }
    }
}

/// All files below `folder`, under the names that they have below `root`.
pub fn below(root: &Path, folder: &Path) -> Result<Vec<Entry>> {
    all_below(folder)?.iter().map(|path| Entry::read(root, path)).collect()
}

/// As in the file SHA256SUMS, which `sha256sum --check` reads.
pub fn sums(entries: &[Entry]) -> String {
    let mut lines: Vec<_> = entries.iter().map(|entry| (&entry.name, sha256_hex(&entry.bytes))).collect();
    lines.sort();
    lines.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect()
}

/// A zip file.
pub fn zip(entries: Vec<Entry>, moment: Moment) -> Result<Vec<u8>> {
    let problem = |error: &dyn std::fmt::Display| format!("could not make a zip file: {error}");
    let at = moment.calendar();
    let time = DateTime::from_date_and_time(at.year, at.month, at.day, at.hour, at.minute, at.second)
        .map_err(|error| problem(&error))?;
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(time)
        .unix_permissions(MODE);
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for entry in in_order(entries)? {
        zip.start_file(entry.name, options).map_err(|error| problem(&error))?;
        zip.write_all(&entry.bytes).map_err(|error| problem(&error))?;
    }
    Ok(zip.finish().map_err(|error| problem(&error))?.into_inner())
}

/// A tar file, packed with gzip.
pub fn tar_gz(entries: Vec<Entry>, moment: Moment) -> Result<Vec<u8>> {
    let problem = |error: std::io::Error| format!("could not make a tar file: {error}");
    let mut tar = Builder::new(GzEncoder::new(vec![], Compression::best()));
    for entry in in_order(entries)? {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(MODE);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(moment.seconds());
        header.set_size(entry.bytes.len() as u64);
        tar.append_data(&mut header, entry.name, entry.bytes.as_slice()).map_err(problem)?;
    }
    tar.into_inner().and_then(GzEncoder::finish).map_err(problem)
}

fn in_order(mut entries: Vec<Entry>) -> Result<Vec<Entry>> {
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    match entries.windows(2).find_map(|pair| match pair {
        [one, other] if one.name == other.name => Some(&one.name),
        _ => None,
    }) {
        Some(name) => Err(format!("two files of one archive are called {name}")),
        None => Ok(entries),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{self, File},
        io::Read,
        path::PathBuf,
        time::{Duration, SystemTime},
    };

    use super::*;
    use crate::page::emptied;

    const FILES: [(&str, &str); 3] =
        [("index.html", "<p>Hello</p>"), ("locales/de.json", "{}"), ("b-0123456789abcdef.js", "alert(1);")];

    /// Written in the order given, last touched so long ago.
    fn folder(name: &str, files: impl Iterator<Item = (&'static str, &'static str)>, age: u64) -> PathBuf {
        let folder =
            emptied(&std::env::temp_dir().join(format!("launchpod-archive-{name}-{}", std::process::id()))).unwrap();
        fs::create_dir_all(folder.join("locales")).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
            let file = File::options().write(true).open(folder.join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        }
        folder
    }

    fn pack(entries: Vec<Entry>) -> [Vec<u8>; 2] {
        let moment = Moment::new(1_767_225_600);
        [zip(entries.clone(), moment).unwrap(), tar_gz(entries, moment).unwrap()]
    }

    #[test]
    fn the_same_files_are_the_same_bytes_whatever_their_folder_times_rights_and_order() {
        let (one, other) =
            (folder("one", FILES.into_iter(), 0), folder("of-another-length", FILES.into_iter().rev(), 9_999_999));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(other.join("index.html"), fs::Permissions::from_mode(0o700)).unwrap();
        }
        let (first, mut second) = (below(&one, &one).unwrap(), below(&other, &other).unwrap());
        second.reverse();
        let packed = [pack(first.clone()), pack(second)];
        for folder in [one, other] {
            fs::remove_dir_all(folder).unwrap();
        }
        assert_eq!(first.len(), FILES.len());
        assert!(packed[0] == packed[1]);
        let mut changed = first;
        changed[0].bytes.push(b' ');
        let changed = pack(changed);
        assert!(changed[0] != packed[0][0] && changed[1] != packed[0][1]);
    }

    #[test]
    fn what_is_packed_is_what_is_unpacked() {
        let entries: Vec<Entry> = FILES.iter().map(|(name, text)| Entry::new(*name, *text)).collect();
        let [zipped, packed] = pack(entries);
        let mut zipped = zip::ZipArchive::new(Cursor::new(zipped)).unwrap();
        let mut packed = tar::Archive::new(flate2::read::GzDecoder::new(packed.as_slice()));
        let mut sorted = FILES;
        sorted.sort();
        let files = packed.entries().unwrap();
        for ((at, file), (name, text)) in files.enumerate().zip(sorted) {
            let (mut file, mut read) = (file.unwrap(), String::new());
            file.read_to_string(&mut read).unwrap();
            assert_eq!((file.path().unwrap().to_str(), read.as_str()), (Some(name), text));
            assert_eq!((file.header().mode().unwrap(), file.header().mtime().unwrap()), (MODE, 1_767_225_600));
            assert_eq!((file.header().uid().unwrap(), file.header().gid().unwrap()), (0, 0));
            let (mut file, mut read) = (zipped.by_index(at).unwrap(), String::new());
            file.read_to_string(&mut read).unwrap();
            assert_eq!((&*file.name().unwrap(), read.as_str(), file.unix_mode().unwrap() & 0o777), (name, text, MODE));
            assert_eq!(file.last_modified().unwrap().to_string(), "2026-01-01 00:00:00");
        }
        assert_eq!(zipped.len(), FILES.len());
    }

    #[test]
    fn no_name_is_there_twice() {
        let twice = vec![Entry::new("a", "1"), Entry::new("a", "2")];
        assert!(zip(twice, Moment::new(0)).unwrap_err().contains("called a"));
    }

    #[test]
    fn sums_are_those_of_sha256sum() {
        let sums = sums(&[Entry::new("b", "x"), Entry::new("a", "")]);
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert!(sums.starts_with(&format!("{empty}  a\n")) && sums.ends_with("  b\n"), "{sums}");
    }
}
