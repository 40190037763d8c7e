//! Which lines of a log are in sight, and whether its end is followed.

use std::sync::Arc;

use launchpod_core::pods::logs::Source;
use launchpod_core::pods::logs::book::{Entry, counted};
use launchpod_words::logs;
use leptos::html::Div;
use leptos::prelude::*;

use crate::pod_details::log::feed::LogFeed;
use crate::widgets::keyed::Keyed;

/// The newest lines that are drawn: thousands would take the page's breath.
const MOST_DRAWN: usize = 500;
/// Whoever is so near to the end is at the end.
const NEAR: i32 = 40;

/// What the person wants to see of it.
#[derive(Clone, Copy)]
pub struct LogDisplay {
    feed: LogFeed,
    /// What stands in the lines.
    pub search: RwSignal<String>,
    /// New lines are in sight as they come.
    pub follows: RwSignal<bool>,
    /// What is in sight stays as it is.
    pub paused: RwSignal<bool>,
    /// Long lines are broken.
    pub wraps: RwSignal<bool>,
    /// The drawn lines: number and count of each.
    keys: RwSignal<Vec<String>>,
    /// Lines that match, as long as something is searched.
    pub found: RwSignal<Option<usize>>,
    /// The first number that was not there when it was paused.
    paused_at: RwSignal<u64>,
    place: NodeRef<Div>,
}

impl LogDisplay {
    /// Follows this feed.
    pub fn of(feed: LogFeed) -> Self {
        let display = Self {
            feed,
            search: RwSignal::new(String::new()),
            follows: RwSignal::new(true),
            paused: RwSignal::new(false),
            wraps: RwSignal::new(true),
            keys: RwSignal::new(vec![]),
            found: RwSignal::new(None),
            paused_at: RwSignal::new(0),
            place: NodeRef::new(),
        };
        Effect::new(move |_| display.refresh());
        display
    }

    fn refresh(self) {
        if self.paused.get() {
            return;
        }
        let search = self.search.get();
        let (keys, found) = self.feed.with(|book| {
            let mut keys: Vec<String> = book.matching(&search).rev().take(MOST_DRAWN).map(key).collect();
            keys.reverse();
            (keys, (!search.trim().is_empty()).then(|| book.matching(&search).count()))
        });
        if self.keys.with_untracked(|shown| *shown != keys) {
            self.keys.set(keys);
        }
        self.found.set(found);
        if self.follows.get_untracked() {
            request_animation_frame(move || self.to_end());
        }
    }

    /// Stops the lines in sight, or lets them go on.
    pub fn pause(self) {
        self.paused_at.set(self.feed.peek(|book| book.next_number()));
        self.paused.update(|paused| *paused = !*paused);
    }

    /// Lines that came while it is paused.
    pub fn waiting(self) -> u64 {
        self.feed.with(|book| book.next_number()).saturating_sub(self.paused_at.get())
    }

    /// How many are drawn, and whether there are more.
    pub fn drawn(self) -> usize {
        self.keys.with(Vec::len)
    }

    /// Goes to the end now, and with each new line.
    pub fn follow(self, follows: bool) {
        self.follows.set(follows);
        if follows {
            self.to_end();
        }
    }

    fn to_end(self) {
        if let Some(place) = self.place.try_get_untracked().flatten() {
            place.set_scroll_top(place.scroll_height());
        }
    }

    /// Whoever scrolls up wants to read there; whoever comes back to the end goes on.
    fn scrolled(self) {
        if let Some(place) = self.place.get_untracked() {
            let at_end = place.scroll_height() - place.scroll_top() - place.client_height() < NEAR;
            if self.follows.get_untracked() != at_end {
                self.follows.set(at_end);
            }
        }
    }
}

/// A folded line changes in its place: then it is drawn anew.
fn key(entry: &Entry) -> String {
    format!("{}/{}", entry.number, entry.lines)
}

/// The id of the lines, for whoever must select them.
pub const LINES: &str = "log-lines";

/// The lines in sight.
#[component]
pub fn LogLines(
    /// Which.
    display: LogDisplay,
) -> impl IntoView {
    let entry = Arc::new(move |key: String| {
        let number = key.split('/').next().and_then(|number| number.parse::<u64>().ok());
        let found = display.feed.peek(|book| book.entries().find(|entry| Some(entry.number) == number).cloned());
        found.map(line).into_any()
    });
    view! {
        <div
            id=LINES
            class="log-lines"
            class:wraps=move || display.wraps.get()
            role="region"
            aria-label=logs::lines()
            tabindex="0"
            node_ref=display.place
            on:scroll=move |_| display.scrolled()
        >
            <Keyed keys=display.keys entry />
        </div>
    }
    .into_any()
}

/// Text alone: whatever stands in it does nothing.
fn line(entry: Entry) -> AnyView {
    let source = entry.source.map_or("", Source::as_str);
    let at = entry.at.map(|at| at.iso_seconds().get(11..19).unwrap_or_default().to_owned());
    let folded = (entry.lines > 1).then(|| format!(" {}", logs::folded(counted(entry.lines))));
    view! {
        <div class="log-line" data-source=source>
            <span class="log-at">{at}" "</span>
            <span class="log-source">{source}" "</span>
            <bdi>{entry.text}</bdi>
            {folded}
        </div>
    }
    .into_any()
}
