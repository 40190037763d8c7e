//! The log's place on the page of a pod. What shows it is a file of its own, which the click fetches: the person may never ask.

use launchpod_core::types::ids::PodId;
use launchpod_words::{logs, pod_page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::pod_details::log::section::LogView;

/// Draws the log of a pod.
type DrawLog = fn(PodId) -> AnyView;

/// What goes into the file: this, and all that nothing else reaches. What reads logs is in it too: see `app/later_views.rs`.
#[cfg_attr(split, leptos::wasm_split::wasm_split(logs, fallible, wasm_split_path = ::leptos::wasm_split))]
fn log_file() -> Result<DrawLog, SplitLoaderError> {
    Ok(|id| view! { <LogView id /> }.into_any())
}

async fn load_log() -> Result<DrawLog, SplitLoaderError> {
    #[cfg(split)]
    return log_file().await;
    #[cfg(not(split))]
    log_file()
}

#[derive(Clone, Copy)]
enum State {
    Closed,
    Loading,
    Failed,
    Open(DrawLog),
}

/// A button, and the log when it was clicked.
#[component]
pub fn PodLog(
    /// Which pod.
    id: PodId,
) -> impl IntoView {
    let (id, state) = (StoredValue::new(id), RwSignal::new(State::Closed));
    let click = move |_| {
        if matches!(state.get_untracked(), State::Open(_)) {
            return state.set(State::Closed);
        }
        state.set(State::Loading);
        spawn_local(async move {
            let came = load_log().await;
            state.try_set(came.map_or(State::Failed, State::Open));
        });
    };
    let is_open = move || matches!(state.get(), State::Open(_));
    let body = move || match state.get() {
        State::Closed => ().into_any(),
        State::Loading => view! { <p class="detail" role="status">{logs::loading()}</p> }.into_any(),
        State::Failed => view! { <p class="failure" role="alert">{logs::not_loaded()}</p> }.into_any(),
        State::Open(draw) => draw(id.get_value()),
    };
    view! {
        <section class="panel wide log-panel" aria-labelledby="log">
            <h2 id="log" tabindex="-1">{pod_page::log()}</h2>
            <p class="help">{logs::help()}</p>
            <button type="button" aria-expanded=move || is_open().to_string() on:click=click>
                {move || if is_open() { logs::hide() } else { logs::show() }}
            </button>
            {body}
        </section>
    }
    .into_any()
}
