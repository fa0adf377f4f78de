//! Forms without JavaScript: what was typed and what was wrong, carried over one redirect.

use super::AppError;
use serde::{Deserialize, Serialize};

/// Kept on the server for a few minutes under an id that only its session may read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Flash {
    /// The refused form, URL-encoded as it came. Passwords are taken out.
    pub body: String,
    /// Why it was refused.
    pub error: Option<AppError>,
    /// What went well, when it was not refused.
    pub message: String,
}

impl Flash {
    /// The typed form again, when this flash holds one: `prefix` is the argument's name, as in `form[name]`.
    pub fn form<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        #[derive(Deserialize)]
        struct Body<T> {
            form: T,
        }
        if self.body.is_empty() {
            return None;
        }
        serde_qs::from_str::<Body<T>>(&self.body).ok().map(|body| body.form)
    }
}
