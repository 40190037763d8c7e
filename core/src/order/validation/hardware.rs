//! What a pod shall run on, where, and whether it is available.

use launchpod_words::{common, list_plain, order_problems, sentences};

use crate::account::NetworkVolume;
use crate::catalog::cpu::CpuOffer;
use crate::catalog::{AvailabilityQuery, Catalog, CloudFilter};
use crate::order::offers::{self, SkipReason};
use crate::order::validation::{MOST_OF_A_MACHINE, Note, bid, disk, pod_volume, whole};
use crate::order::{
    Choice, Field, GpuChoiceForm, Hardware, Order, OrderContext, OrderForm, Problem, RentalMode, WhenSoldOut, or_note,
};
use crate::types::ids::{DataCenterId, GpuTypeId};
use crate::types::money::GpuRate;

/// No type has more GPUs in one pod. Stock for a typing slip beyond that is asked for one: the slip is told anyway.
const MOST_GPUS: u32 = 10;
/// Stock is asked for by disks of such steps, so that not every letter typed asks again.
const DISK_STEP_GB: u32 = 100;
/// Disks as large as this are had on fewer machines.
const MANY_GB: u32 = 150;

pub(in crate::order) fn hardware(raw: &OrderForm, known: OrderContext, note: Note) -> Hardware {
    if raw.is_cpu() {
        let wanted = raw.get(Field::Cpu);
        let cpu = known.cpus.iter().find(|cpu| cpu.instance_id == wanted);
        match cpu {
            None => note(Problem::new(Field::Cpu, order_problems::machine_missing())),
            Some(cpu) => too_large_a_disk(raw, cpu).into_iter().for_each(note),
        }
        return cpu.map_or(Hardware::NONE, |cpu| Hardware::Cpu(cpu.clone()));
    }
    let mut choices = Vec::with_capacity(raw.choices.len());
    for raw_choice in &raw.choices {
        match choice(raw_choice, raw.clouds(), known.catalog) {
            Ok(choice) => choices.push(choice),
            Err(problem) => note(problem),
        }
    }
    if raw.choices.is_empty() {
        note(Problem::new(Field::GpuType, order_problems::gpu_missing()));
    }
    let count = raw.count();
    if count.is_none() {
        note(Problem::new(Field::GpuCount, order_problems::gpu_count_missing()));
    }
    Hardware::Gpus { choices, count: count.unwrap_or(1), rent: rent(raw, note) }
}

/// A machine without a GPU has so many GB for each vCPU.
fn too_large_a_disk(raw: &OrderForm, cpu: &CpuOffer) -> Option<Problem> {
    let gb = disk(raw.get(Field::ContainerDisk)).ok().filter(|gb| !cpu.holds(*gb))?;
    let most = cpu.most_disk_gb.unwrap_or(gb);
    Some(Problem::new(Field::ContainerDisk, order_problems::disk_too_large_here(most)))
}

/// The choice as it is written, whether or not RunPod has any of it.
pub(in crate::order) fn written(raw: &GpuChoiceForm) -> Result<Choice, Problem> {
    let problem = |text: String| Err(Problem::new(Field::GpuType, text));
    if !raw.gpu_type.is_empty() {
        return Ok(Choice::Type(GpuTypeId::new(&raw.gpu_type)));
    }
    let Some(memory_gb) = whole(&raw.memory, Field::GpuType, MOST_OF_A_MACHINE)? else {
        return problem(order_problems::memory_missing().into());
    };
    let at_most = match raw.at_most.trim() {
        "" => None,
        text => match GpuRate::parse(text) {
            Some(rate) if !rate.is_zero() => Some(rate),
            _ => return problem(order_problems::no_gpu_price(text)),
        },
    };
    Ok(Choice::Any { memory_gb, at_most })
}

