//! The launch form: what stands in it, what is wrong with it, and the prices that it is read against.

use std::time::Duration;

use launchpod_core::catalog::template::Template;
use launchpod_core::catalog::{Catalog, Scope};
use launchpod_core::order::offers::{Offer, Want, offers};
use launchpod_core::order::{Field, GpuChoiceForm, Known, Order, OrderForm, Problem};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::{GpuTypeId, TemplateId};
use launchpod_core::types::money::HourlyRate;
use leptos::prelude::*;

use super::desk::Desk;
use super::presets::Bench;
use super::session::PageClient;
use super::store::Store;
use super::watched::Shared;
use super::{browser, clock};

/// Prices and stock older than this are asked for again while the form is in sight.
pub(super) const FRESH: Duration = Duration::from_secs(60);
/// After a failure.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Where it is kept whether the details are unfolded.
const DETAILS: &str = "launchpod.details";

/// The form's state, followed.
#[derive(Clone, Copy)]
pub struct Form {
    /// What stands in it.
    pub raw: Shared<OrderForm>,
    /// What is typed into the search above the GPU types.
    pub search: Shared<String>,
    /// Problems of the last try to send it.
    pub problems: Shared<Vec<Problem>>,
    /// Why the last click on Launch came to nothing, in words; empty if it did not.
    pub refusal: Shared<&'static str>,
    /// A click on Launch is being written down.
    pub(super) sending: Shared<bool>,
    /// The name of the pod that came of the form as it stands: one more click would make one more pod.
    pub launched: Shared<Option<String>>,
    /// Whether the details are unfolded.
    pub details: Shared<bool>,
    pub(super) prices: Store<Scope, Catalog>,
    /// Presets, links, and what filled the form in.
    pub bench: Shared<Bench>,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            raw: Shared::default(),
            search: Shared::default(),
            problems: Shared::default(),
            refusal: Shared::default(),
            sending: Shared::default(),
            launched: Shared::default(),
            details: Shared::default(),
            prices: Store::new(Some(FRESH), PATIENCE),
            bench: Shared::default(),
        }
    }
}

impl Form {
    /// What is wrong with this field, followed.
    pub fn problem(self, field: Field) -> Option<String> {
        self.problems.with(|problems| problems.iter().find(|problem| problem.field == field).map(|p| p.text.clone()))
    }

    /// Changes what stands in the form; problems of the fields named are taken back.
    pub fn change(self, fields: &[Field], how: impl FnOnce(&mut OrderForm)) {
        self.raw.update(how);
        self.launched.refresh(None);
        self.refusal.refresh("");
        if self.problems.peek(|problems| problems.iter().any(|problem| fields.contains(&problem.field))) {
            self.problems.update(|problems| problems.retain(|problem| !fields.contains(&problem.field)));
        }
    }

    /// Changes the list of choices.
    pub fn choose(self, how: impl FnOnce(&mut Vec<GpuChoiceForm>)) {
        self.change(&[Field::GpuType, Field::GpuCount, Field::Bid, Field::Ceiling], |raw| how(&mut raw.choices));
    }

    /// What spot goes for, for the first of what is chosen that `offers` has; followed.
    pub fn going(self, offers: &[Offer]) -> Option<Offer> {
        self.raw.with(|raw| raw.choices.iter().find_map(|choice| choice.first_of(offers, raw.image())).cloned())
    }

    /// The name of a GPU type for people, followed; its id where RunPod tells none.
    pub fn gpu_name(self, id: &str) -> String {
        let name = self.prices.with(|catalog| Some(catalog?.gpu_type(&GpuTypeId::new(id))?.name.clone()));
        name.unwrap_or_else(|| id.to_owned())
    }

    /// What so many GPUs of this name cost on demand, followed; `None` before the first prices.
    pub fn on_demand(self, gpu: &str, count: u32) -> Option<HourlyRate> {
        self.prices.with(|catalog| catalog?.on_demand(gpu, count))
    }

    /// The GPU types that are chosen by name, followed.
    pub fn chosen_types(self) -> Vec<GpuTypeId> {
        let named =
            |choice: &GpuChoiceForm| Some(GpuTypeId::new(&choice.gpu_type)).filter(|id| !id.as_str().is_empty());
        self.raw.with(|raw| raw.choices.iter().filter_map(named).collect())
    }

    /// Unfolds the details or folds them away, and remembers it on this device.
    pub fn unfold(self, open: bool) {
        self.details.refresh(open);
        if let Some(storage) = super::browser::local_storage() {
            let _ = storage.set_item(DETAILS, if open { "open" } else { "" });
        }
    }

    /// Unfolds the details if they were left so.
    pub fn recall_details(self) {
        let kept = super::browser::local_storage().and_then(|storage| storage.get_item(DETAILS).ok().flatten());
        if kept.is_some_and(|kept| kept == "open") {
            self.details.refresh(true);
        }
    }

    /// What is on offer for the form as it stands, followed; `None` before the first catalog. It goes through the whole
    /// catalog: the page keeps it in a memo.
    pub fn offers(self) -> Option<Vec<Offer>> {
        let want = self.raw.with(|raw| Want { clouds: raw.clouds(), spot: raw.is_spot() });
        self.prices.with(|catalog| Some(offers(catalog?, want)))
    }

