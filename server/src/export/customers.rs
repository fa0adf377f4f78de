//! `/customers.csv`

use super::{Cell, file_name, line, understood};
use crate::security::refusal::answer;
use app::core::AppError;
use app::core::ctx::Ctx;
use app::core::export::{few_enough, permit};
use app::customers::store::{ExportRow, count, export_rows, ids};
use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use entity::customer::CustomerFilter;
use entity::event::Noun;
use entity::shared::ids::CustomerId;

/// Headings; those that can be imported are worded as the import knows them.
const HEAD: &[&str] = &[
    "Number",
    "Name",
    "Customer or prospect",
    "Status",
    "Industry",
    "Size",
    "Division",
    "Branch",
    "Phone",
    "Website",
    "Street",
    "City",
    "County",
    "State",
    "Postal code",
    "Country",
    "Parent",
    "Machine rep",
    "Product support rep",
    "Tags",
    "Notes",
    "Open opportunities",
    "Pipeline",
    "Last change",
];

/// The file of a filter.
pub async fn file(Extension(ctx): Extension<Ctx>, RawQuery(query): RawQuery) -> Response {
    let filter = CustomerFilter::read(&query.unwrap_or_default()).from_the_start();
    match prepared(&ctx, &filter).await {
        Ok((name, rows)) => super::file(&name, HEAD, rows, move |rows| part(ctx.clone(), rows)),
        Err(error) => answer(&error),
    }
}

async fn prepared(ctx: &Ctx, filter: &CustomerFilter) -> Result<(String, Vec<CustomerId>), AppError> {
    understood(&filter.ignored)?;
    let text = filter.write();
    few_enough(count(ctx, filter).await?)?;
    let rows = ids(ctx, filter).await?;
    permit(ctx, Noun::Customer, &text, rows.len() as u64).await?;
    Ok((file_name(ctx, "customers", &text), rows))
}

async fn part(ctx: Ctx, rows: Vec<CustomerId>) -> Result<Vec<u8>, AppError> {
    let rows = export_rows(&ctx, &rows).await?;
    Ok(rows.into_iter().flat_map(|row| line(cells(&ctx, row))).collect())
}

/// Destructured, so that a new field must find its column here.
fn cells(ctx: &Ctx, row: ExportRow) -> [Cell; 24] {
    let ExportRow { record, tags, parent, work } = row;
    let app::customers::store::Record { row, division, branch, machine_rep, support_rep } = record;
    let entity::customer::row::Model {
        id: _,
        kind,
        number,
        name,
        name_key: _,
        status,
        customer_type,
        size,
        division_id: _,
        branch_id: _,
        region_id: _,
        phone,
        website,
        street,
        city,
        county,
        state,
        postal_code,
        country,
        parent_id: _,
        machine_rep_id: _,
        support_rep_id: _,
        tags: _,
        notes,
        created_at: _,
        updated_at,
        version: _,
    } = row;
    [
        Cell::maybe(number),
        Cell::text(name),
        Cell::text(kind.label()),
        Cell::text(status.label()),
        Cell::maybe(customer_type),
        Cell::maybe(size),
        Cell::maybe(division),
        Cell::maybe(branch),
        Cell::maybe(phone),
        Cell::maybe(website),
        Cell::maybe(street),
        Cell::maybe(city),
        Cell::maybe(county),
        Cell::maybe(state),
        Cell::maybe(postal_code),
        Cell::maybe(country),
        Cell::maybe(parent),
        Cell::maybe(machine_rep),
        Cell::maybe(support_rep),
        Cell::text(tags.join(", ")),
        Cell::maybe(notes),
        Cell::number(work.count),
        Cell::money(work.amount),
        Cell::date(Some(ctx.local(updated_at).date())),
    ]
}
