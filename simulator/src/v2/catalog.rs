//! GPU types, and processors for pods without one.

use serde_json::{Map, Value, json};

use super::answers::ok;
use super::asked::{Asked, Request};
use super::gpu_rows::{Quirk, cuda_versions, pool, quirk, serverless_cents};
use super::parameters::whole;
use super::problem::{Answer, Problem};
use crate::data_centers::{FLAVORS, Flavor, PLACES};
use crate::gpu_models::{GPU_MODELS, GpuModel, gpu_model};
use crate::machines::{Machine, MachineKind, Needs, stock_status};
use crate::money::MicroUsd;
use crate::world::World;

pub fn gpus(request: &Request<'_>) -> Answer {
    let filter = Filter::read(request.asked)?;
    let mut models: Vec<&GpuModel> = GPU_MODELS.iter().collect();
    // GraphQL tells of "unknown" twice.
    models.dedup_by_key(|model| model.id);
    let gpus = request.look(|world, _| models.into_iter().map(|model| gpu(world, model, &filter)).collect::<Vec<_>>());
    Ok(ok(json!({ "gpus": gpus })))
}

pub fn one_gpu(request: &Request<'_>) -> Answer {
    let filter = Filter::read(request.asked)?;
    let model = gpu_model(request.id).ok_or_else(Problem::not_found)?;
    Ok(ok(request.look(|world, _| gpu(world, model, &filter))))
}

pub fn cpus(request: &Request<'_>) -> Answer {
    let filter = CpuFilter::read(request.asked)?;
    let cpus = request.look(|world, _| FLAVORS.iter().map(|flavor| cpu(world, flavor, &filter)).collect::<Vec<_>>());
    Ok(ok(json!({ "cpus": cpus })))
}

pub fn one_cpu(request: &Request<'_>) -> Answer {
    let filter = CpuFilter::read(request.asked)?;
    let flavor = FLAVORS.iter().find(|flavor| flavor.id == request.id).ok_or_else(Problem::not_found)?;
    Ok(ok(request.look(|world, _| cpu(world, flavor, &filter))))
}

/// Which stock is asked for, if any is.
struct Filter {
    with_stock: bool,
    needs: Needs,
    countries: Vec<String>,
}

/// Without `include` these ask for nothing, and are refused.
const NEED_STOCK: [&str; 6] = ["product", "count", "cloud", "countryCodes", "cudaVersions", "minCudaVersion"];

impl Filter {
    fn read(asked: &Asked) -> Answer<Self> {
        let with_stock = with_stock(asked, &NEED_STOCK)?;
        let allowed_cuda = listed(asked, "cudaVersions");
        if !allowed_cuda.is_empty() && asked.parameter("minCudaVersion").is_some() {
            return Err(Problem::bad_request("cudaVersions and minCudaVersion are mutually exclusive"));
        }
        let needs = Needs {
            count: whole_of(asked, "count").unwrap_or(1),
            secure: asked.parameter("cloud").map(|cloud| cloud == "SECURE"),
            allowed_cuda,
            min_cuda: asked.parameter("minCudaVersion").map(str::to_owned),
            ..Needs::default()
        };
        Ok(Self { with_stock, needs, countries: listed(asked, "countryCodes") })
    }

    fn is_somewhere_else(&self, host: &Machine) -> bool {
        !self.countries.is_empty() && !self.countries.iter().any(|code| code == host.place.code)
    }
}

