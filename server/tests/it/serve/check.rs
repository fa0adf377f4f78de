//! `ironbook check` finds what is broken, and nothing where nothing is.

use crate::support::dealer::TestDealer;
use entity::customer::row as customer;
use entity::opportunity::Phase;
use entity::opportunity::row::{self as opportunity, line, stage_change};
use entity::shared::ids::{LineId, OpportunityId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use server::check::check;
use uuid::Uuid;

/// Which invariants are broken, and in how many rows.
async fn broken(dealer: &TestDealer) -> Vec<(&'static str, usize)> {
    let findings = check(&dealer.db).await.unwrap();
    assert!(findings.iter().all(|finding| finding.rows > 0), "{}: {findings:?}", dealer.name);
    findings.into_iter().filter(|finding| finding.broken > 0).map(|finding| (finding.id, finding.broken)).collect()
}

#[tokio::test]
async fn what_is_broken_is_found_and_named() {
    for dealer in TestDealer::all().await {
        let db = &dealer.db.write;
        assert_eq!(broken(&dealer).await, [], "{}", dealer.name);
        let open = opportunity::Entity::find()
            .filter(opportunity::Column::Phase.eq(Phase::Proposal))
            .order_by_asc(opportunity::Column::Number)
            .all(db)
            .await
            .unwrap();
        let [first, second, ..] = open.as_slice() else { panic!("{}: too few cards", dealer.name) };

        let wrong = opportunity::Entity::update_many().col_expr(opportunity::Column::Phase, Expr::value("development"));
        wrong.filter(opportunity::Column::Id.eq(first.id)).exec(db).await.unwrap();
        assert_eq!(broken(&dealer).await, [("I1", 1)], "{}", dealer.name);

        let gone = stage_change::Entity::delete_many().filter(stage_change::Column::OpportunityId.eq(second.id));
        gone.exec(db).await.unwrap();
        assert_eq!(broken(&dealer).await, [("I1", 1), ("I2", 1)], "{}", dealer.name);
    }
}

#[tokio::test]
async fn companies_that_belong_to_each_other_in_turn_are_found() {
    for dealer in TestDealer::all().await {
        let db = &dealer.db.write;
        let rows = customer::Entity::find().order_by_asc(customer::Column::Number).limit(3).all(db).await.unwrap();
        let [one, two, three] = rows.as_slice() else { panic!("{}: too few customers", dealer.name) };
        for (child, parent) in [(one, two), (two, one), (three, one)] {
            let tie = customer::Entity::update_many().col_expr(customer::Column::ParentId, Expr::value(parent.id));
            tie.filter(customer::Column::Id.eq(child.id)).exec(db).await.unwrap();
        }
        assert_eq!(broken(&dealer).await, [("I7", 2)], "{}: the third is below the circle, not in it", dealer.name);
    }
}

/// PostgreSQL does not let it happen; a file of SQLite may have been written by another program.
#[tokio::test]
async fn a_row_that_names_a_row_that_is_not_there_is_found() {
    let dealer = TestDealer::one().await;
    let db = &dealer.db.write;
    db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
    let known = line::Entity::find().one(db).await.unwrap().unwrap();
    let lost =
        line::Model { id: LineId(Uuid::from_u128(1)), opportunity_id: OpportunityId(Uuid::from_u128(2)), ..known };
    line::Entity::insert(sea_orm::IntoActiveModel::into_active_model(lost)).exec(db).await.unwrap();
    // Told by the law about names, and by the engine.
    assert_eq!(broken(&dealer).await, [("I7", 1), ("I7", 1)]);
}
