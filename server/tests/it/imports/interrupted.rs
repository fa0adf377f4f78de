//! A job whose process dies in the middle: another node takes it up, and what comes of it is what would have come anyway.

use super::brought::{Brought, brought};
use super::steps::{id_in, record};
use crate::support::dealer::{ADMIN, TestDealer};
use app::imports::store::{self, Claim, Errors, Progress};
use chrono::TimeDelta;
use entity::import::row::report;
use entity::import::{ImportNoun, ImportStatus};
use entity::shared::ids::ImportId;
use sea_orm::{EntityTrait, PaginatorTrait};
use server::check::check;
use server::import::jobs;
use std::future::poll_fn;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::Handle;
use uuid::Uuid;

/// Enough for two batches on SQLite and for five on PostgreSQL.
const ROWS: usize = 2_100;
/// Rows in error of a file that may have them.
const WRONG: usize = 11;
/// Rows that a check reads at once.
const PIECE: u64 = 500;
const DEAD: Uuid = Uuid::from_u128(1);
const LIVING: Uuid = Uuid::from_u128(2);

/// Customers of whom each second belongs to the one below it. Some of those below are in error when errors are left out.
fn file(errors: Errors) -> String {
    let row = |n: usize| {
        let wrong = errors == Errors::LeaveOut && n % 200 == 7;
        let (city, parent) = (if wrong { "x".repeat(81) } else { "Austin".to_owned() }, format!("Hill {}", n + 1));
        format!("Hill {n},{city},{}\n", if n.is_multiple_of(2) { parent.as_str() } else { "" })
    };
    "account,city,subsidiary_of\n".to_owned() + &(0..ROWS).map(row).collect::<String>()
}

/// How many files were brought so far, by all tests: see [`uploaded`].
static FILES: AtomicI64 = AtomicI64::new(0);

/// A file whose columns are mapped, and its version.
///
/// Its id is nobody else's: those of seeded dealers count from the same moment, and progress is kept by id for all of them.
async fn uploaded(dealer: &TestDealer, errors: Errors) -> (ImportId, i64) {
    dealer.source.advance(TimeDelta::milliseconds(1 + FILES.fetch_add(1, Ordering::Relaxed)));
    let ctx = dealer.ctx(ADMIN).await;
    let mut upload = store::Upload::start(ctx.clone(), ImportNoun::Accounts, "hills.csv").await.unwrap();
    upload.push(file(errors).as_bytes()).await.unwrap();
    let id = id_in(&upload.finish().await.unwrap().goto);
    let page = store::columns_page(&ctx, id).await.unwrap();
    store::save_columns(&ctx, id, page.head.version, page.form).await.unwrap();
    (id, record(dealer, id).await.version)
}

