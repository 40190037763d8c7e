//! The switch for notifications.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::readiness::notifications::Notifying;

/// A button, and how it stands with them.
#[component]
pub fn NotifySwitch() -> impl IntoView {
    let state = RwSignal::new(Notifying::now());
    let click = move |_| match state.get_untracked() {
        Notifying::On => state.set(Notifying::switch_off()),
        _ => spawn_local(async move { state.set(Notifying::switch_on().await) }),
    };
    let label = move || match state.get() {
        Notifying::On => "Switch notifications off",
        _ => "Notify me when a pod is ready or stops",
    };
    view! {
        <div class="notify-me">
            <button type="button" class="quiet" on:click=click>{label}</button>
            <p class="help" role="status">{move || describe(state.get())}</p>
        </div>
    }
}

fn describe(state: Notifying) -> &'static str {
    match state {
        Notifying::Off => "",
        Notifying::On => "Notifications are on. They come while this page is open in a tab that is out of sight.",
        Notifying::Refused => {
            "Your browser does not let this page notify you. Allow notifications for this site in the browser's settings, \
             then click again. The tab's title says the same."
        }
        Notifying::Missing => "This browser has no notifications for pages. The tab's title says the same.",
    }
}
