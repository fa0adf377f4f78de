//! What crosses the wire about users.

use entity::Role;
use entity::shared::ids::UserId;
use entity::shared::page::Page;
use entity::user::Standing;
use serde::{Deserialize, Serialize};

/// A user in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLine {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    /// Name of his region; empty for none.
    pub region: String,
    pub standing: Standing,
    /// True for the one who asks.
    pub me: bool,
}

/// Where a page of users starts, and ends.
pub type UserPage = Page<UserLine>;
