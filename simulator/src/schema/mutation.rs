//! Everything that can be done. `Option<Result<_>>`, because only so does a refusal make its own field
//! null and leave the others of the request alone.

use async_graphql::{Context, Object, Result};

use super::account_types::{ContainerRegistryAuth, PodTemplate, User};
use super::account_view::{registry_cred, template, user};
use super::deploy_inputs::{DeployCpuPodInput, PodFindAndDeployOnDemandInput, PodRentInterruptableInput};
use super::inputs::{
    CreateNetworkVolumeInput, DeleteNetworkVolumeInput, PodBidResumeInput, PodEditJobInput, PodResetInput,
    PodRestartInput, PodResumeInput, PodStopInput, PodTerminateInput, SaveRegistryAuthInput, SaveTemplateInput,
    UpdateNetworkVolumeInput, UpdateRegistryAuthInput, UpdateUserSettingsInput,
};
use super::pod_types::{NetworkVolume, Pod};
use super::pod_view::{pod, volume};
use super::scalars::Void;
use super::{owners_only, simulator};
use crate::clock::Moment;
use crate::deploy::Order;
use crate::errors::{Outcome, Refusal};
use crate::money::MicroUsd;
use crate::world::World;

/// The root of all acts.
pub struct Mutation;

/// Does something to the world, on the owner's behalf.
fn act<T>(context: &Context<'_>, operation: &str, act: impl FnOnce(&mut World, Moment) -> Outcome<T>) -> Result<T> {
    owners_only(context)?;
    Ok(simulator(context)?.act(operation, act)?)
}

/// Does something to a pod and answers with the pod.
fn act_on_pod(
    context: &Context<'_>,
    operation: &str,
    id: &str,
    change: impl FnOnce(&mut World, Moment) -> Outcome<()>,
) -> Result<Option<Pod>> {
    act(context, operation, |world, now| {
        change(world, now)?;
        Ok(world.pod(id).map(|found| pod(world, found, now)))
    })
}

/// Nothing to say but a refusal.
fn quietly(done: Result<()>) -> Option<Result<Void>> {
    done.err().map(Err)
}

fn rent(context: &Context<'_>, operation: &str, order: Order) -> Result<Option<Pod>> {
    act(context, operation, |world, now| {
        let id = world.deploy(order, now)?;
        Ok(world.pod(&id).map(|found| pod(world, found, now)))
    })
}

#[Object]
impl Mutation {
    async fn pod_find_and_deploy_on_demand(
        &self,
        context: &Context<'_>,
        input: Option<PodFindAndDeployOnDemandInput>,
    ) -> Option<Result<Pod>> {
        rent(context, "podFindAndDeployOnDemand", input.unwrap_or_default().into()).transpose()
    }

    async fn pod_rent_interruptable(
        &self,
        context: &Context<'_>,
        input: PodRentInterruptableInput,
    ) -> Option<Result<Pod>> {
        rent(context, "podRentInterruptable", input.into()).transpose()
    }

    async fn deploy_cpu_pod(&self, context: &Context<'_>, input: DeployCpuPodInput) -> Option<Result<Pod>> {
        rent(context, "deployCpuPod", input.into()).transpose()
    }

    async fn pod_stop(&self, context: &Context<'_>, input: PodStopInput) -> Option<Result<Pod>> {
        let id = &input.pod_id;
        act_on_pod(context, "podStop", id, |world, now| world.stop(id, now)).transpose()
    }

    async fn pod_resume(&self, context: &Context<'_>, input: PodResumeInput) -> Option<Result<Pod>> {
        let id = &input.pod_id;
        act_on_pod(context, "podResume", id, |world, now| world.resume(id, input.gpu_count, None, now)).transpose()
    }

    async fn pod_bid_resume(&self, context: &Context<'_>, input: PodBidResumeInput) -> Option<Result<Pod>> {
        let id = &input.pod_id;
        let bid = MicroUsd::from_dollars(input.bid_per_gpu);
        act_on_pod(context, "podBidResume", id, |world, now| world.resume(id, input.gpu_count, Some(bid), now))
            .transpose()
    }

    async fn pod_terminate(&self, context: &Context<'_>, input: PodTerminateInput) -> Option<Result<Void>> {
        quietly(act(context, "podTerminate", |world, _| world.terminate(&input.pod_id)))
    }

