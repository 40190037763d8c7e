//! From the API's inputs to what the world understands.

use super::deploy_inputs::{
    DeployCpuPodInput, EnvironmentVariableInput, PodFindAndDeployOnDemandInput, PodRentInterruptableInput,
};
use super::inputs::{GpuAvailabilityInput, GpuLowestPriceInput, PodEditJobInput, SaveTemplateInput};
use super::scalars::CloudTypeEnum;
use crate::account::Template;
use crate::deploy::Order;
use crate::machines::Needs;
use crate::money::MicroUsd;
use crate::pod_actions::Edit;

type Texts = Option<Vec<Option<String>>>;
type Env = Option<Vec<Option<EnvironmentVariableInput>>>;

fn texts(texts: Texts) -> Vec<String> {
    texts.into_iter().flatten().flatten().collect()
}

fn pairs(env: Env) -> Vec<(String, String)> {
    env.into_iter().flatten().flatten().map(|variable| (variable.key, variable.value)).collect()
}

/// An empty text asks for nothing in particular.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn cuda(allowed: Texts, one: Option<String>) -> Vec<String> {
    texts(allowed).into_iter().chain(given(one)).collect()
}

fn secure(cloud: Option<CloudTypeEnum>) -> Option<bool> {
    match cloud {
        Some(CloudTypeEnum::Secure) => Some(true),
        Some(CloudTypeEnum::Community) => Some(false),
        Some(CloudTypeEnum::All) | None => None,
    }
}

impl From<PodFindAndDeployOnDemandInput> for Order {
    fn from(input: PodFindAndDeployOnDemandInput) -> Self {
        Self {
            name: input.name,
            image: input.image_name,
            gpu_types: input.gpu_type_id.into_iter().chain(texts(input.gpu_type_id_list)).collect(),
            instance_ids: texts(input.instance_ids),
            bid: None,
            needs: Needs {
                count: input.gpu_count.unwrap_or(1),
                secure: secure(input.cloud_type),
                place: given(input.data_center_id),
                country: given(input.country_code),
                disk: input.min_disk.unwrap_or(0),
                memory: input.min_memory_in_gb.unwrap_or(0),
                vcpus: input.min_vcpu_count.unwrap_or(0),
                download: input.min_download.unwrap_or(0),
                upload: input.min_upload.unwrap_or(0),
                public_ip: input.support_public_ip.unwrap_or(false),
                allowed_cuda: cuda(input.allowed_cuda_versions, input.cuda_version),
                min_cuda: given(input.min_cuda_version),
            },
            container_disk: input.container_disk_in_gb,
            volume: input.volume_in_gb,
            mount: given(input.volume_mount_path),
            network_volume: given(input.network_volume_id),
            template: given(input.template_id),
            registry_auth: given(input.container_registry_auth_id),
            env: pairs(input.env),
            docker_args: input.docker_args,
            ports: input.ports,
            start_jupyter: input.start_jupyter.unwrap_or(false),
            start_ssh: input.start_ssh.unwrap_or(false),
            global_network: false,
        }
    }
}

impl From<PodRentInterruptableInput> for Order {
    fn from(input: PodRentInterruptableInput) -> Self {
        let bid = MicroUsd::from_dollars(input.bid_per_gpu);
        let on_demand = PodFindAndDeployOnDemandInput {
            name: input.name,
            image_name: input.image_name,
            gpu_type_id: input.gpu_type_id,
            gpu_count: input.gpu_count,
            cloud_type: input.cloud_type,
            data_center_id: input.data_center_id,
            country_code: input.country_code,
            container_disk_in_gb: input.container_disk_in_gb,
            volume_in_gb: input.volume_in_gb,
            volume_mount_path: input.volume_mount_path,
            network_volume_id: input.network_volume_id,
            template_id: input.template_id,
            container_registry_auth_id: input.container_registry_auth_id,
            env: input.env,
            docker_args: input.docker_args,
            ports: input.ports,
            min_disk: input.min_disk,
            min_download: input.min_download,
            min_upload: input.min_upload,
            min_memory_in_gb: input.min_memory_in_gb,
            min_vcpu_count: input.min_vcpu_count,
            min_cuda_version: input.min_cuda_version,
            cuda_version: input.cuda_version,
            allowed_cuda_versions: input.allowed_cuda_versions,
            support_public_ip: input.support_public_ip,
            start_jupyter: input.start_jupyter,
            start_ssh: input.start_ssh,
            ..PodFindAndDeployOnDemandInput::default()
        };
        Self { bid: Some(bid), ..Self::from(on_demand) }
    }
}

