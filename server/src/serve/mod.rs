//! The accept loop: deadlines for slow clients, caps on connections, an orderly end (S37, T8, T9).

pub mod outdated;
mod paced;
mod places;
mod sweep;

use crate::config::Config;
use crate::state::AppState;
use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
pub use paced::Pace;
use paced::{Paced, Stage};
pub use places::Places;
use sea_orm::{ConnectionTrait, DbBackend};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;
use tower_http::timeout::TimeoutBody;

/// Time that open requests get when the server stops.
const FAREWELL: Duration = Duration::from_secs(8);
/// Time to put the database away after that. With [`LAST`] it makes ten seconds in all (R18).
const PUT_AWAY: Duration = Duration::from_secs(1);
/// What still works on a thread of its own then is left after this.
pub const LAST: Duration = Duration::from_secs(1);
/// Bytes of a head that are read before it is refused; `security::limits` says so below that.
const HEAD_BUFFER: usize = 64 * 1024;
/// Headers that are read before a request is refused.
const HEADERS: usize = 128;

/// Takes an address.
///
/// # Errors
/// When it is taken already.
pub async fn listen(addr: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}"))
}

/// Serves until the process is told to stop.
///
/// # Errors
/// When a newer node has migrated the database: whoever watches over this one is to know that it did not stop by order.
pub async fn serve(state: AppState, listener: TcpListener, config: &Config) -> Result<()> {
    let places = Places::new(config.connections, config.connections_per_ip, config.trusted_proxies.clone());
    let stop = async {
        signalled().await;
        tracing::info!("stopping; once more to stop at once");
        tokio::spawn(async {
            signalled().await;
            std::process::exit(130);
        });
    };
    serve_on(state, listener, places, Pace::default(), stop).await
}

/// Serves on a listener until `stop` is ready.
///
/// # Errors
/// When a newer node has migrated the database: whoever watches over this one is to know that it did not stop by order.
pub async fn serve_on(
    state: AppState,
    listener: TcpListener,
    places: Places,
    pace: Pace,
    stop: impl Future<Output = ()>,
) -> Result<()> {
    let router = crate::router(state.clone());
    let tasks = TaskTracker::new();
    tasks.spawn(crate::import::jobs::work(state.db.clone(), state.source.clone(), state.stop.clone()));
    tasks.spawn(sweep::sweep(state.db.clone(), state.source.clone(), state.stop.clone()));
    let outdated = outdated::superseded(&state.db, pace.look);
    let mut superseded = None;
    tokio::pin!(stop, outdated);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            why = &mut outdated => {
                tracing::error!("stopping: {why}");
                superseded = Some(why);
                break;
            }
            accepted = async { (places.one().await, listener.accept().await) } => accepted,
        };
        let (Some(place), Ok((stream, peer))) = accepted else {
            // Out of file handles, most likely: take a breath instead of spinning.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Some(place) = place.of(peer.ip()) else {
            tracing::warn!(%peer, "too many connections from one address");
            continue;
        };
        let (router, state) = (router.clone(), state.clone());
        tasks.spawn(async move {
            connection(router, state, stream, peer, pace).await;
            drop(place);
        });
    }
    drop(listener);
    // Streams end first, or nobody would ever be done.
    state.stop.cancel();
    tasks.close();
    if tokio::time::timeout(FAREWELL, tasks.wait()).await.is_err() {
        tracing::warn!("some requests were cut off at the end");
    }
    if tokio::time::timeout(PUT_AWAY, put_away(&state)).await.is_err() {
        tracing::warn!("somebody still writes; the next start reads the write-ahead log");
    }
    superseded.map_or(Ok(()), |why| Err(anyhow!(why)))
}

async fn connection(router: Router, state: AppState, stream: TcpStream, peer: SocketAddr, pace: Pace) {
    // Without it small pages wait for delayed acknowledgements.
    let _ = stream.set_nodelay(true);
    let stage = Stage::default();
    let paced = Paced::new(stream, stage.clone(), pace);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        let guard = stage.asked();
        request.extensions_mut().insert(ConnectInfo(peer));
        let router = router.clone();
        async move {
            let request = request.map(|body| Body::new(TimeoutBody::new(pace.body, body)));
            let response = router.oneshot(request).await?;
            Ok::<_, std::convert::Infallible>(response.map(|body| guard.until_end_of(body)))
        }
    });
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(pace.idle).max_buf_size(HEAD_BUFFER).max_headers(HEADERS);
    let connection = builder.serve_connection(TokioIo::new(paced), service);
    tokio::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        () = state.stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// Leaves one file behind instead of a file and a log beside it.
async fn put_away(state: &AppState) {
    if state.db.backend() == DbBackend::Sqlite
        && let Err(error) = state.db.write.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await
    {
        tracing::warn!("the write-ahead log stays; the next start reads it: {error}");
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
