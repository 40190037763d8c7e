//! The catalogue as the API tells it.

use async_graphql::{ComplexObject, Context, Result};

use super::catalog_types::{CpuFlavor, CpuType, DataCenter, GpuAvailability, GpuType, LowestPrice, Specifics};
use super::inputs::{GpuAvailabilityInput, GpuLowestPriceInput, SpecificsInput};
use super::{list, simulator};
use crate::data_centers::{CPU_TYPES, FLAVORS, Flavor, PLACES, Place, instance};
use crate::gpu_models::{GPU_MODELS, GpuModel};
use crate::machines::{Machine, MachineKind, Needs, stock_status};
use crate::money::MicroUsd;
use crate::world::World;

pub fn gpu_type(model: &GpuModel) -> GpuType {
    let [secure, community, secure_spot, community_spot] = model.cents;
    GpuType {
        id: Some(model.id.to_owned()),
        display_name: Some(model.name.to_owned()),
        manufacturer: Some(model.manufacturer().to_owned()),
        memory_in_gb: Some(model.memory),
        secure_cloud: Some(model.secure),
        community_cloud: Some(model.community),
        max_gpu_count: model.max_counts.iter().copied().max(),
        max_gpu_count_community_cloud: Some(model.max_count(false)),
        max_gpu_count_secure_cloud: Some(model.max_count(true)),
        min_pod_gpu_count: Some(1),
        secure_price: Some(dollars(secure)),
        community_price: Some(dollars(community)),
        secure_spot_price: Some(secure_spot).filter(|cents| *cents > 0).map(dollars),
        community_spot_price: Some(community_spot).filter(|cents| *cents > 0).map(dollars),
        ..GpuType::default()
    }
}

fn dollars(cents: i64) -> f64 {
    MicroUsd(cents * 10_000).dollars()
}

#[ComplexObject]
impl GpuType {
    async fn lowest_price(
        &self,
        context: &Context<'_>,
        input: Option<GpuLowestPriceInput>,
    ) -> Result<Option<LowestPrice>> {
        let needs = input.unwrap_or_default().into_needs();
        let id = self.id.clone().unwrap_or_default();
        Ok(Some(simulator(context)?.look(|world, _| lowest_price(world, &id, &needs))))
    }
}

/// Prices are those of the whole pod. All null where nothing is available, as the real one answers.
fn lowest_price(world: &World, id: &str, needs: &Needs) -> LowestPrice {
    let hosts: Vec<&Machine> = world.machines_of(id).filter(|host| host.suits(needs)).collect();
    let Some(cheapest) = hosts.iter().min_by_key(|host| host.price()) else {
        return LowestPrice { available_gpu_counts: Some(Vec::new()), ..LowestPrice::default() };
    };
    let total: i32 = world.machines_of(id).filter(|host| host.is_of_the_kind(needs)).map(|host| host.total).sum();
    let free: i32 = world.machines_of(id).filter(|host| host.is_of_the_kind(needs)).map(|host| host.free).sum();
    let most = hosts.iter().map(|host| host.free).max().unwrap_or(0);
    let count = needs.count.max(1);
    let of_pod = |each: MicroUsd| MicroUsd(each.0 * i64::from(count)).dollars();
    LowestPrice {
        gpu_name: cheapest.model().map(|model| model.name.to_owned()),
        gpu_type_id: Some(id.to_owned()),
        minimum_bid_price: hosts.iter().filter_map(|host| host.spot_price()).min().map(of_pod),
        uninterruptable_price: Some(of_pod(cheapest.price())),
        min_memory: hosts.iter().map(|host| host.memory_per_unit * count).min(),
        min_vcpu: hosts.iter().map(|host| host.vcpus_per_unit * count).min(),
        min_disk: hosts.iter().map(|host| host.disk).min(),
        min_download: hosts.iter().map(|host| host.download).min(),
        min_upload: hosts.iter().map(|host| host.upload).min(),
        rental_percentage: Some(f64::from(total - free) / f64::from(total.max(1))),
        rented_count: Some(total - free),
        total_count: Some(total),
        stock_status: stock_status(world.free_of(id, needs)).map(str::to_owned),
        max_gpu_count: cheapest.model().map(|model| model.max_count(cheapest.secure)),
        max_unreserved_gpu_count: Some(most),
        available_gpu_counts: list(1..=most),
        country_code: Some(cheapest.place.code.to_owned()),
        support_public_ip: Some(cheapest.public_ip),
        compliance: Some(Vec::new()),
    }
}