pub fn listed(asked: &Asked, name: &str) -> Vec<String> {
    let text = asked.parameter(name).unwrap_or_default();
    text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn whole_of(asked: &Asked, name: &str) -> Option<i32> {
    let number = asked.parameter(name).and_then(whole)?;
    Some(i32::try_from(number).unwrap_or(i32::MAX))
}

fn with_stock(asked: &Asked, need_stock: &[&str]) -> Answer<bool> {
    if listed(asked, "include").is_empty() {
        return match need_stock.iter().find(|name| asked.parameter(name).is_some()) {
            Some(name) => Err(Problem::bad_request(&format!("{name} is valid only with include=AVAILABILITY"))),
            None => Ok(false),
        };
    }
    if listed(asked, "product").is_empty() {
        return Err(Problem::bad_request("product is required with include=AVAILABILITY"));
    }
    Ok(true)
}

fn gpu(world: &World, model: &GpuModel, filter: &Filter) -> Value {
    let dollars = |cents: i64| MicroUsd(cents * 10_000).dollars();
    let mut price = json!({
        "secure": dollars(model.on_demand_cents(true)), "community": dollars(model.on_demand_cents(false)),
    });
    if let (Some(cents), Some(price)) = (serverless_cents(model.id), price.as_object_mut()) {
        price.insert("serverless".to_owned(), json!(dollars(cents)));
    }
    let mut told = Map::new();
    let mut tell = |key: &str, value: Value| told.insert(key.to_owned(), value);
    tell("id", json!(model.id));
    tell("name", json!(model.name));
    tell("pool", json!(pool(model.id)));
    tell(
        "manufacturer",
        json!(if model.id == "unknown" { "UNKNOWN".to_owned() } else { model.manufacturer().to_uppercase() }),
    );
    tell("memory", json!(model.memory));
    tell("secure", json!(model.secure));
    tell("community", json!(model.community));
    tell("price", price);
    tell("maxCount", json!({ "secure": model.max_count(true), "community": model.max_count(false) }));
    if filter.with_stock {
        stock(world, model, filter, &mut tell);
    }
    Value::Object(told)
}

fn stock(world: &World, model: &GpuModel, filter: &Filter, tell: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let hosts: Vec<&Machine> = world.machines_of(model.id).filter(|host| !filter.is_somewhere_else(host)).collect();
    let fits: Vec<&Machine> = hosts.iter().copied().filter(|host| host.suits(&filter.needs)).collect();
    let odd = quirk(model.id);
    let all = if odd == Quirk::SaysNone { "NONE" } else { level(fits.iter().map(|host| host.free).sum()) };
    tell("availability", json!(all));
    let places: Vec<Value> = PLACES
        .iter()
        .filter_map(|place| {
            let free = fits.iter().filter(|host| host.place.id == place.id && host.secure).map(|host| host.free).sum();
            (free > 0).then(|| json!({ "id": place.id, "name": place.id, "availability": level(free) }))
        })
        .collect();
    if !places.is_empty() && odd != Quirk::NoPlaces {
        tell("dataCenters", json!(places));
    }
    let mut versions: Vec<&str> = cuda_versions(model.id).chain(hosts.iter().map(|host| host.cuda)).collect();
    versions.sort_by_key(|version| crate::machines::version(version));
    versions.dedup();
    // Of AMD's nothing is said.
    if model.manufacturer() != "AMD" && !versions.is_empty() {
        let is_free = |version: &str| fits.iter().any(|host| host.cuda == version);
        let told = versions.iter().map(|version| json!({ "version": version, "available": is_free(version) }));
        tell("cudaVersions", told.collect());
    }
}

/// In RunPod's words of v2.
pub fn level(free: i32) -> &'static str {
    match stock_status(free) {
        Some("High") => "HIGH",
        Some("Medium") => "MEDIUM",
        Some(_) => "LOW",
        None => "NONE",
    }
}

struct CpuFilter {
    with_stock: bool,
    vcpus: i32,
}

impl CpuFilter {
    fn read(asked: &Asked) -> Answer<Self> {
        let with_stock = with_stock(asked, &["product", "vcpuCount"])?;
        let vcpus = whole_of(asked, "vcpuCount").unwrap_or(2);
        if vcpus.count_ones() != 1 {
            return Err(Problem::bad_request("vcpuCount must be a power of two"));
        }
        Ok(Self { with_stock, vcpus })
    }
}

fn cpu(world: &World, flavor: &Flavor, filter: &CpuFilter) -> Value {
    let price = MicroUsd(flavor.micro_per_vcpu).dollars();
    let mut told = json!({
        "id": flavor.id,
        "name": flavor.group,
        "group": flavor.id.get(..4).unwrap_or(flavor.id).to_uppercase(),
        "vcpu": { "min": 2, "max": 32 },
        "ramGbPerVcpu": flavor.ram_per_vcpu,
        "price": { "securePerVcpu": price, "serverlessPerVcpu": price },
    });
    if let (true, Some(told)) = (filter.with_stock, told.as_object_mut()) {
        let free = |place: &str| cpu_free(world, place, filter.vcpus);
        let total: i32 = PLACES.iter().map(|place| free(place.id)).sum();
        told.insert("availability".to_owned(), json!(level(total)));
        let places = PLACES.iter().filter(|place| free(place.id) > 0);
        let places =
            places.map(|place| json!({ "id": place.id, "name": place.id, "availability": level(free(place.id)) }));
        told.insert("dataCenters".to_owned(), places.collect());
    }
    told
}

/// Instances of so many vCPUs that are free there.
pub fn cpu_free(world: &World, place: &str, vcpus: i32) -> i32 {
    let hosts = world.machines.iter().filter(|host| matches!(host.gear, MachineKind::Cpu) && host.place.id == place);
    hosts.map(|host| host.free / vcpus.max(1)).sum()
}
