//! What stands below a start command that only a shell understands: that none runs it, and a button that lets one.

use std::sync::Arc;

use launchpod_core::order::{in_bash, needs_shell};
use launchpod_words::common;
use leptos::prelude::*;

use crate::platform::browser;

/// The word and the button; nothing where the command needs no shell.
#[component]
pub fn BareCommand(
    /// The command, followed.
    #[prop(into)]
    command: Signal<String>,
    /// The id of its field.
    id: String,
    /// Writes another one into the field.
    write: Arc<dyn Fn(String) + Send + Sync>,
) -> impl IntoView {
    let needs = Memo::new(move |_| needs_shell(&command.get()));
    let below = move || {
        let what = needs.get()?;
        let (id, write) = (id.clone(), write.clone());
        let wrap = move |_| {
            write(in_bash(&command.get_untracked()));
            // The button goes with that.
            browser::focus(&id);
        };
        Some(
            view! {
                <div class="notice" data-field="no-shell">
                    <p>{common::no_shell(what)}</p>
                    <button type="button" on:click=wrap>{common::let_bash_run_it()}</button>
                </div>
            }
            .into_any(),
        )
    };
    // Said when it comes, as it is typed.
    view! { <div role="status">{below}</div> }.into_any()
}
