//! Which copy of the page this is, and the way to its docs: at the foot, for who opens it.

use std::sync::Arc;

use launchpod_core::page_build::{LIST, PageBuild};
use launchpod_words::about as say;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::store;
use crate::platform::browser;
use crate::platform::language::PageLanguage;
use crate::platform::shared::Shared;
use crate::pods::undo_time::UndoTimeSwitch;
use crate::widgets::disclosure::Disclosure;
use crate::widgets::external_link::ExternalLink;
use crate::widgets::lazy_view::{Body, LazyView, Loading};

/// Which of the page's releases this is.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// A file of the docs, by which it is known whether the server has them, and how it begins.
const DOCS: (&str, &str) = ("docs/about.txt", "Launchpod docs ");

/// What stands at the foot for somebody who is signed in; `load` fetches what is shown of this copy.
pub fn foot(load: fn() -> Loading) -> AnyView {
    let language = store::<PageLanguage>();
    let (open, view) = (Shared::new(false), LazyView::new(load, say::loading, || say::not_loaded().to_owned()));
    let about = move || {
        language.spoken();
        move || {
            let content = Arc::new(move || view! { <Body view /> }.into_any());
            view! { <Disclosure id="about-copy" label=say::open() open content /> }.into_any()
        }
    };
    view! {
        <UndoTimeSwitch />
        {about}
    }
    .into_any()
}

/// What the server says of this copy. It is asked each time that somebody looks.
#[component]
pub fn AboutCopy() -> impl IntoView {
    let (build, has_docs) = (RwSignal::new(None), RwSignal::new(false));
    spawn_local(async move {
        let list = browser::file(LIST).await;
        let running = browser::meta("launchpod-app").unwrap_or_default();
        build.try_set(Some(PageBuild::read(list.as_deref(), &running)));
        let (file, start) = DOCS;
        has_docs.try_set(browser::file(file).await.is_some_and(|text| text.starts_with(start)));
    });
    let told = move || match build.get() {
        None => say::asking().to_owned(),
        Some(PageBuild::Known(build)) => say::version_and_build(VERSION, build),
        Some(PageBuild::Renewed | PageBuild::NotListed) => say::version(VERSION),
    };
    let why = move || {
        let why = build.with(|build| match build {
            Some(PageBuild::Renewed) => Some(say::renewed()),
            Some(PageBuild::NotListed) => Some(say::not_listed()),
            _ => None,
        });
        why.map(|why| view! { <p>{why}</p> }.into_any())
    };
    let docs = move || {
        has_docs.get().then(|| {
            view! {
                <p><ExternalLink href="docs/index.html" text=say::docs() /></p>
                <p><ExternalLink href="docs/check-your-copy.html" text=say::how_to_check() /></p>
            }
            .into_any()
        })
    };
    view! {
        <div role="status"><p>{told}</p>{why}</div>
        {docs}
    }
}
