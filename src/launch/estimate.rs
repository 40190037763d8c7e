//! What the form as it stands would get and cost: read by the summary, the choices and the button.

use launchpod_core::billing::Session;
use launchpod_core::catalog::Catalog;
use launchpod_core::order::OrderContext;
use launchpod_core::order::offers::{Candidate, Quote, Selection};
use launchpod_core::types::money::HourlyRate;

use crate::launch::form::LaunchForm;

/// What the form as it stands would get and cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The way through the choices; empty before the first catalog.
    pub steps: Vec<Candidate>,
    /// Where that begins.
    pub first: Option<FirstChoice>,
    /// What it would cost; `None` where something is missing for that.
    pub quote: Option<Quote>,
    /// What that comes to until its timer acts; `None` without a timer.
    pub session: Option<Session>,
    /// Whether prices and stock for it are still on their way.
    pub checking: bool,
    /// Whether it has no price because nothing is bid yet.
    pub bidless: bool,
}

/// What would be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstChoice {
    /// What would be asked for first.
    pub pick: Selection,
    /// Why that can't be had now; empty where it can.
    pub lacking: String,
    /// How many more would be tried after it.
    pub more: usize,
    /// That it is spot, the bid, and the price on demand beside it; empty where it is not.
    pub spot: String,
    /// For spot: what the same costs on demand.
    pub on_demand: Option<HourlyRate>,
}

fn first(steps: &[Candidate], catalog: Option<&Catalog>) -> Option<FirstChoice> {
    let open = steps.iter().filter(|step| step.skip.is_none()).count();
    let first = steps.iter().find(|step| step.skip.is_none()).or(steps.first())?;
    let lacking = first.skip.map(|skip| skip.describe()).unwrap_or_default();
    let on_demand = catalog.and_then(|catalog| first.pick.on_demand(catalog));
    let spot = first.pick.spot_text(on_demand);
    let on_demand = on_demand.filter(|_| !spot.is_empty());
    Some(FirstChoice { pick: first.pick.clone(), lacking, more: open.saturating_sub(1), spot, on_demand })
}

impl LaunchForm {
    /// What the form as it stands would get, followed. It goes through the whole catalog: the page keeps it in a memo.
    pub fn estimate(self) -> Estimate {
        let bidless = self.raw.with(|raw| raw.lacks_a_bid());
        let steps = if bidless { vec![] } else { self.steps() };
        let checking = self.is_checking();
        let first = self.prices.with(|prices| first(&steps, prices));
        let priced = first.as_ref().filter(|_| !checking);
        let quote = priced.and_then(|first| self.raw.with(|raw| raw.quote(&first.pick)));
        let timer = self.raw.with(|raw| raw.timer());
        let session = quote.zip(timer).map(|(quote, timer)| Session::new(quote.total(), quote.stopped, timer));
        Estimate { steps, first, quote, session, checking, bidless }
    }

    /// The way through the choices; empty before the first catalog.
    fn steps(self) -> Vec<Candidate> {
        let cpus = self.cpus.offers();
        self.prices.with(|prices| {
            let Some(catalog) = prices else { return vec![] };
            let client = self.context.client();
            let known = OrderContext { catalog, cpus: &cpus, volumes: &[], template: None, key: client.key() };
            self.raw.with(|raw| raw.steps(known))
        })
    }

    /// Whether prices and stock for the form as it stands are still on their way, followed.
    pub fn is_checking(self) -> bool {
        let waits = self.raw.with(|raw| raw.is_cpu()) && self.cpus.is_checking();
        self.filling.get() || waits || self.is_asking_for_prices()
    }
}
