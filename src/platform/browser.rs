//! Small glue to the browser: one verb a function, none of them panics.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Storage, VisibilityState, Window};

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

/// How high the first element is that this selector finds, in whole pixels.
pub fn height_of(selector: &str) -> Option<i32> {
    document()?
        .query_selector(selector)
        .ok()??
        .dyn_into::<web_sys::HtmlElement>()
        .ok()
        .map(|found| found.offset_height())
}

/// Removes the element of this id.
pub fn remove(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// The text with each letter and its marks as one character (Unicode NFC): what looks the same is the same.
pub fn composed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// The languages of the browser (BCP 47), the dearest first. Some say "C" or "en-US@posix", which the browser's own `Intl`
/// refuses: those are left out.
pub fn languages() -> Vec<String> {
    let is_tag = |tag: &String| tag.len() > 1 && tag.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric());
    let languages = window().map(|window| window.navigator().languages());
    languages.iter().flat_map(js_sys::Array::iter).filter_map(|tag| tag.as_string()).filter(is_tag).collect()
}

/// Says in which language (BCP 47) the page is, for those who hear it, and for fonts and hyphens.
pub fn set_language(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", tag);
    }
}

/// The text of a file that stands beside the page. `None` where it can't be had.
pub async fn file(address: &str) -> Option<String> {
    use wasm_bindgen_futures::JsFuture;
    let answer = JsFuture::from(window()?.fetch_with_str(address)).await.ok()?;
    let answer = answer.dyn_into::<web_sys::Response>().ok().filter(web_sys::Response::ok)?;
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}

/// Moves the keyboard's focus to the element of this id.
pub fn focus(id: &str) {
    focus_on(document().and_then(|document| document.get_element_by_id(id)));
}

/// Moves the keyboard's focus to the element of this id, and leaves the page where it is: nothing comes below a pointer that is
/// about to click again. By hand, with calls that the page has anyway: those of web-sys would be in the first file that everybody waits
/// for.
pub fn focus_in_place(id: &str) {
    use js_sys::{Function, Object, Reflect};
    let Some(element) = document().and_then(|document| document.get_element_by_id(id)) else { return };
    let options = Object::new();
    let _ = Reflect::set(&options, &"preventScroll".into(), &true.into());
    if let Some(focus) =
        Reflect::get(&element, &"focus".into()).ok().and_then(|focus| focus.dyn_into::<Function>().ok())
    {
        let _ = focus.call1(&element, &options);
    }
}

/// Shows a page from its top, with the keyboard's focus on its heading, unless one of its parts has taken the focus already.
pub fn open_at_heading() {
    let Some(document) = document() else { return };
    let main = document.query_selector("main").ok().flatten();
    let active = document.active_element();
    if main.is_some_and(|main| main.contains(active.as_deref())) {
        return;
    }
    skip_to_heading();
}

/// Moves the keyboard's focus past the bar, to the heading of the page.
pub fn skip_to_heading() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    focus_on(document().and_then(|document| document.query_selector("main h1").ok().flatten()));
}

/// The section of the page around the element of this id.
pub fn section_of(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)?.closest("section").ok().flatten()
}

/// Shows the section around the element of this id from its top, and moves the keyboard's focus to that element.
pub fn focus_at_top(id: &str) {
    if let Some(section) = section_of(id) {
        section.scroll_into_view();
    }
    focus(id);
}

/// How high the window is, and whether the page ends in it.
pub fn view_of_page() -> Option<(f64, bool)> {
    let height = window()?.inner_height().ok()?.as_f64()?;
    let page = document()?.document_element()?;
    let below = f64::from(page.scroll_height() - page.scroll_top()) - height;
    // A page that fits into the window is not scrolled to its end.
    Some((height, page.scroll_top() > 0 && below < 2.0))
}

/// Scrolls as little as it takes to show all of an element.
pub fn bring_into_sight(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether there is more of a box that scrolls, to the left and to the right of what is in sight.
pub fn more_to_the_sides(element: &Element) -> (bool, bool) {
    let left = element.scroll_left();
    (left > 0, left + element.client_width() < element.scroll_width() - 1)
}

/// Moves the keyboard's focus from a part of a `row` to the part `wanted` of the next row that has one, or of the one before.
pub fn focus_sibling(event: &web_sys::Event, row: &str, wanted: &str, next: bool) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let step = |row: &Element| if next { row.next_element_sibling() } else { row.previous_element_sibling() };
    let mut row = target.and_then(|target| target.closest(row).ok().flatten()).as_ref().and_then(step);
    while let Some(here) = row {
        let found = here.query_selector(wanted).ok().flatten();
        if found.is_some() {
            return focus_on(found);
        }
        row = step(&here);
    }
}

