//! What the person must be told about their pods, until they have read it.

use leptos::prelude::*;

use crate::app::desk::Desk;

/// Pods made twice or after all, pods that this browser knows nothing of, and pods that went by themselves.
#[component]
pub fn Told() -> impl IntoView {
    let desk = Desk::expect();
    view! {
        <div class="told" role="status">
            {move || {
                let (notices, strangers) = desk.told.get();
                let notices: Vec<String> = notices.iter().map(|notice| notice.words()).collect();
                let read = (!notices.is_empty()).then(|| told(notices, "Understood", Desk::read));
                let names: Vec<String> = strangers.into_iter().map(|(_, name)| format!("“{name}”")).collect();
                let strange = (!names.is_empty()).then(|| told(vec![strange(&names)], "I know", Desk::know_strangers));
                let gone = desk.partings();
                let gone = (!gone.is_empty()).then(|| told(gone, "Understood", Desk::read_partings));
                (read, strange, gone)
            }}
        </div>
    }
}

fn strange(names: &[String]) -> String {
    let (was, costs) = match names.len() {
        1 => (
            "was",
            "this browser does not know it. It costs money like any other pod. If nobody needs it any more, end it below.",
        ),
        _ => (
            "were",
            "this browser does not know them. They cost money like any other pods. If nobody needs them any more, end them below.",
        ),
    };
    format!("{} {was} launched with Launchpod, but {costs}", names.join(", "))
}

fn told(lines: Vec<String>, button: &'static str, click: fn(Desk)) -> AnyView {
    let desk = Desk::expect();
    let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
    view! {
        <div class="notice">
            {lines}
            <button type="button" on:click=move |_| click(desk)>{button}</button>
        </div>
    }
    .into_any()
}
