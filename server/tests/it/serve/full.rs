//! When all places are taken: in all, and of one address (S37).

use crate::support::dealer::TestDealer;
use crate::support::served::{ALIVE, ask, last_words, read_some, serve, serve_at};
use server::serve::{Pace, Places};
use std::net::{IpAddr, UdpSocket};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

#[tokio::test]
async fn s37_more_connections_than_there_are_places_wait_for_one() {
    let dealer = TestDealer::one().await;
    let served = serve(&dealer, Pace::default(), Places::new(2, 100, Vec::new())).await;
    let (mut stays, mut goes) = (served.connect().await, served.connect().await);
    for socket in [&mut stays, &mut goes] {
        assert!(ask(socket, ALIVE).await.starts_with("HTTP/1.1 200"));
    }
    // More often than there are places, so that none is lost on the way.
    for round in 0..5 {
        let mut waits = served.connect().await;
        waits.write_all(ALIVE.as_bytes()).await.unwrap();
        let early = timeout(Duration::from_millis(200), waits.read(&mut [0])).await;
        assert!(early.is_err(), "round {round}: {early:?}");
        assert!(ask(&mut stays, ALIVE).await.starts_with("HTTP/1.1 200"), "round {round}: who is in stays in");
        drop(goes);
        assert!(read_some(&mut waits).await.starts_with("HTTP/1.1 200"), "round {round}");
        goes = waits;
    }
    served.end().await;
}

#[tokio::test]
async fn s37_silent_clients_do_not_keep_the_places_they_took() {
    let dealer = TestDealer::one().await;
    let pace = Pace { head: Duration::from_millis(300), ..Pace::default() };
    let served = serve(&dealer, pace, Places::new(2, 100, Vec::new())).await;
    let _silent = (served.connect().await, served.connect().await);
    let mut waits = served.connect().await;
    assert!(ask(&mut waits, ALIVE).await.starts_with("HTTP/1.1 200"));
    served.end().await;
}

/// An address of this machine that other machines would use; the loopback has no share of its own. Nothing is sent.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}

#[tokio::test]
async fn s37_one_address_is_refused_what_is_more_than_its_share() {
    // On a machine without a network `places` itself tells whether it counts.
    let Some(ip) = own_address() else { return };
    let dealer = TestDealer::one().await;
    let served = serve_at(ip, &dealer, Pace::default(), Places::new(100, 2, Vec::new())).await;
    let (mut stays, mut goes) = (served.connect().await, served.connect().await);
    for socket in [&mut stays, &mut goes] {
        assert!(ask(socket, ALIVE).await.starts_with("HTTP/1.1 200"));
    }
    for _ in 0..3 {
        assert_eq!(last_words(&mut served.connect().await).await, "", "closed without a word");
    }
    drop(goes);
    // The server has to notice first.
    for _ in 0..50 {
        if answered(&mut served.connect().await).await {
            return served.end().await;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("the share stays used up");
}

async fn answered(socket: &mut TcpStream) -> bool {
    let mut bytes = [0; 12];
    socket.write_all(ALIVE.as_bytes()).await.is_ok()
        && socket.read_exact(&mut bytes).await.is_ok()
        && bytes.starts_with(b"HTTP/1.1 200")
}
