//! `ironbook serve`.

use super::say;
use crate::config::{Config, DataArgs, ServeArgs};
use crate::state::{AppState, Web};
use crate::{database, migrate, seed, serve};
use anyhow::{Result, ensure};
use app::auth::password;
use app::auth::store::invite;
use app::core::ctx::Guest;
use app::core::db::Db;
use app::core::source::Source;
use entity::dealer::setting;
use entity::user::row as user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Migrates, prints where Ironbook is and how to get in, and serves until the process is told to stop.
///
/// # Errors
/// With a sentence for the terminal.
pub async fn run(data: &DataArgs, args: &ServeArgs) -> Result<()> {
    let config = Config::new(data, args)?;
    let db = database::open(&config.database_url).await?;
    let source = Source::system();
    let demo = make_ready(&db, &source, &config, args).await?;
    let web = Web {
        secure: config.behind_tls,
        public_url: config.public_url.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        lives: config.lives,
    };
    let state = AppState::new(db, source, web);
    let listener = serve::listen(config.addr).await?;
    // Port 0 is any free one.
    let here = listener.local_addr()?;
    let address = config.public_url.clone().unwrap_or_else(|| format!("http://{here}"));
    say(format!("Ironbook is at {address}"))?;
    if demo {
        say(super::seed::sign_ins(seed::PASSWORD))?;
    }
    greet_first(&state, &address).await?;
    serve::serve(state, listener, &config).await
}

/// Brings the database up to date and fills it with the demo dealer when that is asked for and it is empty. Answers whether
/// everybody can sign in to it.
///
/// # Errors
/// When everybody could, and from other machines; then nothing was filled.
pub async fn make_ready(db: &Db, source: &Source, config: &Config, args: &ServeArgs) -> Result<bool> {
    // Under the lock of the migration: of nodes that start together one fills.
    migrate::migrate_then(db, async || {
        let fill = args.demo && seed::is_empty(&db.write).await?;
        let demo = fill || is_open_demo(db).await?;
        ensure!(
            !demo || config.is_for_this_machine() || args.allow_demo,
            "everybody knows the passwords of the demo dealer; serve it on 127.0.0.1, or say --allow-demo"
        );
        if fill {
            say("Filling the empty database with the demo dealer ...")?;
            seed::demo(db, source, seed::PASSWORD).await?;
        }
        Ok(demo)
    })
    .await
}

/// Whether the database holds demo sign-ins with the password that everybody knows.
async fn is_open_demo(db: &Db) -> Result<bool> {
    let demo = setting::Entity::find_by_id("demo").one(&db.read).await?;
    if demo.is_none_or(|demo| demo.value != "true") {
        return Ok(false);
    }
    let emails = seed::SIGN_INS.iter().map(|who| who.email);
    let able = user::Entity::find().filter(user::Column::Email.is_in(emails)).filter(user::Column::Active.eq(true));
    for user in able.all(&db.read).await? {
        if password::verify(seed::PASSWORD.to_owned(), Some(user.password_hash)).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// While nobody can sign in: where the administrator is made, with a word that works once.
async fn greet_first(state: &AppState, address: &str) -> Result<()> {
    let terminal = Guest {
        db: state.db.clone(),
        source: state.source.clone(),
        ip: String::new(),
        user_agent: "terminal".to_owned(),
        lives: state.web.lives,
    };
    if let Some(word) = invite(&terminal).await? {
        say(format!("Nobody can sign in yet. Create the administrator at {address}/first-run?token={word}"))?;
    }
    Ok(())
}
