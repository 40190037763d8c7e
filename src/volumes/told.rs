//! What an act has come to, where it was asked for.

use leptos::prelude::*;

use crate::context::store;
use crate::volumes::store::{Place, VolumeStore};
use crate::widgets::error_box::ErrorBox;

/// What was said last, and what went wrong.
#[component]
pub fn Told(
    /// Where.
    place: Place,
) -> impl IntoView {
    let volumes = store::<VolumeStore>();
    let failure =
        move || volumes.told(place).failure.map(|(doing, failure)| view! { <ErrorBox failure doing /> }.into_any());
    view! {
        <div class="told" role="status">{move || volumes.told(place).said}</div>
        {failure}
    }
    .into_any()
}
