//! What the page of one pod asks for besides the list. Reached from that page alone, so that nobody waits for it who only
//! looks at the list.

use launchpod_core::order::{Edit, Variable};
use launchpod_core::pods::access::PodNetwork;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::utilization::{Extent, Samples, UtilizationMetric};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::Event;
use launchpod_core::state::activity_log::Activity;
use launchpod_core::types::ids::PodId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::AppContext;
use crate::platform::clock;
use crate::pod_details::activity_log::ActivityLog;
use crate::pods::store::PodStore;
use crate::widgets::chart::Curve;

/// What came of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Loaded<T> {
    /// It is under way.
    Coming,
    /// RunPod does not have the pod any more.
    Gone,
    /// It could not be had.
    Failed(ApiError),
    /// The answer.
    There(T),
}

impl<T> From<Result<Option<T>, ApiError>> for Loaded<T> {
    fn from(answer: Result<Option<T>, ApiError>) -> Self {
        match answer {
            Ok(Some(answer)) => Self::There(answer),
            Ok(None) => Self::Gone,
            Err(failure) => Self::Failed(failure),
        }
    }
}

/// The way to a pod as it was last told.
#[derive(Clone, Copy)]
pub struct NetworkInfo {
    context: AppContext,
    id: StoredValue<PodId>,
    /// What was told.
    pub wiring: RwSignal<Loaded<PodNetwork>>,
    /// The number of the last question: an answer that was overtaken tells nothing.
    last: StoredValue<u32>,
}

impl NetworkInfo {
    /// Asks now, and again whenever it gets a machine, another container or its ports: then the way is another one.
    pub fn follow(context: AppContext, id: PodId, row: RwSignal<PodEntry>) -> Self {
        let way = Self {
            context,
            id: StoredValue::new(id),
            wiring: RwSignal::new(Loaded::Coming),
            last: StoredValue::new(0),
        };
        let run = Memo::new(move |_| row.with(|known| (known.pod.has_machine, known.pod.runtime.clone())));
        Effect::new(move |_| {
            // A memo that nobody has read follows nothing.
            run.with(|_| ());
            way.ask();
        });
        way
    }

    /// Asks once more.
    pub fn ask(self) {
        let number = self.last.get_value().wrapping_add(1);
        self.last.set_value(number);
        // What was right for the container before is not shown for the one that is there now.
        self.wiring.set(Loaded::Coming);
        spawn_local(async move {
            let id = self.id.get_value();
            let told = self.context.client().pod_network(&id).await.into();
            if self.last.try_get_value() == Some(number) {
                self.wiring.try_set(told);
            }
        });
    }
}

/// Asks REST v2 what may be done with a pod whenever its status is another, or its container: GraphQL does not tell. Where it
/// can't be asked, the status says what makes sense.
pub fn follow_allowed_actions(context: AppContext, id: PodId, row: RwSignal<PodEntry>) {
    let run = Memo::new(move |_| {
        row.with(|known| (known.pod.status.clone(), known.pod.runtime.as_ref().map(|runtime| runtime.up_since)))
    });
    Effect::new(move |_| {
        run.track();
        // Its own lists tell it.
        if context.client().is_on_rest() {
            return;
        }
        let id = id.clone();
        spawn_local(async move {
            let told = context.client().extra(async |rest| rest.allowed_actions(&id).await).await;
            if let Some(Some((status, allowed))) = told {
                context.on(Event::ActionsAllowed { pod: id, status, allowed });
            }
        });
    });
}

/// The environment of a pod, for a click: it may be secret, and lives no longer than the view that shows it.
pub async fn environment(context: AppContext, id: PodId) -> Loaded<Vec<Variable>> {
    context.client().pod_env(&id).await.into()
}

/// Has RunPod set a pod up anew, and looks at once what became of it.
///
/// # Errors
/// Why it was not done, or may not be.
pub async fn edit_pod(context: AppContext, log: ActivityLog, id: &PodId, edit: &Edit) -> Result<(), ApiError> {
    log.note(vec![(id.clone(), Activity::AskedToSetUp)]);
    let answer = context.client().edit(id, edit).await;
    log.note(vec![(id.clone(), Activity::of_answer(&answer))]);
    context.on(Event::ListWanted);
    answer
}

/// What a meter has shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Metered {
    /// To be drawn.
    pub curves: Vec<Curve>,
    /// `None` where it was not told.
    pub extent: Option<Extent>,
    /// All of it in words.
    pub words: String,
}

/// What a meter has shown; followed, with every list.
pub fn metered(pods: PodStore, id: &PodId, meter: UtilizationMetric) -> Metered {
    pods.checked.get();
    let now = clock::now();
    pods.read(|fleet| {
        let none = Samples::default();
        let samples = fleet.get(id).map_or(&none, |known| &known.usage.0);
        Metered {
            curves: samples.lines(meter, now),
            extent: samples.extent(meter, now),
            words: samples.describe(meter, now),
        }
    })
}
