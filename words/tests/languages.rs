//! The files of `locales/`, and what another language says.

use std::fs;
use std::path::Path;

use launchpod_words::{Language, Translation, app, common, current, list_and, sign_in, speak};

#[test]
fn each_file_is_of_a_language_and_can_be_read() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("locales")).unwrap() {
        let path = entry.unwrap().path();
        let tag = path.file_name().unwrap().to_str().unwrap().strip_suffix(".json").unwrap();
        assert!(Language::of_tag(tag).is_some(), "{tag} is no language of the page");
        assert!(Translation::read(&fs::read_to_string(&path).unwrap()).is_ok(), "{tag}");
    }
}

#[test]
fn another_language_says_what_it_has_and_the_rest_in_english() {
    let file = r#"{
        "sign_in": { "sign_in": "Anmelden", "gone": "Was es nicht mehr gibt" },
        "app": { "unknown_pods": { "one": "{names}: ein fremder Pod", "other": "{names}: {count} fremde Pods" } },
        "common": { "and": "{before} und {last}" }
    }"#;
    let german = Translation::read(file).unwrap();
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
    speak(Language::Japanese, Translation::read(file).ok());
    assert_eq!(app::unknown_pods(1, "“a”"), "“a” を起動した", "it has one form for all numbers");
}
