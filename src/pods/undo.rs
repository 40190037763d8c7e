//! Taking back what was clicked: a countdown that stops while one looks at it, keys for it, and a bar on the pages that do not
//! show the pod.

use launchpod_core::pods::action::ActionRequest;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::PodId;
use leptos::ev::{KeyboardEvent, keydown};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::context::store;
use crate::platform::browser;
use crate::platform::route::Route;
use crate::platform::shared::Shared;
use crate::pods::actions::PodActions;
use crate::pods::undo_words::UndoWords;

/// A countdown and its button. It stops for up to a minute while the pointer is on it, or the Tab key has led to it.
#[component]
pub fn Undo(
    /// What was clicked together.
    pods: Vec<PodId>,
    /// What it says.
    words: UndoWords,
    /// Takes it back.
    take_back: Box<dyn Fn()>,
    /// The button's id.
    #[prop(optional)]
    id: &'static str,
    /// Whether it was clicked just now: then it comes into sight.
    #[prop(optional)]
    fresh: bool,
) -> impl IntoView {
    let actions = store::<PodActions>();
    let first = pods.first().cloned().unwrap_or_else(|| PodId::new(""));
    let held = actions.undo_hold(pods);
    let (text, label) = (words.button(), words.label());
    let countdown = move || match held.get() {
        true => words.paused(),
        false => words.countdown(actions.undo_seconds(&first)),
    };
    let place = NodeRef::<Div>::new();
    if fresh {
        place.on_load(|place| {
            request_animation_frame(move || browser::bring_into_sight(&place));
        });
    }
    view! {
        <div
            class="undo"
            node_ref=place
            // It may have come to lie below a pointer that rests: that is no look at it.
            on:pointermove=move |event| {
                let moved = event.movement_x() != 0 || event.movement_y() != 0;
                if moved && event.pointer_type() == "mouse" && !held.get_untracked() {
                    held.set(true);
                }
            }
            on:pointerleave=move |_| held.set(false)
            on:keyup=move |event| if event.key() == "Tab" { held.set(true) }
            on:focusout=move |_| held.set(false)
        >
            <p class="what" aria-hidden="true">{countdown}</p>
            <button type="button" class="primary" id=id aria-label=label on:click=move |_| take_back()>{text}</button>
        </div>
    }
    .into_any()
}

/// Escape and Ctrl+Z take back the last click, wherever one is; in a text field they are the field's own.
pub fn undo_by_keys() {
    let actions = store::<PodActions>();
    let listening = window_event_listener(keydown, move |event: KeyboardEvent| {
        let is_undo = event.key() == "Escape"
            || ((event.ctrl_key() || event.meta_key()) && !event.shift_key() && event.key().eq_ignore_ascii_case("z"));
        if is_undo && !event.default_prevented() && !is_in_text(&event) && actions.undo_latest() {
            event.prevent_default();
        }
    });
    on_cleanup(move || listening.remove());
}

fn is_in_text(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        target.closest("input:not([type=checkbox], [type=radio]), textarea, select").ok().flatten().is_some()
    })
}

/// What can still be taken back, on the pages that do not show its pod.
#[component]
pub fn UndoBar(
    /// The page that is shown.
    route: Shared<Route>,
) -> impl IntoView {
    let actions = store::<PodActions>();
    let unseen = Memo::new(move |_| {
        let route = route.get();
        let is_unseen = |act: &ActionRequest<ApiError>| match &route {
            Route::Pods => false,
            Route::Pod(id) => *id != act.pod,
            Route::NoPod | Route::Launch | Route::Stock => true,
        };
        actions.undoable().into_iter().filter(is_unseen).collect::<Vec<_>>()
    });
    let line = move |act: ActionRequest<ApiError>| {
        let words = UndoWords::away_from_pod(&act);
        let ActionRequest { pod, verb, .. } = act;
        let take_back = {
            let pod = pod.clone();
            Box::new(move || actions.undo(vec![pod.clone()]))
        };
        view! { <div class="bulk" data-verb=verb.as_str()><Undo pods=vec![pod] words take_back /></div> }.into_any()
    };
    view! { <div role="status">{move || unseen.get().into_iter().map(line).collect::<Vec<_>>()}</div> }
}
