//! What changed, in words: ids become names before two states are compared.

use super::form::form_of;
use crate::core::write::Tx;
use entity::customer::row::{Column, Entity, Model};
use entity::customer::{CustomerForm, Kind, Status};
use entity::dealer::{branch, division};
use entity::event::FieldChange;
use entity::user::row as user;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// How the field is called that names another customer.
const PARENT: &str = "Parent";

/// Every field that differs between two states of a customer.
pub async fn changes(tx: &Tx<'_>, before: &Model, after: &Model) -> Result<Vec<FieldChange>, DbErr> {
    let names = names(tx, before, after).await?;
    let mut changes = readable(before, &names).differences(&readable(after, &names));
    changes.extend(namesakes(before, after, &names));
    for change in changes.iter_mut().filter(|change| change.field == PARENT) {
        change.customers = [before.parent_id, after.parent_id].into_iter().flatten().collect();
    }
    Ok(changes)
}

/// Of two records that are called the same, one took the other's place.
fn namesakes(before: &Model, after: &Model, names: &HashMap<Uuid, String>) -> Vec<FieldChange> {
    let links = |row: &Model| {
        [
            (PARENT, row.parent_id.map(|id| id.0)),
            ("Branch", row.branch_id.map(|id| id.0)),
            ("Division", row.division_id.map(|id| id.0)),
            ("Machine rep", row.machine_rep_id.map(|id| id.0)),
            ("Product support rep", row.support_rep_id.map(|id| id.0)),
        ]
    };
    let same = |((field, from), (_, to)): ((&str, Option<Uuid>), (_, Option<Uuid>))| {
        let (from, to) = (from?, to?);
        let name = names.get(&to).filter(|name| from != to && names.get(&from) == Some(*name))?;
        Some(FieldChange::new(field, name, format!("another {name}")))
    };
    links(before).into_iter().zip(links(after)).filter_map(same).collect()
}

fn readable(row: &Model, names: &HashMap<Uuid, String>) -> CustomerForm {
    let form = form_of(row.clone());
    let name =
        |id: &str| Uuid::try_parse(id).ok().map(|id| names.get(&id).cloned().unwrap_or_else(|| "somebody".to_owned()));
    CustomerForm {
        kind: form.kind.parse::<Kind>().map_or(form.kind.clone(), |kind| kind.label().to_owned()),
        status: form.status.parse::<Status>().map_or(form.status.clone(), |status| status.label().to_owned()),
        division: name(&form.division).unwrap_or_default(),
        branch: name(&form.branch).unwrap_or_default(),
        parent: name(&form.parent).unwrap_or_default(),
        machine_rep: name(&form.machine_rep).unwrap_or_default(),
        support_rep: name(&form.support_rep).unwrap_or_default(),
        ..form
    }
}

/// Names of everything the two states point to, where they differ.
async fn names(tx: &Tx<'_>, before: &Model, after: &Model) -> Result<HashMap<Uuid, String>, DbErr> {
    let mut names = HashMap::new();
    if before.division_id != after.division_id {
        let ids = [before.division_id, after.division_id].into_iter().flatten();
        let rows = division::Entity::find().filter(division::Column::Id.is_in(ids)).all(tx.db).await?;
        names.extend(rows.into_iter().map(|row| (row.id.0, row.name)));
    }
    if before.branch_id != after.branch_id {
        let ids = [before.branch_id, after.branch_id].into_iter().flatten();
        let rows = branch::Entity::find().filter(branch::Column::Id.is_in(ids)).all(tx.db).await?;
        names.extend(rows.into_iter().map(|row| (row.id.0, row.name)));
    }
    if before.parent_id != after.parent_id {
        let ids = [before.parent_id, after.parent_id].into_iter().flatten();
        let rows: Vec<(Uuid, String)> = Entity::visible_to(&tx.ctx.actor)
            .filter(Column::Id.is_in(ids))
            .select_only()
            .columns([Column::Id, Column::Name])
            .into_tuple()
            .all(tx.db)
            .await?;
        names.extend(rows);
    }
    let reps = [before.machine_rep_id, after.machine_rep_id, before.support_rep_id, after.support_rep_id];
    if reps[0] != reps[1] || reps[2] != reps[3] {
        let rows: Vec<(Uuid, String)> = user::Entity::find()
            .filter(user::Column::Id.is_in(reps.into_iter().flatten()))
            .select_only()
            .columns([user::Column::Id, user::Column::Name])
            .into_tuple()
            .all(tx.db)
            .await?;
        names.extend(rows);
    }
    Ok(names)
}
