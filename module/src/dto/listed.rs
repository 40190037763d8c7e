//! What an order may name: data centers, templates, logins to registries, and machines without a GPU.

use launchpod_core::catalog::availability::DataCenter;
use launchpod_core::catalog::cpu::CpuFlavor;
use launchpod_core::catalog::template::{Kind, Registry, Template};
use serde::Serialize;

/// A data center.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceDto<'a> {
    id: &'a str,
    country: &'a str,
    network_volumes: bool,
}

/// A data center.
pub fn place(place: &DataCenter) -> PlaceDto<'_> {
    PlaceDto { id: place.id.as_str(), country: &place.country, network_volumes: place.volumes }
}

/// A template, without its environment: secrets may stand in it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateDto<'a> {
    id: &'a str,
    name: &'a str,
    image: &'a str,
    container_disk_gb: u32,
    by: &'static str,
}

/// A template.
pub fn template(template: &Template) -> TemplateDto<'_> {
    TemplateDto {
        id: template.id.as_str(),
        name: &template.name,
        image: &template.image,
        container_disk_gb: template.container_disk_gb,
        by: match template.kind {
            Kind::Own => "account",
            Kind::Official => "runpod",
            Kind::Community => "community",
        },
    }
}

/// A login to a registry, without what is in it.
#[derive(Serialize)]
pub struct RegistryDto<'a> {
    id: &'a str,
    name: &'a str,
}

/// A login to a registry.
pub fn registry(registry: &Registry) -> RegistryDto<'_> {
    RegistryDto { id: registry.id.as_str(), name: &registry.name }
}

/// A kind of machine without a GPU.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlavorDto<'a> {
    id: &'a str,
    name: &'a str,
    min_vcpu: u32,
    max_vcpu: u32,
    memory_gb_per_vcpu: u32,
}

/// A kind of machine without a GPU.
pub fn cpu_flavor(flavor: &CpuFlavor) -> FlavorDto<'_> {
    FlavorDto {
        id: &flavor.id,
        name: &flavor.name,
        min_vcpu: flavor.min_vcpu,
        max_vcpu: flavor.max_vcpu,
        memory_gb_per_vcpu: flavor.ram_per_vcpu,
    }
}

#[cfg(test)]
mod tests {
    use launchpod_core::types::ids::{DataCenterId, RegistryId};
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn what_an_order_may_name_is_shown_as_an_order_names_it() {
        let there = DataCenter { id: DataCenterId::new("EU-RO-1"), country: "Romania".into(), volumes: true };
        let shown = to_value(place(&there)).unwrap();
        assert_eq!(shown, json!({ "id": "EU-RO-1", "country": "Romania", "networkVolumes": true }));
        let login = Registry { id: RegistryId::new("r1"), name: "mine".into() };
        assert_eq!(to_value(registry(&login)).unwrap(), json!({ "id": "r1", "name": "mine" }));
        let flavor = CpuFlavor {
            id: "cpu3g".into(),
            name: "General".into(),
            group: "CPU3".into(),
            min_vcpu: 2,
            max_vcpu: 32,
            ram_per_vcpu: 4,
            disk_per_vcpu: Some(10),
        };
        let expected = json!({ "id": "cpu3g", "name": "General", "minVcpu": 2, "maxVcpu": 32, "memoryGbPerVcpu": 4 });
        assert_eq!(to_value(cpu_flavor(&flavor)).unwrap(), expected);
    }
}
