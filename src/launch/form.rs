//! The launch form: what stands in it, what is wrong with it, and the prices that it is read against.

use std::time::Duration;

use launchpod_core::catalog::cpu::{CpuOffer, first_for};
use launchpod_core::catalog::template::Template;
use launchpod_core::catalog::{AvailabilityQuery, Catalog};
use launchpod_core::order::offers::{Offer, OfferFilter, offers};
use launchpod_core::order::{Field, GpuChoiceForm, Order, OrderContext, OrderForm, Problem};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::{GpuTypeId, TemplateId};
use launchpod_core::types::money::HourlyRate;
use launchpod_core::types::number_input::plain_digits;
use launchpod_words::launch;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::account::AccountStore;
use crate::context::AppContext;
use crate::launch::cpus::CpuStore;
use crate::launch::launches::Launches;
use crate::launch::templates::TemplateStore;
use crate::launch::{FRESH, PATIENCE};
use crate::platform::cached::Cached;
use crate::platform::shared::Shared;
use crate::platform::{browser, clock};
use crate::pods::store::PodStore;

/// Where it is kept whether the details are unfolded.
const DETAILS: &str = "launchpod.details";

/// The form's state, followed.
#[derive(Clone, Copy)]
pub struct LaunchForm {
    pub(super) context: AppContext,
    account: AccountStore,
    pods: PodStore,
    launches: Launches,
    /// Machines without a GPU.
    pub cpus: CpuStore,
    /// Templates and logins to registries.
    pub templates: TemplateStore,
    /// What stands in it.
    pub raw: Shared<OrderForm>,
    /// What is typed into the search above the GPU types.
    pub search: Shared<String>,
    /// Problems of the last try to send it.
    pub problems: Shared<Vec<Problem>>,
    /// Whether the details are unfolded.
    pub details: Shared<bool>,
    pub(crate) prices: Cached<AvailabilityQuery, Catalog>,
    /// What the form is to be filled in with is on its way: what stands in it now is not launched.
    pub filling: Shared<bool>,
    /// The form was filled in by something else than the person, and has not been checked yet.
    unchecked: Shared<bool>,
}

impl LaunchForm {
    /// An empty form.
    pub fn new(context: AppContext, account: AccountStore, pods: PodStore, launches: Launches) -> Self {
        Self {
            context,
            account,
            pods,
            launches,
            cpus: CpuStore::new(context),
            templates: TemplateStore::new(context),
            raw: Shared::default(),
            search: Shared::default(),
            problems: Shared::default(),
            details: Shared::default(),
            prices: Cached::new(Some(FRESH), PATIENCE),
            filling: Shared::default(),
            unchecked: Shared::default(),
        }
    }

    /// What is wrong with this field, followed.
    pub fn problem(self, field: Field) -> Option<String> {
        self.problems.with(|problems| problems.iter().find(|problem| problem.field == field).map(|p| p.text.clone()))
    }

    /// Changes what stands in the form; problems of the fields named are taken back.
    pub fn change(self, fields: &[Field], how: impl FnOnce(&mut OrderForm)) {
        self.raw.update(how);
        self.launches.form_changed();
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
        if let Some(storage) = browser::local_storage() {
            let _ = storage.set_item(DETAILS, if open { "open" } else { "" });
        }
    }

    /// Unfolds the details if they were left so.
    pub fn recall_details(self) {
        let kept = browser::local_storage().and_then(|storage| storage.get_item(DETAILS).ok().flatten());
        if kept.is_some_and(|kept| kept == "open") {
            self.details.refresh(true);
        }
    }

    /// What is on offer for the form as it stands, followed; `None` before the first catalog. It goes through the whole
    /// catalog: the page keeps it in a memo.
    pub fn offers(self) -> Option<Vec<Offer>> {
        let want = self.raw.with(|raw| OfferFilter { clouds: raw.clouds(), spot: raw.is_spot() });
        self.prices.with(|catalog| Some(offers(catalog?, want)))
    }

    /// Whether prices and stock of GPU types for the form as it stands are still on their way, followed.
    pub fn is_asking_for_prices(self) -> bool {
        !self.prices.is_of(&self.scope())
    }

    /// Why prices and stock could not be had, followed.
    pub fn trouble(self) -> Option<ApiError> {
        self.prices.trouble()
    }

    /// How old prices and stock are where newer ones could not be had, followed.
    pub fn age(self) -> Option<Duration> {
        self.trouble()?;
        let as_of = self.prices.with(|catalog| Some(catalog?.as_of))?;
        Some(self.context.clock.wall().since(as_of))
    }

    /// Keeps prices and stock of what `scope` says fresh while the view that calls it is in sight.
    pub fn follow_catalog(self, scope: fn(Self) -> AvailabilityQuery) {
        Effect::new(move |_| {
            let scope = scope(self);
            self.context.clock.wall();
            self.prices.refresh(scope, move |scope| self.ask_for_catalog(scope));
        });
    }

    /// Keeps the name apart from those of the pods that there are, while the person has not typed one.
    pub fn keep_names_apart(self) {
        Effect::new(move |_| {
            self.pods.any();
            let launched = self.launches.launched.get();
            self.raw.with(|_| ());
            let opened = self.launches.open_names();
            let taken = |name: &str| {
                launched.as_deref() == Some(name) || opened.iter().any(|own| own == name) || self.has_pod(name)
            };
            if self.raw.change(|raw| raw.name_apart(taken)) {
                self.raw.update(|_| ());
            }
        });
    }

