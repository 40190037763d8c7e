//! The person's API key. It can become a header, and it can be kept for the session; nothing else comes out of it.

use std::fmt;

use launchpod_words::api_key;

use crate::json::Document;
use crate::types::number_input::is_unseen;

/// Shorter texts are no RunPod key: they are about 45 characters long, and old ones 40.
const SHORTEST: usize = 16;
const LONGEST: usize = 256;
/// So many letters of the key in a row are never shown.
const TELLING: usize = 8;
/// What RunPod's keys begin with; old ones have no mark.
const MARK: &str = "rpa_";
/// Stands where the key was taken out. No program means anything by it.
const TAKEN_OUT: &str = "[RunPod key]";

/// Whether a RunPod key stands in this text, anybody's: its mark, and behind it as much as makes a key.
pub fn holds_key(text: &str) -> bool {
    let runs = text.split(|c: char| !is_of_key(c));
    runs.flat_map(|run| run.match_indices(MARK).map(move |(at, _)| (run, at))).any(|(run, at)| {
        let before = at.checked_sub(1).and_then(|before| run.as_bytes().get(before));
        run.len() - at >= SHORTEST && before.is_none_or(|byte| !byte.is_ascii_alphanumeric())
    })
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-".contains(c)
}

/// A RunPod API key. Prints as redacted.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// Reads what was typed or pasted; spaces around it do not matter, nor does what pages and messengers put into a text
    /// that nobody sees.
    ///
    /// ```
    /// use launchpod_core::runpod::api_key::ApiKey;
    ///
    /// let key = ApiKey::read("  rpa_EXAMPLE0123456789\n").unwrap();
    /// assert!(!format!("{key:?}").contains("EXAMPLE"), "it is never printed");
    /// assert!(ApiKey::read("short").is_err());
    /// ```
    ///
    /// # Errors
    /// What is wrong with it, in words, without repeating it.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_unseen(*c)).collect();
        let key = seen.trim();
        if key.is_empty() {
            return Err(api_key::missing());
        }
        if key.chars().any(char::is_whitespace) {
            return Err(api_key::space_inside());
        }
        if !key.chars().all(is_of_key) {
            return Err(api_key::odd_character());
        }
        match key.len() {
            ..SHORTEST => Err(api_key::too_short()),
            SHORTEST..=LONGEST => Ok(Self(key.to_owned())),
            _ => Err(api_key::too_long()),
        }
    }

    /// Hands the key to a store that forgets it when the tab is closed.
    pub fn keep<R>(&self, store: impl FnOnce(&str) -> R) -> R {
        store(&self.0)
    }

    /// Whether the whole of it stands in this text, or was taken out of it.
    pub(crate) fn stands_in(&self, text: &str) -> bool {
        text.contains(&self.0) || text.contains(TAKEN_OUT)
    }

    /// Tells keys apart on one device, where RunPod does not tell whose a key is: 32 bits (FNV-1a), far too few to find a
    /// key by.
    pub(crate) fn fingerprint(&self) -> String {
        let hash =
            self.0.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        format!("key-{hash:08x}")
    }

    /// The value of the Authorization header.
    pub(crate) fn authorization(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// `text` without the key and without any larger part of it, should something have echoed it; `None` where nothing
    /// of it is there, as nearly always: then nothing is copied, and one letter in eight is looked at.
    pub(crate) fn redacted(&self, text: &str) -> Option<String> {
        let (bytes, mut at, mut kept) = (text.as_bytes(), 0, 0);
        let mut redacted = String::new();
        while at < bytes.len() {
            let Some((from, until)) = self.part_around(bytes, at, kept) else {
                at += TELLING;
                continue;
            };
            redacted.push_str(text.get(kept..from).unwrap_or_default());
            redacted.push_str(TAKEN_OUT);
            kept = until;
            at = until;
        }
        if kept == 0 {
            return None;
        }
        redacted.push_str(text.get(kept..).unwrap_or_default());
        Some(redacted)
    }

    /// The longest part of the key in `text` that covers `at` and starts at `least` or later; `None` if it is short
    /// enough to be shown. One letter over and over tells nothing of a key, and stands in other texts too.
    fn part_around(&self, text: &[u8], at: usize, least: usize) -> Option<(usize, usize)> {
        let key = self.0.as_bytes();
        let here = text.get(at)?;
        let parts = key.iter().enumerate().filter(|(_, letter)| *letter == here).map(|(place, _)| {
            let same = |(a, b): &(&u8, &u8)| a == b;
            let before = text.get(least..at).unwrap_or_default().iter().rev();
            let before = before.zip(key.get(..place).unwrap_or_default().iter().rev()).take_while(same).count();
            let after = text.get(at..).unwrap_or_default().iter();
            let after = after.zip(key.get(place..).unwrap_or_default()).take_while(same).count();
            (at - before, at + after)
        });
        let tells = |part: &[u8]| part.len() >= TELLING && part.windows(2).any(|pair| pair.first() != pair.last());
        parts
            .filter(|(from, until)| text.get(*from..*until).is_some_and(tells))
            .max_by_key(|(from, until)| until - from)
    }

    /// `text` without the key.
    pub(crate) fn redact(&self, text: String) -> String {
        self.redacted(&text).unwrap_or(text)
    }

    /// Reads an answer: what its texts mean, without the key, however it was written in them.
    ///
    /// # Errors
    /// The text without the key, if it is no JSON.
    pub(crate) fn read_without(&self, text: String) -> Result<Document, String> {
        let mut document = Document::read(text).map_err(|text| self.redact(text))?;
        document.replace_texts(|text| self.redacted(text));
        Ok(document)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "rpa_0123456789ABCDEFGHIJ";

    #[test]
    fn a_pasted_key_may_have_spaces_around_it() {
        assert!(ApiKey::read(&format!("  {KEY}\n")).is_ok());
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_it() {
        for odd in ["\u{200b}", "\u{feff}", "\u{200d}", "\u{2060}", "\u{ad}", "\u{202c}", "\u{0}"] {
            let pasted = format!("{odd} rpa_0123456789{odd}ABCDEFGHIJ{odd}\n");
            assert_eq!(ApiKey::read(&pasted).map(|key| key.authorization()), Ok(format!("Bearer {KEY}")));
        }
        assert!(ApiKey::read("\u{200b}\u{200b}").is_err());
        assert!(ApiKey::read("rpa_0123456789\u{2028}ABCDEFGHIJ").is_err());
    }

    #[test]
    fn odd_shapes_are_refused_in_words() {
        for text in [
            "",
            "  ",
            "rpa_short",
            "rpa_0123456789 ABCDEFGHIJ",
            "rpa_0123456789…ABCDEFGHIJ",
            "\"rpa_0123456789ABCDEF\"",
        ] {
            assert!(ApiKey::read(text).is_err(), "{text}");
        }
        assert!(ApiKey::read(&"a".repeat(257)).is_err());
    }

    #[test]
    fn it_prints_as_redacted() {
        assert_eq!(format!("{:?}", ApiKey::read(KEY).unwrap()), "ApiKey([redacted])");
        assert_eq!(ApiKey::read(KEY).unwrap().redact(format!("bad key {KEY}!")), "bad key [RunPod key]!");
    }

    #[test]
    fn a_key_in_a_text_is_known_by_its_mark() {
        for text in
            [KEY, "Bearer rpa_0123456789ABCDEF", "https://x/?key=rpa_0123456789ABCDEF&a=b", "x_rpa_0123456789ABCDEF"]
        {
            assert!(holds_key(text), "{text}");
        }
        for text in
            ["", "rpa_", "rpa_short", "scarpa_0123456789ABCDEF", "rpa_ 0123456789ABCDEF", "hf_0123456789ABCDEFGHIJ"]
        {
            assert!(!holds_key(text), "{text}");
        }
    }

    #[test]
    fn one_letter_over_and_over_is_no_part_of_it() {
        let key = ApiKey::read("rpa_PRACTICE0000000000000000").unwrap();
        assert_eq!(key.redacted("pod-0000000000000000"), None);
        assert_eq!(key.redact("it was rpa_PRACTICE0000000000000000".into()), "it was [RunPod key]");
        assert_eq!(key.redact("it was PRACTICE00000".into()), "it was [RunPod key]");
    }

    proptest! {
        #[test]
        fn no_part_of_it_stays(before in "[ a0rp_]{0,20}", parts in prop::collection::vec((0..24usize, 0..24usize), 0..5)) {
            let parts: Vec<&str> = parts.iter().map(|(a, b)| &KEY[*a.min(b)..*a.max(b)]).collect();
            let redacted = ApiKey::read(KEY).unwrap().redact(before + &parts.concat());
            for part in KEY.as_bytes().windows(8) {
                prop_assert!(!redacted.contains(std::str::from_utf8(part).unwrap()), "{redacted}");
            }
        }

        #[test]
        fn no_refusal_repeats_what_was_typed(text in "[^a-z ]{4,40}") {
            if let Err(words) = ApiKey::read(&text) {
                prop_assert!(!words.contains(&text));
            }
        }
    }
}
