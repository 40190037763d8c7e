//! A failure in words, with the raw text one click away.

use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use leptos::prelude::*;

use crate::widgets::external_link::ExternalLink;

/// What happened, what it means for the person's money, what to do now.
#[component]
pub fn ErrorBox(
    /// What went wrong.
    failure: ApiError,
    /// What the page was doing.
    doing: Operation,
) -> impl IntoView {
    view! { <div class="failure" role="alert">{error_words(failure, doing)}</div> }
}

/// The same without a box of its own, for a box in which more stands.
pub fn error_words(failure: ApiError, doing: Operation) -> AnyView {
    let advice = failure.advice(doing);
    let link = failure.link().map(|(href, text)| view! { <p><ExternalLink href text /></p> }.into_any());
    view! {
        <p class="what">{advice.what}</p>
        <p>{advice.money}</p>
        <p>{advice.next}</p>
        {link}
        <details>
            <summary>{failure.raw_heading()}</summary>
            <pre tabindex="0">{failure.raw}</pre>
        </details>
    }
    .into_any()
}
