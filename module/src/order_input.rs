//! An order as a program writes it, read into the form that the page's is read from: every rule stands there, once. Here it
//! is only seen that each thing is of its kind, that nothing unknown stands there, and that nothing contradicts the rest.

use launchpod_core::account::NetworkVolume;
use launchpod_core::catalog::apps::app;
use launchpod_core::catalog::cpu::CpuOffer;
use launchpod_core::catalog::template::Template;
use launchpod_core::catalog::{Catalog, CloudFilter};
use launchpod_core::order::{Field, OWN_IMAGE, OrderForm};

use problem::{Problem, name_of};

pub mod problem;
mod types;

pub use types::OrderInput;

/// GB of container disk for an image that nothing is known of.
const DISK_GB: &str = "50";

impl OrderInput {
    /// The form that asks for this, and what contradicts the rest of it.
    pub fn form(&self, volumes: &[NetworkVolume], template: Option<&Template>) -> (OrderForm, Vec<Problem>) {
        let mut raw = OrderForm::default();
        self.choose_image(&mut raw, template);
        let typed = self.texts.iter().filter(|(field, _)| !matches!(field, Field::Image | Field::Template));
        typed.for_each(|(field, text)| raw.set(*field, text));
        if let Some(cpu) = self.get(Field::Cpu) {
            raw.set(Field::Compute, "cpu");
            raw.set(Field::Cpu, cpu);
        }
        if self.get(Field::Bid).is_some() {
            raw.set(Field::Rent, "spot");
        }
        if let Some(choices) = &self.choices {
            raw.choices.clone_from(choices);
        }
        for variable in &self.env {
            raw.env.retain(|other| other.key != variable.key);
            raw.env.push(variable.clone());
        }
        let mut problems = vec![];
        self.name_volume(&mut raw, volumes, &mut problems);
        self.look_for_contradictions(&raw, volumes, &mut problems);
        (raw, problems)
    }

    fn choose_image(&self, raw: &mut OrderForm, template: Option<&Template>) {
        if let Some(template) = template {
            raw.take_template(template);
            raw.set(Field::Name, &plain(&template.name));
        }
        let Some(image) = self.get(Field::Image) else { return };
        if template.is_none() {
            let known = app(image);
            raw.choose_image(known.map_or(OWN_IMAGE, |image| image.key));
            if known.is_some() {
                return;
            }
            raw.set(Field::Name, &name_after(image));
            raw.set(Field::Ports, "");
            raw.set(Field::ContainerDisk, DISK_GB);
        }
        raw.set(Field::OwnImage, app(image).map_or(image, |known| known.image));
    }

    /// A machine without a GPU holds less than images are comfortable with. What the program says itself stays as it is.
    pub fn fit_disk(&self, raw: &mut OrderForm, cpus: &[CpuOffer]) {
        let machine = cpus.iter().find(|offer| self.get(Field::Cpu) == Some(offer.instance_id.as_str()));
        let Some(most) = machine.and_then(|offer| offer.most_disk_gb) else { return };
        let wanted = raw.get(Field::ContainerDisk).trim().parse::<u32>().ok();
        if self.get(Field::ContainerDisk).is_none() && wanted.is_some_and(|gb| gb > most) {
            raw.set(Field::ContainerDisk, &most.to_string());
        }
    }

    /// A volume may be called by its name where only one has it.
    fn name_volume(&self, raw: &mut OrderForm, volumes: &[NetworkVolume], problems: &mut Vec<Problem>) {
        let Some(wanted) = self.get(Field::NetworkVolume) else { return };
        if volumes.iter().any(|volume| volume.id.as_str() == wanted) {
            return;
        }
        let named: Vec<&NetworkVolume> = volumes.iter().filter(|volume| volume.name == wanted).collect();
        match named.as_slice() {
            [one] => raw.set(Field::NetworkVolume, one.id.as_str()),
            [] => {
                let all: Vec<String> =
                    volumes.iter().map(|volume| format!("{} ({})", volume.id, volume.name)).collect();
                let all = if all.is_empty() { "none".to_owned() } else { all.join(", ") };
                let text = format!("The account has no network volume “{wanted}”. It has: {all}.");
                problems.push(Problem::new(name_of(Field::NetworkVolume), text));
            }
            many => {
                let ids: Vec<&str> = many.iter().map(|volume| volume.id.as_str()).collect();
                let text =
                    format!("{} volumes are called “{wanted}”: give the id of one: {}.", ids.len(), ids.join(", "));
                problems.push(Problem::new(name_of(Field::NetworkVolume), text));
            }
        }
    }

