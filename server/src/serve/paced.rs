//! A connection that must make progress.
//!
//! The library has one deadline for an idle connection and for a head that arrives in drips. They differ: waiting for
//! the next request is fine, needing long for one is not. And it has none for a client that does not read its answer.

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How much time a client gets (S37).
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// To send the head of a request: the first from the moment it connects, others from their first byte.
    pub head: Duration,
    /// Between two requests.
    pub idle: Duration,
    /// Without a byte of a body coming.
    pub body: Duration,
    /// Without a byte of the answer being taken.
    pub write: Duration,
    /// Between two looks whether a newer node has migrated the database.
    pub look: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let [head, idle, body, write, look] = [10, 60, 15, 15, 30].map(Duration::from_secs);
        Self { head, idle, body, write, look }
    }
}

/// What the connection is doing, as its service knows.
#[derive(Debug, Clone, Default)]
pub struct Stage(Arc<Doing>);

#[derive(Debug, Default)]
struct Doing {
    answering: AtomicBool,
    /// Heads that were complete so far.
    heads: AtomicUsize,
}

impl Stage {
    /// A head is complete; until the guard is dropped a request is being answered.
    pub fn asked(&self) -> Answering {
        self.0.heads.fetch_add(1, Ordering::Relaxed);
        self.0.answering.store(true, Ordering::Relaxed);
        Answering(self.clone())
    }

    fn answering(&self) -> bool {
        self.0.answering.load(Ordering::Relaxed)
    }

    fn heads(&self) -> usize {
        self.0.heads.load(Ordering::Relaxed)
    }
}

/// While a request is being answered.
pub struct Answering(Stage);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.0.answering.store(false, Ordering::Relaxed);
    }
}

impl Answering {
    /// Until this body has been sent, or given up.
    pub fn until_end_of(self, body: Body) -> Guarded {
        Guarded { body, _guard: self }
    }
}

/// A body with what ends with it.
pub struct Guarded {
    body: Body,
    _guard: Answering,
}

impl HttpBody for Guarded {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream with deadlines.
pub struct Paced<S> {
    stream: S,
    stage: Stage,
    pace: Pace,
    head: Option<Pin<Box<Sleep>>>,
    /// Heads before the one that `head` waits for.
    heads: usize,
    write: Option<Pin<Box<Sleep>>>,
}

impl<S> Paced<S> {
    /// Watches `stream` from now on; `stage` comes from the service on it.
    pub fn new(stream: S, stage: Stage, pace: Pace) -> Self {
        Self { stream, stage, pace, head: Some(Box::pin(sleep(pace.head))), heads: 0, write: None }
    }
}

/// Fails when the time is up; starts it when it has not begun.
fn overdue(timer: &mut Option<Pin<Box<Sleep>>>, allowed: Duration, cx: &mut Context<'_>) -> Poll<io::Error> {
    let timer = timer.get_or_insert_with(|| Box::pin(sleep(allowed)));
    ready!(timer.as_mut().poll(cx));
    Poll::Ready(io::Error::from(io::ErrorKind::TimedOut))
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        // Who sends requests ahead is answered without a look at the stream: by the next one that head is complete.
        let heads = this.stage.heads();
        if this.stage.answering() || this.heads != heads {
            (this.head, this.heads) = (None, heads);
        }
        let filled = buf.filled().len();
        match Pin::new(&mut this.stream).poll_read(cx, buf) {
            Poll::Ready(done) => {
                if buf.filled().len() > filled && !this.stage.answering() && this.head.is_none() {
                    this.head = Some(Box::pin(sleep(this.pace.head)));
                }
                let late = this.head.as_ref().is_some_and(|head| head.deadline() <= Instant::now());
                Poll::Ready(if late { Err(io::ErrorKind::TimedOut.into()) } else { done })
            }
            Poll::Pending if this.head.is_some() => overdue(&mut this.head, this.pace.head, cx).map(Err),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncWrite + Unpin> Paced<S> {
    fn written<T>(&mut self, done: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.write = None;
            return done;
        }
        overdue(&mut self.write, self.pace.write, cx).map(Err)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.written(done, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.written(done, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_flush(cx);
        self.written(done, cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.written(done, cx)
    }
}
