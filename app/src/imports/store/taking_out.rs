//! Taking out again what a file made: everything in one transaction, each record only as the file left it.

use super::fresh::person_event;
use super::progress::Progress;
use super::undo::judged;
use crate::core::AppError;
use crate::core::write::{Fail, NewEvent, Tx};
use crate::customers::store::event as customer_event;
use crate::opportunities::store::event as opportunity_event;
use crate::search::store as search;
use entity::customer::row as customer;
use entity::dealer::{competitor, region};
use entity::event::{Deed, Detail, Noun};
use entity::import::row::{made, report};
use entity::import::undo::{Made, Undo, UndoLine, in_words};
use entity::opportunity::row::{self as opportunity, closure, line, stage_change};
use entity::product::row as product;
use entity::shared::ids::{CustomerId, ImportId, OpportunityId, RecordId};
use entity::user::row as user;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The sentence of an undo that was called off.
pub const STOPPED: &str = "The undo was stopped. Nothing was taken out.";
/// Records of one round: a few statements each, far below what either engine binds.
const TOGETHER: usize = 1_000;

/// Takes out what can go, and answers with the numbers.
///
/// # Errors
/// [`STOPPED`]; [`AppError::Unavailable`] when somebody changed a record in this very moment, for another try; the
/// database's.
pub async fn take_out(
    tx: &Tx<'_>,
    (id, file_name): (ImportId, &str),
    progress: &Progress,
) -> Result<Vec<UndoLine>, Fail> {
    let Undo { going, lines } = judged(tx.db, id).await?;
    let note = format!("Taken out: the import of {file_name} was undone.");
    for (made, ids) in going {
        // Parents may go before their children.
        if made == Made::Customer {
            orphan(tx, &ids).await?;
        }
        for ids in ids.chunks(TOGETHER) {
            let gone = remove(tx, made, ids, &note).await?;
            if gone != u64::try_from(ids.len()).unwrap_or(u64::MAX) {
                return Err(AppError::Unavailable.into());
            }
            forget(tx, id, ids).await?;
            progress.add(ids.len());
            if progress.is_cancelled() {
                return Err(AppError::Refused(STOPPED.to_owned()).into());
            }
        }
    }
    unlink(tx, id).await?;
    tx.event(event(tx, (id, file_name), &lines)).await?;
    Ok(lines)
}

/// Removes records of one kind that are as the file left them; answers how many.
async fn remove(tx: &Tx<'_>, made: Made, ids: &[Uuid], note: &str) -> Result<u64, Fail> {
    match made {
        Made::Opportunity => opportunities(tx, ids, note).await,
        Made::Customer => customers(tx, ids, note).await,
        Made::Person => people(tx, ids, note).await,
        Made::Product => {
            // unscoped: the file made them, and the import was found in scope
            let gone = product::Entity::delete_many().filter(product::Column::Id.is_in(ids.iter().copied()));
            Ok(gone.filter(product::Column::Version.eq(1)).exec(tx.db).await?.rows_affected)
        }
        Made::Competitor => {
            let gone = competitor::Entity::delete_many().filter(competitor::Column::Id.is_in(ids.iter().copied()));
            Ok(gone.exec(tx.db).await?.rows_affected)
        }
        Made::Region => {
            let gone = region::Entity::delete_many().filter(region::Column::Id.is_in(ids.iter().copied()));
            Ok(gone.exec(tx.db).await?.rows_affected)
        }
    }
}

/// What every event of an undo says.
fn detail(name: &str, note: &str) -> Detail {
    Detail { name: name.to_owned(), note: note.to_owned(), ..Detail::default() }
}

async fn opportunities(tx: &Tx<'_>, ids: &[Uuid], note: &str) -> Result<u64, Fail> {
    let ids = || ids.iter().copied().map(OpportunityId);
    // unscoped: the file made them, and the import was found in scope
    let rows = opportunity::Entity::find().filter(opportunity::Column::Id.is_in(ids())).all(tx.db).await?;
    let event = |row: &opportunity::Model| opportunity_event(row, Deed::Removed, detail(&row.name, note));
    tx.events(rows.iter().map(event).collect()).await?;
    search::forget(tx.db, ids().map(|id| RecordId(id.0)).collect()).await?;
    line::Entity::delete_many().filter(line::Column::OpportunityId.is_in(ids())).exec(tx.db).await?;
    stage_change::Entity::delete_many().filter(stage_change::Column::OpportunityId.is_in(ids())).exec(tx.db).await?;
    closure::Entity::delete_many().filter(closure::Column::OpportunityId.is_in(ids())).exec(tx.db).await?;
    let gone = opportunity::Entity::delete_many().filter(opportunity::Column::Id.is_in(ids()));
    Ok(gone.filter(opportunity::Column::Version.eq(1)).exec(tx.db).await?.rows_affected)
}

