//! Files: exactly what the list shows, harmless in a spreadsheet, recorded.

use super::world::{Who, World, named, worlds};
use app::core::AppError;
use app::core::export::{FILES_MAX, permit};
use app::customers::store;
use axum::Extension;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use entity::customer::{CustomerFilter, CustomerForm};
use entity::event::{Deed, Detail, Noun};
use entity::shared::sheet::unguard;
use http_body_util::BodyExt;
use std::collections::BTreeSet;
use tower::ServiceExt;

struct File {
    status: StatusCode,
    disposition: String,
    content_type: String,
    body: String,
}

impl File {
    /// Rows by the names of their columns.
    fn rows(&self) -> Vec<Vec<(String, String)>> {
        let body = self.body.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::Reader::from_reader(body.as_bytes());
        let head = reader.headers().unwrap().clone();
        let row = |row: csv::StringRecord| {
            head.iter().map(str::to_owned).zip(row.iter().map(|cell| unguard(cell).to_owned())).collect()
        };
        reader.records().map(|record| row(record.unwrap())).collect()
    }

    fn column(&self, name: &str) -> Vec<String> {
        let cell = |row: Vec<(String, String)>| row.into_iter().find(|(head, _)| head == name).unwrap().1;
        self.rows().into_iter().map(cell).collect()
    }
}

async fn get(world: &World, who: Who, path: &str) -> File {
    let router = server::export::router::<()>().layer(Extension(world.ctx(who)));
    let response = router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let header = |name| response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let (disposition, content_type) = (header(header::CONTENT_DISPOSITION), header(header::CONTENT_TYPE));
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    File { status, disposition, content_type, body: String::from_utf8(body.to_vec()).unwrap() }
}

#[tokio::test]
async fn s33_a_file_holds_what_the_list_counts_for_every_role_and_filter() {
    for world in worlds().await {
        for n in 0..40 {
            world.customer(Who::Rep, &format!("Iron {n:04}")).await;
        }
        // More than two batches.
        bulk(&world, 1_100).await;
        world.customer(Who::Rep2, "Gulf Marine").await;
        for who in Who::ALL {
            for query in ["", "q=iron", "kind=prospect", "sort=-updated", "sort=-name&after=nonsense"] {
                let filter = CustomerFilter::read(query).from_the_start();
                let list = store::list(&world.ctx(who), &filter).await.unwrap();
                let file = get(&world, who, &format!("/customers.csv?{query}")).await;
                assert_eq!(file.status, StatusCode::OK);
                let names = file.column("Name");
                let count = usize::try_from(list.count).unwrap();
                assert_eq!(names.len(), count, "{} {who:?} {query}", world.engine.name);
                let shown: Vec<_> = list.page.rows.iter().map(|row| row.name.clone()).collect();
                assert_eq!(names[..shown.len()], shown, "{} {who:?} {query}: same order", world.engine.name);
            }
        }
    }
}

/// Somebody saves a customer that is not read yet: by the order of the file it stands before those that are.
#[tokio::test]
async fn s33_each_row_is_in_the_file_once_whatever_changes_while_it_is_read() {
    for world in worlds().await {
        bulk(&world, 1_100).await;
        let ctx = world.ctx(Who::Rep);
        let rows = store::ids(&ctx, &CustomerFilter::read("sort=-updated")).await.unwrap();
        let (first, rest) = rows.split_at(500);
        let mut names: Vec<String> = Vec::new();
        names.extend(store::export_rows(&ctx, first).await.unwrap().into_iter().map(|row| row.record.row.name));
        let last = *rest.last().unwrap();
        let form = CustomerForm { phone: "555".to_owned(), ..world.customer_form(last).await };
        world.save(Who::Rep, Some(last), 1, form).await.unwrap();
        names.extend(store::export_rows(&ctx, rest).await.unwrap().into_iter().map(|row| row.record.row.name));
        let all: BTreeSet<_> = names.iter().collect();
        assert_eq!((names.len(), all.len()), (1_101, 1_101), "{}", world.engine.name);
        assert_eq!(names.last(), Some(&world.row(last).await.name), "{}: where it was", world.engine.name);
    }
}

