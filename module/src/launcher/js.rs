//! What the JavaScript around the module does for it: the journal, the probe, and the callbacks of whoever calls.

use js_sys::Promise;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The journal and the probe. Every promise settles; one that is rejected means that it could not be done.
    #[derive(Clone)]
    pub type Host;

    /// Whether other programs may use the journal too.
    #[wasm_bindgen(method, getter)]
    pub fn shared(this: &Host) -> bool;

    /// All keys, as a list of texts.
    #[wasm_bindgen(method)]
    pub fn keys(this: &Host) -> Promise;

    /// The text under this key, or null.
    #[wasm_bindgen(method)]
    pub fn get(this: &Host, key: &str) -> Promise;

    /// Puts a text under a key.
    #[wasm_bindgen(method)]
    pub fn set(this: &Host, key: &str, text: &str) -> Promise;

    /// Takes out what stands under this key.
    #[wasm_bindgen(method)]
    pub fn erase(this: &Host, key: &str) -> Promise;

    /// The function that lets go of the lock of this key; null where another program has it.
    #[wasm_bindgen(method)]
    pub fn lock(this: &Host, key: &str) -> Promise;

    /// What the service at this address answers: `ready`, `maybe`, `unreadable` or `silent`. `picture` is the address of its second try, or empty.
    #[wasm_bindgen(method)]
    pub fn probe(this: &Host, kind: &str, address: &str, picture: &str) -> Promise;

    /// What the caller of one call wants and is told.
    #[derive(Clone)]
    pub type Hooks;

    /// Whether the caller wants no more of it.
    #[wasm_bindgen(method)]
    pub fn aborted(this: &Hooks) -> bool;

    /// Tells of a step of a launch, or of a pod's stage.
    #[wasm_bindgen(method)]
    pub fn tell(this: &Hooks, step: &JsValue);

    /// Whether what is dearer than agreed is taken: a promise of true or false.
    #[wasm_bindgen(method)]
    pub fn dearer(this: &Hooks, offer: &JsValue, agreed: f64) -> Promise;

    /// Whether there is anybody to ask that.
    #[wasm_bindgen(method, getter, js_name = asksDearer)]
    pub fn asks_dearer(this: &Hooks) -> bool;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn fill_with_random(bytes: &mut [u8]) -> Result<(), JsValue>;
}

/// 128 random bits. `None` where there are none: then nothing may be launched, as a tag must be unique.
pub fn random_bits() -> Option<u128> {
    let mut bytes = [0; 16];
    fill_with_random(&mut bytes).ok()?;
    Some(u128::from_le_bytes(bytes))
}

/// As a plain object. What is not there is null.
pub fn plain(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or_default()
}
