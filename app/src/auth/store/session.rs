//! Sessions: a random token in the browser, its hash here.

use super::viewing::cease;
use crate::core::AppError;
use crate::core::ctx::{Ctx, Guest};
use crate::core::secret;
use crate::core::write::{Fail, NewEvent, Tx, write};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::event::{Deed, Detail, Noun};
use entity::session::row as session;
use entity::session::rules::KEPT;
use entity::shared::ids::UserId;
use entity::user::row as user;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde::{Deserialize, Serialize};

/// A session that has just begun: the token goes into the cookie, and nowhere else.
#[derive(Serialize, Deserialize)]
pub struct NewSession {
    pub token: String,
    /// Set when the cookie shall outlive the browser.
    pub expires: Option<DateTime<Utc>>,
}

/// How long a session shall last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// Until the browser closes, at most a working day.
    Day,
    /// For weeks: "Keep me signed in".
    Kept,
}

/// A request of this user in this session.
pub(super) fn ctx_of(guest: &Guest, user: &user::Model, session: String) -> Ctx {
    Ctx {
        db: guest.db.clone(),
        actor: user.actor(),
        viewer: None,
        source: guest.source.clone(),
        now: guest.source.now(),
        zone: user.time_zone.parse().unwrap_or(Tz::UTC),
        session,
    }
}

/// Starts a session under a fresh token and ends the one the browser had before (S12).
///
/// # Errors
/// The database's.
pub async fn start(
    guest: &Guest,
    user: &user::Model,
    lasting: Lasting,
    earlier: Option<&Ctx>,
) -> Result<NewSession, AppError> {
    let token = secret::token();
    let now = guest.source.now();
    let expires = now + if lasting == Lasting::Kept { KEPT } else { guest.lives.longest };
    let row = session::Model {
        id: secret::hashed(&token),
        user_id: user.id,
        viewing_id: None,
        epoch: user.epoch,
        created_at: now,
        last_seen_at: now,
        expires_at: expires,
        kept: lasting == Lasting::Kept,
        user_agent: guest.user_agent.clone(),
        ip: guest.ip.clone(),
    };
    let ctx = ctx_of(guest, user, row.id.clone());
    let earlier = earlier.map(|ctx| ctx.session.clone());
    write(&ctx, None, (row, earlier), |tx, (row, earlier)| Box::pin(begin(tx, row, earlier))).await?;
    Ok(NewSession { token, expires: (lasting == Lasting::Kept).then_some(expires) })
}

async fn begin(tx: &Tx<'_>, row: session::Model, earlier: Option<String>) -> Result<(), Fail> {
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(tx.ctx.now)).exec(tx.db).await?;
    if let Some(earlier) = earlier {
        cease(tx, session::Column::Id.eq(earlier.clone())).await?;
        session::Entity::delete_by_id(earlier).exec(tx.db).await?;
    }
    let session::Model { id, user_id, viewing_id, epoch, created_at, last_seen_at, expires_at, kept, user_agent, ip } =
        row;
    let row = session::ActiveModel {
        id: Set(id),
        user_id: Set(user_id),
        viewing_id: Set(viewing_id),
        epoch: Set(epoch),
        created_at: Set(created_at),
        last_seen_at: Set(last_seen_at),
        expires_at: Set(expires_at),
        kept: Set(kept),
        user_agent: Set(user_agent),
        ip: Set(ip),
    };
    row.insert(tx.db).await?;
    tell(tx, Deed::SignedIn, Detail::default()).await
}

/// Appends what the actor did to his own account.
pub(super) async fn tell(tx: &Tx<'_>, deed: Deed, detail: Detail) -> Result<(), Fail> {
    let me = &tx.ctx.actor;
    let event = of_user(me.id, deed, Detail { name: me.name.clone(), ..detail });
    tx.event(NewEvent { owner: Some(me.id), ..event }).await?;
    Ok(())
}

/// An event about a user, for nobody but those who see everything.
pub(super) fn of_user(user: UserId, deed: Deed, detail: Detail) -> NewEvent {
    NewEvent {
        noun: Noun::User,
        record: user.0,
        deed,
        version: 0,
        detail,
        customer: None,
        owner: None,
        other_owner: None,
        region: None,
        other_region: None,
    }
}