fn choice(raw: &GpuChoiceForm, clouds: CloudFilter, catalog: &Catalog) -> Result<Choice, Problem> {
    let problem = |text: String| Err(Problem::new(Field::GpuType, text));
    let Choice::Type(id) = written(raw)? else { return written(raw) };
    let Some(gpu) = catalog.gpu_type(&id) else {
        return problem(order_problems::gpu_gone(id));
    };
    match clouds.each().iter().any(|cloud| gpu.shelf(*cloud).is_some()) {
        true => Ok(Choice::Type(id)),
        false => problem(match clouds {
            CloudFilter::All => order_problems::gpu_in_neither_cloud(&gpu.name),
            CloudFilter::Secure => order_problems::gpu_not_in_secure_cloud(&gpu.name),
            CloudFilter::Community => order_problems::gpu_not_in_community_cloud(&gpu.name),
        }),
    }
}

fn rent(raw: &OrderForm, note: Note) -> RentalMode {
    if !raw.is_spot() {
        return RentalMode::OnDemand;
    }
    match or_note(bid(raw), note) {
        Some(bid) => RentalMode::Spot(bid),
        None => {
            if raw.given(Field::Bid).is_none() {
                note(Problem::new(Field::Bid, order_problems::bid_missing()));
            }
            RentalMode::OnDemand
        }
    }
}

/// What prices and stock are asked for, given the form as it stands; what makes no sense counts as not wanted.
pub(in crate::order) fn scope(raw: &OrderForm, volumes: &[NetworkVolume], note: Note) -> AvailabilityQuery {
    let volume = raw.volume(volumes);
    let place = if volume.is_some() { None } else { or_note(place(raw), note) };
    let (data_center, country) = match place {
        Some(place) if place.len() == 2 => (None, Some(place)),
        Some(place) => (Some(DataCenterId::new(place)), None),
        None => (volume.map(|volume| volume.data_center.clone()), None),
    };
    let mut least = |field: Field| match raw.is_cpu() {
        true => 0,
        false => or_note(whole(raw.get(field), field, MOST_OF_A_MACHINE), note).unwrap_or(0),
    };
    let (min_vcpu, min_memory_gb) = (least(Field::MinVcpu), least(Field::MinMemory));
    let disks = disk(raw.get(Field::ContainerDisk)).unwrap_or(0) + pod_volume(raw).unwrap_or(0);
    AvailabilityQuery {
        gpu_count: raw.count().filter(|count| *count <= MOST_GPUS).unwrap_or(1),
        data_center,
        country,
        cuda: or_note(cuda(raw), note),
        min_vcpu,
        min_memory_gb,
        min_disk_gb: if disks <= DISK_STEP_GB { 0 } else { disks.next_multiple_of(DISK_STEP_GB) },
    }
}

fn place(raw: &OrderForm) -> Result<Option<String>, Problem> {
    let text = raw.get(Field::Place).trim().to_ascii_uppercase();
    let plain = text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match (text.is_empty(), plain) {
        (true, _) => Ok(None),
        (_, true) => Ok(Some(text)),
        (_, false) => Err(Problem::new(Field::Place, order_problems::no_place())),
    }
}

fn cuda(raw: &OrderForm) -> Result<Vec<String>, Problem> {
    let wanted = raw.cuda();
    let version = |text: &str| {
        let (major, minor) = text.split_once('.')?;
        let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        (digits(major) && digits(minor)).then_some(())
    };
    match wanted.iter().find(|text| version(text).is_none()) {
        Some(odd) => Err(Problem::new(Field::Cuda, order_problems::no_cuda(odd))),
        None => Ok(wanted),
    }
}

