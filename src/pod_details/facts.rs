//! What a pod is made of.

use launchpod_core::auto_stop::PodTimer;
use launchpod_core::pods::access::PodNetwork;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::types::ids::NetworkVolumeId;
use launchpod_core::types::shown_text::shown;
use launchpod_words::{list_plain, pod_page};
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::store;
use crate::platform::numbers::local_time;
use crate::pod_details::state::{Loaded, NetworkInfo};

/// A start command can be long, and an image is no longer.
const MOST_TEXT: usize = 8_000;

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
        told.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{shown(&value, MOST_TEXT)}</dd></div> }.into_any())
            .collect::<Vec<AnyView>>()
    };
    view! {
        <section class="panel wide about" aria-labelledby="facts">
            <h2 id="facts" tabindex="-1">{pod_page::facts()}</h2>
            <dl class="facts">{facts}</dl>
        </section>
    }
    .into_any()
}

/// Each with its name; what is not told is empty and not shown.
fn facts(account: AccountStore, known: &PodEntry, wiring: &PodNetwork) -> Vec<(&'static str, String)> {
    let pod = &known.pod;
    let gpu = match (pod.gpu.as_str(), pod.gpu_count) {
        (_, 0) => pod_page::no_gpu().to_owned(),
        ("", count) => pod_page::unknown_gpus(count as usize),
        (gpu, count) => format!("{gpu} ×{count}"),
    };
    let vcpus = wiring.vcpus.map(pod_page::vcpus);
    let memory = wiring.memory_gb.map(pod_page::memory);
    let cloud = wiring.secure.map(|secure| if secure { "Secure Cloud" } else { "Community Cloud" }.to_owned());
    let place = pod.data_center.as_ref().map(ToString::to_string);
    let rent = wiring.spot.then(|| pod_page::spot().to_owned());
    let ports: Vec<String> = pod.ports.iter().map(ToString::to_string).collect();
    let path = pod.mount_path.as_deref().unwrap_or("/workspace");
    let own = if pod.volume_gb > 0 { pod_page::pod_volume_at(pod.volume_gb, path) } else { String::new() };
    let volume = pod.network_volume.as_ref().map(|id| volume(account, id, path));
    let when = |at| local_time(at);
    vec![
        (pod_page::gpu(), gpu),
        (pod_page::processor_and_memory(), joined([vcpus, memory])),
        (pod_page::place(), joined([place, cloud])),
        (pod_page::rent(), rent.unwrap_or_default()),
        (pod_page::container_disk(), pod_page::container_disk_size(pod.container_disk_gb)),
        (pod_page::pod_volume(), own),
        (pod_page::network_volume(), volume.unwrap_or_default()),
        (pod_page::image(), pod.image.clone()),
        (pod_page::start_command(), start(known)),
        (pod_page::ports(), list_plain(&ports)),
        (pod_page::made(), pod.here(pod.created).or(pod.created).map(when).unwrap_or_default()),
        (pod_page::last_started(), pod.here(pod.started).or(pod.started).map(when).unwrap_or_default()),
        (pod_page::id(), pod.id.to_string()),
        (pod_page::runpod_said(), pod.last_change.clone().unwrap_or_default()),
    ]
}

/// The timer is long, and says nothing to whoever did not write it.
fn start(known: &PodEntry) -> String {
    match PodTimer::read(&known.pod.image, &known.pod.start_command) {
        Some(_) => pod_page::start_command_timed().to_owned(),
        None => known.pod.start_command.clone(),
    }
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn volume(account: AccountStore, id: &NetworkVolumeId, path: &str) -> String {
    let size = account.volumes.with(|all| all.iter().find(|own| own.id == *id).map(|own| own.size_gb));
    match (account.volume_name(id), size) {
        (Some(name), Some(gb)) => pod_page::network_volume_at(name, gb, path),
        _ => pod_page::network_volume_id_at(id, path),
    }
}
