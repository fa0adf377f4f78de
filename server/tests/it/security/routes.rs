//! Every route as every role, and as somebody disabled: what is expected stands in security/policy.rs.

use crate::support::browser::Browser;
use crate::support::dealer::{EVERYONE, REP, TestDealer};
use crate::support::fingerprint;
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::security::policy::{ROUTES, Who};

fn path_of(pattern: &str) -> String {
    let steps = pattern.split('/').map(|step| if step.starts_with([':', '{']) { "x" } else { step });
    steps.collect::<Vec<_>>().join("/")
}

/// Status and where it leads; the body is not read, a stream has no end.
async fn ask(browser: &mut Browser, path: &str) -> (StatusCode, String) {
    let request = Browser::request(Method::GET, path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
    let response = browser.open(request).await;
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    (response.status(), to.unwrap_or_default())
}

#[tokio::test]
async fn s02_every_route_as_every_role() {
    let dealer = TestDealer::one().await;
    let mut people = Vec::new();
    for email in EVERYONE {
        people.push((email, dealer.user(email).await.actor(), dealer.browser_of(email).await));
    }
    let before = fingerprint::of(&dealer.db).await;
    let mut denied = 0;
    for (pattern, who) in ROUTES {
        let path = path_of(pattern);
        for (email, actor, browser) in &mut people {
            let (status, to) = ask(browser, &path).await;
            assert_ne!(status, StatusCode::UNAUTHORIZED, "{path} as {email}");
            assert!(!to.starts_with("/login") || path == "/first-run", "{path} as {email} leads to {to}");
            if let Who::May(action) = who {
                let expected = !actor.may(*action);
                assert_eq!(status == StatusCode::FORBIDDEN, expected, "{path} as {email}: {status}");
                denied += usize::from(expected);
            }
            assert!(!status.is_server_error(), "{path} as {email}: {status}");
        }
    }
    assert!(denied > 20, "{denied}");
    let (rows, _) = fingerprint::of(&dealer.db).await;
    let kept = |(name, _): &(&str, usize)| *name != "event";
    let (after, before) = (rows.into_iter().filter(kept), before.0.into_iter().filter(kept));
    assert!(after.eq(before), "looking changes nothing but the record of who took files away");
}

#[tokio::test]
async fn s09_every_route_as_somebody_disabled() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    let cookies = browser.cookies.clone();
    let off = user::Entity::update_many().col_expr(user::Column::Active, Expr::value(false));
    off.filter(user::Column::Email.eq(REP)).exec(&dealer.db.write).await.unwrap();
    for (pattern, who) in ROUTES {
        let path = path_of(pattern);
        browser.cookies.clone_from(&cookies);
        let (status, to) = ask(&mut browser, &path).await;
        match who {
            Who::Anyone => assert_ne!(status, StatusCode::UNAUTHORIZED, "{path}"),
            _ if path == "/live" || path.starts_with("/api") => assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}"),
            _ => assert!(status == StatusCode::SEE_OTHER && to.starts_with("/login"), "{path}: {status} {to}"),
        }
    }
}
