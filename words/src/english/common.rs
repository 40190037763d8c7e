//! What joins other texts, and buttons that are alike everywhere.

use crate::text::words;

words! {
    // Between the items of a list but the last two.
    list_gap: ", ";
    // The last two items of a list.
    and(before, last): "{before} and {last}";
    or(before, last): "{before} or {last}";
    // Between two sentences. Japanese and Chinese have none.
    sentence_gap: " ";
}
