//! From an order to its pod: what the hunt wants done is done here.

use launchpod_core::domain::fleet::Known;
use launchpod_core::domain::hunt::{Effect as Wanted, Event, Hunt, State};
use launchpod_core::domain::ids::LaunchTag;
use launchpod_core::domain::launch::{self, Launch};
use launchpod_core::domain::money::HourlyRate;
use launchpod_core::domain::order::{Hardware, Order, Problem};
use launchpod_core::runpod::failure::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clock;
use super::desk::Desk;
use super::session::PageClient;

/// What this tab is after, or was last.
#[derive(Clone, Debug, PartialEq)]
pub struct Quest {
    /// How it goes.
    pub hunt: Hunt,
    /// The mark of all its tries.
    pub tag: Option<LaunchTag>,
}

impl Desk {
    /// Whether something is being waited for or asked about, so that the button must not start another; followed.
    pub fn is_hunting(self) -> bool {
        self.quest.with(|quest| quest.as_ref().is_some_and(|quest| !quest.hunt.is_over()))
    }

    pub(super) fn set_out(self, order: Order, agreed: HourlyRate) {
        let busy = untrack(|| self.is_launching() || self.is_hunting());
        let Some(catalog) = self.catalog().filter(|_| !busy) else { return };
        let (hunt, effect) = Hunt::begin(order, &catalog, agreed, clock::now());
        self.quest.set(Some(Quest { hunt, tag: None }));
        self.pursue(effect);
    }

    /// The person's click: agree, decline, cancel.
    pub fn decide(self, event: Event) {
        self.step_hunt(event);
    }

    /// Takes the quest from sight once it is over.
    pub fn forget_quest(self) {
        if !untrack(|| self.is_hunting()) {
            self.quest.set(None);
        }
    }

    fn step_hunt(self, event: Event) {
        let often = event == Event::Tick;
        let Some(effect) = self.quest.change(|quest| Some(quest.as_mut()?.hunt.step(event, clock::now()))) else {
            return;
        };
        if !often || effect.is_some() {
            self.quest.update(|_| {});
        }
        self.pursue(effect);
    }

    fn pursue(self, effect: Option<Wanted>) {
        match effect {
            Some(Wanted::Ask(_)) => self.launch(),
            Some(Wanted::Look) => spawn_local(async move { self.look_for_stock().await }),
            Some(Wanted::Tell) => super::browser::set_title("In stock now · Launchpod"),
            None => {}
        }
    }

    async fn look_for_stock(self) {
        let wanted = |quest: &Option<Quest>| {
            let Order { hardware, scope, .. } = &quest.as_ref()?.hunt.order;
            Some((hardware.clone(), scope.clone()))
        };
        let Some((hardware, scope)) = self.quest.peek(wanted) else { return };
        let client = self.client.peek(PageClient::clone);
        let seen = match hardware {
            Hardware::Gpus { .. } => client.catalog(scope, &clock::now).await.map(Event::Stock),
            Hardware::Cpu(offer) => client.cpu_offer(offer, scope.data_center.as_ref()).await.map(Event::CpuStock),
        };
        self.step_hunt(seen.unwrap_or(Event::NoStock));
    }

    /// Lets the hunt live as long as the desk, whichever page is in sight. From the launch page on: who launches nothing
    /// need not load any of this.
    pub fn keep_hunting(self) {
        if self.hunting.change(|hunting| std::mem::replace(hunting, true)) {
            return;
        }
        let follow = move || {
            Effect::new(move |_| {
                self.clock.wall();
                untrack(|| self.step_hunt(Event::Tick));
            });
            Effect::new(move |_| {
                let launches = self.launches.get();
                untrack(|| self.follow_quest(&launches));
            });
        };
        self.owner.peek(|owner| owner.with(follow));
    }

    /// What has become of the try that is out.
    fn follow_quest(self, launches: &[Launch<Failure>]) {
        // What stands there while the next try is being written down is the last one's end.
        if !self.form.sending.peek(|sending| *sending) && !self.follow_the_pod(launches) {
            self.follow_the_try(launches);
        }
    }

    /// Whether the pod is there, whichever try it came of: then nothing more is asked for.
    pub(super) fn follow_the_pod(self, launches: &[Launch<Failure>]) -> bool {
        let Some((tag, _)) = self.asking() else { return false };
        let Some(launch::State::Placed(pod)) = state_of(launches, &tag) else { return false };
        let told = |known: &Known| (known.pod.gpu_rate, known.pod.gpu_count);
        let (rate, gpus) = self.fleet.read(|fleet| fleet.get(pod).map(told)).unwrap_or_default();
        self.step_hunt(Event::Placed { rate, gpus });
        self.placed(&tag);
        true
    }

    fn follow_the_try(self, launches: &[Launch<Failure>]) {
        let Some((tag, true)) = self.asking() else { return };
        match state_of(launches, &tag) {
            Some(launch::State::Refused(Some(why))) => {
                self.step_hunt(why.of_a_try());
                self.blame(why);
            }
            Some(launch::State::NeverArrived(_)) => self.step_hunt(Event::NeverArrived),
            _ => {}
        }
    }

    /// The mark of what this tab is after, and whether RunPod is being asked for it; `None` once that is over.
    fn asking(self) -> Option<(LaunchTag, bool)> {
        self.quest.peek(|quest| {
            let quest = quest.as_ref().filter(|quest| !quest.hunt.is_over())?;
            Some((quest.tag.clone()?, matches!(quest.hunt.state, State::Asking(_))))
        })
    }
}

fn state_of<'a>(launches: &'a [Launch<Failure>], tag: &LaunchTag) -> Option<&'a launch::State<Failure>> {
    launches.iter().find(|launch| launch.tag == *tag).map(|launch| &launch.state)
}

impl Desk {
    /// What RunPod does not take stands beside the field that it is about, in RunPod's own words.
    fn blame(self, why: &Failure) {
        let over = !untrack(|| self.is_hunting());
        if let Some(field) = why.field().filter(|_| over) {
            self.refuse(vec![Problem::new(field, format!("RunPod refused this: {}", why.raw))]);
        }
    }
}
