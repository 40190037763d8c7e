//! The files of `locales/`: what they hold, and what another language says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::{env, fs};

use launchpod_words::{
    Entry, Language, Said, Translation, app, catalogue, common, current, english_json, key, list_and, sign_in, speak,
};
use serde_json::Value;

type Areas = BTreeMap<String, BTreeMap<String, Value>>;

/// As the page reads a file.
fn read(json: &str) -> Option<Translation> {
    let areas: Areas = serde_json::from_str(json).ok()?;
    let text = |said: &Value| said.as_str().map(str::to_owned);
    let said = |said: &Value| match said {
        Value::String(text) => Said::Text(text.clone()),
        forms => Said::Counted { one: text(&forms["one"]), other: text(&forms["other"]) },
    };
    let messages = areas.iter().flat_map(|(area, messages)| {
        messages.iter().map(move |(name, value)| (area.clone(), name.clone(), said(value)))
    });
    Some(Translation::new(messages.collect::<Vec<_>>()))
}

fn file(tag: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(format!("{tag}.json"))
}

#[test]
fn the_english_file_is_of_today() {
    if env::var_os("WRITE_ENGLISH").is_some() {
        fs::write(file("en"), english_json()).unwrap();
    }
    let same = fs::read_to_string(file("en")).ok() == Some(english_json());
    assert!(same, "write it anew: WRITE_ENGLISH=1 cargo test -p launchpod-words");
}

#[test]
fn each_message_has_a_number_of_its_own() {
    let mut seen = HashMap::new();
    for Entry { area, name, one, .. } in catalogue() {
        for form in std::iter::once("").chain(one.map(|_| "#one")) {
            let before = seen.insert(key(area, name, form), (area, name));
            assert_eq!(before, None, "{area}.{name} has the number of another message: rename one of them");
        }
    }
}

/// The gaps of a text, each once, in the order of the alphabet.
fn gaps(text: &str) -> Vec<&str> {
    let mut gaps: Vec<&str> =
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect();
    gaps.sort_unstable();
    gaps.dedup();
    gaps
}

#[test]
fn english_fills_the_gaps_that_it_has() {
    for Entry { area, name, one, text, gaps: declared } in catalogue() {
        for text in one.iter().chain([text]) {
            assert!(gaps(text).iter().all(|gap| declared.contains(gap)), "{area}.{name} has a gap that nobody fills");
        }
        let used: Vec<&str> = one.iter().chain([text]).flat_map(|text| gaps(text)).collect();
        // What is counted need not be said.
        let filled = declared.iter().skip(usize::from(one.is_some()));
        assert!(filled.into_iter().all(|gap| used.contains(gap)), "{area}.{name} is given what it does not say");
    }
}

/// What is wrong with one message of a language.
fn problem(entry: &Entry, said: Option<&Value>) -> Option<String> {
    let plain = |said: &Value| said.as_str().map(str::to_owned);
    let said = said.ok_or("is missing").map_err(str::to_owned);
    let forms: Vec<String> = match (entry.one, said) {
        (_, Err(problem)) => return Some(problem),
        (None, Ok(said)) => plain(said).into_iter().collect(),
        (Some(_), Ok(said)) => {
            let known = said.as_object().is_some_and(|forms| forms.keys().all(|form| form == "one" || form == "other"));
            if !known {
                return Some("has other forms than one and other".to_owned());
            }
            let other = said.get("other").and_then(plain);
            let Some(other) = other else { return Some("has no other".to_owned()) };
            said.get("one").and_then(plain).into_iter().chain([other]).collect()
        }
    };
    if forms.is_empty() {
        return Some("is no text".to_owned());
    }
    let wanted = gaps(entry.text);
    for text in &forms {
        if text.is_empty() && !entry.text.is_empty() && !entry.text.trim().is_empty() {
            return Some("is empty".to_owned());
        }
        let (here, counts) = (gaps(text), |gap: &&str| entry.one.is_some() && *gap == entry.gaps[0]);
        let lost = wanted.iter().find(|gap| !here.contains(gap) && !counts(gap));
        let new = here.iter().find(|gap| !entry.gaps.contains(gap));
        if let Some(gap) = lost {
            return Some(format!("has lost {{{gap}}}: {text}"));
        }
        if let Some(gap) = new {
            return Some(format!("has a gap that nobody fills, {{{gap}}}: {text}"));
        }
    }
    None
}

#[test]
fn each_language_says_everything_and_nothing_else() {
    let mut problems = vec![];
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        let tag = language.tag();
        let text = fs::read_to_string(file(tag)).unwrap_or_else(|_| panic!("there is no file for {tag}"));
        let areas: Areas = serde_json::from_str(&text).unwrap();
        let mut known = vec![];
        for entry in catalogue() {
            known.push((entry.area, entry.name));
            let said = areas.get(entry.area).and_then(|area| area.get(entry.name));
            if let Some(problem) = problem(entry, said) {
                problems.push(format!("{tag}: {}.{} {problem}", entry.area, entry.name));
            }
        }
        for (area, messages) in &areas {
            for name in messages.keys().filter(|name| !known.contains(&(area, name.as_str()))) {
                problems.push(format!("{tag}: {area}.{name} is no message of the page"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn each_file_is_of_a_language_and_can_be_read() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("locales")).unwrap() {
        let path = entry.unwrap().path();
        let tag = path.file_name().unwrap().to_str().unwrap().strip_suffix(".json").unwrap();
        assert!(Language::of_tag(tag).is_some(), "{tag} is no language of the page");
        assert!(read(&fs::read_to_string(&path).unwrap()).is_some(), "{tag}");
    }
}

#[test]
fn another_language_says_what_it_has_and_the_rest_in_english() {
    let file = r#"{
        "sign_in": { "sign_in": "Anmelden", "gone": "Was es nicht mehr gibt" },
        "app": { "unknown_pods": { "one": "{names}: ein fremder Pod", "other": "{names}: {count} fremde Pods" } },
        "common": { "and": "{before} und {last}" }
    }"#;
    let german = read(file).unwrap();
    speak(Language::German, Some(german));
    assert_eq!(current(), Language::German);
    assert_eq!(sign_in::sign_in(), "Anmelden");
    assert_eq!(sign_in::stay(), "Stay");
    assert_eq!(list_and(&["a", "b", "c"]), "a, b und c");
    assert_eq!(common::quoted("a"), "“a”");
    assert_eq!(app::unknown_pods(1, "“a”"), "“a”: ein fremder Pod");
    assert_eq!(app::unknown_pods(2, "“a”, “b”"), "“a”, “b”: 2 fremde Pods");
    speak(Language::English, None);
    assert_eq!(sign_in::sign_in(), "Sign in");
    assert!(app::unknown_pods(2, "“a”, “b”").starts_with("“a”, “b” were launched"));
}

#[test]
fn what_a_language_lacks_is_english() {
    speak(Language::Japanese, None);
    assert_eq!(sign_in::sign_in(), "Sign in");
    assert!(app::unknown_pods(1, "“a”").starts_with("“a” was launched"));
    let file = r#"{ "app": { "unknown_pods": { "other": "{names} を起動した" } } }"#;
    speak(Language::Japanese, read(file));
    assert_eq!(app::unknown_pods(1, "“a”"), "“a” を起動した", "it has one form for all numbers");
}
