//! The receipts: what they come to, one by one, and as a file.

use launchpod_core::billing::{MOST_RECEIPTS, Receipt, ReceiptSum, receipts_csv};
use launchpod_words::{pod_list, receipts as say};
use leptos::prelude::*;

use crate::billing::receipts::store::ReceiptStore;
use crate::context::{AppContext, store};
use crate::platform::browser;
use crate::pods::replacements::Replacements;
use crate::widgets::search::Search;

/// Spreadsheets take a text without it for one of an older alphabet.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// All receipts, or those that are searched for.
#[component]
pub fn Receipts() -> impl IntoView {
    let receipts = store::<ReceiptStore>();
    let any = Memo::new(move |_| receipts.with(|book| !book.receipts().is_empty()));
    let zone = browser::zone();
    let shown = Memo::new(move |_| {
        let filter = receipts.filter();
        receipts.with(|book| book.matching(&filter, zone).into_iter().cloned().collect::<Vec<Receipt>>())
    });
    let body = move || match any.get() {
        true => view! { <Tools shown /> <List shown /> }.into_any(),
        false if receipts.by_newer.get() => view! { <p>{say::written_by_newer()}</p> }.into_any(),
        false => view! { <p>{say::empty()}</p> }.into_any(),
    };
    view! {
        <div class="receipts">
            <p class="help">{say::about(MOST_RECEIPTS)}</p>
            {body}
        </div>
    }
    .into_any()
}

/// Which of them are shown, what those come to, and the file.
#[component]
fn Tools(
    /// Those that are shown.
    shown: Memo<Vec<Receipt>>,
) -> impl IntoView {
    let receipts = store::<ReceiptStore>();
    let (said, clock) = (RwSignal::new(""), store::<AppContext>().clock);
    let months = Memo::new(move |_| receipts.with(|book| book.months(browser::zone())));
    let option = |month: String| view! { <option value=month.clone()>{month.clone()}</option> }.into_any();
    let options = move || months.get().into_iter().map(option).collect::<Vec<AnyView>>();
    let sum = move || shown.with(|shown| ReceiptSum::of(&shown.iter().collect::<Vec<_>>()).describe());
    let save = move |_| {
        let today = browser::zone().date(clock.account_now());
        let text = shown.with_untracked(|shown| receipts_csv(&shown.iter().collect::<Vec<_>>()));
        said.set(
            match browser::save(&format!("launchpod-receipts-{today}.csv"), &format!("{BYTE_ORDER_MARK}{text}")) {
                true => say::downloaded(),
                false => say::not_downloaded(),
            },
        );
    };
    view! {
        <div class="buttons">
            <Search
                id="receipt-search"
                label=say::search()
                placeholder=say::search_example()
                text=receipts.search
            />
            <select
                aria-label=say::month()
                prop:value=move || receipts.month.get()
                on:change=move |event| receipts.month.set(event_target_value(&event))
            >
                <option value="">{say::all_months()}</option>
                {options}
            </select>
            <button type="button" on:click=save>{say::download()}</button>
        </div>
        <p role="status">{move || said.get()}</p>
        <p data-field="receipt-sum">{sum}</p>
    }
    .into_any()
}

#[component]
fn List(
    /// Those that are shown.
    shown: Memo<Vec<Receipt>>,
) -> impl IntoView {
    move || {
        let rows: Vec<AnyView> = shown.get().into_iter().map(row).collect();
        if rows.is_empty() {
            return view! { <p>{say::none_found()}</p> }.into_any();
        }
        view! { <ul aria-label=say::list()>{rows}</ul> }.into_any()
    }
}

/// One receipt, and the way to another pod like it.
fn row(own: Receipt) -> AnyView {
    let times = format!("{} · {}", own.times(browser::zone()), own.duration_text());
    let ran_on = if own.place.is_empty() { own.machine() } else { format!("{} · {}", own.machine(), own.place) };
    let (cost, reason) = (own.cost_text(), own.reason.describe());
    let (name, whole) = (own.name.clone(), own.whole);
    let again = match own.form {
        Some(form) => {
            let replacements = store::<Replacements>();
            let label = say::launch_again_named(&name);
            let click = move |_| replacements.launch_receipt(name.clone(), form.clone(), whole);
            view! { <button type="button" class="quiet" aria-label=label on:click=click>{pod_list::launch_again()}</button> }
                .into_any()
        }
        None => view! { <span class="help">{say::form_not_kept()}</span> }.into_any(),
    };
    view! {
        <li>
            <strong>{own.name}</strong>
            <span class="kind">{ran_on}</span>
            <span data-field="cost">{cost}</span>
            {again}
            <p class="help">{times} " · " <span data-field="reason">{reason}</span></p>
        </li>
    }
    .into_any()
}
