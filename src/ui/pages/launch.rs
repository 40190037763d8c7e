//! The launch form.

use launchpod_core::domain::catalog::Cloud;
use launchpod_core::domain::image::READY_MADE;
use launchpod_core::domain::order::{Field, OWN_IMAGE, RawOrder};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::app::browser;
use crate::app::desk::Desk;
use crate::ui::components::field::{SelectField, TextField};
use crate::ui::components::gpu_picker::GpuPicker;
use crate::ui::components::grid::GridOfPlaces;
use crate::ui::components::order_summary::OrderSummary;
use crate::ui::components::volume_manager::VolumeManager;

/// Left what you want, right what you get.
#[component]
pub fn LaunchPage() -> impl IntoView {
    browser::set_title("Launch a pod · Launchpod");
    let desk = Desk::expect();
    desk.follow_grid();
    desk.follow_volumes();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.submit();
    };
    view! {
        <h1>"Launch a pod"</h1>
        <form class="launch" on:submit=submit novalidate=true>
            <div class="fields">
                <TextField
                    field=Field::Name
                    label="Name"
                    help="Your own word for it, so that you know it again."
                    get=|raw| &raw.name
                    get_mut=|raw| &mut raw.name
                />
                <Volume />
                <GpuPicker />
                <GridOfPlaces />
                <TextField
                    field=Field::GpuCount
                    label="Number of GPUs"
                    help="One is right for nearly everything. Each costs its full price."
                    get=|raw| &raw.gpu_count
                    get_mut=|raw| &mut raw.gpu_count
                    number=true
                />
                <Image />
                <TextField
                    field=Field::ContainerDisk
                    label="Container disk (GB)"
                    help="Room for the image and for files that may go when the pod ends."
                    get=|raw| &raw.container_disk
                    get_mut=|raw| &mut raw.container_disk
                    number=true
                />
            </div>
            <OrderSummary />
        </form>
    }
}

/// The network volume; what follows from it, and what is to be chosen without one.
#[component]
fn Volume() -> impl IntoView {
    let desk = Desk::expect();
    let raw = desk.form.raw;
    let options = Signal::derive(move || {
        let none = (String::new(), "None: nothing is kept when the pod ends".to_owned());
        let volumes = desk.volumes.get().into_iter().map(|volume| {
            let words = format!("{} · {} GB · {}", volume.name, volume.size_gb, volume.data_center);
            (volume.id.as_str().to_owned(), words)
        });
        std::iter::once(none).chain(volumes).collect::<Vec<_>>()
    });
    let help = Signal::derive(move || match raw.with(|raw| desk.volumes.with(|v| raw.volume(v).cloned())) {
        Some(volume) => format!(
            "The pod will run in {}, where this volume is, in the Secure Cloud. The volume stays when the pod ends.",
            volume.data_center
        ),
        None => "Storage that stays when pods end. It fixes the data center.".to_owned(),
    });
    let has_volume = Memo::new(move |_| raw.with(|raw| !raw.network_volume.is_empty()));
    view! {
        <SelectField
            field=Field::NetworkVolume
            label="Network volume"
            help
            options
            value=Signal::derive(move || raw.with(|raw| raw.network_volume.clone()))
            choose=|raw, value| raw.network_volume = value
        />
        <VolumeManager />
        {move || match has_volume.get() {
            true => view! { <MountPath /> }.into_any(),
            false => view! { <CloudField /> }.into_any(),
        }}
    }
}

#[component]
fn MountPath() -> impl IntoView {
    view! {
        <TextField
            field=Field::MountPath
            label="Mount path"
            help="The folder inside the pod where the volume appears. /workspace is what the ready-made images expect."
            get=|raw| &raw.mount_path
            get_mut=|raw| &mut raw.mount_path
        />
    }
}

#[component]
fn CloudField() -> impl IntoView {
    let raw = Desk::expect().form.raw;
    let options = vec![
        (Cloud::Secure.as_str().to_owned(), "Secure Cloud: RunPod's own data centers".to_owned()),
        (Cloud::Community.as_str().to_owned(), "Community Cloud: other people's machines, cheaper".to_owned()),
    ];
    view! {
        <SelectField
            field=Field::Cloud
            label="Cloud"
            help="Prices and stock differ between the two."
            options
            value=Signal::derive(move || raw.with(|raw| raw.cloud.clone()))
            choose=|raw, value| raw.cloud = value
        />
    }
}

#[component]
fn Image() -> impl IntoView {
    let raw = Desk::expect().form.raw;
    let known = READY_MADE.iter().map(|image| (image.key.to_owned(), format!("{} ({})", image.label, image.image)));
    let own = (OWN_IMAGE.to_owned(), "Another image".to_owned());
    let options: Vec<(String, String)> = known.chain([own]).collect();
    let help = Signal::derive(move || match raw.with(RawOrder::ready_made) {
        Some(image) => image.about.to_owned(),
        None => "Any public image. What it needs to start is up to it.".to_owned(),
    });
    let is_own = Memo::new(move |_| raw.with(|raw| raw.ready_made().is_none()));
    view! {
        <SelectField
            field=Field::Image
            label="Image"
            help
            options
            value=Signal::derive(move || raw.with(|raw| raw.image.clone()))
            choose=|raw, value| raw.choose_image(&value)
        />
        {move || is_own.get().then(|| view! { <OwnImage /> }.into_any())}
    }
}

#[component]
fn OwnImage() -> impl IntoView {
    view! {
        <TextField
            field=Field::OwnImage
            label="Image name"
            help="With its registry or its owner, and its tag."
            get=|raw| &raw.own_image
            get_mut=|raw| &mut raw.own_image
        />
        <TextField
            field=Field::Ports
            label="Ports"
            help="What the image listens on, like 8888/http,22/tcp. http ports get a link that anyone who has it can open."
            get=|raw| &raw.own_ports
            get_mut=|raw| &mut raw.own_ports
        />
    }
}
