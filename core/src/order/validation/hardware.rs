//! What a pod shall run on, where, and whether it is available.

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
            None => note(Problem::new(Field::Cpu, "Choose a machine.")),
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
        note(Problem::new(Field::GpuType, "Choose a GPU type."));
    }
    let count = raw.count();
    if count.is_none() {
        note(Problem::new(Field::GpuCount, "Type how many GPUs: a whole number, 1 or more."));
    }
    Hardware::Gpus { choices, count: count.unwrap_or(1), rent: rent(raw, note) }
}

/// A machine without a GPU has so many GB for each vCPU.
fn too_large_a_disk(raw: &OrderForm, cpu: &CpuOffer) -> Option<Problem> {
    let gb = disk(raw.get(Field::ContainerDisk)).ok().filter(|gb| !cpu.holds(*gb))?;
    let most = cpu.most_disk_gb.unwrap_or(gb);
    let text =
        format!("This machine can have at most {most} GB of container disk. Type less, or choose a larger machine.");
    Some(Problem::new(Field::ContainerDisk, text))
}

/// The choice as it is written, whether or not RunPod has any of it.
pub(in crate::order) fn written(raw: &GpuChoiceForm) -> Result<Choice, Problem> {
    let problem = |text: String| Err(Problem::new(Field::GpuType, text));
    if !raw.gpu_type.is_empty() {
        return Ok(Choice::Type(GpuTypeId::new(&raw.gpu_type)));
    }
    let Some(memory_gb) = whole(&raw.memory, Field::GpuType, MOST_OF_A_MACHINE)? else {
        return problem("Type how many GB of memory any GPU must have.".into());
    };
    let at_most = match raw.at_most.trim() {
        "" => None,
        text => match GpuRate::parse(text) {
            Some(rate) if !rate.is_zero() => Some(rate),
            _ => return problem(format!("“{text}” is no price. Type dollars per GPU and hour, like 0.50.")),
        },
    };
    Ok(Choice::Any { memory_gb, at_most })
}

fn choice(raw: &GpuChoiceForm, clouds: CloudFilter, catalog: &Catalog) -> Result<Choice, Problem> {
    let problem = |text: String| Err(Problem::new(Field::GpuType, text));
    let Choice::Type(id) = written(raw)? else { return written(raw) };
    let Some(gpu) = catalog.gpu_type(&id) else {
        return problem(format!("RunPod does not offer “{id}” any more. Choose another GPU type."));
    };
    match clouds.each().iter().any(|cloud| gpu.shelf(*cloud).is_some()) {
        true => Ok(Choice::Type(id)),
        false => problem(format!("The {} is not available in {}. Choose another one.", gpu.name, clouds.describe())),
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
                note(Problem::new(Field::Bid, "Type what you bid per GPU and hour, like 0.35."));
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
        (_, false) => Err(Problem::new(Field::Place, "That is no data center. Choose one, or anywhere.")),
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
        Some(odd) => Err(Problem::new(
            Field::Cuda,
            format!("“{odd}” is no CUDA version. Write 12.8, 13.0, with commas between."),
        )),
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
        return Some(Problem::new(
            field,
            "No GPU type of RunPod's is as you want it. Ask for less memory, or a higher price.",
        ));
    }
    let most = steps.iter().map(|step| match step.skip {
        Some(SkipReason::TooMany(most)) => most,
        _ => u32::MAX,
    });
    if let Some(most) = most.max().filter(|most| *most < count) {
        return Some(Problem::new(Field::GpuCount, format!("One pod can have at most {most} of these.")));
    }
    let going = steps.iter().filter_map(|step| match step.skip {
        Some(SkipReason::BidTooLow(going)) => Some(going),
        _ => None,
    });
    let open = steps.iter().any(|step| step.skip.is_none());
    if let Some(going) = going.min().filter(|_| !open && order.when_sold_out == WhenSoldOut::Stop) {
        return Some(Problem::new(Field::Bid, format!("The going price is {going} a GPU: a lower bid gets nothing.")));
    }
    if !open && order.when_sold_out == WhenSoldOut::Stop {
        return Some(Problem::new(field, sold_out(order, &steps, count)));
    }
    let total = |step: &offers::Candidate| order.quote(step.pick.rate).total();
    let cheapest = steps.iter().filter(|step| step.skip.is_none() || !open).map(total).min()?;
    let ceiling = order.ceiling.filter(|ceiling| *ceiling < cheapest)?;
    let text = format!("Nothing that you chose costs {ceiling} or less: the cheapest is {cheapest} with its disk.");
    Some(Problem::new(Field::Ceiling, text))
}

fn sold_out(order: &Order, steps: &[offers::Candidate], count: u32) -> String {
    let place = match (&order.mount, &order.scope.data_center) {
        (Some(mount), _) => format!(" in {}, where your volume is", mount.data_center),
        (None, Some(place)) => format!(" in {place}"),
        (None, None) => String::new(),
    };
    let many = if count > 1 { ", this many in one pod," } else { "" };
    let what = match (&order.hardware, steps) {
        (Hardware::Gpus { choices, .. }, [first, ..]) if matches!(choices.as_slice(), [Choice::Type(_)]) => {
            format!("The {}{many} is", first.pick.name)
        }
        (Hardware::Cpu(cpu), _) => format!("{} is", cpu.name()),
        _ => format!("All that you chose{many} is"),
    };
    let narrowed = narrowed(order);
    let less = match narrowed.is_empty() {
        true => String::new(),
        false => format!(" You ask for {}: with less there may be some.", narrowed.join(", ")),
    };
    format!(
        "{what} out of stock{place}.{less} Choose another one, or let this page wait for it (“If none is in stock”)."
    )
}

/// What leaves fewer machines than there are, in words.
fn narrowed(order: &Order) -> Vec<String> {
    let scope = &order.scope;
    let all = [
        (order.container_disk_gb >= MANY_GB, format!("{} GB of container disk", order.container_disk_gb)),
        (order.volume_gb >= MANY_GB, format!("{} GB of pod volume", order.volume_gb)),
        (scope.min_vcpu > 0, format!("{} vCPUs", scope.min_vcpu)),
        (scope.min_memory_gb > 0, format!("{} GB of memory", scope.min_memory_gb)),
        (!order.cuda.is_empty(), format!("CUDA {}", order.cuda.join(" or "))),
    ];
    all.into_iter().filter(|(narrows, _)| *narrows).map(|(_, words)| words).collect()
}