async fn customers(tx: &Tx<'_>, ids: &[Uuid], note: &str) -> Result<u64, Fail> {
    let ids = || ids.iter().copied().map(CustomerId);
    // unscoped: the file made them, and the import was found in scope
    let rows = customer::Entity::find().filter(customer::Column::Id.is_in(ids())).all(tx.db).await?;
    let event = |row: &customer::Model| customer_event(row, Deed::Removed, detail(&row.name, note));
    tx.events(rows.iter().map(event).collect()).await?;
    search::forget(tx.db, ids().map(|id| RecordId(id.0)).collect()).await?;
    let gone = customer::Entity::delete_many().filter(customer::Column::Id.is_in(ids()));
    Ok(gone.filter(customer::Column::Version.eq(1)).exec(tx.db).await?.rows_affected)
}

async fn people(tx: &Tx<'_>, ids: &[Uuid], note: &str) -> Result<u64, Fail> {
    let mine = || user::Column::Id.is_in(ids.iter().copied());
    let rows = user::Entity::find().filter(mine()).all(tx.db).await?;
    let event = |row: &user::Model| person_event((row.id, row.region_id), Deed::Removed, detail(&row.name, note));
    tx.events(rows.iter().map(event).collect()).await?;
    let never_came = user::Column::PasswordHash.eq("");
    let gone = user::Entity::delete_many().filter(mine()).filter(user::Column::Version.eq(1)).filter(never_came);
    Ok(gone.exec(tx.db).await?.rows_affected)
}

/// Frees customers that go from their parents, which may go before them.
async fn orphan(tx: &Tx<'_>, ids: &[Uuid]) -> Result<(), Fail> {
    for ids in ids.chunks(TOGETHER) {
        // unscoped: they go themselves in a moment
        customer::Entity::update_many()
            .col_expr(customer::Column::ParentId, Expr::value(None::<CustomerId>))
            .filter(customer::Column::Id.is_in(ids.iter().copied().map(CustomerId)))
            .exec(tx.db)
            .await?;
    }
    Ok(())
}

/// What is out is no more what the file made.
async fn forget(tx: &Tx<'_>, id: ImportId, ids: &[Uuid]) -> Result<(), Fail> {
    let of_it = made::Column::RecordId.is_in(ids.iter().copied().map(RecordId));
    made::Entity::delete_many().filter(made::Column::ImportId.eq(id)).filter(of_it).exec(tx.db).await?;
    Ok(())
}

/// The report stays, but its links to what is out lead nowhere.
async fn unlink(tx: &Tx<'_>, id: ImportId) -> Result<(), Fail> {
    use entity::import::Outcome;
    let here = Query::select()
        .column(made::Column::RecordId)
        .from(made::Entity)
        .and_where(made::Column::ImportId.eq(id))
        .to_owned();
    report::Entity::update_many()
        .col_expr(report::Column::RecordId, Expr::value(None::<RecordId>))
        .filter(report::Column::ImportId.eq(id))
        .filter(report::Column::Outcome.is_in([Outcome::Create, Outcome::CreateNote]))
        .filter(report::Column::RecordId.not_in_subquery(here))
        .exec(tx.db)
        .await?;
    Ok(())
}

fn event(tx: &Tx<'_>, (id, file_name): (ImportId, &str), lines: &[UndoLine]) -> NewEvent {
    let out = in_words(lines.iter().map(|line| (line.made, line.going)));
    let note = if out.is_empty() { "Nothing could be taken out.".to_owned() } else { format!("Taken out: {out}.") };
    NewEvent {
        noun: Noun::Import,
        record: id.0,
        deed: Deed::Removed,
        version: 2,
        detail: detail(file_name, &note),
        customer: None,
        owner: Some(tx.ctx.actor.id),
        other_owner: None,
        region: tx.ctx.actor.region,
        other_region: None,
    }
}
