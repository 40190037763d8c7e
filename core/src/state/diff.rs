//! Of which pods something is new, so that views of others are let be.

use crate::types::ids::PodId;

/// The pods of the entries in which two versions of a list differ. Entries come at the end and may go from anywhere;
/// where they were shuffled, more pods are named than need be, and never fewer.
pub fn changed<T: PartialEq>(before: &[T], after: &[T], pod: &dyn Fn(&T) -> Option<&PodId>) -> Vec<PodId> {
    let mut news = vec![];
    let mut after = after.iter().peekable();
    for old in before {
        match after.peek() {
            Some(new) if *new == old => {
                after.next();
            }
            Some(new) if pod(new) == pod(old) => {
                news.extend(pod(old).cloned());
                after.next();
            }
            _ => news.extend(pod(old).cloned()),
        }
    }
    news.extend(after.filter_map(pod).cloned());
    news
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Entry = (PodId, u8);

    fn entries(text: &[(u8, u8)]) -> Vec<Entry> {
        text.iter().map(|(pod, state)| (PodId::new(pod.to_string()), *state)).collect()
    }

    fn news(before: &[(u8, u8)], after: &[(u8, u8)]) -> Vec<String> {
        let pods = changed(&entries(before), &entries(after), &|entry| Some(&entry.0));
        pods.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn only_what_changed_came_or_went_is_named() {
        assert!(news(&[(1, 0), (2, 0)], &[(1, 0), (2, 0)]).is_empty());
        assert_eq!(news(&[(1, 0), (2, 0), (3, 0)], &[(1, 0), (3, 1), (4, 0)]), ["2", "3", "4"]);
    }

    proptest! {
        #[test]
        fn no_pod_with_news_is_passed_over(
            before in prop::collection::vec((0u8..6, 0u8..2), 0..8), after in prop::collection::vec((0u8..6, 0u8..2), 0..8),
        ) {
            let told = news(&before, &after);
            for pod in 0..6u8 {
                let of = |list: &[(u8, u8)]| list.iter().filter(|entry| entry.0 == pod).copied().collect::<Vec<_>>();
                prop_assert!(of(&before) == of(&after) || told.contains(&pod.to_string()));
            }
        }
    }
}
