//! What a launch asked for, as the form that asks for it once more. Its pod does not show all of it (the whole list of choices,
//! whether the place was chosen), and shows nothing once it is gone. Kept on the device that launched it, for "launch again".

use crate::catalog::apps;
use crate::json::Document;
use crate::models::list;
use crate::notices;
use crate::order::{
    Choice, Field, GpuChoiceForm, Hardware, OWN_IMAGE, Order, OrderForm, Reading, RentalMode, is_secret, sealed,
    write_fields,
};

/// What an order says that is written down whole: earlier builds wrote the choices and the place alone.
const WHOLE: &str = "whole";
/// The fields of which something was left out.
const LEFT_OUT: &str = "left-out";
/// Bytes of one form.
const MOST: usize = 4 * 1024;

impl Order {
    /// As text, without the values of the environment and without what looks like a secret. `None` if it can't be kept.
    pub fn wished(&self) -> Option<String> {
        let part = || OrderForm::default().choosing(self.choices()).with(Field::Place, &self.place()).write();
        kept_form(&self.form()).or_else(part)
    }

    fn choices(&self) -> Vec<GpuChoiceForm> {
        match &self.hardware {
            Hardware::Gpus { choices, .. } => choices.iter().map(written).collect(),
            Hardware::Cpu(_) => vec![],
        }
    }

    /// Where it was asked for: a network volume's place is not the person's wish.
    fn place(&self) -> String {
        let center = self.scope.data_center.as_ref().filter(|_| self.mount.is_none()).map(|center| center.as_str());
        center.or(self.scope.country.as_deref()).unwrap_or_default().to_owned()
    }

    fn form(&self) -> OrderForm {
        let known = apps::of_image(&self.image);
        let number = |number: u32| if number > 0 { number.to_string() } else { String::new() };
        let ports: Vec<String> = self.ports.iter().map(ToString::to_string).collect();
        let mount = self.mount.as_ref().map(|mount| mount.volume.as_str()).unwrap_or_default();
        let mut raw = OrderForm::default().choosing(self.choices());
        let texts = [
            (Field::Image, known.map_or(OWN_IMAGE, |known| known.key).to_owned()),
            (Field::OwnImage, if known.is_some() { String::new() } else { self.image.clone() }),
            (Field::NetworkVolume, mount.to_owned()),
            (Field::ContainerDisk, number(self.container_disk_gb)),
            (Field::Models, list::write(&self.models)),
            (Field::EndAfter, String::new()),
            (Field::Name, self.name.clone()),
            (Field::Ceiling, self.ceiling.map(|rate| rate.typed()).unwrap_or_default()),
            (Field::WhenSoldOut, self.when_sold_out.as_str().to_owned()),
            (Field::Cloud, self.clouds.as_str().to_owned()),
            (Field::Place, self.place()),
            (Field::Cuda, self.cuda.join(",")),
            (Field::MinVcpu, number(self.scope.min_vcpu)),
            (Field::MinMemory, number(self.scope.min_memory_gb)),
            (Field::PodVolume, number(self.volume_gb)),
            (Field::StartCommand, self.start_command.clone()),
            (Field::Registry, self.registry.clone().unwrap_or_default()),
            (Field::Ports, ports.join(",")),
            (Field::Notify, self.notify.clone().unwrap_or_default()),
        ];
        for (field, text) in texts {
            raw.set(field, &text);
        }
        // Without a volume nothing appears anywhere: what an untouched form has stays.
        if !self.mount_path.is_empty() {
            raw.set(Field::MountPath, &self.mount_path);
        }
        match &self.hardware {
            Hardware::Gpus { count, rent, .. } => {
                raw.set(Field::GpuCount, &count.to_string());
                if let RentalMode::Spot(bid) = rent {
                    raw.set(Field::Rent, "spot");
                    raw.set(Field::Bid, &bid.typed());
                }
            }
            Hardware::Cpu(cpu) => {
                raw.set(Field::Compute, "cpu");
                raw.set(Field::Cpu, &cpu.instance_id);
            }
        }
        if let Some(timer) = self.timer {
            raw.set_timer(timer);
        }
        raw.switch(Field::Ssh, self.start_ssh);
        raw.switch(Field::Jupyter, self.start_jupyter);
        // These two stand in fields of their own.
        let own = self.env.iter().filter(|own| ![list::ENV, notices::ENV].contains(&own.key.as_str()));
        raw.env = own.cloned().collect();
        raw
    }
}

