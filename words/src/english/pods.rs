//! What is known of pods and asked of them.

use crate::text::words;

words! {}
