//! What the pod may run on, in the order in which it is tried.

use launchpod_core::domain::offer::{Offer, Step};
use launchpod_core::domain::order::RawChoice;
use leptos::prelude::*;

use super::disclosure::keeps_enter;
use crate::app::desk::Desk;
use crate::app::form::Form;
use crate::app::outlook::Outlook;

/// The list, and how to put something into it that is no single GPU type.
#[component]
pub fn Choices(
    /// What they get now.
    outlook: Memo<Outlook>,
    /// What is on offer.
    offers: Memo<Option<Vec<Offer>>>,
) -> impl IntoView {
    let form = Desk::expect().form;
    let rows = move || {
        let choices = form.raw.with(|raw| raw.choices.clone());
        let count = choices.len();
        offers.with(|offers| {
            let offers = offers.as_deref().unwrap_or_default();
            outlook.with(|outlook| {
                let row = |(at, choice): (usize, RawChoice)| row(form, at, count, &choice, offers, &outlook.steps);
                choices.into_iter().enumerate().map(row).collect::<Vec<AnyView>>()
            })
        })
    };
    view! {
        <p class="help" id="choices-help">
            {move || match form.raw.with(|raw| raw.choices.len()) {
                0 => "Nothing is chosen yet. Pick a GPU type below.",
                1 => "You have chosen:",
                _ => "You have chosen these. They are tried in this order, one after the other, until RunPod gives one:",
            }}
        </p>
        <ol class="choices" aria-describedby="choices-help" aria-label="Your choices, in order">{rows}</ol>
        <Any />
    }
    .into_any()
}

fn row(form: Form, at: usize, count: usize, choice: &RawChoice, offers: &[Offer], steps: &[Step]) -> AnyView {
    let name = name(choice, offers);
    let now = now(choice, offers, steps);
    let earlier = (at > 0).then(|| {
        let click = move |_| form.choose(|choices| choices.swap(at - 1, at));
        view! { <button type="button" class="quiet" aria-label=format!("Try {name} earlier") on:click=click>"Earlier"</button> }.into_any()
    });
    let remove = (count > 1).then(|| {
        let click = move |_| {
            form.choose(|choices| {
                choices.remove(at);
            });
        };
        view! { <button type="button" class="quiet" aria-label=format!("Remove {name}") on:click=click>"Remove"</button> }.into_any()
    });
    view! {
        <li>
            <span class="choice-name">{name}</span>
            <span class="choice-now">{now}</span>
            {earlier}
            {remove}
        </li>
    }
    .into_any()
}

fn name(choice: &RawChoice, offers: &[Offer]) -> String {
    if choice.gpu_type.is_empty() {
        let price = match choice.at_most.trim() {
            "" => String::new(),
            price => format!(", at ${} an hour or less", price.trim_start_matches('$')),
        };
        return format!("Any GPU with at least {} GB{price}", choice.memory.trim());
    }
    let offer = offers.iter().find(|offer| offer.gpu_type.as_str() == choice.gpu_type);
    offer.map_or_else(|| choice.gpu_type.clone(), |offer| offer.name.clone())
}

/// What the choice gets now.
fn now(choice: &RawChoice, offers: &[Offer], steps: &[Step]) -> String {
    if choice.gpu_type.is_empty() {
        let open = steps.iter().filter(|step| step.skip.is_none());
        let fits = open.filter(|step| u64::from(step.pick.memory_gb) >= choice.memory.trim().parse().unwrap_or(0));
        return match fits.min_by_key(|step| step.pick.rate) {
            Some(first) => format!("now {} at {}", first.pick.name, first.pick.rate),
            None => "none in stock now".into(),
        };
    }
    match offers.iter().find(|offer| offer.gpu_type.as_str() == choice.gpu_type) {
        Some(offer) => format!("{}, {}", offer.price, offer.stock.words()),
        None => "not on offer here".into(),
    }
}

/// "Any with at least so many GB, at this price or less" is a choice too.
#[component]
fn Any() -> impl IntoView {
    let form = Desk::expect().form;
    let (memory, at_most) = (RwSignal::new("24".to_owned()), RwSignal::new(String::new()));
    let add = move || {
        let choice = RawChoice::any(&memory.get_untracked(), &at_most.get_untracked());
        form.choose(|choices| {
            choices.retain(|other| *other != choice);
            choices.push(choice);
        });
    };
    let input = |id: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                inputmode="decimal"
                autocomplete="off"
                prop:value=move || value.get()
                on:keydown=move |event| if keeps_enter(&event) { add() }
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
        .into_any()
    };
    view! {
        <details class="any">
            <summary>"Or any GPU with enough memory"</summary>
            <div class="any-fields">
                {input("any-memory", "At least (GB)", memory)}
                {input("any-price", "At most ($ an hour, each)", at_most)}
                <button type="button" on:click=move |_| add()>"Add to your choices"</button>
            </div>
        </details>
    }
    .into_any()
}
