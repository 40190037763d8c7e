//! What ComfyUI has made in a pod: its own list of it, taken for a stranger's words, and where each file is had.

pub mod history;
pub mod known;

use launchpod_words::files as say;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::types::time::Timestamp;

/// The newest runs that are asked for: each may bring its whole workflow along.
pub const RUNS: usize = 200;

/// What stands for itself in a query (RFC 3986, section 2.3).
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// How thumbnails reach the page: the frame draws each of them anew.
const DRAWN: &str = "data:image/jpeg;base64,";
/// A thumbnail is far smaller.
const LONGEST_THUMBNAIL: usize = 100_000;

/// What kind of file it is, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// One that a browser can show.
    Picture,
    /// A film.
    Video,
    /// Sound.
    Sound,
    /// Anything else.
    Other,
}

impl FileKind {
    fn of(name: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        match ending.as_str() {
            "png" | "jpg" | "jpeg" | "webp" | "gif" | "bmp" | "avif" => Self::Picture,
            "mp4" | "webm" | "mov" | "mkv" | "avi" => Self::Video,
            "flac" | "mp3" | "wav" | "ogg" | "opus" | "m4a" => Self::Sound,
            _ => Self::Other,
        }
    }

    /// What stands in the place of a picture of it.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Picture => say::picture(),
            Self::Video => say::video(),
            Self::Sound => say::sound(),
            Self::Other => say::other_kind(),
        }
    }
}

/// A file that ComfyUI says it has saved. Only [`history`] makes them, of names that lead out of no folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeFile {
    /// Its name, without a folder.
    pub name: String,
    /// The folder in ComfyUI's output folder; may be empty.
    pub subfolder: String,
    /// What kind of file it is.
    pub kind: FileKind,
    /// When the run ended that made it.
    pub made: Option<Timestamp>,
}

impl MadeFile {
    /// Where ComfyUI hands it out, below its address.
    pub fn path(&self) -> String {
        let [name, subfolder] = [&self.name, &self.subfolder].map(|text| utf8_percent_encode(text, &UNRESERVED));
        format!("view?filename={name}&subfolder={subfolder}&type=output")
    }

    /// The same as a JPEG of a fraction of its bytes, which ComfyUI makes of any picture. `None` if it is none.
    pub fn preview_path(&self) -> Option<String> {
        (self.kind == FileKind::Picture).then(|| self.path() + "&preview=jpeg%3B60")
    }

    /// Whether “Download all” takes it. What no browser shows or plays may be a program, and is taken one by one.
    pub fn is_taken_along(&self) -> bool {
        self.kind != FileKind::Other
    }
}

/// Where ComfyUI tells what it has made, below its address.
pub fn list_path() -> String {
    format!("history?max_items={RUNS}")
}

/// Whether this is what the frame draws, and may be shown.
pub fn is_thumbnail(text: &str) -> bool {
    let in_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    text.len() <= LONGEST_THUMBNAIL && text.strip_prefix(DRAWN).is_some_and(|rest| rest.bytes().all(in_base64))
}

/// Why something could not be had from ComfyUI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// Something answers, and the browser lets this page read nothing of it.
    Unreadable,
    /// Nothing answers.
    Silent,
    /// There is no such file.
    Gone,
    /// It is larger than this page takes.
    TooLarge,
    /// The answer means nothing here.
    Odd,
}

impl ReadFailure {
    /// The frame's word for it.
    pub fn parse(word: &str) -> Self {
        match word {
            "unreadable" => Self::Unreadable,
            "silent" => Self::Silent,
            "gone" => Self::Gone,
            "too-large" => Self::TooLarge,
            _ => Self::Odd,
        }
    }

    /// What happened to the list, what it means, and what to do.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Unreadable => say::unreadable(),
            Self::Silent => say::silent(),
            Self::TooLarge => say::too_large(),
            Self::Gone | Self::Odd => say::odd(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, subfolder: &str) -> MadeFile {
        MadeFile { name: name.into(), subfolder: subfolder.into(), kind: FileKind::of(name), made: None }
    }

    #[test]
    fn whatever_is_in_a_name_stays_in_its_place() {
        assert_eq!(
            file("a b&type=input#.png", "x/ü").path(),
            "view?filename=a%20b%26type%3Dinput%23.png&subfolder=x%2F%C3%BC&type=output"
        );
        assert_eq!(
            file("a.png", "").preview_path().unwrap(),
            "view?filename=a.png&subfolder=&type=output&preview=jpeg%3B60"
        );
        assert_eq!(file("a.mp4", "").preview_path(), None);
    }

    #[test]
    fn what_may_be_a_program_is_not_taken_along_with_the_rest() {
        for (name, kind, taken) in [
            ("a.PNG", FileKind::Picture, true),
            ("a.mp4", FileKind::Video, true),
            ("a.flac", FileKind::Sound, true),
            ("a.png.exe", FileKind::Other, false),
            ("page.html", FileKind::Other, false),
            ("drawing.svg", FileKind::Other, false),
            ("png", FileKind::Other, false),
        ] {
            let file = file(name, "");
            assert_eq!((file.kind, file.is_taken_along()), (kind, taken), "{name}");
        }
    }

    #[test]
    fn only_what_the_frame_draws_is_shown() {
        assert!(is_thumbnail("data:image/jpeg;base64,/9j/4AA+="));
        for text in
            ["", "data:image/svg+xml;base64,AA", "data:image/jpeg;base64,\"onerror", "https://example.org/a.png"]
        {
            assert!(!is_thumbnail(text), "{text}");
        }
        assert!(!is_thumbnail(&format!("{DRAWN}{}", "A".repeat(LONGEST_THUMBNAIL))));
    }

    #[test]
    fn every_word_of_the_frame_has_words_of_its_own() {
        let told = |word| ReadFailure::parse(word).describe();
        assert_ne!(told("unreadable"), told("silent"));
        assert_ne!(told("too-large"), told("odd"));
        assert_eq!(told("anything"), told("odd"));
    }
}
