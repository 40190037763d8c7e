//! REST v2, the API that follows GraphQL. It says the same as [GraphQL](crate::runpod::graphql) in other words, and
//! lacks the balance and spot.
//!
//! What it really does, beside its description: a pod is RUNNING at once and has no runtime before its container runs; a pod
//! that is gone is a 404; its lists come in pages, and half a list proves nothing.

mod account;
mod bills;
mod catalog;
mod cpus;
mod create;
mod decode;
mod error;
pub mod logs;
mod pods;
mod secrets;
mod templates;
mod volumes;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::json::Document;
use crate::runpod::api_key::ApiKey;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::graphql::GraphqlClient;
use crate::runpod::transport::{ACT_WITHIN, Method, READ_WITHIN, Request, Response, Transport, TransportError};

/// No account has so many pages of a thousand: a cursor that leads in a circle ends here.
const MOST_PAGES: usize = 100;

/// What stands for itself in a query (RFC 3986, section 2.3).
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Speaks REST v2 to one address with one key.
#[derive(Clone, Debug)]
pub struct RestClient<T> {
    transport: T,
    /// What the paths follow on, without a slash at its end.
    root: String,
    key: ApiKey,
    /// What only GraphQL tells is asked of it, until it is switched off.
    graphql: RefCell<Option<Rc<GraphqlClient<T>>>>,
}

impl<T> RestClient<T> {
    /// RunPod's own address.
    pub const RUNPOD: &'static str = "https://api.runpod.io/v2";

    /// A client that asks nothing yet.
    pub fn new(transport: T, root: impl Into<String>, key: ApiKey) -> Self {
        Self { transport, root: root.into(), key, graphql: RefCell::default() }
    }

    /// The same client, which asks GraphQL for what only that tells.
    pub(super) fn with_graphql(self, graphql: GraphqlClient<T>) -> Self {
        self.graphql.replace(Some(Rc::new(graphql)));
        self
    }

    /// The one way in for whatever RunPod says: the key is taken out before anything is understood, cut or kept.
    fn read(&self, response: Response) -> Result<Document, ApiError> {
        match response.status {
            204 => Ok(Document::default()),
            200..300 => {
                let read = self.key.read_without(response.body);
                read.map_err(|body| ApiError::new(ErrorKind::InvalidResponse, body))
            }
            _ => {
                let response = Response { body: self.key.redact(response.body), ..response };
                let problem = self.key.read_without(response.body.clone()).ok();
                Err(error::of_problem(&response, problem.as_ref().map(Document::json)))
            }
        }
    }

    fn lost(&self, lost: TransportError) -> ApiError {
        ApiError::of_lost(match lost {
            TransportError::NoAccess(raw) => TransportError::NoAccess(self.key.redact(raw)),
            lost => lost,
        })
    }
}

impl<T: Transport> RestClient<T> {
    /// Reads what stands at this path.
    async fn get(&self, path: &str) -> Result<Document, ApiError> {
        self.ask(Method::Get, path, String::new(), READ_WITHIN, false).await
    }

    /// Acts on what stands at this path.
    async fn act_on(&self, method: Method, path: &str, body: String) -> Result<Document, ApiError> {
        self.ask(method, path, body, ACT_WITHIN, false).await
    }

    /// The same, and it must arrive even if the page is left meanwhile.
    async fn act_for_sure(&self, method: Method, path: &str, body: String) -> Result<Document, ApiError> {
        self.ask(method, path, body, ACT_WITHIN, true).await
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: String,
        timeout: Duration,
        outlives_page: bool,
    ) -> Result<Document, ApiError> {
        let request = Request::new(format!("{}{path}", self.root), body, timeout, Some(self.key.clone()))
            .by(method)
            .acting(method != Method::Get)
            .outliving_the_page(outlives_page);
        self.sent(request).await
    }

    async fn sent(&self, request: Request) -> Result<Document, ApiError> {
        match self.transport.send(request).await {
            Ok(response) => self.read(response),
            Err(lost) => Err(self.lost(lost)),
        }
    }

    /// All pages of a list, each one's entries under `field`.
    ///
    /// # Errors
    /// Any [`ApiError`]; a list that does not say where it ends is one: what it lacks would seem to be gone.
    async fn pages(&self, path: &str, field: &str) -> Result<Vec<Document>, ApiError> {
        let mut pages: Vec<Document> = vec![];
        let mut cursor = String::new();
        while pages.len() < MOST_PAGES {
            let next = if cursor.is_empty() { String::new() } else { format!("&cursor={}", in_query(&cursor)) };
            let page = self.get(&format!("{path}?limit=1000{next}")).await?;
            let pagination = page.json().get("pagination");
            let has_next = pagination.get("hasNextPage").some().map(|_| pagination.is_true("hasNextPage"));
            let listed = page.json().list(field).is_some();
            let (Some(has_next), true) = (has_next, listed) else {
                return Err(ApiError::new(ErrorKind::InvalidResponse, format!("half a list of {field}")));
            };
            cursor = pagination.text("nextCursor").unwrap_or_default().to_owned();
            pages.push(page);
            if !has_next {
                return Ok(pages);
            }
            if cursor.is_empty() {
                return Err(ApiError::new(ErrorKind::InvalidResponse, format!("half a list of {field}")));
            }
        }
        Err(ApiError::new(ErrorKind::InvalidResponse, format!("a list of {field} without an end")))
    }
}

/// A text as a part of a query.
fn in_query(text: &str) -> impl std::fmt::Display {
    utf8_percent_encode(text, &UNRESERVED)
}
