//! What narrows the list of pods down, orders it and groups it. Whoever has few pods never sees it.

use launchpod_core::pods::list_view::{Grouping, Layout, ListOptions, Shown, Sort};
use launchpod_words::{Message, pod_list};
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
    // One pod is no list; whoever has chosen the table finds the way back.
    let has_layouts = Memo::new(move |_| {
        list.view.with(|roll| roll.pods().take(2).count() + roll.hidden.pods > 1)
            || list.layout.with(|layout| *layout != Layout::Cards)
    });
    view! {
        <div class="list-tools">
            {move || useful.get().then(|| tools(list))}
            {move || has_layouts.get().then(|| layouts(list))}
        </div>
        <div class="hidden-pods" role="status">{move || hidden(list)}</div>
    }
}

fn tools(list: PodList) -> AnyView {
    let open = browser::is_wide() || untrack(|| list.look.with(ListOptions::is_set));
    let count = move || {
        let shown = list.view.with(|roll| roll.pods().count());
        pod_list::select_all(shown)
    };
    let text = move || list.look.with(|look| look.text.clone());
    view! {
        <details class="pods-tools" open=open>
            <summary>{pod_list::tools()}</summary>
            <div class="tools" role="search" aria-label=pod_list::your_pods()>
                <label class="field">
                    {pod_list::search()}
                    <input
                        type="search"
                        id="pods-search"
                        placeholder=pod_list::search_hint()
                        prop:value=text
                        on:input:target=move |event| list.look.update(|look| look.text = event.target().value())
                    />
                </label>
                {choice(pod_list::show(), Shown::WORDS, |look| look.shown as usize, |look, at| look.shown = Shown::at(at), "pods-show")}
                {choice(pod_list::sort_by(), Sort::WORDS, |look| look.sort as usize, |look, at| look.sort = Sort::at(at), "pods-sort-by")}
                {choice(pod_list::group_by(), Grouping::WORDS, |look| look.group as usize, |look, at| look.group = Grouping::at(at), "pods-group-by")}
                <button type="button" class="quiet" on:click=move |_| list.pick_all(true)>{count}</button>
            </div>
        </details>
    }
    .into_any()
}

/// The switch between cards and a table. A phone has no room for a table, and does not show it.
fn layouts(list: PodList) -> AnyView {
    let one = |(layout, words): (&'static Layout, &'static Message)| {
        let chosen = move || list.layout.with(|now| now == layout);
        let choose = move |_| list.lay_out(*layout);
        view! {
            <label>
                <input type="radio" name="pods-layout" prop:checked=chosen on:change=choose />
                {words()}
            </label>
        }
        .into_any()
    };
    let both: Vec<AnyView> = Layout::ALL.iter().zip(Layout::WORDS).map(one).collect();
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{pod_list::layout()}</legend>
            {both}
        </fieldset>
    }
    .into_any()
}

fn choice(
    label: &'static str,
    words: &'static [Message],
    get: fn(&ListOptions) -> usize,
    set: fn(&mut ListOptions, usize),
    id: &'static str,
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
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change:target=move |event| change(event.target().value())>{options}</select>
        </div>
    }
    .into_any()
}

/// No pod goes out of sight silently.
fn hidden(list: PodList) -> Option<AnyView> {
    let hidden = list.view.with(|roll| roll.hidden);
    if hidden.pods == 0 {
        return None;
    }
    let show = move |_| {
        list.look.update(|look| *look = look.without_filter());
        browser::focus("pods-search");
    };
    Some(
        view! {
            <p>{pod_list::hidden(hidden.pods, hidden.cost())}</p>
            <button type="button" class="quiet" on:click=show>{pod_list::show_all()}</button>
        }
        .into_any(),
    )
}
