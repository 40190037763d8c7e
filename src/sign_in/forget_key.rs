//! Signing out: the key is wiped. If something is still open, that is said first.

use launchpod_words::sign_in as say;
use leptos::prelude::*;

use crate::context::store;
use crate::launch::launches::Launches;
use crate::sign_in::session::Session;

/// The button that forgets the key.
#[component]
pub fn ForgetKey() -> impl IntoView {
    let (session, launches) = (Session::expect(), store::<Launches>());
    let click = move |_| match untrack(|| launches.has_open()) {
        true => session.leaving.set(true),
        false => session.forget(),
    };
    view! {
        <div class="forget">
            <button type="button" class="quiet" on:click=click>{say::forget_key()}</button>
            {move || {
                session.leaving
                    .get()
                    .then(|| {
                        view! {
                            <div class="failure" role="alert">
                                <p class="what">{say::not_finished()}</p>
                                <p>{say::can_not_finish()}</p>
                                <div class="buttons">
                                    <button type="button" class="primary" on:click=move |_| session.leaving.set(false)>{say::stay()}</button>
                                    <button type="button" on:click=move |_| session.forget()>{say::forget_all_the_same()}</button>
                                </div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
