//! GPUs, data centers, images and templates.

use crate::text::words;

words! {}
