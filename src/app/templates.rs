//! Templates and logins to registries: asked for when they are first looked at, and kept as long as the page.

use std::time::Duration;

use launchpod_core::domain::ids::TemplateId;
use launchpod_core::domain::template::{Library, Registry, Template, search};
use launchpod_core::runpod::failure::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::session::PageClient;
use super::watched::Watched;

/// After a failure. The answer is RunPod's largest: it is not asked for as often as prices.
const PATIENCE: Duration = Duration::from_secs(30);

/// The templates, followed.
#[derive(Clone, Copy, Default)]
pub struct TemplateStore {
    /// What is typed into the search above them.
    pub search: Watched<String>,
    held: Watched<Held>,
}

#[derive(Default)]
struct Held {
    library: Option<Library>,
    /// Why the last try came to nothing.
    trouble: Option<Failure>,
    /// On its way, or not to be asked for again yet.
    asked: bool,
}

impl TemplateStore {
    /// The ids of the first `most` that fit the search, and how many more there are; followed. `None` before they came.
    pub fn found(self, most: usize) -> Option<(Vec<String>, usize)> {
        let words = self.search.get();
        self.held.with(|held| {
            let found = search(&held.library.as_ref()?.templates, &words, most);
            Some((found.shown.iter().map(|template| template.id.to_string()).collect(), found.rest))
        })
    }

    /// The template with this id, as it is now.
    pub fn template(self, id: &TemplateId) -> Option<Template> {
        self.held.peek(|held| held.library.as_ref()?.template(id).cloned())
    }

    /// The account's logins to registries, followed; none before they came.
    pub fn registries(self) -> Vec<Registry> {
        self.held.with(|held| held.library.as_ref().map(|library| library.registries.clone()).unwrap_or_default())
    }

    /// Whether RunPod left a list out, followed.
    pub fn is_partial(self) -> bool {
        self.held.with(|held| held.library.as_ref().is_some_and(|library| !library.complete))
    }

    /// Why they could not be had, followed.
    pub fn trouble(self) -> Option<Failure> {
        self.held.with(|held| held.trouble.clone())
    }
}

impl Desk {
    /// Asks for the templates unless they are there, on their way, or failed a moment ago.
    pub fn load_templates(self) {
        let held = self.templates.held;
        if held.peek(|held| held.asked || held.library.is_some()) {
            return;
        }
        held.change(|held| held.asked = true);
        spawn_local(async move {
            match self.client.peek(PageClient::clone).library().await {
                Ok(library) => held.set(Held { library: Some(library), ..Held::default() }),
                Err(failure) => {
                    held.update(|held| held.trouble = Some(failure));
                    set_timeout(move || held.change(|held| held.asked = false), PATIENCE);
                }
            }
        });
    }
}
