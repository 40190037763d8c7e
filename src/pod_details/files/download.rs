//! “Download all”: the frame reads one file after another, and the page hands each to the browser.

use launchpod_core::files::MadeFile;
use launchpod_words::{files as say, list_plain};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::browser;
use crate::pod_details::files::frame::{Act, FilesFrame};
use crate::pod_details::files::section::Place;

/// How far it is.
#[derive(Clone, Debug, Default, PartialEq)]
struct Progress {
    /// The number of the one that is read now.
    at: Option<usize>,
    saved: usize,
    /// The names of those that could not be had.
    failed: Vec<String>,
    stopped: bool,
}

/// The button, and what came of it.
#[component]
pub fn Downloads(
    /// What asks.
    frame: FilesFrame,
    /// Where the files are.
    place: Place,
    /// Those that are taken, the newest first.
    taken: Vec<MadeFile>,
) -> impl IntoView {
    let progress = RwSignal::new(Progress::default());
    let all = taken.len();
    let work = StoredValue::new((place, taken));
    let begin = move |_| {
        progress.set(Progress { at: Some(1), ..Progress::default() });
        spawn_local(async move {
            let Some((place, files)) = work.try_get_value() else { return };
            for (index, file) in files.into_iter().enumerate() {
                // The view may be gone, and with it the wish.
                if progress.try_with_untracked(|progress| progress.stopped) != Some(false) {
                    break;
                }
                progress.try_update(|progress| progress.at = Some(index + 1));
                let bytes = frame.ask(Act::File, &place.pod, place.port, &file.path()).await;
                let saved = bytes.is_ok_and(|bytes| browser::save_bytes(&file.name, &bytes));
                progress.try_update(|progress| match saved {
                    true => progress.saved += 1,
                    false => progress.failed.push(file.name),
                });
            }
            progress.try_update(|progress| progress.at = None);
        });
    };
    let is_on = Memo::new(move |_| progress.with(|progress| progress.at.is_some()));
    let click = move |event| match is_on.get_untracked() {
        true => progress.update(|progress| progress.stopped = true),
        false => begin(event),
    };
    let label = move || if is_on.get() { say::stop() } else { say::download_all() };
    let status = move || {
        let Progress { at, saved, failed, .. } = progress.get();
        let told = at.map(|at| say::downloading(at, all)).or((saved > 0).then(|| say::downloaded(saved)));
        let failed =
            (at.is_none() && !failed.is_empty()).then(|| say::not_downloaded(failed.len(), list_plain(&failed)));
        [told, failed].into_iter().flatten().map(|words| view! { <p>{words}</p> }.into_any()).collect::<Vec<_>>()
    };
    view! {
        <button type="button" on:click=click>{label}</button>
        <p class="help">{say::may_ask()}</p>
        <div role="status">{status}</div>
    }
    .into_any()
}
