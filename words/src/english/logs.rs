//! Logs of pods.

use crate::text::words;

words! {}
