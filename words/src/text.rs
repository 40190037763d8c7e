//! How a message becomes text.

use std::fmt::{Display, Write as _};

use crate::language;
use crate::numbers::whole;

/// A gap of this name holds a whole number, which may be large.
const GIGABYTES: &str = "gb";

/// A message without gaps, for tables.
pub type Message = fn() -> &'static str;

/// The number of a message in a translation: FNV-1a of its area, a dot and its name.
pub const fn key(area: &str, name: &str, form: &str) -> u32 {
    hashed(hashed(hashed(hashed(0x811c_9dc5, area), "."), name), form)
}

const fn hashed(mut hash: u32, text: &str) -> u32 {
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        hash = (hash ^ *first as u32).wrapping_mul(0x0100_0193);
        rest = others;
    }
    hash
}

/// What an area's name is, without the path of its module.
pub const fn area(path: &'static str) -> &'static str {
    let mut rest = path.as_bytes();
    let mut begin = 0;
    let mut at = 0;
    while let [first, others @ ..] = rest {
        at += 1;
        if *first == b':' {
            begin = at;
        }
        rest = others;
    }
    path.split_at(begin).1
}

/// The message in the language that is spoken.
#[inline(never)]
pub fn text(key: u32, english: &'static str) -> &'static str {
    language::find(key).unwrap_or(english)
}

/// The same with its gaps filled.
#[inline(never)]
pub fn filled(key: u32, english: &'static str, names: &[&str], values: &[&dyn Display]) -> String {
    fill(text(key, english), names, values)
}

/// The two forms that English has, each with its key.
pub struct Forms {
    /// For one thing.
    pub one: (u32, &'static str),
    /// For any other number.
    pub other: (u32, &'static str),
}

/// A message that says something else of one thing than of several. A language without the difference has the second alone.
#[inline(never)]
pub fn counted(forms: &Forms, count: usize, names: &[&str], values: &[&dyn Display]) -> String {
    let Forms { one, other } = forms;
    let text = match count {
        1 => language::find(one.0).or_else(|| language::find(other.0)).unwrap_or(one.1),
        _ => text(other.0, other.1),
    };
    fill(text, names, values)
}

/// Writes the number at the end of a text, from this byte on, as the person's place writes large ones.
fn group(filled: &mut String, begins: usize) {
    let number = filled.get(begins..).filter(|number| number.len() > 3).and_then(|number| number.parse().ok());
    if let Some(number) = number {
        filled.truncate(begins);
        filled.push_str(&whole(number));
    }
}

fn fill(text: &str, names: &[&str], values: &[&dyn Display]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        filled.push_str(before);
        let value = names.iter().position(|known| *known == name).and_then(|at| values.get(at));
        if let Some(value) = value {
            let begins = filled.len();
            // Writing to a String does not fail.
            let _ = write!(filled, "{value}");
            if name == GIGABYTES {
                group(&mut filled, begins);
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Writes one area of the catalogue: functions that give the texts, and a list of them.
///
/// ```text
/// words! {
///     name_missing: "Give the volume a name by which you recognize it.";
///     grow(price): "Grow it · {price}";
///     pods[count](): one "1 pod", other "{count} pods";
/// }
/// ```
macro_rules! words {
    ($($name:ident $([$count:ident])? $(($($gap:ident),*))? : $(one $one:literal, other)? $english:literal;)*) => {
        const AREA: &str = $crate::text::area(module_path!());
        $($crate::text::words!(@message $name $([$count])? $(($($gap),*))? : $(one $one, other)? $english);)*
        /// All of this area.
        pub(crate) const ALL: &[$crate::catalogue::Entry] = &[
            $($crate::text::words!(@entry $name $([$count])? $(($($gap),*))? : $(one $one, other)? $english)),*
        ];
    };
    (@one) => {
        None
    };
    (@one $one:literal) => {
        Some($one)
    };
    (@message $name:ident : $english:literal) => {
        #[doc = concat!("“", $english, "”")]
        pub fn $name() -> &'static str {
            const KEY: u32 = $crate::text::key(AREA, stringify!($name), "");
            $crate::text::text(KEY, $english)
        }
    };
    (@message $name:ident ($($gap:ident),*) : $english:literal) => {
        #[doc = concat!("“", $english, "”")]
        pub fn $name($($gap: impl std::fmt::Display),*) -> String {
            const KEY: u32 = $crate::text::key(AREA, stringify!($name), "");
            $crate::text::filled(KEY, $english, &[$(stringify!($gap)),*], &[$(&$gap),*])
        }
    };
    (@message $name:ident [$count:ident] ($($gap:ident),*) : one $one:literal, other $english:literal) => {
        #[doc = concat!("“", $one, "”, or “", $english, "”")]
        pub fn $name($count: usize, $($gap: impl std::fmt::Display),*) -> String {
            const FORMS: $crate::text::Forms = $crate::text::Forms {
                one: ($crate::text::key(AREA, stringify!($name), "#one"), $one),
                other: ($crate::text::key(AREA, stringify!($name), ""), $english),
            };
            $crate::text::counted(
                &FORMS,
                $count,
                &[stringify!($count), $(stringify!($gap)),*],
                &[&$count, $(&$gap),*],
            )
        }
    };
    (@entry $name:ident $([$count:ident])? $(($($gap:ident),*))? : $(one $one:literal, other)? $english:literal) => {
        $crate::catalogue::Entry {
            area: AREA,
            name: stringify!($name),
            one: $crate::text::words!(@one $($one)?),
            text: $english,
            gaps: &[$(stringify!($count),)? $($(stringify!($gap)),*)?],
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_by_name() {
        assert_eq!(fill("{b} and {a} and {b}", &["a", "b"], &[&1, &"two"]), "two and 1 and two");
        assert_eq!(fill("an {open brace", &["open"], &[&1]), "an {open brace");
        assert_eq!(fill("{gb} GB, {other}", &["gb", "other"], &[&1_200, &1_200]), "1,200 GB, 1200");
        assert_eq!(fill("{gb} GB", &["gb"], &[&"some more"]), "some more GB");
    }

    #[test]
    fn an_area_is_the_last_part_of_its_path() {
        assert_eq!(area("launchpod_words::english::volumes"), "volumes");
        assert_eq!(area("volumes"), "volumes");
    }
}
