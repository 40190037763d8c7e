//! What a pod is made of.

use launchpod_core::pods::access::PodNetwork;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::types::ids::NetworkVolumeId;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::auto_stop::timer::timer;
use crate::context::store;
use crate::platform::browser;
use crate::pod_details::state::{Loaded, NetworkInfo};

/// Hardware, disks, image, ports, and RunPod's own words.
#[component]
pub fn PodFacts(
    /// The pod.
    row: RwSignal<PodEntry>,
    /// The way to it, with which its machine is told.
    network: NetworkInfo,
) -> impl IntoView {
    let account = store::<AccountStore>();
    let facts = move || {
        let wiring = match network.wiring.get() {
            Loaded::There(wiring) => wiring,
            _ => PodNetwork::default(),
        };
        let facts = row.with(|known| facts(account, known, &wiring));
        let told = facts.into_iter().filter(|(_, value)| !value.is_empty());
        told.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any())
            .collect::<Vec<AnyView>>()
    };
    view! {
        <section class="panel" aria-labelledby="facts">
            <h2 id="facts">"This pod"</h2>
            <dl class="facts">{facts}</dl>
        </section>
    }
    .into_any()
}

/// Each with its name; what is not told is empty and not shown.
fn facts(account: AccountStore, known: &PodEntry, wiring: &PodNetwork) -> Vec<(&'static str, String)> {
    let pod = &known.pod;
    let gpu = match (pod.gpu.as_str(), pod.gpu_count) {
        (_, 0) => "none".to_owned(),
        ("", count) => format!("{count} (RunPod does not tell the type now)"),
        (gpu, count) => format!("{gpu} ×{count}"),
    };
    let vcpus = wiring.vcpus.map(|count| format!("{count} vCPU"));
    let memory = wiring.memory_gb.map(|gb| format!("{gb} GB of memory"));
    let cloud = wiring.secure.map(|secure| if secure { "Secure Cloud" } else { "Community Cloud" }.to_owned());
    let place = pod.data_center.as_ref().map(ToString::to_string);
    let rent = wiring.spot.then(|| "spot: RunPod may stop it at any time".to_owned());
    let ports: Vec<String> = pod.ports.iter().map(ToString::to_string).collect();
    let path = pod.mount_path.as_deref().unwrap_or("/workspace");
    let own = if pod.volume_gb > 0 { format!("{} GB at {path}", pod.volume_gb) } else { String::new() };
    let volume = pod.network_volume.as_ref().map(|id| format!("{} at {path}", volume(account, id)));
    let when = |at| browser::local_time(at);
    vec![
        ("GPU", gpu),
        ("Processor and memory", joined([vcpus, memory])),
        ("Where", joined([place, cloud])),
        ("Rent", rent.unwrap_or_default()),
        ("Container disk", format!("{} GB, gone when the pod stops or ends", pod.container_disk_gb)),
        ("Pod volume", own),
        ("Network volume", volume.unwrap_or_default()),
        ("Image", pod.image.clone()),
        ("Start command", start(known)),
        ("Ports", ports.join(", ")),
        ("Made", pod.here(pod.created).or(pod.created).map(when).unwrap_or_default()),
        ("Last started", pod.here(pod.started).or(pod.started).map(when).unwrap_or_default()),
        ("Id", pod.id.to_string()),
        ("RunPod last said", pod.last_change.clone().unwrap_or_default()),
    ]
}

/// The timer is long, and says nothing to whoever did not write it.
fn start(known: &PodEntry) -> String {
    match timer(known) {
        Some(_) => "the image's own, and beside it the timer that ends the pod".to_owned(),
        None => known.pod.start_command.clone(),
    }
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn volume(account: AccountStore, id: &NetworkVolumeId) -> String {
    let size = account.volumes.with(|all| all.iter().find(|own| own.id == *id).map(|own| own.size_gb));
    match (account.volume_name(id), size) {
        (Some(name), Some(gb)) => format!("“{name}”, {gb} GB,"),
        _ => id.to_string(),
    }
}
