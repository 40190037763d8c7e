//! The account as the API tells it.

use async_graphql::Json;

use super::account_types::{
    ContainerRegistryAuth, EnvironmentVariable, PodTemplate, PodTemplatePortConfig, SpendDetails, User,
};
use super::catalog_view::data_centers;
use super::pod_view::{pod, volume};
use super::{list, text};
use crate::account::{RegistryCred, Template};
use crate::clock::Moment;
use crate::money::{MicroUsd, Rate};
use crate::world::{SPEND_LIMIT, World};

pub fn user(world: &World, now: Moment) -> User {
    let account = &world.account;
    let spend = world.spend();
    User {
        id: Some(account.id.to_owned()),
        auth_id: Some(account.id.to_owned()),
        email: Some(account.email.to_owned()),
        pods: list(world.pods.iter().map(|found| pod(world, found, now))),
        network_volumes: list(account.volumes.iter().map(volume)),
        pod_templates: list(account.templates.iter().filter(|known| known.mine).map(template)),
        container_registry_creds: list(account.registry_creds.iter().map(|cred| registry_cred(cred, account.id))),
        client_balance: Some(world.balance().dollars()),
        current_spend_per_hr: Some(rounded(spend.total())),
        spend_limit: Some(SPEND_LIMIT.dollars()),
        under_balance: Some(world.balance() <= MicroUsd(0)),
        min_balance: Some(0.0),
        client_lifetime_spend: Some(world.meter.amount().dollars()),
        spend_details: Some(SpendDetails {
            local_storage_per_hour: Some(rounded(spend.local_storage)),
            network_storage_per_hour: Some(rounded(spend.network_storage)),
            gpu_compute_per_hour: Some(rounded(spend.compute)),
        }),
        pub_key: Some(account.pub_key.clone()),
        signed_terms_of_service: Some(true),
        multi_factor_enabled: Some(false),
        notify_pods_stale: Some(true),
        notify_pods_general: Some(true),
        notify_low_balance: Some(true),
        credit_alert_threshold: Some(5.0),
        max_serverless_concurrency: Some(5),
        savings_plans: Some(Vec::new()),
        datacenters: data_centers(),
    }
}

/// The password is never told.
pub fn registry_cred(cred: &RegistryCred, owner: &str) -> ContainerRegistryAuth {
    ContainerRegistryAuth {
        id: Some(cred.id.clone()),
        name: Some(cred.name.clone()),
        user_id: Some(owner.to_owned()),
        registry_auth: None,
    }
}

/// Dollars per hour to the micro-dollar.
fn rounded(rate: Rate) -> f64 {
    MicroUsd::from_dollars(rate.dollars_per_hour()).dollars()
}

pub fn template(template: &Template) -> PodTemplate {
    let env = template
        .env
        .iter()
        .map(|(key, value)| EnvironmentVariable { key: Some(key.clone()), value: Some(value.clone()) });
    let ports = template
        .ports
        .split(',')
        .filter(|port| !port.is_empty())
        .map(|port| PodTemplatePortConfig { port: Some(port.to_owned()), name: None });
    PodTemplate {
        id: template.id.clone(),
        name: Some(template.name.clone()),
        image_name: Some(template.image.clone()),
        docker_args: Some(template.docker_args.clone()),
        container_disk_in_gb: Some(template.container_disk),
        volume_in_gb: Some(template.volume),
        volume_mount_path: text(&template.mount),
        ports: text(&template.ports),
        ports_config: list(ports),
        env: list(env),
        readme: Some(template.readme.clone()),
        category: text(&template.category),
        is_public: Some(template.is_public),
        is_runpod: Some(template.is_official),
        is_serverless: Some(template.is_serverless),
        start_jupyter: Some(template.start_jupyter),
        start_ssh: Some(template.start_ssh),
        start_script: None,
        advanced_start: Some(false),
        container_registry_auth_id: template.registry_auth.clone(),
        bound_endpoint_id: None,
        runtime_in_min: Some(0),
        earned: Some(0.0),
        config: Some(Json(serde_json::json!({}))),
    }
}
