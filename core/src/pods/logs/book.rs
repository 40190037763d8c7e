//! The newest lines of a log, as they are shown, searched, copied and saved.

use std::collections::VecDeque;

use launchpod_words::logs;

use crate::pods::logs::image_download::ImageDownload;
use crate::pods::logs::mask::Mask;
use crate::pods::logs::plain_text::{visible, without_sequences};
use crate::pods::logs::{LogLine, Source};
use crate::types::time::Timestamp;

/// So many lines are kept, and so many bytes of them.
pub const MOST_LINES: usize = 5_000;
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// A line as it is shown, or the lines of an image's download as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which one it is; each number is there once, and later entries have higher ones.
    pub number: u64,
    /// Who wrote it, where that is told.
    pub source: Option<Source>,
    /// When; of folded lines, the last one.
    pub at: Option<Timestamp>,
    /// What, harmless.
    pub text: String,
    /// So many lines are folded into it.
    pub lines: u64,
}

/// The newest lines.
#[derive(Debug, Default)]
pub struct LogBook {
    entries: VecDeque<Entry>,
    bytes: usize,
    next: u64,
    dropped: u64,
    mask: Mask,
    /// The download under way, and the number of its entry.
    download: Option<(u64, ImageDownload)>,
}

impl LogBook {
    /// An empty one, which hides what `mask` does.
    pub fn new(mask: Mask) -> Self {
        Self { mask, ..Self::default() }
    }

    /// Takes a line in.
    pub fn take(&mut self, line: LogLine) {
        let text = without_sequences(&line.text);
        if line.source == Some(Source::System) {
            if self.fold(&text, line.at) {
                return;
            }
            // What the container says in between does not end a download; the host's next word does.
            self.download = None;
        }
        let text = visible(&self.mask.hide(text));
        self.push(Entry { number: 0, source: line.source, at: line.at, text, lines: 1 });
    }

    /// Whether it is a line about an image's download; then it is in its entry.
    fn fold(&mut self, text: &str, at: Option<Timestamp>) -> bool {
        let (number, mut download) = self.download.take().unwrap_or((self.next, ImageDownload::default()));
        if !download.note(text) {
            return false;
        }
        let words = download.describe();
        let place = self.entries.front().and_then(|first| number.checked_sub(first.number));
        let entry = place.and_then(|place| self.entries.get_mut(usize::try_from(place).ok()?));
        match entry {
            Some(entry) => {
                self.bytes = self.bytes + words.len() - entry.text.len();
                (entry.text, entry.lines, entry.at) = (words, entry.lines + 1, at.or(entry.at));
                self.download = Some((number, download));
            }
            // It is the first, or so old that it was dropped.
            None => {
                self.download = Some((self.next, download));
                self.push(Entry { number: 0, source: Some(Source::System), at, text: words, lines: 1 });
            }
        }
        true
    }

    fn push(&mut self, entry: Entry) {
        self.bytes += entry.text.len();
        self.entries.push_back(Entry { number: self.next, ..entry });
        self.next += 1;
        while self.entries.len() > MOST_LINES || self.bytes > MOST_BYTES {
            let Some(first) = self.entries.pop_front() else { return };
            self.bytes -= first.text.len();
            self.dropped += first.lines;
        }
    }

    /// All that is kept, the oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// So many older lines were dropped.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The number that the next entry gets: it tells whether something was added.
    pub fn next_number(&self) -> u64 {
        self.next
    }

    /// Those in which `search` stands, in capitals or small letters; all where it is empty.
    pub fn matching<'a>(&'a self, search: &str) -> impl DoubleEndedIterator<Item = &'a Entry> {
        let search = search.trim().to_lowercase();
        self.entries().filter(move |entry| search.is_empty() || entry.text.to_lowercase().contains(&search))
    }

    /// Those in which `search` stands as one text, a line each, for copying and saving.
    pub fn text(&self, search: &str) -> String {
        let mut text = String::new();
        if self.dropped > 0 {
            text.push_str(&logs::file_dropped(counted(self.dropped)));
            text.push('\n');
        }
        for entry in self.matching(search) {
            text.push_str(&entry.line());
            text.push('\n');
        }
        text
    }
}

impl Entry {
    /// With time and source before it.
    pub fn line(&self) -> String {
        let at = self.at.map_or_else(|| "-".to_owned(), Timestamp::iso_seconds);
        let source = self.source.map_or("-", Source::as_str);
        let lines = if self.lines > 1 { format!(" {}", logs::file_folded(counted(self.lines))) } else { String::new() };
        format!("{at} {source} {}{lines}", self.text)
    }
}

/// A number of lines, to be said.
pub fn counted(lines: u64) -> usize {
    usize::try_from(lines).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
