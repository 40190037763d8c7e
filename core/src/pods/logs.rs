//! What a pod's log says, made fit to be shown: lines, the newest of them kept, image downloads folded into one line of
//! progress, and nothing in them that could do harm. A log is written by whatever runs in the pod, so none of it is believed.

pub mod book;
pub mod event_stream;
pub mod image_download;
pub mod mask;
pub mod plain_text;

use crate::json::Document;
use crate::types::time::Timestamp;

/// Who wrote a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The host: what it does with the container.
    System,
    /// The program in the container.
    Container,
}

impl Source {
    /// RunPod's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Container => "container",
        }
    }

    /// Reads RunPod's word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::System, Self::Container].into_iter().find(|source| source.as_str() == word)
    }
}

/// One line as it came: any text may stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogLine {
    /// Who wrote it, where that is told.
    pub source: Option<Source>,
    /// When, by the clock of the host, to the second.
    pub at: Option<Timestamp>,
    /// What.
    pub text: String,
}

impl LogLine {
    /// Reads the data of one event: `{"source", "line", "ts"}`. What is something else is a line as it stands.
    pub fn read(data: String) -> Self {
        let known = Document::read(data.as_str()).ok().and_then(|document| {
            let json = document.json();
            Some(Self {
                source: json.text("source").and_then(Source::parse),
                at: json.text("ts").and_then(Timestamp::parse),
                text: json.get("line").as_text()?.to_owned(),
            })
        });
        known.unwrap_or(Self { text: data, ..Self::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_read_and_what_is_none_is_shown_as_it_stands() {
        let line = LogLine::read(
            r#"{"source":"container","line":"CUDA Version 12.4.1","ts":"2026-07-06T22:04:14Z"}"#.to_owned(),
        );
        let at = Timestamp::parse("2026-07-06T22:04:14Z");
        assert_eq!(line, LogLine { source: Some(Source::Container), at, text: "CUDA Version 12.4.1".into() });
        let odd = LogLine::read(r#"{"source":"kernel","line":"","ts":"no time","more":1}"#.to_owned());
        assert_eq!(odd, LogLine::default());
        for raw in
            ["", "no JSON at all", "[1, null, {\"line\": 5}]", r#"{"line":5}"#, r#"{"source":"system","line":"it"#]
        {
            assert_eq!(LogLine::read(raw.to_owned()), LogLine { text: raw.to_owned(), ..LogLine::default() });
        }
    }

    proptest! {
        #[test]
        fn no_data_panics(data in ".*", line in ".*") {
            let _ = LogLine::read(data);
            let text = serde_json::json!({ "source": "system", "line": line }).to_string();
            prop_assert_eq!(LogLine::read(text).text, line);
        }
    }
}
