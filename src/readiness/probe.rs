//! The probe: a sandboxed frame without the key, which finds out whether a pod's service answers. The page itself may not
//! connect to pods: anybody can rent a name there.

use js_sys::{Object, Reflect};
use launchpod_core::readiness::ProbeResult;
use launchpod_core::readiness::probe_schedule::ProbeRequest;
use launchpod_words::readiness as say;
use leptos::html::Iframe;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsValue;
use web_sys::MessageEvent;

use crate::context::AppContext;
use crate::platform::shared::Shared;

const MARK: &str = "probe";

/// The frame, and the address of its document.
#[derive(Clone, Copy)]
pub struct Probe {
    context: AppContext,
    frame: NodeRef<Iframe>,
    document: Shared<String>,
}

impl Probe {
    /// The probe with this document.
    pub fn new(context: AppContext, document: String) -> Self {
        Self { context, frame: NodeRef::new(), document: Shared::new(document) }
    }

    /// The frame: out of sight, no access to this page, its storage or its key.
    pub fn view(self) -> impl IntoView {
        html::iframe()
            .node_ref(self.frame)
            .src(self.document.peek(String::clone))
            .attr("sandbox", "allow-scripts")
            .attr("referrerpolicy", "no-referrer")
            .attr("title", say::probe_frame())
            .attr("aria-hidden", "true")
            .attr("tabindex", "-1")
            .hidden(true)
    }

    /// The address of another document of this kind, which lies beside the probe's own.
    pub fn beside(self, name: &str) -> String {
        self.document.peek(|document| document.replace("probe.html", name))
    }

    /// Hears what the frame answers.
    pub fn listen(self) {
        let listening = window_event_listener(ev::message, move |event| self.hear(&event));
        on_cleanup(move || listening.remove());
    }

    /// Asks what is due.
    pub fn ask_what_is_due(self) {
        let Some(frame) = self.frame.get_untracked().and_then(|frame| frame.content_window()) else { return };
        for question in self.context.engine.due_probes() {
            // A frame with an opaque origin can only be addressed as "*"; nothing secret is in the question.
            let _ = frame.post_message(&in_javascript(&question), "*");
        }
    }

    fn hear(self, event: &MessageEvent) {
        let frame = self.frame.get_untracked().and_then(|frame| frame.content_window());
        let from_frame = frame.is_some_and(|frame| event.source().is_some_and(|source| *source == ***frame));
        if !from_frame || text(&event.data(), "launchpod").as_deref() != Some(MARK) {
            return;
        }
        let number = Reflect::get(&event.data(), &"id".into()).ok().and_then(|id| id.as_f64()).map(|id| id as u32);
        if let Some(number) = number {
            self.context.engine.probe_answered(number, ProbeResult::parse(text(&event.data(), "answer").as_deref()));
        }
    }
}

fn text(data: &JsValue, name: &str) -> Option<String> {
    Reflect::get(data, &name.into()).ok()?.as_string()
}

fn in_javascript(question: &ProbeRequest) -> JsValue {
    let (kind, path, picture) = question.service.question();
    let recipe = object(&[("kind", kind.into()), ("path", path.into()), ("picture", picture.into())]);
    object(&[
        ("launchpod", MARK.into()),
        ("id", question.number.into()),
        ("podId", question.pod.as_str().into()),
        ("port", question.service.port.into()),
        ("recipe", recipe),
    ])
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
