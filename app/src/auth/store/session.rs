//! Sessions: a random token in the browser, its hash here.

use crate::core::AppError;
use crate::core::ctx::{Ctx, Guest};
use crate::core::secret;
use crate::core::write::{Fail, NewEvent, Tx, keep_house, write};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::event::{Deed, Detail, Noun};
use entity::session::row as session;
use entity::session::rules::{KEPT, TOUCH};
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef, Set};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Sessions that are marked as seen at once; others wait for their next request.
static TOUCHES: Semaphore = Semaphore::const_new(4);
/// A mark that takes longer is given up.
const NOTE: Duration = Duration::from_secs(2);
/// A page waits this long for it.
const PATIENCE: Duration = Duration::from_millis(250);

/// A session that has just begun: the token goes into the cookie, and nowhere else.
#[derive(Serialize, Deserialize)]
pub struct NewSession {
    pub token: String,
    /// Set when the cookie shall outlive the browser.
    pub expires: Option<DateTime<Utc>>,
}

/// A session that was found, with its user as he is now.
pub struct Signed {
    pub session: session::Model,
    pub user: user::Model,
}

/// How long a session shall last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// Until the browser closes, at most a working day.
    Day,
    /// For weeks: "Keep me signed in".
    Kept,
}

impl Signed {
    /// The request context of this session.
    pub fn ctx(self, guest: &Guest) -> Ctx {
        ctx_of(guest, &self.user, self.session.id)
    }
}

fn ctx_of(guest: &Guest, user: &user::Model, session: String) -> Ctx {
    Ctx {
        db: guest.db.clone(),
        actor: user.actor(),
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
        session::Entity::delete_by_id(earlier).exec(tx.db).await?;
    }
    let session::Model { id, user_id, epoch, created_at, last_seen_at, expires_at, kept, user_agent, ip } = row;
    let row = session::ActiveModel {
        id: Set(id),
        user_id: Set(user_id),
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
    tx.event(NewEvent {
        noun: Noun::User,
        record: me.id.0,
        deed,
        version: 0,
        detail: Detail { name: me.name.clone(), ..detail },
        customer: None,
        owner: Some(me.id),
        other_owner: None,
        region: None,
        other_region: None,
    })
    .await?;
    Ok(())
}

/// The living session of a token, with its user read in the same statement. Notes at most once a minute that it was seen.
///
/// # Errors
/// The database's.
pub async fn find(guest: &Guest, token: &str) -> Result<Option<Signed>, AppError> {
    let Some(signed) = living(guest, &secret::hashed(token)).await? else { return Ok(None) };
    if guest.source.now() - signed.session.last_seen_at >= TOUCH {
        touch(guest, signed.session.id.clone()).await;
    }
    Ok(Some(signed))
}

/// Notes that a session was seen, without keeping its page waiting while somebody else holds the one writing connection:
/// then the note is written a little later, or with a later page.
async fn touch(guest: &Guest, id: String) {
    let Ok(permit) = TOUCHES.try_acquire() else { return };
    let (db, now) = (guest.db.clone(), guest.source.now());
    let noted = tokio::spawn(async move {
        let _permit = permit;
        let seen = keep_house(&db, id, move |tx, id| {
            Box::pin(async move {
                session::Entity::update_many()
                    .col_expr(session::Column::LastSeenAt, Expr::value(now))
                    .filter(session::Column::Id.eq(id))
                    .exec(tx)
                    .await?;
                Ok(())
            })
        });
        // A page must not fail because a note could not be written.
        if let Ok(Err(error)) = tokio::time::timeout(NOTE, seen).await {
            tracing::warn!("a session could not be marked as seen: {error}");
        }
    });
    // Whether it is written or not by then: the page goes on.
    let _ = tokio::time::timeout(PATIENCE, noted).await;
}

/// The session stored under an id, when it still lives and its user may still sign in.
///
/// # Errors
/// The database's.
pub async fn living(guest: &Guest, id: &str) -> Result<Option<Signed>, AppError> {
    let to_user: RelationDef =
        session::Entity::belongs_to(user::Entity).from(session::Column::UserId).to(user::Column::Id).into();
    let found = session::Entity::find_by_id(id)
        .join(JoinType::InnerJoin, to_user)
        .select_also(user::Entity)
        .one(&guest.db.read)
        .await?;
    let Some((session, Some(user))) = found else { return Ok(None) };
    let over = guest.lives.is_over(guest.source.now(), session.last_seen_at, session.expires_at, session.kept);
    let ended = over || !user.active || session.epoch != user.epoch;
    Ok((!ended).then_some(Signed { session, user }))
}
