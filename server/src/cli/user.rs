//! `ironbook user`.

mod change;

use super::{ready_database, say};
use crate::config::DataArgs;
use anyhow::{Context, Result, bail, ensure};
use app::auth::password;
use app::core::AppError;
use app::core::db::Db;
use app::core::source::Source;
use app::core::write::{Fail, begin, keep_house};
use clap::{Args, Subcommand};
use entity::dealer::{region, setting};
use entity::event::{Deed, Detail, Noun, row as event};
use entity::shared::ids::{RecordId, RegionId, UserId};
use entity::shared::text;
use entity::user::{password_fits, row as user};
use entity::{Role, session::row as session};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use std::io::{BufRead, IsTerminal};

/// What to do with users.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a user; the password is asked for.
    Add(AddArgs),
    /// Change a user: his address, name, role, region or time zone.
    Change(change::ChangeArgs),
    /// List users.
    List,
    /// Keep a user from signing in, and end his sessions now.
    Disable {
        /// His e-mail address.
        email: String,
    },
    /// Let a disabled user sign in again.
    Enable {
        /// His e-mail address.
        email: String,
    },
    /// Give a user another password, and end his sessions.
    Password {
        /// His e-mail address.
        email: String,
        /// Read the password from standard input instead of asking for it.
        #[arg(long)]
        password_stdin: bool,
    },
}

/// A user to add.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// E-mail address he signs in with.
    email: String,
    /// Name on the screen.
    #[arg(long)]
    name: String,
    /// sales_rep, product_support_rep, sales_manager, executive or admin.
    #[arg(long, default_value = "admin", value_parser = role)]
    role: Role,
    /// Name of the region he works in; made when it is new.
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// Zone in which he reads times, such as America/Chicago [default: the dealer's].
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<chrono_tz::Tz>,
    /// Read the password from standard input instead of asking for it.
    #[arg(long)]
    password_stdin: bool,
}

fn role(word: &str) -> Result<Role, String> {
    let words: Vec<_> = Role::ALL.iter().map(|role| role.word()).collect();
    word.parse().map_err(|()| format!("use one of {}", words.join(", ")))
}

/// Does it.
///
/// # Errors
/// With a sentence for the terminal.
pub async fn run(data: &DataArgs, command: &UserCommand) -> Result<()> {
    let db = ready_database(data).await?;
    let source = Source::system();
    match command {
        UserCommand::Add(args) => add(&db, &source, args).await,
        UserCommand::Change(args) => change::change(&db, &source, args).await,
        UserCommand::List => list(&db).await,
        UserCommand::Disable { email } => set_active(&db, &source, email, Active::No).await,
        UserCommand::Enable { email } => set_active(&db, &source, email, Active::Yes).await,
        UserCommand::Password { email, password_stdin } => {
            let typed = typed_password(email, *password_stdin)?;
            set_password(&db, &source, email, typed).await
        }
    }
}

async fn add(db: &Db, source: &Source, args: &AddArgs) -> Result<()> {
    let email = text::email(&args.email).map_err(anyhow::Error::msg)?;
    let name = text::line(&args.name, "the name", text::NAME_MAX).map_err(anyhow::Error::msg)?;
    let typed = typed_password(&email, args.password_stdin)?;
    password::strong(&typed, &[&email, &name]).map_err(anyhow::Error::msg)?;
    let hash = password::hash(typed).await?;
    let tx = begin(db).await?;
    let region_id = match &args.region {
        Some(name) => Some(region_called(&tx, source, name).await.map_err(in_words)?),
        None => None,
    };
    ensure!(
        region_id.is_some() || matches!(args.role, Role::Admin | Role::Executive),
        "a {} works in a region; say --region NAME",
        args.role.label().to_lowercase()
    );
    let time_zone = match args.time_zone {
        Some(zone) => zone.name().to_owned(),
        None => dealers_zone(&tx).await?,
    };
    let row = user::ActiveModel {
        id: Set(UserId(source.id())),
        email: Set(email.clone()),
        name: Set(name),
        role: Set(args.role),
        region_id: Set(region_id),
        branch_id: Set(None),
        password_hash: Set(hash),
        active: Set(true),
        epoch: Set(0),
        time_zone: Set(time_zone),
        theme: Set("auto".to_owned()),
        created_at: Set(source.now()),
        version: Set(1),
    };
    let taken = user::Entity::find().filter(user::Column::Email.eq(&email)).count(&tx).await? > 0;
    ensure!(!taken, "{email} is there already");
    let row = row.insert(&tx).await.with_context(|| format!("{email} was not added"))?;
    tell(&tx, source, &row, Deed::Created, "").await?;
    tx.commit().await?;
    say(format!("{email} may sign in as {}.", row.role.label().to_lowercase()))
}

fn in_words(fail: Fail) -> anyhow::Error {
    match fail {
        Fail::App(error) => error.into(),
        Fail::Db(error) => error.into(),
    }
}

async fn region_called(tx: &DatabaseTransaction, source: &Source, name: &str) -> Result<RegionId, Fail> {
    let name = text::line(name, "the region", text::NAME_MAX).map_err(AppError::Refused)?;
    if let Some(known) = region::Entity::find().filter(region::Column::Name.eq(&name)).one(tx).await? {
        return Ok(known.id);
    }
    let row = region::Model { id: RegionId(source.id()), name };
    Ok(row.into_active_model().reset_all().insert(tx).await?.id)
}

async fn dealers_zone(tx: &DatabaseTransaction) -> Result<String> {
    let known = setting::Entity::find_by_id("time_zone").one(tx).await?;
    Ok(known.map_or_else(|| "UTC".to_owned(), |setting| setting.value))
}

