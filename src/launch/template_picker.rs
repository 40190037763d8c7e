//! Templates to start from: searchable, own ones first, then RunPod's, then the community's.

use std::sync::Arc;

use launchpod_core::catalog::template::Template;
use launchpod_core::order::Field;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::TemplateId;
use launchpod_words::{launch, sentences};
use leptos::prelude::*;

use crate::context::{AppContext, store};
use crate::launch::field::Below;
use crate::launch::field_text::describe;
use crate::launch::form::LaunchForm;
use crate::widgets::error_box::ErrorBox;
use crate::widgets::keyed::Keyed;
use crate::widgets::search::Search;

/// More are found by searching.
const MOST: usize = 20;

/// A search and a list of buttons.
#[component]
pub fn TemplatePicker(
    /// What a click on a template does.
    choose: fn(LaunchForm, Template),
) -> impl IntoView {
    let (context, form) = (store::<AppContext>(), store::<LaunchForm>());
    let store = form.templates;
    Effect::new(move |_| {
        context.clock.wall();
        form.templates.load();
    });
    let keys = Signal::derive(move || store.found(MOST).map(|(ids, _)| ids).unwrap_or_default());
    let entry = move |id| {
        let template = store.template(&TemplateId::new(id));
        template.map(|template| view! { <Choice template choose /> }).into_any()
    };
    view! {
        <fieldset
            class="field"
            id="template"
            tabindex="-1"
            aria-describedby="template-problem template-help"
            aria-busy=move || store.found(0).is_none().to_string()
        >
            <legend>{describe(Field::Template).label}</legend>
            <Below field=Field::Template />
            <Search
                id="template-search"
                label=launch::search_templates()
                placeholder=launch::search_templates_example()
                text=store.search
            />
            {move || store.trouble().map(|failure| view! { <ErrorBox failure doing=Operation::Reading /> }.into_any())}
            <div class="template-list">
                <Keyed keys entry=Arc::new(entry) />
                <p class="help" role="status">{move || status(store.found(MOST), store.is_partial())}</p>
            </div>
        </fieldset>
    }
}

/// What stands below the list.
fn status(found: Option<(Vec<String>, usize)>, partial: bool) -> String {
    let Some((shown, rest)) = found else { return launch::asking_for_templates().to_owned() };
    let words = match (shown.is_empty(), rest) {
        (true, _) => launch::no_template_fits().to_owned(),
        (false, 0) => String::new(),
        (false, rest) => launch::more_templates(rest),
    };
    match partial {
        true => sentences(&[&words, launch::templates_left_out()]),
        false => words,
    }
}

#[component]
fn Choice(
    /// What is offered.
    template: Template,
    /// What a click does.
    choose: fn(LaunchForm, Template),
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let (name, image, kind) = (template.name.clone(), template.image.clone(), template.kind.describe());
    let id = template.id.clone();
    let chosen = move || form.raw.with(|raw| raw.given(Field::Template).as_deref() == Some(id.as_str())).to_string();
    view! {
        <button type="button" class="template" aria-pressed=chosen on:click=move |_| choose(form, template.clone())>
            <span class="template-name">{name}</span>
            <span>{kind}</span>
            <span class="template-image">{image}</span>
        </button>
    }
}
