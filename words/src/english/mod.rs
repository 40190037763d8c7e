//! English, one file an area.

use crate::catalogue::Entry;

macro_rules! areas {
    ($($area:ident),* $(,)?) => {
        $(pub mod $area;)*
        /// All of them.
        pub(crate) const AREAS: &[&[Entry]] = &[$($area::ALL),*];
    };
}

areas![
    common,
    units,
    app,
    sign_in,
    api_key,
    apps,
    first_run,
    catalog,
    countries,
    availability,
    order,
    order_fields,
    order_problems,
    launch,
    launch_summary,
    launch_fields,
    launch_advanced,
    launch_presets,
    launch_status,
    provisioning,
    volumes,
    models,
    notices,
    secrets,
    pods,
    activity,
    pod_list,
    bulk,
    pod_page,
    logs,
    files,
    readiness,
    auto_stop,
    timer,
    account,
    billing,
    session_price,
    budget,
    receipts,
    idle_resources,
    errors,
    offline,
    about,
];
