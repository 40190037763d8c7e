//! Which rows are in sight, as the browser tells: it skips the others (`content-visibility` in the style sheet). One that
//! does not tell leaves every row in sight.

use js_sys::Reflect;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

use crate::pods::store::PodStore;

/// What a window has whose browser tells.
const TELLS: &str = "ContentVisibilityAutoStateChangeEvent";

impl PodStore {
    /// The account's time, followed as long as the row of this pod is in sight.
    pub fn row_time(self, id: &PodId) -> Timestamp {
        self.track_time(id);
        self.context.clock.account_now()
    }

    /// A list of pods has come; before its rows are made.
    pub fn list_opens(self) {
        self.open_list(Reflect::has(&js_sys::global(), &TELLS.into()).unwrap_or_default());
    }

    /// Follows which of the rows in `list` are in sight, as long as the list is there.
    pub fn watch_sight(self, list: &Element) {
        let follow = move |event: Event| {
            let row = event.target().and_then(|row| row.dyn_into::<Element>().ok());
            let Some(id) = row.and_then(|row| row.get_attribute("data-pod")) else { return };
            let skipped = Reflect::get(&event, &"skipped".into()).is_ok_and(|skipped| skipped == JsValue::TRUE);
            self.see(&PodId::new(id), !skipped);
        };
        let follow = Closure::<dyn FnMut(Event)>::new(follow).into_js_value();
        // On its way down: whether it comes up again, browsers do not agree.
        let _ = list.add_event_listener_with_callback_and_bool(
            "contentvisibilityautostatechange",
            follow.unchecked_ref(),
            true,
        );
    }
}
