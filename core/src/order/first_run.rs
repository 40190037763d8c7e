//! A first run: three answers become a form that is filled in and, if files are to be kept, a network volume, in a data center
//! that has the GPU now.

use launchpod_words::{first_run as say, sentences, volumes as volume_words};

use crate::account::NetworkVolume;
use crate::billing::Session;
use crate::catalog::apps::{self, APPS, App};
use crate::catalog::availability::{AvailabilityGrid, DataCenter};
use crate::catalog::{AvailabilityQuery, Catalog};
use crate::order::first_run::sites::{Site, affordable, sites};
use crate::order::offers::{Quote, candidates};
use crate::order::{Field, GpuChoiceForm, Order, OrderForm};
use crate::types::money::HourlyRate;
use crate::types::time::length;
use crate::volumes::{self, NewVolume, VolumeType, VolumeTypes, price, price_text, takes_volumes};

mod sites;

/// The answers as they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Key of the app.
    pub app: String,
    /// Dollars per hour, at most.
    pub at_most: String,
    /// Whether files are to be kept.
    pub keep: bool,
    /// GB of a new volume for them.
    pub size: String,
}

impl Default for Answers {
    fn default() -> Self {
        let [first, ..] = &APPS;
        Self { app: first.key.to_owned(), at_most: "1".to_owned(), keep: true, size: "50".to_owned() }
    }
}

/// Where an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// What for.
    App,
    /// How much an hour.
    AtMost,
    /// Whether files are kept.
    Keep,
    /// How much room they need.
    Size,
}

impl Question {
    /// A stable name: the input's id on the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "first-app",
            Self::AtMost => "first-at-most",
            Self::Keep => "first-keep",
            Self::Size => "first-size",
        }
    }
}

/// Why an answer leads to no plan, in words.
pub type Obstacle = (Question, String);

/// What a plan is made from.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// What is available where: see [`scope`].
    pub grid: &'a AvailabilityGrid,
    /// The volumes of the account.
    pub volumes: &'a [NetworkVolume],
    /// Which kinds of volumes each data center has, as far as it is told.
    pub types: &'a VolumeTypes,
}

/// Where files go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Nowhere: they are lost with the pod.
    Nothing,
    /// On a volume of the account.
    Own(NetworkVolume),
    /// On one that is made for them.
    New(NewVolume),
}

/// What follows from the answers.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The app.
    pub app: &'static App,
    /// The GPU with its memory, for people.
    pub gpu: String,
    /// Where the pod runs; `None` for anywhere.
    pub place: Option<DataCenter>,
    /// Where files go.
    pub storage: Storage,
    /// What the pod costs per hour.
    pub quote: Quote,
    /// The form with all of it. A new volume is not in it before it is made: its data center is.
    pub form: OrderForm,
}

/// What was decided, each to be changed on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The app.
    App,
    /// The GPU.
    Gpu,
    /// The data center.
    Place,
    /// The network volume.
    Volume,
    /// The timer.
    Timer,
}

/// What availability is asked for: the same for every app.
pub fn scope() -> AvailabilityQuery {
    OrderForm::default().scope_of_apps(&[])
}

/// The answers, read.
struct Wish {
    app: &'static App,
    at_most: HourlyRate,
    /// GB of a new volume; `None` where no files are kept.
    keep: Option<u32>,
}

impl Answers {
    fn read(&self) -> Result<Wish, Vec<Obstacle>> {
        let app = apps::app(&self.app).ok_or((Question::App, say::choose_app().to_owned()));
        let at_most = HourlyRate::parse(&self.at_most).filter(|rate| !rate.is_zero());
        let at_most = at_most.ok_or((Question::AtMost, say::not_dollars().to_owned()));
        let keep = match self.keep {
            true => volumes::size(&self.size).map(Some).map_err(|words| (Question::Size, words.to_owned())),
            false => Ok(None),
        };
        match (app, at_most, keep) {
            (Ok(app), Ok(at_most), Ok(keep)) => Ok(Wish { app, at_most, keep }),
            (app, at_most, keep) => Err([app.err(), at_most.err(), keep.err()].into_iter().flatten().collect()),
        }
    }

    /// What a new volume of the size that is typed costs a month, in words; empty where it is no size.
    pub fn volume_price(&self) -> String {
        volumes::size(&self.size).map_or(String::new(), |gb| price_text(gb, None))
    }
}

/// A standard volume of so many GB in this data center, if one can be made there at a price that is known.
fn new_volume(app: &App, gb: u32, place: &DataCenter, known: Known) -> Option<NewVolume> {
    let id = place.id.as_str();
    let kind = known.types.of_new(id, VolumeType::Standard.as_str());
    price(gb, kind).filter(|_| takes_volumes(place, known.types))?;
    let base = format!("{}-files", app.key);
    let is_free = |name: &String| known.volumes.iter().all(|volume| volume.name != *name);
    let mut names = std::iter::once(base.clone()).chain((2..=u16::MAX).map(|number| format!("{base}-{number}")));
    let volume_type = kind.filter(|_| !known.types.choice(id).is_empty());
    Some(NewVolume {
        name: names.find(is_free).unwrap_or(base),
        size_gb: gb,
        data_center: place.id.clone(),
        volume_type,
    })
}

