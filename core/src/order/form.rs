//! The form as it stands.

use crate::account::NetworkVolume;
use crate::auto_stop::{ImageStart, start_of};
use crate::catalog::CloudFilter;
use crate::catalog::apps::{self, App};
use crate::catalog::template::Template;
use crate::models::takes_models;
use crate::order::offers::Offer;
use crate::order::validation::{bid, written};
use crate::order::{Field, WhenSoldOut};
use crate::types::number_input::plain_digits;

/// The form's value for "an image of my own".
pub const OWN_IMAGE: &str = "own";
/// The form's value for "from a template".
pub const TEMPLATE: &str = "template";
/// GB of GPU memory that a choice begins with.
pub(super) const USUAL_MEMORY_GB: &str = "24";
/// Hours after which a pod ends unless the person says otherwise.
const END_AFTER: &str = "4";
/// What a switch that is on holds.
pub(super) const YES: &str = "yes";

/// One of the things that a launch may get, as it stands in the form: a GPU type, or what any must have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GpuChoiceForm {
    /// A GPU type's id; empty for "any with enough memory".
    pub gpu_type: String,
    /// GB of GPU memory that any must have.
    pub memory: String,
    /// Dollars per GPU and hour that any may cost; empty for any price.
    pub at_most: String,
}

impl GpuChoiceForm {
    /// This GPU type.
    pub fn of(gpu_type: &str) -> Self {
        Self { gpu_type: gpu_type.to_owned(), ..Self::default() }
    }

    /// The first of `offers`, which are in order, that this choice would take for a pod with this image; `None` where it takes
    /// none of them.
    pub fn first_of<'a>(&self, offers: &'a [Offer], image: &str) -> Option<&'a Offer> {
        let choice = written(self).ok()?;
        offers.iter().find(|offer| offer.is_of(&choice, image))
    }

    /// Any with so many GB.
    pub fn any(memory: &str, at_most: &str) -> Self {
        Self { gpu_type: String::new(), memory: memory.to_owned(), at_most: at_most.to_owned() }
    }
}

/// A variable of the pod's environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub key: String,
    /// Its value. May be secret: never logged, never in a link.
    pub value: String,
}

impl Variable {
    /// Takes what stands in the field of the name now. What follows a `=`, which no name holds, is the value where there is
    /// none yet. Whether it was.
    pub fn type_name(&mut self, text: &str) -> bool {
        let parts = text.split_once('=').filter(|_| self.value.is_empty());
        let (key, value) = parts.unwrap_or((text, ""));
        self.key = key.to_owned();
        self.value.push_str(value);
        parts.is_some()
    }

    /// Puts what was pasted in the place of the selected part of the value, which browsers count in UTF-16; line breaks
    /// are kept.
    pub fn paste(&mut self, from: u32, to: u32, text: &str) {
        let units: Vec<u16> = self.value.encode_utf16().collect();
        let place = |at: u32| usize::try_from(at).map_or(units.len(), |at| at.min(units.len()));
        let part = |units: Option<&[u16]>| String::from_utf16_lossy(units.unwrap_or_default());
        let before = part(units.get(..place(from)));
        let after = part(units.get(place(to.max(from))..));
        self.value = before + &text.replace("\r\n", "\n").replace('\r', "\n") + &after;
    }

    /// The number of lines of its value, where it has several.
    pub fn lines(&self) -> Option<usize> {
        self.value.contains('\n').then(|| self.value.lines().count())
    }
}

/// Who filled a field in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filler {
    /// Nobody: it is as in an untouched form.
    #[default]
    Default,
    /// The image that is chosen.
    Image,
    /// The template that is chosen.
    Template,
    /// A preset, a link, or a pod that is launched again.
    Reading,
    /// The person.
    Person,
}

/// The form as it stands, letter by letter. Two are the same if the same stands in them, whoever filled them in.
#[derive(Clone, Debug)]
pub struct OrderForm {
    texts: [String; Field::ALL.len()],
    pub(super) fillers: [Filler; Field::ALL.len()],
    /// What the template that is chosen brought into the environment.
    pub(super) brought_env: Vec<Variable>,
    /// The name that comes with what is chosen, without a number.
    pub(super) brought_name: String,
    /// What the pod may run on, in the order in which it is tried.
    pub choices: Vec<GpuChoiceForm>,
    /// The environment.
    pub env: Vec<Variable>,
}

