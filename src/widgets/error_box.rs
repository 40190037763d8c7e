//! A failure in words, with the raw text one click away.

use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_words::common;
use leptos::prelude::*;

/// What happened, what it means for the person's money, what to do now.
#[component]
pub fn ErrorBox(
    /// What went wrong.
    failure: ApiError,
    /// What the page was doing.
    doing: Operation,
) -> impl IntoView {
    let advice = failure.advice(doing);
    view! {
        <div class="failure" role="alert">
            <p class="what">{advice.what}</p>
            <p>{advice.money}</p>
            <p>{advice.next}</p>
            <details>
                <summary>{common::what_runpod_said()}</summary>
                <pre tabindex="0">{failure.raw}</pre>
            </details>
        </div>
    }
}
