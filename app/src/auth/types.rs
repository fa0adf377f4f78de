//! What crosses the wire about signing in.

use crate::ui::form::Goes;
use chrono::NaiveDateTime;
use entity::shared::text;
use entity::user::password_fits;
use entity::{FieldErrors, Role};
use serde::{Deserialize, Serialize};

/// Done; where to go next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Went {
    pub goto: String,
}

impl Goes for Went {
    fn goto(&self) -> &str {
        &self.goto
    }
}

/// One of one's own sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Enough of it to name it; the browser's own token is something else.
    pub id: String,
    /// What the browser calls itself.
    pub browser: String,
    pub ip: String,
    pub last_seen: NaiveDateTime,
    /// The session that asks.
    pub here: bool,
}

/// Everything on the settings page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsData {
    pub name: String,
    pub role: Role,
    pub email: String,
    pub theme: String,
    pub time_zone: String,
    pub sessions: Vec<SessionRow>,
    pub today: chrono::NaiveDate,
}

/// The form of the first administrator.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FirstAdminForm {
    /// The one-time word printed where the server was started.
    pub token: String,
    pub dealer: String,
    pub name: String,
    pub email: String,
    pub password: String,
}

impl std::fmt::Debug for FirstAdminForm {
    /// Without token and password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FirstAdminForm").field("email", &self.email).finish_non_exhaustive()
    }
}

/// A checked [`FirstAdminForm`].
#[derive(Clone, PartialEq, Eq)]
pub struct FirstAdmin {
    pub token: String,
    pub dealer: String,
    pub name: String,
    pub email: String,
    pub password: String,
}

impl FirstAdminForm {
    /// The only validation, run on both sides.
    ///
    /// # Errors
    /// Sentences by field.
    pub fn parse(&self) -> Result<FirstAdmin, FieldErrors> {
        let mut e = FieldErrors::default();
        let token = e.take("token", text::line(&self.token, "the word from the terminal", 80));
        let dealer = e.take("dealer", text::line(&self.dealer, "the dealer's name", 80));
        let name = e.take("name", text::line(&self.name, "your name", text::NAME_MAX));
        let email = e.take("email", text::email(&self.email));
        e.take("password", password_fits(&self.password, &self.email));
        e.or(|| {
            Some(FirstAdmin {
                token: token?,
                dealer: dealer?,
                name: name?,
                email: email?,
                password: self.password.clone(),
            })
        })
    }
}

/// The form that changes one's own password.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub current: String,
    pub password: String,
}

impl std::fmt::Debug for PasswordForm {
    /// Nothing of it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordForm").finish_non_exhaustive()
    }
}

impl PasswordForm {
    /// The only validation, run on both sides.
    ///
    /// # Errors
    /// Sentences by field.
    pub fn parse(&self) -> Result<(), FieldErrors> {
        let mut e = FieldErrors::default();
        if self.current.is_empty() {
            e.add("current", "Enter your present password.");
        }
        e.take("password", password_fits(&self.password, ""));
        e.or(|| Some(()))
    }
}
