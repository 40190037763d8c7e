//! The pages for people in docs/: what stands there in “ ” stands so on the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use launchpod_words::catalogue;

const PAGES: [&str; 6] = ["keys", "costs", "timers", "volumes", "troubleshooting", "check-your-copy"];
/// Names that stand in a gap, and are easier to find than a gap.
const EXAMPLES: [&str; 1] = ["ComfyUI"];

/// What stands in quotation marks, with what is quoted within.
fn quoted(text: &str) -> Vec<String> {
    let (mut found, mut open) = (vec![], vec![]);
    for (at, letter) in text.char_indices() {
        match letter {
            '“' => open.push(at + letter.len_utf8()),
            '”' => {
                let start = open.pop().unwrap_or_else(|| panic!("nothing is open before {}", &text[at..]));
                if open.is_empty() {
                    found.push(text[start..at].split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
            _ => {}
        }
    }
    assert!(open.is_empty(), "this is never closed: {}", &text[open[0]..]);
    found
}

/// A message with an ellipsis in each gap.
fn with_gaps(message: &str) -> String {
    let (first, rest) = message.split_once('{').unwrap_or((message, ""));
    let rest = rest.split('{').filter_map(|part| part.split_once('}')).map(|(_, after)| format!("…{after}"));
    (first.to_owned() + &rest.collect::<String>()).replace('\u{a0}', " ")
}

#[test]
fn the_docs_name_buttons_and_messages_as_the_page_does() {
    let messages: Vec<String> =
        catalogue().flat_map(|entry| entry.one.into_iter().chain([entry.text])).map(with_gaps).collect();
    let is_said = |words: &str| messages.iter().any(|message| message.contains(words));
    let mut unsaid = vec![];
    for page in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(page).with_extension("md");
        let text = fs::read_to_string(&path).unwrap();
        for words in quoted(&text) {
            let in_gap = EXAMPLES.iter().any(|example| is_said(&words.replace(example, "…")));
            if !is_said(&words) && !in_gap {
                unsaid.push(format!("docs/{page}.md: {words}"));
            }
        }
    }
    assert!(unsaid.is_empty(), "the docs quote what the page does not say: {unsaid:#?}");
}

#[test]
fn quotes_are_read_with_those_within() {
    assert_eq!(quoted("a “b “…” c\nd” e “f”"), ["b “…” c d", "f"]);
    assert_eq!(with_gaps("End {count} · saves {saved} a month"), "End … · saves … a month");
}
