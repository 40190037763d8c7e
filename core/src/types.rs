//! Values that everything else is made of: money, time and ids, and how they are read and sorted.

pub mod api_key;
pub mod cache_policy;
pub mod clock_offset;
pub mod ids;
pub mod money;
pub mod number_input;
pub mod page_address;
pub mod shown_text;
pub mod sort;
pub mod time;
