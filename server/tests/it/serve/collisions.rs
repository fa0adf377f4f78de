//! Writers who meet at the database (R21).

use crate::support::dealer::{ADMIN, EXECUTIVE, TestDealer};
use crate::support::engine;
use app::core::write::{Fail, keep_house};
use entity::shared::ids::UserId;
use entity::user::row as user;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Barrier;

async fn raise(tx: &DatabaseTransaction, id: UserId) -> Result<(), Fail> {
    user::Entity::update_many()
        .col_expr(user::Column::Epoch, Expr::col(user::Column::Epoch).add(1))
        .filter(user::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// SQLite lets one write at a time: there nobody meets.
#[tokio::test]
async fn r21_of_two_who_wait_for_each_other_one_is_tried_again_and_both_come_through() {
    let Some((engine, _)) = engine::postgres_and_schema().await else { return };
    let dealer = TestDealer::on(engine).await;
    let (one, other) = (dealer.user(ADMIN).await, dealer.user(EXECUTIVE).await);
    let (tries, met) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(2)));
    let crosswise = |first: UserId, second: UserId| {
        let (tries, met) = (Arc::clone(&tries), Arc::clone(&met));
        keep_house(&dealer.db, (first, second), move |tx, (first, second)| {
            let (tries, met) = (Arc::clone(&tries), Arc::clone(&met));
            Box::pin(async move {
                raise(tx, first).await?;
                // Who is tried again comes alone.
                if tries.fetch_add(1, Ordering::Relaxed) < 2 {
                    met.wait().await;
                }
                raise(tx, second).await
            })
        })
    };
    let done = tokio::join!(crosswise(one.id, other.id), crosswise(other.id, one.id));
    assert_eq!(done, (Ok(()), Ok(())));
    assert_eq!(tries.load(Ordering::Relaxed), 3, "they met, and one was tried again");
    for before in [one, other] {
        assert_eq!(dealer.user(&before.email).await.epoch, before.epoch + 2, "each of both, once");
    }
}
