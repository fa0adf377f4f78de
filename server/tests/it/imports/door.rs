//! What is turned away while it comes in: files that are too large, and files that another site sends.

use super::again::bring;
use super::sending::{form, head, posted, upload};
use super::steps::PAGE;
use crate::support::dealer::{ADMIN, TestDealer};
use app::core::AppError;
use app::imports::file::{CSV_MAX, WORKBOOK_MAX};
use axum::body::Body;
use axum::http::StatusCode;
use bytes::Bytes;
use entity::import::CELL_MAX;
use entity::import::row::{self as import, chunk};
use futures_util::stream::unfold;
use sea_orm::{EntityTrait, PaginatorTrait};
use server::import::cli::Noun;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const JSON: &str = "application/json";
/// Bytes that come at once.
const PIECE: u64 = 1024 * 1024;

/// Imports, and pieces of files, that are kept.
async fn kept(dealer: &TestDealer) -> (u64, u64) {
    let db = &dealer.db.read;
    (import::Entity::find().count(db).await.unwrap(), chunk::Entity::find().count(db).await.unwrap())
}

/// A form whose file begins so and never ends, and how many bytes of it were taken.
fn endless(begins: &[u8]) -> (Body, Arc<AtomicU64>) {
    let piece = Bytes::from("a".repeat(usize::try_from(PIECE).unwrap()));
    let first = Bytes::from([head("accounts", "a.csv").as_slice(), begins].concat());
    let taken = Arc::new(AtomicU64::new(0));
    let count = taken.clone();
    let pieces = unfold(first, move |next| {
        let (count, piece) = (count.clone(), piece.clone());
        async move {
            // As from a socket: of what is always ready, all is read into memory before anybody looks at it.
            tokio::task::yield_now().await;
            count.fetch_add(next.len() as u64, Ordering::Relaxed);
            Some((Ok::<Bytes, Infallible>(next), piece))
        }
    });
    (Body::from_stream(pieces), taken)
}

#[tokio::test]
async fn s29_a_file_that_grows_too_large_is_refused_before_it_has_come_whole() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(ADMIN).await;
    // Its first bytes say what a file is, whatever it is called.
    for (begins, most, sentence) in [
        (&b"account,city\n"[..], CSV_MAX, "A CSV file may have at most 100 MB. Split it."),
        (&b"PK\x03\x04"[..], WORKBOOK_MAX, "A workbook may have at most 25 MB. Save the sheet as CSV."),
    ] {
        let (body, taken) = endless(begins);
        let request = posted(JSON).header("sec-fetch-site", "same-origin").body(body).unwrap();
        let answer = browser.send(request).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
        assert_eq!(answer.error(), AppError::Refused(sentence.to_owned()));
        let taken = taken.load(Ordering::Relaxed);
        assert!(taken > most && taken < most + 4 * PIECE, "{taken} bytes of {most} were taken");
        assert_eq!(kept(&dealer).await, (0, 0), "{sentence}");
    }
}

#[tokio::test]
async fn s29_a_cell_that_is_too_long_is_named_with_its_row() {
    let dealer = TestDealer::one().await;
    let (fits, long) = ("x".repeat(CELL_MAX), "x".repeat(CELL_MAX + 1));
    let file = format!("account,zzz\nIt Fits,{fits}\nToo Long,{long}\n{long},\n");
    let refused = bring(&dealer, Noun::Accounts, file.as_bytes()).await.unwrap_err();
    for told in [
        "Row 3: A cell is longer than 32 KiB.",
        "Row 4 [account]: A cell is longer than 32 KiB.",
        "2 of 3 rows are in error; nothing was written.",
    ] {
        assert!(refused.contains(told), "{told} is not in\n{refused}");
    }
    assert!(!refused.contains("Row 2"), "{refused}");
}

#[tokio::test]
async fn s14_a_file_that_another_site_sends_is_refused_and_not_kept() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(ADMIN).await;
    let file = b"account,city\nNew Customer,Austin\n";
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        for accept in [JSON, PAGE] {
            let request = posted(accept).header(name, value).body(Body::from(form("accounts", "a.csv", file)));
            let answer = browser.send(request.unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}: {answer:?}");
            assert!(answer.text().contains("This came from another site."), "{name}: {value}: {answer:?}");
        }
    }
    assert_eq!(kept(&dealer).await, (0, 0));
    let answer = upload(&mut browser, JSON, "accounts", "a.csv", file).await;
    assert_eq!((answer.status, kept(&dealer).await), (StatusCode::OK, (1, 1)), "from a page of ours it is taken");
}