    async fn pod_edit_job(&self, context: &Context<'_>, input: PodEditJobInput) -> Option<Result<Pod>> {
        let id = input.pod_id.clone();
        act_on_pod(context, "podEditJob", &id, |world, now| world.edit(&id, input.into(), now)).transpose()
    }

    async fn pod_reset(&self, context: &Context<'_>, input: PodResetInput) -> Option<Result<Pod>> {
        let id = &input.pod_id;
        act_on_pod(context, "podReset", id, |world, now| world.reset(id, now)).transpose()
    }

    async fn pod_restart(&self, context: &Context<'_>, input: PodRestartInput) -> Option<Result<Pod>> {
        let id = &input.pod_id;
        act_on_pod(context, "podRestart", id, |world, now| world.restart(id, now)).transpose()
    }

    async fn create_network_volume(
        &self,
        context: &Context<'_>,
        input: CreateNetworkVolumeInput,
    ) -> Option<Result<NetworkVolume>> {
        let made = act(context, "createNetworkVolume", |world, _| {
            world.create_volume(input.name.unwrap_or_default(), input.size.unwrap_or_default(), &input.data_center_id)
        });
        Some(made.map(|made| volume(&made)))
    }

    async fn update_network_volume(
        &self,
        context: &Context<'_>,
        input: UpdateNetworkVolumeInput,
    ) -> Option<Result<NetworkVolume>> {
        let changed =
            act(context, "updateNetworkVolume", |world, _| world.update_volume(&input.id, input.name, input.size));
        Some(changed.map(|changed| volume(&changed)))
    }

    async fn delete_network_volume(
        &self,
        context: &Context<'_>,
        input: DeleteNetworkVolumeInput,
    ) -> Option<Result<Void>> {
        quietly(act(context, "deleteNetworkVolume", |world, _| world.delete_volume(&input.id)))
    }

    async fn save_template(
        &self,
        context: &Context<'_>,
        input: Option<SaveTemplateInput>,
    ) -> Option<Result<PodTemplate>> {
        let saved =
            act(context, "saveTemplate", |world, _| world.save_template(input.ok_or_else(Refusal::internal)?.into()));
        Some(saved.map(|saved| template(&saved)))
    }

    async fn delete_template(&self, context: &Context<'_>, template_name: Option<String>) -> Option<Result<Void>> {
        let name = template_name.unwrap_or_default();
        quietly(act(context, "deleteTemplate", |world, _| world.delete_template(&name)))
    }

    async fn save_registry_auth(
        &self,
        context: &Context<'_>,
        input: Option<SaveRegistryAuthInput>,
    ) -> Option<Result<ContainerRegistryAuth>> {
        let saved = act(context, "saveRegistryAuth", |world, _| {
            let input = input.ok_or_else(Refusal::internal)?;
            let cred = world.save_registry_auth(input.name, input.username, input.password)?;
            Ok(registry_cred(&cred, world.account.id))
        });
        Some(saved)
    }

    async fn update_registry_auth(
        &self,
        context: &Context<'_>,
        input: Option<UpdateRegistryAuthInput>,
    ) -> Option<Result<ContainerRegistryAuth>> {
        let changed = act(context, "updateRegistryAuth", |world, _| {
            let input = input.ok_or_else(Refusal::internal)?;
            let cred = world.update_registry_auth(&input.id, input.username, input.password)?;
            Ok(registry_cred(&cred, world.account.id))
        });
        Some(changed)
    }

    async fn delete_registry_auth(
        &self,
        context: &Context<'_>,
        registry_auth_id: Option<String>,
    ) -> Option<Result<Void>> {
        let id = registry_auth_id.unwrap_or_default();
        quietly(act(context, "deleteRegistryAuth", |world, _| world.delete_registry_auth(&id)))
    }

    async fn update_user_settings(
        &self,
        context: &Context<'_>,
        input: Option<UpdateUserSettingsInput>,
    ) -> Option<Result<User>> {
        let changed = act(context, "updateUserSettings", |world, now| {
            if let Some(keys) = input.and_then(|input| input.pub_key) {
                world.account.pub_key = keys;
            }
            Ok(user(world, now))
        });
        Some(changed)
    }
}
