//! Network volumes: made, grown and deleted, without leaving the form.

use launchpod_core::account::NetworkVolume;
use launchpod_core::volumes::price_text;
use launchpod_words::{list_plain, volumes as say};
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::store;
use crate::volumes::create_form::VolumeMaker;
use crate::volumes::panel::VolumePanel;
use crate::volumes::store::{Panel, Place, VolumeStore};
use crate::volumes::told::Told;
use crate::widgets::disclosure::Disclosure;

/// The account's volumes and the form for a new one, behind a button.
#[component]
pub fn VolumeManager() -> impl IntoView {
    let open = store::<VolumeStore>().open;
    view! {
        <Disclosure
            id="volumes"
            label=say::manage()
            open
            content=std::sync::Arc::new(|| view! { <Open /> }.into_any())
        />
    }
}

#[component]
fn Open() -> impl IntoView {
    let (account, volumes) = (store::<AccountStore>(), store::<VolumeStore>());
    let state = volumes;
    state.ask_for_types();
    view! {
        <div class="volumes">
            <h2 id="volumes-heading" tabindex="-1">{say::yours()}</h2>
            {move || account.volumes.with(Vec::is_empty).then(say::none_yet)}
            <ul>{move || account.volumes.get().into_iter().map(entry).collect::<Vec<_>>()}</ul>
            <Told place=Place::List />
            <VolumeMaker />
        </div>
    }
}

fn entry(volume: NetworkVolume) -> AnyView {
    let volumes = store::<VolumeStore>();
    let state = volumes;
    let volume = StoredValue::new(volume);
    let NetworkVolume { id, name, size_gb, data_center, .. } = volume.get_value();
    let price = move || price_text(size_gb, volume.with_value(|volume| state.type_of(volume)));
    let users = {
        let id = id.clone();
        Signal::derive(move || match volumes.users_of(&id) {
            None => say::waiting_for_pods().to_owned(),
            Some(users) if users.is_empty() => String::new(),
            Some(users) => say::used_by(list_plain(&users)),
        })
    };
    let panel = Memo::new(move |_| {
        state.panel.with(|panel| match panel {
            Panel::Grow(of) | Panel::Delete(of) if of.id == id => Some(panel.clone()),
            _ => None,
        })
    });
    let busy = move || state.busy.get();
    let grow = move |_| {
        if !untrack(busy) {
            state.show(Panel::Grow(volume.get_value()));
        }
    };
    let cannot = move || busy() || users.with(|users| !users.is_empty());
    let delete = move |_| {
        if !untrack(cannot) {
            state.show(Panel::Delete(volume.get_value()));
        }
    };
    view! {
        <li>
            <p>
                <span class="what">{name.clone()}</span>
                {move || format!(" · {}", say::facts(size_gb, &data_center, price()))}
            </p>
            <div class="buttons">
                <button type="button" aria-label=say::grow_volume(&name) aria-disabled=move || busy().to_string() on:click=grow>
                    {say::grow()}
                </button>
                <button
                    type="button"
                    class="danger"
                    aria-label=say::delete_volume(&name)
                    aria-disabled=move || cannot().to_string()
                    on:click=delete
                >
                    {say::delete()}
                </button>
            </div>
            <p class="help">{users}</p>
            {move || panel.get().map(|panel| view! { <VolumePanel panel /> }.into_any())}
        </li>
    }
    .into_any()
}
