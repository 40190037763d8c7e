//! All that the page holds for somebody who is signed in. Each neighbour file adds the verbs of its subject.

use launchpod_core::account::{Account, NetworkVolume};
use launchpod_core::engine::Engine;
use launchpod_core::launch::Launch;
use launchpod_core::pods::action::Act;
use launchpod_core::pods::list_view::{Look, Roll};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::Notice;
use launchpod_core::state::clock_offset::Dial;
use launchpod_core::state::journal::Record;
use launchpod_core::types::ids::{NetworkVolumeId, PodId};
use launchpod_core::types::time::Timestamp;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::clock::{Clock, Pace};
use super::cpus::Cpus;
use super::fleet::PodStore;
use super::form::Form;
use super::grid::AvailabilityStore;
use super::guard::Rules;
use super::history::History;
use super::host::{PageEngine, WebHost};
use super::journal::Journal;
use super::launches::LaunchView;
use super::probe::Probe;
use super::ready::Ready;
use super::roll;
use super::route::Route;
use super::session::{PageClient, Session, SignedIn};
use super::shelf::Shelf;
use super::spend::Books;
use super::succession::Successions;
use super::templates::TemplateStore;
use super::volume_desk::VolumeDesk;
use super::watched::Shared;

/// Notices, and pods that this browser does not know, by name.
type Told = (Vec<Notice>, Vec<(PodId, String)>);

/// The desk of somebody who is signed in. Cheap to copy: it is all handles.
#[derive(Clone, Copy)]
pub struct Desk {
    pub(super) client: Shared<PageClient>,
    pub(super) journal: Journal,
    /// Launches, ends, stops and starts pods, and watches them; what follows of it is what views are told.
    pub(super) engine: PageEngine,
    pub(super) acts: Shared<Vec<Act<ApiError>>>,
    pub(super) launches: Shared<Vec<Launch<ApiError>>>,
    pub(super) elsewhere: Shared<Vec<Record>>,
    /// What this tab is after, or was last.
    pub quest: Shared<Option<LaunchView>>,
    /// What lives as long as the desk.
    pub(super) owner: Shared<Owner>,
    /// Whether what a browser that died has lost of the journal is put back.
    pub(super) repaired: Shared<bool>,
    pub(super) probe: Probe,
    /// How the pods come up.
    pub ready: Ready,
    /// What the last list failed with; `None` after one that came.
    pub trouble: Shared<Option<ApiError>>,
    /// When the last list came; `None` before the first.
    pub checked: Shared<Option<Timestamp>>,
    /// What the person must be told, and the pods with a tag that this browser does not know.
    pub told: Shared<Told>,
    /// What was asked from this device.
    pub history: History,
    /// The page that is shown.
    pub route: Shared<Route>,
    /// Whether the person wants to forget the key and is told first what is open.
    pub leaving: Shared<bool>,
    /// The time.
    pub clock: Clock,
    /// How RunPod's clock differs from this computer's.
    pub dial: Shared<Dial>,
    /// The pods.
    pub fleet: PodStore,
    /// What the person wants to see of them.
    pub look: Shared<Look>,
    /// What of them is shown.
    pub roll: Shared<Roll>,
    /// Those that are selected, all of them shown; sorted.
    pub(super) picked: Shared<Vec<PodId>>,
    /// The money.
    pub account: Shared<Account>,
    /// The network volumes.
    pub volumes: Shared<Vec<NetworkVolume>>,
    /// Machines without a GPU.
    pub cpus: Cpus,
    /// The launch form; it lives here so that nothing typed is lost on the way to another page.
    pub form: Form,
    /// The pod that shall be launched again, until the form has asked for it.
    pub again: Shared<Option<PodId>>,
    /// What was spent.
    pub books: Books,
    /// What the page ends by itself.
    pub rules: Rules,
    /// Who takes whose place.
    pub successions: Successions,
    /// What this device's launches asked for, by tag.
    pub(super) wishes: Shelf,
    /// Templates and logins to registries.
    pub templates: TemplateStore,
    /// Every GPU type in every data center.
    pub grid: AvailabilityStore,
    /// PendingVolume, growing and deleting network volumes.
    pub volume_desk: VolumeDesk,
}

