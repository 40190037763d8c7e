//! A pod's environment: asked for at a click, values masked, and forgotten with the view.

use launchpod_core::order::Variable;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::shown_text;
use launchpod_words::pod_page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::{AppContext, store};
use crate::pod_details::state::{Loaded, environment};
use crate::widgets::copy::Copyable;
use crate::widgets::error_box::ErrorBox;

/// Names, and values that are shown one by one.
#[component]
pub fn PodEnvironment(
    /// Which pod.
    id: PodId,
) -> impl IntoView {
    let context = store::<AppContext>();
    let id = StoredValue::new(id);
    let told = RwSignal::new(None::<Loaded<Vec<Variable>>>);
    let click = move |_| {
        if told.with(|told| matches!(told, Some(Loaded::There(_)))) {
            return told.set(None);
        }
        told.set(Some(Loaded::Coming));
        spawn_local(async move {
            let answer = environment(context, id.get_value()).await;
            told.try_set(Some(answer));
        });
    };
    let label = move || match told.with(|told| matches!(told, Some(Loaded::There(_)))) {
        true => pod_page::hide_environment(),
        false => pod_page::show_environment(),
    };
    let body = move || shown(told.get(), variables);
    view! {
        <section class="panel" aria-labelledby="environment">
            <h2 id="environment" tabindex="-1">{pod_page::environment()}</h2>
            <p class="help">{pod_page::environment_help()}</p>
            <button type="button" on:click=click>{label}</button>
            <div role="status">{body}</div>
        </section>
    }
    .into_any()
}

/// What came of the question for a pod's environment: `there` shows it.
pub fn shown(told: Option<Loaded<Vec<Variable>>>, there: fn(Vec<Variable>) -> AnyView) -> AnyView {
    match told {
        None => ().into_any(),
        Some(Loaded::Coming) => view! { <p class="detail">{pod_page::asking_runpod()}</p> }.into_any(),
        Some(Loaded::Gone) => view! { <p class="detail">{pod_page::not_there()}</p> }.into_any(),
        Some(Loaded::Failed(failure)) => view! { <ErrorBox failure doing=Operation::Reading /> }.into_any(),
        Some(Loaded::There(all)) => there(all),
    }
}

fn variables(all: Vec<Variable>) -> AnyView {
    if all.is_empty() {
        return view! { <p class="detail">{pod_page::environment_empty()}</p> }.into_any();
    }
    let rows: Vec<AnyView> = all.into_iter().enumerate().map(|(at, own)| variable(at, own)).collect();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

fn variable(at: usize, own: Variable) -> AnyView {
    let (key, value) = (shown_text::shown(&own.key, shown_text::MOST_NAME), own.value);
    let what = pod_page::the_value_of(&key);
    view! {
        <div><dt>{key}</dt><dd><Copyable id=format!("env-{at}") what text=value secret=true /></dd></div>
    }
    .into_any()
}
