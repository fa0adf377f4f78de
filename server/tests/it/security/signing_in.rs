//! Signing in: who gets in, what a stranger learns, how often he may try.

use crate::support::browser::{Answer, HOST};
use crate::support::dealer::{ADMIN, MANAGER, REP, TestDealer};
use app::core::AppError;
use app::core::flash::Flash;
use axum::http::StatusCode;
use chrono::TimeDelta;
use entity::dealer::region;
use entity::event::{Deed, row as event};
use entity::session::row as session;
use entity::session::throttle;
use entity::shared::ids::RegionId;
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use server::seed::PASSWORD;
use server::state::Web;

#[tokio::test]
async fn the_right_password_opens_and_leaves_an_event() {
    for dealer in TestDealer::all().await {
        let mut browser = dealer.browser();
        let answer = browser.sign_in(REP, PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{} {answer:?}", dealer.name);
        let page = browser.get("/settings").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Maria Reyes"));
        let rep = dealer.user(REP).await;
        let told = event::Entity::find().filter(event::Column::Deed.eq(Deed::SignedIn)).one(&dealer.db.read).await;
        assert_eq!(told.unwrap().unwrap().actor_id, Some(rep.id), "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_page_behind_the_sign_in_is_returned_to() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser();
    let answer = browser.get("/opportunities?stage=proposal").await;
    assert_eq!(answer.location(), "/login?next=%2Fopportunities%3Fstage%3Dproposal");
    let form = [("form[email]", REP), ("form[password]", PASSWORD), ("form[next]", "/opportunities?stage=proposal")];
    let answer = browser.submit("/api/auth/sign_in", answer.location(), &form).await;
    assert_eq!(answer.location(), "/opportunities?stage=proposal");
}

#[tokio::test]
async fn s16_nobody_is_sent_to_another_site() {
    let dealer = TestDealer::one().await;
    for next in
        ["https://evil.example/", "//evil.example", "/\\evil.example", "/api/auth/sign_out", "javascript:alert(1)"]
    {
        let form = [("form[email]", REP), ("form[password]", PASSWORD), ("form[next]", next)];
        let answer = dealer.browser().submit("/api/auth/sign_in", "/login", &form).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{next}");
    }
    for path in ["//evil.example/", "/%5Cevil.example", "/\\evil.example", "/login/..//evil.example"] {
        let Ok(_) = path.parse::<axum::http::Uri>() else { continue };
        let answer = dealer.browser().get(path).await;
        assert!(answer.location().is_empty() || answer.location() == "/login", "{path} leads to {}", answer.location());
    }
}

#[tokio::test]
async fn t4_a_refused_form_goes_back_to_its_own_page_alone() {
    let dealer = TestDealer::one().await;
    let wrong = [("form[email]", REP), ("form[password]", "wrong words here")];
    let answer = dealer.browser().submit("/api/auth/sign_in", "/login?next=/pipeline", &wrong).await;
    assert!(answer.location().starts_with("/login?next=%2Fpipeline&flash="), "{}", answer.location());
    let mut browser = dealer.browser();
    browser.headers.insert("referer", "https://evil.example/x".parse().unwrap());
    let request = crate::support::browser::Browser::request(axum::http::Method::POST, "/api/auth/sign_in")
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("form[email]={REP}&form[password]=wrong").into())
        .unwrap();
    let answer = browser.send(request).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::UNPROCESSABLE_ENTITY, ""));
    assert!(!format!("{answer:?}").contains("evil"), "{answer:?}");
}

#[tokio::test]
async fn what_was_typed_comes_back_without_the_password() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser();
    let answer = browser.sign_in(REP, "wrong words here").await;
    let page = browser.get(answer.location()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("E-mail and password do not belong together."), "{}", page.text());
    assert!(page.text().contains(&format!("value=\"{REP}\"")));
    assert!(!page.text().contains("wrong words here"));
    let id = answer.location().split("flash=").nth(1).unwrap().to_owned();
    let kept: Option<Flash> = browser.call("/api/flash/read", &[("id", &id)]).await.json();
    assert!(kept.unwrap().body.contains("email"));
    let stranger: Option<Flash> = dealer.browser().call("/api/flash/read", &[("id", &id)]).await.json();
    assert_eq!(stranger, None, "a flash belongs to its browser");
}

