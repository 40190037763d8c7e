//! Sorting by rank. One sort, compiled once for all lists: Rust's own is compiled anew for each type, at four kilobytes.

use crate::types::ids::PodId;

/// The entries in the order of their ranks, smallest first; those of equal rank keep their order.
pub fn sort_by_rank<T>(entries: Vec<T>, rank: impl Fn(&T) -> (u64, u64)) -> Vec<T> {
    let order = order(entries.iter().map(rank).collect());
    let mut entries: Vec<Option<T>> = entries.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| entries.get_mut(at).and_then(Option::take)).collect()
}

fn order(ranks: Vec<(u64, u64)>) -> Vec<usize> {
    let mut places: Vec<((u64, u64), usize)> = ranks.into_iter().zip(0..).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, at)| at).collect()
}

/// The first sixteen letters of a text as a rank: it sorts as they do, and a text comes before what goes on after it.
pub fn letters(text: &[u8]) -> (u64, u64) {
    // No text holds the byte 255.
    let letter = |at| text.get(at).map_or(0, |byte: &u8| u64::from(byte.saturating_add(1)));
    let eight = |from| (from..from + 8).fold(0, |sum, at| sum << 8 | letter(at));
    (eight(0), eight(8))
}

/// The entries in the order of their texts; those of equal text keep their order. Sixteen letters at a time, the last ones
/// first: one sort for all lists.
pub fn by_text<T>(entries: Vec<T>, text: &dyn Fn(&T) -> String) -> Vec<T> {
    let mut entries: Vec<(String, T)> = entries.into_iter().map(|entry| (text(&entry), entry)).collect();
    let longest = entries.iter().map(|(text, _)| text.len()).max().unwrap_or_default();
    for at in (0..longest).step_by(16).rev() {
        entries = sort_by_rank(entries, |(text, _)| letters(text.as_bytes().get(at..).unwrap_or_default()));
    }
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// The entries in the order of their pods' ids, the first of each id.
pub fn by_pod<T>(entries: Vec<T>, id: &dyn Fn(&T) -> &PodId) -> Vec<T> {
    let mut entries = by_text(entries, &|entry| id(entry).as_str().to_ascii_lowercase());
    entries.dedup_by(|later, first| id(later) == id(first));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_stable_sort_does(entries in prop::collection::vec((0u64..5, 0u64..5, any::<u16>()), 0..40)) {
            let mut sorted = entries.clone();
            sorted.sort_by_key(|entry| (entry.0, entry.1));
            prop_assert_eq!(sort_by_rank(entries, |entry| (entry.0, entry.1)), sorted);
        }

        #[test]
        fn texts_sort_as_they_compare(texts in prop::collection::vec("[\0a-cé]{0,40}", 0..40)) {
            let mut sorted = texts.clone();
            sorted.sort();
            prop_assert_eq!(by_text(texts, &String::clone), sorted);
        }

        #[test]
        fn pods_sort_as_their_ids_compare_and_each_stands_once(texts in prop::collection::vec("[a-cA-C]{0,20}", 0..40)) {
            let ids: Vec<PodId> = texts.into_iter().map(PodId::new).collect();
            let mut sorted = ids.clone();
            sorted.sort();
            sorted.dedup();
            prop_assert_eq!(by_pod(ids, &|id| id), sorted);
        }
    }
}
