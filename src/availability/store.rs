//! The grid of GPU types and data centers: asked for while it is in sight, and kept for a minute.

use launchpod_core::account::NetworkVolume;
use launchpod_core::catalog::availability::{
    AvailabilityGrid, DataCenter, Direction, Filter, RankedDataCenter, rank_data_centers, with_volumes,
};
use launchpod_core::catalog::country::Country;
use launchpod_core::catalog::{AvailabilityQuery, CloudFilter};
use launchpod_core::order::{Field, GpuChoiceForm};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::{DataCenterId, GpuTypeId};
use launchpod_words::{availability as say, list_plain, sentences};
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::AppContext;
use crate::launch::form::LaunchForm;
use crate::launch::{FRESH, PATIENCE};
use crate::platform::cached::Cached;
use crate::platform::route::Route;
use crate::platform::shared::Shared;
use crate::platform::{browser, clock};

/// Data centers that the advice names.
const BEST: usize = 5;

/// What is known of data centers.
#[derive(Clone)]
struct Snapshot {
    /// All data centers; they hardly change.
    places: Vec<DataCenter>,
    /// All countries; none where they could not be had.
    countries: Vec<Country>,
    /// `None` before the first.
    grid: Option<AvailabilityGrid>,
}

/// A cell that somebody has chosen, and what came of it in words.
#[derive(Clone)]
struct Taken {
    gpu_type: GpuTypeId,
    data_center: DataCenterId,
    words: String,
}

/// The grid's state, followed.
#[derive(Clone, Copy)]
pub struct AvailabilityStore {
    context: AppContext,
    account: AccountStore,
    form: LaunchForm,
    /// What the person wants to see of it.
    pub filter: Shared<Filter>,
    /// Ids of the GPU types that the person has ticked, in the order of the ticks.
    pub wanted: Shared<Vec<String>>,
    /// The data center that a narrow screen shows.
    pub here: Shared<String>,
    /// What the last click on a cell has put into the form.
    taken: Shared<Option<Taken>>,
    /// The cell that the keyboard was in last: its GPU type and its data center.
    at: Shared<(String, String)>,
    /// Asked for with a scope for the grid, and without one for the data centers alone.
    snapshot: Cached<Option<AvailabilityQuery>, Snapshot>,
}

/// The id of a cell's button.
pub fn cell_id(gpu: &str, place: &str) -> String {
    let plain = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    format!("cell-{}-{}", plain(gpu), plain(place))
}

impl AvailabilityStore {
    /// Nothing was asked for yet.
    pub fn new(context: AppContext, account: AccountStore, form: LaunchForm) -> Self {
        Self {
            context,
            account,
            form,
            filter: Shared::default(),
            wanted: Shared::default(),
            here: Shared::default(),
            taken: Shared::default(),
            at: Shared::default(),
            snapshot: Cached::new(Some(FRESH), PATIENCE),
        }
    }

    /// All data centers, followed; none before they are there.
    pub fn places(self) -> Vec<DataCenter> {
        self.snapshot.with(|snapshot| snapshot.map(|snapshot| snapshot.places.clone()).unwrap_or_default())
    }

    /// All countries, followed; none before they are there.
    pub fn countries(self) -> Vec<Country> {
        self.snapshot.with(|snapshot| snapshot.map(|snapshot| snapshot.countries.clone()).unwrap_or_default())
    }

    /// Why the last question came to nothing, followed.
    pub fn trouble(self) -> Option<ApiError> {
        self.snapshot.trouble()
    }

    /// Reads the grid, followed; `None` before the first.
    fn with<R>(self, how: impl FnOnce(&AvailabilityGrid) -> R) -> Option<R> {
        self.snapshot.with(|snapshot| snapshot?.grid.as_ref().map(how))
    }

    /// The cell in which Tab stops, in `shown`; followed.
    pub fn stop(self, shown: &AvailabilityGrid) -> Option<(usize, usize)> {
        let row = |id: &str| shown.rows.iter().position(|row| row.gpu_type.as_str() == id);
        let place = |id: &str| shown.places.iter().position(|place| place.id.as_str() == id);
        let here = self.here.with(|here| place(here));
        let at = self.at.with(|(gpu, id)| Some((row(gpu)?, place(id)?)));
        let is_there = |at: &(usize, usize)| shown.cell(at.0, at.1).is_some() && here.is_none_or(|here| here == at.1);
        at.filter(is_there).or_else(|| shown.first(here)).or_else(|| shown.first(None))
    }

