//! The list of pods.

use crate::text::words;

words! {}