impl Plan {
    /// The plan for these answers, or what is to be changed in them. A volume of the account comes before a new one.
    ///
    /// # Errors
    /// One [`Obstacle`] for each answer that leads nowhere.
    pub fn of(answers: &Answers, known: Known) -> Result<Self, Vec<Obstacle>> {
        let wish = answers.read()?;
        let all = sites(wish.app, known.grid);
        if all.is_empty() {
            return Err(vec![(Question::App, say::none_in_stock(wish.app.least_memory_gb))]);
        }
        let Some(gb) = wish.keep else {
            let site = affordable(&all, wish.at_most)?;
            return Ok(Self::new(wish.app, site, Storage::Nothing));
        };
        let own = |site: &Site| known.volumes.iter().find(|volume| volume.data_center == site.place.id);
        let beside: Vec<Site> = all.iter().copied().filter(|site| own(site).is_some()).collect();
        if let Ok(site) = affordable(&beside, wish.at_most)
            && let Some(volume) = own(&site)
        {
            return Ok(Self::new(wish.app, site, Storage::Own(volume.clone())));
        }
        let new = |site: &Site| new_volume(wish.app, gb, site.place, known);
        let usable = |site: &Site| own(site).is_some() || new(site).is_some();
        let usable: Vec<Site> = all.into_iter().filter(usable).collect();
        if usable.is_empty() {
            return Err(vec![(Question::Keep, say::no_place_for_files().to_owned())]);
        }
        // What lies beside a volume of the account is too dear: that is known from above.
        let site = affordable(&usable, wish.at_most)?;
        match new(&site) {
            Some(volume) => Ok(Self::new(wish.app, site, Storage::New(volume))),
            None => Err(vec![(Question::Keep, say::no_place_for_files().to_owned())]),
        }
    }

    fn new(app: &'static App, site: Site, storage: Storage) -> Self {
        let mut form = OrderForm::default();
        form.choose_app(app);
        form.choices = vec![GpuChoiceForm::of(site.row.gpu_type.as_str())];
        match &storage {
            Storage::Nothing => {}
            Storage::Own(volume) => form.set(Field::NetworkVolume, volume.id.as_str()),
            Storage::New(volume) => form.set(Field::Place, volume.data_center.as_str()),
        }
        let place = (storage != Storage::Nothing).then(|| site.place.clone());
        Self { app, gpu: site.row.describe(), place, storage, quote: site.quote, form }
    }

    /// What the pod costs until its timer ends it; `None` where the app takes no timer.
    pub fn session(&self) -> Option<Session> {
        Some(Session::new(self.quote.total(), self.quote.stopped, self.form.timer()?))
    }

    /// Whether this order costs no more than the plan says, as things stand now. What RunPod has is asked anew before
    /// anything is made.
    pub fn holds(&self, order: &Order, catalog: &Catalog) -> bool {
        let first = candidates(order, catalog).into_iter().find(|step| step.skip.is_none());
        first.is_some_and(|step| order.quote(step.pick.rate).total() <= self.quote.total())
    }

    /// The form once the new volume is there.
    #[must_use]
    pub fn form_with(&self, volume: &NetworkVolume) -> OrderForm {
        self.form.clone().with(Field::Place, "").with(Field::NetworkVolume, volume.id.as_str())
    }

    /// What was decided, and why, in words.
    pub fn decisions(&self) -> [(Decision, String); 5] {
        let place = self.place.as_ref().map(DataCenter::describe).unwrap_or_default();
        let (place, volume) = match &self.storage {
            Storage::Nothing => (say::anywhere().to_owned(), say::no_volume().to_owned()),
            Storage::Own(own) => (say::place_of_volume(place, &own.name), say::own_volume(&own.name, own.size_gb)),
            Storage::New(new) => (say::place_for_volume(place), say::new_volume(&new.name, new.size_gb, monthly(new))),
        };
        let timer = self.form.timer().map(|timer| say::ends_after(length(timer.after())));
        [
            (Decision::App, self.app.label.to_owned()),
            (Decision::Gpu, say::gpu(&self.gpu, self.quote.total())),
            (Decision::Place, place),
            (Decision::Volume, volume),
            (Decision::Timer, timer.unwrap_or_else(|| say::no_timer().to_owned())),
        ]
    }

    /// What all of it costs, in words.
    pub fn sum(&self) -> String {
        let pod = match self.session() {
            Some(session) => say::pod_ends(session.price()),
            None => say::pod_costs(self.quote.total()),
        };
        let volume = match &self.storage {
            Storage::Nothing => String::new(),
            Storage::Own(own) => say::own_volume_costs(&own.name),
            Storage::New(new) => say::volume_costs(monthly(new)),
        };
        sentences(&[pod, volume])
    }
}

/// Its price a month, in words. It is a standard one, whose price is known.
fn monthly(volume: &NewVolume) -> String {
    volume_words::monthly(volumes::monthly(volume.size_gb))
}

#[cfg(test)]
mod tests;