/// Whether anything of what is wanted is available, and within the ceiling.
pub(in crate::order) fn check_availability(order: &Order, catalog: &Catalog) -> Option<Problem> {
    let steps = offers::candidates(order, catalog);
    let (field, count) = match &order.hardware {
        Hardware::Gpus { count, .. } => (Field::GpuType, *count),
        Hardware::Cpu(_) => (Field::Cpu, 1),
    };
    if steps.is_empty() {
        return Some(Problem::new(field, order_problems::no_such_gpu()));
    }
    let most = steps.iter().map(|step| match step.skip {
        Some(SkipReason::TooMany(most)) => most,
        _ => u32::MAX,
    });
    if let Some(most) = most.max().filter(|most| *most < count) {
        return Some(Problem::new(Field::GpuCount, order_problems::too_many_gpus(most)));
    }
    let going = steps.iter().filter_map(|step| match step.skip {
        Some(SkipReason::BidTooLow(going)) => Some(going),
        _ => None,
    });
    let open = steps.iter().any(|step| step.skip.is_none());
    if let Some(going) = going.min().filter(|_| !open && order.when_sold_out == WhenSoldOut::Stop) {
        return Some(Problem::new(Field::Bid, order_problems::bid_too_low(going)));
    }
    if !open && order.when_sold_out == WhenSoldOut::Stop {
        return Some(Problem { waits: true, ..Problem::new(field, sold_out(order, &steps, count)) });
    }
    let total = |step: &offers::Candidate| order.quote(step.pick.rate).total();
    let cheapest = steps.iter().filter(|step| step.skip.is_none() || !open).map(total).min()?;
    let ceiling = order.ceiling.filter(|ceiling| *ceiling < cheapest)?;
    Some(Problem::new(Field::Ceiling, order_problems::ceiling_too_low(ceiling, cheapest)))
}

fn sold_out(order: &Order, steps: &[offers::Candidate], count: u32) -> String {
    let wishes = narrowed(order);
    let less = if wishes.is_empty() { String::new() } else { order_problems::ask_for_less(list_plain(&wishes)) };
    sentences(&[what_is_out(order, steps, count).as_str(), &less, order_problems::choose_another_or_wait()])
}

fn what_is_out(order: &Order, steps: &[offers::Candidate], count: u32) -> String {
    use order_problems as say;
    let mount = order.mount.as_ref().map(|mount| &mount.data_center);
    // The volume's place comes before the one that stands in the form.
    let (at_volume, place) = (mount.is_some(), mount.or(order.scope.data_center.as_ref()));
    match (&order.hardware, steps, place) {
        (Hardware::Gpus { choices, .. }, [first, ..], _) if matches!(choices.as_slice(), [Choice::Type(_)]) => {
            let gpu = &first.pick.name;
            match (count > 1, place) {
                (false, None) => say::gpu_out(gpu),
                (false, Some(place)) if at_volume => say::gpu_out_at_volume(gpu, place),
                (false, Some(place)) => say::gpu_out_there(gpu, place),
                (true, None) => say::gpus_out(gpu),
                (true, Some(place)) if at_volume => say::gpus_out_at_volume(gpu, place),
                (true, Some(place)) => say::gpus_out_there(gpu, place),
            }
        }
        (Hardware::Cpu(cpu), _, None) => say::machine_out(cpu.name()),
        (Hardware::Cpu(cpu), _, Some(place)) if at_volume => say::machine_out_at_volume(cpu.name(), place),
        (Hardware::Cpu(cpu), _, Some(place)) => say::machine_out_there(cpu.name(), place),
        (Hardware::Gpus { .. }, ..) => match (count > 1, place) {
            (false, None) => say::all_out().to_owned(),
            (false, Some(place)) if at_volume => say::all_out_at_volume(place),
            (false, Some(place)) => say::all_out_there(place),
            (true, None) => say::all_many_out().to_owned(),
            (true, Some(place)) if at_volume => say::all_many_out_at_volume(place),
            (true, Some(place)) => say::all_many_out_there(place),
        },
    }
}

/// What leaves fewer machines than there are, in words.
fn narrowed(order: &Order) -> Vec<String> {
    let scope = &order.scope;
    let cuda = order.cuda.iter().cloned().reduce(common::or);
    let all = [
        (order.container_disk_gb >= MANY_GB).then(|| order_problems::wished_disk(order.container_disk_gb)),
        (order.volume_gb >= MANY_GB).then(|| order_problems::wished_volume(order.volume_gb)),
        (scope.min_vcpu > 0).then(|| order_problems::wished_vcpus(scope.min_vcpu)),
        (scope.min_memory_gb > 0).then(|| order_problems::wished_memory(scope.min_memory_gb)),
        cuda.map(order_problems::wished_cuda),
    ];
    all.into_iter().flatten().collect()
}
