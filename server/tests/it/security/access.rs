//! Who may call what: every function and route, as everybody; and whose records anybody reaches.

use crate::support::browser::{Answer, Browser};
use crate::support::dealer::{ADMIN, EVERYONE, EXECUTIVE, MANAGER, REP, REP2, SUPPORT, TestDealer};
use crate::support::fingerprint;
use app::opportunities::types::{FormPage, MoveDone, Saved};
use app::pipeline::types::Looked;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use entity::opportunity::OpportunityForm;
use entity::opportunity::row as opportunity;
use entity::shared::actor::Action;
use entity::user::row as user;
use leptos::server_fn::axum::server_fn_paths;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use server::security::limits::UPLOAD;
use server::security::policy::{API, FUNCTIONS, ROUTES, Who, of};
use std::collections::BTreeSet;

#[tokio::test]
async fn s02_every_function_and_route_has_a_row_and_every_row_is_one() {
    let _dealer = TestDealer::one().await;
    let there: BTreeSet<_> = server_fn_paths().map(|(path, _)| path.trim_start_matches(API)).collect();
    let rows: BTreeSet<_> = FUNCTIONS.iter().map(|(name, _)| *name).collect();
    assert!(there.len() > 15, "the functions are linked: {there:?}");
    assert_eq!(there, rows, "functions on the left, rows of security/policy.rs on the right");
    assert_eq!(rows.len(), FUNCTIONS.len(), "one row each");

    let mut routes: BTreeSet<String> = server::pages::PAGES.iter().map(|route| route.path().to_owned()).collect();
    routes.extend(plain_routes());
    let spelled = |path: &str| {
        path.split('/').map(|step| if step.starts_with([':', '{']) { "*" } else { step }).collect::<Vec<_>>().join("/")
    };
    let routes: BTreeSet<_> = routes.iter().map(|path| spelled(path)).collect();
    let rows: BTreeSet<_> = ROUTES.iter().map(|(path, _)| spelled(path)).collect();
    assert_eq!(routes, rows, "routes on the left, rows of security/policy.rs on the right");
}

/// What the server's own sources route beside the pages.
fn plain_routes() -> Vec<String> {
    let mut found = ["/favicon.ico", "/robots.txt", UPLOAD].map(str::to_owned).to_vec();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let named = text.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(named.map(str::to_owned));
        }
    }
    found
}

const BODIES: [(&str, &str); 3] = [
    ("application/x-www-form-urlencoded", ""),
    ("application/x-www-form-urlencoded", "id=1&form[name]=x&form[id]=1&version=1&key=1&query=&token=x"),
    ("application/json", "{\"ids\":[],\"query\":\"\"}"),
];

async fn post(browser: &Browser, path: &str, kind: &str, body: &str) -> Answer {
    let request = Browser::request(Method::POST, path)
        .header("accept", "application/json")
        .header("content-type", kind)
        .body(Body::from(body.to_owned()))
        .unwrap();
    browser.clone().send(request).await
}

#[tokio::test]
async fn s01_s02_s04_every_function_as_everybody() {
    let dealer = TestDealer::one().await;
    let mut people = vec![("nobody", None, dealer.browser())];
    let disabled = dealer.browser_of(SUPPORT).await;
    for email in EVERYONE {
        let role = dealer.user(email).await.role;
        people.push((email, Some(role), dealer.browser_of(email).await));
    }
    people.retain(|(email, ..)| *email != SUPPORT);
    user::Entity::update_many()
        .col_expr(user::Column::Active, Expr::value(false))
        .filter(user::Column::Email.eq(SUPPORT))
        .exec(&dealer.db.write)
        .await
        .unwrap();
    people.push(("somebody disabled", None, disabled));
    let before = fingerprint::of(&dealer.db).await;
    let mut denied = 0;
    for (path, _) in server_fn_paths() {
        let who = of(path).unwrap_or_else(|| panic!("{path} has no row"));
        for (name, role, browser) in &people {
            let expected = match (who, role) {
                (Who::Anyone, _) => continue,
                (_, None) => StatusCode::UNAUTHORIZED,
                (Who::SignedIn, Some(_)) => continue,
                (Who::May(action), Some(role)) if may(*role, action) => continue,
                (Who::May(_), Some(_)) => StatusCode::FORBIDDEN,
            };
            for (kind, body) in BODIES {
                let answer = post(browser, path, kind, body).await;
                assert_eq!(answer.status, expected, "{path} as {name}");
                denied += 1;
            }
        }
    }
    assert!(denied > 100, "{denied}");
    assert_eq!(fingerprint::of(&dealer.db).await, before, "a refusal changes nothing");
    for (path, _) in server_fn_paths().filter(|(path, _)| !path.contains("sign_out")) {
        for (name, role, browser) in &people {
            let allowed = match (of(path), role) {
                (Some(Who::Anyone), _) => true,
                (Some(Who::SignedIn), role) => role.is_some(),
                (Some(Who::May(action)), Some(role)) => may(*role, action),
                _ => false,
            };
            if allowed {
                let answer = post(browser, path, BODIES[0].0, BODIES[0].1).await;
                let shut = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
                assert!(!shut.contains(&answer.status), "{path} as {name}: {answer:?}");
            }
        }
    }
}

