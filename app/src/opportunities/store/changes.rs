//! What a change changed, for people to read.

use crate::core::write::{Fail, Tx};
use entity::customer::row as customer;
use entity::dealer::division;
use entity::event::{Detail, FieldChange};
use entity::opportunity::row;
use entity::opportunity::{LineDraft, changed_lines, line_text};
use entity::shared::dates;
use entity::{Money, Percent, product, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Every difference between two states of an opportunity and its lines, with the names of what it points to.
pub async fn detail(
    tx: &Tx<'_>,
    before: (&row::Model, &[LineDraft]),
    after: (&row::Model, &[LineDraft]),
) -> Result<Detail, Fail> {
    let mut detail = fields(before.0, after.0);
    links(tx, before.0, after.0, &mut detail).await?;
    if before.1 != after.1 {
        detail.changes.extend(lines(tx, before.1, after.1).await?);
    }
    Ok(detail)
}

fn fields(before: &row::Model, after: &row::Model) -> Detail {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let day = |date: Option<chrono::NaiveDate>| date.map_or(String::new(), dates::full);
    let sum = |money: Option<Money>| money.map_or(String::new(), |money| money.to_string());
    let by_hand = |percent: Option<Percent>| percent.map_or("from the stage".to_owned(), |percent| percent.to_string());
    let mut detail = Detail { name: after.name.clone(), ..Detail::default() };
    detail.change("Name", &before.name, &after.name);
    detail.change("Type", before.kind.label(), after.kind.label());
    detail.change("Amount", before.amount, after.amount);
    detail.change("Margin", sum(before.margin), sum(after.margin));
    detail.change("Probability", by_hand(before.probability_override), by_hand(after.probability_override));
    detail.change("Expected close", day(before.expected_close), day(after.expected_close));
    detail.change("Source", text(&before.source), text(&after.source));
    detail.change("Trade-in", text(&before.trade_in), text(&after.trade_in));
    detail.change("Notes", text(&before.notes), text(&after.notes));
    detail
}

/// Names of what a record points to, where that changed.
async fn links(tx: &Tx<'_>, before: &row::Model, after: &row::Model, detail: &mut Detail) -> Result<(), Fail> {
    if before.customer_id != after.customer_id {
        let ids = [before.customer_id, after.customer_id].into_iter().flatten();
        let rows =
            customer::Entity::visible_to(&tx.ctx.actor).filter(customer::Column::Id.is_in(ids)).all(tx.db).await?;
        let name = |id| rows.iter().find(|row| Some(row.id) == id).map_or("", |row| row.name.as_str());
        let side = |id| (id, name(id));
        detail.changes.push(FieldChange::naming("Customer", [side(before.customer_id), side(after.customer_id)]));
    }
    if before.division_id != after.division_id {
        let ids = [before.division_id, after.division_id].into_iter().flatten();
        let rows = division::Entity::find().filter(division::Column::Id.is_in(ids)).all(tx.db).await?;
        let name = |id| rows.iter().find(|row| Some(row.id) == id).map_or("", |row| row.name.as_str());
        detail.change("Division", name(before.division_id), name(after.division_id));
    }
    if before.owner_id != after.owner_id {
        let ids = [before.owner_id, after.owner_id];
        let rows = user::row::Entity::find().filter(user::row::Column::Id.is_in(ids)).all(tx.db).await?;
        let name = |id| rows.iter().find(|row| row.id == id).map_or("", |row| row.name.as_str());
        detail.change("Owner", name(before.owner_id), name(after.owner_id));
    }
    Ok(())
}

async fn lines(tx: &Tx<'_>, before: &[LineDraft], after: &[LineDraft]) -> Result<Vec<FieldChange>, Fail> {
    let ids: Vec<_> = before.iter().chain(after).filter_map(|line| line.product).collect();
    let products = match ids.is_empty() {
        true => Vec::new(),
        false => product::row::Entity::find().filter(product::row::Column::Id.is_in(ids)).all(tx.db).await?,
    };
    let told = |line: &LineDraft| {
        let product = products.iter().find(|row| Some(row.id) == line.product);
        line_text(line, product.map(|row| row.name.as_str()))
    };
    let all = |lines: &[LineDraft]| lines.iter().map(told).collect::<Vec<_>>();
    Ok(changed_lines(&all(before), &all(after)))
}
