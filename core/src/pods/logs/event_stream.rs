//! Server-sent events out of bytes that come in pieces of any size (WHATWG HTML, section 9.2.6).
//!
//! The crates for this (`eventsource-stream`, `sse-stream`) keep whatever comes before the next line break, so that a line
//! without an end fills the memory; here a line has a limit. They also ask for a `Stream`, which neither transport has.

/// A line holds no more bytes than this, and an event no more data; the rest of it is lost.
pub const MOST_BYTES: usize = 256 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// The last id that the stream told, here or before; it means nothing but "up to here".
    pub id: Option<String>,
    /// What kind of event it is; empty for a plain one.
    pub name: String,
    /// Its data.
    pub data: String,
}

/// Puts the pieces together.
#[derive(Clone, Debug, Default)]
pub struct EventParser {
    line: Vec<u8>,
    /// The byte before was a carriage return, which ended a line.
    after_return: bool,
    /// A first line was read.
    begun: bool,
    id: Option<String>,
    name: String,
    data: Option<String>,
}

impl EventParser {
    /// Takes a piece in, and answers with the events that it completes.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = vec![];
        for &byte in bytes {
            let after_return = std::mem::take(&mut self.after_return);
            match byte {
                b'\n' if after_return => {}
                b'\n' | b'\r' => {
                    self.after_return = byte == b'\r';
                    events.extend(self.end_line());
                }
                _ if self.line.len() < MOST_BYTES => self.line.push(byte),
                _ => {}
            }
        }
        events
    }

    fn end_line(&mut self) -> Option<Event> {
        let bytes = std::mem::take(&mut self.line);
        let first = !std::mem::replace(&mut self.begun, true);
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).filter(|_| first).unwrap_or(&bytes);
        if bytes.is_empty() {
            let (name, data) = (std::mem::take(&mut self.name), self.data.take());
            return data.map(|data| Event { id: self.id.clone(), name, data });
        }
        let line = String::from_utf8_lossy(bytes);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => self.add(value),
            "id" if !value.contains('\0') => self.id = (!value.is_empty()).then(|| value.to_owned()),
            // A comment has an empty name; others are for those who know them.
            _ => {}
        }
        None
    }

    fn add(&mut self, value: &str) {
        let data = match &mut self.data {
            Some(data) if data.len() + value.len() < MOST_BYTES => {
                data.push('\n');
                data
            }
            Some(_) => return,
            none => none.insert(String::new()),
        };
        data.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn events(text: &str) -> Vec<(Option<String>, String)> {
        let events = EventParser::default().feed(text.as_bytes());
        events.into_iter().map(|event| (event.id, event.data)).collect()
    }

    fn told(id: &str, data: &str) -> (Option<String>, String) {
        (Some(id.to_owned()), data.to_owned())
    }

    #[test]
    fn events_are_read_whatever_ends_their_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "\u{feff}: hello|id: 1/a|event: log|data: one|data:two||data: three||".replace('|', end);
            assert_eq!(events(&text), [told("1/a", "one\ntwo"), told("1/a", "three")], "{end:?}");
        }
    }

    #[test]
    fn what_is_no_event_is_none() {
        for text in
            ["", "\n\n", ": keep-alive\n\n", "id: 7\n\n", "data: half", "data: half\n", "retry: 5\nnonsense\n\n"]
        {
            assert_eq!(events(text), [], "{text:?}");
        }
        assert_eq!(events("id: 1\ndata\n\n"), [told("1", "")], "a field without a colon");
        assert_eq!(events("id: 1\nid: 2\0\ndata: a\n\nid\ndata: b\n\n"), [told("1", "a"), (None, "b".to_owned())]);
    }

    #[test]
    fn a_line_without_an_end_fills_no_memory() {
        let mut parser = EventParser::default();
        parser.feed(b"data: ");
        for _ in 0..100 {
            assert!(parser.feed(&[b'x'; 10_000]).is_empty());
        }
        assert!(parser.line.len() <= MOST_BYTES);
        assert_eq!(parser.feed(b"\n\n").len(), 1);
        for _ in 0..100 {
            parser.feed(&[b"data: ".as_slice(), &[b'x'; 10_000], b"\n"].concat());
        }
        let events = parser.feed(b"\ndata: next\n\n");
        assert!(events[0].data.len() <= MOST_BYTES);
        assert_eq!(events[1].data, "next");
    }

    /// Texts in which each piece matters, cut anywhere: between letters, and inside of them.
    fn stream() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            Just("data: grüße 🦀\n".to_owned()),
            Just("id: 2026-06-01T12:02:03Z/000000000001\r\n".to_owned()),
            Just("\n".to_owned()),
            Just("\r".to_owned()),
            Just(": keep-alive\n\n".to_owned()),
            Just("\u{feff}".to_owned()),
            ".{0,9}",
        ];
        let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat().into_bytes());
        prop_oneof![text, prop::collection::vec(any::<u8>(), 0..300)]
    }

    proptest! {
        #[test]
        fn it_does_not_matter_where_the_pieces_are_cut(bytes in stream(), cuts in prop::collection::vec(0usize..300, 0..20)) {
            let whole = EventParser::default().feed(&bytes);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let mut parser = EventParser::default();
            let pieces: Vec<Event> = cuts.windows(2).flat_map(|cut| parser.feed(&bytes[cut[0]..cut[1]])).collect();
            prop_assert_eq!(pieces, whole);
        }
    }
}
