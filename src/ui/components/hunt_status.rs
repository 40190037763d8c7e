//! How the way through the choices goes: each try with its reason and price, and what the person is asked.

use launchpod_core::engine::Said;
use launchpod_core::launch::provisioning::{End, Provisioning, State};
use launchpod_core::order::WhenSoldOut;
use launchpod_core::order::offers::Pick;
use leptos::prelude::*;

use crate::app::desk::Desk;

/// What this tab is after, or was last.
#[component]
pub fn ProvisioningStatus() -> impl IntoView {
    let desk = Desk::expect();
    view! {
        <div class="hunt" role="status">
            {move || desk.quest.with(|quest| quest.as_ref().and_then(|quest| status(desk, &quest.hunt)))}
        </div>
    }
    .into_any()
}

fn status(desk: Desk, hunt: &Provisioning) -> Option<AnyView> {
    // The pod is in the list, or the failure is told beside this.
    if hunt.is_told() {
        return None;
    }
    let name = &hunt.order.name;
    let agree = |label: String, pick: &Pick| button(desk, label, Said::Agree(pick.clone()), "primary");
    let stop = || button(desk, "Stop waiting".into(), Said::Cancel, "");
    let (words, buttons): (String, Vec<AnyView>) = match &hunt.state {
        State::Asking(pick) if hunt.tried.iter().all(|tried| tried.refused.is_none()) => {
            (format!("Asking for {}.", offer(hunt, pick)), vec![])
        }
        State::Asking(pick) => (format!("Asking for the next: {}.", offer(hunt, pick)), vec![]),
        State::Dearer(pick) => (
            format!(
                "All that is left is dearer than the {} you agreed to: {}. Nothing is launched yet.",
                hunt.agreed,
                offer(hunt, pick)
            ),
            vec![
                agree(format!("Take it · {}", hunt.total(pick)), pick),
                button(desk, "Don't".into(), Said::Decline(pick.clone()), ""),
            ],
        ),
        State::Waiting { dearer, .. } => {
            let then = match hunt.order.when_sold_out {
                WhenSoldOut::Tell => "says so here",
                _ => "launches it, once",
            };
            let mut words = format!(
                "Waiting for stock for “{name}”. This page looks about three times a minute and {then}, at {} or less. It can look \
                 only while it is open: leave this tab open. Nothing is charged for waiting.",
                hunt.agreed
            );
            let mut buttons = vec![stop()];
            if let Some(pick) = dearer {
                words.push_str(&format!(" There is one that is dearer: {}.", offer(hunt, pick)));
                buttons.insert(0, agree(format!("Take it · {}", hunt.total(pick)), pick));
            }
            (words, buttons)
        }
        State::Came(pick) => (
            format!("In stock now: {}. It may be gone soon.", offer(hunt, pick)),
            vec![agree(format!("Launch · {}", hunt.total(pick)), pick), stop()],
        ),
        State::Over(End::AllTried) => {
            ("None of your choices was available. Nothing was launched, nothing is charged.".into(), vec![read(desk)])
        }
        State::Over(End::Cancelled) => {
            (format!("Stopped waiting for “{name}”. Nothing was launched."), vec![read(desk)])
        }
        State::Over(End::Placed { .. } | End::Refused | End::NeverArrived) => return None,
    };
    let tried: Vec<AnyView> = hunt.tried.iter().map(|tried| view! { <li>{hunt.told(tried)}</li> }.into_any()).collect();
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
fn offer(hunt: &Provisioning, pick: &Pick) -> String {
    format!("{} in the {} at {} with its disk", pick.name, pick.cloud.words(), hunt.total(pick))
}

fn button(desk: Desk, label: String, said: Said, class: &'static str) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| desk.decide(said.clone())>{label}</button> }.into_any()
}

fn read(desk: Desk) -> AnyView {
    view! { <button type="button" on:click=move |_| desk.forget_quest()>"Understood"</button> }.into_any()
}
