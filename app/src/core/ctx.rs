//! Who asks, when, and with which database: the first argument of every store function.

use super::AppError;
use super::db::Db;
use super::source::Source;
use axum::http::request::Parts;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use entity::Actor;
use entity::session::rules::Lives;
use entity::shared::actor::Action;
use entity::shared::ids::UserId;
use leptos::prelude::use_context;
use sea_orm::DbErr;
use uuid::Uuid;

/// A request of somebody not (yet) signed in.
#[derive(Clone)]
pub struct Guest {
    /// The database.
    pub db: Db,
    /// Time and ids.
    pub source: Source,
    /// Address of the browser, after trusted proxies.
    pub ip: String,
    /// What the browser calls itself, shortened.
    pub user_agent: String,
    /// How long sessions live here.
    pub lives: Lives,
}

/// A request of somebody signed in. The actor was read from the database for this request.
///
/// An administrator who looks on as somebody else (View as) reaches what that user reaches, and `db` takes nothing of him.
#[derive(Clone)]
pub struct Ctx {
    /// The database.
    pub db: Db,
    /// Who acts, and whose scope holds.
    pub actor: Actor,
    /// Who looks on as the actor, when that is somebody else.
    pub viewer: Option<Actor>,
    /// Time and ids.
    pub source: Source,
    /// The instant of this request; every row it writes carries it.
    pub now: DateTime<Utc>,
    /// The zone in which the actor reads times.
    pub zone: Tz,
    /// Which session, as the hash that is stored.
    pub session: String,
}

impl Ctx {
    /// Whose session it is.
    pub fn signed_in(&self) -> &Actor {
        self.viewer.as_ref().unwrap_or(&self.actor)
    }

    /// The same request of whose session it is, also when he looks on as somebody else: what he does to the session itself.
    #[must_use]
    pub fn own(&self, guest: &Guest) -> Self {
        Self { db: guest.db.clone(), actor: self.signed_in().clone(), viewer: None, ..self.clone() }
    }

    /// Whether the actor, or who looks on as him, is this user.
    pub fn is_of(&self, user: UserId) -> bool {
        self.actor.id == user || self.signed_in().id == user
    }

    /// Today, for the actor.
    pub fn today(&self) -> NaiveDate {
        self.local(self.now).date()
    }

    /// An instant as the actor's wall clock shows it.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    /// A fresh id.
    pub fn id(&self) -> Uuid {
        self.source.id()
    }

    /// The same request reading the database as it is now, for everything a page shows.
    ///
    /// # Errors
    /// The database's.
    pub async fn snapshot(&self) -> Result<Self, DbErr> {
        let read = self.db.read.snapshot().await?;
        Ok(Self { db: Db { read, ..self.db.clone() }, ..self.clone() })
    }

    /// Goes on only when the role allows the action.
    ///
    /// # Errors
    /// [`AppError::Denied`].
    pub fn allow(&self, action: Action) -> Result<(), AppError> {
        if self.actor.may(action) {
            return Ok(());
        }
        Err(AppError::Denied(format!("As {} you may not do this.", self.actor.role.label().to_lowercase())))
    }
}

/// The signed-in request a server function runs in.
///
/// # Errors
/// [`AppError::SignedOut`] when there is none.
pub fn ctx() -> Result<Ctx, AppError> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<Ctx>().cloned()).ok_or(AppError::SignedOut)
}

/// The request, signed in or not.
///
/// # Errors
/// [`AppError::Internal`] outside a request.
pub fn guest() -> Result<Guest, AppError> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Guest>().cloned())
        .ok_or_else(|| AppError::internal("a server function ran outside a request"))
}
