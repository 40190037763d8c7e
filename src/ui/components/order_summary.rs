//! What the form as it stands gets and costs, and the button.

use launchpod_core::domain::time::words;
use leptos::prelude::*;

use super::launch_status::LaunchStatus;
use crate::app::desk::Desk;

/// The price before the button, and the button.
#[component]
pub fn OrderSummary() -> impl IntoView {
    let desk = Desk::expect();
    let form = desk.form;
    let quote = move || form.quote(&desk.scope());
    let checking = move || form.is_checking(&desk.scope());
    let busy = move || checking() || desk.is_launching();
    let button = move || match (desk.is_launching(), checking(), quote()) {
        (true, ..) => "Launching …".to_owned(),
        (_, true, _) => "Checking prices …".to_owned(),
        (_, _, Some(quote)) if form.launched.with(Option::is_some) => format!("Launch another · {}", quote.total()),
        (_, _, Some(quote)) => format!("Launch · {}", quote.total()),
        _ => "Launch".to_owned(),
    };
    let problems = move || match form.problems.with(Vec::len) {
        0 => form.refusal.get().to_owned(),
        1 => "One field needs another look.".to_owned(),
        count => format!("{count} fields need another look."),
    };
    let launched = move || match form.launched.get() {
        Some(name) => format!("You have launched “{name}” from this form. One more click makes one more pod."),
        None => String::new(),
    };
    view! {
        <aside class="summary" aria-labelledby="summary-heading">
            <h2 id="summary-heading">"What you get"</h2>
            <p class="get">{move || get(desk)}</p>
            <Price />
            <p class="help">
                {"It costs money from the moment RunPod places it until you end it, whether or not you use it. Nothing ends it \
                 by itself."}
            </p>
            <p class="help" data-field="launched">{launched}</p>
            <p class="problem" role="alert">{problems}</p>
            <button class="primary" type="submit" aria-disabled=move || busy().to_string()>{button}</button>
            <LaunchStatus />
        </aside>
    }
}

/// GPUs, place, volume: one sentence.
fn get(desk: Desk) -> String {
    let Some(offer) = desk.form.chosen() else {
        return "Choose a GPU type to see the price.".into();
    };
    let (count, volume) = desk.form.raw.with(|raw| {
        let volume = desk.volumes.with(|volumes| raw.volume(volumes).cloned());
        (raw.count().unwrap_or(1), volume)
    });
    let each = if count > 1 { " each" } else { "" };
    let gpus = format!("{count} × {} with {} GB{each}", offer.name, offer.memory_gb);
    match volume {
        Some(volume) => format!("{gpus}, in {}, on your volume “{}”.", volume.data_center, volume.name),
        None => format!("{gpus}, wherever RunPod has it. No volume: what you make there goes when it ends."),
    }
}

#[component]
fn Price() -> impl IntoView {
    let desk = Desk::expect();
    let price = move || {
        let quote = desk.form.quote(&desk.scope())?;
        let total = quote.total();
        let lasts = desk.account.with(|account| account.lasts(total)).map_or("not known".to_owned(), words);
        let lines = [
            line("GPUs", quote.gpus.to_string()),
            line("Container disk", format!("≈ {}", quote.disk)),
            line("A whole day", total.per_day().to_string()),
            line("Your balance lasts", lasts),
        ];
        let total = view! { <div class="total"><dt>"Price"</dt><dd data-field="price">{total.to_string()}</dd></div> };
        Some(view! { <dl class="price">{total}{Vec::from(lines)}</dl> }.into_any())
    };
    view! { {price} }
}

fn line(label: &'static str, value: String) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}
