//! The accept loop: deadlines for slow clients, a cap on connections, an orderly end (S37, T8, T9).

use crate::state::AppState;
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// Connections at once.
const CONNECTIONS: usize = 1024;
/// Time to send the head of a request.
const HEAD: Duration = Duration::from_secs(10);
/// Time that open requests get when the server stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves until the process is told to stop.
///
/// # Errors
/// When the address is taken.
pub async fn serve(state: AppState, addr: SocketAddr) -> Result<()> {
    let listener = TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}"))?;
    serve_on(state, listener, signalled()).await
}

/// Serves on a listener until `stop` is ready.
///
/// # Errors
/// None so far; the signature leaves room.
pub async fn serve_on(state: AppState, listener: TcpListener, stop: impl Future<Output = ()>) -> Result<()> {
    let router = crate::router(state.clone());
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let tasks = TaskTracker::new();
    tokio::spawn(crate::live::listen(state.db.clone(), state.stop.clone()));
    tokio::spawn(crate::import::jobs::work(state.db.clone(), state.source.clone(), state.stop.clone()));
    tokio::pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file handles, most likely: take a breath instead of spinning.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let (router, state) = (router.clone(), state.clone());
        tasks.spawn(async move {
            connection(router, state, stream, peer).await;
            drop(place);
        });
    }
    // Streams end first, or nobody would ever be done.
    state.stop.cancel();
    tasks.close();
    if tokio::time::timeout(FAREWELL, tasks.wait()).await.is_err() {
        tracing::warn!("some requests were cut off at the end");
    }
    Ok(())
}

async fn connection(router: Router, state: AppState, stream: TcpStream, peer: SocketAddr) {
    // Without it small pages wait for delayed acknowledgements.
    let _ = stream.set_nodelay(true);
    let service = router.map_request(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(axum::body::Body::new)
    });
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 * 1024);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    tokio::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        () = state.stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// Ctrl-C or the terminate signal.
async fn signalled() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
