//! The journal's second home: IndexedDB, where what is written is on disk when the write comes back. Local storage tells
//! the other tabs at once, but reaches the disk half a minute late.
//!
//! Everything here may fail (a private window, a full disk): then `None` or `false` comes back, and local storage alone
//! serves.

use std::cell::RefCell;
use std::time::Duration;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbRequest, IdbTransaction};

use crate::platform::clock;

const DATABASE: &str = "launchpod";
const STORE: &str = "journal";
/// A disk that is slower than this is not waited for.
const WITHIN: Duration = Duration::from_secs(2);

thread_local! {
    /// Opened once a tab. All that asks waits for the same promise, so that what is asked first is done first.
    static OPENED: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Writes a text. Whether it is on disk.
pub async fn put(place: &str, text: &str) -> bool {
    let (place, text) = (JsValue::from(place), JsValue::from(text));
    write(move |store| call(store, "put", &[&text, &place])).await
}

/// Takes a text out. Whether that is on disk.
pub async fn remove(place: &str) -> bool {
    let place = JsValue::from(place);
    write(move |store| call(store, "delete", &[&place])).await
}

/// All texts below `root`, by the rest of their places.
pub async fn all(root: &str) -> Option<Vec<(String, String)>> {
    within(read_all(root)).await?
}

async fn read_all(root: &str) -> Option<Vec<(String, String)>> {
    let store = transaction(&database().await?, "readonly")?.object_store(STORE).ok()?;
    let range = IdbKeyRange::bound(&root.into(), &format!("{root}\u{ffff}").into()).ok()?;
    let (keys, texts) = (call(&store, "getAllKeys", &[&range])?, call(&store, "getAll", &[&range])?);
    let (keys, texts): (Array, Array) = (result(keys).await?.dyn_into().ok()?, result(texts).await?.dyn_into().ok()?);
    let one =
        |(key, text): (JsValue, JsValue)| Some((key.as_string()?.strip_prefix(root)?.to_owned(), text.as_string()?));
    Some(keys.iter().zip(texts.iter()).filter_map(one).collect())
}

async fn write(change: impl FnOnce(&JsValue) -> Option<JsValue>) -> bool {
    let written = async {
        let transaction = transaction(&database().await?, "readwrite")?;
        change(&transaction.object_store(STORE).ok()?.into())?;
        let mut over = |done: Function, failed: Function| {
            transaction.set_oncomplete(Some(&done));
            transaction.set_onabort(Some(&failed));
        };
        JsFuture::from(Promise::new(&mut over)).await.ok()
    };
    within(written).await.flatten().is_some()
}

/// `None` where it takes too long.
async fn within<T>(work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut late) = (std::pin::pin!(work), std::pin::pin!(clock::pause(WITHIN)));
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        std::task::Poll::Ready(done) => std::task::Poll::Ready(Some(done)),
        std::task::Poll::Pending => late.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// A transaction that is over only when the disk has it. A browser that does not know the wish takes no notice.
fn transaction(database: &IdbDatabase, mode: &str) -> Option<IdbTransaction> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into()).ok()?;
    let opened = call(database, "transaction", &[&STORE.into(), &mode.into(), &options]);
    if opened.is_none() {
        // The browser has closed the database: the next one who asks opens it anew.
        OPENED.with(|opened| opened.take());
    }
    opened?.dyn_into().ok()
}

async fn database() -> Option<IdbDatabase> {
    let opening = OPENED.with(|opened| opened.borrow().clone());
    let opening = match opening {
        Some(opening) => opening,
        None => {
            let opening = open()?;
            OPENED.with(|opened| opened.replace(Some(opening.clone())));
            opening
        }
    };
    JsFuture::from(opening).await.ok()?.dyn_into().ok()
}

fn open() -> Option<Promise> {
    let request = web_sys::window()?.indexed_db().ok()??.open_with_u32(DATABASE, 1).ok()?;
    let opened = request.clone();
    let make = Closure::once_into_js(move || {
        let database = opened.result().ok().and_then(|database| database.dyn_into::<IdbDatabase>().ok());
        database.map(|database| database.create_object_store(STORE).map(drop)).and_then(Result::ok);
    });
    request.set_onupgradeneeded(make.dyn_ref());
    Some(promise(request.into()))
}

/// What a request brings.
async fn result(request: JsValue) -> Option<JsValue> {
    JsFuture::from(promise(request.dyn_into().ok()?)).await.ok()
}

fn promise(request: IdbRequest) -> Promise {
    Promise::new(&mut |done: Function, failed: Function| {
        let answered = request.clone();
        let told =
            Closure::once_into_js(move || drop(done.call1(&JsValue::NULL, &answered.result().unwrap_or_default())));
        request.set_onsuccess(told.dyn_ref());
        request.set_onerror(Some(&failed));
    })
}

/// Calls a method of an object.
fn call(object: &JsValue, method: &str, arguments: &[&JsValue]) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().collect();
    method.apply(object, &arguments).ok()
}
