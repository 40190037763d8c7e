//! What was spent, what it comes to by the morning, and what nobody uses.

use std::sync::Arc;

use launchpod_core::billing::{Bill, BillLine, CurrentCost, IdleResource, Item, idle_resources_text};
use launchpod_words::{billing as say, idle_resources, units};
use leptos::prelude::*;

use crate::auto_stop::rules::PageRules;
use crate::billing::budget_form::BudgetForm;
use crate::billing::idle_resources::IdleResources;
use crate::billing::receipts::file::ReceiptsPlace;
use crate::billing::spend_chart::spend_chart;
use crate::billing::store::BillingStore;
use crate::billing::store::Statement;
use crate::context::store;
use crate::platform::browser;
use crate::platform::shared::Shared;
use crate::widgets::disclosure::Disclosure;

/// The line that is always in sight, and what it opens.
#[component]
pub fn BillingSection() -> impl IntoView {
    let billing = store::<BillingStore>();
    let rules = store::<PageRules>();
    let forecast = Memo::new(move |_| billing.forecast(rules).unwrap_or_default());
    let open = Shared::new(false);
    let line = move || forecast.with(|(words, _)| words.clone());
    let short = move || forecast.with(|(_, is_short)| *is_short);
    let forgotten = Memo::new(move |_| billing.idle_resources());
    // Whoever never opens it pays for it all the same.
    let lost = move || forgotten.with(|things| idle_resources_text(things)).filter(|_| !open.get());
    // The whole bill is worked out only for who looks at it.
    let content = Arc::new(move || {
        let statement = Memo::new(move |_| billing.statement());
        view! { <Details statement forgotten /> }.into_any()
    });
    let unused_line = move |words| {
        let review = move |_| {
            open.set(true);
            request_animation_frame(|| browser::focus("unused"));
        };
        view! {
            <p class="help">
                {words}
                <button type="button" class="quiet" on:click=review>{idle_resources::review()}</button>
            </p>
        }
        .into_any()
    };
    view! {
        <section class="spend" aria-label=say::spend()>
            <p class="forecast" class:warn=short>{line}</p>
            {move || lost().map(unused_line)}
            <Disclosure id="spend" label=say::spend_and_budget() open content />
        </section>
    }
    .into_any()
}

#[component]
fn Details(
    /// As of the newest list.
    statement: Memo<Option<Statement>>,
    /// What nobody uses.
    forgotten: Memo<Vec<IdleResource>>,
) -> impl IntoView {
    let billing = store::<BillingStore>();
    billing.follow_bills();
    let bills = Memo::new(move |_| billing.bills_text());
    let budget = Memo::new(move |_| statement.with(|own| own.as_ref().and_then(|own| own.budget.clone())));
    view! {
        {move || statement.with(|own| own.as_ref().map(numbers))}
        <p class="help" data-field="bills" role="status">{move || bills.get()}</p>
        <BudgetForm budget />
        {move || view! { <IdleResources things=forgotten.get() /> }.into_any()}
        <ReceiptsPlace />
    }
    .into_any()
}

/// What it comes to, and the last day.
fn numbers(own: &Statement) -> AnyView {
    let CurrentCost { gpus, pod_disks, network_volumes, unpriced } = own.spending;
    let gpus = if unpriced > 0 { units::at_least(gpus) } else { say::about_rate(gpus) };
    let rates = [
        (say::gpus(), gpus),
        (say::pod_disks(), say::about_rate(pod_disks)),
        (say::network_volumes(), say::about_rate(network_volumes)),
    ];
    let rates = Vec::from(rates.map(|(label, rate)| line(label.to_owned(), rate)));
    let more = own.figures.iter().chain(&own.ends);
    let more: Vec<AnyView> = more.map(|words| view! { <p class="help">{words.clone()}</p> }.into_any()).collect();
    view! {
        <div class="spend-parts">
            <div>
                <h2>{say::now_heading()}</h2>
                <dl class="price">{rates}</dl>
            </div>
            <div>
                <h2>{say::today_heading()}</h2>
                {bill(&own.today)}
            </div>
            <div>
                <h2>{say::session_heading()}</h2>
                {bill(&own.session)}
            </div>
        </div>
        {more}
        {spend_chart(&own.chart, own.chart_words.clone())}
    }
    .into_any()
}

/// The parts, and their sum.
fn bill(bill: &Bill) -> AnyView {
    let parts = bill.parts.iter().map(|BillLine { item, name, spent, ended }| {
        let name = if *ended { say::gone(name) } else { name.clone() };
        let kind = match item {
            Item::Pod(_) => say::kind_pod(),
            Item::Volume(_) => say::kind_volume(),
            Item::Earlier => "",
        };
        view! { <div><dt>{name} " " <span class="kind">{kind}</span></dt><dd>{spent.estimate()}</dd></div> }.into_any()
    });
    let parts: Vec<AnyView> = parts.collect();
    view! {
        <dl class="price">
            <div class="total"><dt>{say::in_all()}</dt><dd>{bill.total.estimate()}</dd></div>
            {parts}
        </dl>
    }
    .into_any()
}

fn line(label: String, value: String) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}
