//! Network volumes.

use crate::text::words;

words! {}
