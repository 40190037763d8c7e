//! All that people read, in one place: one function for each message. English stands here; other languages are files in
//! `locales/`, one JSON object an area, that the page loads when a person wants them.
//!
//! ```
//! use launchpod_words::volumes;
//!
//! assert_eq!(volumes::make_for("$7.00 a month"), "Make the volume · $7.00 a month");
//! ```
//!
//! How to write a message and how to add a language: `README.md` in this folder.
// A message that gives an address as an example is its own documentation.
#![allow(rustdoc::bare_urls)]

mod catalogue;
mod english;
mod join;
mod language;
mod numbers;
mod text;

pub use catalogue::{Entry, catalogue, english_json};
pub use english::*;
pub use join::{ELEMENT, around, list_and, list_or, list_plain, sentences};
pub use language::{Language, Said, Translation, current, speak};
pub use numbers::{Numbers, dollars, time_of_day, write_numbers_by};
pub use text::{Message, key};