async fn list(db: &Db) -> Result<()> {
    for row in user::Entity::find().order_by_asc(user::Column::Email).all(&db.read).await? {
        let state = match (row.active, row.password_hash.is_empty()) {
            (false, _) => "disabled",
            (true, true) => "no password",
            (true, false) => "",
        };
        say(format!("{:<40} {:<20} {:<24} {state}", row.email, row.role.word(), row.name).trim_end())?;
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Active {
    Yes,
    No,
}

async fn set_active(db: &Db, source: &Source, email: &str, active: Active) -> Result<()> {
    let email = text::email(email).map_err(anyhow::Error::msg)?;
    let input = (source.clone(), email.clone());
    keep_house(db, input, move |tx, (source, email)| Box::pin(switch(tx, source, email, active))).await?;
    let note = if active == Active::Yes { "enabled" } else { "disabled" };
    say(format!("{email} is {note}."))
}

async fn switch(tx: &DatabaseTransaction, source: Source, email: String, active: Active) -> Result<(), Fail> {
    let admins = administrators(tx).await?;
    let row = named(tx, &email).await?;
    if active == Active::No && is_last(&admins, &row) {
        let why = format!("{email} is the last administrator; add another one first");
        return Err(AppError::Refused(why).into());
    }
    let changed = user::ActiveModel {
        active: Set(active == Active::Yes),
        epoch: Set(row.epoch + 1),
        version: Set(row.version + 1),
        ..row.into_active_model()
    };
    let row = changed.update(tx).await?;
    end_sessions(tx, row.id).await?;
    let note = if row.active { "Enabled" } else { "Disabled" };
    Ok(tell(tx, &source, &row, Deed::Changed, note).await?)
}

/// Those who can sign in as such. First, all of them, in one order: of two who disable each other the second waits here and
/// sees what was done.
async fn administrators(tx: &DatabaseTransaction) -> Result<Vec<user::Model>, DbErr> {
    let active = user::Entity::find().filter(user::Column::Role.eq(Role::Admin)).filter(user::Column::Active.eq(true));
    active.order_by_asc(user::Column::Id).lock_exclusive().all(tx).await
}

/// Whether nobody would administer any more without him.
fn is_last(admins: &[user::Model], row: &user::Model) -> bool {
    row.role == Role::Admin && row.active && admins.iter().all(|admin| admin.id == row.id)
}

async fn set_password(db: &Db, source: &Source, email: &str, typed: String) -> Result<()> {
    let email = text::email(email).map_err(anyhow::Error::msg)?;
    password::strong(&typed, &[&email]).map_err(anyhow::Error::msg)?;
    let input = (source.clone(), email.clone(), password::hash(typed).await?);
    keep_house(db, input, |tx, (source, email, hash)| Box::pin(store_password(tx, source, email, hash))).await?;
    say(format!("{email} has another password."))
}

async fn store_password(tx: &DatabaseTransaction, source: Source, email: String, hash: String) -> Result<(), Fail> {
    let row = named(tx, &email).await?;
    let changed = user::ActiveModel {
        password_hash: Set(hash),
        epoch: Set(row.epoch + 1),
        version: Set(row.version + 1),
        ..row.into_active_model()
    };
    let row = changed.update(tx).await?;
    end_sessions(tx, row.id).await?;
    Ok(tell(tx, &source, &row, Deed::Changed, "Password changed").await?)
}

async fn named(tx: &DatabaseTransaction, email: &str) -> Result<user::Model, Fail> {
    let found = user::Entity::find().filter(user::Column::Email.eq(email)).lock_exclusive().one(tx).await?;
    found.ok_or_else(|| AppError::Refused(format!("there is no user {email}")).into())
}

async fn end_sessions(tx: &DatabaseTransaction, id: UserId) -> Result<(), DbErr> {
    session::Entity::delete_many().filter(session::Column::UserId.eq(id)).exec(tx).await?;
    Ok(())
}

/// An event without an actor: it was done at the terminal. Running servers hear of it and end the user's streams.
async fn tell(
    tx: &DatabaseTransaction,
    source: &Source,
    row: &user::Model,
    deed: Deed,
    note: &str,
) -> Result<(), DbErr> {
    let detail = Detail { name: row.name.clone(), note: note.to_owned(), ..Detail::default() };
    let event = event::ActiveModel {
        seq: sea_orm::NotSet,
        at: Set(source.now()),
        actor_id: Set(None),
        noun: Set(Noun::User),
        record_id: Set(RecordId(row.id.0)),
        customer_id: Set(None),
        deed: Set(deed),
        version: Set(row.version),
        detail: Set(serde_json::to_string(&detail).map_err(|error| DbErr::Custom(error.to_string()))?),
        mutation: Set(None),
        owner_id: Set(Some(row.id)),
        other_owner_id: Set(None),
        region_id: Set(None),
        other_region_id: Set(None),
    };
    event::Entity::insert(event).exec_without_returning(tx).await?;
    app::core::write::notify(tx).await
}

/// The password of a new user, typed unseen, or read from standard input.
fn typed_password(email: &str, from_stdin: bool) -> Result<String> {
    let typed = if from_stdin || !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("no password was given")?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    } else {
        let first = rpassword::prompt_password(format!("Password for {email}: "))?;
        if rpassword::prompt_password("Once more: ")? != first {
            bail!("the two differ");
        }
        first
    };
    password_fits(&typed, email).map_err(anyhow::Error::msg)?;
    Ok(typed)
}
