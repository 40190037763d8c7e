//! The page of one pod.

use crate::text::words;

words! {}
