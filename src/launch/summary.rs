//! What the form as it stands gets and costs, and the button.

use launchpod_core::auto_stop::StopAction;
use launchpod_core::order::{OrderForm, Problem};
use launchpod_core::types::money::HourlyRate;
use launchpod_core::types::time::length;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::billing::store::BillingStore;
use crate::context::store;
use crate::launch::estimate::{Estimate, FirstChoice};
use crate::launch::field_text::describe;
use crate::launch::form::LaunchForm;
use crate::launch::launch_status::LaunchStatus;
use crate::launch::launches::Launches;
use crate::launch::provisioning_status::ProvisioningStatus;
use crate::platform::browser;

/// The price before the button, and the button.
#[component]
pub fn OrderSummary(
    /// What the form as it stands gets.
    estimate: Memo<Estimate>,
) -> impl IntoView {
    let account = store::<AccountStore>();
    let (form, launches) = (store::<LaunchForm>(), store::<Launches>());
    let quote = move || estimate.with(|estimate| estimate.quote);
    let checking = move || estimate.with(|estimate| estimate.checking);
    let busy = move || checking() || launches.is_launching() || launches.is_provisioning();
    let button = move || match (launches.is_launching(), checking(), quote()) {
        (true, ..) => "Launching …".to_owned(),
        _ if launches.is_provisioning() => "Waiting …".to_owned(),
        _ if form.filling.get() => "Filling the form in …".to_owned(),
        (_, true, _) => "Checking prices …".to_owned(),
        (_, _, Some(quote)) if launches.launched.with(Option::is_some) => format!("Launch another · {}", quote.total()),
        (_, _, Some(quote)) => format!("Launch · {}", quote.total()),
        _ => "Launch".to_owned(),
    };
    let problems = move || match form.problems.with(Vec::len) {
        0 => launches.refusal.get().to_owned(),
        1 => "One field needs another look.".to_owned(),
        count => format!("{count} fields need another look."),
    };
    let launched = move || match launches.launched.get() {
        Some(name) => format!("You have launched “{name}” from this form. One more click makes one more pod."),
        None => String::new(),
    };
    let differs = move || form.raw.with(|raw| raw.differs_text(form.template().as_ref()));
    view! {
        <aside class="summary" aria-labelledby="summary-heading">
            <h2 id="summary-heading">"What you get"</h2>
            <p class="get">{move || get(account, form, estimate)}</p>
            <Price estimate />
            <p class="help">
                "Billing starts when RunPod assigns a machine and stops when the pod ends, whether or not you use it. "
                {move || form.raw.with(ends)}
            </p>
            <p class="help" data-field="differs">{differs}</p>
            <p class="help" data-field="launched">{launched}</p>
            <div role="alert">
                <p class="problem">{problems}</p>
                {move || form.problems.with(|problems| problem_list(problems))}
            </div>
            <button class="primary" type="submit" aria-disabled=move || busy().to_string()>{button}</button>
            // What became of a launch comes before the list of what was tried.
            <LaunchStatus />
            <ProvisioningStatus />
        </aside>
    }
    .into_any()
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
        None => "Nothing ends it by itself.".into(),
        Some(timer) => {
            let does = match timer.how {
                StopAction::Terminate => "ends it",
                StopAction::Stop => "stops it, which keeps its own volume,",
            };
            format!(
                "A timer inside it {does} {} after its start, also when this page is closed.",
                length(timer.after())
            )
        }
    }
}

/// GPUs, place, volume: one sentence.
fn get(account: AccountStore, form: LaunchForm, estimate: Memo<Estimate>) -> String {
    let Some(prospect) = estimate.with(|estimate| estimate.first.clone()) else {
        let lacks = if estimate.with(|estimate| estimate.bidless) { "Type your bid" } else { "Choose a GPU type" };
        return format!("{lacks} to see the price.");
    };
    let FirstChoice { pick, lacking, more, spot } = prospect;
    let spot = if spot.is_empty() { spot } else { format!(" {spot}") };
    let (volume, storage, named) = form.raw.with(|raw| {
        let volume = account.volumes.with(|volumes| raw.volume(volumes).cloned());
        let named = raw.choices.iter().all(|choice| !choice.gpu_type.is_empty());
        (volume, !raw.pod_volume().is_empty(), named)
    });
    let memory = if pick.memory_gb > 0 { format!(" with {} GB", pick.memory_gb) } else { String::new() };
    let what = format!("{}{memory}", pick.name);
    let place = match (&volume, form.scope().data_center) {
        (Some(volume), _) => format!(", in {}, on your volume “{}”.", volume.data_center, volume.name),
        (None, place) => {
            let place = place.map_or_else(|| "wherever RunPod has it".to_owned(), |place| format!("in {place}"));
            let kept = match storage {
                true => "Its volume is kept when it stops, and deleted when it ends.",
                false => "No volume: your files are deleted when it ends.",
            };
            format!(", {place}, in the {}. {kept}", pick.cloud.describe())
        }
    };
    let then = match (lacking.is_empty(), more) {
        (false, _) => format!(" Just now: {lacking}."),
        (true, 0) => String::new(),
        (true, 1) if named => " If it is taken, your other choice is tried.".into(),
        (true, more) if named => format!(" If it is taken, your {more} other choices are tried."),
        (true, 1) => " If it is taken, a similar one is tried.".into(),
        (true, more) => format!(" If it is taken, {more} similar ones are tried."),
    };
    format!("{what}{place}{spot}{then}")
}

#[component]
fn Price(
    /// What the form as it stands gets.
    estimate: Memo<Estimate>,
) -> impl IntoView {
    let (account, billing, form) = (store::<AccountStore>(), store::<BillingStore>(), store::<LaunchForm>());
    let price = move || {
        let quote = estimate.with(|estimate| estimate.quote)?;
        let total = quote.total();
        let (balance, spend) = account.money.with(|account| (account.balance, account.spend));
        let timer = form
            .raw
            .with(|raw| raw.timer())
            .map(|timer| (timer, if timer.how == StopAction::Stop { quote.stopped } else { HourlyRate::ZERO }));
        let course = billing.course().map(|course| course.with(total, timer));
        let lasts = course.map(|course| course.lasts(balance));
        let mut lines = vec![
            line("Machine", quote.gpus.to_string()),
            line("Disks while it runs", format!("≈ {}", quote.disk)),
            line(
                "Disks while it is stopped",
                if quote.stopped.is_zero() { "nothing".into() } else { format!("≈ {}", quote.stopped) },
            ),
            line("A whole day", total.per_day().to_string()),
        ];
        if let Some(spend) = spend {
            lines.push(line("All you spend now", spend.to_string()));
            lines.push(line("All you would spend", (spend + total).to_string()));
        }
        let lasts = account.money.with(|account| account.lasts_text(lasts));
        lines.push(line("Your balance would last", lasts));
        let total = view! { <div class="total"><dt>"Price"</dt><dd data-field="price">{total.to_string()}</dd></div> };
        Some(view! { <dl class="price">{total}{lines}</dl> }.into_any())
    };
    view! { {price} }.into_any()
}

fn line(label: &'static str, value: String) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}
