//! What the form as it stands gets and costs, and the button.

use launchpod_core::auto_stop::StopAction;
use launchpod_core::billing::{Means, Session, until_morning};
use launchpod_core::order::{OrderForm, Problem};
use launchpod_core::runpod::error_links::BILLING_PAGE;
use launchpod_core::types::time::length;
use launchpod_words::{common, launch_summary as say, sentences};
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::billing::store::BillingStore;
use crate::context::{AppContext, store};
use crate::launch::estimate::{Estimate, FirstChoice};
use crate::launch::field_text::describe;
use crate::launch::form::LaunchForm;
use crate::launch::launch_status::LaunchStatus;
use crate::launch::launches::Launches;
use crate::launch::page::FORM;
use crate::launch::provisioning_status::ProvisioningStatus;
use crate::platform::browser;
use crate::widgets::external_link::ExternalLink;

/// The button's id.
pub const LAUNCH_BUTTON: &str = "launch-button";

/// The price before the button, and the button.
#[component]
pub fn OrderSummary(
    /// What the form as it stands gets.
    estimate: Memo<Estimate>,
) -> impl IntoView {
    let account = store::<AccountStore>();
    let (form, launches) = (store::<LaunchForm>(), store::<Launches>());
    let price = move || estimate.with(headline);
    let checking = move || estimate.with(|estimate| estimate.checking);
    let busy = move || checking() || launches.is_launching() || launches.is_provisioning();
    let button = move || match (launches.is_launching(), checking(), price()) {
        (true, ..) => say::launching().to_owned(),
        _ if launches.is_provisioning() => say::waiting().to_owned(),
        _ if form.filling.get() => say::filling_in().to_owned(),
        (_, true, _) => say::checking_prices().to_owned(),
        (_, _, Some(price)) if launches.launched.with(Option::is_some) => say::launch_another(price),
        (_, _, Some(price)) => say::launch_for(price),
        _ => say::launch().to_owned(),
    };
    let problems = move || match form.problems.with(Vec::len) {
        0 => launches.refusal.get().to_owned(),
        count => say::fields_need_a_look(count),
    };
    let launched = move || match launches.launched.get() {
        Some(name) => say::already_launched(name),
        None => String::new(),
    };
    let differs = move || form.raw.with(|raw| raw.differs_text(form.template().as_ref()));
    view! {
        <aside class="summary" aria-labelledby="summary-heading">
            <h2 id="summary-heading">{say::heading()}</h2>
            // As much of it as there is room for: the button stays in sight.
            <div class="summary-body" role="group" aria-labelledby="summary-heading" tabindex="0">
                <p class="get">{move || get(account, form, estimate)}</p>
                {move || spot(estimate)}
                <Price estimate />
                <p class="help">{move || sentences(&[say::billing(), &form.raw.with(ends)])}</p>
                <p class="help" data-field="differs">{differs}</p>
            </div>
            <p class="help" data-field="launched">{launched}</p>
            <div class="summary-problems" role="alert">
                <p class="problem">{problems}</p>
                {move || form.problems.with(|problems| problem_list(problems))}
            </div>
            <button class="primary" type="submit" id=LAUNCH_BUTTON form=FORM aria-disabled=move || busy().to_string()>
                {button}
            </button>
            // What became of a launch comes before the list of what was tried.
            <div class="launch-told">
                <LaunchStatus />
                <ProvisioningStatus />
            </div>
        </aside>
    }
    .into_any()
}

/// What is told before the click: what the session costs, or without a timer what an hour does.
fn headline(estimate: &Estimate) -> Option<String> {
    let total = estimate.quote?.total();
    Some(estimate.session.map_or_else(|| total.to_string(), |session| session.price()))
}

/// That it is spot, the bid, and the price on demand.
fn spot(estimate: Memo<Estimate>) -> Option<AnyView> {
    let words = estimate.with(|estimate| estimate.first.as_ref().map(|first| first.spot.clone()))?;
    (!words.is_empty()).then(|| {
        view! { <p class="spot"><strong class="tag">{say::spot()}</strong> " " <span>{words}</span></p> }.into_any()
    })
}

/// The fields with a problem, and the way to each.
fn problem_list(problems: &[Problem]) -> Option<AnyView> {
    let entry = |problem: &Problem| {
        let field = problem.field;
        let go = move |_| browser::focus(field.as_str());
        view! { <li><button type="button" class="quiet" on:click=go>{describe(field).label}</button></li> }.into_any()
    };
    let list: Vec<AnyView> = problems.iter().map(entry).collect();
    (!list.is_empty()).then(|| view! { <ul class="problems">{list}</ul> }.into_any())
}

/// What ends it if nobody does.
fn ends(raw: &OrderForm) -> String {
    match raw.timer() {
        None => say::nothing_ends_it().to_owned(),
        Some(timer) => match timer.how {
            StopAction::Terminate => say::timer_ends_it(length(timer.after())),
            StopAction::Stop => say::timer_stops_it(length(timer.after())),
        },
    }
}

