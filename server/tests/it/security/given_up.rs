//! A browser that goes while its password is being checked (S22).

use crate::support::dealer::{ADMIN, EXECUTIVE, MANAGER, REP, REP2, SUPPORT, TestDealer};
use crate::support::served::serve;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use axum::http::StatusCode;
use entity::event::{Deed, row as event};
use entity::session::{row as session, throttle};
use entity::user::row as user;
use futures_util::future::join_all;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::seed::PASSWORD;
use server::serve::{Pace, Places};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::time::sleep;

/// Has it take a while to find out whether a password is the rep's: the more passes, the longer.
async fn slow_down(dealer: &TestDealer) {
    let slow = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 40, 1, None).unwrap());
    let slow = slow.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    let stored = user::Entity::update_many().col_expr(user::Column::PasswordHash, Expr::value(slow));
    stored.filter(user::Column::Email.eq(REP)).exec(&dealer.db.write).await.unwrap();
}

/// Attempts so far. They are counted right before the password is looked at.
async fn attempts(dealer: &TestDealer) -> i64 {
    let accounts = throttle::Entity::find().filter(throttle::Column::Id.like("sign-in:account:%"));
    accounts.all(&dealer.db.read).await.unwrap().iter().map(|row| row.count).sum()
}

/// Sessions of the rep, and events that say he signed in.
async fn signed_in(dealer: &TestDealer) -> (u64, u64) {
    let (id, db) = (dealer.user(REP).await.id, &dealer.db.read);
    let sessions = session::Entity::find().filter(session::Column::UserId.eq(id));
    let told =
        event::Entity::find().filter(event::Column::Deed.eq(Deed::SignedIn)).filter(event::Column::ActorId.eq(id));
    (sessions.count(db).await.unwrap(), told.count(db).await.unwrap())
}

/// Signs in; patiently, because other tests hash in the same process.
async fn sign_in(dealer: &TestDealer, email: &str) -> StatusCode {
    let form = [("form[email]", email), ("form[password]", PASSWORD)];
    for _ in 0..6 {
        let answer = dealer.browser().call("/api/auth/sign_in", &form).await;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            return answer.status;
        }
        sleep(Duration::from_secs(1)).await;
    }
    StatusCode::SERVICE_UNAVAILABLE
}

#[tokio::test]
async fn s22_a_sign_in_that_is_given_up_leaves_its_place_and_no_session() {
    let dealer = TestDealer::one().await;
    slow_down(&dealer).await;
    let served = serve(&dealer, Pace::default(), Places::new(16, 16, Vec::new())).await;
    let body = format!("form[email]={REP}&form[password]={PASSWORD}");
    let head = "POST /api/auth/sign_in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    // One more than are looked at at once.
    let mut gone = Vec::new();
    for _ in 0..3 {
        let mut socket = served.connect().await;
        socket.write_all(request.as_bytes()).await.unwrap();
        gone.push(socket);
    }
    for _ in 0..200 {
        if attempts(&dealer).await == 3 {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(attempts(&dealer).await, 3);
    sleep(Duration::from_millis(100)).await;
    assert_eq!(signed_in(&dealer).await, (0, 0), "they are being looked at");
    drop(gone);
    let others = [REP2, SUPPORT, MANAGER, EXECUTIVE, ADMIN];
    let answers = join_all(others.map(|email| sign_in(&dealer, email))).await;
    assert_eq!(answers, [StatusCode::OK; 5]);
    assert_eq!(signed_in(&dealer).await, (0, 0), "nobody waits for it");
    assert_eq!(sign_in(&dealer, REP).await, StatusCode::OK);
    assert_eq!(signed_in(&dealer).await, (1, 1), "who stays gets in");
    served.end().await;
}
