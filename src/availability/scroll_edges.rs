//! A box that scrolls, with a shadow at the side where there is more.

use leptos::html::Div;
use leptos::prelude::*;

use crate::platform::browser;

/// The box.
#[component]
pub fn ScrollEdges(
    /// Whether there is nothing in it.
    #[prop(into)]
    empty: Signal<bool>,
    /// How wide it is inside, in columns: what changes with it may leave more or less out of sight.
    #[prop(into)]
    columns: Signal<usize>,
    /// What scrolls.
    children: Children,
) -> impl IntoView {
    let inside = NodeRef::<Div>::new();
    let more = RwSignal::new((false, false));
    let measure = move || {
        // A frame later the view may be gone.
        let (Some(Some(inside)), Some(before)) = (inside.try_get_untracked(), more.try_get_untracked()) else { return };
        let found = browser::more_to_the_sides(&inside);
        if found != before {
            more.set(found);
        }
    };
    Effect::new(move |_| {
        columns.get();
        request_animation_frame(measure);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    view! {
        <div
            class="grid-frame"
            class:more-left=move || more.get().0
            class:more-right=move || more.get().1
            hidden=move || empty.get()
        >
            <div class="grid-box" node_ref=inside on:scroll=move |_| measure()>
                {children()}
            </div>
        </div>
    }
}
