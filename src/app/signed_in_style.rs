//! The style of what is shown to somebody who is signed in, in their part of the app: the sign-in form comes without it, it needs no
//! request of its own, and it is there with the first thing that it is for.

use std::cell::Cell;

use wasm_bindgen::JsValue;
use web_sys::CssStyleSheet;

use crate::platform::browser::document;

/// Empty in the builds that have one file: there it is among the sheets of the page.
const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/signed_in.css"));

thread_local! {
    static IS_THERE: Cell<bool> = const { Cell::new(false) };
}

/// Adds it to the page, once.
pub fn add() {
    if !STYLE.is_empty() && !IS_THERE.replace(true) {
        // Without it the page looks plain, and works.
        let _ = try_to_add();
    }
}

fn try_to_add() -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(STYLE)?;
    if let Some(document) = document() {
        // Older browsers take a new list alone.
        let sheets = document.adopted_style_sheets().slice(0, u32::MAX);
        sheets.push(&sheet);
        document.set_adopted_style_sheets(&sheets);
    }
    Ok(())
}
