//! Which paths there are, and what is done there. The names are those of RunPod's OpenAPI.

use axum::http::Method;

use crate::percent::decoded;

macro_rules! operations {
    ($($method:ident $pattern:literal $name:ident $text:literal,)*) => {
        /// Everything that can be asked of REST v2 here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Operation { $($name,)* }

        impl Operation {
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// As the OpenAPI calls it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }

        const ROUTES: &[(Method, &str, Operation)] = &[$((Method::$method, $pattern, Operation::$name),)*];
    };
}

operations! {
    GET "pods" ListPods "listPods",
    POST "pods" CreatePod "createPod",
    GET "pods/{}" GetPod "getPod",
    PATCH "pods/{}" UpdatePod "updatePod",
    DELETE "pods/{}" DeletePod "deletePod",
    POST "pods/{}/action" PodAction "podAction",
    GET "pods/{}/logs" GetPodLogs "getPodLogs",
    GET "templates" ListTemplates "listTemplates",
    POST "templates" CreateTemplate "createTemplate",
    GET "templates/{}" GetTemplate "getTemplate",
    PATCH "templates/{}" UpdateTemplate "updateTemplate",
    DELETE "templates/{}" DeleteTemplate "deleteTemplate",
    GET "network-volumes" ListNetworkVolumes "listNetworkVolumes",
    POST "network-volumes" CreateNetworkVolume "createNetworkVolume",
    GET "network-volumes/{}" GetNetworkVolume "getNetworkVolume",
    PATCH "network-volumes/{}" UpdateNetworkVolume "updateNetworkVolume",
    DELETE "network-volumes/{}" DeleteNetworkVolume "deleteNetworkVolume",
    GET "registries" ListRegistries "listRegistries",
    POST "registries" CreateRegistry "createRegistry",
    GET "registries/{}" GetRegistry "getRegistry",
    DELETE "registries/{}" DeleteRegistry "deleteRegistry",
    GET "account/secrets" ListSecrets "listSecrets",
    POST "account/secrets" CreateSecret "createSecret",
    GET "account/secrets/{}" GetSecret "getSecret",
    PATCH "account/secrets/{}" UpdateSecret "updateSecret",
    DELETE "account/secrets/{}" DeleteSecret "deleteSecret",
    GET "account/ssh-keys" GetSshKeys "getSshKeys",
    PUT "account/ssh-keys" UpdateSshKeys "updateSshKeys",
    GET "catalog/gpus" ListGpuTypes "listGpuTypes",
    GET "catalog/gpus/{}" GetGpuType "getGpuType",
    GET "catalog/cpus" ListCpuTypes "listCpuTypes",
    GET "catalog/cpus/{}" GetCpuType "getCpuType",
    GET "catalog/datacenters" ListDataCenters "listDataCenters",
    GET "catalog/datacenters/{}" GetDataCenter "getDataCenter",
    GET "catalog/templates" ListPublicTemplates "listPublicTemplates",
    GET "billing" ListBilling "listBilling",
    GET "billing/pods" ListPodBilling "listPodBilling",
    GET "billing/network-volumes" ListNetworkVolumeBilling "listNetworkVolumeBilling",
    GET "billing/serverless" ListServerlessBilling "listServerlessBilling",
    GET "billing/endpoints" ListEndpointBilling "listEndpointBilling",
    GET "billing/clusters" ListClusterBilling "listClusterBilling",
}

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub operation: Operation,
    /// What stands in the path for `{}`.
    pub id: String,
}

/// Why there is no route.
#[derive(Debug, PartialEq, Eq)]
pub enum NoRoute {
    NoPath,
    /// The methods that this path knows.
    OtherMethods(String),
}

/// Finds the route of a path below `/v2/`.
pub fn route(method: &Method, path: &str) -> Result<Route, NoRoute> {
    let here: Vec<(&Method, Route)> = ROUTES
        .iter()
        .filter_map(|(method, pattern, operation)| {
            Some((method, Route { operation: *operation, id: captured(pattern, path)? }))
        })
        .collect();
    if let Some((_, route)) = here.iter().find(|(known, _)| *known == method) {
        return Ok(route.clone());
    }
    let methods: Vec<&str> = here.iter().map(|(method, _)| method.as_str()).collect();
    if methods.is_empty() { Err(NoRoute::NoPath) } else { Err(NoRoute::OtherMethods(methods.join(", "))) }
}

/// What stands for `{}`; empty if the pattern has none, and none if the path is another one.
fn captured(pattern: &str, path: &str) -> Option<String> {
    let mut id = String::new();
    let mut parts = path.split('/');
    for expected in pattern.split('/') {
        let part = parts.next()?;
        if expected == "{}" && !part.is_empty() {
            id = decoded(part)?;
        } else if expected != part {
            return None;
        }
    }
    parts.next().is_none().then_some(id)
}

/// What `podAction` takes.
pub const ACTIONS: [&str; 4] = ["start", "stop", "restart", "terminate"];

impl Operation {
    /// Its method and its path below `/v2/`, with `{}` for an id.
    pub fn route(self) -> Option<(&'static Method, &'static str)> {
        ROUTES.iter().find(|(_, _, operation)| *operation == self).map(|(method, path, _)| (method, *path))
    }

    /// Whether a fault can wait for that: an operation's name, or `podAction.stop` and the like.
    pub fn has_name(name: &str) -> bool {
        match name.split_once('.') {
            Some((operation, action)) => operation == Self::PodAction.name() && ACTIONS.contains(&action),
            None => ROUTES.iter().any(|(_, _, operation)| operation.name() == name),
        }
    }
}
