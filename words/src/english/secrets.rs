//! Secrets that RunPod keeps.

use crate::text::words;

words! {}