fn may(role: entity::Role, action: Action) -> bool {
    use entity::Actor;
    use entity::shared::ids::UserId;
    Actor { id: UserId(uuid::Uuid::nil()), name: String::new(), role, region: None }.may(action)
}

#[tokio::test]
async fn s01_every_route_as_nobody() {
    let dealer = TestDealer::one().await;
    for (pattern, who) in ROUTES {
        let path: Vec<_> =
            pattern.split('/').map(|step| if step.starts_with([':', '{']) { "x" } else { step }).collect();
        let path = path.join("/");
        let answer = dealer.browser().get(&path).await;
        match who {
            Who::Anyone => assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{path}"),
            _ if path == "/live" || path.starts_with("/api") => {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
            }
            _ => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {answer:?}");
                assert!(answer.location().starts_with("/login"), "{path}");
                assert!(answer.body.is_empty(), "{path}");
            }
        }
    }
    for path in
        ["/wp-admin", "/.env", "/api", "/api/", "/API/auth/settings", "/api/auth/settings/", "//api/auth/settings"]
    {
        let answer = dealer.browser().get(path).await;
        let kept_out = answer.status == StatusCode::UNAUTHORIZED || answer.location() == "/login";
        assert!(kept_out || answer.status == StatusCode::NOT_FOUND, "{path}: {answer:?}");
    }
}

#[derive(Serialize)]
struct Save<'a> {
    form: &'a OpportunityForm,
    id: Option<String>,
    version: i64,
    key: uuid::Uuid,
    stage: &'a str,
}

fn urlencoded(value: &impl Serialize) -> String {
    serde_qs::to_string(value).unwrap()
}

/// An open opportunity of Maria Reyes, and one of Jonah Fields.
pub async fn theirs(dealer: &TestDealer) -> (opportunity::Model, opportunity::Model) {
    let of = async |email: &str| {
        let owner = dealer.user(email).await.id;
        opportunity::Entity::find()
            .filter(opportunity::Column::OwnerId.eq(owner))
            .filter(opportunity::Column::Stage.eq("qualification"))
            .order_by_asc(opportunity::Column::Number)
            .one(&dealer.db.read)
            .await
            .unwrap()
            .unwrap_or_else(|| panic!("{email} has no open opportunity"))
    };
    (of(REP).await, of(REP2).await)
}

