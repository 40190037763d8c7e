//! What a person asks for. A [`OrderForm`] is what stands in the form, letter by letter; an [`Order`] is what may be sent.

use crate::account::NetworkVolume;
use crate::auto_stop::{Beside, PodTimer};
use crate::catalog::cpu::CpuOffer;
use crate::catalog::template::Template;
use crate::catalog::{AvailabilityQuery, Catalog, CloudFilter};
use crate::models::Model;
use crate::models::list::{ENV, to_env};
use crate::models::start::OwnStart;
use crate::notices;
use crate::order::offers::{Candidate, Quote, Selection, candidates_of};
use crate::pods::port::Port;
use crate::types::api_key::ApiKey;
use crate::types::ids::{DataCenterId, GpuTypeId, NetworkVolumeId, TemplateId};
use crate::types::money::{GpuRate, HourlyRate};

mod advanced;
mod app_choice;
mod cautions;
mod fallback;
mod field;
pub mod first_run;
mod form;
mod hidden_settings;
mod key_in_pod;
pub mod offers;
mod pod_edit;
mod prefill;
pub mod preset;
mod secret_detection;
mod serialization;
pub mod share_link;
mod shell;
mod validation;

pub use app_choice::AppPrice;
pub use field::Field;
pub use form::{Filler, GpuChoiceForm, OWN_IMAGE, OrderForm, TEMPLATE, Variable};
pub use hidden_settings::is_whole_wish;
pub use key_in_pod::key_in_pod;
pub use pod_edit::Edit;
pub use secret_detection::is_secret_value;
pub use serialization::{Broken, Reading};
pub(crate) use serialization::{parse, plain, read_fields, sealed, write_fields};
pub use shell::{in_bash, needs_shell};
pub use validation::is_secret;

/// Why a field can't be sent as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub field: Field,
    /// What is wrong and what would be right, in words.
    pub text: String,
    /// Whether all is well with it but that nothing is in stock: one may wait for it.
    pub waits: bool,
}

impl Problem {
    /// A problem of one field.
    pub fn new(field: Field, text: impl Into<String>) -> Self {
        Self { field, text: text.into(), waits: false }
    }
}

/// The network volume's part of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The volume.
    pub volume: NetworkVolumeId,
    /// Where it lies, and therefore the pod.
    pub data_center: DataCenterId,
}

/// Something that a launch may get, by the person's wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This GPU type.
    Type(GpuTypeId),
    /// Whatever has enough memory.
    Any {
        /// GB of GPU memory, at least.
        memory_gb: u32,
        /// Price per GPU and hour, at most.
        at_most: Option<GpuRate>,
    },
}

/// How a GPU is rented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RentalMode {
    /// On demand: RunPod takes it back from nobody.
    OnDemand,
    /// Spot, for a bid per GPU and hour: whoever bids more gets it.
    Spot(GpuRate),
}

/// What a pod shall run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hardware {
    /// GPUs.
    Gpus {
        /// In the order in which they are tried.
        choices: Vec<Choice>,
        /// GPUs in one pod.
        count: u32,
        /// How they are rented.
        rent: RentalMode,
    },
    /// No GPU.
    Cpu(CpuOffer),
}

/// What to do while nothing that is wanted is available.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenSoldOut {
    /// Say so, and that is all.
    #[default]
    Stop,
    /// Keep looking, and launch.
    Launch,
    /// Keep looking, and tell.
    Tell,
}

impl WhenSoldOut {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Stop, Self::Launch, Self::Tell];

    /// The form's value for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Launch => "launch",
            Self::Tell => "tell",
        }
    }
}

