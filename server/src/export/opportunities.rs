//! `/opportunities.csv`

use super::{Cell, file_name, line, understood};
use crate::security::refusal::answer;
use app::core::AppError;
use app::core::ctx::Ctx;
use app::core::export::{few_enough, permit};
use app::opportunities::store::{ExportRow, all_stages, export_rows, ids, narrow, totals};
use app::opportunities::types::OpportunityRow;
use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use entity::event::Noun;
use entity::opportunity::{Close, OpportunityFilter, Stage};
use entity::shared::ids::OpportunityId;
use entity::shared::percent::Weighted;

/// Headings; those that can be imported are worded as the import knows them.
const HEAD: &[&str] = &[
    "Number",
    "Name",
    "Customer",
    "Owner",
    "Stage",
    "Type",
    "What is sold",
    "Amount",
    "Probability",
    "Weighted",
    "Expected close",
    "Closed",
    "In stage since",
    "Division",
    "Margin",
    "Source",
    "Trade-in",
    "Notes",
    "Reason",
    "Competitor",
];

/// The file of a filter.
pub async fn file(Extension(ctx): Extension<Ctx>, RawQuery(query): RawQuery) -> Response {
    let filter = OpportunityFilter::read(&query.unwrap_or_default()).from_the_start();
    match prepared(&ctx, &filter).await {
        Ok((name, stages, rows)) => super::file(&name, HEAD, rows, move |rows| part(ctx.clone(), rows, stages.clone())),
        Err(error) => answer(&error),
    }
}

async fn prepared(ctx: &Ctx, filter: &OpportunityFilter) -> Result<(String, Vec<Stage>, Vec<OpportunityId>), AppError> {
    understood(&filter.ignored)?;
    let stages = all_stages(&ctx.db.read).await?;
    let count = totals(ctx, narrow(ctx, filter, &stages)).await?.count;
    few_enough(count.unsigned_abs())?;
    let (text, rows) = (filter.write(), ids(ctx, filter, &stages).await?);
    permit(ctx, Noun::Opportunity, &text, rows.len() as u64).await?;
    Ok((file_name(ctx, "opportunities", &text), stages, rows))
}

async fn part(ctx: Ctx, rows: Vec<OpportunityId>, stages: Vec<Stage>) -> Result<Vec<u8>, AppError> {
    let rows = export_rows(&ctx, &rows, &stages).await?;
    Ok(rows.into_iter().flat_map(|row| line(cells(row))).collect())
}

/// Destructured, so that a new field must find its column here.
fn cells(row: ExportRow) -> [Cell; 20] {
    let ExportRow { row, division, margin, source, trade_in, notes, close, competitor } = row;
    // A stated "unknown" is a fact, too.
    let competitor = match &close {
        Some(Close::Lost { competitor: None, .. }) => Some("Unknown".to_owned()),
        _ => competitor,
    };
    let OpportunityRow {
        id: _,
        number,
        name,
        customer: _,
        customer_name,
        owner_name,
        stage: _,
        stage_name,
        phase: _,
        kind,
        amount,
        probability,
        summary,
        expected_close,
        closed_on,
        stage_since,
        idle_days: _,
    } = row;
    [
        Cell::text(number),
        Cell::text(name),
        Cell::text(customer_name),
        Cell::text(owner_name),
        Cell::text(stage_name),
        Cell::text(kind.label()),
        Cell::text(summary),
        Cell::money(amount),
        Cell::percent(probability),
        Cell::money(Weighted::of(amount, probability).rounded()),
        Cell::date(expected_close),
        Cell::date(closed_on),
        Cell::date(Some(stage_since)),
        Cell::maybe(division),
        margin.map_or(Cell::text(""), Cell::money),
        Cell::maybe(source),
        Cell::maybe(trade_in),
        Cell::maybe(notes),
        Cell::text(close.as_ref().map_or("", Close::reason_label)),
        Cell::maybe(competitor),
    ]
}
