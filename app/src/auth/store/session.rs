//! Sessions: a random token in the browser, its hash here.

use crate::core::AppError;
use crate::core::ctx::Guest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use entity::session::row as session;
use entity::session::rules::{ABSOLUTE, KEPT, TOUCH, is_over};
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef, Set};
use sha2::{Digest, Sha256};

/// Bytes of a token: 256 bit.
const TOKEN: usize = 32;

/// A session that has just begun: the token goes into the cookie, and nowhere else.
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

/// Starts a session under a fresh token (S12).
///
/// # Errors
/// The database's.
pub async fn start(guest: &Guest, user: &user::Model, kept: bool) -> Result<NewSession, AppError> {
    let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; TOKEN]>());
    let now = guest.source.now();
    let expires = now + if kept { KEPT } else { ABSOLUTE };
    let row = session::ActiveModel {
        id: Set(hashed(&token)),
        user_id: Set(user.id),
        epoch: Set(user.epoch),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(expires),
        kept: Set(kept),
        user_agent: Set(guest.user_agent.clone()),
        ip: Set(guest.ip.clone()),
    };
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now)).exec(&guest.db.write).await?;
    row.insert(&guest.db.write).await?;
    Ok(NewSession { token, expires: kept.then_some(expires) })
}

/// The living session of a token, with its user read in the same statement. Notes at most once a minute that it was seen.
///
/// # Errors
/// The database's.
pub async fn find(guest: &Guest, token: &str) -> Result<Option<Signed>, AppError> {
    let to_user: RelationDef =
        session::Entity::belongs_to(user::Entity).from(session::Column::UserId).to(user::Column::Id).into();
    let found = session::Entity::find_by_id(hashed(token))
        .join(JoinType::InnerJoin, to_user)
        .select_also(user::Entity)
        .one(&guest.db.read)
        .await?;
    let Some((session, Some(user))) = found else { return Ok(None) };
    let now = guest.source.now();
    let over = is_over(now, session.last_seen_at, session.expires_at, session.kept);
    if over || !user.active || session.epoch != user.epoch {
        return Ok(None);
    }
    if now - session.last_seen_at >= TOUCH {
        session::Entity::update_many()
            .col_expr(session::Column::LastSeenAt, Expr::value(now))
            .filter(session::Column::Id.eq(session.id.clone()))
            .exec(&guest.db.write)
            .await?;
    }
    Ok(Some(Signed { session, user }))
}

/// What is stored of a token.
pub(super) fn hashed(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}
