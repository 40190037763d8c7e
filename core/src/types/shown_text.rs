//! Text of others as it is shown: what does something, or is not seen, becomes a sign, so that a text is what it seems to be.
//! What is copied is what is shown.

use crate::types::number_input::is_unseen;

/// A name is no longer.
pub const MOST_NAME: usize = 200;
/// A sentence of RunPod's is no longer.
pub const MOST_SENTENCE: usize = 600;
/// No script puts more marks on one letter; thousands of them stick far out of their line.
const MOST_MARKS: usize = 4;

/// A text of one line.
pub fn shown(text: &str, most: usize) -> String {
    cut(with_signs(text, false), most)
}

/// A text that may have line breaks.
pub fn shown_lines(text: &str) -> String {
    with_signs(text, true)
}

/// The first letters, and a sign where there were more.
pub(crate) fn cut(mut text: String, most: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The text with a sign in the place of each letter that does something, or that nobody sees.
pub(crate) fn with_signs(text: &str, keeps_lines: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut marks = 0;
    for letter in text.chars() {
        if is_mark(letter) {
            marks += 1;
            if marks <= MOST_MARKS {
                shown.push(letter);
            }
            continue;
        }
        tell_more_marks(&mut shown, std::mem::take(&mut marks));
        match letter {
            '\t' => shown.push(letter),
            '\n' if keeps_lines => shown.push(letter),
            '\0'..='\u{1f}' => shown.extend(char::from_u32(0x2400 + u32::from(letter))),
            '\u{7f}' => shown.push('\u{2421}'),
            // These make emoji and the letters of some scripts.
            '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' => shown.push(letter),
            letter if is_unseen(letter) => shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(letter))),
            letter => shown.push(letter),
        }
    }
    tell_more_marks(&mut shown, marks);
    shown
}

fn tell_more_marks(shown: &mut String, marks: usize) {
    if let Some(more) = marks.checked_sub(MOST_MARKS).filter(|more| *more > 0) {
        shown.push_str(&format!("⟨+{more}⟩"));
    }
}

/// Marks that stand above, below or in the letter before them.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{34e}' | '\u{350}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}')
        || matches!(letter, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}')
        || matches!(letter, '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
        || matches!(letter, '\u{20d0}'..='\u{20ff}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_something_is_a_sign() {
        for (text, seen) in [
            ("studio", "studio"),
            ("safe \u{202e}gnp.exe\u{202c}", "safe ⟨U+202E⟩gnp.exe⟨U+202C⟩"),
            ("\u{2066}a\u{2069}\u{200b}\u{feff}\u{0}", "⟨U+2066⟩a⟨U+2069⟩⟨U+200B⟩⟨U+FEFF⟩␀"),
            ("two\nlines\r\ttab", "two␊lines␍\ttab"),
            ("✔️ done 👩‍🚀 é Ѐ ที่", "✔️ done 👩‍🚀 é Ѐ ที่"),
            ("אבג", "אבג"),
        ] {
            assert_eq!(shown(text, 200), seen);
        }
        assert_eq!(shown_lines("a\nb\u{202e}"), "a\nb⟨U+202E⟩");
    }

    #[test]
    fn marks_on_a_letter_are_few() {
        let tower = format!("Z{}algo", "\u{301}".repeat(1_200));
        assert_eq!(shown(&tower, 200), format!("Z{}⟨+1196⟩algo", "\u{301}".repeat(4)));
        assert_eq!(shown("\u{301}\u{301}\u{301}\u{301}\u{301}", 200), "\u{301}\u{301}\u{301}\u{301}⟨+1⟩");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(shown(&"é".repeat(1_000_000), 3), "ééé…");
        assert_eq!(shown("ééé", 3), "ééé");
    }

    proptest! {
        #[test]
        fn nothing_in_it_does_anything_and_twice_is_once(text in "[\\x00-\\x7f\u{80}-\u{9f}\u{2020}-\u{2070}\u{300}-\u{310}🦀]{0,60}|.*", lines: bool) {
            let once = with_signs(&text, lines);
            let acts = |letter: char| letter.is_control() && letter != '\t' && !(lines && letter == '\n');
            let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            prop_assert!(!once.chars().any(acts));
            prop_assert!(!once.chars().any(turns));
            prop_assert_eq!(with_signs(&once, lines), once);
        }
    }
}
