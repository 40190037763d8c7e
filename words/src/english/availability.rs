//! Stock per GPU and data center.

use crate::text::words;

words! {}