    /// The keyboard is in this cell now.
    pub fn stand(self, gpu: &GpuTypeId, place: &DataCenterId) {
        self.at.refresh((gpu.to_string(), place.to_string()));
        self.here.refresh(place.to_string());
    }

    /// An arrow key, in `shown`.
    pub fn walk(self, shown: &AvailabilityGrid, way: Direction) {
        let Some((row, place)) = untrack(|| self.stop(shown)).and_then(|at| shown.next(at, way)) else { return };
        let (Some(row), Some(place)) = (shown.rows.get(row), shown.places.get(place)) else { return };
        self.stand(&row.gpu_type, &place.id);
        browser::focus(&cell_id(row.gpu_type.as_str(), place.id.as_str()));
    }

    /// A tick at a GPU type, or away from it.
    pub fn tick(self, id: &str) {
        self.wanted.update(|wanted| match wanted.iter().position(|other| other == id) {
            Some(at) => drop(wanted.remove(at)),
            None => wanted.push(id.to_owned()),
        });
    }

    /// The grid as the filter leaves it, followed; `None` before the first. Its time is left out: what has not changed is
    /// not shown anew.
    pub fn shown(self) -> Option<AvailabilityGrid> {
        let filter = self.filter.get();
        let shown = |volumes: &Vec<_>| {
            self.with(|grid| AvailabilityGrid {
                as_of: launchpod_core::types::time::Timestamp::default(),
                ..grid.shown(&filter, volumes)
            })
        };
        self.account.volumes.with(shown)
    }

    /// How many data centers have none of what the filter leaves, followed.
    pub fn empty_places(self) -> usize {
        let filter = self.filter.get();
        self.account.volumes.with(|volumes| self.with(|grid| grid.empty_places(&filter, volumes))).unwrap_or_default()
    }

    /// The GPU types that the filter leaves and nobody has, in words; followed.
    pub fn sold_out(self) -> String {
        let filter = self.filter.get();
        let names = self.with(|grid| list_plain(&grid.sold_out(&filter))).unwrap_or_default();
        if names.is_empty() { names } else { say::sold_out(names) }
    }

    /// For which GPU types a place is looked for: those ticked, or else the form's, or else all that are shown; followed.
    pub fn gpu_types(self) -> Vec<GpuTypeId> {
        let ticked = self.wanted.get();
        let chosen = self.form.chosen_types();
        match (ticked.is_empty(), chosen.is_empty()) {
            (false, _) => ticked.into_iter().map(GpuTypeId::new).collect(),
            (_, false) => chosen,
            _ => self.shown().map(|shown| shown.rows.into_iter().map(|row| row.gpu_type).collect()).unwrap_or_default(),
        }
    }

    /// The best data centers for a volume, followed.
    pub fn best_sites(self) -> Vec<RankedDataCenter> {
        let wanted = self.gpu_types();
        let all = self.with(|grid| rank_data_centers(grid, &wanted));
        // Where nothing is available, nobody should make one for that.
        all.into_iter().flatten().filter(|site| !site.has.is_empty()).take(BEST).collect()
    }

    /// How old the grid is and what it holds for, followed.
    pub fn status(self) -> String {
        self.context.clock.wall();
        let Some(count) = self.with(|grid| grid.scope.gpu_count) else {
            return match self.trouble() {
                Some(_) => say::nothing_yet().into(),
                None => say::asking().into(),
            };
        };
        let stock = if count > 1 { say::stock_for(count) } else { String::new() };
        match untrack(|| self.shown()).map_or(0, |shown| shown.rows.len()) {
            0 => say::nothing_fits().into(),
            _ => sentences(&[say::price_is_per_gpu(), &stock]),
        }
    }

