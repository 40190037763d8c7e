//! ComfyUI's list, asked for when ComfyUI answers and when the person wants it anew.

use std::time::Duration;

use launchpod_core::files::history::MadeFiles;
use launchpod_core::files::known::{KnownFiles, MadeCount};
use launchpod_core::files::{ReadFailure, list_path};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::services::comfy;
use launchpod_core::readiness::ProbeResult;
use launchpod_core::readiness::diagnosis::{Diagnosis, UNREADABLE};
use launchpod_core::types::ids::PodId;
use launchpod_words::{common, files as say, pod_list};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::{AppContext, store};
use crate::platform::shared::Shared;
use crate::pod_details::files::download::Downloads;
use crate::pod_details::files::frame::{Act, FilesFrame};
use crate::pod_details::files::strip::Strip;
use crate::readiness::tracker::ReadinessTracker;
use crate::widgets::copy::Copyable;

/// The frame's document comes from the page's own server: if it has not by then, it does not.
const FRAME_WITHIN: Duration = Duration::from_secs(20);

/// What is known of the list.
#[derive(Clone, Debug, PartialEq)]
enum Told {
    Waiting,
    Asking,
    Failed(ReadFailure),
    NotLoaded,
    There(MadeFiles),
}

/// Where the ComfyUI is that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// In which pod.
    pub pod: PodId,
    /// On which of its ports.
    pub port: u16,
    /// Its address.
    pub address: Option<String>,
}

/// The files of the ComfyUI in a pod.
#[derive(Clone, Copy)]
pub struct Files {
    row: RwSignal<PodEntry>,
    /// What asks.
    frame: FilesFrame,
    told: RwSignal<Told>,
    known: Shared<KnownFiles>,
}

impl Files {
    /// Where they are asked for.
    fn place(self) -> Option<Place> {
        let context = store::<AppContext>();
        self.row.with_untracked(|known| {
            let (pod, port) = (known.pod.id.clone(), comfy(&known.pod)?.port);
            let address = context.address(&pod, port);
            Some(Place { pod, port, address })
        })
    }

    fn look(self, place: Place) {
        if self.told.with_untracked(|told| *told == Told::Asking) {
            return;
        }
        self.told.set(Told::Asking);
        spawn_local(async move {
            let answer = self.frame.ask(Act::List, &place.pod, place.port, &list_path()).await;
            let read = answer.and_then(|text| text.as_string().and_then(MadeFiles::read).ok_or(ReadFailure::Odd));
            if let (Ok(made), Some(pod)) = (&read, self.row.try_with_untracked(|known| known.pod.clone())) {
                self.known.change(|known| known.note(&pod, MadeCount::from(made)));
            }
            self.told.try_set(read.map_or_else(Told::Failed, Told::There));
        });
    }
}

/// Thumbnails, links and downloads; words as long as there are none.
#[component]
pub fn FilesView(
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let (frame, told) = (FilesFrame::open(), RwSignal::new(Told::Waiting));
    let files = Files { row, frame, told, known: store() };
    let place = StoredValue::new(files.place());
    let readiness = store::<ReadinessTracker>();
    let heard = Memo::new(move |_| row.with(|known| known.answers.get(comfy(&known.pod)?.port)));
    // While it may just be starting, nothing is said of what it lets others read.
    let is_closed = Memo::new(move |_| {
        let is_so = |verdict: Diagnosis| verdict.kind == UNREADABLE;
        heard.get() == Some(ProbeResult::Unreadable) && row.with(|known| readiness.diagnosis(known).is_some_and(is_so))
    });
    let look = move || {
        if let Some(place) = place.get_value() {
            files.look(place);
        }
    };
    Effect::new(move |_| {
        if is_closed.get() {
            told.set(Told::Failed(ReadFailure::Unreadable));
        } else if heard.get() == Some(ProbeResult::Ready) && frame.ready.get() {
            untrack(look);
        } else if heard.get().is_none() {
            // Another container: its files are other ones.
            told.set(Told::Waiting);
        }
    });
    set_timeout(
        move || {
            if files.frame.ready.try_get_untracked() == Some(false) {
                files.told.set(Told::NotLoaded);
            }
        },
        FRAME_WITHIN,
    );
    let status = move || match files.told.get() {
        Told::Waiting => Some(say::waiting().to_owned()),
        Told::Asking => Some(say::asking().to_owned()),
        Told::NotLoaded => Some(say::not_loaded().to_owned()),
        Told::Failed(failure) => Some(failure.describe().to_owned()),
        Told::There(made) if made.files.is_empty() => Some(say::none().to_owned()),
        Told::There(_) => None,
    };
    let body = move || match files.told.get() {
        Told::There(made) if !made.files.is_empty() => list(files, place.get_value()?, made),
        Told::Failed(_) => open_there(place.get_value()?),
        _ => None,
    };
    let can_look = move || files.told.with(|told| matches!(told, Told::Failed(_) | Told::There(_)));
    view! {
        {files.frame.view()}
        <p class="detail" role="status">{status}</p>
        {body}
        {move || can_look().then(|| {
            view! { <button type="button" class="quiet" on:click=move |_| look()>{say::look_again()}</button> }.into_any()
        })}
    }
    .into_any()
}

fn list(files: Files, place: Place, made: MadeFiles) -> Option<AnyView> {
    let count = MadeCount::from(&made);
    let counted = if count.files == count.pictures { say::pictures(count.pictures) } else { say::files(count.files) };
    let more = made.more.then(|| view! { <p class="detail">{say::more()}</p> }.into_any());
    let taken = made.files.iter().filter(|file| file.is_taken_along()).cloned().collect::<Vec<_>>();
    let frame = files.frame;
    let strip = view! { <Strip frame place=place.clone() made=made.files /> };
    let downloads = (!taken.is_empty()).then(|| view! { <Downloads frame place taken /> }.into_any());
    Some(view! { <p class="what">{counted}</p> {strip} {more} {downloads} }.into_any())
}

/// Where this page may read nothing, ComfyUI's own page shows them. Newer ones refuse a link, and take a copied address.
fn open_there(place: Place) -> Option<AnyView> {
    let (address, what) = (place.address?, pod_list::address_of("ComfyUI"));
    let (id, text) = (format!("files-address-{}", place.pod), address.clone());
    Some(
        view! {
            <a class="button" href=address target="_blank" rel="noopener noreferrer">
                {pod_list::open("ComfyUI")}
                <span aria-hidden="true">" ↗"</span>
                <span class="visually-hidden">{format!(" {}", common::opens_in_new_tab())}</span>
            </a>
            <Copyable id what text />
        }
        .into_any(),
    )
}
