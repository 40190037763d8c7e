//! The place of the files on the page of a pod. What reads and shows them is a file of its own, fetched when this page opens.

use launchpod_core::pods::fleet::PodEntry;
use launchpod_words::files as say;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::pod_details::files::section::FilesView;

/// Draws the files of a pod.
type DrawFiles = fn(RwSignal<PodEntry>) -> AnyView;

/// What goes into the file: this, and all that nothing else reaches.
#[cfg_attr(split, leptos::wasm_split::wasm_split(files, fallible, wasm_split_path = ::leptos::wasm_split))]
fn files_file() -> Result<DrawFiles, SplitLoaderError> {
    Ok(|row| view! { <FilesView row /> }.into_any())
}

async fn load_files() -> Result<DrawFiles, SplitLoaderError> {
    #[cfg(split)]
    return files_file().await;
    #[cfg(not(split))]
    files_file()
}

#[derive(Clone, Copy)]
enum State {
    Loading,
    Failed,
    There(DrawFiles),
}

/// What ComfyUI has made.
#[component]
pub fn MyFiles(
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let state = RwSignal::new(State::Loading);
    spawn_local(async move {
        let came = load_files().await;
        state.try_set(came.map_or(State::Failed, State::There));
    });
    let body = move || match state.get() {
        State::Loading => view! { <p class="detail" role="status">{say::loading()}</p> }.into_any(),
        State::Failed => view! { <p class="failure" role="alert">{say::not_loaded()}</p> }.into_any(),
        State::There(draw) => draw(row),
    };
    view! {
        <section class="panel wide" aria-labelledby="files">
            <h2 id="files" tabindex="-1">{say::heading()}</h2>
            <p class="help">{say::help()}</p>
            {body}
        </section>
    }
    .into_any()
}
