//! Templates and logins to registries: asked for when they are first looked at, and kept as long as the page.

use std::time::Duration;

use launchpod_core::catalog::template::{Registry, Template, TemplateLibrary, search};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::TemplateId;

use crate::context::AppContext;
use crate::platform::cached::Cached;
use crate::platform::shared::Shared;

/// After a failure. The answer is RunPod's largest: it is not asked for as often as prices.
const PATIENCE: Duration = Duration::from_secs(30);

/// The templates, followed.
#[derive(Clone, Copy)]
pub struct TemplateStore {
    context: AppContext,
    /// What is typed into the search above them.
    pub search: Shared<String>,
    library: Cached<(), TemplateLibrary>,
}

impl TemplateStore {
    /// Nothing was asked for yet.
    pub fn new(context: AppContext) -> Self {
        Self { context, search: Shared::default(), library: Cached::new(None, PATIENCE) }
    }

    /// The ids of the first `most` that fit the search, and how many more there are; followed. `None` before they came.
    pub fn found(self, most: usize) -> Option<(Vec<String>, usize)> {
        let words = self.search.get();
        self.library.with(|library| {
            let found = search(&library?.templates, &words, most);
            Some((found.shown.iter().map(|template| template.id.to_string()).collect(), found.rest))
        })
    }

    /// The template with this id, as it is now.
    pub fn template(self, id: &TemplateId) -> Option<Template> {
        self.library.peek(|library| library?.template(id).cloned())
    }

    /// The account's logins to registries, followed; none before they came.
    pub fn registries(self) -> Vec<Registry> {
        self.library.with(|library| library.map(|library| library.registries.clone()).unwrap_or_default())
    }

    /// Whether RunPod left a list out, followed.
    pub fn is_partial(self) -> bool {
        self.library.with(|library| library.is_some_and(|library| !library.complete))
    }

    /// Why they could not be had, followed.
    pub fn trouble(self) -> Option<ApiError> {
        self.library.trouble()
    }

    /// Asks for the templates unless they are there, on their way, or failed a moment ago.
    pub fn load(self) {
        self.library.refresh((), move |()| async move { self.context.client().library().await });
    }
}
