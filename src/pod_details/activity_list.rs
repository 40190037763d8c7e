//! What was asked of a pod from this device, and what came of it.

use launchpod_core::state::activity_log;
use launchpod_core::types::ids::PodId;
use launchpod_words::pod_page;
use leptos::prelude::*;

use crate::context::{AppContext, store};
use crate::platform::numbers::local_time;
use crate::pod_details::activity_log::ActivityLog;

/// The newest first.
#[component]
pub fn ActivityList(
    /// Which pod.
    id: PodId,
    /// Whether nothing at all is shown where nothing was asked.
    #[prop(optional)]
    if_any: bool,
) -> impl IntoView {
    let (context, log) = (store::<AppContext>(), store::<ActivityLog>());
    log.read();
    let listening = window_event_listener_untyped("storage", move |_| log.read());
    on_cleanup(move || listening.remove());
    let lines = Memo::new(move |_| log.text.with(|text| activity_log::of_pod(text, &id)));
    let entries = move || {
        let lines = lines.get().into_iter();
        let entry = |line: activity_log::Line| {
            // It is kept in the wall's time; all else on the page tells the account's.
            let at = local_time(context.clock.account_at(line.at));
            view! { <li><span class="detail">{at}</span>" "{line.what.describe()}</li> }.into_any()
        };
        lines.map(entry).collect::<Vec<AnyView>>()
    };
    let none = move || {
        lines.with(Vec::is_empty).then(|| view! { <p class="detail">{pod_page::history_empty()}</p> }.into_any())
    };
    let hidden = move || if_any && lines.with(Vec::is_empty);
    view! {
        <section class="panel" aria-labelledby="history" hidden=hidden>
            <h2 id="history" tabindex="-1">{pod_page::history()}</h2>
            {none}
            <ol class="history">{entries}</ol>
        </section>
    }
    .into_any()
}
