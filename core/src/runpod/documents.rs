//! The GraphQL documents, each checked against `schema/runpod.graphql` by `tests/documents.rs`.

macro_rules! document {
    ($($file:literal),+) => { concat!($(include_str!(concat!("../../graphql/", $file, ".graphql"))),+) };
}

/// What RunPod answers without a key.
pub const KNOCK: &str = document!("knock");
/// Who the key belongs to, its money and its network volumes.
pub const ACCOUNT: &str = document!("account");
/// All pods, and the money.
pub const FLEET: &str = document!("fleet", "pod_fields");
/// One pod; null once it is gone.
pub const POD: &str = document!("pod", "pod_fields");
/// What one pod was ordered as, its environment and start command too; not asked for by the way.
pub const POD_ORDER: &str = document!("pod_order");
/// The way to one pod, and its machine: asked for by the pod's own page.
pub const POD_WIRING: &str = document!("pod_wiring");
/// One pod's environment, asked for at a click.
pub const POD_ENV: &str = document!("pod_env");
/// All GPU types with price and stock in both clouds.
pub const CATALOG: &str = document!("catalog");
/// Makes a pod.
pub const LAUNCH: &str = document!("launch", "pod_fields");
/// Makes a spot pod.
pub const LAUNCH_SPOT: &str = document!("launch_spot", "pod_fields");
/// Makes a pod without a GPU.
pub const LAUNCH_CPU: &str = document!("launch_cpu", "pod_fields");
/// Ends a pod.
pub const TERMINATE: &str = document!("terminate");
/// Gives a pod's GPU back; its disks stay.
pub const STOP: &str = document!("stop");
/// Gives a stopped pod a GPU again.
pub const RESUME: &str = document!("resume");
/// Templates of all kinds, and the logins to registries.
pub const TEMPLATES: &str = document!("templates");
/// Kinds of processor for pods without a GPU.
pub const CPU_FLAVORS: &str = document!("cpu_flavors");
/// Sets a pod up anew with another program.
pub const EDIT: &str = document!("edit");
/// Where RunPod has machines.
pub const COUNTRIES: &str = document!("countries");

/// All data centers.
pub const PLACES: &str = document!("places");
/// Makes a network volume.
pub const MAKE_VOLUME: &str = document!("make_volume");
/// Makes a network volume larger.
pub const GROW_VOLUME: &str = document!("grow_volume");
/// Deletes a network volume and all that is on it.
pub const DELETE_VOLUME: &str = document!("delete_volume");

/// Price and stock of every GPU type in so many data centers, with one alias and one variable each: `d0`, `d1`, … Their
/// ids travel in the variables, so that nothing that came over the net becomes part of a document.
pub fn grid(places: usize) -> String {
    let variables: String = (0..places).map(|at| format!("$d{at}: GpuLowestPriceInput ")).collect();
    let shelf = |at| format!("d{at}: lowestPrice(input: $d{at}) {{ uninterruptablePrice stockStatus }} ");
    let shelves: String = (0..places).map(shelf).collect();
    format!("query Grid({variables}) {{ gpuTypes {{ id displayName memoryInGb secureCloud {shelves}}} }}")
}

/// All of them but [`grid`], for tests.
pub const ALL: [(&str, &str); 22] = [
    ("knock", KNOCK),
    ("account", ACCOUNT),
    ("fleet", FLEET),
    ("pod", POD),
    ("pod_order", POD_ORDER),
    ("pod_wiring", POD_WIRING),
    ("pod_env", POD_ENV),
    ("catalog", CATALOG),
    ("launch", LAUNCH),
    ("launch_spot", LAUNCH_SPOT),
    ("launch_cpu", LAUNCH_CPU),
    ("terminate", TERMINATE),
    ("stop", STOP),
    ("resume", RESUME),
    ("edit", EDIT),
    ("templates", TEMPLATES),
    ("cpu_flavors", CPU_FLAVORS),
    ("countries", COUNTRIES),
    ("places", PLACES),
    ("make_volume", MAKE_VOLUME),
    ("grow_volume", GROW_VOLUME),
    ("delete_volume", DELETE_VOLUME),
];
