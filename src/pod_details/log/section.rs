//! What the click on “Show the log” opens.

use launchpod_core::pods::logs::Source;
use launchpod_core::pods::logs::book::counted;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::PodId;
use launchpod_words::{logs, sentences};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::{AppContext, store};
use crate::platform::browser;
use crate::pod_details::log::feed::{Connection, LogFeed};
use crate::pod_details::log::lines::{LINES, LogDisplay, LogLines};
use crate::pods::store::PodStore;
use crate::widgets::error_box::ErrorBox;

/// The log of a pod, as it is written.
#[component]
pub fn LogView(
    /// Which pod.
    id: PodId,
) -> impl IntoView {
    let name = store::<PodStore>().name(&id);
    let feed = LogFeed::new(store::<AppContext>(), id);
    let display = LogDisplay::of(feed);
    feed.read(None);
    view! {
        {controls(feed, display)}
        <div role="status">{move || connection(feed)}</div>
        {move || feed.unmasked.get().then(|| view! { <p class="notice" role="status">{logs::not_masked()}</p> }.into_any())}
        <LogLines display />
        <p class="help">{move || counts(feed, display)}</p>
        {take_along(feed, display, name)}
    }
    .into_any()
}

fn controls(feed: LogFeed, display: LogDisplay) -> AnyView {
    let choose = move |event| {
        let source = match event_target_value(&event).as_str() {
            "system" => Some(Source::System),
            "container" => Some(Source::Container),
            _ => None,
        };
        display.paused.set(false);
        feed.read(source);
    };
    let found = move || {
        display.found.get().map(|found| match found {
            0 => logs::found_none().to_owned(),
            lines => logs::found(lines),
        })
    };
    view! {
        <div class="log-controls">
            <label for="log-source">{logs::lines_of()}</label>
            <select id="log-source" on:change=choose>
                <option value="all">{logs::of_both()}</option>
                <option value="container">{logs::of_program()}</option>
                <option value="system">{logs::of_machine()}</option>
            </select>
            <label for="log-search">{logs::search()}</label>
            <input
                id="log-search"
                type="search"
                autocomplete="off"
                prop:value=move || display.search.get()
                on:input=move |event| display.search.set(event_target_value(&event))
            />
            <span class="detail" role="status">{found}</span>
            {check("log-follow", logs::follow(), display.follows.into(), move |on| display.follow(on))}
            {check("log-wrap", logs::wrap(), display.wraps.into(), move |on| display.wraps.set(on))}
            <button type="button" aria-pressed=move || display.paused.get().to_string() on:click=move |_| display.pause()>
                {logs::pause()}
            </button>
        </div>
    }
    .into_any()
}

fn check(id: &'static str, label: &'static str, on: Signal<bool>, set: impl Fn(bool) + 'static) -> AnyView {
    view! {
        <label class="check" for=id>
            <input id=id type="checkbox" prop:checked=move || on.get() on:change:target=move |event| set(event.target().checked()) />
            {label}
        </label>
    }
    .into_any()
}

/// Said when it changes, and that is seldom.
fn connection(feed: LogFeed) -> AnyView {
    let text = match feed.connection.get() {
        Connection::Asking => logs::asking().to_owned(),
        Connection::Live => logs::live().to_owned(),
        Connection::Broken(error, _) => {
            let told = error.advice(Operation::ReadingLog);
            sentences(&[logs::broken(), told.what, told.money, &told.next])
        }
        Connection::Over(failure) => return view! { <ErrorBox failure doing=Operation::ReadingLog /> }.into_any(),
    };
    view! { <p class="detail" data-field="log-state">{text}</p> }.into_any()
}

fn counts(feed: LogFeed, display: LogDisplay) -> String {
    let (kept, dropped) = feed.with(|book| (book.entries().count(), book.dropped()));
    let mut said = vec![match kept {
        0 => logs::nothing_said().to_owned(),
        _ => logs::shown(kept, display.drawn()),
    }];
    if dropped > 0 {
        said.push(logs::dropped(counted(dropped)));
    }
    if display.paused.get() {
        said.push(logs::paused(counted(display.waiting())));
    }
    sentences(&said)
}

/// Copy and save all lines that are kept, and have what is searched.
fn take_along(feed: LogFeed, display: LogDisplay, name: String) -> AnyView {
    let said = RwSignal::new("");
    let text = move || display.search.with_untracked(|search| feed.peek(|book| book.text(search)));
    let copy = move |_| {
        said.set("");
        spawn_local(async move {
            if browser::copy(&text()).await {
                said.try_set(logs::copied());
                return;
            }
            said.try_set(logs::copy_refused());
            browser::select(LINES);
        });
    };
    let save = move |_| {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
        said.set(match browser::save(&format!("{name}.log"), &text()) {
            true => logs::saved(),
            false => logs::save_refused(),
        });
    };
    view! {
        <div class="buttons">
            <button type="button" on:click=copy>{logs::copy()}</button>
            <button type="button" on:click=save>{logs::save()}</button>
            <span class="said" role="status">{move || said.get()}</span>
        </div>
    }
    .into_any()
}