/// An order that holds: the only thing that a launch accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Name of the pod.
    pub name: String,
    /// What to run it on.
    pub hardware: Hardware,
    /// Where to rent it.
    pub clouds: CloudFilter,
    /// What prices and stock are asked for.
    pub scope: AvailabilityQuery,
    /// The network volume, if any.
    pub mount: Option<Mount>,
    /// GB of the pod's own volume; 0 for none.
    pub volume_gb: u32,
    /// Where either volume appears inside the pod: an absolute path.
    pub mount_path: String,
    /// Image reference.
    pub image: String,
    /// The template that the order was filled in from, if all of it was kept: RunPod would put back what was removed.
    pub template: Option<TemplateId>,
    /// Ports to declare.
    pub ports: Vec<Port>,
    /// The pod's environment.
    pub env: Vec<Variable>,
    /// What replaces the image's own start command; empty for that one.
    pub start_command: String,
    /// What ends it from inside.
    pub timer: Option<PodTimer>,
    /// What it loads while it starts.
    pub models: Vec<Model>,
    /// Where it sends notices.
    pub notify: Option<String>,
    /// Whether RunPod starts SSH with the account's keys.
    pub start_ssh: bool,
    /// Whether RunPod starts Jupyter.
    pub start_jupyter: bool,
    /// Credentials of a private registry.
    pub registry: Option<String>,
    /// GB of container disk.
    pub container_disk_gb: u32,
    /// The oldest CUDA version that the host may have.
    pub min_cuda: Option<String>,
    /// CUDA versions that the host may have, by the person's wish; none named means any.
    pub cuda: Vec<String>,
    /// The most that it may cost per hour, everything together, without being asked again.
    pub ceiling: Option<HourlyRate>,
    /// What to do while nothing is available.
    pub when_sold_out: WhenSoldOut,
}

/// What an order is read against.
#[derive(Clone, Copy, Debug)]
pub struct OrderContext<'a> {
    /// Prices and stock.
    pub catalog: &'a Catalog,
    /// Machines without a GPU.
    pub cpus: &'a [CpuOffer],
    /// The account's network volumes.
    pub volumes: &'a [NetworkVolume],
    /// The template that the form was filled in from, if it is known.
    pub template: Option<&'a Template>,
    /// The key in use: it must not get into the pod.
    pub key: &'a ApiKey,
}

impl Order {
    /// How many GPUs one pod is to have.
    pub fn gpus(&self) -> u32 {
        match &self.hardware {
            Hardware::Gpus { count, .. } => *count,
            Hardware::Cpu(_) => 0,
        }
    }

    /// Reads the form against what RunPod has. All problems at once, in the order of the form.
    ///
    /// ```
    /// use launchpod_core::catalog::{AvailabilityQuery, Catalog, CloudOffer, GpuType, Stock};
    /// use launchpod_core::order::{Field, GpuChoiceForm, Order, OrderContext, OrderForm};
    /// use launchpod_core::types::api_key::ApiKey;
    /// use launchpod_core::types::ids::GpuTypeId;
    /// use launchpod_core::types::money::GpuRate;
    /// use launchpod_core::types::time::Timestamp;
    ///
    /// let price = GpuRate::from_micros(690_000);
    /// let gpu = GpuType {
    ///     id: GpuTypeId::new("NVIDIA GeForce RTX 4090"),
    ///     name: "RTX 4090".into(),
    ///     memory_gb: 24,
    ///     secure: Some(CloudOffer { price, spot: None, stock: Stock::High, max_count: 8 }),
    ///     community: None,
    /// };
    /// let catalog = Catalog { scope: AvailabilityQuery::default(), gpu_types: vec![gpu], as_of: Timestamp::default() };
    /// let key = ApiKey::read("rpa_EXAMPLE0123456789").expect("a key");
    /// let known = OrderContext { catalog: &catalog, cpus: &[], volumes: &[], template: None, key: &key };
    ///
    /// let form = OrderForm::default().choosing(vec![GpuChoiceForm::of("NVIDIA GeForce RTX 4090")]);
    /// let order = Order::read(&form, known).expect("all fields hold");
    /// assert_eq!(order.gpus(), 1);
    ///
    /// let problems = Order::read(&form.with(Field::ContainerDisk, "none"), known).expect_err("no size");
    /// assert_eq!(problems[0].field, Field::ContainerDisk);
    /// ```
    ///
    /// # Errors
    /// One [`Problem`] for each field that can't be sent; where all can, the one that keeps it from being had.
    pub fn read(raw: &OrderForm, known: OrderContext) -> Result<Self, Vec<Problem>> {
        let order = Self::draft(raw, known)?;
        match order.unavailable_reason(known.catalog) {
            Some(problem) => Err(vec![problem]),
            None => Ok(order),
        }
    }