pub fn moved(row: &opportunity::Model, to: &str, behind: &str, key: uuid::Uuid) -> String {
    format!(
        "form[id]={}&form[version]={}&form[key]={key}&form[to]={to}&form[behind]={behind}&query=",
        row.id, row.version
    )
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn s03_s04_nobody_reaches_what_is_out_of_his_scope() {
    for dealer in TestDealer::all().await {
        let (maria, jonah) = theirs(&dealer).await;
        let stranger = dealer.browser_of(REP2).await;
        let owner = dealer.browser_of(REP).await;
        let page: FormPage = post(&owner, "/api/opportunities/form", FORM, &format!("id={}", maria.id)).await.json();
        let save = |id: Option<String>, version| {
            urlencoded(&Save { form: &page.form, id, version, key: stranger.key(), stage: "qualification" })
        };
        let before = fingerprint::of(&dealer.db).await;
        let own = |id| format!("id={id}");
        for (path, body) in [
            ("opportunities/show", own(maria.id)),
            ("opportunities/form", own(maria.id)),
            ("opportunities/move_page", own(maria.id)),
            ("opportunities/save", save(Some(maria.id.to_string()), maria.version)),
            ("opportunities/move", moved(&maria, "development", "", stranger.key())),
            ("pipeline/drop", moved(&maria, "development", "", stranger.key())),
            // His own card behind one he must not know.
            ("opportunities/move", moved(&jonah, "qualification", &maria.id.to_string(), stranger.key())),
        ] {
            let answer = post(&stranger, &format!("{API}{path}"), FORM, &body).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}: {path} {answer:?}", dealer.name);
            assert!(!answer.text().contains(&maria.name), "{}: {path}", dealer.name);
        }
        let look = format!("{{\"query\":\"\",\"ids\":[\"{}\"]}}", maria.id);
        let looked: Looked = post(&stranger, "/api/pipeline/look", "application/json", &look).await.json();
        assert!(!format!("{looked:?}").contains(&maria.name), "{}: {looked:?}", dealer.name);
        for path in ["", "/edit", "/move", "/close?to=lost"] {
            let answer = stranger.clone().get(&format!("/opportunities/{}{path}", maria.id)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}: {path}", dealer.name);
            assert!(!answer.text().contains(&maria.name), "{}: {path}", dealer.name);
        }
        for path in ["/", "/pipeline", "/opportunities", "/opportunities?owner=all"] {
            let answer = stranger.clone().get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{}: {path}", dealer.name);
            assert!(!answer.text().contains(&maria.id.to_string()), "{}: {path} shows what is not his", dealer.name);
        }
        assert_eq!(fingerprint::of(&dealer.db).await, before, "{}", dealer.name);
    }
}

#[tokio::test]
async fn s03_links_are_checked_like_records() {
    for dealer in TestDealer::all().await {
        let (maria, jonah) = theirs(&dealer).await;
        let stranger = dealer.browser_of(REP2).await;
        let page: FormPage = post(&stranger, "/api/opportunities/form", FORM, &format!("id={}", jonah.id)).await.json();
        let before = fingerprint::of(&dealer.db).await;
        let maria_id = dealer.user(REP).await.id.to_string();
        for (what, form) in [
            ("customer", OpportunityForm { customer: maria.customer_id.unwrap().to_string(), ..page.form.clone() }),
            ("owner", OpportunityForm { owner: maria_id, ..page.form.clone() }),
        ] {
            let id = Some(jonah.id.to_string());
            let body = urlencoded(&Save {
                form: &form,
                id,
                version: jonah.version,
                key: stranger.key(),
                stage: "qualification",
            });
            let answer = post(&stranger, "/api/opportunities/save", FORM, &body).await;
            assert!(answer.status.is_client_error(), "{}: {what} {answer:?}", dealer.name);
            assert!(!answer.text().contains(&maria.name), "{}: {what}", dealer.name);
        }
        assert_eq!(fingerprint::of(&dealer.db).await, before, "{}", dealer.name);
    }
}

