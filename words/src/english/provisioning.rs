//! Waiting for a GPU, and launches under way.

use crate::text::words;

words! {}
