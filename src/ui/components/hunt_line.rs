//! What the launch page is still after, in a line for whoever looks at the pods.

use launchpod_core::domain::hunt::{End, State};
use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::app::route::Route;

/// One line, or nothing.
#[component]
pub fn HuntLine() -> impl IntoView {
    let desk = Desk::expect();
    let line = move || {
        desk.quest.with(|quest| {
            let hunt = &quest.as_ref()?.hunt;
            let name = &hunt.order.name;
            let words = match &hunt.state {
                State::Waiting { .. } => format!("Waiting for stock for “{name}”. Leave this tab open: it looks only while it is."),
                State::Dearer(_) | State::Came(_) => format!("“{name}” waits for your decision. Nothing is launched yet."),
                State::Over(End::Placed { dearer: Some(rate) }) => {
                    let words = format!(
                        "“{name}” costs {rate}, more than the {} that you agreed to: RunPod's price has risen meanwhile. End it \
                         below if that is too much.",
                        hunt.agreed
                    );
                    let read = move |_| desk.forget_quest();
                    let button = view! { <button type="button" on:click=read>"Understood"</button> };
                    return Some(view! { <div class="notice"><p class="what">{words}</p>{button}</div> }.into_any());
                }
                State::Asking(_) | State::Over(_) => return None,
            };
            let link = view! { <a href=Route::Launch.href()>"See"</a> };
            Some(view! { <div class="notice"><p>{words} " " {link}</p></div> }.into_any())
        })
    };
    view! { <div role="status">{line}</div> }.into_any()
}