    /// The same, whether or not anything of it is available now.
    ///
    /// # Errors
    /// One [`Problem`] for each field that can't be sent.
    pub fn draft(raw: &OrderForm, known: OrderContext) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let note = &mut |problem| problems.push(problem);
        let mount = or_note(validation::mount(raw, known.volumes), note);
        let min_cuda = raw.ready_made().and_then(|app| app.cuda().first());
        let models = or_note(validation::models(raw), note);
        let mut env = validation::env(raw, known.key, note);
        if !models.is_empty() {
            env.push(Variable { key: ENV.to_owned(), value: to_env(&models) });
        }
        let mut order = Self {
            name: or_note(validation::name(raw.get(Field::Name)), note),
            volume_gb: or_note(validation::pod_volume(raw), note),
            mount_path: or_note(validation::mount_path(raw), note),
            hardware: validation::hardware(raw, known, note),
            image: or_note(validation::image(raw), note),
            container_disk_gb: or_note(validation::disk(raw.get(Field::ContainerDisk)), note),
            clouds: raw.clouds(),
            scope: validation::scope(raw, known.volumes, note),
            ports: or_note(validation::ports(raw), note),
            env,
            start_command: or_note(validation::start_command(raw, known.key), note),
            timer: or_note(validation::timer(raw), note),
            models,
            notify: or_note(validation::notify(raw, known.key), note),
            ceiling: or_note(validation::dollars(raw, Field::Ceiling), note),
            start_ssh: raw.is_on(Field::Ssh),
            start_jupyter: raw.is_on(Field::Jupyter),
            registry: raw.given(Field::Registry),
            template: raw.kept(known.template).map(|template| template.id.clone()),
            min_cuda: min_cuda.map(|version| (*version).to_owned()),
            cuda: raw.cuda_wanted(),
            when_sold_out: raw.when_sold_out(),
            mount,
        };
        if let Some(address) = &order.notify {
            let value = notices::to_env(&order.image, &order.ports, address, &order.name);
            order.env.push(Variable { key: notices::ENV.to_owned(), value });
        }
        if problems.is_empty() {
            problems.extend(validation::size(&order));
        }
        if problems.is_empty() { Ok(order) } else { Err(validation::in_order(problems)) }
    }
}

fn or_note<T: Default>(read: Result<T, Problem>, note: &mut dyn FnMut(Problem)) -> T {
    read.unwrap_or_else(|problem| {
        note(problem);
        T::default()
    })
}

impl OrderForm {
    /// What prices and stock are asked for, given the form as it stands; what makes no sense counts as not wanted.
    pub fn scope(&self, volumes: &[NetworkVolume]) -> AvailabilityQuery {
        validation::scope(self, volumes, &mut |_| {})
    }

    /// The way through the choices as far as they make sense: what the form as it stands would get, and would not.
    pub fn steps(&self, known: OrderContext) -> Vec<Candidate> {
        candidates_of(&validation::hardware(self, known, &mut |_| {}), self.clouds(), self.image(), known.catalog)
    }

    /// The timer that the form as it stands would set.
    pub fn timer(&self) -> Option<PodTimer> {
        validation::timer(self).ok().flatten()
    }

    /// Writes a timer into the form.
    pub fn set_timer(&mut self, timer: PodTimer) {
        self.set(Field::EndAfter, &validation::typed_hours(timer));
    }

    /// What the form as it stands would cost on `pick`; `None` where its disks can't be read.
    pub fn quote(&self, pick: &Selection) -> Option<Quote> {
        let disk = validation::disk(self.get(Field::ContainerDisk)).ok()?;
        Some(Quote::new(pick.rate, disk, validation::pod_volume(self).ok()?))
    }
}

impl Order {
    /// Why nothing of it is available as `catalog` stands, or not for as little as it may cost; `None` where it is.
    pub fn unavailable_reason(&self, catalog: &Catalog) -> Option<Problem> {
        validation::check_availability(self, catalog)
    }

    /// What takes the place of the image's own start, if anything does: the person's command, or a timer and what loads
    /// models and sends notices beside it.
    pub fn start(&self) -> String {
        let beside = Beside { models: !self.models.is_empty(), notices: self.notify.is_some() };
        let own = OwnStart { timer: self.timer, beside };
        let start = own.render(&self.image).filter(|_| self.start_command.is_empty());
        start.unwrap_or_else(|| self.start_command.clone())
    }

    /// What it costs on a machine at `rate`.
    pub fn quote(&self, rate: HourlyRate) -> Quote {
        Quote::new(rate, self.container_disk_gb, self.volume_gb)
    }
}

impl Hardware {
    /// What runs on neither: the place of hardware that could not be read.
    const NONE: Self = Self::Gpus { choices: vec![], count: 1, rent: RentalMode::OnDemand };
}

#[cfg(test)]
mod tests;