impl Desk {
    /// Sets the desk up, provides it as context, and starts to watch.
    pub fn provide(who: SignedIn) -> Self {
        let practice = Session::expect().practice().filter(|_| who.client.endpoint().is_practice());
        let pace = practice.as_ref().map_or(Pace::REAL, |practice| practice.pace);
        let probe = practice.map_or_else(|| "probe.html".to_owned(), |practice| practice.probe);
        let engine = Engine::new(WebHost::default(), who.client.clone(), pace);
        engine.open_journal(who.client.endpoint().name, &who.owner.id);
        engine.set_account(who.owner.account.clone());
        let engine: PageEngine = Box::leak(Box::new(SendWrapper::new(engine)));
        let journal = Journal::of(who.client.endpoint().name, &who.owner.id);
        let desk = Self {
            journal,
            engine,
            acts: Shared::default(),
            launches: Shared::default(),
            elsewhere: Shared::default(),
            quest: Shared::default(),
            owner: Shared::new(Owner::current().unwrap_or_default()),
            repaired: Shared::default(),
            probe: Probe::new(probe),
            ready: Ready::of(who.client.endpoint().name, &who.owner.id),
            trouble: Shared::default(),
            checked: Shared::default(),
            told: Shared::default(),
            history: History::of(who.client.endpoint().name, &who.owner.id),
            route: Route::follow(),
            leaving: Shared::default(),
            clock: Clock::start(pace),
            dial: Shared::new(engine.dial()),
            fleet: PodStore::of(engine),
            look: Shared::new(roll::kept()),
            roll: Shared::default(),
            picked: Shared::default(),
            account: Shared::new(who.owner.account),
            volumes: Shared::new(who.owner.volumes),
            cpus: Cpus::default(),
            form: Form::default(),
            again: Shared::default(),
            books: Books::default(),
            successions: Successions::beside(journal),
            wishes: Shelf::beside(journal, "launchpod.wishes/"),
            rules: Rules::beside(journal),
            templates: TemplateStore::default(),
            grid: AvailabilityStore::default(),
            volume_desk: VolumeDesk::beside(journal),
            client: Shared::new(who.client),
        };
        provide_context(desk);
        desk.start_engine();
        desk.follow_the_world();
        desk.warn_on_leaving();
        desk.listen_to_probe();
        desk.follow_look();
        Effect::new(move |_| {
            desk.clock.wall();
            untrack(|| {
                desk.fleet.tick();
                desk.engine.tick();
                desk.follow_successions();
                desk.probe_what_is_due();
            });
        });
        desk
    }

    /// The desk of the views above.
    ///
    /// # Panics
    /// Never in the page: every view that asks stands below [`Desk::provide`].
    #[allow(clippy::expect_used, reason = "a view outside the desk is a fault of the program that no input can cause")]
    pub fn expect() -> Self {
        use_context().expect("a desk is provided above")
    }

    /// Whether nothing here costs money.
    pub fn is_practice(self) -> bool {
        self.client.peek(|client| client.endpoint().is_practice())
    }

    /// Which RunPod this is, and which way leads there.
    pub fn source(self) -> &'static str {
        self.client.peek(|client| client.endpoint().words())
    }

    /// The name of a network volume, if it is known.
    pub fn volume_name(self, id: &NetworkVolumeId) -> Option<String> {
        self.volumes.with(|volumes| volumes.iter().find(|volume| volume.id == *id).map(|volume| volume.name.clone()))
    }

    /// Where a pod's port is reached.
    pub fn address(self, pod: &PodId, port: u16) -> Option<String> {
        self.client.peek(|client| client.endpoint().proxy.of(pod, port))
    }
}
