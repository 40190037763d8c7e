//! Lengths of time, instants, money, sizes.

use crate::text::words;

words! {}
