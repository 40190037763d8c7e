//! What the fields of the launch form are called, what they mean in a sentence or two, and where RunPod explains them.

use launchpod_core::order::Field;
use launchpod_words::{Message, launch_advanced, launch_fields as say, models, notices};

/// The words around a field.
pub struct Words {
    /// Its label.
    pub label: &'static str,
    /// A sentence or two of help.
    pub help: &'static str,
}

/// RunPod's pages about the fields: the words on the link, and the path below `https://docs.runpod.io/`.
pub const DOCS: [(Message, &str); 9] = [
    (launch_advanced::docs_pods, "pods/manage-pods"),
    (launch_advanced::docs_prices, "pods/pricing"),
    (launch_advanced::docs_gpu_types, "references/gpu-types"),
    (launch_advanced::docs_network_volumes, "storage/network-volumes"),
    (launch_advanced::docs_disks, "pods/storage/types"),
    (launch_advanced::docs_templates, "pods/templates/overview"),
    (launch_advanced::docs_ports, "pods/configuration/expose-ports"),
    (launch_advanced::docs_secrets, "pods/templates/secrets"),
    (launch_advanced::docs_ssh, "pods/configuration/use-ssh"),
];

/// The words of a field.
pub fn describe(field: Field) -> Words {
    let (label, help) = match field {
        Field::Name => (say::name(), say::name_help()),
        Field::NetworkVolume => (say::network_volume(), say::network_volume_help()),
        Field::PodVolume => (say::pod_volume(), say::pod_volume_help()),
        Field::MountPath => (say::mount_path(), say::mount_path_help()),
        Field::Compute => (say::compute(), say::compute_help()),
        Field::GpuType => (say::gpu_type(), say::gpu_type_help()),
        Field::GpuCount => (say::gpu_count(), say::gpu_count_help()),
        Field::Cpu => (say::cpu(), say::cpu_help()),
        Field::Image => (say::image(), say::image_help()),
        Field::OwnImage => (say::own_image(), say::own_image_help()),
        Field::Template => (say::template(), say::template_help()),
        Field::ContainerDisk => (say::container_disk(), say::container_disk_help()),
        Field::Models => (models::heading(), models::intro()),
        Field::EndAfter => (say::end_after(), say::end_after_help()),
        Field::Rent => (say::rent(), say::rent_help()),
        Field::Bid => (say::bid(), say::bid_help()),
        Field::Cloud => (say::cloud(), say::cloud_help()),
        Field::Place => (say::place(), say::place_help()),
        Field::MinVcpu => (say::min_vcpu(), say::min_vcpu_help()),
        Field::MinMemory => (say::min_memory(), say::min_memory_help()),
        Field::Cuda => (say::cuda(), say::cuda_help()),
        Field::Ports => (say::ports(), say::ports_help()),
        Field::Notify => (notices::address(), notices::help()),
        Field::Env => (say::env(), say::env_help()),
        Field::StartCommand => (say::start_command(), say::start_command_help()),
        Field::Ssh => (say::ssh(), say::ssh_help()),
        Field::Jupyter => (say::jupyter(), say::jupyter_help()),
        Field::Registry => (say::registry(), say::registry_help()),
        Field::Ceiling => (say::ceiling(), say::ceiling_help()),
        Field::WhenSoldOut => (say::when_sold_out(), say::when_sold_out_help()),
    };
    Words { label, help }
}
