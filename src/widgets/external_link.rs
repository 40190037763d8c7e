//! A link that leaves the page.

use launchpod_words::common;
use leptos::prelude::*;

/// Tells the other side nothing of where one comes from.
#[component]
pub fn ExternalLink(
    /// Where to.
    href: &'static str,
    /// The words on it.
    text: &'static str,
) -> impl IntoView {
    let where_to = format!(" {}", common::opens_in_new_tab());
    view! { <a href=href target="_blank" rel="noopener noreferrer">{text}<span class="visually-hidden">{where_to}</span></a> }
}
