//! The sign-in page.

use crate::text::words;

words! {}
