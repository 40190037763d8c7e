//! What the click on “Show the log” opens.

use launchpod_core::pods::logs::Source;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::PodId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::{AppContext, store};
use crate::platform::browser;
use crate::pod_details::log::feed::{Connection, LogFeed};
use crate::pod_details::log::lines::{LINES, LogDisplay, LogLines};
use crate::pods::store::PodStore;
use crate::widgets::error_box::ErrorBox;

const REFUSED: &str =
    "Your browser does not let this page copy. The lines are selected: press Ctrl+C, on a Mac ⌘C, or tap Copy.";
const UNMASKED: &str =
    "RunPod did not tell the pod's environment, so this page does not know its secrets: they are not hidden here.";

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
        {move || feed.unmasked.get().then(|| view! { <p class="notice" role="status">{UNMASKED}</p> }.into_any())}
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
            0 => "No line has that.".to_owned(),
            1 => "1 line has that.".to_owned(),
            count => format!("{count} lines have that."),
        })
    };
    view! {
        <div class="log-controls">
            <label for="log-source">"Lines of"</label>
            <select id="log-source" on:change=choose>
                <option value="all">"Machine and program"</option>
                <option value="container">"Program (container)"</option>
                <option value="system">"Machine (system)"</option>
            </select>
            <label for="log-search">"Search"</label>
            <input
                id="log-search"
                type="search"
                autocomplete="off"
                prop:value=move || display.search.get()
                on:input=move |event| display.search.set(event_target_value(&event))
            />
            <span class="detail" role="status">{found}</span>
            {check("log-follow", "Follow the end", display.follows.into(), move |on| display.follow(on))}
            {check("log-wrap", "Wrap long lines", display.wraps.into(), move |on| display.wraps.set(on))}
            <button type="button" aria-pressed=move || display.paused.get().to_string() on:click=move |_| display.pause()>
                "Pause"
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
        Connection::Asking => "Asking RunPod for the log …".to_owned(),
        Connection::Live => "Live: new lines stand here as they are written.".to_owned(),
        Connection::Broken(error, _) => {
            let told = error.advice(Operation::ReadingLog);
            format!("The log does not come at the moment. {} {} {}", told.what, told.money, told.next)
        }
        Connection::Over(failure) => return view! { <ErrorBox failure doing=Operation::ReadingLog /> }.into_any(),
    };
    view! { <p class="detail" data-field="log-state">{text}</p> }.into_any()
}

fn counts(feed: LogFeed, display: LogDisplay) -> String {
    let (kept, dropped) = feed.with(|book| (book.entries().count(), book.dropped()));
    let mut words = match kept {
        0 => "Nothing was said yet.".to_owned(),
        _ => format!("{} of {kept} lines shown: it begins with the last 1,000.", display.drawn()),
    };
    if dropped > 0 {
        words.push_str(&format!(" {dropped} older ones were dropped: the newest 5,000 are kept."));
    }
    if display.paused.get() {
        words.push_str(&format!(" Paused: {} new.", display.waiting()));
    }
    words
}

/// Copy and save all lines that are kept, and have what is searched.
fn take_along(feed: LogFeed, display: LogDisplay, name: String) -> AnyView {
    let said = RwSignal::new("");
    let text = move || display.search.with_untracked(|search| feed.peek(|book| book.text(search)));
    let copy = move |_| {
        said.set("");
        spawn_local(async move {
            if browser::copy(&text()).await {
                said.try_set("Copied.");
                return;
            }
            said.try_set(REFUSED);
            browser::select(LINES);
        });
    };
    let save = move |_| {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
        said.set(match browser::save(&format!("{name}.log"), &text()) {
            true => "Saved as a file.",
            false => "Your browser does not let this page save a file. Copy the lines instead.",
        });
    };
    view! {
        <div class="buttons">
            <button type="button" on:click=copy>"Copy these lines"</button>
            <button type="button" on:click=save>"Download these lines"</button>
            <span class="said" role="status">{move || said.get()}</span>
        </div>
    }
    .into_any()
}
