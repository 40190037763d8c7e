//! How the way through the choices goes: each try with its reason and price, and what the person is asked.

use launchpod_core::engine::Decision;
use launchpod_core::launch::provisioning::{End, Provisioning, State};
use launchpod_core::order::WhenSoldOut;
use launchpod_core::order::offers::Selection;
use leptos::prelude::*;

use crate::context::store;
use crate::launch::launches::Launches;

/// What this tab is after, or was last.
#[component]
pub fn ProvisioningStatus() -> impl IntoView {
    let launches = store::<Launches>();
    view! {
        <div class="hunt" role="status">
            {move || launches.view.with(|view| view.as_ref().and_then(|view| status(launches, &view.provisioning)))}
        </div>
    }
    .into_any()
}

fn status(launches: Launches, launch: &Provisioning) -> Option<AnyView> {
    // The pod is in the list, or the failure is told beside this.
    if launch.is_reported() {
        return None;
    }
    let name = &launch.order.name;
    let agree = |label: String, pick: &Selection| button(launches, label, Decision::Agree(pick.clone()), "primary");
    let stop = || button(launches, "Stop waiting".into(), Decision::Cancel, "");
    let (words, buttons): (String, Vec<AnyView>) = match &launch.state {
        State::Asking(pick) if launch.tried.iter().all(|tried| tried.refused.is_none()) => {
            (format!("Asking for {}.", offer(launch, pick)), vec![])
        }
        State::Asking(pick) => (format!("Asking for the next: {}.", offer(launch, pick)), vec![]),
        State::Dearer(pick) => (
            format!(
                "All that is left is dearer than the {} you agreed to: {}. Nothing is launched yet.",
                launch.agreed,
                offer(launch, pick)
            ),
            vec![
                agree(format!("Take it · {}", launch.total(pick)), pick),
                button(launches, "Don't".into(), Decision::Decline(pick.clone()), ""),
            ],
        ),
        State::Waiting { dearer, .. } => {
            let then = match launch.order.when_sold_out {
                WhenSoldOut::Tell => "says so here",
                _ => "launches it, once",
            };
            let mut words = format!(
                "Waiting for stock for “{name}”. This page looks about three times a minute and {then}, at {} or less. It can look \
                 only while it is open: leave this tab open. Nothing is charged for waiting.",
                launch.agreed
            );
            let mut buttons = vec![stop()];
            if let Some(pick) = dearer {
                words.push_str(&format!(" There is one that is dearer: {}.", offer(launch, pick)));
                buttons.insert(0, agree(format!("Take it · {}", launch.total(pick)), pick));
            }
            (words, buttons)
        }
        State::Came(pick) => (
            format!("In stock now: {}. It may be gone soon.", offer(launch, pick)),
            vec![agree(format!("Launch · {}", launch.total(pick)), pick), stop()],
        ),
        State::Over(End::AllTried) => (
            "None of your choices was available. Nothing was launched, nothing is charged.".into(),
            vec![read(launches)],
        ),
        State::Over(End::Cancelled) => {
            (format!("Stopped waiting for “{name}”. Nothing was launched."), vec![read(launches)])
        }
        State::Over(End::Placed { .. } | End::Refused | End::NeverArrived) => return None,
    };
    let tried: Vec<AnyView> =
        launch.tried.iter().map(|tried| view! { <li>{launch.told(tried)}</li> }.into_any()).collect();
    let list = (!tried.is_empty()).then(|| {
        view! {
            <details open=true>
                <summary>"What was tried"</summary>
                <ol class="tried">{tried}</ol>
            </details>
        }
        .into_any()
    });
    Some(
        view! { <div class="notice"><p class="what">{words}</p>{list}<div class="buttons">{buttons}</div></div> }
            .into_any(),
    )
}

/// What it is, where, and what it costs with its disk.
fn offer(launch: &Provisioning, pick: &Selection) -> String {
    format!("{} in the {} at {} with its disk", pick.name, pick.cloud.describe(), launch.total(pick))
}

fn button(launches: Launches, label: String, said: Decision, class: &'static str) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| launches.decide(said.clone())>{label}</button> }
        .into_any()
}

fn read(launches: Launches) -> AnyView {
    view! { <button type="button" on:click=move |_| launches.dismiss()>"Dismiss"</button> }.into_any()
}