    fn has_pod(self, name: &str) -> bool {
        self.pods.read(|fleet| fleet.iter().any(|known| known.pod.name == name))
    }

    /// The name that comes with the app in `raw`, apart from those of the pods that there are.
    pub(super) fn name_apart(self, raw: &mut OrderForm) {
        raw.name_apart(|name| self.has_pod(name));
    }

    /// The template that the form was filled in from, if one was.
    pub fn template(self) -> Option<Template> {
        let id = self.raw.with(|raw| raw.given(Field::Template))?;
        self.templates.template(&TemplateId::new(id))
    }

    /// What prices and stock are asked for, given the form as it stands; followed.
    pub fn scope(self) -> AvailabilityQuery {
        let volumes = self.account.volumes.get();
        self.raw.with(|raw| raw.scope(&volumes))
    }

    /// The button. Reads the form against what RunPod has; an order that holds is launched, at no more than the button
    /// says without asking again.
    pub fn submit(self) {
        let agreed = untrack(|| self.estimate()).quote.map_or(HourlyRate::ZERO, |quote| quote.total());
        match self.read_form() {
            Some(Ok(order)) => {
                self.problems.set(vec![]);
                let Some(catalog) = self.prices.peek(|catalog| catalog.cloned()) else { return };
                spawn_local(async move { self.launch(order, catalog, agreed).await });
            }
            Some(Err(problems)) => self.refuse(problems),
            // Prices for this are not there yet: what is not priced is not launched.
            None => self.refuse(vec![]),
        }
    }

    /// Launches an order that was read from the form against this catalog, at no more than was agreed without asking.
    pub(super) async fn launch(self, order: Order, catalog: Catalog, agreed: HourlyRate) {
        if let Err(why) = self.launches.launch(order, catalog, agreed).await
            // What RunPod does not take stands beside the field that it is about, in RunPod's own words.
            && let Some(field) = why.field()
        {
            self.refuse(vec![Problem::new(field, launch::runpod_refused(why.raw))]);
        }
    }

    /// The form as an order, or what is wrong with it. `None` before its prices are there.
    fn read_form(self) -> Option<Result<Order, Vec<Problem>>> {
        if self.filling.peek(|filling| *filling) {
            return None;
        }
        let scope = untrack(|| self.scope());
        self.prices.peek(|prices| {
            let catalog = prices.filter(|catalog| catalog.scope == scope)?;
            Some(self.read_against(catalog))
        })
    }

    /// The form as an order, as this catalog stands, or what is wrong with it.
    pub(super) fn read_against(self, catalog: &Catalog) -> Result<Order, Vec<Problem>> {
        let volumes = self.account.volumes.peek(Vec::clone);
        let (cpus, template) = (&untrack(|| self.cpus.offers()), &untrack(|| self.template()));
        let client = self.context.client();
        let known = OrderContext { catalog, cpus, volumes: &volumes, template: template.as_ref(), key: client.key() };
        let raw = self.raw.peek(OrderForm::clone);
        let name = browser::composed(raw.get(Field::Name));
        Order::read(&raw.with(Field::Name, &name), known)
    }

    /// Puts a whole form in the place of what stands there.
    pub fn replace(self, raw: OrderForm) {
        self.change(&[], |held| *held = raw);
        self.problems.set(vec![]);
    }

    /// The form was filled in by something else than the person.
    pub fn was_filled_in(self) {
        self.unchecked.set(true);
    }

    /// Shows what is wrong with a form that was filled in by something else, as a click on Launch would; sends nothing.
    pub fn check_what_was_filled_in(self) {
        Effect::new(move |_| {
            let due = self.unchecked.get() && !self.is_checking();
            if !due {
                return;
            }
            self.unchecked.change(|unchecked| *unchecked = false);
            if let Some(Err(problems)) = self.read_form() {
                self.show_problems(problems);
            }
        });
    }

    pub(super) fn refuse(self, problems: Vec<Problem>) {
        let first = problems.first().map(|problem| problem.field);
        self.show_problems(problems);
        if let Some(field) = first {
            // What is folded away can't have the focus before it is unfolded.
            set_timeout(move || browser::focus(field.as_str()), Duration::ZERO);
        }
    }

    fn show_problems(self, problems: Vec<Problem>) {
        if problems.iter().any(|problem| problem.field.is_detail()) {
            self.details.refresh(true);
        }
        self.problems.set(problems);
    }

    pub(super) async fn ask_for_catalog(self, scope: AvailabilityQuery) -> Result<Catalog, ApiError> {
        self.context.client().catalog(scope, &clock::now).await
    }

    /// Keeps prices and stock of machines without a GPU fresh while the view that calls it is in sight.
    pub fn follow_cpus(self) {
        Effect::new(move |_| self.cpus.refresh(self.scope().data_center));
        Effect::new(move |_| self.choose_a_cpu(&self.cpus.offers()));
    }

    /// The cheapest of the size with room for the disk, unless one of it is chosen already.
    fn choose_a_cpu(self, offers: &[CpuOffer]) {
        let (chosen, disk) = self.raw.peek(|raw| {
            let disk = plain_digits(raw.get(Field::ContainerDisk)).trim().parse().unwrap_or_default();
            (offers.iter().any(|offer| offer.instance_id == raw.get(Field::Cpu)), disk)
        });
        if let Some(first) = first_for(offers, disk).filter(|_| !chosen) {
            self.change(&[Field::Cpu], |raw| raw.set(Field::Cpu, &first.instance_id));
        }
    }
}
