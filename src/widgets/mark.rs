//! The page's mark.

use leptos::prelude::*;

/// The same picture as the page's icon.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="7" fill="#3b4fd8" />
            <path d="M16 5c4 3 5.500 7 5.500 11.500V21h-11v-4.500C10.500 12 12 8 16 5z" fill="#fff" />
            <circle cx="16" cy="14" r="2.500" fill="#3b4fd8" />
            <path d="M8 27h16" stroke="#fff" stroke-width="2.500" stroke-linecap="round" />
        </svg>
    }
    .into_any()
}