    /// The click on a cell: this GPU type, in this data center. Where a volume of the account lies there, on that volume;
    /// else without one, for a volume can't be had from elsewhere. Leads back to the form.
    pub fn choose_cell(self, gpu_type: &GpuTypeId, name: &str, data_center: &DataCenterId) {
        let volumes = self.account.volumes.peek(Vec::clone);
        let own = self.form.raw.peek(|raw| raw.volume(&volumes).cloned());
        let there = |volume: &&NetworkVolume| volume.data_center == *data_center;
        let volume = own.as_ref().filter(there).or_else(|| volumes.iter().find(there));
        let changed = [Field::GpuType, Field::GpuCount, Field::NetworkVolume, Field::Place, Field::Cloud];
        self.form.change(&changed, |raw| {
            raw.choices = vec![GpuChoiceForm::of(gpu_type.as_str())];
            raw.set(Field::Compute, "gpu");
            raw.set(Field::Cloud, CloudFilter::Secure.as_str());
            raw.set(Field::NetworkVolume, volume.map_or("", |volume| volume.id.as_str()));
            raw.set(Field::Place, if volume.is_some() { "" } else { data_center.as_str() });
        });
        let words = match (volume, &own) {
            (Some(volume), _) => say::chosen_on_volume(name, data_center, &volume.name),
            (None, Some(own)) => {
                let chosen = say::chosen_without_volume(name, data_center, &own.name, &own.data_center);
                sentences(&[chosen.as_str(), say::what_you_make_goes()])
            }
            (None, None) => sentences(&[say::chosen(name, data_center).as_str(), say::goes_without_volume()]),
        };
        let taken = Taken { gpu_type: gpu_type.clone(), data_center: data_center.clone(), words };
        self.taken.set(Some(taken));
        Route::Launch.open();
    }

    /// What was chosen in the grid, in words, as long as the form still has it; followed. Else empty.
    pub fn said(self) -> String {
        let (chosen, place) = (self.form.chosen_types(), self.form.scope().data_center);
        let still =
            |taken: &Taken| chosen.first() == Some(&taken.gpu_type) && place.as_ref() == Some(&taken.data_center);
        self.taken.get().filter(still).map_or_else(String::new, |taken| taken.words)
    }

    /// The launch form was left: what was chosen is no news any more.
    pub fn forget_taken(self) {
        self.taken.change(|taken| *taken = None);
    }

    /// Asks for all of it while the view that calls it is in sight, whenever it is older than a minute.
    pub fn follow(self) {
        self.follow_for(move || AvailabilityQuery { data_center: None, ..self.form.scope() });
    }

    /// The same for what `scope` says.
    pub fn follow_for(self, scope: impl Fn() -> AvailabilityQuery + 'static) {
        Effect::new(move |_| {
            self.context.clock.wall();
            if !browser::is_hidden() {
                let scope = scope();
                untrack(|| self.refresh(scope, true));
            }
        });
    }

    /// The grid for this scope, followed; `None` before it is there.
    pub fn grid_for(self, scope: &AvailabilityQuery) -> Option<AvailabilityGrid> {
        self.with(|grid| (grid.scope == *scope).then(|| grid.clone())).flatten()
    }

    /// Asks for the data centers alone while the launch form needs them. `creating` says whether a network volume is being
    /// made, which needs them, too.
    pub fn follow_places(self, creating: Shared<bool>) {
        Effect::new(move |_| {
            self.context.clock.wall();
            let (creating, details) = (creating.get(), self.form.details.get());
            if (creating || details) && !browser::is_hidden() {
                let scope = AvailabilityQuery { data_center: None, ..self.form.scope() };
                untrack(|| self.refresh(scope, false));
            }
        });
    }

    /// The data centers are asked for once, the `whole` grid whenever it is old.
    fn refresh(self, scope: AvailabilityQuery, whole: bool) {
        let snapshot = self.snapshot;
        if !snapshot.is_asking() && (whole || snapshot.peek(|snapshot| snapshot.is_none())) {
            snapshot.refresh(whole.then_some(scope), move |scope| self.ask(scope));
        }
    }

    async fn ask(self, scope: Option<AvailabilityQuery>) -> Result<Snapshot, ApiError> {
        let client = self.context.client();
        let snapshot = match self.snapshot.peek(|snapshot| snapshot.cloned()) {
            Some(known) => known,
            // A list of countries is a comfort: nothing is lost without it.
            None => Snapshot {
                places: client.places().await?,
                countries: client.countries().await.unwrap_or_default(),
                grid: None,
            },
        };
        let Some(scope) = scope else { return Ok(snapshot) };
        let columns = self.account.volumes.peek(|volumes| with_volumes(snapshot.places.clone(), volumes));
        let grid = client.grid(columns, scope, &clock::now).await?;
        // A row that has changed is another one: the keyboard stays where it was.
        if let Some(cell) = browser::focused().filter(|id| id.starts_with("cell-")) {
            request_animation_frame(move || browser::focus(&cell));
        }
        Ok(Snapshot { grid: Some(grid), ..snapshot })
    }
}