fn focus_on(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Where the link leads at which something happens, as its author wrote it.
pub fn link_at(event: &web_sys::Event) -> Option<String> {
    event.target()?.dyn_into::<Element>().ok()?.closest("a").ok()??.get_attribute("href")
}

/// The id of the element that has the keyboard's focus.
pub fn focused() -> Option<String> {
    document()?.active_element().map(|element| element.id())
}

/// What this attribute says at the nearest element that has it, from the keyboard's focus outwards.
pub fn attribute_around_focus(name: &str) -> Option<String> {
    let active = document()?.active_element()?;
    active.closest(&format!("[{name}]")).ok()??.get_attribute(name)
}

/// Moves the keyboard's focus to the first link in the element of this id.
pub fn focus_link_in(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    focus_on(element.and_then(|element| element.query_selector("a").ok().flatten()));
}

/// The content of `<meta name="…">`.
pub fn meta(name: &str) -> Option<String> {
    let selector = format!("meta[name={name}]");
    document()?.query_selector(&selector).ok().flatten()?.get_attribute("content")
}

thread_local! {
    /// What the pods' state puts before the title, and the page's own.
    static TITLE: RefCell<(Option<String>, String)> = const { RefCell::new((None, String::new())) };
}

/// Sets the title of the page that is shown.
pub fn set_title(title: &str) {
    TITLE.with_borrow_mut(|shown| title.clone_into(&mut shown.1));
    show_title();
}

/// Says something of the pods before the page's own title.
pub fn set_sign(words: Option<String>) {
    TITLE.with_borrow_mut(|shown| shown.0 = words);
    show_title();
}

/// Shows a number on the icon of the installed page, where the browser can; none for 0.
pub fn set_badge(number: usize) {
    use js_sys::{Function, Promise, Reflect};
    use wasm_bindgen::JsValue;
    thread_local! {
        static SHOWN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }
    if SHOWN.replace(number) == number {
        return;
    }
    let Some(navigator) = window().map(|window| JsValue::from(window.navigator())) else { return };
    let verb = Reflect::get(&navigator, &"setAppBadge".into()).ok().and_then(|verb| verb.dyn_into::<Function>().ok());
    // It takes the number away for 0, and may refuse.
    let shown = verb.and_then(|verb| verb.call1(&navigator, &(number as f64).into()).ok());
    if let Some(promise) = shown.and_then(|shown| shown.dyn_into::<Promise>().ok()) {
        leptos::task::spawn_local(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
    }
}

fn show_title() {
    let title = TITLE.with_borrow(|(sign, page)| match sign {
        Some(sign) => format!("{sign} · {page}"),
        None => page.clone(),
    });
    if let Some(document) = document() {
        document.set_title(&title);
    }
}

/// Shows the icon of this name beside the title; `None` is the page's own.
pub fn set_icon(name: Option<&str>) {
    let icon = |rel: &str| document()?.query_selector(&format!("link[rel={rel}]")).ok().flatten();
    // The page's own has a name that changes with what is in it: it stays in sight of nobody while another one is shown.
    let own = icon("launchpod-icon").or_else(|| icon("icon"));
    let Some(own) = own else { return };
    if let Some(shown) = icon("icon").filter(|shown| *shown != own) {
        shown.remove();
    }
    let _ = own.set_attribute("rel", if name.is_some() { "launchpod-icon" } else { "icon" });
    let link = name.and_then(|_| own.clone_node().ok()?.dyn_into::<Element>().ok());
    if let (Some(name), Some(link)) = (name, link) {
        let _ = link.set_attribute("rel", "icon");
        let _ = link.set_attribute("href", &format!("favicon-{name}.svg"));
        let _ = own.after_with_node_1(&link);
    }
}

/// Whether nobody on the way could have changed this page: https, or this computer itself.
pub fn is_secure() -> bool {
    window().is_some_and(|window| window.is_secure_context())
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

/// The page's own address, as it stands in the browser's bar.
pub fn href() -> String {
    window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// The page's own address, with this #.
pub fn address(hash: &str) -> String {
    format!("{}{hash}", href().split('#').next().unwrap_or_default())
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

/// Saves a text as a file of this name. Whether the browser let us.
pub fn save(name: &str, text: &str) -> bool {
    hand_over(name, &text.into(), "text/plain")
}

/// Saves these bytes as a file of this name, of a kind that no browser shows as a page. Whether the browser let us.
pub fn save_bytes(name: &str, bytes: &wasm_bindgen::JsValue) -> bool {
    hand_over(name, bytes, "application/octet-stream")
}

fn hand_over(name: &str, content: &wasm_bindgen::JsValue, mime: &str) -> bool {
    use js_sys::Array;
    use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    // A text or a buffer: the browser tells them apart.
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(content), &kind);
    let url = blob.and_then(|blob| Url::create_object_url_with_blob(&blob));
    let link = document().and_then(|document| document.create_element("a").ok()?.dyn_into::<HtmlAnchorElement>().ok());
    let (Ok(url), Some(link)) = (url, link) else { return false };
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has it by then; until it is let go of it takes memory.
    leptos::prelude::set_timeout(move || drop(Url::revoke_object_url(&url)), std::time::Duration::from_secs(60));
    true
}

/// Selects the text of the element of this id, for whoever copies it by hand.
pub fn select(id: &str) {
    let selection = window().and_then(|window| window.get_selection().ok().flatten());
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let (Some(selection), Some(element)) = (selection, element) {
        let _ = selection.select_all_children(&element);
    }
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

/// The person's time zone, as it is now.
pub fn zone() -> launchpod_core::types::time::UtcOffset {
    let behind = js_sys::Date::new_0().get_timezone_offset();
    launchpod_core::types::time::UtcOffset::ahead(-behind as i32)
}

/// A number from 0 to 1, for spreading requests out.
pub fn chance() -> f64 {
    js_sys::Math::random()
}
