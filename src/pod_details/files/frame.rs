//! The frame that asks ComfyUI: sandboxed, without the key, and with a policy of its own. The page itself may not connect to
//! pods: anybody can rent a name there.

use js_sys::{Function, Object, Promise, Reflect};
use launchpod_core::files::ReadFailure;
use launchpod_core::types::ids::PodId;
use launchpod_words::files as say;
use leptos::html::Iframe;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageEvent;

use crate::context::store;
use crate::readiness::probe::Probe;

const MARK: &str = "files";

/// What it is to do.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// Read ComfyUI's list: a text.
    List,
    /// Read a picture and draw it small: a text.
    Thumbnail,
    /// Read a file: bytes.
    File,
}

impl Act {
    const fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Thumbnail => "thumbnail",
            Self::File => "file",
        }
    }

    const fn field(self) -> &'static str {
        match self {
            Self::List | Self::Thumbnail => "text",
            Self::File => "bytes",
        }
    }
}

/// The frame, and who waits for its answers.
#[derive(Clone, Copy)]
pub struct FilesFrame {
    frame: NodeRef<Iframe>,
    /// Whether its document is there.
    pub ready: RwSignal<bool>,
    last: StoredValue<i32>,
    waiting: StoredValue<Vec<(i32, Function)>, LocalStorage>,
}

impl FilesFrame {
    /// A frame that nobody has asked yet. It ends with the view.
    pub fn open() -> Self {
        let new = Self {
            frame: NodeRef::new(),
            ready: RwSignal::new(false),
            last: StoredValue::new(0),
            waiting: StoredValue::new_local(vec![]),
        };
        let listening = window_event_listener(ev::message, move |event| new.hear(&event));
        on_cleanup(move || {
            listening.remove();
            // Whoever waits hears that nothing comes any more.
            for (_, settle) in new.waiting.try_update_value(std::mem::take).into_iter().flatten() {
                let _ = settle.call1(&JsValue::NULL, &JsValue::NULL);
            }
        });
        new
    }

    /// The frame: out of sight, no access to this page, its storage or its key.
    pub fn view(self) -> impl IntoView {
        html::iframe()
            .node_ref(self.frame)
            .src(store::<Probe>().beside("files.html"))
            .attr("sandbox", "allow-scripts")
            .attr("referrerpolicy", "no-referrer")
            .attr("title", say::frame())
            .attr("aria-hidden", "true")
            .attr("tabindex", "-1")
            .hidden(true)
    }

    /// Has something asked of the ComfyUI on this port.
    ///
    /// # Errors
    /// Why it could not be had.
    pub async fn ask(self, act: Act, pod: &PodId, port: u16, path: &str) -> Result<JsValue, ReadFailure> {
        let window = self.frame.try_get_untracked().flatten().and_then(|frame| frame.content_window());
        let window = window.ok_or(ReadFailure::Silent)?;
        let number = self.last.get_value().wrapping_add(1);
        self.last.set_value(number);
        let question = object(&[
            ("launchpod", MARK.into()),
            ("id", number.into()),
            ("act", act.word().into()),
            ("podId", pod.as_str().into()),
            ("port", port.into()),
            ("path", path.into()),
        ]);
        let answer = Promise::new(&mut |settle, _| {
            self.waiting.update_value(|waiting| waiting.push((number, settle)));
        });
        // A frame with an opaque origin can only be addressed as "*"; nothing secret is in the question.
        window.post_message(&question, "*").map_err(|_| ReadFailure::Silent)?;
        let answer = JsFuture::from(answer).await.unwrap_or_default();
        if let Some(word) = text(&answer, "failed") {
            return Err(ReadFailure::parse(&word));
        }
        let told = Reflect::get(&answer, &act.field().into()).unwrap_or_default();
        if told.is_undefined() { Err(ReadFailure::Silent) } else { Ok(told) }
    }

    fn hear(self, event: &MessageEvent) {
        let frame = self.frame.try_get_untracked().flatten().and_then(|frame| frame.content_window());
        let from_frame = frame.is_some_and(|frame| event.source().is_some_and(|source| *source == ***frame));
        let data = event.data();
        if !from_frame || text(&data, "launchpod").as_deref() != Some(MARK) {
            return;
        }
        let Some(number) = Reflect::get(&data, &"id".into()).ok().and_then(|id| id.as_f64()) else {
            return self.ready.set(true);
        };
        let settle = self.waiting.try_update_value(|waiting| {
            let at = waiting.iter().position(|(own, _)| f64::from(*own) == number)?;
            Some(waiting.swap_remove(at).1)
        });
        if let Some(settle) = settle.flatten() {
            let _ = settle.call1(&JsValue::NULL, &data);
        }
    }
}

fn text(data: &JsValue, name: &str) -> Option<String> {
    Reflect::get(data, &name.into()).ok()?.as_string()
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