impl Default for OrderForm {
    fn default() -> Self {
        let [first, ..] = &apps::APPS;
        let mut raw = Self {
            texts: [const { String::new() }; Field::ALL.len()],
            fillers: [Filler::Default; Field::ALL.len()],
            brought_env: vec![],
            brought_name: String::new(),
            // Enough for what the ready-made images are mostly used for.
            choices: vec![GpuChoiceForm::any(USUAL_MEMORY_GB, "")],
            env: vec![],
        };
        raw.choose_image(first.key);
        let others = [
            (Field::MountPath, "/workspace"),
            (Field::Compute, "gpu"),
            (Field::GpuCount, "1"),
            (Field::Rent, "on-demand"),
            (Field::Cloud, CloudFilter::Secure.as_str()),
            (Field::Ssh, YES),
            (Field::Jupyter, YES),
            (Field::WhenSoldOut, WhenSoldOut::Stop.as_str()),
            (Field::EndAfter, END_AFTER),
        ];
        for (field, text) in others {
            raw.fill(field, text, Filler::Default);
        }
        raw
    }
}

impl PartialEq for OrderForm {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts && self.choices == other.choices && self.env == other.env
    }
}

impl Eq for OrderForm {}

impl OrderForm {
    /// What stands in a field.
    pub fn get(&self, field: Field) -> &str {
        self.texts.get(field as usize).map_or("", String::as_str)
    }

    /// Writes into a field, for the person.
    pub fn set(&mut self, field: Field, text: &str) {
        self.fill(field, text, Filler::Person);
    }

    /// Writes into a field.
    pub(super) fn fill(&mut self, field: Field, text: &str, filler: Filler) {
        if let Some(place) = self.texts.get_mut(field as usize) {
            text.clone_into(place);
        }
        if let Some(place) = self.fillers.get_mut(field as usize) {
            *place = filler;
        }
    }

    /// Who filled the field in.
    pub fn filler(&self, field: Field) -> Filler {
        self.fillers.get(field as usize).copied().unwrap_or_default()
    }

    /// The same with another text in one field.
    #[must_use]
    pub fn with(mut self, field: Field, text: &str) -> Self {
        self.set(field, text);
        self
    }

    /// The same with other choices.
    #[must_use]
    pub fn choosing(self, choices: Vec<GpuChoiceForm>) -> Self {
        Self { choices, ..self }
    }

    /// The same with another environment.
    #[must_use]
    pub fn with_env(self, env: Vec<Variable>) -> Self {
        Self { env, ..self }
    }