impl From<DeployCpuPodInput> for Order {
    fn from(input: DeployCpuPodInput) -> Self {
        Self::from(PodFindAndDeployOnDemandInput {
            name: input.name,
            image_name: input.image_name,
            instance_ids: Some(vec![Some(input.instance_id)]),
            cloud_type: input.cloud_type,
            data_center_id: input.data_center_id,
            country_code: input.country_code,
            container_disk_in_gb: input.container_disk_in_gb,
            volume_in_gb: Some(0),
            volume_mount_path: input.volume_mount_path,
            network_volume_id: input.network_volume_id,
            template_id: input.template_id,
            container_registry_auth_id: input.container_registry_auth_id,
            env: input.env,
            docker_args: input.docker_args,
            ports: input.ports,
            start_jupyter: input.start_jupyter,
            start_ssh: input.start_ssh,
            ..PodFindAndDeployOnDemandInput::default()
        })
    }
}

impl GpuLowestPriceInput {
    pub fn into_needs(self) -> Needs {
        Needs {
            count: self.gpu_count.unwrap_or(1),
            secure: self.secure_cloud,
            place: given(self.data_center_id),
            country: given(self.country_code),
            disk: self.min_disk.unwrap_or(0).max(self.total_disk.unwrap_or(0)),
            memory: self.min_memory_in_gb.unwrap_or(0),
            vcpus: self.min_vcpu_count.unwrap_or(0),
            download: self.min_download.unwrap_or(0),
            upload: self.min_upload.unwrap_or(0),
            public_ip: self.support_public_ip.unwrap_or(false),
            allowed_cuda: cuda(self.allowed_cuda_versions, self.cuda_version),
            min_cuda: given(self.min_cuda_version),
        }
    }
}

impl GpuAvailabilityInput {
    pub fn into_needs(self) -> Needs {
        Needs {
            count: self.gpu_count.unwrap_or(1),
            secure: self.secure_cloud,
            disk: self.min_disk.unwrap_or(0),
            memory: self.min_memory_in_gb.unwrap_or(0),
            vcpus: self.min_vcpu_count.unwrap_or(0),
            allowed_cuda: texts(self.allowed_cuda_versions),
            ..Needs::default()
        }
    }
}

impl From<PodEditJobInput> for Edit {
    fn from(input: PodEditJobInput) -> Self {
        let joined = |env| pairs(env).into_iter().map(|(key, value)| format!("{key}={value}"));
        Self {
            image: input.image_name,
            docker_args: input.docker_args,
            env: input.env.map(|env| joined(Some(env)).collect()),
            ports: input.ports,
            container_disk: input.container_disk_in_gb,
            volume: input.volume_in_gb,
            mount: given(input.volume_mount_path),
            registry_auth: given(input.container_registry_auth_id),
        }
    }
}

impl From<SaveTemplateInput> for Template {
    fn from(input: SaveTemplateInput) -> Self {
        Self {
            id: input.id.unwrap_or_default(),
            name: input.name,
            image: input.image_name,
            docker_args: input.docker_args,
            container_disk: input.container_disk_in_gb,
            volume: input.volume_in_gb,
            mount: input.volume_mount_path.unwrap_or_default(),
            ports: input.ports.unwrap_or_default(),
            env: pairs(input.env),
            readme: input.readme.unwrap_or_default(),
            category: input.category.unwrap_or_default(),
            is_public: input.is_public.unwrap_or(false),
            is_official: false,
            is_serverless: input.is_serverless.unwrap_or(false),
            start_jupyter: input.start_jupyter.unwrap_or(false),
            start_ssh: input.start_ssh.unwrap_or(false),
            registry_auth: given(input.container_registry_auth_id),
            allowed_cuda: Vec::new(),
            serial: 0,
            mine: true,
        }
    }
}
