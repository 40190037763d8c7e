//! How long a click can be taken back: the person's choice, kept on this device.

use std::time::Duration;

use launchpod_core::pods::action::{UNDO, UNDO_TIMES};
use launchpod_words::app as say;
use leptos::prelude::*;

use crate::context::store;
use crate::platform::browser;
use crate::platform::language::PageLanguage;
use crate::platform::shared::Shared;

/// Where in local storage the seconds stand.
const CHOICE: &str = "launchpod.undo";

/// The time, followed.
#[derive(Clone, Copy)]
pub struct UndoTime(Shared<Duration>);

impl UndoTime {
    /// As it was chosen on this device.
    pub fn read() -> Self {
        let kept = browser::local_storage().and_then(|storage| storage.get_item(CHOICE).ok().flatten());
        let chosen = kept.and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
        Self(Shared::new(chosen.filter(|time| UNDO_TIMES.contains(time)).unwrap_or(UNDO)))
    }

    /// The time.
    pub fn get(self) -> Duration {
        self.0.get()
    }

    fn choose(self, time: Duration) {
        if let Some(storage) = browser::local_storage() {
            let _ = storage.set_item(CHOICE, &time.as_secs().to_string());
        }
        self.0.refresh(time);
    }
}

/// The choice.
#[component]
pub fn UndoTimeSwitch() -> impl IntoView {
    let (time, language) = (store::<UndoTime>(), store::<PageLanguage>());
    let choose = move |value: String| {
        let chosen = UNDO_TIMES.into_iter().find(|time| time.as_secs().to_string() == value);
        chosen.into_iter().for_each(|chosen| time.choose(chosen));
    };
    let option = move |own: Duration| {
        let seconds = own.as_secs();
        let words = move || {
            language.spoken();
            say::undo_seconds(seconds as usize)
        };
        view! { <option value=seconds.to_string() prop:selected=move || time.get() == own>{words}</option> }.into_any()
    };
    view! {
        <label for="undo-time">{language.says(say::undo_time)}</label>
        <select id="undo-time" on:change:target=move |event| choose(event.target().value())>
            {UNDO_TIMES.map(option).into_iter().collect::<Vec<AnyView>>()}
        </select>
    }
}