/// Everything a stranger can tell two answers apart by, time aside.
fn face(answer: &Answer) -> (StatusCode, String, Vec<String>) {
    let names = answer.headers.keys().filter(|name| *name != "x-request-id").map(ToString::to_string);
    (answer.status, answer.text(), names.collect())
}

#[tokio::test]
async fn s24_a_stranger_does_not_learn_who_works_here() {
    for dealer in TestDealer::all().await {
        let disabled = user::Entity::update_many()
            .col_expr(user::Column::Active, Expr::value(false))
            .filter(user::Column::Email.eq(MANAGER));
        disabled.exec(&dealer.db.write).await.unwrap();
        let mut faces = Vec::new();
        for email in [REP, MANAGER, "tom.becker@demo.example", "nobody@demo.example"] {
            let form = [("form[email]", email), ("form[password]", "wrong words here")];
            faces.push(face(&dealer.browser().call("/api/auth/sign_in", &form).await));
        }
        let right = [("form[email]", MANAGER), ("form[password]", PASSWORD)];
        faces.push(face(&dealer.browser().call("/api/auth/sign_in", &right).await));
        assert!(faces.windows(2).all(|pair| pair[0] == pair[1]), "{}: {faces:#?}", dealer.name);
    }
}

#[tokio::test]
async fn s24_an_unknown_address_costs_as_much_time_as_a_known_one() {
    let dealer = TestDealer::one().await;
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..7 {
        for (which, email) in [REP, "nobody@demo.example"].into_iter().enumerate() {
            let form = [("form[email]", email), ("form[password]", "wrong words here")];
            let begun = std::time::Instant::now();
            let answer = dealer.browser().call("/api/auth/sign_in", &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            if round > 0 {
                times[which].push(begun.elapsed());
            }
        }
    }
    let median = |times: &mut Vec<std::time::Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let [known, unknown] = &mut times;
    let (known, unknown) = (median(known), median(unknown));
    assert!(unknown > known / 2 && known > unknown / 2, "known {known:?}, unknown {unknown:?}");
}

#[tokio::test]
async fn s23_tries_are_counted_one_by_one_and_slow_down() {
    for dealer in TestDealer::all().await {
        let wrong = |n: usize| {
            let mut browser = dealer.browser();
            async move {
                let password = format!("wrong words {n}");
                let form = [("form[email]", REP), ("form[password]", password.as_str())];
                browser.call("/api/auth/sign_in", &form).await
            }
        };
        // At once, so that counting must not lose any.
        let answers = futures_util::future::join_all((0..16).map(wrong)).await;
        let tried = answers.iter().filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY).count();
        assert!((10..=11).contains(&tried), "{}: {tried} of 16 were tried", dealer.name);
        let right = [("form[email]", REP), ("form[password]", PASSWORD)];
        let refused = dealer.browser().call("/api/auth/sign_in", &right).await;
        assert!(matches!(refused.error(), AppError::TooMany(1..=300)), "{}: {refused:?}", dealer.name);
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(!refused.header("retry-after").is_empty());
        dealer.source.advance(TimeDelta::minutes(5));
        assert_eq!(dealer.browser().sign_in(REP, PASSWORD).await.status, StatusCode::SEE_OTHER, "{}", dealer.name);
    }
}