/// Works on what waits until the import is so far. Whoever asked for that waits for it meanwhile.
async fn worked_until(dealer: &TestDealer, id: ImportId, status: ImportStatus) {
    for _ in 0..2_000 {
        jobs::drain(&dealer.db, &dealer.source, LIVING).await;
        if record(dealer, id).await.status == status {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{}: {:?}", dealer.name, record(dealer, id).await);
}

/// Checks a file without any trouble.
async fn checked(dealer: &TestDealer, errors: Errors) -> (ImportId, i64) {
    let (ctx, (id, version)) = (dealer.ctx(ADMIN).await, uploaded(dealer, errors).await);
    let asked = store::save_values(&ctx, id, version, Default::default());
    let (asked, ()) = tokio::join!(asked, worked_until(dealer, id, ImportStatus::Checked));
    asked.unwrap();
    (id, record(dealer, id).await.version)
}

/// Claims the job for a node as soon as it waits.
async fn claimed(dealer: &TestDealer, node: Uuid) -> Claim {
    for _ in 0..2_000 {
        if let Some(job) = store::claim(&dealer.db, &dealer.source, node).await.unwrap() {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{}: nothing waits", dealer.name);
}

/// Works on a job and drops it when more than `rows` are done: what is left then is what a killed process leaves.
async fn cut_off(job: Claim, id: ImportId, rows: u64) {
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    let mut work = Box::pin(job.work());
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(ended) => panic!("it came to its end: {ended:?}"),
        Poll::Pending if Progress::of(id).is_some_and(|progress| progress.done() > rows) => Poll::Ready(()),
        Poll::Pending => Poll::Pending,
    })
    .await;
    drop(work);
    assert!(Progress::of(id).is_none());
    // A heart that beats on would keep the job from every other node for ever.
    for _ in 0..1_000 {
        if tasks() <= before {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{} tasks before the job, {} after it", before, tasks());
}

/// Another node takes up what the dead one left, and not before its lease has run out.
async fn taken_over(dealer: &TestDealer) {
    let early = store::claim(&dealer.db, &dealer.source, LIVING).await.unwrap();
    assert!(early.is_none(), "{}: the lease holds", dealer.name);
    dealer.source.advance(TimeDelta::seconds(61));
    claimed(dealer, LIVING).await.work().await.unwrap();
}

/// A dealer in trouble and one without, on each engine.
async fn pairs() -> Vec<(TestDealer, TestDealer)> {
    TestDealer::all().await.into_iter().zip(TestDealer::all().await).collect()
}

async fn a_run_that_was_cut_off_is_made_whole(errors: Errors, wrong: usize) {
    for (dealer, other) in pairs().await {
        let (id, version) = checked(&dealer, errors).await;
        let (before, ctx) = (brought(&dealer, id).await, dealer.ctx(ADMIN).await);
        let troubled = async {
            cut_off(claimed(&dealer, DEAD).await, id, 0).await;
            let (status, rows_done) = (before.status, before.rows_done);
            let left = Brought { status, rows_done, ..brought(&dealer, id).await };
            assert!(left == before, "{}: nothing of it is there", dealer.name);
            taken_over(&dealer).await;
        };
        let (asked, ()) = tokio::join!(store::start(&ctx, id, version, errors), troubled);
        asked.unwrap();
        let after = brought(&dealer, id).await;

        let (whole, version) = checked(&other, errors).await;
        let ctx = other.ctx(ADMIN).await;
        let asked = store::start(&ctx, whole, version, errors);
        let (asked, ()) = tokio::join!(asked, worked_until(&other, whole, ImportStatus::Done));
        asked.unwrap();
        let expected = brought(&other, whole).await;

        assert_eq!((after.status, &after.counts), (ImportStatus::Done, &expected.counts), "{}", dealer.name);
        assert!(after == expected, "{}: {after:#?}\nis not\n{expected:#?}", dealer.name);
        let good = ROWS - wrong;
        assert_eq!((after.counts.read, after.counts.errors), (ROWS as u64, wrong as u64), "{}", dealer.name);
        assert_eq!(after.customers.len(), before.customers.len() + good, "{}: no row twice, none missing", dealer.name);
        assert_eq!((after.report.len(), after.beside[0]), (ROWS, good as u64), "{}", dealer.name);
        assert_eq!(record(&dealer, id).await.attempts, 2, "{}", dealer.name);
        assert!(check(&dealer.db).await.unwrap().iter().all(|finding| finding.broken == 0), "{}", dealer.name);
    }
}

#[tokio::test]
async fn r01_a_run_of_all_rows_or_none_that_was_cut_off_is_made_whole() {
    a_run_that_was_cut_off_is_made_whole(Errors::Stop, 0).await;
}

#[tokio::test]
async fn r01_a_run_of_the_good_rows_that_was_cut_off_is_made_whole() {
    a_run_that_was_cut_off_is_made_whole(Errors::LeaveOut, WRONG).await;
}

/// A check writes its report piece by piece: what the dead node told is told anew, not twice.
#[tokio::test]
async fn s30_a_check_that_was_cut_off_is_made_whole() {
    for (dealer, other) in pairs().await {
        let (ctx, (id, version)) = (dealer.ctx(ADMIN).await, uploaded(&dealer, Errors::LeaveOut).await);
        let troubled = async {
            cut_off(claimed(&dealer, DEAD).await, id, PIECE).await;
            let half = report::Entity::find().count(&dealer.db.read).await.unwrap();
            assert!(half >= PIECE && half < ROWS as u64, "{}: {half} rows are told", dealer.name);
            taken_over(&dealer).await;
        };
        let asked = store::save_values(&ctx, id, version, Default::default());
        let (asked, ()) = tokio::join!(asked, troubled);
        asked.unwrap();
        let (whole, _) = checked(&other, Errors::LeaveOut).await;
        let (after, expected) = (brought(&dealer, id).await, brought(&other, whole).await);
        assert!(after == expected, "{}: {after:#?}\nis not\n{expected:#?}", dealer.name);
        assert_eq!((after.status, after.report.len()), (ImportStatus::Checked, ROWS), "{}", dealer.name);
    }
}
