//! A text that is JSON but for an odd text or number in it: half an emoji, as a name cut in its middle has, or a number
//! that is too large for any machine. One of them must not hide all that stands beside it.

const UNKNOWN: &str = "\\ufffd";

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
    // Rust reads NaN and Infinity as well.
    match number.parse::<f64>() {
        Ok(value) if !value.is_finite() => whole.push_str("null"),
        _ => whole.push_str(number),
    }
    rest
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