    /// What the form would pass over: there it is out of sight, here somebody wrote it.
    fn look_for_contradictions(&self, raw: &OrderForm, volumes: &[NetworkVolume], problems: &mut Vec<Problem>) {
        let has = |field: Field| self.get(field).is_some();
        let mut note = |field: Field, text: &str| problems.push(Problem::new(name_of(field), text));
        if raw.is_cpu() {
            let odd = [Field::GpuCount, Field::Bid, Field::PodVolume, Field::MinVcpu, Field::MinMemory];
            if self.choices.is_some() {
                note(Field::GpuType, "An order is for gpus or for a cpu, not for both.");
            }
            odd.into_iter()
                .filter(|field| has(*field))
                .for_each(|field| note(field, "A machine without a GPU has none of this."));
        }
        let clouds = self.get(Field::Cloud).and_then(CloudFilter::parse).unwrap_or_default();
        if (raw.has_network_volume() || raw.is_cpu()) && clouds == CloudFilter::Community {
            note(Field::Cloud, "Network volumes, and machines without a GPU, are available in the secure cloud alone.");
        }
        if raw.has_network_volume() && has(Field::PodVolume) {
            note(Field::PodVolume, "A pod has a network volume or a volume of its own, not both.");
        }
        let there = raw.volume(volumes).map(|volume| volume.data_center.as_str());
        if let (Some(place), Some(there)) = (self.get(Field::Place), there)
            && !place.eq_ignore_ascii_case(there)
        {
            note(Field::Place, &format!("The network volume lies in {there}, and so must the pod: leave place out."));
        }
        if has(Field::EndAfter) && raw.start_for_timer().is_none() && self.get(Field::EndAfter) != Some("") {
            note(
                Field::EndAfter,
                "No timer can be set in this pod, as it is not known how its image starts (or startCommand takes the place of \
                 that). Leave it out, or null, and terminate the pod yourself.",
            );
        }
        if has(Field::Notify) && raw.start_for_timer().is_none() {
            note(
                Field::Notify,
                "This pod can send no notices, as it is not known how its image starts (or startCommand takes the place of that). \
                 Leave it out.",
            );
        }
    }
}

/// A GPU type may be called by RunPod's name for people, like `RTX 4090`, where only one has it.
pub fn name_gpus(raw: &mut OrderForm, catalog: &Catalog) {
    for choice in raw.choices.iter_mut().filter(|choice| !choice.gpu_type.is_empty()) {
        if catalog.gpu_types.iter().any(|gpu| gpu.id.as_str() == choice.gpu_type) {
            continue;
        }
        let wanted = choice.gpu_type.trim();
        let mut found = catalog.gpu_types.iter().filter(|gpu| gpu.name.eq_ignore_ascii_case(wanted));
        if let (Some(gpu), None) = (found.next(), found.next()) {
            choice.gpu_type = gpu.id.to_string();
        }
    }
}

/// `ghcr.io/me/my-trainer:v2` makes `my-trainer`.
fn name_after(image: &str) -> String {
    let path = image.split('@').next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    plain(last.split(':').next().unwrap_or_default())
}

/// What of a text may stand in a pod's name.
fn plain(text: &str) -> String {
    let plain: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || " -_.()".contains(*c)).take(40).collect();
    if plain.trim().is_empty() { "pod".to_owned() } else { plain }
}

/// vCPUs in a machine's id, like `cpu3g-2-8`; `None` for what is no such id.
pub fn vcpus(instance: &str) -> Option<u32> {
    instance.split('-').nth(1)?.parse().ok().filter(|count| *count > 0)
}

#[cfg(test)]
mod tests;
