//! Makes a line harmless: what moves a terminal's cursor, colours it or turns the direction of letters is taken out or shown
//! as a sign. Markup stays what it is, as a page shows lines as text alone.

use std::iter::Peekable;
use std::str::Chars;

use crate::types::shown_text::with_signs;

/// A line shows no more letters than this.
pub const MOST_LETTERS: usize = 4_000;

const ESCAPE: char = '\u{1b}';
const BELL: char = '\u{7}';

/// The text without sequences for terminals, and of a line that was written over again and again the last writing.
pub fn without_sequences(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            ESCAPE => skip_escape(&mut rest),
            '\u{9b}' => skip_control(&mut rest),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => skip_string(&mut rest),
            letter => plain.push(letter),
        }
    }
    match plain.contains('\r') {
        true => plain.split('\r').rfind(|part| !part.is_empty()).unwrap_or_default().to_owned(),
        false => plain,
    }
}

/// What follows on an escape (ECMA-48).
fn skip_escape(rest: &mut Peekable<Chars>) {
    match rest.peek() {
        Some('[') => {
            rest.next();
            skip_control(rest);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            rest.next();
            skip_string(rest);
        }
        _ => {
            while rest.next_if(|letter| matches!(letter, ' '..='/')).is_some() {}
            rest.next_if(|letter| matches!(letter, '0'..='~'));
        }
    }
}

fn skip_control(rest: &mut Peekable<Chars>) {
    while rest.next_if(|letter| matches!(letter, ' '..='?')).is_some() {}
    rest.next_if(|letter| matches!(letter, '@'..='~'));
}

/// Up to its end; one without an end takes the rest of the line with it.
fn skip_string(rest: &mut Peekable<Chars>) {
    while let Some(letter) = rest.next() {
        match letter {
            BELL | '\u{9c}' => return,
            ESCAPE => {
                rest.next_if(|letter| *letter == '\\');
                return;
            }
            _ => {}
        }
    }
}

/// The text with a sign in the place of each letter that does something, or that nobody sees; a long one is cut.
pub fn visible(text: &str) -> String {
    let end = text.char_indices().nth(MOST_LETTERS).map_or(text.len(), |(end, _)| end);
    let (begins, rest) = text.split_at(end);
    let mut shown = with_signs(begins, false);
    let more = rest.chars().count();
    if more > 0 {
        shown.push_str(&format!("… ({more} more letters)"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        visible(&without_sequences(text))
    }

    #[test]
    fn nothing_in_a_line_does_anything() {
        for (line, harmless) in [
            ("\u{1b}[31mred\u{1b}[0m \u{1b}]0;another title\u{7}\u{1b}[2J\u{1b}[H", "red "),
            ("\u{1b}]8;;http://a.example\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{1b}]no end of it", ""),
            ("\u{1b}(Bplain\u{1b}7\u{1b}", "plain"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("safe \u{202e}gnp.exe\u{202c}", "safe ⟨U+202E⟩gnp.exe⟨U+202C⟩"),
            ("\u{2066}a\u{2069}\u{200b}\u{feff}", "⟨U+2066⟩a⟨U+2069⟩⟨U+200B⟩⟨U+FEFF⟩"),
            ("progress 10%\rprogress 20%\r", "progress 20%"),
            ("30%\u{8}\u{8}", "30%␈␈"),
            ("\u{0}\u{1}\u{7f}\u{9b}31m\u{fffd}", "␀␁␡\u{fffd}"),
            ("two\nlines\tand a tab", "two␊lines\tand a tab"),
            ("✔️ done 👩‍🚀", "✔️ done 👩‍🚀"),
            ("\u{1b}[38;5;196mé\u{1b}[m", "é"),
        ] {
            assert_eq!(shown(line), harmless, "{line:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut() {
        let long = shown(&"é".repeat(MOST_LETTERS + 7));
        assert!(long.ends_with("é… (7 more letters)"));
        assert_eq!(shown(&"é".repeat(MOST_LETTERS)).chars().count(), MOST_LETTERS);
    }

    proptest! {
        #[test]
        fn whatever_it_is_it_does_nothing(text in "[\\x00-\\x7f\u{80}-\u{9f}\u{2020}-\u{2070}🦀]{0,60}|.*") {
            let once = shown(&text);
            prop_assert!(!once.chars().any(|letter| letter.is_control() && letter != '\t'));
            let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            prop_assert!(!once.chars().any(turns));
            prop_assert_eq!(shown(&once), once);
        }
    }
}
