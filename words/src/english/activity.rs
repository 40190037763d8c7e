//! What was done and what came of it.

use crate::text::words;

words! {}
