//! What may be launched: fields, and what is wrong with them.

use crate::text::words;

words! {}
