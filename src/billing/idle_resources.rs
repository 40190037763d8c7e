//! What costs money and nobody uses, and one sweep for all of it.

use launchpod_core::billing::{IdleResource, Item, forgotten, idle_resources_question, idle_resources_text, with_kept};
use launchpod_core::pods::action::PodAction;
use launchpod_core::types::ids::NetworkVolumeId;
use launchpod_words::idle_resources as say;
use leptos::prelude::*;

use crate::billing::store::BillingStore;
use crate::context::store;
use crate::platform::browser;
use crate::pods::actions::PodActions;
use crate::volumes::store::{Place, VolumeStore};
use crate::volumes::told::Told;

/// A list with ticks, and a button.
#[component]
pub fn IdleResources(
    /// What nobody uses.
    things: Vec<IdleResource>,
) -> impl IntoView {
    let (actions, volumes, billing) = (store::<PodActions>(), store::<VolumeStore>(), store::<BillingStore>());
    if things.is_empty() {
        return ().into_any();
    }
    let words = idle_resources_text(&things);
    let (things, kept): (Vec<_>, Vec<_>) = things.into_iter().partition(|thing| !thing.kept);
    // What was kept on purpose goes only where the person has ticked it.
    // What takes data with it is asked about first.
    let asking = RwSignal::new(None::<String>);
    let ticked = RwSignal::new(things.iter().map(|thing| !thing.asks).collect::<Vec<bool>>());
    let row = |(at, thing): (usize, &IdleResource)| {
        let tick = move |event| {
            asking.set(None);
            ticked.update(|all| {
                if let Some(own) = all.get_mut(at) {
                    *own = event_target_checked(&event);
                }
            })
        };
        let IdleResource { item, name, what, monthly, dies, asks, .. } = thing;
        let item = item.clone();
        let keep = move |_| {
            billing.keep(&item, true);
            request_animation_frame(|| browser::focus("unused"));
        };
        view! {
            <li>
                <label class="check">
                    <input type="checkbox" prop:checked=!asks on:change=tick />
                    {say::thing(name, what, monthly)}
                </label>
                <button type="button" class="quiet" aria-label=say::keep_named(name) on:click=keep>{say::keep_this()}</button>
                <p class="help">{dies.clone()}</p>
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = things.iter().enumerate().map(row).collect();
    let kept: Vec<AnyView> = kept.into_iter().map(|thing| kept_row(billing, thing)).collect();
    let has_unused = !things.is_empty();
    let things = StoredValue::new(things);
    let chosen = move || -> Vec<IdleResource> {
        let ticked = ticked.get();
        things.with_value(|things| {
            things.iter().zip(ticked).filter(|(_, on)| *on).map(|(thing, _)| thing.clone()).collect()
        })
    };
    let button = move || {
        let chosen = chosen();
        let pods = chosen.iter().filter(|thing| matches!(thing.item, Item::Pod(_))).count();
        let saved = launchpod_core::billing::idle_resources_monthly(&chosen);
        match (pods, chosen.len() - pods) {
            (0, 0) => say::delete_selected().to_owned(),
            (pods, 0) => say::end_pods(pods, saved),
            (0, volumes) => say::delete_volumes(volumes, saved),
            (pods, 1) => say::end_pods_delete_volume(pods, saved),
            (pods, volumes) => say::end_pods_delete_volumes(pods, volumes, saved),
        }
    };
    let none = move || !ticked.with(|all| all.contains(&true));
    let remove = move |_| {
        if asking.with_untracked(Option::is_some) {
            return;
        }
        let chosen = untrack(chosen);
        match idle_resources_question(&chosen) {
            None => clean_up(actions, volumes, chosen),
            Some(question) => {
                asking.set(Some(question));
                request_animation_frame(|| browser::focus("sweep-keep"));
            }
        }
    };
    let answered = move |sure: bool| {
        asking.set(None);
        browser::focus("sweep");
        if sure {
            clean_up(actions, volumes, untrack(chosen));
        }
    };
    let question = move || {
        asking.get().map(|words| {
            view! {
                <div class="failure" role="group" aria-labelledby="sweep-loss">
                    <p id="sweep-loss">{words}</p>
                    <div class="buttons">
                        <button type="button" id="sweep-keep" on:click=move |_| answered(false)>{say::keep()}</button>
                        <button type="button" class="danger" on:click=move |_| answered(true)>{say::delete()}</button>
                    </div>
                </div>
            }
            .into_any()
        })
    };
    let sweep = has_unused.then(|| {
        let disabled = move || (none() || asking.with(Option::is_some)).to_string();
        view! { <button type="button" id="sweep" class="danger" aria-disabled=disabled on:click=remove>{button}</button> }
            .into_any()
    });
    view! {
        <div class="forgotten">
            <h2 id="unused" tabindex="-1">{say::heading()}</h2>
            <p>{words}</p>
            <ul aria-label=say::list()>{rows}{kept}</ul>
            {sweep}
            {question}
            <Told place=Place::Sweep />
        </div>
    }
    .into_any()
}

/// What the person keeps on purpose, and the way to count it again.
fn kept_row(billing: BillingStore, thing: IdleResource) -> AnyView {
    let IdleResource { item, name, monthly, .. } = thing;
    let count = move |_| {
        billing.keep(&item, false);
        request_animation_frame(|| browser::focus("unused"));
    };
    view! {
        <li class="kept">
            <span>{say::thing(&name, say::kept(), monthly)}</span>
            <button type="button" class="quiet" aria-label=say::count_named(&name) on:click=count>{say::count_again()}</button>
        </li>
    }
    .into_any()
}

/// Removes what nobody uses: pods are terminated (which can be taken back for a moment), volumes deleted one by one.
fn clean_up(actions: PodActions, volumes: VolumeStore, things: Vec<IdleResource>) {
    let (mut pods, mut ids) = (vec![], vec![]);
    for thing in things {
        match thing.item {
            Item::Pod(id) => pods.push((id, thing.name)),
            Item::Volume(id) => ids.push(id),
            Item::Earlier => {}
        }
    }
    // One click, one Undo.
    actions.request_all(PodAction::Terminate, pods);
    volumes.delete_all(ids);
}

impl BillingStore {
    /// What nobody uses and costs all the same, as of the newest list; followed. Nothing before that.
    pub fn idle_resources(self) -> Vec<IdleResource> {
        if self.pods.checked.get().is_none() {
            return vec![];
        }
        let now = self.context.clock.account_now();
        self.meter.with(|meter| {
            let Some(meter) = meter else { return vec![] };
            let since = |id: &NetworkVolumeId| meter.volume_since(id);
            let all = self.account.volumes.with(|volumes| self.with_pods(|pods| forgotten(pods, volumes, &since, now)));
            self.kept_changes.get();
            with_kept(all, &|item| name_of(item).is_some_and(|name| self.kept.get(name).is_some()))
        })
    }

    /// Remembers whether the person keeps this on purpose.
    pub fn keep(self, item: &Item, keeps: bool) {
        if let Some(name) = name_of(item) {
            match keeps {
                true => self.kept.keep(name, "kept"),
                false => self.kept.take_out(name),
            };
            self.kept_changes.update(|changes| *changes += 1);
        }
    }
}

/// Under which name it is kept. Ids of pods and of volumes are never the same.
fn name_of(item: &Item) -> Option<&str> {
    match item {
        Item::Pod(id) => Some(id.as_str()),
        Item::Volume(id) => Some(id.as_str()),
        Item::Earlier => None,
    }
}