#[tokio::test]
async fn s23_strangers_cannot_lock_an_account() {
    let mut dealer = TestDealer::one().await;
    dealer.served(Web { trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..Web::default() });
    let from = |ip: &str| {
        let mut browser = dealer.browser();
        browser.headers.insert("x-forwarded-for", ip.parse().unwrap());
        browser
    };
    assert_eq!(from("198.51.100.1").sign_in(REP, PASSWORD).await.status, StatusCode::SEE_OTHER);
    for n in 0..60 {
        let form = [("form[email]", REP), ("form[password]", "wrong words here")];
        from(&format!("203.0.113.{n}")).call("/api/auth/sign_in", &form).await;
    }
    let form = [("form[email]", REP), ("form[password]", PASSWORD)];
    assert_eq!(from("203.0.113.99").call("/api/auth/sign_in", &form).await.status, StatusCode::TOO_MANY_REQUESTS);
    let own = from("198.51.100.1").call("/api/auth/sign_in", &form).await;
    assert_eq!(own.status, StatusCode::OK, "where he signed in before he still may");
}

#[tokio::test]
async fn s23_a_header_makes_no_new_address() {
    let dealer = TestDealer::one().await;
    for n in 0..110 {
        let mut browser = dealer.browser();
        browser.headers.insert("x-forwarded-for", format!("203.0.113.{n}").parse().unwrap());
        let email = format!("nobody{n}@demo.example");
        browser.call("/api/auth/sign_in", &[("form[email]", &email), ("form[password]", "x")]).await;
    }
    let keys =
        throttle::Entity::find().filter(throttle::Column::Id.like("sign-in:ip:%")).all(&dealer.db.read).await.unwrap();
    assert_eq!(keys.len(), 1, "{keys:?}");
    let answer =
        dealer.browser().call("/api/auth/sign_in", &[("form[email]", REP), ("form[password]", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn s11_the_token_is_random_and_only_its_hash_is_stored() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser();
    let answer = browser.sign_in(REP, PASSWORD).await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("ironbook=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert!(cookie.contains("Path=/") && !cookie.contains("Domain") && !cookie.contains("Max-Age"), "{cookie}");
    let token = &browser.cookies["ironbook"];
    assert!(token.len() >= 43);
    let stored = format!("{:?}", session::Entity::find().all(&dealer.db.read).await.unwrap());
    assert!(!stored.contains(token.as_str()));
    assert!(!format!("{answer:?}").replace(&cookie, "").contains(token.as_str()), "only the cookie holds it");
}

#[tokio::test]
async fn s11_behind_tls_the_cookie_is_bound_to_the_host() {
    let mut dealer = TestDealer::one().await;
    dealer.served(Web { secure: true, ..Web::default() });
    let form = [("form[email]", REP), ("form[password]", PASSWORD), ("form[keep]", "on")];
    let answer = dealer.browser().submit("/api/auth/sign_in", "/login", &form).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-ironbook=") && cookie.contains("; Secure"), "{cookie}");
    assert!(cookie.contains("Max-Age=2592000"), "{cookie}");
    assert!(answer.header("strict-transport-security").contains("max-age=63072000"));
    assert_eq!(HOST, "ironbook.test");
}

#[tokio::test]
async fn s22_a_flood_of_sign_ins_leaves_pages_quick() {
    let dealer = TestDealer::one().await;
    let mut reader = dealer.browser_of(ADMIN).await;
    reader.get("/livez").await;
    let flood = (0..200).map(|n| {
        let mut browser = dealer.browser();
        tokio::spawn(async move {
            let email = format!("nobody{n}@demo.example");
            browser.call("/api/auth/sign_in", &[("form[email]", &email), ("form[password]", "x")]).await.status
        })
    });
    let flood: Vec<_> = flood.collect();
    let mut slowest = std::time::Duration::ZERO;
    for _ in 0..10 {
        let begun = std::time::Instant::now();
        assert_eq!(reader.call("/api/session/info", &[]).await.status, StatusCode::OK);
        slowest = slowest.max(begun.elapsed());
    }
    let mut busy = 0;
    for answer in flood {
        let status = answer.await.unwrap();
        busy += usize::from(status != StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS]
                .contains(&status),
            "{status}"
        );
    }
    assert!(busy > 0, "200 at once are more than wait");
    assert!(slowest < std::time::Duration::from_secs(2), "{slowest:?}");
}

#[tokio::test]
async fn s21_a_hash_of_older_parameters_is_made_anew_at_sign_in() {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
    let dealer = TestDealer::one().await;
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(4096, 1, 1, None).unwrap());
    let weak = weak.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    let stored = user::Entity::update_many().col_expr(user::Column::PasswordHash, Expr::value(weak.clone()));
    stored.filter(user::Column::Email.eq(REP)).exec(&dealer.db.write).await.unwrap();
    assert_eq!(dealer.browser().sign_in(REP, PASSWORD).await.status, StatusCode::SEE_OTHER);
    let now = dealer.user(REP).await.password_hash;
    assert!(now != weak && now.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{now}");
    assert_eq!(dealer.browser().sign_in(REP, PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_first_administrator_is_made_once_with_the_word_from_the_terminal() {
    use crate::support::engine::engines;
    for engine in engines().await {
        let dealer = TestDealer::empty(engine, Web::default());
        server::migrate::migrate(&dealer.db).await.unwrap();
        // A dealer who begins with a list of his people has nobody yet who can sign in.
        let region = region::Model { id: RegionId(dealer.source.id()), name: "Central".to_owned() };
        region::Entity::insert(region.into_active_model()).exec_without_returning(&dealer.db.write).await.unwrap();
        let people = b"name,role,region\nMoses Frase,Sales rep,Central\n";
        crate::imports::bring(&dealer, server::import::cli::Noun::Users, people).await.unwrap();
        let mut browser = dealer.browser();
        assert_eq!(browser.get("/login").await.location(), "/first-run", "{}", dealer.name);
        let void = app::auth::store::invite(&dealer.guest()).await.unwrap().unwrap();
        let word = app::auth::store::invite(&dealer.guest()).await.unwrap().unwrap();
        let fill = |word: &str, password: &str| {
            let pairs = [
                ("form[token]", word),
                ("form[dealer]", "Hill Country Iron"),
                ("form[name]", "Ada Park"),
                ("form[email]", "ada@hill.example"),
                ("form[password]", password),
            ];
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        for (word, password, field) in
            [(void.as_str(), "correct horse battery", "token"), (&word, "password12345", "password")]
        {
            let pairs = fill(word, password);
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let refused = browser.call("/api/auth/first_admin", &pairs).await;
            assert!(refused.error().fields().at(field).is_some(), "{}: {refused:?}", dealer.name);
        }
        let pairs = fill(&word, "correct horse battery");
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let (mut one, mut other) = (dealer.browser(), dealer.browser());
        let (one, other) =
            tokio::join!(one.call("/api/auth/first_admin", &pairs), other.call("/api/auth/first_admin", &pairs));
        let made = [&one, &other].iter().filter(|answer| answer.status == StatusCode::OK).count();
        assert_eq!(made, 1, "{}: {one:?} {other:?}", dealer.name);
        assert_eq!(user::Entity::find().count(&dealer.db.read).await.unwrap(), 2);
        assert_eq!(dealer.browser().get("/first-run").await.location(), "/login", "{}", dealer.name);
        let again = dealer.browser().call("/api/auth/first_admin", &pairs).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn s23_forms_of_strangers_that_cannot_be_read_are_counted_too() {
    let dealer = TestDealer::one().await;
    let mut last = StatusCode::SEE_OTHER;
    for _ in 0..101 {
        assert_eq!(last, StatusCode::SEE_OTHER);
        last = dealer.browser().sign_in("", "").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let kept = entity::session::flash::Entity::find().count(&dealer.db.read).await.unwrap();
    assert_eq!(kept, 100);
    let mut browser = dealer.browser();
    assert_eq!(browser.sign_in(REP, PASSWORD).await.location(), "/", "the right password is not kept out");
}
