//! What a customer points to. Ids that come in are loaded through the same doors as pages (S05); what already
//! stood there may stay, even when the actor could not choose it today.

use super::choices::{near, reached, sells_machines, sells_support};
use crate::core::AppError;
use crate::core::write::{Fail, Tx};
use entity::customer::row::{Entity, Model};
use entity::customer::{CustomerDraft, ELSEWHERE, Reps, decides, region_of};
use entity::dealer::{branch, division};
use entity::shared::ids::{BranchId, CustomerId, DivisionId, RegionId, UserId};
use entity::user::row as user;
use entity::{Actor, FieldErrors, Role};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QuerySelect, Statement};

/// How far up a family of companies is looked for a circle.
const GENERATIONS: usize = 20;

/// Where a customer belongs and who looks after it, decided.
pub struct Links {
    pub reps: Reps,
    pub region: Option<RegionId>,
}

/// Checks what a draft points to, and decides reps and region.
pub async fn links(tx: &Tx<'_>, before: Option<&Model>, draft: &CustomerDraft) -> Result<Links, Fail> {
    let was = |link: fn(&Model) -> Option<UserId>| before.and_then(link);
    let old = Reps { machine: was(|row| row.machine_rep_id), support: was(|row| row.support_rep_id) };
    let asked = Reps { machine: draft.machine_rep, support: draft.support_rep };
    let reps = Reps::settle(&tx.ctx.actor, before.map(|_| old), asked);
    if let Some(before) = before {
        at_home(&tx.ctx.actor, before, draft.branch, (old, reps))?;
    }
    let machine = rep(tx, "machine_rep", reps.machine, old.machine, sells_machines).await?;
    let support = rep(tx, "support_rep", reps.support, old.support, sells_support).await?;
    let branch = branch(tx, draft.branch, before.and_then(|row| row.branch_id)).await?;
    division(tx, draft.division, before.and_then(|row| row.division_id)).await?;
    parent(tx, before, draft.parent).await?;
    let settled = before.filter(|row| row.branch_id == draft.branch && old == reps);
    let region = match settled {
        Some(row) => row.region_id,
        None => region_of(branch, machine, support, before.map_or(tx.ctx.actor.region, |row| row.region_id)),
    };
    Ok(Links { reps, region })
}

/// What stands may be saved again by whoever sees it.
fn at_home(actor: &Actor, before: &Model, branch: Option<BranchId>, reps: (Reps, Reps)) -> Result<(), AppError> {
    if decides(actor, before.region_id) {
        return Ok(());
    }
    let (old, new) = reps;
    let mut errors = FieldErrors::default();
    let differs = [
        ("branch", before.branch_id != branch),
        ("machine_rep", old.machine != new.machine),
        ("support_rep", old.support != new.support),
    ];
    for (field, _) in differs.into_iter().filter(|(_, differs)| *differs) {
        errors.add(field, ELSEWHERE);
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// The region of a rep, when he may be named.
async fn rep(
    tx: &Tx<'_>,
    field: &str,
    id: Option<UserId>,
    before: Option<UserId>,
    fits: fn(Role) -> bool,
) -> Result<Option<RegionId>, Fail> {
    let Some(id) = id else { return Ok(None) };
    let found = if before == Some(id) {
        user::Entity::find_by_id(id).one(tx.db).await?
    } else {
        let found = user::Entity::find_by_id(id).filter(reached(&tx.ctx.actor)).one(tx.db).await?;
        found.filter(|user| user.active && fits(user.role))
    };
    match found {
        Some(user) => Ok(user.region_id),
        None => Err(AppError::field(field, "Choose somebody of the list.").into()),
    }
}

/// The region of a branch, when it may be named.
async fn branch(tx: &Tx<'_>, id: Option<BranchId>, before: Option<BranchId>) -> Result<Option<RegionId>, Fail> {
    let Some(id) = id else { return Ok(None) };
    let mut select = branch::Entity::find_by_id(id);
    if before != Some(id) {
        select = select.filter(near(&tx.ctx.actor));
    }
    match select.one(tx.db).await? {
        Some(branch) => Ok(Some(branch.region_id)),
        None => Err(AppError::field("branch", "Choose a branch of the list.").into()),
    }
}

async fn division(tx: &Tx<'_>, id: Option<DivisionId>, before: Option<DivisionId>) -> Result<(), Fail> {
    let Some(id) = id.filter(|id| before != Some(*id)) else { return Ok(()) };
    match division::Entity::find_by_id(id).one(tx.db).await? {
        Some(_) => Ok(()),
        None => Err(AppError::field("division", "Choose a division of the list.").into()),
    }
}

/// Waits for others who tie companies together, to the end of the write: two of them could close a circle that neither sees.
/// SQLite has one writer anyway.
pub async fn alone_with_families(tx: &Tx<'_>) -> Result<(), DbErr> {
    const LOCK: i64 = 0x1209_fa17;
    if tx.db.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock($1)";
        tx.db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, lock, [LOCK.into()])).await?;
    }
    Ok(())
}

/// A parent is in scope, and no company is its own ancestor.
async fn parent(tx: &Tx<'_>, before: Option<&Model>, id: Option<CustomerId>) -> Result<(), Fail> {
    let Some(id) = id.filter(|id| before.is_none_or(|row| row.parent_id != Some(*id))) else { return Ok(()) };
    if Entity::visible_one(&tx.ctx.actor, id).one(tx.db).await?.is_none() {
        return Err(AppError::field("parent", "Choose a customer of the list.").into());
    }
    let Some(own) = before.map(|row| row.id) else { return Ok(()) };
    // Its own row before the families, as imports do: in the other order the two would wait for each other.
    if tx.db.get_database_backend() == DbBackend::Postgres {
        Entity::visible_one(&tx.ctx.actor, own).lock_exclusive().one(tx.db).await?;
    }
    alone_with_families(tx).await?;
    let mut ancestor = Some(id);
    for _ in 0..GENERATIONS {
        let Some(id) = ancestor else { return Ok(()) };
        if id == own {
            return Err(AppError::field("parent", "A company cannot belong to itself or to one of its own.").into());
        }
        ancestor = Entity::parent_of(id).into_tuple::<Option<CustomerId>>().one(tx.db).await?.flatten();
    }
    Err(AppError::field("parent", "This family of companies is too deep.").into())
}
