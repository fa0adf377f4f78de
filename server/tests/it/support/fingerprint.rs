//! The whole state of a dealer in one number, to prove that a refusal changed nothing (S04).

use app::core::db::Db;
use entity::dealer::{branch, competitor, division, region, setting};
use entity::opportunity::row::{closure, line, stage, stage_change};
use entity::session::{idempotency, row as session};
use entity::{contact, customer, event, opportunity, product, user};
use sea_orm::{EntityTrait, Iterable, PrimaryKeyToColumn, QueryOrder};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Rows by table, and a hash over all their columns. What merely notes that somebody was there does not count.
pub async fn of(db: &Db) -> (Vec<(&'static str, usize)>, u64) {
    let mut hasher = DefaultHasher::new();
    let mut counts = Vec::new();
    macro_rules! tables {
        ($($name:literal: $entity:ty),+ $(,)?) => {$(
            let all = rows::<$entity>(db).await;
            counts.push(($name, all.len()));
            all.hash(&mut hasher);
        )+};
    }
    tables! {
        "user": user::row::Entity,
        "region": region::Entity,
        "branch": branch::Entity,
        "division": division::Entity,
        "competitor": competitor::Entity,
        "setting": setting::Entity,
        "product": product::row::Entity,
        "customer": customer::row::Entity,
        "contact": contact::row::Entity,
        "stage": stage::Entity,
        "opportunity": opportunity::row::Entity,
        "line": line::Entity,
        "stage_change": stage_change::Entity,
        "closure": closure::Entity,
        "event": event::row::Entity,
        "idempotency": idempotency::Entity,
    }
    let sessions = rows::<session::Entity>(db).await.len();
    counts.push(("session", sessions));
    sessions.hash(&mut hasher);
    (counts, hasher.finish())
}

async fn rows<E: EntityTrait>(db: &Db) -> Vec<String>
where
    E::Model: std::fmt::Debug + Send + Sync,
{
    let mut select = E::find();
    for key in E::PrimaryKey::iter() {
        select = select.order_by_asc(key.into_column());
    }
    select.all(&db.read).await.unwrap().iter().map(|row| format!("{row:?}")).collect()
}
