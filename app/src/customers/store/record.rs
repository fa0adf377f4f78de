//! A customer with the names of what it points to, read in one statement.

use entity::customer::row::{Column, Entity, Model};
use entity::dealer::{branch, division};
use entity::user::row as user;
use sea_orm::sea_query::{Alias, Expr};
use sea_orm::{
    DbErr, EntityTrait, FromQueryResult, JoinType, QueryResult, QuerySelect, RelationDef, Select, SelectModel, Selector,
};

/// A row and the names beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub row: Model,
    pub division: Option<String>,
    pub branch: Option<String>,
    pub machine_rep: Option<String>,
    pub support_rep: Option<String>,
}

impl FromQueryResult for Record {
    fn from_query_result(found: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: Model::from_query_result(found, prefix)?,
            division: found.try_get(prefix, "division_name")?,
            branch: found.try_get(prefix, "branch_name")?,
            machine_rep: found.try_get(prefix, "machine_rep_name")?,
            support_rep: found.try_get(prefix, "support_rep_name")?,
        })
    }
}

impl Record {
    /// Everything a select finds, with names.
    pub fn of(select: Select<Entity>) -> Selector<SelectModel<Self>> {
        let to_division: RelationDef =
            Entity::belongs_to(division::Entity).from(Column::DivisionId).to(division::Column::Id).into();
        let to_branch: RelationDef =
            Entity::belongs_to(branch::Entity).from(Column::BranchId).to(branch::Column::Id).into();
        let to_rep =
            |column| -> RelationDef { Entity::belongs_to(user::Entity).from(column).to(user::Column::Id).into() };
        let (machine, support) = (Alias::new("machine_rep"), Alias::new("support_rep"));
        select
            .join(JoinType::LeftJoin, to_division)
            .join(JoinType::LeftJoin, to_branch)
            .join_as(JoinType::LeftJoin, to_rep(Column::MachineRepId), machine.clone())
            .join_as(JoinType::LeftJoin, to_rep(Column::SupportRepId), support.clone())
            .column_as(Expr::col((division::Entity, division::Column::Name)), "division_name")
            .column_as(Expr::col((branch::Entity, branch::Column::Name)), "branch_name")
            .column_as(Expr::col((machine, user::Column::Name)), "machine_rep_name")
            .column_as(Expr::col((support, user::Column::Name)), "support_rep_name")
            .into_model()
    }
}

/// `Lockhart, TX`.
pub fn place(row: &Model) -> String {
    [row.city.as_deref(), row.state.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
