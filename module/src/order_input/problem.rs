//! What is wrong with an order.

use launchpod_core::order::{self, Field};
use serde::Serialize;

use crate::wording::for_programs;

/// What is wrong with one thing of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Its name in the order.
    pub field: String,
    /// What is wrong and what would be right.
    #[serde(rename = "message")]
    pub text: String,
}

impl Problem {
    /// A problem of this field.
    pub fn new(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { field: field.into(), text: text.into() }
    }

    /// A problem of a field of the form, in words for who has none before them.
    pub fn of(problem: order::Problem) -> Self {
        Self::new(name_of(problem.field), for_programs(&problem.text))
    }
}

/// What an order calls a field of the form.
pub fn name_of(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::NetworkVolume => "networkVolume",
        Field::PodVolume => "podVolumeGb",
        Field::MountPath => "mountPath",
        Field::Compute | Field::Cpu => "cpu",
        Field::GpuType => "gpus",
        Field::GpuCount => "gpuCount",
        Field::Image | Field::OwnImage => "image",
        Field::Template => "template",
        Field::ContainerDisk => "containerDiskGb",
        Field::Models => "models",
        Field::EndAfter => "endAfterHours",
        Field::Rent | Field::Bid => "spot",
        Field::Cloud => "cloud",
        Field::Place => "place",
        Field::MinVcpu => "minVcpu",
        Field::MinMemory => "minMemoryGb",
        Field::Cuda => "cuda",
        Field::Ports => "ports",
        Field::Notify => "notify",
        Field::Env => "env",
        Field::StartCommand => "startCommand",
        Field::Ssh => "ssh",
        Field::Jupyter => "jupyter",
        Field::Registry => "registry",
        Field::Ceiling => "maxPerHour",
        Field::WhenSoldOut => "whenSoldOut",
    }
}
