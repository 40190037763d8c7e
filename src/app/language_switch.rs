//! The foot of every page: the list of languages, and what else there is for somebody who is signed in.

use launchpod_words::{Language, app as say};
use leptos::ev::Event;
use leptos::prelude::*;

use crate::context::store;
use crate::platform::language::PageLanguage;
use crate::platform::shared::Shared;
use crate::widgets::lazy_view::Draw;

/// What else stands there for somebody who is signed in. It comes with what they see, and goes with it.
#[derive(Clone, Copy, Default)]
pub struct Foot(pub Shared<Option<Draw>>);

/// Stays in its place when the page around it is made anew: whoever chooses with the keyboard goes on from here.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let (language, Foot(foot)) = (store::<PageLanguage>(), store::<Foot>());
    let choose = move |event: Event| {
        if let Some(chosen) = Language::of_tag(&event_target_value(&event)) {
            language.choose(chosen);
        }
    };
    let failed = move || {
        let spoken = language.spoken().own_name();
        let words = say::language_not_loaded(language.failed()?.own_name(), spoken);
        Some(view! { <p class="problem" role="alert">{words}</p> }.into_any())
    };
    let unreviewed = move || {
        let is_translated = language.spoken() != Language::English;
        is_translated.then(|| view! { <p class="help">{say::unreviewed()}</p> }.into_any())
    };
    view! {
        <footer class="page-foot">
            <label for="language">{language.says(say::language)}</label>
            <select id="language" on:change=choose>
                {Language::ALL.map(|own| option(language, own)).into_iter().collect::<Vec<AnyView>>()}
            </select>
            {failed}
            {unreviewed}
            {move || foot.get().map(|draw| draw())}
        </footer>
    }
}

fn option(language: PageLanguage, own: Language) -> AnyView {
    let is_wanted = move || language.wanted() == own;
    view! { <option value=own.tag() lang=own.tag() prop:selected=is_wanted>{own.own_name()}</option> }.into_any()
}
