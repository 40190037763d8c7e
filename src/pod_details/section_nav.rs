//! The way to each section of the page of one pod.

use launchpod_core::pods::page_sections::{Place, Window, in_sight};
use launchpod_words::pod_page;
use leptos::html::Ul;
use leptos::prelude::*;

use crate::platform::browser;

/// A section, by the id of its heading and the words in it.
pub type Section = (&'static str, &'static str);

/// A button for each section: it leads to the section's heading. The one in sight is marked.
#[component]
pub fn SectionNav(
    /// The sections, from the top; followed.
    sections: Memo<Vec<Section>>,
) -> impl IntoView {
    let current = RwSignal::new(None::<&'static str>);
    let list = NodeRef::<Ul>::new();
    let waits = StoredValue::new(false);
    let look = move || {
        waits.try_set_value(false);
        let Some(seen) = sections.try_with_untracked(|sections| looked_at(sections)) else { return };
        if current.try_get_untracked().is_some_and(|before| before != seen) {
            current.set(seen);
            // On a phone the row is wider than the window.
            request_animation_frame(move || show_current(list));
        }
    };
    // Once in a frame is enough.
    let look_soon = move || {
        if waits.try_get_value() == Some(false) {
            waits.set_value(true);
            request_animation_frame(look);
        }
    };
    let listening =
        ["scroll", "resize", "focusin"].map(|name| window_event_listener_untyped(name, move |_| look_soon()));
    on_cleanup(move || listening.into_iter().for_each(|listening| listening.remove()));
    Effect::new(move |_| {
        sections.track();
        look_soon();
    });
    let entry = move |(id, label): Section| {
        let is_current = move || (current.get() == Some(id)).then_some("true");
        view! {
            <li>
                <button type="button" aria-current=is_current on:click=move |_| browser::focus_at_top(id)>{label}</button>
            </li>
        }
        .into_any()
    };
    view! {
        <nav class="section-nav" aria-label=pod_page::on_this_page()>
            <ul node_ref=list>{move || sections.get().into_iter().map(entry).collect::<Vec<AnyView>>()}</ul>
        </nav>
    }
    .into_any()
}

/// The id of the section that one looks at.
fn looked_at(sections: &[Section]) -> Option<&'static str> {
    let there: Vec<(&'static str, web_sys::Element)> =
        sections.iter().filter_map(|(id, _)| Some((*id, browser::section_of(id)?))).collect();
    let places: Vec<Place> = there
        .iter()
        .map(|(_, section)| {
            let place = section.get_bounding_client_rect();
            Place { top: place.top(), bottom: place.bottom() }
        })
        .collect();
    let active = browser::document().and_then(|document| document.active_element());
    let focused = active.and_then(|active| there.iter().position(|(_, section)| section.contains(Some(&active))));
    let (height, at_end) = browser::view_of_page()?;
    in_sight(&places, focused, Window { height, at_end }).and_then(|at| there.get(at)).map(|(id, _)| *id)
}

fn show_current(list: NodeRef<Ul>) {
    let Some(list) = list.try_get_untracked().flatten() else { return };
    if let Some(button) = list.query_selector("[aria-current]").ok().flatten() {
        let (row, button) = (list.get_bounding_client_rect(), button.get_bounding_client_rect());
        let off = button.left() + button.width() / 2.0 - row.left() - row.width() / 2.0;
        list.set_scroll_left(list.scroll_left() + off as i32);
    }
}
