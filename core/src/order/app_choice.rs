//! An app of the gallery, chosen with one click.

use crate::account::NetworkVolume;
use crate::catalog::AvailabilityQuery;
use crate::catalog::apps::{APPS, App};
use crate::order::form::USUAL_MEMORY_GB;
use crate::order::{Field, GpuChoiceForm, OrderContext, OrderForm};
use crate::types::money::HourlyRate;

/// What is known of an app's price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppPrice {
    /// Per hour, at least.
    From(HourlyRate),
    /// Nothing that it could run on is available.
    NoneAvailable,
    /// Prices and stock for the form as it stands are not there, or something in it has no price.
    Unknown,
}

impl OrderForm {
    /// Chooses an app: what comes with it, and any GPU with enough memory. What the person typed stays, and so do GPU types
    /// that were named.
    pub fn choose_app(&mut self, app: &App) {
        self.choose_image(app.key);
        if self.is_cpu() {
            self.set(Field::Compute, "gpu");
        }
        if self.choices.iter().all(comes_with_apps) {
            self.choices = vec![GpuChoiceForm::any(&app.least_memory_gb.to_string(), "")];
        }
    }

    /// What the form would cost per hour with this app: the cheapest that is available and has enough memory, with its disks.
    pub fn price_from(&self, app: &App, known: OrderContext) -> AppPrice {
        let form = self.with_app(app);
        if known.catalog.scope != form.scope(known.volumes) || form.lacks_a_bid() {
            return AppPrice::Unknown;
        }
        let available: Vec<_> = form.steps(known).into_iter().filter(|step| step.skip.is_none()).collect();
        match available.iter().filter_map(|step| form.quote(&step.pick)).map(|quote| quote.total()).min() {
            Some(rate) => AppPrice::From(rate),
            None if available.is_empty() => AppPrice::NoneAvailable,
            None => AppPrice::Unknown,
        }
    }

    /// What prices and stock are asked for so that [`OrderForm::price_from`] knows them for every app.
    pub fn scope_of_apps(&self, volumes: &[NetworkVolume]) -> AvailabilityQuery {
        let [first, ..] = &APPS;
        self.with_app(first).scope(volumes)
    }

    fn with_app(&self, app: &App) -> Self {
        let mut form = self.clone();
        form.choose_app(app);
        form
    }
}

/// Whether nobody has named it: what the form begins with, and what an app brings.
fn comes_with_apps(choice: &GpuChoiceForm) -> bool {
    let usual = choice.memory == USUAL_MEMORY_GB;
    let of_an_app = || APPS.iter().any(|app| choice.memory == app.least_memory_gb.to_string());
    choice.gpu_type.is_empty() && choice.at_most.is_empty() && (usual || of_an_app())
}

#[cfg(test)]
mod tests;
