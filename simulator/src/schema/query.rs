//! Everything that can be asked.

use async_graphql::{Context, Object, Result};

use super::account_types::{PodTemplate, User};
use super::account_view::{template, user};
use super::catalog_types::{CpuFlavor, CpuType, DataCenter, GpuType};
use super::catalog_view::{cpu_flavor, cpu_types, data_centers, gpu_type};
use super::inputs::{CpuFlavorInput, GpuTypeFilter, PodFilter, PodTemplateInput};
use super::pod_types::Pod;
use super::pod_view::pod;
use super::{is_owner, list, simulator};
use crate::account::Template;
use crate::data_centers::{COUNTRY_CODES, FLAVORS};
use crate::faults::spoil_list;
use crate::gpu_models::GPU_MODELS;

/// The root of all questions.
pub struct Query;

#[Object]
impl Query {
    async fn myself(&self, context: &Context<'_>) -> Result<Option<User>> {
        if !is_owner(context) {
            return Ok(None);
        }
        let mut seen = simulator(context)?.look(user);
        if let Some(broken) = spoil_list(context, simulator(context)?, &mut seen.pods) {
            context.add_error(broken);
        }
        Ok(Some(seen))
    }

    async fn pod(&self, context: &Context<'_>, input: Option<PodFilter>) -> Result<Option<Pod>> {
        let Some(input) = input.filter(|_| is_owner(context)) else { return Ok(None) };
        let seen = simulator(context)?.look(|world, now| world.pod(&input.pod_id).map(|found| pod(world, found, now)));
        Ok(seen)
    }

    async fn gpu_types(&self, input: Option<GpuTypeFilter>) -> Option<Vec<Option<GpuType>>> {
        let filter = input.unwrap_or_default();
        let wanted = |id: &str| {
            let by_id = filter.id.as_deref().is_none_or(|wanted| wanted == id);
            let listed = |ids: &Vec<Option<String>>| ids.iter().flatten().any(|wanted| wanted == id);
            by_id && filter.ids.as_ref().is_none_or(listed)
        };
        // Instant Clusters are not modelled: no type is one of theirs.
        if filter.cluster == Some(true) {
            return Some(Vec::new());
        }
        list(GPU_MODELS.iter().filter(|model| wanted(model.id)).map(gpu_type))
    }

    async fn cpu_types(&self) -> Option<Vec<Option<CpuType>>> {
        cpu_types()
    }

    async fn cpu_flavors(&self, input: Option<CpuFlavorInput>) -> Option<Vec<Option<CpuFlavor>>> {
        let id = input.and_then(|input| input.id);
        let wanted = |known: &str| id.as_deref().is_none_or(|id| id == known);
        list(FLAVORS.iter().filter(|flavor| wanted(flavor.id)).map(cpu_flavor))
    }

    async fn data_centers(&self) -> Option<Vec<Option<DataCenter>>> {
        data_centers()
    }

    async fn country_codes(&self) -> Option<Vec<Option<String>>> {
        list(COUNTRY_CODES.iter().map(ToString::to_string))
    }

    async fn pod_templates(
        &self,
        context: &Context<'_>,
        input: Option<PodTemplateInput>,
    ) -> Result<Option<Vec<Option<PodTemplate>>>> {
        let official = input.and_then(|input| input.is_runpod);
        let wanted =
            |known: &&Template| known.is_public && official.is_none_or(|official| official == known.is_official);
        let seen =
            simulator(context)?.look(|world, _| list(world.account.templates.iter().filter(wanted).map(template)));
        Ok(seen)
    }

    async fn pod_template(&self, context: &Context<'_>, id: String) -> Result<Option<PodTemplate>> {
        let owner = is_owner(context);
        let seen = simulator(context)?.look(|world, _| {
            let found = world.account.template(&id).filter(|found| found.is_public || owner);
            found.map(template)
        });
        Ok(seen)
    }
}
