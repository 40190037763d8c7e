//! A listener whose connections can be cut in the middle of an answer.
//!
//! HTTP has no way to say nothing: whatever a handler returns is an answer. So the handler takes the wire away
//! from below the server: once cut, a connection takes no more bytes, the server gives it up, and it is closed.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Answers on that listener until the process ends.
///
/// # Errors
///
/// As [`axum::serve()`]: none in practice.
pub async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    axum::serve(Cuttable(listener), router.into_make_service_with_connect_info::<Wire>()).await
}

/// A hand on one connection.
#[derive(Clone)]
pub struct Wire(Arc<AtomicUsize>);

const WHOLE: usize = usize::MAX;

impl Default for Wire {
    /// A wire that nobody has cut.
    fn default() -> Self {
        Self(Arc::new(AtomicUsize::new(WHOLE)))
    }
}

impl Wire {
    /// From now on only so many bytes get out, and then the connection is closed.
    pub fn cut_after(&self, bytes: usize) {
        self.0.store(bytes.min(WHOLE - 1), Ordering::SeqCst);
    }

    /// How many bytes still get out, if it is cut at all. Who answers without a connection looks here.
    #[must_use]
    pub fn left(&self) -> Option<usize> {
        Some(self.0.load(Ordering::SeqCst)).filter(|left| *left != WHOLE)
    }

    /// How many of `wanted` bytes still get out.
    fn allowance(&self, wanted: usize) -> io::Result<usize> {
        match self.left() {
            None => Ok(wanted),
            Some(0) => Err(ErrorKind::ConnectionAborted.into()),
            Some(left) => Ok(left.min(wanted)),
        }
    }

    fn has_taken(&self, bytes: usize) {
        let rest = |left: usize| (left != WHOLE).then(|| left.saturating_sub(bytes));
        // An uncut wire has no count to bring up to date.
        let _ = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, rest);
    }
}

struct Cuttable(TcpListener);

impl Listener for Cuttable {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (Connection { stream, wire: Wire::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Cuttable>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Cuttable>) -> Self {
        stream.io().wire.clone()
    }
}

struct Connection {
    stream: TcpStream,
    wire: Wire,
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

/// Without vectored writes: small answers gain nothing by them, and the count stays simple.
impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let allowed = match self.wire.allowance(bytes.len()) {
            Ok(allowed) => bytes.get(..allowed).unwrap_or(bytes),
            Err(cut) => return Poll::Ready(Err(cut)),
        };
        let written = Pin::new(&mut self.stream).poll_write(context, allowed);
        if let Poll::Ready(Ok(bytes)) = written {
            self.wire.has_taken(bytes);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
