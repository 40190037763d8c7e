//! The receipts' place among what was spent. What shows them is a file of its own, which the click fetches.

use std::sync::Arc;

use launchpod_words::receipts as say;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::billing::receipts::list::Receipts;
use crate::billing::receipts::store::ReceiptStore;
use crate::widgets::disclosure::Disclosure;
use crate::widgets::lazy_view::{Body, Draw, LazyView, Loading};

/// What goes into the file: this, and all that nothing else reaches. See `app/later_views.rs`.
#[cfg_attr(split, leptos::wasm_split::wasm_split(receipts, fallible, wasm_split_path = ::leptos::wasm_split))]
fn receipts_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <Receipts /> }.into_any())
}

fn load_receipts() -> Loading {
    Box::pin(async {
        #[cfg(split)]
        return receipts_file().await;
        #[cfg(not(split))]
        receipts_file()
    })
}

/// What shows the receipts; nobody has asked for it yet.
pub(super) fn lazy_list() -> LazyView {
    LazyView::new(load_receipts, say::loading, || say::not_loaded().to_owned())
}

/// A button, and the receipts when it was clicked.
#[component]
pub fn ReceiptsPlace() -> impl IntoView {
    // Where nothing is kept because its file could not be fetched, there is nothing to show.
    use_context::<ReceiptStore>().map(|receipts| {
        let content = Arc::new(move || view! { <Body view=receipts.list /> }.into_any());
        view! { <Disclosure id="receipts" label=say::heading() open=receipts.open content /> }.into_any()
    })
}
