//! The launch page.

use crate::text::words;

words! {}