#[tokio::test]
async fn s03_the_same_bodies_serve_those_who_may() {
    for dealer in TestDealer::all().await {
        let (maria, _) = theirs(&dealer).await;
        for email in [REP, MANAGER, ADMIN] {
            let browser = dealer.browser_of(email).await;
            let page: FormPage =
                post(&browser, "/api/opportunities/form", FORM, &format!("id={}", maria.id)).await.json();
            let body = urlencoded(&Save {
                form: &OpportunityForm { notes: format!("Seen by {email}"), ..page.form.clone() },
                id: Some(maria.id.to_string()),
                version: page.version,
                key: browser.key(),
                stage: "qualification",
            });
            let answer = post(&browser, "/api/opportunities/save", FORM, &body).await;
            assert_eq!(answer.status, StatusCode::OK, "{} as {email}: {answer:?}", dealer.name);
            let saved: Saved = answer.json();
            assert_eq!(saved.id, maria.id);
        }
        let reader = dealer.browser_of(EXECUTIVE).await;
        let seen = reader.clone().get(&format!("/opportunities/{}", maria.id)).await;
        assert_eq!(seen.status, StatusCode::OK, "an executive reads everything");
        let answer =
            post(&reader, "/api/opportunities/move", FORM, &moved(&maria, "development", "", reader.key())).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn s08_foreign_fields_are_never_applied() {
    for dealer in TestDealer::all().await {
        let (maria, _) = theirs(&dealer).await;
        let owner = dealer.browser_of(REP).await;
        let page: FormPage = post(&owner, "/api/opportunities/form", FORM, &format!("id={}", maria.id)).await.json();
        let body = urlencoded(&Save {
            form: &OpportunityForm { notes: "Asked for a demo".to_owned(), ..page.form.clone() },
            id: Some(maria.id.to_string()),
            version: page.version,
            key: owner.key(),
            stage: "qualification",
        });
        let region = dealer.user(REP2).await.region_id.unwrap();
        let extra = format!(
            "&form[id]=1&form[number]=O-1&form[stage]=won&form[phase]=won&form[region_id]={region}&form[version]=99\
             &form[rank]=a&form[closed_on]=2026-01-01&form[created_at]=2020-01-01T00:00:00Z&role=admin&owner_id=1&phase=won"
        );
        let answer = post(&owner, "/api/opportunities/save", FORM, &(body + &extra)).await;
        assert!([StatusCode::OK, StatusCode::BAD_REQUEST].contains(&answer.status), "{answer:?}");
        let after = opportunity::Entity::find_by_id(maria.id).one(&dealer.db.read).await.unwrap().unwrap();
        let allowed = opportunity::Model {
            notes: after.notes.clone(),
            updated_at: after.updated_at,
            version: maria.version + i64::from(answer.status == StatusCode::OK),
            ..maria
        };
        assert_eq!(after, allowed, "{}", dealer.name);
    }
}

#[tokio::test]
async fn s40_the_second_of_two_writers_is_told() {
    for dealer in TestDealer::all().await {
        let (maria, _) = theirs(&dealer).await;
        let (owner, manager) = (dealer.browser_of(REP).await, dealer.browser_of(MANAGER).await);
        let done = post(&owner, "/api/opportunities/move", FORM, &moved(&maria, "development", "", owner.key())).await;
        assert_eq!(done.status, StatusCode::OK, "{}: {done:?}", dealer.name);
        let before = fingerprint::of(&dealer.db).await;
        let late =
            post(&manager, "/api/opportunities/move", FORM, &moved(&maria, "qualification", "", manager.key())).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}: {late:?}", dealer.name);
        let app::core::AppError::Conflict(conflict) = late.error() else { panic!("{late:?}") };
        assert_eq!((conflict.who.as_str(), conflict.version), ("Maria Reyes", maria.version + 1));
        assert_eq!(conflict.card.unwrap().stage.0, "development");
        assert_eq!(fingerprint::of(&dealer.db).await, before, "{}", dealer.name);
    }
}

#[tokio::test]
async fn s41_one_intention_has_one_effect() {
    for dealer in TestDealer::all().await {
        let (maria, _) = theirs(&dealer).await;
        let owner = dealer.browser_of(REP).await;
        let body = moved(&maria, "development", "", owner.key());
        let first = post(&owner, "/api/opportunities/move", FORM, &body).await;
        assert_eq!(first.status, StatusCode::OK, "{first:?}");
        let admin = dealer.browser_of(ADMIN).await;
        let before = fingerprint::of(&dealer.db).await;
        let again = post(&owner, "/api/opportunities/move", FORM, &body).await;
        assert_eq!((again.status, &again.body), (StatusCode::OK, &first.body), "{}", dealer.name);
        let other = body.replace("form[to]=development", "form[to]=qualification");
        let other = post(&owner, "/api/opportunities/move", FORM, &other).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{}: {other:?}", dealer.name);
        let anothers = post(&admin, "/api/opportunities/move", FORM, &body).await;
        assert_eq!(anothers.status, StatusCode::UNPROCESSABLE_ENTITY, "{}: {anothers:?}", dealer.name);
        assert_eq!(fingerprint::of(&dealer.db).await, before, "{}", dealer.name);
        let done: MoveDone = first.json();
        let back = opportunity::Model { version: done.card.version, ..maria.clone() };
        let body = moved(&back, "qualification", "", owner.key());
        let at_once = (0..4).map(|_| post(&owner, "/api/opportunities/move", FORM, &body));
        let at_once = futures_util::future::join_all(at_once).await;
        assert!(at_once.iter().any(|answer| answer.status == StatusCode::OK), "{}: {at_once:?}", dealer.name);
        for answer in &at_once {
            let known = [StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE].contains(&answer.status);
            assert!(known, "{}: {answer:?}", dealer.name);
        }
        let now = opportunity::Entity::find_by_id(maria.id).one(&dealer.db.read).await.unwrap().unwrap();
        assert_eq!(now.version, back.version + 1, "{}: moved once", dealer.name);
    }
}