    /// Whether prices and stock for the form as it stands are still on their way, followed.
    pub fn is_checking(self, scope: &Scope) -> bool {
        !self.prices.is_of(scope)
    }

    /// Why prices and stock could not be had, followed.
    pub fn trouble(self) -> Option<ApiError> {
        self.prices.trouble()
    }

    /// How old prices and stock are where newer ones could not be had, followed.
    pub fn age(self, desk: Desk) -> Option<Duration> {
        self.trouble()?;
        let as_of = self.prices.with(|catalog| Some(catalog?.as_of))?;
        Some(desk.clock.wall().since(as_of))
    }

    /// Keeps prices and stock fresh while the view that calls it is in sight.
    pub fn follow_catalog(self, desk: Desk) {
        Effect::new(move |_| {
            let scope = desk.scope();
            desk.clock.wall();
            self.prices.refresh(scope, move |scope| desk.ask_for_catalog(scope));
        });
    }
}

impl Desk {
    /// Keeps the name apart from those of the pods that there are, while the person has not typed one.
    pub fn keep_names_apart(self) {
        let form = self.form;
        Effect::new(move |_| {
            self.fleet.any();
            let launched = form.launched.get();
            form.raw.with(|_| ());
            let opened: Vec<String> = self.launches.with(|launches| {
                launches.iter().filter(|launch| launch.is_open()).map(|launch| launch.entry().name.clone()).collect()
            });
            let taken = |name: &str| {
                launched.as_deref() == Some(name)
                    || opened.iter().any(|own| own == name)
                    || self.fleet.read(|fleet| fleet.iter().any(|known| known.pod.name == name))
            };
            if form.raw.change(|raw| raw.name_apart(taken)) {
                form.raw.update(|_| ());
            }
        });
    }

    /// The template that the form was filled in from, if one was.
    pub fn template(self) -> Option<Template> {
        let id = self.form.raw.with(|raw| raw.given(Field::Template))?;
        self.templates.template(&TemplateId::new(id))
    }

    /// What prices and stock are asked for, given the form as it stands; followed.
    pub fn scope(self) -> Scope {
        let volumes = self.volumes.get();
        self.form.raw.with(|raw| raw.scope(&volumes))
    }

    /// The button. Reads the form against what RunPod has; an order that holds is launched, at no more than the button
    /// says without asking again.
    pub fn submit(self) {
        let agreed = untrack(|| self.outlook()).quote.map_or(HourlyRate::ZERO, |quote| quote.total());
        match self.read_form() {
            Some(Ok(order)) => {
                self.form.problems.set(vec![]);
                self.set_out(order, agreed);
            }
            Some(Err(problems)) => self.refuse(problems),
            // Prices for this are not there yet: what is not priced is not launched.
            None => self.refuse(vec![]),
        }
    }

    /// The form as an order, or what is wrong with it. `None` before its prices are there.
    fn read_form(self) -> Option<Result<Order, Vec<Problem>>> {
        let scope = untrack(|| self.scope());
        self.form.prices.peek(|prices| {
            let catalog = prices.filter(|catalog| catalog.scope == scope)?;
            let volumes = self.volumes.peek(Vec::clone);
            let (cpus, template) = (&untrack(|| self.cpus.offers()), &untrack(|| self.template()));
            let known = Known { catalog, cpus, volumes: &volumes, template: template.as_ref() };
            let raw = self.form.raw.peek(OrderForm::clone);
            let name = browser::composed(raw.get(Field::Name));
            Some(Order::read(&raw.with(Field::Name, &name), known))
        })
    }

    /// Shows what is wrong with a form that was filled in by something else, as a click on Launch would; sends nothing.
    pub fn check_what_was_filled_in(self) {
        Effect::new(move |_| {
            let due = self.form.bench.with(|bench| bench.unchecked) && !self.is_checking();
            if !due {
                return;
            }
            self.form.bench.change(|bench| bench.unchecked = false);
            if let Some(Err(problems)) = self.read_form() {
                self.show_problems(problems);
            }
        });
    }

    /// Prices and stock as the form has them.
    pub(super) fn catalog(self) -> Option<Catalog> {
        self.form.prices.peek(|catalog| catalog.cloned())
    }

    pub(super) fn refuse(self, problems: Vec<Problem>) {
        let first = problems.first().map(|problem| problem.field);
        self.show_problems(problems);
        if let Some(field) = first {
            // What is folded away can't have the focus before it is unfolded.
            set_timeout(move || super::browser::focus(field.as_str()), Duration::ZERO);
        }
    }

    fn show_problems(self, problems: Vec<Problem>) {
        if problems.iter().any(|problem| problem.field.is_detail()) {
            self.form.details.refresh(true);
        }
        self.form.problems.set(problems);
    }

    async fn ask_for_catalog(self, scope: Scope) -> Result<Catalog, ApiError> {
        self.client.peek(PageClient::clone).catalog(scope, &clock::now).await
    }
}
