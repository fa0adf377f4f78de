//! Storing what verdicts say: customers, products and people here, opportunities next door.

use super::insert::insert;
use super::parents::{self, Tie};
use super::prepare::Batch;
use super::{fresh, opportunities};
use crate::core::changed::changed;
use crate::core::write::{Fail, Tx};
use crate::customers::store::event;
use crate::search::store as search;
use entity::customer::{CustomerDraft, Standing, row as customer};
use entity::event::{Deed, Detail, FieldChange};
use entity::import::{Act, Counts, CustomerNow, Known, NewCustomer, NewPerson, ProductNow, Verdict};
use entity::opportunity::row::stage;
use entity::product::row as product;
use entity::shared::ids::CustomerId;
use entity::shared::text::fold;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::HashSet;

/// Writes the acts of one file.
pub struct Writer {
    file: String,
    opportunities: opportunities::Writer,
    /// Who belongs to whom, with the row: parents may come after their children.
    parents: Vec<(CustomerId, CustomerId, u64)>,
    /// Customers of this file that are stored.
    stored: HashSet<CustomerId>,
}

impl Writer {
    /// For a file of that name.
    ///
    /// # Errors
    /// The database's.
    pub async fn new(tx: &Tx<'_>, file: &str, known: &Known) -> Result<Self, DbErr> {
        // A dealer who begins with an import has no stages yet.
        if stage::Entity::find().count(tx.db).await? == 0 {
            insert(tx.db, known.stages.iter().cloned().map(stage::Model::from).collect()).await?;
        }
        let opportunities = opportunities::Writer::new(tx, known).await?;
        Ok(Self { file: file.to_owned(), opportunities, parents: Vec::new(), stored: HashSet::new() })
    }

    /// Stores the acts of a batch and what came beside them.
    ///
    /// # Errors
    /// [`AppError::Conflict`](crate::core::AppError) when a record changed meanwhile, and the database's.
    pub async fn batch(
        &mut self,
        tx: &Tx<'_>,
        counts: &mut Counts,
        Batch { verdicts, fresh }: Batch,
    ) -> Result<(), Fail> {
        let beside = format!("Came in with {}.", self.file);
        fresh::store(tx, fresh, counts, &beside).await?;
        let (mut customers, mut products, mut people) = (Vec::new(), Vec::new(), Vec::new());
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for Verdict { row, act, changes, .. } in verdicts {
            let note = format!("Came in with {}, row {row}.", self.file);
            match act {
                Act::Nothing => {}
                Act::NewCustomer(customer) => customers.push((*customer, row, note)),
                Act::ChangeCustomer(then) => self.change_customer(tx, *then, changes, row, note).await?,
                Act::NewProduct(new) => products.push(product_row(*new)),
                Act::ChangeProduct(then) => change_product(tx, *then).await?,
                Act::NewPerson(person) => people.push(*person),
                Act::NewOpportunity(opportunity) => new.push((*opportunity, note)),
                Act::ChangeOpportunity(change) => changed.push((*change, changes, note)),
            }
        }
        self.customers(tx, customers).await?;
        insert(tx.db, products).await?;
        self.people(tx, people).await?;
        self.opportunities.create(tx, new).await?;
        self.opportunities.change(tx, changed).await
    }

    async fn people(&self, tx: &Tx<'_>, people: Vec<NewPerson>) -> Result<(), DbErr> {
        fresh::people(tx, people, &format!("Came in with {}.", self.file)).await
    }

    async fn customers(&mut self, tx: &Tx<'_>, new: Vec<(NewCustomer, u64, String)>) -> Result<(), DbErr> {
        let (mut rows, mut events) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
        for (NewCustomer { id, draft, region }, row, note) in new {
            if let Some(parent) = draft.parent {
                self.parents.push((id, parent, row));
            }
            self.stored.insert(id);
            let now = tx.ctx.now;
            let standing = Standing { id, region, created_at: now, updated_at: now, version: 1 };
            // Parents are tied at the end of the file.
            let row = CustomerDraft { parent: None, ..draft }.into_row(standing);
            let detail = Detail { name: row.name.clone(), note, ..Detail::default() };
            events.push(event(&row, Deed::Imported, detail));
            rows.push(row);
        }
        search::index_many(tx.db, rows.iter().map(search::Entry::customer).collect()).await?;
        insert(tx.db, rows).await?;
        tx.events(events).await
    }

