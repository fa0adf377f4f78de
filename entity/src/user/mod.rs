//! A person who signs in, and the places people belong to.

#[cfg(feature = "orm")]
pub mod row;
mod sign_in;
mod standing;

pub use sign_in::{PASSWORD_MAX, PASSWORD_MIN, SignInForm, password_fits};
pub use standing::Standing;

use crate::Role;
use crate::shared::ids::UserId;
use serde::{Deserialize, Serialize};

/// A user as lists and choices show him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRef {
    /// Who.
    pub id: UserId,
    /// Name on the screen.
    pub name: String,
    /// Role.
    pub role: Role,
}
