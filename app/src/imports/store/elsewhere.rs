//! People and branches beyond the importer's reach that records at hand point to: what stands may stay, so a file that was
//! exported here can come back.

use entity::dealer::branch;
use entity::import::{BranchNow, Known, Person};
use entity::shared::ids::{BranchId, CustomerId, UserId};
use entity::user::row as user;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::HashSet;

/// Reads those to whom these customers point.
///
/// # Errors
/// The database's.
pub(super) async fn of_customers<C: ConnectionTrait>(
    db: &C,
    known: &mut Known,
    customers: &[CustomerId],
) -> Result<(), DbErr> {
    let drafts = || customers.iter().filter_map(|id| known.customers_now.get(id)).map(|now| &now.draft);
    let reps = drafts().flat_map(|draft| [draft.machine_rep, draft.support_rep]).flatten().collect();
    let branches = drafts().filter_map(|draft| draft.branch).collect();
    people(db, known, reps).await?;
    self::branches(db, known, branches).await
}

/// Reads those of these people whom the importer could not name.
///
/// # Errors
/// The database's.
pub(super) async fn people<C: ConnectionTrait>(
    db: &C,
    known: &mut Known,
    mut ids: HashSet<UserId>,
) -> Result<(), DbErr> {
    for (_, person) in known.people.iter() {
        ids.remove(&person.id);
    }
    ids.retain(|id| !known.people_elsewhere.contains_key(id));
    if ids.is_empty() {
        return Ok(());
    }
    for row in user::Entity::find().filter(user::Column::Id.is_in(ids)).all(db).await? {
        let user::Model { id, email, name, role, region_id: region, active, .. } = row;
        known.people_elsewhere.insert(id, Person { id, name, email, role, region, active });
    }
    Ok(())
}

async fn branches<C: ConnectionTrait>(db: &C, known: &mut Known, mut ids: HashSet<BranchId>) -> Result<(), DbErr> {
    for (_, branch) in known.branches.iter() {
        ids.remove(&branch.id);
    }
    ids.retain(|id| !known.branches_elsewhere.contains_key(id));
    if ids.is_empty() {
        return Ok(());
    }
    for row in branch::Entity::find().filter(branch::Column::Id.is_in(ids)).all(db).await? {
        known.branches_elsewhere.insert(row.id, (row.name, BranchNow { id: row.id, region: row.region_id }));
    }
    Ok(())
}
