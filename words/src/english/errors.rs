//! Failures: what happened, what it means for the money, what to do now.

use crate::text::words;

words! {}
