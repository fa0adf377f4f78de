//! Lines of an opportunity.

use crate::core::write::{Fail, Tx};
use entity::opportunity::row::line;
use entity::opportunity::{LineDraft, summary};
use entity::product;
use entity::shared::ids::{LineId, OpportunityId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

/// As they were typed, in their order.
pub(super) async fn lines_of(tx: &Tx<'_>, id: OpportunityId) -> Result<Vec<LineDraft>, Fail> {
    let rows = line::Entity::find()
        .filter(line::Column::OpportunityId.eq(id))
        .order_by_asc(line::Column::Position)
        .all(tx.db)
        .await?;
    let draft = |row: line::Model| LineDraft {
        product: row.product_id,
        description: row.description,
        quantity: row.quantity,
        price: row.price,
    };
    Ok(rows.into_iter().map(draft).collect())
}

/// What the card says about these lines.
pub(super) async fn summary_of(tx: &Tx<'_>, lines: &[LineDraft]) -> Result<String, Fail> {
    let Some(first) = lines.first() else { return Ok(String::new()) };
    let product = match first.product {
        Some(id) => product::row::Entity::find_by_id(id).one(tx.db).await?,
        None => None,
    };
    let what = match &product {
        Some(product) if product.category.is_empty() => &product.name,
        Some(product) => &product.category,
        None => &first.description,
    };
    Ok(summary(what, first.quantity))
}

/// Stores them for an opportunity that has none.
pub(super) async fn put_lines(tx: &Tx<'_>, id: OpportunityId, lines: Vec<LineDraft>) -> Result<(), Fail> {
    let rows = lines.into_iter().zip(0i32..).map(|(LineDraft { product, description, quantity, price }, position)| {
        line::ActiveModel {
            id: Set(LineId(tx.ctx.id())),
            opportunity_id: Set(id),
            position: Set(position),
            product_id: Set(product),
            description: Set(description),
            quantity: Set(quantity),
            price: Set(price),
        }
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        line::Entity::insert_many(rows).exec_without_returning(tx.db).await?;
    }
    Ok(())
}
