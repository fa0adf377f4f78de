//! `ironbook user change`: people who came with a file become people who sign in; people move and take other posts.

use super::{administrators, end_sessions, is_last, named, region_called, role, tell};
use crate::cli::say;
use anyhow::{Result, ensure};
use app::core::AppError;
use app::core::db::Db;
use app::core::source::Source;
use app::core::write::{Fail, keep_house};
use clap::Args;
use entity::Role;
use entity::event::Deed;
use entity::shared::text;
use entity::user::row as user;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};

/// What is to be otherwise.
#[derive(Debug, Clone, Args)]
pub struct ChangeArgs {
    /// E-mail address he is known by now; of people a file brought, `ironbook user list` shows the one they were given.
    email: String,
    /// E-mail address he signs in with from now on.
    #[arg(long = "email", value_name = "EMAIL")]
    new_email: Option<String>,
    /// Name on the screen.
    #[arg(long)]
    name: Option<String>,
    /// sales_rep, product_support_rep, sales_manager, executive or admin.
    #[arg(long, value_parser = role)]
    role: Option<Role>,
    /// Name of the region he works in; made when it is new. What he owns stays where it is.
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// Zone in which he reads times, such as America/Chicago.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<chrono_tz::Tz>,
}

/// Changes a user and ends his sessions: he sees at once what he may see from now on.
///
/// # Errors
/// With a sentence for the terminal.
pub async fn change(db: &Db, source: &Source, args: &ChangeArgs) -> Result<()> {
    let ChangeArgs { email: _, new_email, name, role, region, time_zone } = args;
    let texts = [new_email, name, region].into_iter().any(Option::is_some);
    ensure!(texts || role.is_some() || time_zone.is_some(), "say what is to change; --help names it");
    let email =
        keep_house(db, (source.clone(), args.clone()), |tx, (source, args)| Box::pin(store(tx, source, args))).await?;
    say(format!("{email} is changed."))
}

async fn store(tx: &DatabaseTransaction, source: Source, args: ChangeArgs) -> Result<String, Fail> {
    let ChangeArgs { email, new_email, name, role, region, time_zone } = args;
    let refused = |why: String| Fail::from(AppError::Refused(why));
    let admins = administrators(tx).await?;
    let row = named(tx, &text::email(&email).map_err(refused)?).await?;
    if role.is_some_and(|role| role != Role::Admin) && is_last(&admins, &row) {
        return Err(refused(format!("{} is the last administrator; add another one first", row.email)));
    }
    let (id, version, epoch) = (row.id, row.version, row.epoch);
    let mut after = row.clone();
    if let Some(new) = new_email {
        after.email = text::email(&new).map_err(refused)?;
        let others = user::Entity::find().filter(user::Column::Email.eq(&after.email)).filter(user::Column::Id.ne(id));
        if others.count(tx).await? > 0 {
            return Err(refused(format!("{} is there already", after.email)));
        }
    }
    if let Some(name) = name {
        after.name = text::line(&name, "the name", text::NAME_MAX).map_err(refused)?;
    }
    after.role = role.unwrap_or(after.role);
    if let Some(name) = region {
        after.region_id = Some(region_called(tx, &source, &name).await?);
    }
    if after.region_id.is_none() && !matches!(after.role, Role::Admin | Role::Executive) {
        let role = after.role.label().to_lowercase();
        return Err(refused(format!("a {role} works in a region; say --region NAME")));
    }
    after.time_zone = time_zone.map_or(after.time_zone, |zone| zone.name().to_owned());
    let note = changes(&row, &after);
    let change = user::ActiveModel {
        email: Set(after.email),
        name: Set(after.name),
        role: Set(after.role),
        region_id: Set(after.region_id),
        time_zone: Set(after.time_zone),
        epoch: Set(epoch + 1),
        version: Set(version + 1),
        ..row.into_active_model()
    };
    let row = change.update(tx).await?;
    end_sessions(tx, id).await?;
    tell(tx, &source, &row, Deed::Changed, &note).await?;
    Ok(row.email)
}

/// What differs, for the audit.
fn changes(before: &user::Model, after: &user::Model) -> String {
    let pairs = [
        ("E-mail", before.email.clone(), after.email.clone()),
        ("Name", before.name.clone(), after.name.clone()),
        ("Role", before.role.label().to_owned(), after.role.label().to_owned()),
        ("Time zone", before.time_zone.clone(), after.time_zone.clone()),
    ];
    let said = pairs.into_iter().filter(|(_, from, to)| from != to);
    let mut said: Vec<String> = said.map(|(what, from, to)| format!("{what}: {from} \u{2192} {to}")).collect();
    if before.region_id != after.region_id {
        said.push("Another region".to_owned());
    }
    said.join("\n")
}
