//! Tying customers to their parents at the end of a file, when all of them are there.

use crate::core::write::Tx;
use crate::customers::store::alone_with_families;
use entity::customer::{Families, Settled, row as customer};
use entity::shared::ids::CustomerId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// Children tied by one statement.
const AT_ONCE: usize = 500;

/// A parent that a row of the file names.
pub struct Tie {
    pub child: CustomerId,
    pub parent: CustomerId,
    /// Number of the row.
    pub row: u64,
    /// Whether the parent is here, or was brought by this file.
    pub is_here: bool,
}

/// Ties children to their parents. Answers the rows whose parents were not taken, each with the sentence for its report.
///
/// # Errors
/// The database's.
pub async fn tie(tx: &Tx<'_>, ties: &[Tie]) -> Result<Vec<(u64, &'static str)>, DbErr> {
    if ties.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<_> = ties.iter().map(|tie| (tie.child, tie.is_here.then_some(tie.parent))).collect();
    let (mut told, mut stored) = (Vec::new(), HashMap::<Option<CustomerId>, Vec<CustomerId>>::new());
    for (tie, settled) in ties.iter().zip(families(tx).await?.settle(&asked)) {
        match settled {
            Settled::Asked => stored.entry(Some(tie.parent)).or_default().push(tie.child),
            Settled::Earlier => {}
            Settled::Nothing => stored.entry(None).or_default().push(tie.child),
        }
        told.extend(sentence(settled, tie.is_here).map(|sentence| (tie.row, sentence)));
    }
    for (parent, children) in stored {
        for children in children.chunks(AT_ONCE) {
            store(tx, children.to_vec(), parent).await?;
        }
    }
    Ok(told)
}

const fn sentence(settled: Settled, is_here: bool) -> Option<&'static str> {
    match (settled, is_here) {
        (Settled::Asked, _) => None,
        (Settled::Earlier, false) => Some("Parent left as it was: its own row was not imported."),
        (Settled::Nothing, false) => Some("Parent left empty: its own row was not imported."),
        (Settled::Earlier, true) => Some("Parent left as it was: it belongs to this customer in turn."),
        (Settled::Nothing, true) => Some("Parent left empty: it belongs to this customer in turn."),
    }
}

/// Who belongs to whom, in the whole book; nobody changes it until the write has ended.
async fn families(tx: &Tx<'_>) -> Result<Families, DbErr> {
    alone_with_families(tx).await?;
    // unscoped: a circle may close outside of what the importer sees; nothing of it is shown
    let rows = customer::Entity::find().filter(customer::Column::ParentId.is_not_null());
    let rows = rows.select_only().columns([customer::Column::Id, customer::Column::ParentId]);
    let rows: Vec<(CustomerId, CustomerId)> = rows.into_tuple().all(tx.db).await?;
    Ok(rows.into_iter().collect())
}

async fn store(tx: &Tx<'_>, children: Vec<CustomerId>, parent: Option<CustomerId>) -> Result<(), DbErr> {
    // unscoped: both were found in scope, or came in with this file
    let rows = customer::Entity::update_many().filter(customer::Column::Id.is_in(children));
    rows.col_expr(customer::Column::ParentId, Expr::value(parent)).exec(tx.db).await.map(|_| ())
}
