//! The page as a whole: who is signed in, which part is in sight, and the bar above it.

pub mod about;
pub mod language_switch;
pub mod later_views;
pub mod notices;
pub mod signed_in;
pub mod signed_in_style;
pub mod stores;
pub mod top_bar;

use launchpod_words::app as say;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::app::language_switch::{Foot, LanguageSwitch};
use crate::platform::browser;
use crate::platform::language::PageLanguage;
use crate::pods::undo_time::UndoTime;
use crate::sign_in::page::SignInPage;
use crate::sign_in::session::{Session, SessionState};
use crate::widgets::lazy_view::{Body, Draw, LazyView, Loading};
use signed_in::SignedInApp;

/// The list: all that somebody sees who is signed in, and no other file has.
fn load_signed_in() -> Loading {
    Box::pin(part!(signed_in, signed_in_file: Draw = || view! { <SignedInApp /> }.into_any()))
}

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let language = PageLanguage::start();
    provide_context(language);
    provide_context(UndoTime::read());
    provide_context(Foot::default());
    let session = Session::provide();
    let signed_in = LazyView::new(load_signed_in, say::loading_pods, || say::pods_not_loaded().to_owned());
    // While the key is typed.
    signed_in.fetch();
    let is_in = Memo::new(move |_| matches!(session.state(), SessionState::In(_)));
    // Each who signs in has stores of their own.
    let page = move || match is_in.get() {
        true => view! { <Body view=signed_in /> }.into_any(),
        false => view! { <SignInPage /> }.into_any(),
    };
    move || {
        language.is_settled().then(|| {
            browser::remove("shell");
            view! {
                {page}
                <LanguageSwitch />
            }
            .into_any()
        })
    }
}
