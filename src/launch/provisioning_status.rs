//! How the way through the choices goes: each try with its reason and price, and what the person is asked.

use launchpod_core::engine::Decision;
use launchpod_core::launch::provisioning::{End, Provisioning, State};
use launchpod_core::order::WhenSoldOut;
use launchpod_core::order::offers::Selection;
use launchpod_core::types::money::HourlyRate;
use launchpod_words::{launch_status as say, sentences};
use leptos::prelude::*;

use crate::context::store;
use crate::launch::launches::Launches;

/// A longer list of tries is folded.
const FEW: usize = 3;

/// What this tab is after, or was last.
#[component]
pub fn ProvisioningStatus() -> impl IntoView {
    let launches = store::<Launches>();
    // With each try all is drawn anew: the list stays as the person left it.
    let unfolded = RwSignal::new(None::<bool>);
    view! {
        <div class="hunt" role="status">
            {move || {
                launches.view.with(|view| view.as_ref().and_then(|view| status(launches, &view.provisioning, unfolded)))
            }}
        </div>
    }
    .into_any()
}

fn status(launches: Launches, launch: &Provisioning, unfolded: RwSignal<Option<bool>>) -> Option<AnyView> {
    // The pod is in the list, or the failure is told beside this.
    if launch.is_reported() {
        return None;
    }
    let name = &launch.order.name;
    let agree = |label: String, pick: &Selection| button(launches, label, Decision::Agree(pick.clone()), "primary");
    let stop = || button(launches, say::stop_waiting().to_owned(), Decision::Cancel, "");
    let (words, buttons): (String, Vec<AnyView>) = match &launch.state {
        State::Asking(pick) if launch.tried.iter().all(|tried| tried.refused.is_none()) => {
            (offer(launch, pick, say::asking_for), vec![])
        }
        State::Asking(pick) => (offer(launch, pick, say::asking_for_next), vec![]),
        State::Dearer(pick) => (
            offer(launch, pick, |gpu, cloud, price| say::all_dearer(launch.agreed, gpu, cloud, price)),
            vec![
                agree(say::take_it(launch.total(pick)), pick),
                button(launches, say::do_not_take_it().to_owned(), Decision::Decline(pick.clone()), ""),
            ],
        ),
        State::Waiting { dearer, .. } => {
            let mut words = match launch.order.when_sold_out {
                WhenSoldOut::Tell => say::waiting_to_tell(name, launch.agreed),
                _ => say::waiting_to_launch(name, launch.agreed),
            };
            let mut buttons = vec![stop()];
            if let Some(pick) = dearer {
                words = sentences(&[words, offer(launch, pick, say::one_is_dearer)]);
                buttons.insert(0, agree(say::take_it(launch.total(pick)), pick));
            }
            (words, buttons)
        }
        State::Came(pick) => {
            (offer(launch, pick, say::in_stock), vec![agree(say::launch(launch.total(pick)), pick), stop()])
        }
        State::Over(End::AllTried) => (say::none_available().to_owned(), vec![read(launches)]),
        State::Over(End::Cancelled) => (say::stopped_waiting(name), vec![read(launches)]),
        State::Over(End::Placed { .. } | End::Refused | End::NeverArrived) => return None,
    };
    // What is asked of the person stands before what was tried, which may be long.
    let buttons = (!buttons.is_empty()).then(|| view! { <div class="buttons">{buttons}</div> }.into_any());
    Some(view! { <div class="notice"><p class="what">{words}</p>{buttons}{tries(launch, unfolded)}</div> }.into_any())
}

/// What was tried, and why it was not to be had.
fn tries(launch: &Provisioning, unfolded: RwSignal<Option<bool>>) -> Option<AnyView> {
    let tried: Vec<AnyView> =
        launch.tried.iter().map(|tried| view! { <li>{launch.told(tried)}</li> }.into_any()).collect();
    let few = tried.len() <= FEW;
    let open = unfolded.get_untracked().unwrap_or(few);
    let toggle = move |_| unfolded.set(Some(!unfolded.get_untracked().unwrap_or(few)));
    (!tried.is_empty()).then(|| {
        view! {
            <details open=open>
                <summary on:click=toggle>{say::tried()}</summary>
                <ol class="tried">{tried}</ol>
            </details>
        }
        .into_any()
    })
}

/// Says what it is, where, and what it costs with its disk.
fn offer<'a>(
    launch: &Provisioning,
    pick: &'a Selection,
    sentence: impl Fn(&'a str, &'a str, HourlyRate) -> String,
) -> String {
    sentence(&pick.name, pick.cloud.describe(), launch.total(pick))
}

fn button(launches: Launches, label: String, said: Decision, class: &'static str) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| launches.decide(said.clone())>{label}</button> }
        .into_any()
}

fn read(launches: Launches) -> AnyView {
    view! { <button type="button" on:click=move |_| launches.dismiss()>{say::dismiss()}</button> }.into_any()
}
