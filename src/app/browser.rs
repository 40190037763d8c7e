//! Small glue to the browser: one verb a function, none of them panics.

use web_sys::{Document, Storage, VisibilityState, Window};

fn window() -> Option<Window> {
    web_sys::window()
}

/// The document, where there is one.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Storage that the browser forgets with the tab. `None` where the browser forbids it.
pub fn session_storage() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

/// Storage that stays on this device. `None` where the browser forbids it.
pub fn local_storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// Removes the element of this id.
pub fn remove(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// Moves the keyboard's focus to the element of this id.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The id of the element that has the keyboard's focus.
pub fn focused() -> Option<String> {
    document()?.active_element().map(|element| element.id())
}

/// The content of `<meta name="…">`.
pub fn meta(name: &str) -> Option<String> {
    let selector = format!("meta[name={name}]");
    document()?.query_selector(&selector).ok().flatten()?.get_attribute("content")
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Whether the tab is out of sight.
pub fn is_hidden() -> bool {
    document().is_some_and(|document| document.visibility_state() == VisibilityState::Hidden)
}

/// Whether there is room beside the list: more than a phone has.
pub fn is_wide() -> bool {
    let width = window().and_then(|window| window.inner_width().ok()).and_then(|width| width.as_f64());
    width.unwrap_or_default() >= 768.0
}

/// What follows # in the address.
pub fn hash() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes to another # of this page.
pub fn set_hash(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(hash);
    }
}

/// Puts another # in the place of this one: nobody is told, and Back does not lead to it.
pub fn replace_hash(hash: &str) {
    use wasm_bindgen::JsValue;
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(hash));
    }
}

/// The page's own address, with this #.
pub fn address(hash: &str) -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    format!("{}{hash}", href.split('#').next().unwrap_or_default())
}

/// Puts a text where the person can paste it from. Whether the browser let us.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    // A page that is not served safely has none.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// Loads the page anew, so that nothing of it stays in memory.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// 128 random bits. `None` where the browser gives none: then nothing may be launched, as a tag must be unique.
pub fn random_bits() -> Option<u128> {
    let mut bytes = [0; 16];
    window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(u128::from_le_bytes(bytes))
}

/// A number from 0 to 1, for spreading requests out.
pub fn chance() -> f64 {
    js_sys::Math::random()
}
