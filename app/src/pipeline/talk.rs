//! The board's conversation with the server: one request at a time, in the order things were done, so that answers come in
//! that order too and the numbers in them never go back.

use crate::core::AppError;
use std::future::Future;

/// How long the server may take (B-23).
const PATIENCE_MS: i32 = 10_000;

/// Says something when all before it has been answered. It outlives the board: a card that was dropped is saved, wherever
/// its mover went then.
pub fn say(job: impl Future<Output = ()> + 'static) {
    #[cfg(feature = "hydrate")]
    line::join(Box::pin(job));
    #[cfg(not(feature = "hydrate"))]
    drop(job);
}

/// Whether nothing more is waiting to be said.
pub fn is_quiet() -> bool {
    #[cfg(feature = "hydrate")]
    return line::is_empty();
    #[cfg(not(feature = "hydrate"))]
    true
}

/// The answer, or that there was none in time.
pub async fn patient<T>(work: impl Future<Output = Result<T, AppError>>) -> Result<T, AppError> {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::task::{Poll, Waker};
    let late = Rc::new(Cell::new(false));
    let waiting = Rc::new(RefCell::new(None::<Waker>));
    let (rings, wakes) = (Rc::clone(&late), Rc::clone(&waiting));
    crate::ui::after(PATIENCE_MS, move || {
        rings.set(true);
        if let Some(waker) = wakes.borrow_mut().take() {
            waker.wake();
        }
    });
    let mut work = std::pin::pin!(work);
    std::future::poll_fn(move |cx| match work.as_mut().poll(cx) {
        Poll::Ready(answer) => Poll::Ready(answer),
        Poll::Pending if late.get() => Poll::Ready(Err(AppError::Offline)),
        Poll::Pending => {
            *waiting.borrow_mut() = Some(cx.waker().clone());
            Poll::Pending
        }
    })
    .await
}

#[cfg(feature = "hydrate")]
mod line {
    use std::cell::{Cell, RefCell};
    use std::collections::VecDeque;
    use std::future::Future;
    use std::pin::Pin;

    type Job = Pin<Box<dyn Future<Output = ()>>>;

    thread_local! {
        static WAITING: RefCell<VecDeque<Job>> = const { RefCell::new(VecDeque::new()) };
        static TALKING: Cell<bool> = const { Cell::new(false) };
    }

    pub fn is_empty() -> bool {
        WAITING.with_borrow(VecDeque::is_empty)
    }

    pub fn join(job: Job) {
        WAITING.with_borrow_mut(|waiting| waiting.push_back(job));
        if TALKING.replace(true) {
            return;
        }
        leptos::task::spawn_local(async {
            while let Some(job) = WAITING.with_borrow_mut(VecDeque::pop_front) {
                job.await;
            }
            TALKING.set(false);
        });
    }
}
