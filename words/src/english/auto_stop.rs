//! What ends or stops a pod without a click.

use crate::text::words;

words! {}
