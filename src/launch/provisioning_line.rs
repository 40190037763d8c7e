//! What the launch page is still after, in a line for whoever looks at the pods.

use launchpod_core::launch::provisioning::{End, Provisioning, State};
use launchpod_words::launch_status as say;
use leptos::prelude::*;

use crate::context::store;
use crate::launch::launches::Launches;
use crate::platform::route::Route;

/// One line, or nothing.
#[component]
pub fn ProvisioningLine() -> impl IntoView {
    let launches = store::<Launches>();
    let line = move || {
        launches.view.with(|view| {
            let launch = &view.as_ref()?.provisioning;
            let name = &launch.order.name;
            let words = match &launch.state {
                State::Waiting { .. } => say::waits_for_stock(name),
                State::Dearer(_) | State::Came(_) => say::waits_for_decision(name),
                State::Over(End::Placed { .. }) => return placed(launches, launch),
                State::Asking(_) | State::Over(_) => return None,
            };
            let link = view! { <a href=Route::Launch.href()>{say::see()}</a> };
            Some(view! { <div class="notice"><p>{words} " " {link}</p></div> }.into_any())
        })
    };
    view! { <div role="status">{line}</div> }.into_any()
}

/// What there is to know of a pod that came as it was not asked for at first.
fn placed(launches: Launches, launch: &Provisioning) -> Option<AnyView> {
    let name = &launch.order.name;
    let mut lines: Vec<String> =
        launch.tried.iter().filter(|tried| tried.refused.is_some()).map(|tried| launch.told(tried)).collect();
    if !lines.is_empty() {
        lines.insert(0, say::tried_first(name));
    }
    lines.extend(launch.surprises());
    if lines.is_empty() {
        return None;
    }
    let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
    let button = view! { <button type="button" on:click=move |_| launches.dismiss()>{say::dismiss()}</button> };
    Some(view! { <div class="notice">{lines}{button}</div> }.into_any())
}
