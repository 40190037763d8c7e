//! Documents as parsed. Clients ask the same few over and over, and reading one takes longer than answering it.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use async_graphql_parser::types::ExecutableDocument;
use async_graphql_parser::{Error, parse_query};

type Known = HashMap<String, Arc<ExecutableDocument>>;

static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

/// More than a client has; whoever sends ever new ones does not fill the memory.
const MOST: usize = 64;

/// The document, if it is one.
pub fn parsed(query: &str) -> Result<Arc<ExecutableDocument>, Error> {
    if let Some(document) = known(|known| known.get(query).cloned()) {
        return Ok(document);
    }
    let document = Arc::new(parse_query(query)?);
    known(|known| {
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(query.to_owned(), Arc::clone(&document));
    });
    Ok(document)
}

fn known<T>(with: impl FnOnce(&mut Known) -> T) -> T {
    with(&mut KNOWN.lock().unwrap_or_else(PoisonError::into_inner))
}
