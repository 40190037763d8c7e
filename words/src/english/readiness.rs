//! When a pod is ready, and what is wrong if it is not.

use crate::text::words;

words! {}
