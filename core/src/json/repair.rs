//! A text that is JSON but for an odd text or number in it: half an emoji, as a name cut in its middle has, or a number
//! that is too large for any machine. One of them must not hide all that stands beside it.

use std::cmp::Ordering;

const UNKNOWN: &str = "\\ufffd";
/// How many digits the largest number has before its point, and the first of them.
const LARGEST_LENGTH: i64 = 309;
const LARGEST: &str = "17976931348623157";

/// The same text with signs that can be read for texts that cannot, and null for such numbers.
pub(super) fn repaired(text: &str) -> String {
    let mut whole = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = match first {
            '"' => string(rest, &mut whole),
            '-' | '0'..='9' | 'N' | 'I' => number(rest, &mut whole),
            _ => copy(rest, first.len_utf8(), &mut whole),
        };
    }
    whole
}

fn copy<'t>(text: &'t str, length: usize, whole: &mut String) -> &'t str {
    let (copied, rest) = text.split_at_checked(length).unwrap_or((text, ""));
    whole.push_str(copied);
    rest
}

fn number<'t>(text: &'t str, whole: &mut String) -> &'t str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    whole.push_str(if is_no_value(number) { "null" } else { number });
    rest
}

/// Whether this is written as a number, and is none or lies beyond all that a machine counts with. Rust's own reader of such numbers
/// would be 16 KB of the page.
fn is_no_value(number: &str) -> bool {
    let number = number.strip_prefix(['+', '-']).unwrap_or(number);
    if ["nan", "inf", "infinity"].iter().any(|word| number.eq_ignore_ascii_case(word)) {
        return true;
    }
    let (value, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let exponent_digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + part.len() == 0
        || exponent_digits.is_empty()
        || ![whole, part, exponent_digits].into_iter().all(is_number)
    {
        return false;
    }
    let digits = format!("{whole}{part}");
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return false;
    }
    // Longer than any text: what it adds or takes away decides alone.
    let exponent = exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
    let zeros = digits.bytes().take_while(|byte| *byte == b'0').count();
    let before_point = whole.len() as i64 - zeros as i64;
    match before_point.saturating_add(exponent).cmp(&LARGEST_LENGTH) {
        Ordering::Less => false,
        Ordering::Equal => significant > LARGEST,
        Ordering::Greater => true,
    }
}

/// Copies a text from its opening to its closing quote.
fn string<'t>(text: &'t str, whole: &mut String) -> &'t str {
    let mut rest = copy(text, 1, whole);
    while let Some(first) = rest.chars().next() {
        rest = match first {
            '"' => return copy(rest, 1, whole),
            '\\' => escape(rest, whole),
            '\0'..='\x1f' => {
                whole.push_str(UNKNOWN);
                rest.get(1..).unwrap_or_default()
            }
            _ => copy(rest, first.len_utf8(), whole),
        };
    }
    rest
}

fn escape<'t>(text: &'t str, whole: &mut String) -> &'t str {
    match text.as_bytes().get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => copy(text, 2, whole),
        Some(b'u') => match (unit(text), text.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => copy(text, 12, whole),
            (Some(0xd800..=0xdfff), _) => unknown(text, 6, whole),
            (Some(_), _) => copy(text, 6, whole),
            (None, _) => unknown(text, 2, whole),
        },
        _ => unknown(text, 1, whole),
    }
}

fn unknown<'t>(text: &'t str, length: usize, whole: &mut String) -> &'t str {
    whole.push_str(UNKNOWN);
    text.get(length..).unwrap_or_default()
}

/// What an escape of the form \u1234 at the start stands for.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What Rust's reader of numbers says.
    fn is_beyond(number: &str) -> bool {
        number.parse::<f64>().is_ok_and(|value| !value.is_finite())
    }

    #[test]
    fn the_edges_are_where_they_are_for_a_machine() {
        for number in [
            "1.7976931348623157e308",
            "179769313486231570e291",
            "0.00017976931348623157E+312",
            "1.8e308",
            "0.1e310",
            "1e308",
            "1e309",
            "0e999",
            "-0.0e99999999999999999999",
            "1e-99999999999999999999",
            "1e99999999999999999999",
            "",
            "-",
            "e5",
            ".",
            ".e5",
            "1e",
            "1e+",
            "1.2.3",
            "1a",
            "nan",
            "-NaN",
            "Infinity",
            "+inf",
            "infinit",
            "--1",
            "5.",
            ".5e400",
        ] {
            assert_eq!(is_no_value(number), is_beyond(number), "{number}");
        }
    }

    proptest! {
        #[test]
        fn numbers_are_judged_as_rust_reads_them(number in "[+-]?[0-9]{0,4}0{0,320}(\\.0{0,320}[0-9]{0,3})?([eE][+-]?[0-9]{1,4})?") {
            prop_assert_eq!(is_no_value(&number), is_beyond(&number));
        }
    }
}
