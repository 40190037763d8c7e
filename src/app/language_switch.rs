//! The list of languages at the foot of every page.

use launchpod_words::{Language, app as say};
use leptos::ev::Event;
use leptos::prelude::*;

use crate::context::store;
use crate::platform::language::PageLanguage;
use crate::pods::undo_time::UndoTimeSwitch;
use crate::sign_in::session::{Session, SessionState};

/// Stays in its place when the page around it is made anew: whoever chooses with the keyboard goes on from here.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let (language, session) = (store::<PageLanguage>(), Session::expect());
    let is_in = Memo::new(move |_| matches!(session.state(), SessionState::In(_)));
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
            {move || is_in.get().then(|| view! { <UndoTimeSwitch /> }.into_any())}
        </footer>
    }
}

fn option(language: PageLanguage, own: Language) -> AnyView {
    let is_wanted = move || language.wanted() == own;
    view! { <option value=own.tag() lang=own.tag() prop:selected=is_wanted>{own.own_name()}</option> }.into_any()
}
