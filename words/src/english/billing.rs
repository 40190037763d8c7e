//! What was, is and will be spent.

use crate::text::words;

words! {}
