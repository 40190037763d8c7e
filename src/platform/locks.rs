//! Web Locks: what one tab of this browser has, no other tab has at the same time. A tab that is closed, or that crashes,
//! loses its locks. A browser without them is treated as if this tab were its only one.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A lock that this tab has until this is dropped.
pub struct Held(Option<Function>);

impl Held {
    /// Whether the browser gave a lock; a browser without them gives none.
    pub fn is_real(&self) -> bool {
        self.0.is_some()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Asks for a lock. `None` if another tab has it; with `wait`, waits for it instead.
pub async fn hold(name: &str, wait: bool) -> Option<Held> {
    let (granted, answer) = promise();
    if request(name, wait, granted).is_none() {
        return Some(Held(None));
    }
    let answer = JsFuture::from(answer).await.unwrap_or(JsValue::UNDEFINED);
    (!answer.is_null()).then(|| Held(answer.dyn_into().ok()))
}

/// Hands `granted` the function that releases the lock, null where another tab has it, and an error where the browser
/// gives no locks to this page.
fn request(name: &str, wait: bool, granted: Function) -> Option<()> {
    let locks = Reflect::get(&Reflect::get(&js_sys::global(), &"navigator".into()).ok()?, &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &(!wait).into()).ok()?;
    let tell = granted.clone();
    let callback = Closure::once_into_js(move |lock: JsValue| {
        let (release, held) = promise();
        let answer = if lock.is_null() { JsValue::NULL } else { release.into() };
        let given = !answer.is_null();
        let _ = tell.call1(&JsValue::NULL, &answer);
        // The lock lasts until what is returned here is settled.
        if given { JsValue::from(held) } else { JsValue::UNDEFINED }
    });
    let asked: Promise = request.call3(&locks, &name.into(), &options, &callback).ok()?.dyn_into().ok()?;
    Reflect::get(&asked, &"catch".into()).ok()?.dyn_into::<Function>().ok()?.call1(&asked, &granted).ok()?;
    Some(())
}

/// A promise and what settles it.
fn promise() -> (Function, Promise) {
    let mut settle = None;
    let promise = Promise::new(&mut |resolve, _| settle = Some(resolve));
    (settle.unwrap_or_default(), promise)
}
