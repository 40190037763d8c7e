//! What the pod may run on, in the order in which it is tried.

use launchpod_core::order::GpuChoiceForm;
use launchpod_core::order::offers::Offer;
use launchpod_words::{launch, list_plain};
use leptos::prelude::*;

use crate::context::store;
use crate::launch::form::LaunchForm;
use crate::widgets::disclosure::keeps_enter;

/// The list.
#[component]
pub fn Choices(
    /// What is on offer.
    offers: Memo<Option<Vec<Offer>>>,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let rows = move || {
        let choices = form.raw.with(|raw| raw.choices.clone());
        let count = choices.len();
        offers.with(|offers| {
            let offers = offers.as_deref().unwrap_or_default();
            let row = |(at, choice): (usize, GpuChoiceForm)| row(form, at, count, &choice, offers);
            choices.into_iter().enumerate().map(row).collect::<Vec<AnyView>>()
        })
    };
    view! {
        <p class="help" id="choices-help">
            {move || match form.raw.with(|raw| raw.choices.len()) {
                0 => launch::nothing_chosen(),
                1 => launch::chosen_one(),
                _ => launch::chosen_several(),
            }}
        </p>
        <ol class="choices" aria-describedby="choices-help" aria-label=launch::choices()>{rows}</ol>
    }
    .into_any()
}

fn row(form: LaunchForm, at: usize, count: usize, choice: &GpuChoiceForm, offers: &[Offer]) -> AnyView {
    let name = name(form, choice);
    let now = form.raw.with(|raw| match raw.above_bid(choice, offers) {
        Some(going) => launch::above_bid(going),
        None => now(choice, offers, raw.image()),
    });
    let earlier = (at > 0).then(|| {
        let click = move |_| form.choose(|choices| choices.swap(at - 1, at));
        view! {
            <button type="button" class="quiet" aria-label=launch::try_earlier(&name) on:click=click>
                {launch::earlier()}
            </button>
        }
        .into_any()
    });
    let remove = (count > 1).then(|| {
        let click = move |_| {
            form.choose(|choices| {
                choices.remove(at);
            });
        };
        view! {
            <button type="button" class="quiet" aria-label=launch::remove_choice(&name) on:click=click>
                {launch::remove()}
            </button>
        }
        .into_any()
    });
    view! {
        <li>
            <span class="choice-name">{name}</span>
            " "
            <span class="choice-now">{now}</span>
            <span class="choice-deeds">{earlier} {remove}</span>
        </li>
    }
    .into_any()
}

fn name(form: LaunchForm, choice: &GpuChoiceForm) -> String {
    if !choice.gpu_type.is_empty() {
        return form.gpu_name(&choice.gpu_type);
    }
    let memory = choice.memory.trim();
    match choice.at_most.trim() {
        "" => launch::any_gpu(memory),
        price => launch::any_gpu_at_most(memory, price.trim_start_matches('$')),
    }
}

/// What the choice gets now.
fn now(choice: &GpuChoiceForm, offers: &[Offer], image: &str) -> String {
    match (choice.first_of(offers, image), choice.gpu_type.is_empty()) {
        (Some(first), true) if first.stock.is_some() => launch::choice_now(&first.name, first.price),
        (_, true) => launch::none_in_stock().to_owned(),
        (Some(offer), false) => list_plain(&[offer.price.to_string(), offer.stock.describe().to_owned()]),
        (None, false) => launch::not_on_offer().to_owned(),
    }
}

/// "Any with at least so many GB, at this price or less" is a choice too.
#[component]
pub fn AnyGpu() -> impl IntoView {
    let form = store::<LaunchForm>();
    let (memory, at_most) = (RwSignal::new("24".to_owned()), RwSignal::new(String::new()));
    let add = move || {
        let choice = GpuChoiceForm::any(&memory.get_untracked(), &at_most.get_untracked());
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
            <summary>{launch::any_heading()}</summary>
            <div class="any-fields">
                {input("any-memory", launch::any_memory(), memory)}
                {input("any-price", launch::any_price(), at_most)}
                <button type="button" on:click=move |_| add()>{launch::add_to_choices()}</button>
            </div>
        </details>
    }
    .into_any()
}
