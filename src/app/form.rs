//! The launch form: what stands in it, what is wrong with it, and the prices that it is read against.

use std::time::Duration;

use launchpod_core::domain::catalog::{Catalog, Scope};
use launchpod_core::domain::offer::{Offer, Quote, offers};
use launchpod_core::domain::order::{Field, Order, Problem, RawOrder};
use launchpod_core::runpod::failure::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clock;
use super::desk::Desk;
use super::session::PageClient;
use super::watched::Watched;

/// Prices and stock older than this are asked for again while the form is in sight.
const FRESH: Duration = Duration::from_secs(60);
/// After a failure.
const PATIENCE: Duration = Duration::from_secs(10);
/// No type has more GPUs in one pod. Stock for a typing slip beyond that is asked for one: the slip is told anyway.
const MOST_GPUS: u32 = 10;

/// The form's state, followed.
#[derive(Clone, Copy, Default)]
pub struct Form {
    /// What stands in it.
    pub raw: Watched<RawOrder>,
    /// What is typed into the search above the GPU types.
    pub search: Watched<String>,
    /// Problems of the last try to send it.
    pub problems: Watched<Vec<Problem>>,
    /// Why the last click on Launch came to nothing, in words; empty if it did not.
    pub refusal: Watched<&'static str>,
    /// A click on Launch is being written down.
    pub(super) sending: Watched<bool>,
    /// The name of the pod that came of the form as it stands: one more click would make one more pod.
    pub launched: Watched<Option<String>>,
    prices: Watched<Prices>,
}

#[derive(Default)]
struct Prices {
    /// The newest catalog, whatever it was asked for.
    catalog: Option<Catalog>,
    /// Why the last one could not be had.
    trouble: Option<Failure>,
    /// What is being asked for.
    asking: Option<Scope>,
}

impl Prices {
    fn of(&self, scope: &Scope) -> Option<&Catalog> {
        self.catalog.as_ref().filter(|catalog| catalog.scope == *scope)
    }
}

impl Form {
    /// What is wrong with this field, followed.
    pub fn problem(self, field: Field) -> Option<String> {
        self.problems.with(|problems| problems.iter().find(|problem| problem.field == field).map(|p| p.text.clone()))
    }

    /// Changes what stands in the form; problems of the fields named are taken back.
    pub fn change(self, fields: &[Field], how: impl FnOnce(&mut RawOrder)) {
        self.raw.update(how);
        self.launched.refresh(None);
        self.refusal.refresh("");
        if self.problems.peek(|problems| problems.iter().any(|problem| fields.contains(&problem.field))) {
            self.problems.update(|problems| problems.retain(|problem| !fields.contains(&problem.field)));
        }
    }

    /// What is on offer for the form as it stands, followed; `None` before the first catalog.
    pub fn offers(self) -> Option<Vec<Offer>> {
        let cloud = self.raw.with(RawOrder::effective_cloud);
        self.prices.with(|prices| Some(offers(prices.catalog.as_ref()?, cloud, &self.search.get())))
    }

    /// The offer that is chosen, followed.
    pub fn chosen(self) -> Option<Offer> {
        let (cloud, id) = self.raw.with(|raw| (raw.effective_cloud(), raw.gpu_type.clone()));
        let all = self.prices.with(|prices| Some(offers(prices.catalog.as_ref()?, cloud, "")))?;
        all.into_iter().find(|offer| offer.gpu_type.as_str() == id)
    }

    /// What the form as it stands would cost, followed; `None` where something is missing for that.
    pub fn quote(self, scope: &Scope) -> Option<Quote> {
        let (count, disk) = self.raw.with(|raw| (raw.count(), raw.container_disk.trim().parse().ok()));
        let fits = !self.is_checking(scope);
        let (offer, count) = (self.chosen().filter(|_| fits)?, count?);
        (count <= offer.max_count).then_some(Quote::new(offer.price, count, disk?))
    }

    /// Whether prices and stock for the form as it stands are still on their way, followed.
    pub fn is_checking(self, scope: &Scope) -> bool {
        self.prices.with(|prices| prices.of(scope).is_none())
    }

    /// Why prices and stock could not be had, followed.
    pub fn trouble(self) -> Option<Failure> {
        self.prices.with(|prices| prices.trouble.clone())
    }
}

impl Desk {
    /// Keeps prices and stock fresh for the form as it stands, while the view that asks for it is there.
    pub fn follow_catalog(self) {
        Effect::new(move |_| {
            let scope = self.scope();
            self.clock.wall();
            self.refresh_catalog(scope);
        });
    }

    /// What prices and stock are asked for, given the form as it stands; followed.
    pub fn scope(self) -> Scope {
        let volumes = self.volumes.get();
        self.form.raw.with(|raw| Scope {
            gpu_count: raw.count().filter(|count| *count <= MOST_GPUS).unwrap_or(1),
            data_center: raw.volume(&volumes).map(|volume| volume.data_center.clone()),
            cuda: raw.cuda(),
        })
    }

    /// The button. Reads the form against what RunPod has; an order that holds is launched.
    pub fn submit(self) {
        let scope = untrack(|| self.scope());
        let read = self.form.prices.peek(|prices| {
            let catalog = prices.of(&scope)?;
            let volumes = self.volumes.peek(Vec::clone);
            Some(self.form.raw.peek(|raw| Order::read(raw, catalog, &volumes)))
        });
        match read {
            Some(Ok(order)) => {
                self.form.problems.set(vec![]);
                self.launch(order);
            }
            Some(Err(problems)) => self.refuse(problems),
            // Prices for this are not there yet: what is not priced is not launched.
            None => self.refuse(vec![]),
        }
    }

    fn refuse(self, problems: Vec<Problem>) {
        let first = problems.first().map(|problem| problem.field);
        self.form.problems.set(problems);
        if let Some(field) = first {
            super::browser::focus(field.as_str());
        }
    }

    fn refresh_catalog(self, scope: Scope) {
        let due = self.form.prices.peek(|prices| {
            let fresh = prices.of(&scope).is_some_and(|catalog| clock::now().since(catalog.as_of) < FRESH);
            !fresh && prices.asking.as_ref() != Some(&scope)
        });
        if !due {
            return;
        }
        self.form.prices.change(|prices| prices.asking = Some(scope.clone()));
        spawn_local(async move { self.ask_for_catalog(scope).await });
    }

    async fn ask_for_catalog(self, scope: Scope) {
        let answer = self.client.peek(PageClient::clone).catalog(scope.clone(), &clock::now).await;
        let prices = self.form.prices;
        if prices.peek(|prices| prices.asking.as_ref() != Some(&scope)) {
            return;
        }
        match answer {
            Ok(catalog) => prices.set(Prices { catalog: Some(catalog), ..Prices::default() }),
            Err(failure) => {
                prices.update(|prices| prices.trouble = Some(failure));
                // The scope stays marked as asked for a while: no storm of requests while RunPod is down.
                set_timeout(move || prices.change(|prices| prices.asking = None), PATIENCE);
            }
        }
    }
}
