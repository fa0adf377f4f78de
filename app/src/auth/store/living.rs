//! Sessions that are found again, with their users as they are now.

use super::session::ctx_of;
use super::viewing::stop_viewing;
use crate::core::AppError;
use crate::core::ctx::{Ctx, Guest};
use crate::core::secret;
use crate::core::write::keep_house;
use entity::session::row as session;
use entity::session::rules::TOUCH;
use entity::shared::actor::Action;
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Sessions that are marked as seen at once; others wait for their next request.
static TOUCHES: Semaphore = Semaphore::const_new(4);
/// A mark that takes longer is given up.
const NOTE: Duration = Duration::from_secs(2);
/// A page waits this long for it.
const PATIENCE: Duration = Duration::from_millis(250);

/// A session that was found, with its user as he is now.
pub struct Signed {
    pub session: session::Model,
    pub user: user::Model,
    /// As whom he looks on.
    pub viewing: Option<user::Model>,
}

impl Signed {
    /// The request context of this session.
    pub fn ctx(self, guest: &Guest) -> Ctx {
        let Some(viewed) = self.viewing else { return ctx_of(guest, &self.user, self.session.id) };
        let ctx = ctx_of(guest, &viewed, self.session.id);
        Ctx { db: ctx.db.sealed(), viewer: Some(self.user.actor()), ..ctx }
    }

    /// Whether a request of this session would still be of the same people with the same rights.
    pub fn allows(&self, ctx: &Ctx) -> bool {
        let (user, viewed) = (self.user.actor(), self.viewing.as_ref().map(user::Model::actor));
        *ctx.signed_in() == user && ctx.actor == viewed.unwrap_or(user)
    }
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
    if ended {
        return Ok(None);
    }
    let viewing = viewed(guest, &session, &user).await?;
    if session.viewing_id.is_some() && viewing.is_none() {
        // For good: it must not go on by itself once both may again.
        let stopped = stop_viewing(guest, &ctx_of(guest, &user, session.id.clone())).await;
        // A page must not fail because a note could not be written.
        if let Err(error) = stopped {
            tracing::warn!("looking on could not be ended: {error}");
        }
    }
    Ok(Some(Signed { session, user, viewing }))
}

/// As whom the user of a session looks on, for as long as both may.
async fn viewed(guest: &Guest, session: &session::Model, by: &user::Model) -> Result<Option<user::Model>, AppError> {
    let Some(id) = session.viewing_id.filter(|_| by.actor().may(Action::Administer)) else { return Ok(None) };
    let whom = user::Entity::find_by_id(id).one(&guest.db.read).await?;
    Ok(whom.filter(|whom| whom.standing().can_be_viewed()))
}