pub fn data_centers() -> Option<Vec<Option<DataCenter>>> {
    list(PLACES.iter().map(data_center))
}

pub fn data_center(place: &Place) -> DataCenter {
    DataCenter {
        id: place.id.to_owned(),
        name: Some(place.id.to_owned()),
        location: Some(place.country.to_owned()),
        region: Some(place.id.split('-').next().unwrap_or_default().to_owned()),
        listed: Some(true),
        storage_support: Some(place.volumes),
        global_network: Some(place.volumes),
        compliance: Some(Vec::new()),
    }
}

#[ComplexObject]
impl DataCenter {
    async fn gpu_availability(
        &self,
        context: &Context<'_>,
        input: Option<GpuAvailabilityInput>,
    ) -> Result<Option<Vec<Option<GpuAvailability>>>> {
        let needs = Needs { place: Some(self.id.clone()), ..input.unwrap_or_default().into_needs() };
        let known = GPU_MODELS.iter().filter(|model| model.secure || model.community);
        let seen = simulator(context)?.look(|world, _| list(known.map(|model| availability(world, model, &needs))));
        Ok(seen)
    }
}

fn availability(world: &World, model: &GpuModel, needs: &Needs) -> GpuAvailability {
    let stock = stock_status(world.free_of(model.id, needs));
    GpuAvailability {
        id: Some(format!("{}-{}", needs.place.as_deref().unwrap_or_default(), model.id)),
        available: Some(stock.is_some()),
        stock_status: Some(stock.unwrap_or("None").to_owned()),
        gpu_type_id: Some(model.id.to_owned()),
        gpu_type: Some(gpu_type(model)),
        gpu_type_display_name: Some(model.name.to_owned()),
        display_name: Some(model.name.to_owned()),
    }
}

pub fn cpu_types() -> Option<Vec<Option<CpuType>>> {
    list(CPU_TYPES.iter().map(|(id, name, maker, cores, threads)| CpuType {
        id: Some((*id).to_owned()),
        display_name: Some((*name).to_owned()),
        manufacturer: Some((*maker).to_owned()),
        cores: Some(*cores),
        threads_per_core: Some(*threads),
        group_id: None,
    }))
}

pub fn cpu_flavor(flavor: &Flavor) -> CpuFlavor {
    CpuFlavor {
        id: Some(flavor.id.to_owned()),
        group_id: Some(flavor.id.chars().take(4).collect()),
        group_name: Some(flavor.group.to_owned()),
        display_name: Some(flavor.group.to_owned()),
        min_vcpu: Some(2),
        max_vcpu: Some(32),
        vcpu_burstable: Some(false),
        ram_multiplier: Some(f64::from(flavor.ram_per_vcpu)),
        disk_limit_per_vcpu: Some(flavor.disk_per_vcpu),
    }
}

pub fn flavor_named(id: &str) -> Option<CpuFlavor> {
    FLAVORS.iter().find(|flavor| flavor.id == id).map(cpu_flavor)
}

#[ComplexObject]
impl CpuFlavor {
    async fn specifics(&self, context: &Context<'_>, input: Option<SpecificsInput>) -> Result<Option<Specifics>> {
        let input = input.unwrap_or_default();
        let Some(wanted) = input.instance_id.as_deref().and_then(instance) else { return Ok(None) };
        let needs = Needs { count: wanted.vcpus, place: input.data_center_id, ..Needs::default() };
        let free = simulator(context)?.look(|world, _| free_vcpus(world, &needs));
        let price = MicroUsd(wanted.flavor.micro_per_vcpu * i64::from(wanted.vcpus));
        Ok(Some(Specifics {
            stock_status: stock_status(free / wanted.vcpus).map(str::to_owned),
            secure_price: Some(price.dollars()),
            sls_price: None,
        }))
    }
}

fn free_vcpus(world: &World, needs: &Needs) -> i32 {
    let hosts = world.machines.iter().filter(|host| matches!(host.gear, MachineKind::Cpu));
    hosts.filter(|host| host.suits(needs)).map(|host| host.free).sum()
}
