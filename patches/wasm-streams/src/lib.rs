//! Stands in for the crate wasm-streams, which Leptos brings along for server functions. Launchpod has none, but what
//! that crate exports to JavaScript stays in the page whether it is called or not: 5 KB after brotli.

#![cfg(target_arch = "wasm32")]

use std::{
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// What a server function would send or receive.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// As the real one.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// The real one reads from `stream`.
    pub fn from_stream<S>(_: S) -> Self
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        unimplemented!("Launchpod calls no server function: see patches/wasm-streams")
    }

    /// As the real one.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// The real one gives what arrives.
    pub fn into_stream(self) -> IntoStream<'static> {
        unimplemented!("Launchpod calls no server function: see patches/wasm-streams")
    }
}

/// Never made.
#[derive(Debug)]
pub struct IntoStream<'reader>(PhantomData<&'reader ()>);

impl Stream for IntoStream<'_> {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
