//! A panic is our fault and never the end of the person's view of their money: it is told in words, with what to do.

use std::panic;

use super::browser;

/// From now on a panic is told on the page and on the console.
pub fn watch() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        tell();
    }));
}

fn tell() {
    let Some(document) = browser::document() else { return };
    if document.get_element_by_id("crash").is_some() {
        return;
    }
    let (Ok(words), Some(body)) = (document.create_element("p"), document.body()) else { return };
    words.set_id("crash");
    let _ = words.set_attribute("role", "alert");
    words.set_text_content(Some(
        "Launchpod has stopped working: a fault of this page, not of yours. Your pods run on and cost money. Reload the \
         page to see them and to finish what was open.",
    ));
    let _ = body.prepend_with_node_1(&words);
}
