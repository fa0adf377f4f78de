//! Clients that are slow on purpose: a body that stops, an answer that nobody reads (S37, R10).

use crate::support::dealer::TestDealer;
use crate::support::served::{ALIVE, ask, last_words, read_some, serve};
use server::serve::{Pace, Places};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{sleep, timeout};

/// What a test waits for instead of fifteen seconds.
const SHORT: Duration = Duration::from_millis(600);
/// What is not tested does not end anything meanwhile.
const LONG: Duration = Duration::from_secs(60);
/// A sign-in form without anything in it.
const FORM: &str = "form[email]=&form[password]=";

fn pace() -> Pace {
    Pace { head: LONG, idle: LONG, body: LONG, write: LONG, look: LONG }
}

/// The head of a request with [`FORM`] as its body.
fn head() -> String {
    format!(
        "POST /api/auth/sign_in HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        FORM.len()
    )
}

#[tokio::test]
async fn s37_a_body_that_stops_is_cut_off() {
    let dealer = TestDealer::one().await;
    // The one place is free again each time, or the next client would wait for ever.
    let served = serve(&dealer, Pace { body: SHORT, ..pace() }, Places::new(1, 1, Vec::new())).await;
    for sent in ["", "f", &FORM[..FORM.len() - 1]] {
        let mut socket = served.connect().await;
        let begun = Instant::now();
        socket.write_all(format!("{}{sent}", head()).as_bytes()).await.unwrap();
        let answer = last_words(&mut socket).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "after {sent:?}: {answer}");
        assert!(answer.contains("This took too long to arrive. Try again."), "after {sent:?}: {answer}");
        assert!(begun.elapsed() >= SHORT, "after {sent:?}: {:?}", begun.elapsed());
    }
    let mut socket = served.connect().await;
    assert!(ask(&mut socket, ALIVE).await.starts_with("HTTP/1.1 200"), "others are served as ever");
    served.end().await;
}

#[tokio::test]
async fn s37_a_body_that_comes_slowly_is_read_to_its_end() {
    let dealer = TestDealer::one().await;
    let served = serve(&dealer, Pace { body: SHORT, ..pace() }, Places::new(1, 1, Vec::new())).await;
    let mut socket = served.connect().await;
    let begun = Instant::now();
    socket.write_all(head().as_bytes()).await.unwrap();
    for piece in FORM.as_bytes().chunks(FORM.len().div_ceil(6)) {
        sleep(SHORT / 4).await;
        socket.write_all(piece).await.unwrap();
    }
    assert!(begun.elapsed() > SHORT, "{:?}", begun.elapsed());
    let answer = read_some(&mut socket).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    served.end().await;
}

#[tokio::test]
async fn s37_who_does_not_read_his_answers_is_cut_off() {
    let dealer = TestDealer::one().await;
    let served = serve(&dealer, Pace { write: SHORT, ..pace() }, Places::new(1, 1, Vec::new())).await;
    let mut deaf = served.connect().await;
    let begun = Instant::now();
    // More questions than the system has room for answers. They end when the connection does.
    let asked = ALIVE.repeat(256);
    let cut_off = async { while deaf.write_all(asked.as_bytes()).await.is_ok() {} };
    timeout(Duration::from_secs(30), cut_off).await.expect("stayed open");
    assert!(begun.elapsed() >= SHORT, "{:?}", begun.elapsed());
    let mut socket = served.connect().await;
    assert!(ask(&mut socket, ALIVE).await.starts_with("HTTP/1.1 200"), "the place is free again");
    served.end().await;
}

/// Who asks without waiting always has the beginning of a question on its way: none of them is late for that.
#[tokio::test]
async fn s37_who_asks_ahead_and_reads_is_not_cut_off() {
    let dealer = TestDealer::one().await;
    let pace = Pace { head: SHORT, write: SHORT, ..pace() };
    let served = serve(&dealer, pace, Places::new(1, 1, Vec::new())).await;
    let (mut answers, mut questions) = served.connect().await.into_split();
    let reader = tokio::spawn(async move {
        let mut bytes = vec![0; 64 * 1024];
        while answers.read(&mut bytes).await.is_ok_and(|count| count > 0) {}
    });
    let asked = ALIVE.repeat(256);
    let begun = Instant::now();
    while begun.elapsed() < SHORT * 4 {
        timeout(LONG, questions.write_all(asked.as_bytes())).await.unwrap().expect("cut off");
    }
    drop(questions);
    reader.await.unwrap();
    served.end().await;
}
