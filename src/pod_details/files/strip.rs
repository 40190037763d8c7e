//! The files in a row: a thumbnail where it is a picture, and the name, which opens the file itself.

use launchpod_core::files::{MadeFile, is_thumbnail};
use launchpod_words::{common, files as say};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::browser;
use crate::pod_details::files::frame::{Act, FilesFrame};
use crate::pod_details::files::section::Place;

/// So many are shown at first, and with each wish for more: each is fetched from the pod.
const STEP: usize = 24;
const SIDE: &str = "7.5rem";

/// One file, and its thumbnail once it is there.
#[derive(Clone)]
struct Card {
    file: MadeFile,
    thumbnail: RwSignal<Option<String>>,
}

/// The newest files, and a button for more.
#[component]
pub fn Strip(
    /// What asks.
    frame: FilesFrame,
    /// Where they are.
    place: Place,
    /// The files, the newest first.
    made: Vec<MadeFile>,
) -> impl IntoView {
    let card = |file| Card { file, thumbnail: RwSignal::new(None) };
    let cards = StoredValue::new(made.into_iter().map(card).collect::<Vec<_>>());
    let place = StoredValue::new(place);
    let shown = RwSignal::new(STEP);
    let all = cards.with_value(Vec::len);
    // One after another: a pod has other things to do.
    let draw = move |from: usize| {
        let next = cards.with_value(|cards| cards.iter().skip(from).take(STEP).cloned().collect::<Vec<_>>());
        spawn_local(async move {
            for card in next {
                let (Some(place), Some(path)) = (place.try_get_value(), card.file.preview_path()) else { continue };
                let Ok(drawn) = frame.ask(Act::Thumbnail, &place.pod, place.port, &path).await else { continue };
                card.thumbnail.try_set(drawn.as_string().filter(|text| is_thumbnail(text)));
            }
        });
    };
    draw(0);
    let more = move |_| {
        let from = shown.get_untracked();
        shown.set(from + STEP);
        draw(from);
    };
    let entries = move || {
        let count = shown.get();
        let address = place.with_value(|place| place.address.clone());
        cards.with_value(|cards| {
            cards.iter().take(count).map(|card| entry(card, address.as_deref())).collect::<Vec<_>>()
        })
    };
    view! {
        <ul class="services" aria-label=say::your_files()>{entries}</ul>
        {move || (shown.get() < all).then(|| {
            view! { <button type="button" class="quiet" on:click=more>{say::show_more()}</button> }.into_any()
        })}
    }
    .into_any()
}

fn entry(card: &Card, address: Option<&str>) -> AnyView {
    let (thumbnail, kind) = (card.thumbnail, card.file.kind.describe());
    // The name says the same.
    let picture = move || match thumbnail.get() {
        Some(text) => view! {
            <img src=text alt="" style:width=SIDE style:height=SIDE style:object-fit="contain" />
        }
        .into_any(),
        None => view! {
            <span
                class="detail"
                style:display="grid"
                style:place-items="center"
                style:width=SIDE
                style:height=SIDE
                style:border="1px solid var(--line)"
            >
                {kind}
            </span>
        }
        .into_any(),
    };
    let name = match address {
        Some(address) => {
            let href = format!("{address}{}", card.file.path());
            let tab = format!(" {}", common::opens_in_new_tab());
            view! {
                <a href=href target="_blank" rel="noopener noreferrer">
                    <bdi>{card.file.name.clone()}</bdi>
                    <span class="visually-hidden">{tab}</span>
                </a>
            }
            .into_any()
        }
        None => view! { <bdi>{card.file.name.clone()}</bdi> }.into_any(),
    };
    let at = card.file.made.map(|at| {
        view! { <time class="detail" datetime=at.iso_seconds()>{browser::zone().clock(at)}</time> }.into_any()
    });
    view! {
        <li style:display="grid" style:width=SIDE style:overflow-wrap="anywhere" style:align-self="start">
            {picture}
            {name}
            {at}
        </li>
    }
    .into_any()
}
