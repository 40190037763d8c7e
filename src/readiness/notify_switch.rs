//! The switch for notifications.

use launchpod_words::readiness as say;
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
        Notifying::On => say::notify_off(),
        _ => say::notify_on(),
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
        Notifying::On => say::notifications_on(),
        Notifying::Refused => say::notifications_refused(),
        Notifying::Missing => say::notifications_missing(),
    }
}
