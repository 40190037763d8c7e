//! The header, notices, what the whole page shares.

use crate::text::words;

words! {}
