//! What costs money and nobody uses, and one sweep for all of it.

use launchpod_core::domain::spend::{Forgotten, Item, forgotten_words};
use leptos::prelude::*;

use crate::app::desk::Desk;

/// A list with ticks, and a button.
#[component]
pub fn ForgottenThings(
    /// What nobody uses.
    things: Vec<Forgotten>,
) -> impl IntoView {
    let desk = Desk::expect();
    let Some(words) = forgotten_words(&things) else { return ().into_any() };
    // What was kept on purpose goes only where the person has ticked it.
    let ticked = RwSignal::new(things.iter().map(|thing| !thing.asks).collect::<Vec<bool>>());
    let row = |(at, thing): (usize, &Forgotten)| {
        let tick = move |event| {
            ticked.update(|all| {
                if let Some(own) = all.get_mut(at) {
                    *own = event_target_checked(&event);
                }
            })
        };
        let Forgotten { name, what, monthly, dies, asks, .. } = thing;
        view! {
            <li>
                <label class="check">
                    <input type="checkbox" prop:checked=!asks on:change=tick />
                    {format!("{name}, {what}: {monthly} a month")}
                </label>
                <p class="help">{dies.clone()}</p>
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = things.iter().enumerate().map(row).collect();
    let things = StoredValue::new(things);
    let chosen = move || -> Vec<Forgotten> {
        let ticked = ticked.get();
        things.with_value(|things| {
            things.iter().zip(ticked).filter(|(_, on)| *on).map(|(thing, _)| thing.clone()).collect()
        })
    };
    let button = move || {
        let chosen = chosen();
        let pods = chosen.iter().filter(|thing| matches!(thing.item, Item::Pod(_))).count();
        let saved = launchpod_core::domain::spend::forgotten_monthly(&chosen);
        match (pods, chosen.len() - pods) {
            (0, 0) => "Nothing is ticked".to_owned(),
            (pods, 0) => format!("End {} · saves {saved} a month", counted(pods, "pod")),
            (0, volumes) => format!("Delete {} · saves {saved} a month", counted(volumes, "volume")),
            (pods, volumes) => {
                format!("End {}, delete {} · saves {saved} a month", counted(pods, "pod"), counted(volumes, "volume"))
            }
        }
    };
    let none = move || !ticked.with(|all| all.contains(&true));
    view! {
        <div class="forgotten">
            <h2>"Forgotten?"</h2>
            <p>{words}</p>
            <ul aria-label="What nobody uses">{rows}</ul>
            <button
                type="button"
                class="danger"
                aria-disabled=move || none().to_string()
                on:click=move |_| desk.sweep(untrack(chosen))
            >
                {button}
            </button>
            <p role="status">{move || desk.volume_desk.outcome.with(|outcome| outcome.said.clone())}</p>
        </div>
    }
    .into_any()
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