    /// What stands in a field, if anything does.
    pub fn given(&self, field: Field) -> Option<String> {
        Some(self.get(field).trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Whether a switch is on.
    pub fn is_on(&self, field: Field) -> bool {
        self.get(field) == YES
    }

    /// Turns a switch.
    pub fn switch(&mut self, field: Field, on: bool) {
        self.set(field, if on { YES } else { "" });
    }

    /// The app that is chosen, if one is.
    pub fn ready_made(&self) -> Option<&'static App> {
        apps::app(self.get(Field::Image))
    }

    /// Whether what stands in this field came from the template.
    pub fn is_from(&self, template: &Template, field: Field) -> bool {
        let env = || self.env.len() == template.env.len() && self.keeps_env(template);
        match field {
            Field::Template => false,
            Field::Env => !template.env.is_empty() && env(),
            field => of_template(template)
                .into_iter()
                .any(|(of, text)| of == field && !text.is_empty() && text == self.get(field)),
        }
    }

    /// The template, if RunPod would add nothing from it that was removed here.
    pub(super) fn kept<'a>(&self, template: Option<&'a Template>) -> Option<&'a Template> {
        let template = template.filter(|template| template.id.as_str() == self.get(Field::Template))?;
        let there = |field: Field, theirs: bool| !theirs || self.given(field).is_some();
        let kept = there(Field::Ports, !template.ports.is_empty())
            && there(Field::StartCommand, !template.start_command.is_empty())
            && there(Field::Ssh, template.start_ssh)
            && there(Field::Jupyter, template.start_jupyter)
            && self.keeps_env(template);
        kept.then_some(template)
    }

    fn keeps_env(&self, template: &Template) -> bool {
        template.env.iter().all(|(key, _)| self.env.iter().any(|own| own.key == *key))
    }

    /// The network volume that is chosen, if it is among `volumes`.
    pub fn volume<'a>(&self, volumes: &'a [NetworkVolume]) -> Option<&'a NetworkVolume> {
        volumes.iter().find(|volume| volume.id.as_str() == self.get(Field::NetworkVolume))
    }

    /// Whether a network volume is chosen.
    pub fn has_network_volume(&self) -> bool {
        !self.get(Field::NetworkVolume).is_empty()
    }

    /// Whether the pod shall have no GPU.
    pub fn is_cpu(&self) -> bool {
        self.get(Field::Compute) == "cpu"
    }

    /// Whether the GPUs are bid for.
    pub fn is_spot(&self) -> bool {
        self.get(Field::Rent) == "spot" && !self.is_cpu()
    }

    /// Whether it is to be bid for, and nothing that could be a bid stands there yet: then nothing has a price.
    pub fn lacks_a_bid(&self) -> bool {
        self.is_spot() && !bid(self).is_ok_and(|bid| bid.is_some())
    }

    /// The clouds that follow from the form: a network volume is available in the secure cloud alone, and so are pods
    /// without a GPU.
    pub fn clouds(&self) -> CloudFilter {
        match self.has_network_volume() || self.is_cpu() {
            true => CloudFilter::Secure,
            false => CloudFilter::parse(self.get(Field::Cloud)).unwrap_or_default(),
        }
    }

    /// The CUDA versions that the person names.
    pub fn cuda_wanted(&self) -> Vec<String> {
        let text = plain_digits(self.get(Field::Cuda));
        let parts = text.split(',').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// The CUDA versions that the host may have: those named, else those that the image runs with; none means any.
    pub fn cuda(&self) -> Vec<String> {
        let wanted = self.cuda_wanted();
        match self.ready_made() {
            Some(app) if wanted.is_empty() => app.cuda().iter().map(|version| (*version).to_owned()).collect(),
            _ => wanted,
        }
    }

    /// The number of GPUs, if what stands there is one.
    pub fn count(&self) -> Option<u32> {
        plain_digits(self.get(Field::GpuCount)).trim().parse().ok().filter(|count| *count > 0)
    }

    /// GB of the pod's own volume as far as it counts: a network volume takes its place, and pods without a GPU have none.
    pub fn pod_volume(&self) -> &str {
        if self.has_network_volume() || self.is_cpu() { "" } else { self.get(Field::PodVolume).trim() }
    }

    /// The reference of the image that is chosen, as it stands there.
    pub fn image(&self) -> &str {
        self.ready_made().map_or_else(|| self.get(Field::OwnImage).trim(), |known| known.image)
    }

    /// How the image starts, if a timer can be set beside that: a start command of the person's own would be in its place.
    pub fn start_for_timer(&self) -> Option<ImageStart> {
        start_of(self.image()).filter(|_| self.given(Field::StartCommand).is_none())
    }

    /// Whether models can be loaded: into an image that looks for them, started by its own start.
    pub fn takes_models(&self) -> bool {
        self.start_for_timer().is_some() && takes_models(self.image())
    }

    /// Whether the pod is to send notices, and can.
    pub fn sends_notices(&self) -> bool {
        self.start_for_timer().is_some() && self.given(Field::Notify).is_some()
    }

    /// What to do while nothing is available.
    pub fn when_sold_out(&self) -> WhenSoldOut {
        let text = self.get(Field::WhenSoldOut);
        WhenSoldOut::ALL.into_iter().find(|known| known.as_str() == text).unwrap_or_default()
    }
}

/// What comes with an app. What it says nothing of is as in an untouched form.
pub(super) fn of_app(app: &App) -> Vec<(Field, String)> {
    let jupyter = if app.jupyter { YES } else { "" };
    let texts = [
        (Field::Name, app.key.to_owned()),
        (Field::ContainerDisk, app.container_disk_gb.to_string()),
        (Field::Ports, app.ports.to_owned()),
        (Field::MountPath, app.mount_path.to_owned()),
        (Field::StartCommand, app.start_command.to_owned()),
        (Field::Jupyter, jupyter.to_owned()),
    ];
    texts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// What a template says of the form's texts.
pub(super) fn of_template(template: &Template) -> Vec<(Field, String)> {
    let ports: Vec<String> = template.ports.iter().map(ToString::to_string).collect();
    let switch = |on: bool| if on { YES.to_owned() } else { String::new() };
    let mut texts = vec![
        (Field::Template, template.id.to_string()),
        (Field::OwnImage, template.image.clone()),
        (Field::Ports, ports.join(",")),
        (Field::StartCommand, template.start_command.clone()),
        (Field::Ssh, switch(template.start_ssh)),
        (Field::Jupyter, switch(template.start_jupyter)),
        (Field::Registry, template.registry_auth.as_ref().map(ToString::to_string).unwrap_or_default()),
    ];
    if template.container_disk_gb > 0 {
        texts.push((Field::ContainerDisk, template.container_disk_gb.to_string()));
    }
    texts.extend(template.mount_path.clone().map(|path| (Field::MountPath, path)));
    texts
}
