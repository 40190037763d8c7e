//! The page as a whole: who is signed in, which part is in sight, and the bar above it.

pub mod language_switch;
pub mod later_views;
pub mod notices;
pub mod signed_in;
pub mod stores;
pub mod top_bar;

use launchpod_words::app as say;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::app::language_switch::LanguageSwitch;
use crate::platform::browser;
use crate::platform::language::PageLanguage;
use crate::pods::undo_time::UndoTime;
use crate::sign_in::page::SignInPage;
use crate::sign_in::session::{Session, SessionState};
use crate::widgets::lazy_view::{Body, Draw, LazyView, Loading};
use signed_in::SignedInApp;

/// What goes into the file of the list: all that somebody sees who is signed in, and no other file has.
#[cfg_attr(split, leptos::wasm_split::wasm_split(signed_in, fallible, wasm_split_path = ::leptos::wasm_split))]
fn signed_in_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <SignedInApp /> }.into_any())
}

fn load_signed_in() -> Loading {
    Box::pin(async {
        #[cfg(split)]
        return signed_in_file().await;
        #[cfg(not(split))]
        signed_in_file()
    })
}

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let language = PageLanguage::start();
    provide_context(language);
    provide_context(UndoTime::read());
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
