//! A page is made by one task: everything that is started for it runs inside its request (docs/adr/0009).

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use leptos::prelude::Owner;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// What was started and has not been looked at yet.
type Started = Arc<Mutex<Vec<PinnedFuture<()>>>>;

tokio::task_local! {
    /// What was started for the page that is being made.
    static STARTED: Started;
}

/// Has the framework start its work here instead of on any thread. Before it starts any.
///
/// # Panics
/// When the framework was told otherwise before: pages would go wrong now and then, and nobody would know why.
pub fn install() {
    assert!(Executor::init_custom_executor(InPage).is_ok(), "the framework has started work before this");
}

struct InPage;

impl CustomExecutor for InPage {
    fn spawn(&self, work: PinnedFuture<()>) {
        match STARTED.try_with(Arc::clone) {
            Ok(started) => started.lock().unwrap_or_else(PoisonError::into_inner).push(work),
            Err(_) => drop(tokio::spawn(work)),
        }
    }

    fn spawn_local(&self, work: PinnedLocalFuture<()>) {
        drop(tokio::task::spawn_local(work));
    }

    fn poll_local(&self) {}
}

/// Makes the whole answer, the last byte included, together with what is started for it.
pub async fn layer(request: Request, next: Next) -> Response {
    let whole = async {
        let (parts, body) = next.run(request).await.into_parts();
        match to_bytes(body, usize::MAX).await {
            Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
            Err(error) => {
                tracing::error!("a page broke off: {error}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    };
    together(whole).await
}

/// Runs `work` and whatever it starts as one task, until `work` is done; the rest is dropped then.
async fn together<T>(work: impl Future<Output = T>) -> T {
    let started = Started::default();
    let mut beside = Beside { started: Arc::clone(&started), running: FuturesUnordered::new() };
    let mut work = pin!(work);
    // The framework keeps in the thread whose page it makes, and looks there again after waiting: on this thread, another
    // page may have been worked on meanwhile.
    let mut owner = None::<Owner>;
    let step = move |cx: &mut Context<'_>| {
        owner.iter().for_each(Owner::set);
        let done = work.as_mut().poll(cx);
        if done.is_pending() {
            beside.step(cx);
        }
        owner = Owner::current();
        done
    };
    STARTED.scope(started, poll_fn(step)).await
}

/// What runs beside the page's own work.
struct Beside {
    started: Started,
    running: FuturesUnordered<PinnedFuture<()>>,
}

impl Beside {
    /// Goes on with all that can go on. Whatever is started meanwhile may start more.
    fn step(&mut self, cx: &mut Context<'_>) {
        loop {
            let fresh = std::mem::take(&mut *self.started.lock().unwrap_or_else(PoisonError::into_inner));
            let last = fresh.is_empty();
            self.running.extend(fresh);
            while let Poll::Ready(Some(())) = self.running.poll_next_unpin(cx) {}
            if last {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::PAGES;
    use leptos::prelude::{Memo, With};
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    /// The framework reads without waiting: what one thread is writing is for another "already disposed".
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn what_a_page_starts_never_reads_what_is_being_worked_out() {
        LazyLock::force(&PAGES);
        static WORKED_OUT: AtomicUsize = AtomicUsize::new(0);
        let owner = Owner::new();
        let memo = owner.with(|| {
            Memo::new(|_| {
                WORKED_OUT.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(20));
                7
            })
        });
        let answers = together(async move {
            let parts = (0..8).map(|_| {
                let (tell, told) = tokio::sync::oneshot::channel();
                Executor::spawn(async move {
                    tokio::task::yield_now().await;
                    let _ = tell.send(memo.with(|seven| *seven));
                });
                told
            });
            futures_util::future::join_all(parts).await
        })
        .await;
        assert!(answers.iter().all(|answer| *answer == Ok(7)), "{answers:?}");
        assert_eq!(WORKED_OUT.load(Ordering::Relaxed), 1);
    }

    /// Else it would be nobody's, and the page would wait for what never comes (S38).
    #[tokio::test]
    #[should_panic(expected = "a part broke")]
    async fn s38_a_panic_in_what_a_page_starts_is_the_pages() {
        LazyLock::force(&PAGES);
        together(async {
            Executor::spawn(async { panic!("a part broke") });
            std::future::pending::<()>().await;
        })
        .await;
    }

    #[tokio::test]
    async fn what_is_not_done_with_the_page_is_left() {
        LazyLock::force(&PAGES);
        let (tell, told) = tokio::sync::oneshot::channel::<()>();
        together(async {
            Executor::spawn(async move {
                std::future::pending::<()>().await;
                drop(tell);
            });
            Executor::tick().await;
        })
        .await;
        assert!(told.await.is_err());
    }
}
