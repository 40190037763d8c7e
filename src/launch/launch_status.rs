//! A launch that is under way, or what became of one that failed.

use launchpod_core::launch::{Launch, State};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::time::duration_text;
use launchpod_words::launch_status as say;
use leptos::prelude::*;

use crate::app::notices::Notices;
use crate::context::store;
use crate::launch::launches::Launches;
use crate::platform::clock;
use crate::widgets::error_box::error_words;

/// What is known of launches that have no pod yet.
#[component]
pub fn LaunchStatus() -> impl IntoView {
    let launches = store::<Launches>();
    // A try that failed on the way to the next one is told among the tries.
    let own = move || {
        launches.view.with(|view| {
            view.as_ref().filter(|view| !view.provisioning.is_reported()).and_then(|view| view.tag.clone())
        })
    };
    let told = move || {
        let own = own();
        let launches = launches.all().into_iter();
        launches
            .filter(|launch| launch.is_open() || Some(&launch.tag) != own.as_ref())
            .filter_map(status)
            .collect::<Vec<AnyView>>()
    };
    view! {
        <div class="launches" role="status">
            {told}
            {move || launches.elsewhere().map(elsewhere)}
        </div>
    }
}

fn status(launch: Launch<ApiError>) -> Option<AnyView> {
    let name = launch.name;
    match launch.state {
        State::Asking => Some(view! { <p class="notice">{say::asking(name)}</p> }.into_any()),
        State::Looking { since, .. } => Some(
            view! {
                <div class="notice">
                    <p class="what">{say::not_known_yet(name)}</p>
                    <p>{say::answer_lost()}</p>
                    <p class="detail">{say::looking(duration_text(clock::now().since(since)))}</p>
                </div>
            }
            .into_any(),
        ),
        State::Refused(Some(failure)) => Some(
            view! { <Failed words=say::not_launched(name) failure=Some(failure) doing=Operation::Launching /> }
                .into_any(),
        ),
        State::NeverArrived(failure) => {
            Some(view! { <Failed words=say::never_arrived(name) failure doing=Operation::GivingUp /> }.into_any())
        }
        State::Placed(_) | State::Refused(None) => None,
    }
}

fn elsewhere(name: String) -> AnyView {
    view! { <p class="notice">{say::launching_elsewhere(name)}</p> }.into_any()
}

#[component]
fn Failed(
    /// What became of it.
    words: String,
    /// Why.
    failure: Option<ApiError>,
    /// What the page was doing.
    doing: Operation,
) -> impl IntoView {
    let notices = store::<Notices>();
    view! {
        <div class="failure" role="alert">
            <p class="what">{words}</p>
            {failure.map(|failure| error_words(failure, doing))}
            <button type="button" on:click=move |_| notices.dismiss()>{say::dismiss()}</button>
        </div>
    }
}
