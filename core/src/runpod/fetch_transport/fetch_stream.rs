//! An answer of fetch that comes bit by bit.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::{Deadline, EVENT_STREAM, FetchTransport, js_error, prepared, read};
use crate::runpod::transport::{ByteStream, Opened, Request, StreamTransport, TransportError};

/// The body of an answer. Dropped, it ends the request.
#[derive(Debug)]
pub struct FetchedBytes {
    reader: ReadableStreamDefaultReader,
    deadline: Deadline,
}

impl StreamTransport for FetchTransport {
    type Bytes = FetchedBytes;

    async fn open(&self, request: Request) -> Result<Opened<FetchedBytes>, TransportError> {
        let deadline = Deadline::start(&request);
        let fetched = async { prepared(&request, &deadline).map_err(js_error)?.send().await };
        let fetched = fetched.await.map_err(|error| deadline.explain(error))?;
        let kind = fetched.headers().get("Content-Type").unwrap_or_default();
        let body = fetched.body().filter(|_| fetched.ok() && kind.starts_with(EVENT_STREAM));
        let Some(body) = body else {
            return Ok(Opened::Answer(read(fetched).await.map_err(|error| deadline.explain(error))?));
        };
        let reader = ReadableStreamDefaultReader::new(&body).map_err(|error| deadline.explain(js_error(error)))?;
        Ok(Opened::Stream(FetchedBytes { reader, deadline }))
    }
}

impl ByteStream for FetchedBytes {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        self.deadline.restart();
        match JsFuture::from(self.reader.read()).await {
            Ok(chunk) => Ok(bytes(&chunk)),
            Err(error) => Err(self.deadline.explain(js_error(error))),
        }
    }
}

/// `{ done, value }`.
fn bytes(chunk: &JsValue) -> Option<Vec<u8>> {
    let value = Reflect::get(chunk, &"value".into()).ok()?;
    value.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec())
}