/// A form as it may be kept when its pod is gone: without the values of the environment (a reference to a secret that RunPod
/// keeps is none) and without what looks like a secret. `None` if it holds more than is kept.
fn kept_form(raw: &OrderForm) -> Option<String> {
    let mut raw = raw.clone();
    raw.env.iter_mut().filter(|own| !is_secret(&own.value)).for_each(|own| own.value.clear());
    let (kept, _) = raw.without_secrets();
    kept.write()?;
    let left = Field::ALL.into_iter().filter(|field| raw.get(*field) != kept.get(*field));
    let left: Vec<&str> = left.map(Field::as_str).collect();
    let mut text = write_fields(&kept);
    let fields = text.as_object_mut()?;
    fields.insert(WHOLE.into(), true.into());
    if !left.is_empty() {
        fields.insert(LEFT_OUT.into(), left.join(" ").into());
    }
    Some(sealed(text).to_string()).filter(|text| text.len() <= MOST)
}

impl OrderForm {
    /// As [`Order::wished`] writes it, for a pod of which nothing else is known.
    pub fn as_kept(&self) -> Option<String> {
        kept_form(self)
    }
}

/// Whether the text holds all that a launch asked for.
pub fn is_whole_wish(text: &str) -> bool {
    OrderForm::read(text).is_ok_and(|reading| reading.unknown.iter().any(|name| name == WHOLE))
}

impl Reading {
    /// Puts in what the pod's launch asked for and the pod does not show; a text that is none of [`Order::wished`] changes
    /// nothing.
    pub fn recall(&mut self, wished: &str) {
        let Ok(Self { raw: wished, .. }) = OrderForm::read(wished) else { return };
        if !self.raw.is_cpu() && !wished.choices.is_empty() {
            self.odd.retain(|name| *name != Field::GpuType.describe());
            self.raw.choices.clone_from(&wished.choices);
        }
        if !self.raw.has_network_volume() {
            self.raw.set(Field::Place, wished.get(Field::Place));
        }
    }

    /// Reads what [`Order::wished`] or [`OrderForm::as_kept`] wrote of a pod that is gone. What is not kept is told as left out.
    /// `None` for any other text.
    pub fn of_kept(text: &str) -> Option<Self> {
        let mut reading = OrderForm::read(text).ok()?;
        reading.unknown.retain(|name| name != WHOLE && name != LEFT_OUT);
        let document = Document::read(text).ok()?;
        let left = document.json().text(LEFT_OUT).unwrap_or_default();
        let left = Field::ALL.into_iter().filter(|field| left.split(' ').any(|name| name == field.as_str()));
        reading.left_out.extend(left.map(Field::describe));
        let blank = reading.raw.env.iter().filter(|own| own.value.is_empty()).map(|own| own.key.clone());
        reading.left_out.extend(blank);
        if !reading.raw.is_cpu() && reading.raw.choices.is_empty() {
            reading.odd.push(Field::GpuType.describe());
        }
        Some(reading)
    }
}

fn written(choice: &Choice) -> GpuChoiceForm {
    match choice {
        Choice::Type(id) => GpuChoiceForm::of(id.as_str()),
        Choice::Any { memory_gb, at_most } => {
            GpuChoiceForm::any(&memory_gb.to_string(), &at_most.map(|rate| rate.typed()).unwrap_or_default())
        }
    }
}
