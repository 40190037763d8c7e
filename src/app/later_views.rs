//! What is fetched when the list of pods is there: the money, the launch form, the page of one pod and the grid of stock are
//! files of their own, fetched one after the other, or when they are opened.

use std::time::Duration;

use launchpod_words::app as say;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::auto_stop::moves;
use crate::auto_stop::rules::PageRules;
use crate::availability::page::StockPage;
use crate::billing::section::BillingSection;
use crate::billing::store::BillingStore;
use crate::context::{AppContext, store};
use crate::launch::environment::SecretsView;
use crate::launch::page::LaunchPage;
use crate::pod_details::page::PodPage;
use crate::pods::store::PodStore;
use crate::readiness::start_logs;
use crate::readiness::tracker::ReadinessTracker;
use crate::secrets::panel::SecretPanel;
use crate::widgets::lazy_view::{Draw, LazyView, Loading};

/// Adds up what is spent, and acts on the page's rules.
type Keep = fn(BillingStore, PageRules);

/// The list of pods comes first.
const QUIET: Duration = Duration::from_secs(1);

/// What goes into the form's file: this, and all that nothing else reaches. build.rs says when there are other files.
#[cfg_attr(split, leptos::wasm_split::wasm_split(launch, fallible, wasm_split_path = ::leptos::wasm_split))]
fn launch_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <LaunchPage /> }.into_any())
}

fn load_launch() -> Loading {
    Box::pin(async {
        #[cfg(split)]
        return launch_file().await;
        #[cfg(not(split))]
        launch_file()
    })
}

/// What goes into the file of the grid of stock, likewise.
#[cfg_attr(split, leptos::wasm_split::wasm_split(stock, fallible, wasm_split_path = ::leptos::wasm_split))]
fn stock_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <StockPage /> }.into_any())
}

fn load_stock() -> Loading {
    Box::pin(async {
        #[cfg(split)]
        return stock_file().await;
        #[cfg(not(split))]
        stock_file()
    })
}

/// What goes into the file of the page of one pod, likewise.
#[cfg_attr(split, leptos::wasm_split::wasm_split(pod, fallible, wasm_split_path = ::leptos::wasm_split))]
fn pod_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <PodPage /> }.into_any())
}

fn load_pod() -> Loading {
    Box::pin(async {
        #[cfg(split)]
        return pod_file().await;
        #[cfg(not(split))]
        pod_file()
    })
}

/// What goes into the file of RunPod's secrets, which nobody fetches who does not open them.
#[cfg_attr(split, leptos::wasm_split::wasm_split(secrets, fallible, wasm_split_path = ::leptos::wasm_split))]
fn secrets_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <SecretPanel /> }.into_any())
}

fn load_secrets() -> Loading {
    Box::pin(async {
        #[cfg(split)]
        return secrets_file().await;
        #[cfg(not(split))]
        secrets_file()
    })
}

/// RunPod's secrets; nobody has asked for them yet.
pub fn secrets() -> SecretsView {
    SecretsView(LazyView::new(load_secrets, say::loading_secrets, || {
        say::secrets_not_loaded("{{ RUNPOD_SECRET_name }}")
    }))
}

/// What goes into the file of the money: what the list shows of it,
#[cfg_attr(split, leptos::wasm_split::wasm_split(money, fallible, wasm_split_path = ::leptos::wasm_split))]
fn money_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <BillingSection /> }.into_any())
}

fn load_money() -> Loading {
    Box::pin(async {
        #[cfg(split)]
        return money_file().await;
        #[cfg(not(split))]
        money_file()
    })
}

/// and what goes on whichever page is in sight.
#[cfg_attr(split, leptos::wasm_split::wasm_split(money, fallible, wasm_split_path = ::leptos::wasm_split))]
fn keeping_file() -> Result<Keep, SplitLoaderError> {
    Ok(|billing, rules| {
        billing.start();
        rules.start();
        moves::start(rules);
    })
}

async fn keeping() -> Result<Keep, SplitLoaderError> {
    #[cfg(split)]
    return keeping_file().await;
    #[cfg(not(split))]
    keeping_file()
}

/// Reads the logs of pods that are on their way up.
type Watch = fn(AppContext, PodStore, ReadinessTracker);

/// What reads logs is a file of its own, as is what shows them: the list needs the one, the page of one pod both.
#[cfg_attr(split, leptos::wasm_split::wasm_split(logs, fallible, wasm_split_path = ::leptos::wasm_split))]
fn watching_file() -> Result<Watch, SplitLoaderError> {
    Ok(start_logs::start)
}

async fn watching() -> Result<Watch, SplitLoaderError> {
    #[cfg(split)]
    return watching_file().await;
    #[cfg(not(split))]
    watching_file()
}

/// The money and the other pages, as far as they are there.
#[derive(Clone, Copy)]
pub struct LaterViews {
    /// The money.
    pub money: LazyView,
    /// The launch form.
    pub launch: LazyView,
    /// The grid of stock.
    pub stock: LazyView,
    /// The page of one pod.
    pub pod: LazyView,
}

impl LaterViews {
    /// They are fetched when the page has been at rest for a moment.
    pub fn fetch_soon(billing: BillingStore, rules: PageRules) -> Self {
        let money = LazyView::new(load_money, say::loading_spent, || say::spent_not_loaded().to_owned());
        let launch = LazyView::new(load_launch, say::loading_launch_form, || say::launch_form_not_loaded().to_owned());
        let stock = LazyView::new(load_stock, say::loading_stock, || say::stock_not_loaded().to_owned());
        let pod = LazyView::new(load_pod, say::loading_pod, || say::pod_not_loaded().to_owned());
        let (context, pods, readiness) = (store::<AppContext>(), store::<PodStore>(), store::<ReadinessTracker>());
        let fetching = async move {
            if let Ok(keep) = keeping().await {
                keep(billing, rules);
            }
            money.load().await;
            launch.load().await;
            pod.load().await;
            stock.load().await;
            // Without it no line stands beside a stage, and nothing else is missing.
            if let Ok(watch) = watching().await {
                watch(context, pods, readiness);
            }
        };
        set_timeout(move || spawn_local(fetching), QUIET);
        Self { money, launch, stock, pod }
    }
}