/// Customers of one rep, many at once.
async fn bulk(world: &World, count: u32) {
    use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
    let id = world.customer(Who::Rep, "Iron Pattern").await;
    let pattern = world.row(id).await;
    let rows = (0..count).map(|n| {
        let mut row = pattern.clone();
        row.id = entity::shared::ids::CustomerId(world.source.id());
        row.name = format!("Bulk {n}");
        row.name_key = format!("bulk{:03}", n / 2);
        row.into_active_model().reset_all()
    });
    let rows: Vec<_> = rows.collect();
    for rows in rows.chunks(500) {
        entity::customer::row::Entity::insert_many(rows.to_vec())
            .exec_without_returning(&world.engine.db.write)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn s32_what_was_typed_comes_back_and_no_cell_calculates() {
    for world in worlds().await {
        let names =
            ["=HYPERLINK(\"x\")", "+1", "-2", "@SUM(A1)", "'=1", "Plain, \"quoted\"; Inc", "＝full width", "'tis"];
        for (n, name) in names.iter().enumerate() {
            let form = CustomerForm {
                phone: "+1 512 555 0143".into(),
                notes: "=1+1\nsecond; line, \"x\"".into(),
                number: format!("N{n}"),
                ..named(name)
            };
            world.save(Who::Rep, None, 0, form).await.unwrap();
        }
        let file = get(&world, Who::Rep, "/customers.csv").await;
        let stored: BTreeSet<_> = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(file.column("Name").into_iter().collect::<BTreeSet<_>>(), stored, "{}", world.engine.name);
        assert!(file.column("Phone").iter().all(|phone| phone == "+1 512 555 0143"));
        assert!(file.column("Notes").iter().all(|notes| notes == "=1+1\nsecond; line, \"x\""));
        let mut raw = csv::Reader::from_reader(file.body.as_bytes());
        for cell in raw.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
            let typed = cell.parse::<f64>().is_ok();
            assert!(typed || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{cell}");
        }
    }
}

#[tokio::test]
async fn t8_a_file_is_named_after_its_filter_and_time_and_recorded() {
    for world in worlds().await {
        world.customer(Who::Rep, "Brazos Paving").await;
        let before = world.events().await.len();
        let file = get(&world, Who::Rep, "/customers.csv?q=braz&kind=customer").await;
        assert_eq!(file.content_type, "text/csv; charset=utf-8");
        let name = "attachment; filename=\"customers-braz-customer-2026-11-23-1200.csv\"";
        assert_eq!(file.disposition, name, "{}", world.engine.name);
        let events = world.events().await;
        assert_eq!(events.len(), before + 1);
        let event = events.last().unwrap();
        assert_eq!((event.noun, event.deed), (Noun::Customer, Deed::Exported));
        assert_eq!((event.actor_id, event.owner_id), (Some(Who::Rep.id()), Some(Who::Rep.id())));
        let detail: Detail = serde_json::from_str(&event.detail).unwrap();
        assert_eq!(detail.note, "1 rows, q=braz&kind=customer", "{}", world.engine.name);
    }
}

#[tokio::test]
async fn opportunities_leave_in_the_same_way() {
    for world in worlds().await {
        let mine = world.customer(Who::Rep, "Brazos Paving").await;
        world.opportunity(Who::Rep, mine, "=Paver", "1000.50").await;
        let gulf = world.customer(Who::Rep2, "Gulf Marine").await;
        world.opportunity(Who::Rep2, gulf, "Crane", "2000").await;
        for (who, expected) in [(Who::Rep, 1), (Who::Rep2, 1), (Who::Colleague, 0), (Who::Executive, 2)] {
            let file = get(&world, who, "/opportunities.csv").await;
            assert_eq!(file.rows().len(), expected, "{} {who:?}", world.engine.name);
        }
        let file = get(&world, Who::Rep, "/opportunities.csv").await;
        assert_eq!((file.column("Name"), file.column("Amount")), (vec!["=Paver".into()], vec!["1000.50".into()]));
    }
}

#[tokio::test]
async fn s07_a_filter_that_is_not_understood_gives_no_file_instead_of_more_than_was_asked_for() {
    for world in worlds().await {
        let before = world.events().await.len();
        for path in ["/customers.csv?kind=prospects", "/opportunities.csv?stage=proposal&colour=red"] {
            let file = get(&world, Who::Executive, path).await;
            assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {path}", world.engine.name);
            assert!(file.body.contains("this filter is not understood"), "{}", file.body);
        }
        assert_eq!(world.events().await.len(), before, "{}: nothing was exported", world.engine.name);
    }
}

#[tokio::test]
async fn s33_too_many_rows_and_too_many_files_are_refused() {
    for world in worlds().await {
        let ctx = world.ctx(Who::Rep);
        let before = world.events().await.len();
        let error = permit(&ctx, Noun::Customer, "", 100_001).await.unwrap_err();
        assert!(matches!(&error, AppError::Refused(why) if why.contains("100,001")), "{error:?}");
        assert_eq!(world.events().await.len(), before, "{}", world.engine.name);
        for _ in 0..FILES_MAX {
            permit(&ctx, Noun::Customer, "", 100_000).await.unwrap();
        }
        let file = get(&world, Who::Rep, "/customers.csv").await;
        assert_eq!(file.status, StatusCode::TOO_MANY_REQUESTS, "{}", world.engine.name);
        permit(&world.ctx(Who::Colleague), Noun::Customer, "", 1).await.unwrap();
        world.source.advance(chrono::TimeDelta::hours(2));
        permit(&world.ctx(Who::Rep), Noun::Customer, "", 1).await.unwrap();
    }
}
