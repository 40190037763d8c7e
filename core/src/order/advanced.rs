//! What is folded away under “Advanced”, and differs from what stands there when nobody touches it.

use launchpod_words::{launch_advanced as say, list_plain};

use crate::catalog::template::Template;
use crate::order::{Field, OrderForm};

impl OrderForm {
    /// The folded fields in which the form differs from an untouched one, or from what comes with the image or the template.
    pub fn advanced_changes(&self, template: Option<&Template>) -> Vec<Field> {
        let untouched = Self::default();
        let differs = |field: Field| match field {
            Field::Env => self.env_differs(template),
            Field::PodVolume
            | Field::MountPath
            | Field::StartCommand
            | Field::Registry
            | Field::Ports
            | Field::Ssh
            | Field::Jupyter => self.get(field).trim() != self.brought(field, template).trim(),
            field => self.get(field).trim() != untouched.get(field),
        };
        Field::ALL.into_iter().filter(|field| self.folds(*field) && differs(*field)).collect()
    }

    /// The same in a few words, for whoever has it folded away.
    pub fn advanced_text(&self, template: Option<&Template>) -> String {
        let names: Vec<&str> = self.advanced_changes(template).into_iter().map(short_name).collect();
        match names.len() {
            0 => say::as_usual().to_owned(),
            count => say::changed(count, list_plain(&names)),
        }
    }

    /// Whether the field is folded away, and means something for what is chosen.
    fn folds(&self, field: Field) -> bool {
        let (gpu, free) = (!self.is_cpu(), !self.has_network_volume());
        match field {
            // It comes with spot, which is named.
            Field::Bid => false,
            Field::Rent | Field::GpuCount | Field::MinVcpu | Field::MinMemory | Field::Cuda => gpu,
            Field::Cloud | Field::PodVolume => gpu && free,
            Field::Place => free,
            // They stand beside the name of an image of one's own.
            Field::Ports => self.ready_made().is_some(),
            Field::Notify => self.start_for_timer().is_some(),
            field => field.is_detail(),
        }
    }
}

/// What the field is called where there is little room; what is chosen, where its default is known by a name.
fn short_name(field: Field) -> &'static str {
    match field {
        Field::Compute => say::short_compute(),
        Field::Rent => say::short_rent(),
        Field::GpuCount => say::short_gpu_count(),
        Field::Ceiling => say::short_ceiling(),
        Field::WhenSoldOut => say::short_when_sold_out(),
        Field::Cloud => say::short_cloud(),
        Field::Place => say::short_place(),
        Field::MinVcpu => say::short_min_vcpu(),
        Field::MinMemory => say::short_min_memory(),
        Field::Cuda => say::short_cuda(),
        Field::PodVolume => say::short_pod_volume(),
        Field::MountPath => say::short_mount_path(),
        Field::StartCommand => say::short_start_command(),
        Field::Registry => say::short_registry(),
        Field::Ports => say::short_ports(),
        Field::Ssh => say::short_ssh(),
        Field::Jupyter => say::short_jupyter(),
        Field::Notify => launchpod_words::notices::short(),
        Field::Env => say::short_env(),
        // They are never folded away, or never named.
        Field::Image
        | Field::Template
        | Field::OwnImage
        | Field::GpuType
        | Field::Cpu
        | Field::NetworkVolume
        | Field::ContainerDisk
        | Field::Models
        | Field::EndAfter
        | Field::Name
        | Field::Bid => "",
    }
}

#[cfg(test)]
mod tests;
