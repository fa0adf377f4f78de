//! What every page costs: at most eight statements, those of the session among them.

use super::hands::to;
use crate::customers::world::{Who, World, person, worlds};
use app::auth::store::{Lasting, start};
use app::core::ctx::Guest;
use app::imports::store;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use entity::import::{ImportNoun, ReportFilter};
use entity::opportunity::MoveForm;
use entity::shared::ids::ImportId;
use http_body_util::BodyExt;
use sea_orm::EntityTrait;
use server::import::jobs;
use server::state::{AppState, Web};
use std::sync::atomic::Ordering;
use tower::ServiceExt;

const MOST: usize = 8;

/// An import whose values are to be decided, and one that is in.
async fn imports(world: &World) -> [ImportId; 2] {
    const DEALS: &str = "id,owner,stage,customer,product\nD-1,Manager,Qualification,Brazos Paving,Paver\n";
    const CUSTOMERS: &str = "name,city\nNew Gravel,Waco\n";
    let ctx = world.ctx(Who::Manager);
    let mut ids = Vec::new();
    for (noun, file) in [(ImportNoun::Opportunities, DEALS), (ImportNoun::Accounts, CUSTOMERS)] {
        let mut upload = store::Upload::start(ctx.clone(), noun, "a.csv").await.unwrap();
        upload.push(file.as_bytes()).await.unwrap();
        let goto = upload.finish().await.unwrap().goto;
        let id: ImportId = goto.split('/').nth(2).unwrap().parse().unwrap();
        let page = store::columns_page(&ctx, id).await.unwrap();
        store::save_columns(&ctx, id, page.head.version, page.form).await.unwrap();
        ids.push(id);
    }
    let [valued, done] = ids[..] else { panic!("two files") };
    let drain = || jobs::drain(&world.engine.db, &world.source, world.source.id());
    let page = store::values_page(&ctx, done).await.unwrap();
    store::save_values(&ctx, done, page.head.version, Default::default()).await.unwrap();
    drain().await;
    let report = store::report_page(&ctx, done, &ReportFilter::default()).await.unwrap();
    store::start(&ctx, done, report.head.version, store::Errors::Stop).await.unwrap();
    drain().await;
    [valued, done]
}

#[tokio::test]
async fn every_page_asks_at_most_eight_statements() {
    for world in worlds().await {
        world.stock().await;
        let customer = world.customer(Who::Rep, "Brazos Paving").await;
        let contact = world.save_contact(Who::Rep, customer, None, 0, person("Carla")).await.unwrap();
        let open = world.opportunity(Who::Rep, customer, "Paver", "1000").await;
        let closed = world.opportunity(Who::Rep, customer, "Roller", "1000").await;
        let facts = MoveForm { reason: "price".into(), competitor: "unknown".into(), ..to(closed, 1, "lost") };
        world.move_deal(Who::Rep, facts).await.unwrap();
        let guest = Guest {
            db: world.engine.db.clone(),
            source: world.source.clone(),
            ip: "127.0.0.1".to_owned(),
            user_agent: "test".to_owned(),
            lives: Default::default(),
        };
        let user = entity::user::row::Entity::find_by_id(Who::Manager.id()).one(&guest.db.read).await.unwrap().unwrap();
        let session = start(&guest, &user, Lasting::Day, None).await.unwrap();
        let (db, count) = world.counted_db();
        let router = server::router(AppState::new(db, world.source.clone(), Web::default()));
        let narrowed = format!("q=pav&owner=me&customer={customer}&stage=qualification&next=attention&min=1");
        let [valued, done] = imports(&world).await;
        let mut dear = Vec::new();
        for path in [
            "/".to_owned(),
            "/pipeline".to_owned(),
            format!("/pipeline?{narrowed}"),
            "/opportunities".to_owned(),
            format!("/opportunities?{narrowed}"),
            "/opportunities/new".to_owned(),
            format!("/opportunities/new?customer={customer}"),
            format!("/opportunities/{open}"),
            format!("/opportunities/{closed}"),
            format!("/opportunities/{open}/edit"),
            format!("/opportunities/{open}/edit?flash={}", uuid::Uuid::nil()),
            format!("/opportunities/{open}/move"),
            format!("/opportunities/{open}/close?to=lost"),
            format!("/opportunities/{closed}/move?to=qualification"),
            "/customers".to_owned(),
            "/customers?q=braz&owner=me&kind=customer".to_owned(),
            "/customers/new".to_owned(),
            format!("/customers/{customer}"),
            format!("/customers/{customer}?tab=timeline"),
            format!("/customers/{customer}?tab=contacts"),
            format!("/customers/{customer}?tab=opportunities"),
            format!("/customers/{customer}/edit"),
            format!("/customers/{customer}/contacts/new"),
            format!("/customers/{customer}/contacts/{contact}/edit"),
            "/search".to_owned(),
            "/search?q=braz+pav".to_owned(),
            "/settings".to_owned(),
            "/imports".to_owned(),
            "/imports/new".to_owned(),
            format!("/imports/{valued}/columns"),
            format!("/imports/{valued}/values"),
            format!("/imports/{done}/check"),
            format!("/imports/{done}/result?outcome=create"),
            format!("/imports/{done}/undo"),
        ] {
            count.store(0, Ordering::Relaxed);
            let request = Request::get(&path)
                .header(header::HOST, "test.local")
                .header(header::COOKIE, format!("ironbook={}", session.token));
            let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(response.status(), StatusCode::OK, "{} {path}", world.engine.name);
            response.into_body().collect().await.unwrap();
            let spent = count.load(Ordering::Relaxed);
            assert!(spent > 0, "{} {path}: nothing was counted", world.engine.name);
            if spent > MOST {
                dear.push(format!("{path}: {spent}"));
            }
        }
        assert!(dear.is_empty(), "{} {dear:#?}", world.engine.name);
    }
}
