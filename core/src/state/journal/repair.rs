//! What is put right after a browser died. Local storage reaches the disk half a minute late, so each record is written
//! to IndexedDB too, and is on disk there before anything is asked of RunPod.

use std::time::Duration;

use crate::state::journal::Record;
use crate::types::time::Timestamp;

/// A click whose Undo ran out so long ago was sent, if it was not taken back, and IndexedDB has it then.
const LONG_SENT: Duration = Duration::from_secs(10);

/// Records as they are written, by their keys.
pub type Written = [(String, String)];

/// What must change so that local storage and IndexedDB agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Write this text under this key of local storage.
    Put(String, String),
    /// Take out what stands under this key of local storage.
    Remove(String),
    /// Write this text under this key of IndexedDB, which could not be written to at the time.
    Mirror(String, String),
}

/// What `local` storage must change, where IndexedDB held `before` and, a moment after which no other tab's change can still
/// be under way, `after`. Only what stood the same both times counts.
pub fn repairs(local: &Written, before: &Written, after: &Written, now: Timestamp) -> Vec<Repair> {
    let steady = after.iter().filter(|(key, text)| at(before, key) == Some(text));
    let put = steady
        .filter(|(key, text)| at(local, key) != Some(text) && Record::read(text).is_some())
        .map(|(key, text)| Repair::Put(key.clone(), text.clone()));
    let gone = local.iter().filter(|(key, _)| at(before, key).is_none() && at(after, key).is_none());
    let missing = gone.map(|(key, text)| match was_taken_back(text, now) {
        true => Repair::Remove(key.clone()),
        false => Repair::Mirror(key.clone(), text.clone()),
    });
    put.chain(missing).collect()
}

fn at<'a>(written: &'a Written, key: &str) -> Option<&'a String> {
    written.iter().find(|(other, _)| other == key).map(|(_, text)| text)
}

/// Whether this is a click that was never sent although its Undo is long over. A launch never is.
fn was_taken_back(text: &str, now: Timestamp) -> bool {
    match Record::read(text) {
        Some(Record::Act(entry)) => entry.undoable_until.is_some_and(|until| now.since(until) >= LONG_SENT),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::launch;
    use crate::pods::action::{ActionRequest, PodAction};
    use crate::types::ids::{LaunchTag, PodId};
    use proptest::prelude::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn written(record: &Record) -> (String, String) {
        (record.key(), record.write())
    }

    fn launched() -> (String, String) {
        written(&Record::Launch(launch::Entry::new(LaunchTag::from_random(7), "comfy".into(), at(100))))
    }

    /// A click at 100; its Undo is over at 106.
    fn clicked() -> (String, String) {
        written(&Record::Act(
            ActionRequest::<()>::begin(PodAction::Terminate, PodId::new("a"), "comfy".into(), at(100)).entry().unwrap(),
        ))
    }

    #[test]
    fn what_local_storage_lost_is_put_back() {
        for (key, text) in [launched(), clicked()] {
            let disk = [(key.clone(), text.clone())];
            assert_eq!(repairs(&[], &disk, &disk, at(130)), [Repair::Put(key.clone(), text.clone())]);
            assert_eq!(repairs(&disk, &disk, &disk, at(130)), []);
            let older = [(key.clone(), "older".to_owned())];
            assert_eq!(repairs(&older, &disk, &disk, at(130)), [Repair::Put(key, text)]);
        }
    }

    #[test]
    fn what_another_tab_takes_out_just_now_is_not_put_back() {
        let disk = [clicked()];
        assert_eq!(repairs(&[], &disk, &[], at(130)), []);
        assert_eq!(repairs(&[], &[], &disk, at(130)), []);
    }

    #[test]
    fn a_click_that_was_taken_back_before_the_browser_died_is_not_found_again() {
        let local = [clicked()];
        assert_eq!(repairs(&local, &[], &[], at(116)), [Repair::Remove(local[0].0.clone())]);
        let (key, text) = local[0].clone();
        assert_eq!(repairs(&local, &[], &[], at(110)), [Repair::Mirror(key, text)], "it may just have been written");
        assert_eq!(repairs(&local, &local, &[], at(116)), [], "it changes just now");
    }

    #[test]
    fn a_launch_is_never_taken_out() {
        let (key, text) = launched();
        assert_eq!(repairs(&[launched()], &[], &[], at(1_000_000)), [Repair::Mirror(key, text)]);
    }

    #[test]
    fn what_is_no_record_is_not_put_back() {
        let odd = [("launch/7".to_owned(), "{}".to_owned())];
        assert_eq!(repairs(&[], &odd, &odd, at(1)), []);
    }

    proptest! {
        #[test]
        fn nothing_is_put_that_is_not_on_disk_both_times(
            local in any::<[bool; 2]>(), before in any::<[bool; 2]>(), after in any::<[bool; 2]>(), now in 0u64..1000,
        ) {
            let all = [launched(), clicked()];
            let some = |kept: [bool; 2]| -> Vec<_> {
                all.iter().zip(kept).filter(|(_, kept)| *kept).map(|(one, _)| one.clone()).collect()
            };
            for repair in repairs(&some(local), &some(before), &some(after), at(now)) {
                let place = |key: &str| all.iter().position(|(other, _)| other == key).unwrap();
                match repair {
                    Repair::Put(key, _) => prop_assert!(before[place(&key)] && after[place(&key)] && !local[place(&key)]),
                    Repair::Mirror(key, _) => {
                        prop_assert!(!before[place(&key)] && !after[place(&key)] && local[place(&key)]);
                    }
                    Repair::Remove(key) => {
                        prop_assert!(!before[place(&key)] && !after[place(&key)] && local[place(&key)]);
                        prop_assert_eq!(place(&key), 1);
                    }
                }
            }
        }
    }
}
