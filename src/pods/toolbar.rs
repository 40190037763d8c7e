//! What narrows the list of pods down, orders it and groups it. Whoever has few pods never sees it.

use launchpod_core::pods::list_view::{Grouping, ListOptions, Shown, Sort};
use leptos::prelude::*;

use crate::context::store;
use crate::platform::browser;
use crate::pods::list::PodList;

/// So many pods are seen at a glance.
const FEW: usize = 5;

/// The tools, and what they hide.
#[component]
pub fn Toolbar() -> impl IntoView {
    let list = store::<PodList>();
    let useful = Memo::new(move |_| {
        let few = list.view.with(|roll| roll.pods().count() + roll.hidden.pods <= FEW);
        !few || list.look.with(ListOptions::is_set)
    });
    view! {
        {move || useful.get().then(|| tools(list))}
        <div class="hidden-pods" role="status">{move || hidden(list)}</div>
    }
}

fn tools(list: PodList) -> AnyView {
    let open = browser::is_wide() || untrack(|| list.look.with(ListOptions::is_set));
    let count = move || {
        let shown = list.view.with(|roll| roll.pods().count());
        format!("Select all {shown} shown")
    };
    let text = move || list.look.with(|look| look.text.clone());
    view! {
        <details class="pods-tools" open=open>
            <summary>"Filter, sort and select"</summary>
            <div class="tools" role="search" aria-label="Your pods">
                <label class="field">
                    "Search"
                    <input
                        type="search"
                        id="pods-search"
                        placeholder="Name, GPU, image, volume …"
                        prop:value=text
                        on:input:target=move |event| list.look.update(|look| look.text = event.target().value())
                    />
                </label>
                {choice("Show", Shown::WORDS, |look| look.shown as usize, |look, at| look.shown = Shown::at(at))}
                {choice("Sort by", Sort::WORDS, |look| look.sort as usize, |look, at| look.sort = Sort::at(at))}
                {choice("Group by", Grouping::WORDS, |look| look.group as usize, |look, at| look.group = Grouping::at(at))}
                <button type="button" class="quiet" on:click=move |_| list.pick_all(true)>{count}</button>
            </div>
        </details>
    }
    .into_any()
}

fn choice(
    label: &'static str,
    words: &'static [fn() -> &'static str],
    get: fn(&ListOptions) -> usize,
    set: fn(&mut ListOptions, usize),
) -> AnyView {
    let list = store::<PodList>();
    let options: Vec<AnyView> = (0..words.len())
        .zip(words)
        .map(|(at, words)| {
            let selected = move || list.look.with(get) == at;
            view! { <option value=at.to_string() prop:selected=selected>{words()}</option> }.into_any()
        })
        .collect();
    let change = move |value: String| list.look.update(|look| set(look, value.parse().unwrap_or_default()));
    let id = format!("pods-{}", label.to_lowercase().replace(' ', "-"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id on:change:target=move |event| change(event.target().value())>{options}</select>
        </div>
    }
    .into_any()
}

/// No pod goes out of sight silently.
fn hidden(list: PodList) -> Option<AnyView> {
    let hidden = list.view.with(|roll| roll.hidden);
    let (more, are) = match hidden.pods {
        0 => return None,
        1 => ("1 more pod".to_owned(), "is"),
        pods => (format!("{pods} more pods"), "are"),
    };
    let show = move |_| {
        list.look.update(|look| *look = look.without_filter());
        browser::focus("pods-search");
    };
    Some(
        view! {
            <p>{format!("{more}, {}, {are} hidden by the filter.", hidden.cost())}</p>
            <button type="button" class="quiet" on:click=show>"Show all"</button>
        }
        .into_any(),
    )
}
