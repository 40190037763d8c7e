//! What browsers keep was written by earlier builds. These texts are of the build of 2026-11-28 before the names in the code
//! changed, and are read as that build read them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::time::Duration;

use launchpod_core::auto_stop::{PageRule, SavedRule};
use launchpod_core::billing::CostMeter;
use launchpod_core::launch::Outcome;
use launchpod_core::launch::replacement::Replacement;
use launchpod_core::order::preset::Preset;
use launchpod_core::order::{Field, OrderForm};
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::list_view::ListOptions;
use launchpod_core::state::activity_log::{self, Activity};
use launchpod_core::state::journal::{Record, shelf};
use launchpod_core::types::ids::{LaunchTag, PodId};
use launchpod_core::types::time::Timestamp;
use launchpod_core::volumes::PendingVolume;

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis)
}

#[test]
fn the_journal_of_an_account_stands_where_it_stood() {
    assert_eq!(shelf("runpod", "user_2x"), "launchpod.journal/runpod:user_2x/");
}

#[test]
fn launches_are_read() {
    let open = r#"{"version":1,"tag":"lp-07","name":"comfy","asked":1000,"pod":null,"refused":false,"watched":null}"#;
    let Record::Launch(entry) = Record::read(open).unwrap() else { panic!("no launch") };
    assert_eq!((entry.outcome.clone(), entry.asked, entry.watched), (Outcome::Open, at(1000), None));
    assert_eq!(Record::Launch(entry).key(), "launch/lp-07");
    let placed = open.replace(r#""pod":null"#, r#""pod":"abc123""#).replace(r#""watched":null"#, r#""watched":2000"#);
    let Record::Launch(entry) = Record::read(&placed).unwrap() else { panic!("no launch") };
    assert_eq!((entry.outcome, entry.watched), (Outcome::Placed(PodId::new("abc123")), Some(at(2000))));
    let refused = open.replace(r#""refused":false"#, r#""refused":true"#);
    let Record::Launch(entry) = Record::read(&refused).unwrap() else { panic!("no launch") };
    assert_eq!(entry.outcome, Outcome::Refused);
}

#[test]
fn actions_are_read_under_their_old_words() {
    let words = [("end", PodAction::Terminate, "end/abc123"), ("stop", PodAction::Stop, "power/abc123")];
    for (word, action, key) in [words[0], words[1], ("start", PodAction::Resume, "power/abc123")] {
        let text = format!(
            r#"{{"version":1,"pod":"abc123","name":"comfy","verb":"{word}","asked":1000,"undoableUntil":7000,"duplicate":false,"notBefore":null,"started":500,"confirmed":false}}"#
        );
        let record = Record::read(&text).unwrap();
        assert_eq!(record.key(), key);
        let Record::Act(entry) = &record else { panic!("no action") };
        assert_eq!((entry.verb, entry.undoable_until, entry.started), (action, Some(at(7000)), Some(at(500))));
        assert_eq!(record.write(), text);
    }
}

#[test]
fn rules_replacements_and_volumes_that_are_being_made_are_read() {
    let idle = SavedRule::read(r#"{"idleMinutes":30,"pod":"abc123","version":1}"#).unwrap();
    assert_eq!(idle.rule, PageRule::IdleFor(Duration::from_secs(1800)));
    let due = SavedRule::read(r#"{"at":5000,"pod":"abc123","version":1}"#).unwrap();
    assert_eq!(due.rule, PageRule::At(at(5000)));
    let text = r#"{"name":"comfy","old":"abc123","since":1000,"tag":"lp-07","version":1}"#;
    let replacement = Replacement::read(text).unwrap();
    assert_eq!((replacement.old, replacement.tag), (PodId::new("abc123"), LaunchTag::new("lp-07")));
    let text = r#"{"asked":1000,"before":["vol1"],"dataCenter":"EU-RO-1","name":"models","size":100,"version":1}"#;
    assert_eq!(PendingVolume::read(text).unwrap().wanted.size_gb, 100);
}

#[test]
fn the_activity_log_is_read() {
    let lines = activity_log::read("launchpod-history 1\n1000 abc123 1\n2000 abc123 2");
    let what: Vec<(u8, Activity)> = lines.iter().map(|line| (line.what as u8, line.what)).collect();
    assert!(matches!(what[..], [(1, Activity::Launched), (2, _)]), "{what:?}");
}

#[test]
fn presets_forms_and_the_looks_of_the_list_are_read() {
    let text =
        r#"{"launchpod":1,"order":{"container-disk":"60","name":"comfy"},"preset":"evening","saved":1795435200000}"#;
    let (preset, _) = Preset::read("p1", text).unwrap();
    assert_eq!((preset.name.as_str(), preset.raw.get(Field::Name)), ("evening", "comfy"));
    let form = OrderForm::read(r#"{"container-disk":"60","launchpod":1,"name":"comfy"}"#).unwrap();
    assert_eq!(form.raw.get(Field::ContainerDisk), "60");
    let look = ListOptions::read("1 2 1 comfy");
    assert_eq!((look.text.as_str(), look.write().as_str()), ("comfy", "1 2 1 comfy"));
}

#[test]
fn what_was_spent_is_read() {
    let text = r#"{"budget":"","earlier":"0 0 0","hours":"","pods":{"began":"-1","lines":[],"watched":""},"readings":"","session":"1795435200000","version":1,"volumes":{"began":"-1","lines":[],"watched":""}}"#;
    // A text that could not be read would begin a session now.
    assert_eq!(CostMeter::read(text, at(1_795_435_300_000)).write(), text);
}
