//! A launch that is under way, or what became of one that failed.

use launchpod_core::launch::{Launch, State};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::time::duration_text;
use leptos::prelude::*;

use crate::app::notices::Notices;
use crate::context::store;
use crate::launch::launches::Launches;
use crate::platform::clock;
use crate::widgets::error_box::ErrorBox;

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
        State::Asking => Some(view! { <p class="notice">{format!("Asking RunPod for “{name}” …")}</p> }.into_any()),
        State::Looking { since, .. } => Some(
            view! {
                <div class="notice">
                    <p class="what">{format!("We do not know yet whether RunPod made “{name}”.")}</p>
                    <p>
                        {"Its answer was lost. This page looks for the pod until RunPod's list shows it, or still lacks it after two \
                         minutes. It may exist and cost money: nothing else is launched until that is known."}
                    </p>
                    <p class="detail">{format!("Looking for {} …", duration_text(clock::now().since(since)))}</p>
                </div>
            }
            .into_any(),
        ),
        State::Refused(Some(failure)) => {
            Some(view! { <Failed words=format!("“{name}” was not launched.") failure=Some(failure) doing=Operation::Launching /> }.into_any())
        }
        State::NeverArrived(failure) => {
            let words = format!(
                "“{name}” was not made: RunPod's answer was lost, and no pod of that launch appeared in two minutes. It is \
                 safe to launch again."
            );
            Some(view! { <Failed words failure doing=Operation::GivingUp /> }.into_any())
        }
        State::Placed(_) | State::Refused(None) => None,
    }
}

fn elsewhere(name: String) -> AnyView {
    let words =
        format!("Another tab of this page is launching “{name}”. Nothing else is launched until that is known.");
    view! { <p class="notice">{words}</p> }.into_any()
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
        <div class="failure">
            <p class="what">{words}</p>
            {failure.map(|failure| view! { <ErrorBox failure doing /> })}
            <button type="button" on:click=move |_| notices.dismiss()>"Dismiss"</button>
        </div>
    }
}
