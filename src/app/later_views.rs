//! What is fetched when the list of pods is there. The money and what reads the logs of pods that start are files of their own,
//! fetched once they are of use; the launch form, the page of one pod and the grid of stock when somebody points at a link to them,
//! or opens them.

use std::time::Duration;

use launchpod_core::models::script;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_words::app as say;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::app::about::AboutCopy;
use crate::auto_stop::moves;
use crate::auto_stop::rules::PageRules;
use crate::availability::page::StockPage;
use crate::billing::receipts::store::ReceiptStore;
use crate::billing::section::BillingSection;
use crate::billing::store::BillingStore;
use crate::context::{AppContext, store};
use crate::launch::environment::SecretsView;
use crate::launch::launches::Launches;
use crate::launch::page::LaunchPage;
use crate::platform::browser;
use crate::platform::route::Route;
use crate::pod_details::page::PodPage;
use crate::pods::store::PodStore;
use crate::readiness::start_logs;
use crate::readiness::tracker::ReadinessTracker;
use crate::secrets::panel::SecretPanel;
use crate::widgets::lazy_view::{Draw, LazyView, Loading};

/// Adds up what is spent, keeps receipts, and acts on the page's rules.
type Keep = fn(BillingStore, PageRules, Launches);

/// The list of pods comes first.
const QUIET: Duration = Duration::from_secs(1);

/// The launch form.
fn load_launch() -> Loading {
    Box::pin(part!(launch, launch_file: Draw = || view! { <LaunchPage /> }.into_any()))
}

/// The grid of stock.
fn load_stock() -> Loading {
    Box::pin(part!(stock, stock_file: Draw = || view! { <StockPage /> }.into_any()))
}

/// The page of one pod.
fn load_pod() -> Loading {
    Box::pin(part!(pod, pod_file: Draw = || view! { <PodPage /> }.into_any()))
}

/// RunPod's secrets, which nobody fetches who does not open them.
fn load_secrets() -> Loading {
    Box::pin(part!(secrets, secrets_file: Draw = || view! { <SecretPanel /> }.into_any()))
}

/// RunPod's secrets; nobody has asked for them yet.
pub fn secrets() -> SecretsView {
    SecretsView(LazyView::new(load_secrets, say::loading_secrets, || {
        say::secrets_not_loaded("{{ RUNPOD_SECRET_name }}")
    }))
}

/// The money: what the list shows of it,
fn load_money() -> Loading {
    Box::pin(part!(money, money_file: Draw = || view! { <BillingSection /> }.into_any()))
}

/// and what goes on whichever page is in sight.
async fn keeping() -> Result<Keep, SplitLoaderError> {
    part!(
        money,
        keeping_file: Keep = |billing, rules, launches| {
            billing.start();
            ReceiptStore::start(billing, launches);
            rules.start();
            moves::start(rules);
        }
    )
    .await
}

/// In the same file: which copy of the page this is. Nobody waits for it, and a file of its own would make the first one larger.
pub fn load_about() -> Loading {
    Box::pin(part!(money, about_file: Draw = || view! { <AboutCopy /> }.into_any()))
}

/// Reads the logs of pods that are on their way up.
type Watch = fn(AppContext, PodStore, ReadinessTracker);

/// What reads logs is a file of its own, as is what shows them: the list needs the one, the page of one pod both.
async fn watching() -> Result<Watch, SplitLoaderError> {
    part!(logs, watching_file: Watch = start_logs::start).await
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
    /// The money is fetched when the page has been at rest for a moment.
    pub fn fetch_soon(billing: BillingStore, rules: PageRules) -> Self {
        let money = LazyView::new(load_money, say::loading_spent, || say::spent_not_loaded().to_owned());
        let launch = LazyView::new(load_launch, say::loading_launch_form, || say::launch_form_not_loaded().to_owned());
        let stock = LazyView::new(load_stock, say::loading_stock, || say::stock_not_loaded().to_owned());
        let pod = LazyView::new(load_pod, say::loading_pod, || say::pod_not_loaded().to_owned());
        let launches = store::<Launches>();
        let fetching = async move {
            if let Ok(keep) = keeping().await {
                keep(billing, rules, launches);
            }
            money.load().await;
        };
        set_timeout(move || spawn_local(fetching), QUIET);
        watch_starts();
        let views = Self { money, launch, stock, pod };
        views.fetch_what_is_pointed_at();
        views
    }

    /// Whoever is at a link, with the mouse, a finger or the keyboard, may open it next.
    fn fetch_what_is_pointed_at(self) {
        let fetch = move |event: web_sys::Event| {
            let Some(address) = browser::link_at(&event).filter(|address| address.starts_with('#')) else { return };
            match Route::of(&address) {
                Route::Launch => self.launch.fetch_first(),
                Route::Stock => self.stock.fetch_first(),
                Route::Pod(_) => self.pod.fetch_first(),
                Route::Pods | Route::NoPod => {}
            }
        };
        for name in ["pointerover", "focusin"] {
            let listening = window_event_listener_untyped(name, fetch);
            on_cleanup(move || listening.remove());
        }
    }
}

/// Fetches what reads the logs of pods that start, with the first such pod.
fn watch_starts() {
    let (context, pods, readiness) = (store::<AppContext>(), store::<PodStore>(), store::<ReadinessTracker>());
    context.forever(move || {
        Effect::new(move |is_asked: Option<bool>| {
            pods.checked.get();
            let is_asked = is_asked.unwrap_or_default();
            if is_asked || !untrack(|| pods.read(|fleet| fleet.all().into_iter().any(may_be_read))) {
                return is_asked;
            }
            spawn_local(async move {
                // Without it no line stands beside a stage, and nothing else is missing.
                if let Ok(watch) = watching().await {
                    watch(context, pods, readiness);
                }
            });
            true
        });
    });
}

/// Whether this pod's log may say how far it is.
fn may_be_read(known: &PodEntry) -> bool {
    known.stage().is_moving() || (known.pod.status.bills_gpu() && script::is_in(&known.pod.start_command))
}
