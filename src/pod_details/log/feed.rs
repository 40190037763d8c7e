//! A log as it is read for the person who looks at it. It ends with the view.

use std::time::Duration;

use futures_util::future::{AbortHandle, Abortable};
use launchpod_core::pods::logs::Source;
use launchpod_core::pods::logs::book::LogBook;
use launchpod_core::pods::logs::mask::Mask;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::rest::logs::{LogNews, LogQuery};
use launchpod_core::runpod::web_clock::WebClock;
use launchpod_core::types::ids::PodId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::AppContext;

/// With so many older lines it begins.
const TAIL: u32 = 1_000;
/// New lines are shown so often: a program may say a thousand in a second.
const SHOWN_EACH: Duration = Duration::from_millis(200);

/// How the connection stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Connection {
    /// RunPod was asked.
    Asking,
    /// Lines come as they are written.
    Live,
    /// It broke, and is tried again after this time.
    Broken(ApiError, Duration),
    /// RunPod refuses.
    Over(ApiError),
}

/// One log, from when it was opened.
#[derive(Clone, Copy)]
pub struct LogFeed {
    context: AppContext,
    id: StoredValue<PodId>,
    book: StoredValue<LogBook>,
    /// Grows when there is something new to show.
    news: RwSignal<u32>,
    waits: StoredValue<bool>,
    reading: StoredValue<Option<AbortHandle>>,
    /// How the connection stands.
    pub connection: RwSignal<Connection>,
    /// It is not known which values are secret, so none is hidden.
    pub unmasked: RwSignal<bool>,
}

impl LogFeed {
    /// Nothing is read yet.
    pub fn new(context: AppContext, id: PodId) -> Self {
        let reading = StoredValue::new(None::<AbortHandle>);
        let feed = Self {
            context,
            id: StoredValue::new(id),
            book: StoredValue::new(LogBook::default()),
            news: RwSignal::new(0),
            waits: StoredValue::new(false),
            reading,
            connection: RwSignal::new(Connection::Asking),
            unmasked: RwSignal::new(false),
        };
        on_cleanup(move || feed.stop());
        feed
    }

    /// Reads the log anew: of this source, or of both.
    pub fn read(self, source: Option<Source>) {
        self.stop();
        self.connection.set(Connection::Asking);
        self.book.set_value(LogBook::default());
        self.show();
        let (handle, registration) = AbortHandle::new_pair();
        self.reading.set_value(Some(handle));
        spawn_local(async move {
            let _ = Abortable::new(self.follow(source), registration).await;
        });
    }

    fn stop(self) {
        if let Some(Some(handle)) = self.reading.try_get_value() {
            handle.abort();
        }
    }

    async fn follow(self, source: Option<Source>) {
        let id = self.id.get_value();
        let env = self.context.client().pod_env(&id).await;
        self.unmasked.set(!matches!(env, Ok(Some(_))));
        self.book.set_value(LogBook::new(Mask::of(&env.ok().flatten().unwrap_or_default())));
        let mut logs = self.context.client().beside().logs(id, LogQuery { source, tail: TAIL }, WebClock);
        loop {
            match logs.next().await {
                LogNews::Connected => self.connection.set(Connection::Live),
                LogNews::Lines(lines) => {
                    self.book.update_value(|book| lines.into_iter().for_each(|line| book.take(line)));
                    self.show_soon();
                }
                LogNews::Broken(error, wait) => self.connection.set(Connection::Broken(error, wait)),
                LogNews::Over(error) => return self.connection.set(Connection::Over(error)),
            }
        }
    }

    fn show_soon(self) {
        if !self.waits.get_value() {
            self.waits.set_value(true);
            set_timeout(move || self.show(), SHOWN_EACH);
        }
    }

    fn show(self) {
        self.waits.try_set_value(false);
        self.news.try_update(|news| *news = news.wrapping_add(1));
    }

    /// Reads the book; whoever asks is told of news.
    pub fn with<R>(self, how: impl FnOnce(&LogBook) -> R) -> R {
        self.news.track();
        self.peek(how)
    }

    /// Reads the book this once.
    pub fn peek<R>(self, how: impl FnOnce(&LogBook) -> R) -> R {
        self.book.with_value(how)
    }
}
