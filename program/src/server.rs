//! The listener: nobody holds a connection for ever, and not everybody gets one at once.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// How long the head of a request may take.
const HEAD_WITHIN: Duration = Duration::from_secs(30);
/// A browser opens six to one server.
const MOST_CONNECTIONS: usize = 256;
const AFTER_TROUBLE: Duration = Duration::from_millis(100);

/// Answers until it is dropped.
pub async fn serve(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of files, or a caller that left at once: both pass.
            sleep(AFTER_TROUBLE).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
            // A connection that breaks is the browser's affair, which asks again.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}
