//! What the list does without for a moment, as a file of its own: verdicts on pods, what is usual, notifications. It comes
//! right after the list, and again and again until it is there.

use std::time::Duration;

use launchpod_core::domain::readiness::habits::{Habits, learnt, told};
use launchpod_core::domain::readiness::verdict::Case;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::components::notify_me::NotifyMe;
use crate::app::desk::Desk;
use crate::app::notify::notify;
use crate::app::ready::Late;

/// The list of pods comes first.
const QUIET: Duration = Duration::from_millis(500);
const AGAIN: Duration = Duration::from_secs(60);

/// What goes into the file, and all that nothing else reaches.
#[cfg_attr(split, leptos::wasm_split::wasm_split(watch, fallible, wasm_split_path = ::leptos::wasm_split))]
fn watch_file() -> Result<Late, SplitLoaderError> {
    Ok(Late {
        judge: |case: &Case| case.verdict(),
        read: Habits::read,
        learn: learnt,
        told,
        notify,
        notify_me: || view! { <NotifyMe /> }.into_any(),
    })
}

/// Fetches it when the page has been at rest for a moment.
pub fn soon(desk: Desk) {
    come(desk, QUIET);
}

fn come(desk: Desk, wait: Duration) {
    let arrival = async move {
        #[cfg(split)]
        let late = watch_file().await;
        #[cfg(not(split))]
        let late = watch_file();
        match late {
            Ok(late) => desk.complete(late),
            Err(_) => come(desk, AGAIN),
        }
    };
    set_timeout(move || spawn_local(arrival), wait);
}
