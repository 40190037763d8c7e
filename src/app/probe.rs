//! The probe: a sandboxed frame without the key, which finds out whether a pod's service answers. The page itself may not
//! connect to pods: anybody can rent a name there.

use std::time::Duration;

use js_sys::{Object, Reflect};
use launchpod_core::domain::ids::PodId;
use launchpod_core::domain::ledger::Event;
use launchpod_core::domain::readiness::{Answer, to_probe};
use launchpod_core::domain::service::{Recipe, Service};
use launchpod_core::domain::time::Timestamp;
use leptos::html::Iframe;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsValue;
use web_sys::MessageEvent;

use super::desk::Desk;
use super::watched::Watched;

/// Between two questions to one service.
const EVERY: Duration = Duration::from_secs(4);
/// A question that was not answered by then is asked again.
const GIVE_UP: Duration = Duration::from_secs(12);
const MARK: &str = "probe";

/// The frame and what was asked through it.
#[derive(Clone, Copy)]
pub struct Probe {
    frame: NodeRef<Iframe>,
    asked: Watched<Asked>,
}

#[derive(Default)]
struct Asked {
    document: String,
    last_number: u32,
    questions: Vec<Question>,
}

/// The last question to one service.
struct Question {
    pod: PodId,
    port: u16,
    number: u32,
    at: Timestamp,
    answered: bool,
}

impl Asked {
    /// The number of a new question to this service, if one is due.
    fn next(&mut self, pod: &PodId, port: u16, now: Timestamp) -> Option<u32> {
        let last = self.questions.iter().position(|question| question.pod == *pod && question.port == port);
        if let Some(question) = last.and_then(|last| self.questions.get(last)) {
            let wait = if question.answered { EVERY } else { GIVE_UP };
            if now.since(question.at) < wait {
                return None;
            }
        }
        if let Some(last) = last {
            self.questions.swap_remove(last);
        }
        self.last_number = self.last_number.wrapping_add(1);
        let number = self.last_number;
        self.questions.push(Question { pod: pod.clone(), port, number, at: now, answered: false });
        Some(number)
    }

    /// The service that the question of this number went to.
    fn answered(&mut self, number: u32) -> Option<(PodId, u16)> {
        let question = self.questions.iter_mut().find(|question| question.number == number)?;
        question.answered = true;
        Some((question.pod.clone(), question.port))
    }
}

impl Probe {
    pub(super) fn new(document: String) -> Self {
        let asked = Asked { document, ..Asked::default() };
        Self { frame: NodeRef::new(), asked: Watched::new(asked) }
    }
}

impl Desk {
    /// The frame: out of sight, no access to this page, its storage or its key.
    pub fn probe_frame(self) -> impl IntoView {
        html::iframe()
            .node_ref(self.probe.frame)
            .src(self.probe.asked.peek(|asked| asked.document.clone()))
            .attr("sandbox", "allow-scripts")
            .attr("referrerpolicy", "no-referrer")
            .attr("title", "Checks whether your pods' programs answer")
            .attr("aria-hidden", "true")
            .attr("tabindex", "-1")
            .hidden(true)
    }

    pub(super) fn listen_to_probe(self) {
        let listening = window_event_listener(ev::message, move |event| self.hear(&event));
        on_cleanup(move || listening.remove());
    }

    pub(super) fn probe_what_is_due(self, now: Timestamp) {
        let wanted: Vec<(PodId, Service)> = self.fleet.read(|fleet| {
            let due = fleet.iter().flat_map(|known| {
                let due = to_probe(&known.pod, &known.answers).into_iter().filter(|_| known.pod.id.is_plain());
                due.map(|service| (known.pod.id.clone(), service))
            });
            due.collect()
        });
        // Pods that ended leave nothing behind here.
        self.fleet.read(|fleet| {
            self.probe.asked.change(|asked| asked.questions.retain(|question| fleet.get(&question.pod).is_some()));
        });
        for (pod, service) in wanted {
            self.ask_probe(pod, service, now);
        }
    }

    fn ask_probe(self, pod: PodId, service: Service, now: Timestamp) {
        let Some(frame) = self.probe.frame.get_untracked().and_then(|frame| frame.content_window()) else { return };
        let number = self.probe.asked.change(|asked| asked.next(&pod, service.port, now));
        if let Some(number) = number {
            // A frame with an opaque origin can only be addressed as "*"; nothing secret is in the question.
            let _ = frame.post_message(&question_for(number, &pod, service), "*");
        }
    }

    fn hear(self, event: &MessageEvent) {
        let frame = self.probe.frame.get_untracked().and_then(|frame| frame.content_window());
        let from_frame = frame.is_some_and(|frame| event.source().is_some_and(|source| *source == ***frame));
        if !from_frame || text(&event.data(), "launchpod").as_deref() != Some(MARK) {
            return;
        }
        let number = Reflect::get(&event.data(), &"id".into()).ok().and_then(|id| id.as_f64()).map(|id| id as u32);
        let asked = self.probe.asked.change(|asked| asked.answered(number?));
        let answer = match text(&event.data(), "answer").as_deref() {
            Some("ready") => Answer::Ready,
            Some("maybe") => Answer::Maybe,
            _ => Answer::Silent,
        };
        if let Some((pod, port)) = asked {
            self.on(Event::Heard { pod, port, answer });
        }
    }
}

fn text(data: &JsValue, name: &str) -> Option<String> {
    Reflect::get(data, &name.into()).ok()?.as_string()
}

fn question_for(number: u32, pod: &PodId, service: Service) -> JsValue {
    let (kind, path) = match service.recipe {
        Recipe::Json(path) => ("json", path),
        Recipe::Image(path) => ("image", path),
        Recipe::Any => ("any", "/"),
    };
    let recipe = object(&[("kind", kind.into()), ("path", path.into())]);
    object(&[
        ("launchpod", MARK.into()),
        ("id", number.into()),
        ("podId", pod.as_str().into()),
        ("port", service.port.into()),
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
