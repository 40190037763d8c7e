//! What people type and paste: digits of other scripts, and characters that are nothing to see.

/// The zeros of scripts whose digits keyboards bring; one to nine follow each. The last are the wide ones of East Asia.
const ZEROS: [char; 5] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{e50}', '\u{ff10}'];

/// The text with digits of other scripts as 0 to 9, and with plain signs for the wide ones of East Asia.
pub fn plain_digits(text: &str) -> String {
    text.chars().map(plain).collect()
}

fn plain(c: char) -> char {
    let behind = |from: char| u32::from(c).checked_sub(u32::from(from));
    if let Some(digit) = ZEROS.into_iter().filter_map(behind).find(|digit| *digit < 10) {
        return char::from_digit(digit, 10).unwrap_or(c);
    }
    match c {
        '\u{66b}' => '.',
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => behind('\u{fee0}').and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

/// Characters that take no place, or turn the direction of others: with them a text is not what it seems.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_of_other_scripts_are_digits() {
        for (typed, plain) in [
            ("５０", "50"),
            ("＄０．５", "$0.5"),
            ("٤٢", "42"),
            ("१२", "12"),
            ("๙", "9"),
            ("８１８８／ｈｔｔｐ", "8188/http"),
        ] {
            assert_eq!(plain_digits(typed), plain);
        }
    }

    proptest! {
        #[test]
        fn what_is_plain_stays_and_twice_is_once(text: String, ascii in "[ -~]*") {
            prop_assert_eq!(plain_digits(&ascii), ascii);
            prop_assert_eq!(plain_digits(&plain_digits(&text)), plain_digits(&text));
        }
    }
}
