//! The server on a real socket, and clients that speak by hand.

use super::dealer::TestDealer;
use server::serve::{Pace, Places, listen, serve_on};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A small question that everybody may ask.
pub const ALIVE: &str = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
/// The server closes or answers within this time, or it never will.
const PATIENCE: Duration = Duration::from_secs(5);

/// A server that runs.
pub struct Served {
    pub addr: SocketAddr,
    pub stop: oneshot::Sender<()>,
    pub done: JoinHandle<anyhow::Result<()>>,
}

/// Serves a dealer to this machine.
pub async fn serve(dealer: &TestDealer, pace: Pace, places: Places) -> Served {
    serve_at(IpAddr::from([127, 0, 0, 1]), dealer, pace, places).await
}

/// Serves a dealer on an address.
pub async fn serve_at(ip: IpAddr, dealer: &TestDealer, pace: Pace, places: Places) -> Served {
    let listener = listen(SocketAddr::new(ip, 0)).await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let done = tokio::spawn(serve_on(dealer.state.clone(), listener, places, pace, async {
        let _ = stopped.await;
    }));
    Served { addr, stop, done }
}

impl Served {
    /// A client that has said nothing yet.
    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.addr).await.unwrap()
    }

    /// Stops it and waits for its end.
    pub async fn end(self) {
        self.stop.send(()).unwrap();
        self.done.await.unwrap().unwrap();
    }
}

/// Sends a request and reads the beginning of its answer.
pub async fn ask(socket: &mut TcpStream, request: &str) -> String {
    socket.write_all(request.as_bytes()).await.unwrap();
    read_some(socket).await
}

/// What the server says next.
pub async fn read_some(socket: &mut TcpStream) -> String {
    let mut bytes = vec![0; 16 * 1024];
    let count = timeout(PATIENCE, socket.read(&mut bytes)).await.unwrap().unwrap();
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

/// What the server still says before it closes the connection.
pub async fn last_words(socket: &mut TcpStream) -> String {
    let mut words = Vec::new();
    let _ = timeout(PATIENCE, socket.read_to_end(&mut words)).await.expect("stayed open");
    String::from_utf8_lossy(&words).into_owned()
}

/// How long until the server closes the connection.
pub async fn until_closed(socket: &mut TcpStream, since: Instant) -> Duration {
    last_words(socket).await;
    since.elapsed()
}
