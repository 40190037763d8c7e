//! How one gets into a pod: links, addresses, SSH, passwords.

use launchpod_core::order::Variable;
use launchpod_core::pods::access::{self, JUPYTER_PASSWORD, PodNetwork};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::PodId;
use launchpod_words::pod_page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::{AppContext, store};
use crate::platform::browser;
use crate::platform::route::Route;
use crate::pod_details::environment::shown;
use crate::pod_details::state::{Loaded, NetworkInfo, environment};
use crate::pods::services::PodServices;
use crate::widgets::copy::Copyable;
use crate::widgets::error_box::ErrorBox;

/// The id of its heading.
const HEADING: &str = "connect";

/// All ways into a pod, each with the reason where there is none.
#[component]
pub fn Connect(
    /// Which pod.
    id: PodId,
    /// The pod.
    row: RwSignal<PodEntry>,
    /// The way to it.
    network: NetworkInfo,
) -> impl IntoView {
    if Route::is_at_connect() {
        // Focus goes there too, so that the keyboard goes on from there.
        request_animation_frame(|| browser::focus(HEADING));
    }
    // Not at each news of the pod: a text that is being selected must stay.
    let pod = Memo::new(move |_| row.with(|known| known.pod.clone()));
    // Why there is none is said once, and not beside each.
    let is_up = Memo::new(move |_| pod.with(|pod| access::up(pod).is_ok()));
    let warnings = move || {
        let warnings = pod.with(access::warnings).into_iter().filter(|_| is_up.get());
        warnings.map(|words| view! { <p class="warning">{words}</p> }.into_any()).collect::<Vec<AnyView>>()
    };
    let no_links =
        move || pod.with(|pod| access::up(pod).err().map(|why| view! { <p class="detail">{why}</p> }.into_any()));
    let wired = move || match network.wiring.get() {
        Loaded::Coming => view! { <p class="detail" role="status">{pod_page::asking_way()}</p> }.into_any(),
        Loaded::Gone => view! { <p class="detail">{pod_page::not_there()}</p> }.into_any(),
        Loaded::Failed(failure) => lost(network, failure),
        Loaded::There(wiring) if is_up.get() => pod.with(|pod| ways(pod, &wiring)),
        Loaded::There(_) => ().into_any(),
    };
    let jupyter = Memo::new(move |_| is_up.get() && pod.with(access::has_jupyter));
    let id = StoredValue::new(id);
    view! {
        <section class="panel wide connect" aria-labelledby=HEADING>
            <h2 id=HEADING tabindex="-1">{pod_page::connect()}</h2>
            <div class="connect-part">
                {no_links}
                <PodServices row beside=true />
                {warnings}
                {move || jupyter.get().then(|| view! { <Jupyter id=id.get_value() /> }.into_any())}
            </div>
            <div class="connect-part">{wired}</div>
        </section>
    }
    .into_any()
}

fn lost(network: NetworkInfo, failure: ApiError) -> AnyView {
    view! {
        <ErrorBox failure doing=Operation::Reading />
        <button type="button" on:click=move |_| network.ask()>{pod_page::ask_way_again()}</button>
    }
    .into_any()
}

/// Addresses and SSH.
fn ways(pod: &launchpod_core::pods::pod::Pod, wiring: &PodNetwork) -> AnyView {
    let tcp = access::tcp(pod, wiring).into_iter().map(|(port, way)| {
        line(pod_page::tcp_port(port), format!("tcp-{port}"), pod_page::the_tcp_address(port), way, "")
    });
    let proxy = access::ssh_by_proxy(pod, wiring);
    let direct = access::ssh_directly(pod, wiring);
    let rows: Vec<AnyView> = [
        line(
            pod_page::ssh_proxy().into(),
            "ssh-proxy".into(),
            pod_page::the_ssh_proxy_command().into(),
            proxy,
            pod_page::ssh_proxy_help(),
        ),
        line(
            pod_page::ssh_direct().into(),
            "ssh-direct".into(),
            pod_page::the_ssh_direct_command().into(),
            direct,
            pod_page::ssh_direct_help(),
        ),
    ]
    .into_iter()
    .chain(tcp)
    .collect();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

fn line(label: String, id: String, what: String, way: access::CommandResult, help: &'static str) -> AnyView {
    let body = match way {
        Ok(text) => view! {
            <Copyable id what text />
            <p class="help">{help}</p>
        }
        .into_any(),
        Err(why) => view! { <p class="detail">{why}</p> }.into_any(),
    };
    view! { <div><dt>{label}</dt><dd>{body}</dd></div> }.into_any()
}

/// Jupyter's password, which RunPod makes and keeps in the environment: asked for at the click.
#[component]
fn Jupyter(
    /// Which pod.
    id: PodId,
) -> impl IntoView {
    let context = store::<AppContext>();
    let id = StoredValue::new(id);
    let told = RwSignal::new(None::<Loaded<Vec<Variable>>>);
    let ask = move |_| {
        told.set(Some(Loaded::Coming));
        spawn_local(async move {
            let answer = match environment(context, id.get_value()).await {
                // Nothing else of it is kept.
                Loaded::There(all) => {
                    Loaded::There(all.into_iter().filter(|own| own.key == JUPYTER_PASSWORD).collect())
                }
                other => other,
            };
            told.try_set(Some(answer));
        });
    };
    let body = move || shown(told.get(), password);
    view! {
        <div class="jupyter">
            {move || {
                let there = told.with(|told| matches!(told, Some(Loaded::There(found)) if !found.is_empty()));
                (!there).then(|| view! { <button type="button" on:click=ask>{pod_page::get_jupyter_password()}</button> }.into_any())
            }}
            <div role="status">{body}</div>
        </div>
    }
    .into_any()
}

fn password(found: Vec<Variable>) -> AnyView {
    match found.into_iter().next().filter(|own| !own.value.is_empty()) {
        Some(Variable { value, .. }) => view! {
            <p>{pod_page::jupyter_password()}</p>
            <Copyable id="jupyter-password".to_owned() what=pod_page::the_jupyter_password().to_owned() text=value secret=true />
        }
        .into_any(),
        None => view! { <p class="detail">{pod_page::no_jupyter_password()}</p> }.into_any(),
    }
}
