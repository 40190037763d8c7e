//! ComfyUI's folders.

use std::collections::BTreeMap;

use image::{Rgb, RgbImage};

use super::image_ops::png;

/// Where RunPod's image has it.
pub const HOME: &str = "/workspace/runpod-slim/ComfyUI";
/// Bytes of all files together. A real volume takes more, and says so too when it is full.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// What ComfyUI calls the type of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Folder {
    Input,
    Output,
}

impl Folder {
    pub fn named(text: &str) -> Option<Self> {
        [Self::Input, Self::Output].into_iter().find(|folder| folder.text() == text)
    }

    pub fn text(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
        }
    }
}

/// Takes `name [output]` apart: ComfyUI lets a name say in which folder it lies.
pub fn annotated(name: &str) -> (&str, Option<Folder>) {
    for (ending, folder) in [("[output]", Folder::Output), ("[input]", Folder::Input)] {
        if let Some(rest) = name.strip_suffix(ending) {
            // The blank before it goes too, whatever it is.
            let end = rest.char_indices().last().map_or(0, |(end, _)| end);
            return (rest.get(..end).unwrap_or_default(), Some(folder));
        }
    }
    (name, None)
}

/// A subfolder and a name as one plain path; none if that leads out of the folder.
pub fn below(subfolder: &str, name: &str) -> Option<String> {
    let mut plain: Vec<&str> = Vec::new();
    for part in [subfolder, name] {
        if part.starts_with('/') {
            return None;
        }
        for piece in part.split('/') {
            match piece {
                "" | "." => {}
                ".." => _ = plain.pop()?,
                _ => plain.push(piece),
            }
        }
    }
    Some(plain.join("/"))
}

/// The picture that ComfyUI brings along in its input folder.
pub const EXAMPLE: &str = "example.png";

/// What lies on one disk.
#[derive(Clone)]
pub struct Files(BTreeMap<(Folder, String), Vec<u8>>);

impl Default for Files {
    /// As ComfyUI is installed.
    fn default() -> Self {
        let mut files = Self(BTreeMap::new());
        let example = RgbImage::from_fn(64, 64, |x, y| Rgb([(x * 4) as u8, (y * 4) as u8, 128]));
        if let Ok(bytes) = png(&example, &[]) {
            files.put(Folder::Input, EXAMPLE.to_owned(), bytes);
        }
        files
    }
}

impl Files {
    pub fn get(&self, folder: Folder, path: &str) -> Option<&[u8]> {
        self.0.get(&(folder, path.to_owned())).map(Vec::as_slice)
    }

    /// False if the disk is full.
    pub fn put(&mut self, folder: Folder, path: String, bytes: Vec<u8>) -> bool {
        let others = self.0.iter().filter(|((other, name), _)| (*other, name) != (folder, &path));
        if others.map(|(_, bytes)| bytes.len()).sum::<usize>().saturating_add(bytes.len()) > MOST_BYTES {
            return false;
        }
        self.0.insert((folder, path), bytes);
        true
    }

    /// The paths in a folder, sorted.
    pub fn names(&self, folder: Folder) -> impl Iterator<Item = &str> {
        self.0.keys().filter(move |(other, _)| *other == folder).map(|(_, path)| path.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_folder_has_a_picture_from_the_start() {
        let files = Files::default();
        assert_eq!(files.names(Folder::Input).collect::<Vec<_>>(), [EXAMPLE]);
        assert!(crate::comfy::image_ops::read(files.get(Folder::Input, EXAMPLE).unwrap()).is_some());
    }

    #[test]
    fn a_path_never_leads_out_of_its_folder() {
        for (subfolder, name, path) in [
            ("", "a.png", Some("a.png")),
            ("x/y", "a.png", Some("x/y/a.png")),
            ("x/./y/..", "a.png", Some("x/a.png")),
            ("x", "../a.png", Some("a.png")),
            ("..", "a.png", None),
            ("x/../..", "a.png", None),
            ("/etc", "passwd", None),
            ("", "/etc/passwd", None),
        ] {
            assert_eq!(below(subfolder, name).as_deref(), path, "{subfolder} {name}");
        }
    }

    #[test]
    fn a_name_may_say_where_it_lies() {
        assert_eq!(annotated("a.png [output]"), ("a.png", Some(Folder::Output)));
        assert_eq!(annotated("a.png"), ("a.png", None));
        assert_eq!(annotated("[input]"), ("", Some(Folder::Input)));
    }

    #[test]
    fn a_disk_is_full_some_time_and_may_be_written_over() {
        let mut files = Files(BTreeMap::new());
        assert!(files.put(Folder::Input, "a".to_owned(), vec![0; MOST_BYTES]));
        assert!(!files.put(Folder::Output, "b".to_owned(), vec![0]));
        assert!(files.put(Folder::Input, "a".to_owned(), vec![0; MOST_BYTES]));
    }
}
