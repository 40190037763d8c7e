//! What became of launches that programs left open when they died.

use std::rc::Rc;

use js_sys::Array;
use launchpod_core::engine::{Recovered, Recovery};
use launchpod_core::launch::Outcome;
use serde::Serialize;
use serde_wasm_bindgen::preserve;
use wasm_bindgen::JsValue;

use super::js::Hooks;
use super::js::plain;
use super::state::Launcher;
use crate::error::{BoxError, LaunchpodError, no_journal};

impl Launcher {
    /// What programs that died in mid-launch left: looked for until it is known what became of it.
    ///
    /// # Errors
    /// Why that can't be found out.
    pub async fn recover(self: &Rc<Self>, hooks: &Hooks) -> Result<Array, BoxError> {
        let stop = || if hooks.aborted() { Some(aborted_recovery()) } else { self.shut_out() };
        let found = self.engine.recover::<BoxError>(&stop).await?.ok_or_else(no_journal)?;
        Ok(found.iter().filter_map(|found| self.recovered(found)).collect())
    }

    fn recovered(&self, Recovered { entry, state }: &Recovered) -> Option<JsValue> {
        let (word, pod) = match (state, &entry.outcome) {
            (Recovery::Placed, Outcome::Placed(pod)) => ("placed", self.shown(pod)?),
            (Recovery::Placed, _) => return None,
            (Recovery::Open, _) => ("open", JsValue::NULL),
            (Recovery::NeverArrived, _) => ("never-arrived", JsValue::NULL),
            (Recovery::Gone, _) => ("gone", JsValue::NULL),
        };
        Some(plain(&RecoveryDto { name: &entry.name, tag: entry.tag.as_str(), state: word, pod }))
    }
}

/// What became of a launch that was found in the journal.
#[derive(Serialize)]
struct RecoveryDto<'a> {
    name: &'a str,
    tag: &'a str,
    state: &'static str,
    #[serde(with = "preserve")]
    pod: JsValue,
}

fn aborted_recovery() -> BoxError {
    LaunchpodError::new(
        "aborted",
        "Stopped looking, as you wished. What was not found stays in the journal: recover() finds it later.",
    )
}
