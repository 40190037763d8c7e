//! REST v2, in a file of its own: nobody fetches it while RunPod still answers GraphQL.

use std::rc::Rc;

use launchpod_core::runpod::client::{Api, Loading};
use launchpod_core::runpod::error::{ApiError, ErrorKind};
use launchpod_core::runpod::rest::RestClient;
use leptos::wasm_split::SplitLoaderError;

use crate::sign_in::check::PageTransport;

/// What goes into the file: this, and all that nothing else reaches.
#[cfg_attr(split, leptos::wasm_split::wasm_split(rest, fallible, wasm_split_path = ::leptos::wasm_split))]
fn rest_file(client: RestClient<PageTransport>) -> Result<Rc<dyn Api>, SplitLoaderError> {
    Ok(Rc::new(client))
}

/// Fetches the file and has it speak for the client.
pub fn load_rest(client: RestClient<PageTransport>) -> Loading {
    Box::pin(async {
        #[cfg(split)]
        let came = rest_file(client).await;
        #[cfg(not(split))]
        let came = rest_file(client);
        came.map_err(|_| {
            ApiError::new(ErrorKind::NoAccess, "the part of this page that speaks REST v2 could not be loaded")
        })
    })
}
