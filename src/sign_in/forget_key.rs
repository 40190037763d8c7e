//! Signing out: the key is wiped. If something is still open, that is said first.

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
            <button type="button" class="quiet" on:click=click>"Forget key"</button>
            {move || {
                session.leaving
                    .get()
                    .then(|| {
                        view! {
                            <div class="failure" role="alert">
                                <p class="what">{"Something you asked for is not finished."}</p>
                                <p>
                                    {"Without the key this page can't finish it: a pod may run on and cost money. It goes on \
                                     when you sign in here again."}
                                </p>
                                <div class="buttons">
                                    <button type="button" class="primary" on:click=move |_| session.leaving.set(false)>"Stay"</button>
                                    <button type="button" on:click=move |_| session.forget()>"Forget key all the same"</button>
                                </div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