/// GPUs, place, volume, and what may come between.
fn get(account: AccountStore, form: LaunchForm, estimate: Memo<Estimate>) -> String {
    let Some(prospect) = estimate.with(|estimate| estimate.first.clone()) else {
        let lacks = if estimate.with(|estimate| estimate.bidless) { say::type_a_bid() } else { say::choose_a_gpu() };
        return lacks.to_owned();
    };
    let FirstChoice { pick, lacking, more, .. } = prospect;
    let (volume, storage, fallback) = form.raw.with(|raw| {
        let volume = account.volumes.with(|volumes| raw.volume(volumes).cloned());
        (volume, !raw.pod_volume().is_empty(), raw.fallback_text(more))
    });
    let machine = match pick.memory_gb {
        0 => pick.name,
        gb => say::machine_with_memory(pick.name, gb),
    };
    let place = match (&volume, form.scope().data_center) {
        (Some(volume), _) => say::beside_volume(machine, &volume.data_center, &volume.name),
        (None, Some(place)) => say::in_data_center(machine, place, pick.cloud.describe()),
        (None, None) => say::anywhere(machine, pick.cloud.describe()),
    };
    let kept = match (volume.is_some(), storage) {
        (true, _) => "",
        (false, true) => say::own_volume(),
        (false, false) => say::no_volume(),
    };
    let then = if lacking.is_empty() { fallback } else { say::just_now(lacking) };
    sentences(&[&place, kept, &then])
}

#[component]
fn Price(
    /// What the form as it stands gets.
    estimate: Memo<Estimate>,
) -> impl IntoView {
    let (account, billing, form) = (store::<AccountStore>(), store::<BillingStore>(), store::<LaunchForm>());
    let context = store::<AppContext>();
    let price = move || {
        let (quote, session) = estimate.with(|estimate| Some((estimate.quote?, estimate.session)))?;
        let total = quote.total();
        let (balance, spend) = account.money.with(|account| (account.balance, account.spend));
        let timer = session.map(|session| (session.timer, session.after));
        let course = billing.course().map(|course| course.with(total, timer));
        let lasts = course.map(|course| course.lasts(balance));
        let on_demand = estimate.with(|estimate| estimate.first.as_ref().and_then(|first| first.on_demand));
        let mut lines = match on_demand {
            Some(rate) => vec![
                line(say::machine_at_bid(), quote.gpus.to_string()),
                line(say::machine_on_demand(), rate.to_string()),
            ],
            None => vec![line(say::machine(), quote.gpus.to_string())],
        };
        lines.extend([
            line(say::disks(), say::about(quote.disk)),
            line(
                say::disks_stopped(),
                if quote.stopped.is_zero() { say::costs_nothing().to_owned() } else { say::about(quote.stopped) },
            ),
        ]);
        if session.is_none() {
            lines.push(line(say::a_whole_day(), total.per_day().to_string()));
        }
        if let Some(spend) = spend {
            lines.push(line(say::spend_now(), spend.to_string()));
            lines.push(line(say::would_spend(), (spend + total).to_string()));
        }
        let means = Means { balance, lasts: lasts.flatten(), budget: billing.budget_left(total, timer) };
        let short = means.shortfall(session.as_ref(), form.raw.with(|raw| raw.has_network_volume()));
        let credit = means.balance_is_short(session.as_ref());
        let short = (!short.is_empty()).then(|| short_of(short, credit));
        let lasts = account.money.with(|account| account.lasts_text(lasts));
        lines.push(line(say::balance_lasts(), lasts));
        let volume = account.volumes.with(|volumes| form.raw.with(|raw| raw.volume(volumes).cloned()));
        let besides = match &session {
            Some(session) => session.besides(volume.as_ref()),
            None => until_morning(total, browser::zone(), context.clock.account_now()),
        };
        let is_session = session.is_some();
        Some(
            view! {
                {session.as_ref().map(session_line)}
                <dl class="price">
                    <div class:total=!is_session><dt>{say::price()}</dt><dd data-field="price">{total.to_string()}</dd></div>
                    {lines}
                </dl>
                {short}
                <p class="help" data-field="besides">{besides}</p>
            }
            .into_any(),
        )
    };
    view! { {price} }.into_any()
}

/// The whole session.
fn session_line(session: &Session) -> AnyView {
    view! { <p class="session" data-field="session">{session.headline()}</p> }.into_any()
}

/// That the balance or the budget ends too soon, and for the balance the way to more.
fn short_of(words: String, credit: bool) -> AnyView {
    let add = credit.then(|| view! { " " <ExternalLink href=BILLING_PAGE text=common::add_credit() /> }.into_any());
    view! { <p class="short">{words}{add}</p> }.into_any()
}

fn line(label: &'static str, value: String) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}
