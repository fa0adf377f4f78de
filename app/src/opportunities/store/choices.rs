//! What filters and forms offer: only what the actor may choose, in one statement.

use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::opportunities::types::FilterChoices;
use entity::dealer::{DivisionRef, division};
use entity::opportunity::{OpportunityFilter, Stage};
use entity::shared::actor::{Actor, Scope};
use entity::shared::ids::{CustomerId, DivisionId, UserId};
use entity::shared::text::fold;
use entity::user::UserRef;
use entity::{Role, customer, user};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

/// What one may filter by.
///
/// # Errors
/// The database's.
pub async fn choices(ctx: &Ctx, filter: &OpportunityFilter, stages: Vec<Stage>) -> Result<FilterChoices, AppError> {
    let Named { owners, divisions, customer } = named(ctx, None, filter.customer).await?;
    Ok(FilterChoices { owners, divisions, stages, customer_name: customer, today: ctx.today() })
}

/// Owners, divisions and a customer by their names.
pub(super) struct Named {
    pub owners: Vec<UserRef>,
    pub divisions: Vec<DivisionRef>,
    /// Name of the customer asked about, when it may be seen.
    pub customer: Option<String>,
}

const OWNER: i32 = 0;
const DIVISION: i32 = 1;
const CUSTOMER: i32 = 2;

#[derive(FromQueryResult)]
struct Row {
    what: i32,
    id: Uuid,
    name: String,
    /// Of an owner.
    role: String,
    /// Of a division.
    position: i32,
}

/// Whom an opportunity may belong to (`keep` too, whoever that is), the divisions, and the name of one customer.
pub(super) async fn named(ctx: &Ctx, keep: Option<UserId>, customer: Option<CustomerId>) -> Result<Named, DbErr> {
    let mut statement = owners(&ctx.actor, keep);
    statement.union(UnionType::All, divisions());
    if let Some(id) = customer {
        statement.union(UnionType::All, one_customer(&ctx.actor, id));
    }
    let mut named = Named { owners: Vec::new(), divisions: Vec::new(), customer: None };
    let mut rows: Vec<Row> = ctx.db.read.find(&statement).await?;
    rows.sort_by_cached_key(|row| (row.position, fold(&row.name), row.id));
    for Row { what, id, name, role, position: _ } in rows {
        match what {
            OWNER => {
                // A word this version does not know cannot be shown; nobody has one.
                let Ok(role) = role.parse() else { continue };
                named.owners.push(UserRef { id: UserId(id), name, role });
            }
            DIVISION => named.divisions.push(DivisionRef { id: DivisionId(id), name }),
            _ => named.customer = Some(name),
        }
    }
    Ok(named)
}

/// People whose opportunities the actor reaches and who sell.
fn owners(actor: &Actor, keep: Option<UserId>) -> SelectStatement {
    use user::row::Column;
    let sells = Column::Role.is_in([Role::SalesRep, Role::ProductSupportRep, Role::SalesManager]);
    let reach = match actor.scope() {
        Scope::Own(me) => Condition::all().add(Column::Id.eq(me)),
        Scope::Region(region) => Condition::all().add(Column::RegionId.eq(region)).add(sells),
        Scope::Dealer => Condition::all().add(sells),
        Scope::Nothing => Condition::all().add(Expr::val(1).eq(0)),
    };
    let reach = Condition::all().add(reach).add(Column::Active.eq(true));
    user::row::Entity::find()
        .filter(Condition::any().add(reach).add_option(keep.map(|id| Column::Id.eq(id))))
        .select_only()
        .expr_as(Expr::val(OWNER), "what")
        .columns([Column::Id, Column::Name, Column::Role])
        .expr_as(Expr::val(0i32), "position")
        .into_query()
}

fn divisions() -> SelectStatement {
    use division::Column;
    division::Entity::find()
        .select_only()
        .expr_as(Expr::val(DIVISION), "what")
        .columns([Column::Id, Column::Name])
        .expr_as(Expr::val(""), "role")
        .column(Column::Position)
        .into_query()
}

fn one_customer(actor: &Actor, id: CustomerId) -> SelectStatement {
    use customer::row::{Column, Entity};
    Entity::visible_one(actor, id)
        .select_only()
        .expr_as(Expr::val(CUSTOMER), "what")
        .columns([Column::Id, Column::Name])
        .expr_as(Expr::val(""), "role")
        .expr_as(Expr::val(0i32), "position")
        .into_query()
}