    async fn change_customer(
        &mut self,
        tx: &Tx<'_>,
        then: CustomerNow,
        changes: Vec<FieldChange>,
        row: u64,
        note: String,
    ) -> Result<(), Fail> {
        let found = customer::Entity::visible_one(&tx.ctx.actor, then.id).one(tx.db).await?;
        let before =
            found.filter(|found| found.version == then.version).ok_or_else(|| changed_meanwhile(&then.draft.name))?;
        if let Some(parent) = then.draft.parent.filter(|parent| Some(*parent) != before.parent_id) {
            self.parents.push((then.id, parent, row));
        }
        let after = changed_customer(tx, &before, then);
        let event =
            event(&after, Deed::Changed, Detail { name: after.name.clone(), changes, note, ..Detail::default() });
        // Somebody may have been faster since it was read.
        let done = customer::Entity::update_many()
            .set(changed(&before, after.clone()))
            .filter(customer::Column::Id.eq(before.id))
            .filter(customer::Column::Version.eq(before.version))
            .exec(tx.db)
            .await?;
        if done.rows_affected != 1 {
            return Err(changed_meanwhile(&before.name));
        }
        search::index(tx.db, search::Entry::customer(&after)).await?;
        tx.event(event.out_of_hands(None, before.region_id)).await?;
        Ok(())
    }

    /// Ties children to their parents, now that all of them are there. Answers the rows whose parents were not taken, each with
    /// the sentence for its report.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish(self, tx: &Tx<'_>, known: &Known) -> Result<Vec<(u64, &'static str)>, DbErr> {
        let promised: HashSet<CustomerId> = known.all_promised().map(|promised| promised.id).collect();
        let is_here = |parent| !promised.contains(&parent) || self.stored.contains(&parent);
        let tie = |(child, parent, row)| Tie { child, parent, row, is_here: is_here(parent) };
        let told = parents::tie(tx, &self.parents.iter().copied().map(tie).collect::<Vec<_>>()).await?;
        self.opportunities.finish(tx).await?;
        Ok(told)
    }
}

/// The refusal when somebody changed a record between check and run.
pub(super) fn changed_meanwhile(name: &str) -> Fail {
    crate::core::AppError::Refused(format!("{name} was changed meanwhile. Check the file again.")).into()
}

fn changed_customer(tx: &Tx<'_>, before: &customer::Model, then: CustomerNow) -> customer::Model {
    let standing = Standing {
        id: before.id,
        region: then.region,
        created_at: before.created_at,
        updated_at: tx.ctx.now,
        version: before.version + 1,
    };
    // Parents are tied at the end of the file.
    CustomerDraft { parent: before.parent_id, ..then.draft }.into_row(standing)
}

fn product_row(new: ProductNow) -> product::Model {
    let ProductNow { id, version, name, category, list_price, division } = new;
    product::Model { id, name_key: fold(&name), name, category, list_price, division_id: division, version }
}

async fn change_product(tx: &Tx<'_>, then: ProductNow) -> Result<(), Fail> {
    let ProductNow { id, version, name, category, list_price, division } = then;
    let done = product::Entity::update_many()
        .col_expr(product::Column::Category, Expr::value(category))
        .col_expr(product::Column::ListPrice, Expr::value(list_price))
        .col_expr(product::Column::DivisionId, Expr::value(division))
        .col_expr(product::Column::Version, Expr::value(version + 1))
        .filter(product::Column::Id.eq(id))
        .filter(product::Column::Version.eq(version))
        .exec(tx.db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(changed_meanwhile(&name)) }
}
