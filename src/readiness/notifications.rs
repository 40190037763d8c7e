//! Notifications of the browser's, for who has switched them on and looks elsewhere.

use js_sys::Reflect;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationOptions, NotificationPermission, ServiceWorkerContainer, ServiceWorkerRegistration,
};

use crate::platform::browser::{is_hidden, local_storage};

/// Where this device remembers that they are wanted.
const WANTED: &str = "launchpod.notify";

/// How it stands with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notifying {
    /// Nobody asked for them.
    #[default]
    Off,
    /// They come.
    On,
    /// The browser was asked, and did not let us.
    Refused,
    /// This browser has none for pages.
    Missing,
}

impl Notifying {
    /// As things stand, asking nobody.
    pub fn now() -> Self {
        let wanted = local_storage().is_some_and(|storage| matches!(storage.get_item(WANTED), Ok(Some(_))));
        match wanted {
            true => Self::if_wanted(),
            false => Self::Off,
        }
    }

    /// The click that switches them on; only this asks the browser, and the browser the person.
    pub async fn switch_on() -> Self {
        if exists()
            && Notification::permission() == NotificationPermission::Default
            && let Ok(asking) = Notification::request_permission()
        {
            let _ = JsFuture::from(asking).await;
        }
        let outcome = Self::if_wanted();
        if outcome == Self::On
            && let Some(storage) = local_storage()
        {
            let _ = storage.set_item(WANTED, "on");
        }
        outcome
    }

    /// The click that switches them off.
    pub fn switch_off() -> Self {
        if let Some(storage) = local_storage() {
            let _ = storage.remove_item(WANTED);
        }
        Self::Off
    }

    fn if_wanted() -> Self {
        match exists().then(Notification::permission) {
            None => Self::Missing,
            Some(NotificationPermission::Granted) => Self::On,
            Some(_) => Self::Refused,
        }
    }
}

fn exists() -> bool {
    Reflect::get(&js_sys::global(), &"Notification".into()).is_ok_and(|found| found.is_function())
}

/// Tells somebody who looks elsewhere; a second notification of a thing, such as a pod, takes the place of its first.
pub fn notify(thing: &str, title: &str, body: &str) {
    if !is_hidden() || Notifying::now() != Notifying::On {
        return;
    }
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_tag(thing);
    let Ok(notification) = Notification::new_with_options(title, &options) else {
        // Browsers for Android take them from a service worker alone. Without one, the tab's title says the same.
        let title = title.to_owned();
        spawn_local(async move { _ = through_worker(&title, &options).await });
        return;
    };
    let click = Closure::once_into_js(|| {
        if let Some(window) = web_sys::window() {
            let _ = window.focus();
        }
    });
    notification.set_onclick(click.dyn_ref());
}

async fn through_worker(title: &str, options: &NotificationOptions) -> Result<(), JsValue> {
    let navigator = web_sys::window().ok_or(JsValue::UNDEFINED)?.navigator();
    let workers = Reflect::get(&navigator, &"serviceWorker".into())?;
    if workers.is_undefined() {
        return Err(workers);
    }
    let workers: ServiceWorkerContainer = workers.unchecked_into();
    let worker = JsFuture::from(workers.get_registration()).await?;
    if worker.is_undefined() {
        return Err(worker);
    }
    let worker: ServiceWorkerRegistration = worker.unchecked_into();
    JsFuture::from(worker.show_notification_with_options(title, options)?).await?;
    Ok(())
}
